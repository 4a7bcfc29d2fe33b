"""People outside of the engine's own ways who were told, and when: names stay sealed."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, func, insert, select
from ulid import ULID

from register.tables_publishing import insiders
from sealing.values import ValueSealer

_SEALED = ("name", "organisation", "way")


class Insider(BaseModel):
    """Somebody who was told; `told_at` is case time."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    name: str = Field(repr=False)
    organisation: str = Field(repr=False)
    way: str = Field(repr=False)
    told_at: datetime
    recorded_by: str


def read_insiders(
    connection: Connection, sealer: ValueSealer, incident_id: str
) -> tuple[Insider, ...]:
    """Everybody on record, in the order of recording."""
    rows = connection.execute(
        select(insiders).where(insiders.c.incident_id == incident_id).order_by(insiders.c.number)
    )
    return tuple(
        Insider(
            **{part: sealer.open("insiders", part, row.id, getattr(row, part)) for part in _SEALED},
            told_at=row.told_at,
            recorded_by=row.recorded_by,
        )
        for row in rows
    )


def add_insider(
    connection: Connection, sealer: ValueSealer, incident_id: str, new: Insider, at: datetime
) -> int:
    """Record somebody under the next number; returns that. `at` is case time."""
    last = connection.execute(
        select(func.max(insiders.c.number)).where(insiders.c.incident_id == incident_id)
    ).scalar_one()
    identity, number = str(ULID()), (last or 0) + 1
    sealed = {part: sealer.seal("insiders", part, identity, getattr(new, part)) for part in _SEALED}
    connection.execute(
        insert(insiders).values(
            id=identity,
            incident_id=incident_id,
            number=number,
            told_at=new.told_at,
            recorded_at=at,
            recorded_by=new.recorded_by,
            **sealed,
        )
    )
    return number
