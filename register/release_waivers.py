"""Why a release may leave before others are told: for which steps, by whom, for which text.

A waiver is given for one text and one attempt to publish it. Another text needs another one, and
an attempt that is refused ends it, so that none is left lying for a text nobody thought of.
"""

from datetime import datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict
from sqlalchemy import Connection, insert, select, update
from ulid import ULID

from domain.telling_order import TellingStep
from register.documents import DocumentRow
from register.tables_publishing import release_dispensations
from sealing.values import ValueSealer


class Waiver(BaseModel):
    """One waiver; `in_force` while it has not ended and the text is still that it was given for.

    `reason` is free text, and may name people. Case times.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    document_id: str
    steps: tuple[TellingStep, ...]
    reason: str
    given_by: str
    given_at: AwareDatetime
    in_force: bool


def read_waivers(
    connection: Connection, sealer: ValueSealer, document: DocumentRow
) -> tuple[Waiver, ...]:
    """Every waiver that was given for a document, the oldest first."""
    table = release_dispensations
    rows = connection.execute(
        select(table).where(table.c.document_id == document.id).order_by(table.c.given_at)
    )
    return tuple(
        Waiver(
            document_id=row.document_id,
            steps=tuple(TellingStep(step) for step in row.steps),
            reason=sealer.open("release_dispensations", "reason", row.id, row.reason),
            given_by=row.given_by,
            given_at=row.given_at,
            in_force=row.ended_at is None and row.binding_digest == document.binding_digest,
        )
        for row in rows
    )


def waived_steps(connection: Connection, document: DocumentRow) -> frozenset[TellingStep]:
    """The steps that somebody let exactly this text go ahead of."""
    table = release_dispensations
    given = connection.execute(
        select(table.c.steps).where(
            table.c.document_id == document.id,
            table.c.binding_digest == document.binding_digest,
            table.c.ended_at.is_(None),
        )
    ).scalars()
    return frozenset(TellingStep(step) for steps in given for step in steps)


def add_waiver(
    connection: Connection,
    sealer: ValueSealer,
    document: DocumentRow,
    steps: list[TellingStep],
    reason: str,
    by: tuple[str, datetime],
) -> str:
    """Let a release go ahead of open steps, in the words it has now; `by` is who, and when."""
    identity = str(ULID())
    connection.execute(
        insert(release_dispensations).values(
            id=identity,
            incident_id=document.incident_id,
            document_id=document.id,
            binding_digest=document.binding_digest,
            steps=[step.value for step in steps],
            reason=sealer.seal("release_dispensations", "reason", identity, reason),
            given_by=by[0],
            given_at=by[1],
        )
    )
    return identity


def end_waivers(connection: Connection, document_id: str, at: datetime) -> bool:
    """End what is in force for a document; whether there was any."""
    table = release_dispensations
    ended = connection.execute(
        update(table)
        .where(table.c.document_id == document_id, table.c.ended_at.is_(None))
        .values(ended_at=at)
    )
    return ended.rowcount > 0
