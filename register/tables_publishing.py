"""The tables of publishing: planned times, what stops a release, pages, and who else knows."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, UniqueConstraint

from register.columns import Instant, Sealed, metadata
from register.tables_incident import DIGEST, ID

release_plans = Table(
    "release_plans",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("publish_at", Instant, nullable=False),
    Column("planned_at", Instant, nullable=False),
    Column("planned_by", String(40), nullable=False),
    # Given up, or replaced by a later plan.
    Column("ended_at", Instant),
    UniqueConstraint("incident_id", "number"),
)

release_dispensations = Table(
    "release_dispensations",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("steps", JSON, nullable=False),
    Column("reason", Sealed, nullable=False),
    Column("given_at", Instant, nullable=False),
    Column("given_by", String(40), nullable=False),
    # The text that it was given for; empty, and so in force for none, on what is older than this.
    Column("binding_digest", DIGEST, nullable=False, server_default=""),
    Column("ended_at", Instant),
)

publication_holds = Table(
    "publication_holds",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("requester", String(80), nullable=False),
    Column("ground", String(40), nullable=False),
    Column("scope", Sealed, nullable=False),
    Column("kinds", JSON, nullable=False),
    Column("until", Instant, nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("added_by", String(40), nullable=False),
    Column("ended_at", Instant),
    Column("ended_by", String(40)),
    Column("end_reason", Sealed),
    UniqueConstraint("incident_id", "number"),
)

release_corrections = Table(
    "release_corrections",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("corrected_in", ForeignKey("documents.id"), nullable=False),
    Column("noted_at", Instant, nullable=False),
    Column("noted_by", String(40), nullable=False),
    UniqueConstraint("document_id", "corrected_in"),
)

published_pages = Table(
    "published_pages",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("words_digest", DIGEST, nullable=False),
    Column("corrections", Integer, nullable=False),
    Column("published_at", Instant, nullable=False),
)

code_questions = Table(
    "code_questions",
    metadata,
    Column("incident_id", ForeignKey("incidents.id"), primary_key=True),
    Column("check_code", String(12), primary_key=True),
    Column("asked", Integer, nullable=False),
    Column("asked_lately", Integer, nullable=False),
    # Server time, as the pace of questions is.
    Column("lately_since", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("flagged_at", Instant),
    Column("looked_into_at", Instant),
)

insiders = Table(
    "insiders",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("name", Sealed, nullable=False),
    Column("organisation", Sealed, nullable=False),
    Column("way", Sealed, nullable=False),
    Column("told_at", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", String(40), nullable=False),
    UniqueConstraint("incident_id", "number"),
)
