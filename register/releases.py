"""Releases in the register: which there are, what the public was promised, what was declined."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, func, insert, select
from ulid import ULID

from domain.documents import RELEASES, DocumentState
from domain.releases import PromisedUpdate, PromiseMade, ReleaseStanding, promised_updates
from register.tables_incident import documents
from register.tables_releases import publication_refusals, update_promises
from sealing.values import ValueSealer

KEY_PREFIX = "update|"


class NotPublishing(BaseModel):
    """A decision not to publish, with its reason; `decided_at` is case time."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    number: int
    reason: str = Field(repr=False)
    decided_at: datetime
    decided_by: str


def update_key(number: int) -> str:
    """The key of the clock of a promised update: `update|<n>`."""
    return f"{KEY_PREFIX}{number}"


def read_releases(connection: Connection, incident_id: str) -> tuple[ReleaseStanding, ...]:
    """Every release by the number of its document, withdrawn ones too."""
    rows = connection.execute(
        select(
            documents.c.id,
            documents.c.number,
            documents.c.release_number,
            documents.c.issued_at,
            documents.c.state,
        )
        .where(
            documents.c.incident_id == incident_id,
            documents.c.kind.in_(sorted(kind.value for kind in RELEASES)),
        )
        .order_by(documents.c.number)
    )
    return tuple(
        ReleaseStanding(
            document_id=row.id,
            document=row.number,
            number=row.release_number or 1,
            issued_at=row.issued_at,
            withdrawn=row.state == DocumentState.WITHDRAWN.value,
        )
        for row in rows
    )


def read_promised_updates(connection: Connection, incident_id: str) -> tuple[PromisedUpdate, ...]:
    """Every promised update by number, and what became of it."""
    table = update_promises
    rows = connection.execute(select(table).where(table.c.incident_id == incident_id)).all()
    if not rows:
        return ()
    made = [PromiseMade.model_validate(row, from_attributes=True) for row in rows]
    declined = connection.execute(
        select(publication_refusals.c.decided_at).where(
            publication_refusals.c.incident_id == incident_id
        )
    ).scalars()
    return promised_updates(made, read_releases(connection, incident_id), declined)


def open_updates(connection: Connection, incident_id: str) -> tuple[PromisedUpdate, ...]:
    """The updates for which the public waits."""
    known = read_promised_updates(connection, incident_id)
    return tuple(promise for promise in known if promise.is_open)


def add_promise(
    connection: Connection,
    incident_id: str,
    due_at: datetime,
    document_id: str | None,
    by: tuple[str, datetime],
) -> tuple[str, int]:
    """Record a promised update; `by` is who, and when. Returns its id and number."""
    identity, number = str(ULID()), _next(connection, incident_id, promises=True)
    connection.execute(
        insert(update_promises).values(
            id=identity,
            incident_id=incident_id,
            number=number,
            due_at=due_at,
            document_id=document_id,
            made_by=by[0],
            made_at=by[1],
        )
    )
    return identity, number


def read_not_publishing(
    connection: Connection, sealer: ValueSealer, incident_id: str
) -> tuple[NotPublishing, ...]:
    """Every decision not to publish, by number."""
    table = publication_refusals
    rows = connection.execute(
        select(table).where(table.c.incident_id == incident_id).order_by(table.c.number)
    )
    return tuple(
        NotPublishing(
            number=row.number,
            reason=sealer.open("publication_refusals", "reason", row.id, row.reason),
            decided_at=row.decided_at,
            decided_by=row.decided_by,
        )
        for row in rows
    )


def add_not_publishing(
    connection: Connection,
    sealer: ValueSealer,
    incident_id: str,
    reason: str,
    by: tuple[str, datetime],
) -> str:
    """Record a decision not to publish; `by` is who, and when. Returns its id."""
    identity = str(ULID())
    connection.execute(
        insert(publication_refusals).values(
            id=identity,
            incident_id=incident_id,
            number=_next(connection, incident_id, promises=False),
            reason=sealer.seal("publication_refusals", "reason", identity, reason),
            decided_by=by[0],
            decided_at=by[1],
        )
    )
    return identity


def _next(connection: Connection, incident_id: str, *, promises: bool) -> int:
    table = update_promises if promises else publication_refusals
    last = connection.execute(
        select(func.max(table.c.number)).where(table.c.incident_id == incident_id)
    ).scalar_one()
    return (last or 0) + 1
