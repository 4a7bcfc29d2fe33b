"""Duties in the register: what is owed, its clock, its explanation and how it ended."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, delete, insert, select, update

from register.tables_incident import duties

OPEN = "open"
MET = "met"
NOT_APPLICABLE = "not_applicable"
PROPOSED = "proposed_not_applicable"
ENDED = frozenset({MET, NOT_APPLICABLE})


class DutyRow(BaseModel):
    """One duty. `evidence` names documents, receipts and dispatches by id; times are UTC."""

    model_config = ConfigDict(frozen=True)

    key: str
    rule: str
    debtor_id: str
    owed_to: str
    anchor: str
    anchor_at: datetime
    target_at: datetime | None
    due_at: datetime | None
    due_on: date | None
    hard: bool
    status: str
    met_at: datetime | None = None
    late: bool = False
    evidence: dict[str, Any] = {}
    explanation: dict[str, Any] = {}
    source: str
    verified: bool
    revision: int

    @property
    def clock_at(self) -> datetime | None:
        """When the clock strikes: the limit, or the target where there is no limit."""
        return self.due_at or self.target_at


def read_duties(connection: Connection, incident_id: str) -> tuple[DutyRow, ...]:
    """Every duty, the nearest first; those without a clock at the end."""
    rows = connection.execute(select(duties).where(duties.c.incident_id == incident_id))
    found = [DutyRow.model_validate(row, from_attributes=True) for row in rows]
    return tuple(sorted(found, key=lambda duty: (duty.clock_at is None, duty.clock_at, duty.key)))


def write_duties(
    connection: Connection, incident_id: str, wanted: tuple[DutyRow, ...], at: datetime
) -> tuple[str, ...]:
    """Make the register hold exactly these duties; returns the keys that changed."""
    known = {duty.key: duty for duty in read_duties(connection, incident_id)}
    changed: list[str] = []
    for duty in wanted:
        before = known.pop(duty.key, None)
        if before is not None and _same(before, duty):
            continue
        changed.append(duty.key)
        values = duty.model_dump() | {"incident_id": incident_id, "computed_at": at}
        if before is None:
            connection.execute(insert(duties).values(**values))
        else:
            where = (duties.c.incident_id == incident_id) & (duties.c.key == duty.key)
            connection.execute(update(duties).where(where).values(**values))
    for key in known:
        changed.append(key)
        where = (duties.c.incident_id == incident_id) & (duties.c.key == key)
        connection.execute(delete(duties).where(where))
    return tuple(changed)


def _same(before: DutyRow, now: DutyRow) -> bool:
    return before.model_copy(update={"revision": now.revision}) == now
