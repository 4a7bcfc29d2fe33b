"""Holds on publishing in the register."""

from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update
from ulid import ULID

from domain.publication_holds import PublicationHold
from register.tables_publishing import publication_holds
from sealing.values import ValueSealer

KEY_PREFIX = "held|"
_TABLE = "publication_holds"


def held_key(number: int) -> str:
    """The key of the clock of a hold: `held|<n>`."""
    return f"{KEY_PREFIX}{number}"


def read_publication_holds(
    connection: Connection, sealer: ValueSealer, incident_id: str
) -> tuple[PublicationHold, ...]:
    """Every hold on publishing by number, ended ones too."""
    rows = connection.execute(
        select(publication_holds)
        .where(publication_holds.c.incident_id == incident_id)
        .order_by(publication_holds.c.number)
    )
    return tuple(
        PublicationHold(
            id=row.id,
            number=row.number,
            requester=row.requester,
            ground=row.ground,
            scope=sealer.open(_TABLE, "scope", row.id, row.scope),
            kinds=tuple(row.kinds),
            until=row.until,
            added_at=row.added_at,
            added_by=row.added_by,
            ended_at=row.ended_at,
            ended_by=row.ended_by or "",
            end_reason=(
                sealer.open(_TABLE, "end_reason", row.id, row.end_reason) if row.end_reason else ""
            ),
        )
        for row in rows
    )


def running_holds(connection: Connection, incident_id: str) -> tuple[tuple[int, datetime], ...]:
    """Number and time of every hold in force; opens nothing."""
    rows = connection.execute(
        select(publication_holds.c.number, publication_holds.c.until)
        .where(
            publication_holds.c.incident_id == incident_id,
            publication_holds.c.ended_at.is_(None),
        )
        .order_by(publication_holds.c.number)
    )
    return tuple((row.number, row.until) for row in rows)


def add_publication_hold(
    connection: Connection,
    sealer: ValueSealer,
    incident_id: str,
    new: PublicationHold,
) -> int:
    """Add a hold under the next number, whatever number it carries; returns that."""
    last = connection.execute(
        select(func.max(publication_holds.c.number)).where(
            publication_holds.c.incident_id == incident_id
        )
    ).scalar_one()
    number = (last or 0) + 1
    connection.execute(
        insert(publication_holds).values(
            id=new.id,
            incident_id=incident_id,
            number=number,
            requester=new.requester,
            ground=new.ground.value,
            scope=sealer.seal(_TABLE, "scope", new.id, new.scope),
            kinds=[kind.value for kind in new.kinds],
            until=new.until,
            added_at=new.added_at,
            added_by=new.added_by,
        )
    )
    return number


def new_hold_id() -> str:
    """A fresh id, under which the words of a hold are sealed."""
    return str(ULID())


def prolong_hold(connection: Connection, hold_id: str, until: datetime) -> None:
    """Ask about a hold later."""
    connection.execute(
        update(publication_holds).where(publication_holds.c.id == hold_id).values(until=until)
    )


def end_publication_hold(
    connection: Connection,
    sealer: ValueSealer,
    hold_id: str,
    reason: str,
    by: tuple[str, datetime],
) -> None:
    """End a hold; `by` is who, and when."""
    connection.execute(
        update(publication_holds)
        .where(publication_holds.c.id == hold_id)
        .values(
            ended_by=by[0],
            ended_at=by[1],
            end_reason=sealer.seal(_TABLE, "end_reason", hold_id, reason),
        )
    )
