"""The table of how waves are sent: what a person decided, and where canary and ramp stand."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, String, Table

from register.columns import Instant, metadata

# One row a wave that was started. A claim reads and charges it while it holds the wave's own row,
# so that a pause or a cancellation that has returned cannot be overtaken by a claim.
wave_controls = Table(
    "wave_controls",
    metadata,
    Column("wave_id", ForeignKey("waves.id"), primary_key=True),
    Column("pacing", JSON, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("desk_cap", Integer),
    Column("decided_at", Instant, nullable=False),
    Column("opens_at", Instant),
    Column("closes_at", Instant),
    # When sending was to go on at the latest that anybody saw; later than that is overdue.
    Column("expected_at", Instant, nullable=False),
    Column("paused", JSON(none_as_null=True)),
    Column("paused_at", Instant),
    Column("cancelled_at", Instant),
    Column("canary", String(8), nullable=False),
    Column("canary_until", Instant),
    Column("paced_from", Instant, nullable=False),
    Column("paced_people", Integer, nullable=False),
    Column("slot", Integer, nullable=False),
)
