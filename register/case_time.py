"""Which time it is in an incident, as its log shows."""

from datetime import datetime

from sqlalchemy import Connection, select

from domain.markings import Marking
from register.tables_incident import audit


def case_time(
    connection: Connection, incident_id: str, marking: Marking, now: datetime
) -> datetime:
    """Case time at a server time: the same for a live incident, as far on for a rehearsal's.

    A rehearsal's clock is known to its workflow alone, but each line of the log holds both times.
    """
    if marking is Marking.LIVE:
        return now
    last = connection.execute(
        select(audit.c.at, audit.c.recorded_at)
        .where(audit.c.incident_id == incident_id)
        .order_by(audit.c.sequence.desc())
        .limit(1)
    ).one_or_none()
    return now if last is None else now + (last.at - last.recorded_at)
