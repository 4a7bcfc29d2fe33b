"""The words of commands: deposited sealed by the client, taken up once by an activity.

A command travels through Temporal as an id; what it says (facts, reasons, receipts, comments)
waits here, so that nothing a person wrote enters a history.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from register.tables_incident import commands
from sealing.values import ValueSealer


def deposit(
    connection: Connection,
    sealer: ValueSealer,
    incident_id: str,
    command_id: str,
    kind: str,
    actor: str,
    body: Mapping[str, object],
) -> None:
    """Store a command's words; the same id again changes nothing."""
    exists = connection.execute(select(commands.c.id).where(commands.c.id == command_id)).first()
    if exists:
        return
    text = json.dumps(body, ensure_ascii=False, default=str)
    connection.execute(
        insert(commands).values(
            id=command_id,
            incident_id=incident_id,
            kind=kind,
            actor=actor,
            body=sealer.seal("commands", "body", command_id, text),
            received_at=datetime.now(UTC),
        )
    )


def stands_for(connection: Connection, command_id: str) -> tuple[str, str, str] | None:
    """Incident, kind and actor of the command under this id; None while it is free."""
    row = connection.execute(
        select(commands.c.incident_id, commands.c.kind, commands.c.actor).where(
            commands.c.id == command_id
        )
    ).one_or_none()
    return None if row is None else (row.incident_id, row.kind, row.actor)


def words_of(connection: Connection, sealer: ValueSealer, command_id: str) -> dict[str, Any]:
    """What a command says; empty for one that came without words."""
    row = connection.execute(
        select(commands.c.body).where(commands.c.id == command_id)
    ).one_or_none()
    if row is None:
        return {}
    words: dict[str, Any] = json.loads(sealer.open("commands", "body", command_id, row.body))
    return words


def is_handled(connection: Connection, command_id: str) -> bool:
    """Whether the command's effects are in the register already."""
    query = select(commands.c.handled_at).where(commands.c.id == command_id)
    return connection.execute(query).scalar_one_or_none() is not None


def outcome_of(connection: Connection, command_id: str) -> str | None:
    """What a handled command came to; None while it is not handled."""
    query = select(commands.c.outcome).where(commands.c.id == command_id)
    return connection.execute(query).scalar_one_or_none()


def mark_handled(connection: Connection, command_id: str, outcome: str) -> None:
    """Mark a command handled, in the transaction of its effects."""
    connection.execute(
        update(commands)
        .where(commands.c.id == command_id)
        .values(handled_at=datetime.now(UTC), outcome=outcome)
    )
