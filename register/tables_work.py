"""Tables of the work on an incident: tasks, threads, holds, retention, and answers to commands."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from register.columns import Instant, Sealed, metadata
from register.tables_incident import ID

tasks = Table(
    "tasks",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("track", String(20), nullable=False),
    # Where it came from, so that a list opened twice adds nothing; NULL for a task of one's own.
    Column("list_name", String(40)),
    Column("list_item", String(60)),
    Column("owner", String(40), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("evidence_required", Boolean, nullable=False),
    Column("words", Sealed, nullable=False),
    Column("state", String(12), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("closed_by", String(40)),
    Column("closing_words", Sealed),
    UniqueConstraint("incident_id", "number"),
    UniqueConstraint("incident_id", "list_name", "list_item"),
)

# Who of us leads the talk with a party; without a row it follows from what the party is to us.
threads = Table(
    "threads",
    metadata,
    Column("party_id", ForeignKey("parties.id"), primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("owner", String(40), nullable=False),
)

thread_entries = Table(
    "thread_entries",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("party_id", ForeignKey("parties.id"), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("direction", String(12), nullable=False),
    Column("speaker", String(4), nullable=False),
    Column("number", Integer),
    Column("answers", Integer),
    Column("complete", Boolean),
    Column("demand", String(20)),
    Column("reply_due_at", Instant),
    Column("happened_at", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("actor", String(40), nullable=False),
    Column("words", Sealed, nullable=False),
    # The ledger revision that the facts stated in this entry became.
    Column("revision", Integer),
    UniqueConstraint("party_id", "sequence"),
    UniqueConstraint("party_id", "number"),
)

holds = Table(
    "holds",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("requester", String(80), nullable=False),
    # Ids of data sets; an empty list holds everything.
    Column("data_sets", JSON, nullable=False),
    Column("scope", Sealed, nullable=False),
    Column("until", Date),
    Column("added_at", Instant, nullable=False),
    Column("added_by", String(40), nullable=False),
    Column("released_at", Instant),
    Column("released_by", String(40)),
    Column("release_reason", Sealed),
    UniqueConstraint("incident_id", "number"),
)

retention_decisions = Table(
    "retention_decisions",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("data_set_id", ForeignKey("data_sets.id"), nullable=False),
    # Of several decisions about a data set the highest number stands.
    Column("number", Integer, nullable=False),
    Column("decision", String(12), nullable=False),
    Column("keep_until", Date),
    Column("reason", Sealed, nullable=False),
    Column("decided_at", Instant, nullable=False),
    Column("decided_by", String(40), nullable=False),
    UniqueConstraint("data_set_id", "number"),
)

acknowledgements = Table(
    "acknowledgements",
    metadata,
    Column("incident_id", ForeignKey("incidents.id"), primary_key=True),
    Column("key", String(140), primary_key=True),
    Column("actor", String(40), nullable=False),
    Column("at", Instant, nullable=False),
)

command_answers = Table(
    "command_answers",
    metadata,
    Column("command_id", ForeignKey("commands.id"), primary_key=True),
    Column("accepted", Boolean, nullable=False),
    Column("body", Sealed, nullable=False),
)
