"""What the engine did of its own accord, as the audit log has it."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from register.tables_incident import audit

OF_ITS_OWN_ACCORD = ("clock.rung", "merchant.reminded", "merchant.escalated")


class EngineAct(NamedTuple):
    """An alert, a reminder or an escalation; `subject` is a duty's key or a merchant's id."""

    sequence: int
    at: datetime
    action: str
    subject: str


def acts_of_the_engine(connection: Connection, incident_id: str) -> int:
    """How often the engine has alerted, reminded or escalated in an incident."""
    return connection.execute(
        select(func.count()).where(
            audit.c.incident_id == incident_id, audit.c.action.in_(OF_ITS_OWN_ACCORD)
        )
    ).scalar_one()


def engine_acts_after(
    connection: Connection, incident_id: str, sequence: int
) -> tuple[EngineAct, ...]:
    """What it did since an earlier line of the log, oldest first."""
    rows = connection.execute(
        select(audit.c.sequence, audit.c.at, audit.c.action, audit.c.subject)
        .where(
            audit.c.incident_id == incident_id,
            audit.c.sequence > sequence,
            audit.c.action.in_(OF_ITS_OWN_ACCORD),
        )
        .order_by(audit.c.sequence)
    )
    return tuple(EngineAct(*row) for row in rows)
