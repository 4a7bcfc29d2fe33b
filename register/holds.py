"""Holds: what may not be deleted, for whom, and until somebody releases it."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, func, insert, select, update
from ulid import ULID

from register.tables_work import holds
from sealing.values import ValueSealer


class HoldRow(BaseModel):
    """A hold; no data sets means everything. `until` is the day to ask the requester again."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    id: str
    number: int
    requester: str
    scope: str = Field(repr=False)
    data_sets: tuple[str, ...]
    until: date | None
    added_at: datetime
    added_by: str
    released_at: datetime | None = None
    released_by: str = ""
    release_reason: str = Field(default="", repr=False)

    @property
    def in_force(self) -> bool:
        """Until it is released, even past its day: time alone deletes nothing."""
        return self.released_at is None

    def covers(self, data_set_id: str) -> bool:
        """Whether it forbids deleting this data set."""
        return self.in_force and (not self.data_sets or data_set_id in self.data_sets)


class NewHold(BaseModel):
    """A hold to be added."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    requester: str
    scope: str = Field(repr=False)
    data_sets: tuple[str, ...]
    until: date | None


def read_holds(
    connection: Connection, sealer: ValueSealer, incident_id: str
) -> tuple[HoldRow, ...]:
    """Every hold by number, released ones too."""
    rows = connection.execute(
        select(holds).where(holds.c.incident_id == incident_id).order_by(holds.c.number)
    )
    return tuple(
        HoldRow(
            id=row.id,
            number=row.number,
            requester=row.requester,
            scope=sealer.open("holds", "scope", row.id, row.scope),
            data_sets=tuple(row.data_sets),
            until=row.until,
            added_at=row.added_at,
            added_by=row.added_by,
            released_at=row.released_at,
            released_by=row.released_by or "",
            release_reason=(
                sealer.open("holds", "release_reason", row.id, row.release_reason)
                if row.release_reason
                else ""
            ),
        )
        for row in rows
    )


def add_hold(
    connection: Connection,
    sealer: ValueSealer,
    incident_id: str,
    new: NewHold,
    by: tuple[str, datetime],
) -> tuple[str, int]:
    """Add a hold under the next number; `by` is who, and when. Returns its id and number."""
    last = connection.execute(
        select(func.max(holds.c.number)).where(holds.c.incident_id == incident_id)
    ).scalar_one()
    identity, number = str(ULID()), (last or 0) + 1
    connection.execute(
        insert(holds).values(
            id=identity,
            incident_id=incident_id,
            number=number,
            requester=new.requester,
            data_sets=list(new.data_sets),
            scope=sealer.seal("holds", "scope", identity, new.scope),
            until=new.until,
            added_by=by[0],
            added_at=by[1],
        )
    )
    return identity, number


def release_hold(
    connection: Connection,
    sealer: ValueSealer,
    hold_id: str,
    reason: str,
    by: tuple[str, datetime],
) -> None:
    """Release a hold; `by` is who, and when."""
    connection.execute(
        update(holds)
        .where(holds.c.id == hold_id)
        .values(
            released_by=by[0],
            released_at=by[1],
            release_reason=sealer.seal("holds", "release_reason", hold_id, reason),
        )
    )
