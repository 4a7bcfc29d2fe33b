"""Ending and restarting, as the engine's activities do it on a real register."""

from pathlib import Path

import pytest
from sqlalchemy import select
from temporalio.exceptions import ApplicationError
from ulid import ULID

from activities.incident import RegisterIncidentActivities
from activities.restarting import RegisterRestartActivities
from contracts.failures import FailureKind
from contracts.incident_payloads import ClosingCheck, PhaseChange, RestartKind
from contracts.restart_payloads import RecordRestart
from domain.phases import Phase
from register import commands
from register.incidents import set_phase
from register.tables_incident import documents
from tests.register_fixtures import AT, Case, create_register


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(create_register(tmp_path)).open()


def deposit(case: Case, kind: str, **words: str) -> str:
    command_id = str(ULID())
    sealer = case.register.sealer(case.incident_id)
    with case.register.writing() as connection:
        commands.deposit(connection, sealer, case.incident_id, command_id, kind, "commander", words)
    return command_id


def restart(case: Case, reason: str) -> RecordRestart:
    command_id = deposit(case, "reopened", reason=reason)
    return RecordRestart(
        incident_id=case.incident_id,
        command_id=command_id,
        actor="commander",
        at=AT,
        kind=RestartKind.REOPENED,
    )


def test_ending_withdraws_what_was_drafted_and_a_restart_finds_it_so(case: Case) -> None:
    end = ClosingCheck(
        incident_id=case.incident_id,
        command_id=deposit(case, "close"),
        actor="commander",
        at=AT,
        end=Phase.CLOSED,
    )
    assert RegisterIncidentActivities(case.register).end_incident(end).items == ()

    with case.register.reading() as connection:
        assert set(connection.execute(select(documents.c.state)).scalars()) == {"withdrawn"}
    known = RegisterRestartActivities(case.register).record_restart(restart(case, "新たな事実"))
    assert known.phase is Phase.FOLLOWING_UP
    assert [document.state for document in known.documents] == ["withdrawn", "withdrawn"]
    assert known.documents_to_go_on == ()


def test_a_refused_restart_fails_with_the_sentence(case: Case) -> None:
    asked = restart(case, "新たな事実")
    for _ in range(2):
        with pytest.raises(ApplicationError, match="nothing to reopen") as caught:
            RegisterRestartActivities(case.register).record_restart(asked)
        assert caught.value.type == FailureKind.REFUSED.value


def test_a_phase_command_of_an_earlier_life_does_not_move_the_incident_again(case: Case) -> None:
    """The workflow of the new life does not know it, so the register has to."""
    moved = PhaseChange(
        incident_id=case.incident_id,
        command_id=deposit(case, "change_phase"),
        actor="commander",
        at=AT,
        from_phase=Phase.NOTIFYING,
        to_phase=Phase.CONTAINING,
    )
    record = RegisterIncidentActivities(case.register).record_phase
    record(moved)
    record(moved)
    with case.register.writing() as connection:
        set_phase(connection, case.incident_id, Phase.FOLLOWING_UP, AT)
    with pytest.raises(ApplicationError, match="it has gone on since"):
        record(moved)
