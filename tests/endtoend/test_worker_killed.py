"""The worker is killed in the middle of a wave: nobody is told twice, nobody is forgotten."""

import pytest
from temporalio.client import WorkflowExecutionStatus

from client import Given
from contracts.names import incident_workflow_id, wave_workflow_id
from domain.notices import FINAL_NOTICE_STATES
from register.ledger import read_ledger
from tests.endtoend.killed_wave import NOTED_BY, KilledWave, see_it_through
from tests.endtoend.mailroom_store import MailroomStore
from tests.endtoend.running_house import RunningHouse

# Its set-up is a whole story on real servers; `test_any_step` and `tests/faults` kill sooner.
pytestmark = [pytest.mark.timeout(300), pytest.mark.long]


def test_a_command_repeated_after_the_crash_took_effect_once(
    running_house: RunningHouse, killed_wave: KilledWave
) -> None:
    """Given before the worker was killed, and once more to the worker that came after it."""
    lines = running_house.audit_lines(killed_wave.incident.id)
    noted = [line for line in lines if (line.action, line.actor) == ("note.recorded", NOTED_BY)]
    assert len(noted) == 1


def test_a_command_given_twice_takes_effect_once(
    running_house: RunningHouse, killed_wave: KilledWave
) -> None:
    incident = killed_wave.incident
    given = Given("commander")
    entry = next(fact for fact in incident.file.facts if fact.key == "overview")
    at = incident.file.story[0].at
    fact = entry.as_fact(at=at, organisation="platform", recorder="commander")

    def revision() -> int:
        sealer = running_house.register.sealer(incident.id)
        with running_house.register.reading() as connection:
            return read_ledger(connection, sealer, incident.id).revision

    before = revision()
    answers = [
        running_house.run(running_house.shirase.record_facts(incident.id, [fact], given))
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert revision() == before + 1
    lines = running_house.audit_lines(incident.id)
    assert [line.detail.get("revision") for line in lines].count(before + 1) == 1


def test_nobody_is_told_twice_and_nobody_is_forgotten(
    running_house: RunningHouse, killed_wave: KilledWave
) -> None:
    wave = running_house.run(see_it_through(running_house, killed_wave))
    assert wave.adds_up
    assert sum(wave.states.values()) == wave.population
    assert wave.states.keys() <= {state.value for state in FINAL_NOTICE_STATES}
    store = MailroomStore(running_house.settings.data_dir / "mailroom")
    assert store.doubles(killed_wave.incident.id) == 0
    delivered = wave.states["delivered"]
    assert store.mails_of_waves(killed_wave.incident.id) == delivered
    assert delivered > wave.population // 2


def test_the_kill_fell_into_the_middle_of_the_wave(
    running_house: RunningHouse, killed_wave: KilledWave
) -> None:
    """Else the test before would prove nothing: some requests before it, the others after it."""
    requests = MailroomStore(running_house.settings.data_dir / "mailroom").wave_requests(
        killed_wave.incident.id
    )
    assert 0 < killed_wave.requests_at_the_kill < requests - 2


def test_the_workflows_went_on(running_house: RunningHouse, killed_wave: KilledWave) -> None:
    async def status(workflow_id: str) -> WorkflowExecutionStatus | None:
        handle = running_house.temporal.get_workflow_handle(workflow_id)
        return (await handle.describe()).status

    incident_id = killed_wave.incident.id
    wave = running_house.run(status(wave_workflow_id(incident_id, 1)))
    incident = running_house.run(status(incident_workflow_id(incident_id)))
    assert wave is WorkflowExecutionStatus.COMPLETED
    assert incident is WorkflowExecutionStatus.RUNNING
