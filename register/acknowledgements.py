"""Who has taken up a running clock: the last one who said so, by the clock's key."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from register.tables_work import acknowledgements


class TakenUp(NamedTuple):
    """Who took it up, and when (case time)."""

    actor: str
    at: datetime


def taken_up(connection: Connection, incident_id: str) -> dict[str, TakenUp]:
    """Who has taken up what, by the key of the clock."""
    rows = connection.execute(
        select(acknowledgements).where(acknowledgements.c.incident_id == incident_id)
    )
    return {row.key: TakenUp(row.actor, row.at) for row in rows}


def take_up(connection: Connection, incident_id: str, key: str, by: TakenUp) -> None:
    """Note that somebody has taken it up; whoever says so later takes it over."""
    values = {"actor": by.actor, "at": by.at}
    place = (acknowledgements.c.incident_id == incident_id) & (acknowledgements.c.key == key)
    changed = connection.execute(update(acknowledgements).where(place).values(**values)).rowcount
    if not changed:
        connection.execute(
            insert(acknowledgements).values(incident_id=incident_id, key=key, **values)
        )
