"""The tables of alerts: what was said to whom, and what outside channels have taken."""

from sqlalchemy import JSON, Column, ForeignKey, String, Table

from register.columns import Instant, metadata

alert_lines = Table(
    "alert_lines",
    metadata,
    Column("incident_id", ForeignKey("incidents.id"), primary_key=True),
    # The alert that it came with, and the contact or outside channel that it is for; an empty
    # audience is a line for which there was nobody.
    Column("alert_key", String(40), primary_key=True),
    Column("audience", String(40), primary_key=True),
    Column("clock_key", String(140), primary_key=True),
    Column("line", JSON, nullable=False),
    # Server time: how long it has waited for lines of other shards is no matter of case time.
    Column("entered_at", Instant, nullable=False),
    # The alert whose message says it; NULL while it waits.
    Column("said_by", String(40), index=True),
)

outside_messages = Table(
    "outside_messages",
    metadata,
    Column("incident_id", ForeignKey("incidents.id"), primary_key=True),
    Column("alert_key", String(40), primary_key=True),
    Column("channel", String(40), primary_key=True),
    Column("taken_at", Instant, nullable=False),
)
