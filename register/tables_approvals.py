"""The table of those who approve in another role's place while an incident runs."""

from sqlalchemy import JSON, Column, ForeignKey, String, Table

from register.columns import Instant, Sealed, metadata
from register.tables_incident import ID

approval_delegates = Table(
    "approval_delegates",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("role", String(30), nullable=False),
    Column("delegate", String(30), nullable=False),
    Column("kinds", JSON, nullable=False),
    Column("until", Instant, nullable=False),
    Column("reason", Sealed, nullable=False),
    Column("given_at", Instant, nullable=False),
    Column("given_by", String(40), nullable=False),
)
