"""The tables of promised updates and of decisions not to publish."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, UniqueConstraint

from register.columns import Instant, Sealed, metadata
from register.tables_incident import ID

update_promises = Table(
    "update_promises",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    # The release that states it; none where it was said otherwise.
    Column("document_id", ForeignKey("documents.id")),
    Column("made_at", Instant, nullable=False),
    Column("made_by", String(40), nullable=False),
    UniqueConstraint("incident_id", "number"),
)

publication_refusals = Table(
    "publication_refusals",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("reason", Sealed, nullable=False),
    Column("decided_at", Instant, nullable=False),
    Column("decided_by", String(40), nullable=False),
    UniqueConstraint("incident_id", "number"),
)
