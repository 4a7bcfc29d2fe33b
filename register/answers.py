"""What the engine answered to a command, kept so that the same command gets the same answer."""

from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from register.tables_incident import commands
from register.tables_work import command_answers
from sealing.values import ValueSealer


class Answer(NamedTuple):
    """Whether the command was carried out, and what was said; `body` is the answerer's own."""

    accepted: bool
    body: str


class Deposited(NamedTuple):
    """A command that waits in the register."""

    kind: str
    handled: bool


def read_deposited(connection: Connection, incident_id: str, command_id: str) -> Deposited | None:
    """The command under this id; None when nothing of this incident waits there."""
    row = connection.execute(
        select(commands.c.kind, commands.c.handled_at).where(
            commands.c.id == command_id, commands.c.incident_id == incident_id
        )
    ).one_or_none()
    return None if row is None else Deposited(row.kind, row.handled_at is not None)


def read_answer(connection: Connection, sealer: ValueSealer, command_id: str) -> Answer | None:
    """What was answered before, if anything was."""
    row = connection.execute(
        select(command_answers).where(command_answers.c.command_id == command_id)
    ).one_or_none()
    if row is None:
        return None
    return Answer(row.accepted, sealer.open("command_answers", "body", command_id, row.body))


def record_answer(
    connection: Connection, sealer: ValueSealer, command_id: str, answer: Answer
) -> None:
    """Keep an answer, in the transaction of the command's effects."""
    connection.execute(
        insert(command_answers).values(
            command_id=command_id,
            accepted=answer.accepted,
            body=sealer.seal("command_answers", "body", command_id, answer.body),
        )
    )
