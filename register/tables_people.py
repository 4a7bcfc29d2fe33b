"""Tables of people, waves and what became of each notice."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    false,
    true,
)

from register.columns import Instant, Sealed, metadata
from register.tables_incident import DIGEST, ID

# A notice and its attempt change several times, each of a million in a wave: where the row finds
# room on its own page, PostgreSQL leaves every index alone.
ROOM_FOR_UPDATES = {"fillfactor": 50}

data_sets = Table(
    "data_sets",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("party_id", ForeignKey("parties.id"), nullable=False, index=True),
    Column("file_digest", DIGEST, nullable=False),
    Column("lines", Integer, nullable=False),
    Column("people", Integer, nullable=False),
    Column("merged", Integer, nullable=False),
    Column("set_aside", Integer, nullable=False),
    # Lines about which nobody has decided; lines = people + merged + set_aside + undecided.
    Column("undecided", Integer, nullable=False, server_default="0"),
    Column("imported_at", Instant, nullable=False),
    Column("file_name", Sealed),
    Column("format", String(8), nullable=False, server_default=""),
    Column("encoding", String(12), nullable=False, server_default=""),
    UniqueConstraint("party_id", "file_digest"),
)

people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("data_set_id", ForeignKey("data_sets.id"), nullable=False),
    Column("line", Integer, nullable=False),
    Column("incident_id", ID, nullable=False),
    Column("party_id", ID, nullable=False, index=True),
    Column("name", Sealed, nullable=False),
    Column("mail", Sealed),
    Column("phone", Sealed),
    Column("postal", Sealed),
    Column("mail_digest", LargeBinary(16)),
    Column("items", String(120), nullable=False),
    Column("relation", String(12), nullable=False, server_default="customer"),
    Column("addressee", String(12), nullable=False, server_default="self"),
    Column("do_not_write", Boolean, nullable=False, server_default=false()),
    Column("locale", String(12), nullable=False, server_default="ja"),
    # Why a contact that the list gave is not used as it stood (`domain.people.ContactProblem`).
    Column("mail_problem", String(20)),
    Column("phone_problem", String(20)),
    Column("postal_problem", String(20)),
    UniqueConstraint("data_set_id", "line"),
)

# Lines that are no person as they stand, until a named person has decided about each.
undecided_rows = Table(
    "undecided_rows",
    metadata,
    Column("data_set_id", ForeignKey("data_sets.id"), primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("incident_id", ID, nullable=False, index=True),
    Column("problem", String(20), nullable=False),
    Column("number", Integer),
    Column("decided_at", Instant),
    Column("decided_by", String(40)),
    Column("decision", Sealed),
)

waves = Table(
    "waves",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("purpose", String(20), nullable=False, server_default="incident"),
    Column("state", String(20), nullable=False),
    Column("sender_id", ForeignKey("senders.id"), nullable=False),
    Column("mail_document_id", ForeignKey("documents.id"), nullable=False),
    Column("letter_document_id", ForeignKey("documents.id"), nullable=False),
    Column("population", Integer, nullable=False),
    Column("population_digest", DIGEST, nullable=False),
    Column("plan_digest", DIGEST, nullable=False),
    Column("plan", JSON, nullable=False),
    Column("shards", Integer, nullable=False),
    Column("watermark", Integer, nullable=False, default=0),
    Column("planned_at", Instant, nullable=False),
    Column("started_at", Instant),
    Column("finished_at", Instant),
    UniqueConstraint("incident_id", "number"),
)

wave_merchants = Table(
    "wave_merchants",
    metadata,
    Column("wave_id", ForeignKey("waves.id"), primary_key=True),
    Column("party_id", ForeignKey("parties.id"), primary_key=True),
)

wave_shards = Table(
    "wave_shards",
    metadata,
    Column("wave_id", ForeignKey("waves.id"), primary_key=True),
    Column("shard", Integer, primary_key=True),
    Column("epoch", Integer, nullable=False, default=0),
    Column("batches", Integer, nullable=False),
)

# One row a sender: every claim reads and charges it inside its own transaction, so that a pause
# that has returned cannot be overtaken by a claim.
senders = Table(
    "senders",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("paused", Boolean, nullable=False, default=False),
    Column("paused_reason", String(60), nullable=False, default=""),
    Column("requests_per_minute", Integer, nullable=False),
    # NULL: as many as a batch holds.
    Column("people_a_request", Integer),
    Column("reports_deliveries", Boolean, nullable=False, server_default=true()),
    Column("tokens", Float, nullable=False),
    Column("refilled_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

notices = Table(
    "notices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("incident_id", ID, nullable=False, index=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("party_id", ID, nullable=False),
    Column("wave_id", ID),
    Column("purpose", String(20), nullable=False),
    Column("content_version", String(64), nullable=False),
    Column("channel", String(12), nullable=False),
    Column("state", String(24), nullable=False),
    Column("shard", Integer, nullable=False, default=0),
    Column("batch", Integer, nullable=False, default=0),
    Column("check_code", String(12), nullable=False),
    # What the notice says has leaked; a person of whom more leaked was told something wrong.
    Column("told_items", String(120)),
    UniqueConstraint("person_id", "purpose", "content_version"),
    Index("ix_notices_wave_shard_batch", "wave_id", "shard", "batch"),
    postgresql_with=ROOM_FOR_UPDATES,
)

requests = Table(
    "requests",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ID, nullable=False, index=True),
    Column("wave_id", ID, nullable=False, index=True),
    Column("shard", Integer, nullable=False),
    Column("batch", Integer, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("people", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    Column("message_id", String(120)),
    Column("claimed_at", Instant, nullable=False),
    Column("answered_at", Instant),
    Column("first_event_at", Instant),
)

# The custom argument of a mail names its attempt as "<request id>:<position>": opaque, in order
# on disk, and found without an index of its own.
attempts = Table(
    "attempts",
    metadata,
    Column("request_id", ID, primary_key=True),
    Column("position", Integer, primary_key=True),
    # No foreign key: each attempt is selected from `notices` by the statement that writes it.
    Column("notice_id", Integer, nullable=False, index=True),
    Column("channel", String(12), nullable=False),
    Column("state", String(12), nullable=False),
    Column("rank", Integer, nullable=False),
    Column("updated_at", Instant, nullable=False),
    postgresql_with=ROOM_FOR_UPDATES,
)

raw_events = Table(
    "raw_events",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ID, nullable=False, index=True),
    Column("body", Sealed, nullable=False),
    Column("body_digest", DIGEST, nullable=False),
    Column("events", Integer, nullable=False),
    Column("signed_at", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
)
