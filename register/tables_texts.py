"""Tables of the texts that were put to approval before another took their place."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table

from register.columns import Instant, Sealed, metadata
from register.tables_incident import DIGEST

document_texts = Table(
    "document_texts",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("ledger_revision", Integer, nullable=False),
    Column("facts_read", JSON, nullable=False),
    Column("binding", JSON, nullable=False),
    Column("binding_digest", DIGEST, nullable=False),
    Column("prepared_at", Instant, nullable=False),
)

# Once for each wording, whatever else of the binding moved; many addressees in one value.
text_words = Table(
    "text_words",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("text_digest", String(64), primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("body", Sealed, nullable=False),
)
