"""The audit log: one hash-chained line for every act and every refused attempt.

The chain runs over the sealed details, so it still verifies when an incident's data key has been
destroyed: what was said is gone, that and when it was said is not.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, insert, select

from domain.documents import digest_of
from register.tables_incident import audit
from sealing.values import ValueSealer

FIRST = "0" * 64

Outcome = Literal["done", "refused"]


class AuditLine(BaseModel):
    """One line: who did what to what, from, to, and why. `at` is case time."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    at: datetime
    actor: str
    action: str
    subject: str
    outcome: Outcome = "done"
    detail: dict[str, str | int | bool | None] = {}


def append(connection: Connection, sealer: ValueSealer, incident_id: str, line: AuditLine) -> str:
    """Add a line inside the caller's transaction and return its hash.

    The act and its line are committed together or not at all.
    """
    last = _last(connection, incident_id)
    sequence, previous = (last.sequence + 1, last.hash) if last else (1, FIRST)
    row = _row(sealer, incident_id, sequence, previous, line)
    connection.execute(insert(audit).values(**row))
    return str(row["hash"])


def append_all(
    connection: Connection, sealer: ValueSealer, incident_id: str, lines: Iterable[AuditLine]
) -> None:
    """Add lines in their order; as `append` does, with one look at the end of the chain."""
    last = _last(connection, incident_id)
    sequence, previous = (last.sequence, last.hash) if last else (0, FIRST)
    rows = []
    for line in lines:
        sequence += 1
        row = _row(sealer, incident_id, sequence, previous, line)
        previous = str(row["hash"])
        rows.append(row)
    if rows:
        connection.execute(insert(audit), rows)


def verify(connection: Connection, incident_id: str) -> int | None:
    """The sequence number of the first line that does not verify; None when all do."""
    previous = FIRST
    rows = connection.execute(
        select(audit).where(audit.c.incident_id == incident_id).order_by(audit.c.sequence)
    )
    for number, row in enumerate(rows, start=1):
        line = AuditLine(
            at=row.at,
            actor=row.actor,
            action=row.action,
            subject=row.subject,
            outcome=row.outcome,
        )
        expected = _hash(previous, incident_id, number, line, row.detail)
        if row.sequence != number or row.previous_hash != previous or row.hash != expected:
            return number
        previous = row.hash
    return None


def read(connection: Connection, sealer: ValueSealer, incident_id: str) -> list[AuditLine]:
    """Every line of an incident, oldest first, opened."""
    rows = connection.execute(
        select(audit).where(audit.c.incident_id == incident_id).order_by(audit.c.sequence)
    )
    return [
        AuditLine(
            at=row.at,
            actor=row.actor,
            action=row.action,
            subject=row.subject,
            outcome=row.outcome,
            detail=json.loads(
                sealer.open("audit", "detail", f"{incident_id}:{row.sequence}", row.detail)
            ),
        )
        for row in rows
    ]


def _last(connection: Connection, incident_id: str) -> Any:
    return connection.execute(
        select(audit.c.sequence, audit.c.hash)
        .where(audit.c.incident_id == incident_id)
        .order_by(audit.c.sequence.desc())
        .limit(1)
        .with_for_update()
    ).one_or_none()


def _row(
    sealer: ValueSealer, incident_id: str, sequence: int, previous: str, line: AuditLine
) -> dict[str, object]:
    text = json.dumps(line.detail, ensure_ascii=False, sort_keys=True)
    sealed = sealer.seal("audit", "detail", f"{incident_id}:{sequence}", text)
    return {
        "incident_id": incident_id,
        "sequence": sequence,
        "at": line.at,
        "recorded_at": datetime.now(UTC),
        "actor": line.actor,
        "action": line.action,
        "subject": line.subject,
        "outcome": line.outcome,
        "detail": sealed,
        "previous_hash": previous,
        "hash": _hash(previous, incident_id, sequence, line, sealed),
    }


def _hash(previous: str, incident_id: str, sequence: int, line: AuditLine, sealed: bytes) -> str:
    at = line.at.astimezone(UTC).isoformat()
    parts = (previous, incident_id, str(sequence), at, line.actor, line.action, line.subject)
    return digest_of((*parts, line.outcome, sealed.hex()))
