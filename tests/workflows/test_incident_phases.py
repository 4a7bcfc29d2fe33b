"""Phases: which may follow which, how an incident ends, and that its children end with it."""

import asyncio

import pytest
from temporalio.client import WorkflowExecutionStatus

from contracts.incident_payloads import ClosingCheck, PhaseChange
from domain.phases import Phase
from tests.workflows.incident_acts import (
    change_phase,
    child_ids,
    close,
    opened,
    plan_wave,
    prepare,
    refusals,
    state,
    to_follow_up,
    walk,
)
from tests.workflows.samples import given
from tests.workflows.world import World, being_handled, both_ways, refusal


async def test_phases_follow_one_another_on_record(world: World) -> None:
    incident = await opened(world)

    await walk(incident, Phase.ASSESSING, Phase.CONTAINING, Phase.NOTIFYING)

    changes = world.calls.of("record_phase", PhaseChange)
    assert [(c.from_phase, c.to_phase) for c in changes] == [
        (Phase.DETECTED, Phase.ASSESSING),
        (Phase.ASSESSING, Phase.CONTAINING),
        (Phase.CONTAINING, Phase.NOTIFYING),
    ]
    assert (await state(incident)).phase is Phase.NOTIFYING


@both_ways
async def test_what_may_not_follow_is_refused_audited_and_stays_refused(world: World) -> None:
    incident = await opened(world)
    fields = given("public_relations")

    first = await refusal(change_phase(incident, Phase.NOTIFYING, fields))
    assert first == "'notifying' cannot follow 'detected'; next is assessing, false_alarm"
    await walk(incident, Phase.ASSESSING)
    assert await refusal(change_phase(incident, Phase.NOTIFYING, fields)) == first

    (kept,) = refusals(world)
    assert (kept.action, kept.actor, kept.sentence) == (
        "incident.phase",
        "public_relations",
        first,
    )
    assert kept.command_id == fields["command_id"]
    assert world.calls.count("record_phase") == 1


@pytest.mark.parametrize("end", [Phase.CLOSED, Phase.FALSE_ALARM])
async def test_an_end_has_a_command_of_its_own(world: World, end: Phase) -> None:
    incident = await opened(world)
    assert "closing command" in await refusal(change_phase(incident, end))
    assert world.calls.count("record_phase") == 0


@both_ways
async def test_closing_is_refused_while_anything_is_open_and_then_ends_all(world: World) -> None:
    incident = await opened(world)
    await to_follow_up(incident)
    await prepare(incident)
    await plan_wave(incident)
    world.fakes.incidents.open_items = ("duty report is open", "wave 1 is planned")
    fields = given()

    sentence = "2 items are still open: duty report is open; wave 1 is planned"
    assert await refusal(close(incident, fields=fields)) == sentence
    world.fakes.incidents.open_items = ()
    assert await refusal(close(incident, fields=fields)) == sentence
    assert (await state(incident)).phase is Phase.FOLLOWING_UP

    assert await close(incident) == "closed"

    assert await incident.result() == "closed"
    checks = world.calls.of("end_incident", ClosingCheck)
    assert [check.end for check in checks] == [Phase.CLOSED, Phase.CLOSED]
    await all_ended(world, child_ids(documents=1, waves=1))


async def all_ended(world: World, workflow_ids: list[str]) -> None:
    for workflow_id in workflow_ids:
        child = world.client.get_workflow_handle(workflow_id)
        await asyncio.wait_for(child.result(), 10)
        assert (await child.describe()).status is WorkflowExecutionStatus.COMPLETED


async def test_an_incident_closes_only_from_following_up(world: World) -> None:
    incident = await opened(world)
    assert "cannot end as 'closed'" in await refusal(close(incident))
    assert [r.action for r in refusals(world)] == ["incident.close"]
    assert world.calls.count("end_incident") == 0


async def test_a_false_alarm_ends_an_incident_at_once(world: World) -> None:
    incident = await opened(world)
    await prepare(incident)
    assert await close(incident, Phase.FALSE_ALARM) == "false_alarm"
    assert await incident.result() == "false_alarm"
    await all_ended(world, child_ids(documents=1))


async def test_of_two_phase_changes_at_once_the_second_follows_the_first(world: World) -> None:
    incident = await opened(world)
    await walk(incident, Phase.ASSESSING)
    with world.calls.held("record_phase"):
        moves = [
            asyncio.create_task(change_phase(incident, to))
            for to in (Phase.CONTAINING, Phase.CONTAINING)
        ]
        await being_handled(incident, 3)
    answers = await asyncio.gather(*moves, return_exceptions=True)

    assert sorted(isinstance(answer, Exception) for answer in answers) == [False, True]
    assert world.calls.count("record_phase") == 2


@both_ways
async def test_nothing_is_done_any_more_once_an_incident_is_closing(world: World) -> None:
    incident = await opened(world)
    await to_follow_up(incident)
    with world.calls.held("end_incident"):
        closing = asyncio.create_task(close(incident))
        await world.called("end_incident")
        back = asyncio.create_task(change_phase(incident, Phase.NOTIFYING))
        await being_handled(incident, 5)
    assert await closing == "closed"

    assert "cannot follow 'closed'" in await refusal(back)
    assert await incident.result() == "closed"
    assert world.calls.count("record_phase") == 3


async def test_a_wave_that_is_just_being_planned_ends_with_its_incident(world: World) -> None:
    incident = await opened(world)
    with world.calls.held("plan_wave"), world.calls.held("end_incident"):
        planning = asyncio.create_task(plan_wave(incident))
        await world.called("plan_wave")
        closing = asyncio.create_task(close(incident, Phase.FALSE_ALARM))
        await world.called("end_incident")
    await asyncio.gather(planning, closing)

    await incident.result()
    await all_ended(world, child_ids(waves=1))
