"""Every incident in a line: what a list shows, without opening a single sealed value."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, func, select

from domain.markings import Marking
from domain.phases import Phase
from register.duties import ENDED, read_duties
from register.open_work import open_clocks
from register.store import Register
from register.tables_incident import incidents

DUTY = "duty"


class IncidentBrief(BaseModel):
    """An incident and its next clock, in case time.

    `next_clock_of` is `duty`, `task`, `reply` or `update`; `next_rule` is the rule of a duty.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    code_name: str
    phase: Phase
    severity: str
    marking: Marking
    opened_at: datetime
    closed_at: datetime | None
    next_clock_at: datetime | None = None
    next_clock_of: str | None = None
    next_rule: str | None = None


def read_overview(register: Register) -> tuple[IncidentBrief, ...]:
    """Every incident, the one opened last first."""
    with register.reading() as connection:
        rows = connection.execute(select(incidents).order_by(incidents.c.id.desc())).all()
        return tuple(
            IncidentBrief(
                id=row.id,
                code_name=row.code_name,
                phase=Phase(row.phase),
                severity=row.severity,
                marking=Marking(row.marking),
                opened_at=row.opened_at,
                closed_at=row.closed_at,
                **_next_clock(connection, row.id),
            )
            for row in rows
        )


def code_name_of(connection: Connection, incident_id: str) -> str:
    """The code name of an incident."""
    query = select(incidents.c.code_name).where(incidents.c.id == incident_id)
    return str(connection.execute(query).scalar_one())


def file_digest_of(connection: Connection, incident_id: str) -> str | None:
    """The digest of the file that opened an incident; None for an unknown one."""
    query = select(incidents.c.file_digest).where(incidents.c.id == incident_id)
    return connection.execute(query).scalar_one_or_none()


def code_name_is_unique(connection: Connection, code_name: str) -> bool:
    """Whether not more than one incident, ended ones counted, has this code name."""
    query = select(func.count()).where(incidents.c.code_name == code_name)
    return bool(connection.execute(query).scalar_one() <= 1)


def _next_clock(connection: Connection, incident_id: str) -> dict[str, str | datetime | None]:
    """The nearest of duties, tasks and awaited replies; the rule only where it is a duty's."""
    clocks: list[tuple[datetime, str, str | None]] = [
        (duty.clock_at, DUTY, duty.rule)
        for duty in read_duties(connection, incident_id)
        if duty.status not in ENDED and duty.waiver is None and duty.clock_at
    ]
    clocks += [
        (due_at, key.partition("|")[0], None)
        for key, due_at in open_clocks(connection, incident_id)
    ]
    if not clocks:
        return {}
    at, kind, rule = min(clocks, key=lambda clock: (clock[0], clock[1]))
    return {"next_clock_at": at, "next_clock_of": kind, "next_rule": rule}
