"""Tables of channels beside mail: gates that people open, letters, lists, results, files."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from register.columns import Instant, Sealed, metadata
from register.tables_incident import DIGEST, ID

# The newest of an incident stands.
desk_tests = Table(
    "desk_tests",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("tested_at", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", String(40), nullable=False),
    Column("passed", Boolean, nullable=False),
    Column("contacts_an_hour", Integer, nullable=False),
    Column("contacts_a_day", Integer, nullable=False),
    Column("contacts_per_mille", Integer),
    Column("words", Sealed, nullable=False),
)

# The newest of an incident and a sender stands.
sender_statements = Table(
    "sender_statements",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("sender_id", ForeignKey("senders.id"), nullable=False),
    Column("outside", Boolean, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", String(40), nullable=False),
    Column("words", Sealed, nullable=False),
)

# The number of a print run within its wave; the id is that of the run's attempts.
letter_runs = Table(
    "letter_runs",
    metadata,
    Column("id", ID, primary_key=True),
    Column("wave_id", ForeignKey("waves.id"), nullable=False),
    Column("number", Integer, nullable=False),
    UniqueConstraint("wave_id", "number"),
)

# The address to which one letter goes instead of the one in the list.
new_addresses = Table(
    "new_addresses",
    metadata,
    Column("request_id", ID, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("postal", Sealed, nullable=False),
    ForeignKeyConstraint(
        ["request_id", "position"],
        ["attempts.request_id", "attempts.position"],
    ),
)

# Every result as it was reported: a call may be tried several times.
channel_results = Table(
    "channel_results",
    metadata,
    Column("request_id", ID, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("outcome", String(12), nullable=False),
    Column("happened_at", Instant, nullable=False),
    Column("command_id", ID, nullable=False),
    Column("words", Sealed, nullable=False),
    ForeignKeyConstraint(
        ["request_id", "position"],
        ["attempts.request_id", "attempts.position"],
    ),
)

# What was written for somebody outside: where it lies, and what it was, byte by byte.
produced_files = Table(
    "produced_files",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("wave_id", ForeignKey("waves.id")),
    Column("party_id", ForeignKey("parties.id")),
    Column("kind", String(20), nullable=False),
    Column("path", String(300), nullable=False),
    Column("digest", DIGEST, nullable=False),
    Column("people", Integer, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", String(40), nullable=False),
    UniqueConstraint("path", "digest"),
)
