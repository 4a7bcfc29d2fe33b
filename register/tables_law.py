"""Tables of the law in an incident: the frozen rule files, and what people decided about duties."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, Text

from register.columns import Instant, Sealed, metadata
from register.tables_incident import DIGEST, ID

# Rule files as they were, by the digest of their content; incidents share them.
law_texts = Table(
    "law_texts",
    metadata,
    Column("digest", DIGEST, primary_key=True),
    Column("body", Text, nullable=False),
)

# The sets of rule files by which an incident was assessed; the highest number is in use.
law_editions = Table(
    "law_editions",
    metadata,
    Column("incident_id", ForeignKey("incidents.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("frozen_at", Instant, nullable=False),
    Column("adopted_by", String(40)),
    Column("reason", Sealed),
)

law_files = Table(
    "law_files",
    metadata,
    Column("incident_id", ForeignKey("incidents.id"), primary_key=True),
    Column("edition", Integer, primary_key=True),
    Column("law", String(60), primary_key=True),
    Column("digest", ForeignKey("law_texts.digest"), nullable=False),
)

# Filings made outside our documents; the id is that of the command.
filings = Table(
    "filings",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("duty_key", String(140), nullable=False),
    Column("submitted_at", Instant, nullable=False),
    Column("receipt", String(60), nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", String(40), nullable=False),
)

# Which of several stated times of one moment counts. `considered` are the times that lay before
# whoever decided: a time that is stated later is a candidate again.
moment_decisions = Table(
    "moment_decisions",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("party_id", ForeignKey("parties.id"), nullable=False),
    Column("moment", String(40), nullable=False),
    Column("chosen_at", Instant, nullable=False),
    Column("considered", JSON, nullable=False),
    Column("decided_at", Instant, nullable=False),
    Column("decided_by", String(40), nullable=False),
    Column("reason", Sealed, nullable=False),
)

# What nobody has said of ourselves yet, and what would be owed if it were so.
law_questions = Table(
    "law_questions",
    metadata,
    Column("incident_id", ForeignKey("incidents.id"), primary_key=True),
    Column("finding", String(60), primary_key=True),
    Column("would_owe", JSON, nullable=False),
)
