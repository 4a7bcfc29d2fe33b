"""An incident that was closed is reopened under its number, goes on and is closed again."""

import asyncio
from datetime import UTC, datetime

import pytest

from client import CommandRefused, Given
from contracts.names import incident_workflow_id
from demo.waits import until
from domain.documents import DocumentKind
from domain.facts import Fact, FactStatus
from domain.markings import Marking
from domain.phases import Phase
from register.board import read_board
from register.duties import ENDED, read_duties
from tests.endtoend.command_line import CommandLine
from tests.endtoend.running_house import RunningHouse

WHY = "対象者が新たに判明した"


async def settle_all(house: RunningHouse, incident_id: str) -> None:
    """Counsel takes every open duty off."""
    await house.quiet(incident_id)
    with house.register.reading() as connection:
        still_open = [d for d in read_duties(connection, incident_id) if d.status not in ENDED]
    for duty in still_open:
        given = Given("counsel")
        await house.shirase.settle_duty(incident_id, duty.key, "法26条1項ただし書", given)


def phase_of(house: RunningHouse, incident_id: str) -> Phase:
    return read_board(house.register, incident_id, with_people=False).incident.phase


def fact(key: str, statement: str) -> Fact:
    return Fact(
        key=key,
        status=FactStatus.KNOWN,
        statement=statement,
        as_of=datetime.now(UTC),
        source="platform",
        vouched_by="commander",
    )


async def close(house: RunningHouse, incident_id: str) -> None:
    await settle_all(house, incident_id)
    await house.shirase.close(incident_id, Given("commander"))


def test_closed_reopened_told_something_new_and_closed_again(running_house: RunningHouse) -> None:
    house = running_house
    incident = house.run(house.open(marking=Marking.LIVE))
    shirase, cli = house.shirase, CommandLine(house)
    for phase in (Phase.ASSESSING, Phase.NOTIFYING, Phase.FOLLOWING_UP):
        house.run(shirase.change_phase(incident.id, phase, Given("commander")))
    early = Given("commander")
    refused = shirase.reopen(incident.id, WHY, early)
    with pytest.raises(CommandRefused, match="nothing to reopen"):
        house.run(refused)
    house.run(close(house, incident.id))
    assert incident.id not in cli.told("list")
    assert incident.id in cli.told("list", "--all")

    told = cli.told("reopen", incident.id, "--reason", WHY)
    assert "the incident is open again" in told
    again = cli.run("reopen", incident.id, "--reason", WHY, "--as", "counsel")
    assert again.exit_code == 2
    with pytest.raises(CommandRefused, match="nothing to reopen"):
        house.run(shirase.reopen(incident.id, WHY, early))

    shown = cli.read("status", incident.id)["incident"]
    assert (shown["phase"], shown["closed_at"]) == ("following_up", None)
    assert shown["reopened_at"]
    assert "reopened" in cli.told("status", incident.id)
    house.run(shirase.record_facts(incident.id, [fact("cause", "設定の誤り")], Given("commander")))
    kind = DocumentKind.MERCHANT_NOTICE.value
    addressees = (incident.parties["merchant-a"],)
    given = Given("privacy_officer")
    prepared = house.run(shirase.prepare_document(incident.id, kind, given, addressees))
    house.run(until(lambda: documents(house, incident.id) == ["in_review"], "a draft"))
    house.run(shirase.withdraw_document(incident.id, prepared.number, "不要", Given("commander")))
    house.run(close(house, incident.id))

    assert phase_of(house, incident.id) is Phase.CLOSED
    lines = [
        (line.action, line.outcome)
        for line in house.audit_lines(incident.id)
        if line.action in {"incident.ended", "incident.reopened"}
    ]
    assert lines == [
        ("incident.reopened", "refused"),
        ("incident.ended", "done"),
        ("incident.reopened", "done"),
        ("incident.reopened", "refused"),
        ("incident.ended", "done"),
    ]


def documents(house: RunningHouse, incident_id: str) -> list[str]:
    board = read_board(house.register, incident_id, with_people=False)
    return [document.state.value for document in board.documents]


def test_an_incident_whose_workflows_were_lost_is_rebuilt(running_house: RunningHouse) -> None:
    """Terminated and deleted workflows stand for a Temporal store that was lost."""
    house = running_house
    incident = house.run(house.open(marking=Marking.LIVE))
    shirase, cli = house.shirase, CommandLine(house)
    house.run(shirase.change_phase(incident.id, Phase.ASSESSING, Given("commander")))
    given = Given("privacy_officer")
    kind = DocumentKind.MERCHANT_NOTICE.value
    addressees = (incident.parties["merchant-a"],)
    house.run(shirase.prepare_document(incident.id, kind, given, addressees))
    house.run(until(lambda: documents(house, incident.id) == ["in_review"], "a draft"))
    house.run(house.quiet(incident.id))
    house.run(lose(house, incident.id))

    assert ": rebuilt" in cli.told("rebuild", incident.id)
    assert ": runs" in cli.told("rebuild", incident.id)

    house.run(shirase.approve(incident.id, 1, Given("counsel")))
    phase = shirase.change_phase(incident.id, Phase.CONTAINING, Given("commander"))
    house.run(phase)
    assert phase_of(house, incident.id) is Phase.CONTAINING
    repeated = house.run(shirase.prepare_document(incident.id, kind, given, addressees))
    assert repeated.number == 1


async def lose(house: RunningHouse, incident_id: str) -> None:
    prefix = incident_workflow_id(incident_id)
    query = f"WorkflowId STARTS_WITH '{prefix}' AND ExecutionStatus = 'Running'"
    found: list[str] = []
    for _ in range(100):
        found = [execution.id async for execution in house.temporal.list_workflows(query)]
        if len(found) >= 4:  # incident, clocks, merchants, document
            break
        await asyncio.sleep(0.1)
    for workflow_id in found:
        await house.temporal.get_workflow_handle(workflow_id).terminate("lost")
