"""The table of edited passages: the newest edit of each counts, earlier ones stay."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from register.columns import Instant, Sealed, metadata

passage_edits = Table(
    "passage_edits",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("edit", Integer, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("body", Sealed, nullable=False),
    Column("edited_at", Instant, nullable=False),
    Column("edited_by", String(40), nullable=False),
)
