"""Refuses, before an act begins, whoever may not do it by the incident's policy."""

from datetime import datetime
from typing import Protocol

from contracts.failures import refused
from contracts.permissions import Act
from register import audit, commands
from register.permissions import why_not
from register.store import Register


class Attempt(Protocol):
    """What every command is known by on its way to the register; `at` is case time."""

    @property
    def incident_id(self) -> str:
        """The incident that it is for."""

    @property
    def command_id(self) -> str:
        """Its id: the same one takes effect once."""

    @property
    def actor(self) -> str:
        """The role in which somebody acts."""

    @property
    def at(self) -> datetime:
        """When, in case time."""


def refuse_unless_permitted(register: Register, attempt: Attempt, act: Act, action: str) -> None:
    """Raise a refusal that says who may; it is audited once, as an attempt at `action`."""
    with register.reading() as connection:
        sealer = register.sealer(attempt.incident_id, connection)
        reason = why_not(connection, sealer, attempt.incident_id, attempt.actor, act)
    if not reason:
        return
    with register.writing() as connection:
        if not commands.is_handled(connection, attempt.command_id):
            line = audit.AuditLine(
                at=attempt.at,
                actor=attempt.actor,
                action=action,
                subject=attempt.incident_id,
                outcome="refused",
                detail={"why": reason},
            )
            audit.append(connection, sealer, attempt.incident_id, line)
            commands.mark_handled(connection, attempt.command_id, "refused")
    raise refused(reason)
