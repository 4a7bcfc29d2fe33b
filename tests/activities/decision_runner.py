"""Gives recording commands to a real register, as the activity does."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from temporalio.exceptions import ApplicationError
from ulid import ULID

from activities.decisions import carry_out
from activities.desk import HandlerResult
from contracts.decision_kinds import DecisionKind
from contracts.failures import FailureKind
from contracts.incident_payloads import CommandRef
from register import audit, commands
from tests.register_fixtures import Case

NOW = datetime(2026, 1, 13, 9, 0, tzinfo=UTC)
"""18:00 in Japan."""


@dataclass
class Decider:
    """Deposits and carries out; `at` is the case time of the next command."""

    case: Case
    at: datetime = NOW
    given: list[CommandRef] = field(default_factory=list)

    def later(self, **span: float) -> "Decider":
        self.at += timedelta(**span)
        return self

    def deposit(self, kind: str, actor: str, /, **words: object) -> CommandRef:
        ref = CommandRef(
            incident_id=self.case.incident_id, command_id=str(ULID()), actor=actor, at=self.at
        )
        register = self.case.register
        with register.writing() as connection:
            sealer = register.sealer(ref.incident_id, connection)
            commands.deposit(
                connection, sealer, ref.incident_id, ref.command_id, kind, actor, words
            )
        self.given.append(ref)
        return ref

    def carry_out(self, ref: CommandRef) -> HandlerResult:
        return carry_out(self.case.register, ref)

    def does(self, kind: DecisionKind, actor: str, /, **words: object) -> HandlerResult:
        return self.carry_out(self.deposit(kind, actor, **words))

    def refuses(self, kind: DecisionKind, actor: str, /, **words: object) -> str:
        """Give a command that is not allowed; returns the reason. It leaves one refused line."""
        before = len(self.lines())
        ref = self.deposit(kind, actor, **words)
        with pytest.raises(ApplicationError) as caught:
            self.carry_out(ref)
        assert caught.value.type == FailureKind.REFUSED.value
        line = self.lines()[-1]
        assert len(self.lines()) == before + 1
        assert (line.outcome, line.actor, line.action) == ("refused", actor, f"command.{kind}")
        assert line.detail["why"] == caught.value.message
        return caught.value.message

    def lines(self) -> list[audit.AuditLine]:
        register = self.case.register
        with register.reading() as connection:
            assert audit.verify(connection, self.case.incident_id) is None
            sealer = register.sealer(self.case.incident_id)
            return audit.read(connection, sealer, self.case.incident_id)
