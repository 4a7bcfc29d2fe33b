"""The register: Shirase's system of record, on SQLite or PostgreSQL.

Everything that must be provable years later stands here; Temporal only keeps what happens next.
Values about people, contacts and organisations are sealed one by one before they reach SQL.
"""
