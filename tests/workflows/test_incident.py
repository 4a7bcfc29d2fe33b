"""The incident: opened once, in step with its facts, asked and answered once per command."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHandle, WorkflowUpdateStage
from temporalio.service import RPCError

from contracts.document_payloads import DraftDocument
from contracts.incident_payloads import (
    AssessDuties,
    CarryOut,
    CommandRef,
    IncidentState,
    MoveCaseClock,
    SettleDuty,
    SomethingChanged,
)
from contracts.names import clock_workflow_id, document_workflow_id, merchants_workflow_id
from contracts.search_attributes import DUE_AT, PHASE
from contracts.search_attributes import INCIDENT as INCIDENT_ATTRIBUTE
from domain.casetime import rehearsal_clock
from domain.phases import Phase
from tests.workflows.incident_acts import (
    Incident,
    change_phase,
    clock_shows,
    close,
    opened,
    owe,
    plan_wave,
    prepare,
    record_facts,
    refusals,
    start,
    state,
    to_follow_up,
)
from tests.workflows.samples import DAY, HOUR, INCIDENT, given, merchant_ids, opening
from tests.workflows.world import World, being_handled, both_ways, eventually, refusal
from workflows.clock import ClockWorkflow
from workflows.incident import IncidentWorkflow
from workflows.merchants import MerchantsWorkflow

JANUARY = datetime(2026, 1, 13, 9, tzinfo=UTC)


@both_ways
@pytest.mark.parametrize(
    ("merchants", "clocks", "shards"), [(0, 1, 0), (8, 1, 1), (500, 8, 1), (501, 8, 2)]
)
async def test_opening_starts_as_many_shards_as_its_merchants_need(
    world: World, merchants: int, clocks: int, shards: int
) -> None:
    incident = await opened(world, opening(merchants))

    known = await state(incident)
    assert (known.clock_shards, known.merchant_shards) == (clocks, shards)
    assert await exist(world, [clock_workflow_id(INCIDENT, n) for n in range(clocks)])
    assert not await exist(world, [clock_workflow_id(INCIDENT, clocks)])
    told: list[str] = []
    for number in range(shards):
        shard = world.client.get_workflow_handle(merchants_workflow_id(INCIDENT, number))
        told += [entry.merchant_id for entry in await shard.query(MerchantsWorkflow.entries)]
    assert tuple(told) == merchant_ids(merchants)
    assert world.calls.names[:2] == ["record_opening", "assess_duties"]


async def exist(world: World, workflow_ids: list[str]) -> bool:
    for workflow_id in workflow_ids:
        try:
            await world.client.get_workflow_handle(workflow_id).describe()
        except RPCError:
            return False
    return True


async def test_a_command_that_overtakes_the_opening_waits_for_it(world: World) -> None:
    with world.calls.held("record_opening"):
        incident = await start(world)
        overtaking = await incident.start_update(
            IncidentWorkflow.carry_out,
            CarryOut(**given()),
            wait_for_stage=WorkflowUpdateStage.ACCEPTED,
        )
        await being_handled(incident, 1)
        await asyncio.sleep(0.2)
        assert world.calls.names == ["record_opening"]

    await overtaking.result()
    assert world.calls.count("record_opening") == 1


@both_ways
async def test_new_facts_move_drafts_duties_and_clocks(world: World) -> None:
    incident = await opened(world)
    await prepare(incident)
    await world.called("draft_document")
    await world.called("ask_for_approval")
    due = (await world.now()).replace(microsecond=0) + 30 * DAY
    owe(world, report=due, notice=due + DAY)

    assert await record_facts(incident) == "revision 2"

    await world.called("draft_document", 2)
    await clock_shows(world, "report", "notice")
    await eventually(lambda: next_due(incident, due))
    assert (await state(incident)).ledger_revision == 2

    owe(world, notice=due + DAY)
    assert await record_facts(incident) == "revision 3"
    await clock_shows(world, "notice")
    await eventually(lambda: next_due(incident, due + DAY))


async def test_a_text_that_lags_behind_the_house_is_written_anew(world: World) -> None:
    incident = await opened(world)
    await prepare(incident)
    await world.called("ask_for_approval")
    await world.called("assess_duties")
    drafted = world.calls.count("draft_document")
    world.fakes.incidents.texts_behind = 1
    await incident.signal(
        IncidentWorkflow.something_changed,
        SomethingChanged(what="merchants", at=await world.now()),
    )
    await world.called("draft_document", drafted + 1)


async def next_due(incident: Incident, at: datetime) -> bool:
    return (await state(incident)).next_due_at == at


async def test_search_attributes_show_the_phase_and_the_next_due_time(world: World) -> None:
    due = (await world.now()).replace(microsecond=0) + 30 * DAY
    owe(world, report=due)
    incident = await opened(world)
    await change_phase(incident, Phase.ASSESSING)
    await eventually(lambda: next_due(incident, due))

    shown = (await incident.describe()).typed_search_attributes
    assert shown[INCIDENT_ATTRIBUTE] == INCIDENT
    assert shown[PHASE] == "assessing"
    assert shown[DUE_AT] == due


async def test_duties_settled_and_threads_go_to_the_register(world: World) -> None:
    incident = await opened(world)
    settle = SettleDuty(**given("counsel"), duty_key="report")
    by_pr = SettleDuty(**given("public_relations"), duty_key="report")
    thread = CarryOut(**given("merchant_care"))

    settled = await incident.execute_update(IncidentWorkflow.settle_duty, settle)
    assert settled.sentence == "not_applicable"
    assert "only counsel" in await refusal(
        incident.execute_update(IncidentWorkflow.settle_duty, by_pr)
    )
    await incident.execute_update(IncidentWorkflow.carry_out, thread)

    await world.called("assess_duties", 2)
    settles = world.calls.of("settle_duty", CommandRef)
    assert [ref.command_id for ref in settles] == [settle.command_id, by_pr.command_id]
    assert [r.actor for r in world.calls.of("carry_out", CommandRef)] == ["merchant_care"]


@both_ways
async def test_documents_and_waves_are_numbered_and_found_again(world: World) -> None:
    incident = await opened(world)
    once, planned = given("privacy_officer"), given()

    first = await prepare(incident, fields=once)
    again = await prepare(incident, fields=once)
    second = await prepare(incident)
    plan = await plan_wave(incident, planned)

    assert (first, first.number, second.number) == (again, 1, 2)
    assert await plan_wave(incident, planned) == plan
    assert world.calls.count("plan_wave") == 1
    await world.called("draft_document", 2)
    drafts = world.calls.of("draft_document", DraftDocument)
    assert {draft.document_id for draft in drafts} == {first.document_id, second.document_id}
    known = await state(incident)
    assert [wave.number for wave in known.waves] == [1]


async def test_an_unknown_kind_of_document_is_refused_and_audited(world: World) -> None:
    incident = await opened(world)
    assert "no document of this kind" in await refusal(prepare(incident, "postcard"))
    assert [r.action for r in refusals(world)] == ["incident.document"]
    assert not await exist(world, [document_workflow_id(INCIDENT, 1)])


async def test_a_refused_plan_leaves_no_wave_behind(world: World) -> None:
    incident = await opened(world)
    world.fakes.waves.plan_refusal = "Nobody of these merchants is left to be told."

    assert "Nobody" in await refusal(plan_wave(incident))
    assert (await state(incident)).waves == ()

    world.fakes.waves.plan_refusal = ""
    await plan_wave(incident)
    assert [wave.number for wave in (await state(incident)).waves] == [1]


async def test_a_command_id_used_up_by_something_else_is_refused(world: World) -> None:
    incident = await opened(world)
    used = given()
    await record_facts(incident, used)
    assert "used for something else" in await refusal(prepare(incident, fields=used))
    assert (await state(incident)).documents == ()


async def test_an_unanswerable_command_is_refused(world: World) -> None:
    incident = await opened(world)
    for broken in ({"command_id": "short", "actor": "commander"}, given(actor="")):
        assert "26 characters" in await refusal(record_facts(incident, broken))
    assert world.calls.count("record_facts") == 0


async def test_a_live_clock_cannot_be_turned_by_any_command(world: World) -> None:
    incident = await opened(world)
    ahead = await world.now() + 300 * DAY

    move = MoveCaseClock(**given(), case_time=ahead)
    sentence = await refusal(incident.execute_update(IncidentWorkflow.move_case_clock, move))
    await record_facts(incident, given(case_time=ahead))
    await record_facts(incident, given(case_time=ahead.replace(tzinfo=None)))

    assert "only a replay or a drill" in sentence
    assert [r.action for r in refusals(world)] == ["incident.case_clock"]
    assert (await state(incident)).clock.offset == timedelta(0)
    assert all(ref.at < ahead - DAY for ref in world.calls.of("record_facts", CommandRef))


@both_ways
async def test_a_rehearsal_is_turned_forward_with_its_duties_and_timers(world: World) -> None:
    clock = rehearsal_clock(JANUARY, await world.now())
    owe(world, report=JANUARY + 3 * DAY)
    incident = await opened(world, opening(state=IncidentState(clock=clock)))
    await clock_shows(world, "report")
    to = JANUARY + DAY + HOUR

    await record_facts(incident, given(case_time=JANUARY + HOUR))
    move = MoveCaseClock(**given(), case_time=to)
    moved = await incident.execute_update(IncidentWorkflow.move_case_clock, move)

    assert datetime.fromisoformat(moved.sentence) - to < timedelta(minutes=1)
    (facts,) = world.calls.of("record_facts", CommandRef)
    assert timedelta(0) <= facts.at - JANUARY - HOUR < timedelta(minutes=1)
    await world.called("send_alert")
    back = MoveCaseClock(**given(), case_time=JANUARY)
    unmoved = await incident.execute_update(IncidentWorkflow.move_case_clock, back)
    assert datetime.fromisoformat(unmoved.sentence) >= to
    assert world.calls.of("assess_duties", AssessDuties)[0].at < JANUARY + HOUR


async def test_an_older_assessment_never_overtakes_a_newer_one(world: World) -> None:
    """Closing assesses as well, while the assessment that follows new facts may still run."""
    due = await world.now() + 30 * DAY
    incident = await opened(world)
    await to_follow_up(incident)
    world.fakes.incidents.open_items = ("duty report is open",)
    with world.calls.held("assess_duties", first=1):
        owe(world, old=due)
        await record_facts(incident)
        await world.called("assess_duties", 2)
        owe(world, new=due)
        closing = asyncio.create_task(close(incident))
        await being_handled(incident, 5)
        await asyncio.sleep(0.3)
    await refusal(closing)

    clock: WorkflowHandle[Any, Any] = world.client.get_workflow_handle(
        clock_workflow_id(INCIDENT, 0)
    )
    # Nothing at the opening, then the old duty, then the new one.
    await eventually(lambda: signals(clock, 3))
    assert [entry.key for entry in await clock.query(ClockWorkflow.entries)] == ["new"]


async def signals(clock: WorkflowHandle[ClockWorkflow, None], count: int) -> bool:
    kind = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED
    events = (await clock.fetch_history()).events
    return sum(event.event_type == kind for event in events) >= count


async def test_a_command_repeated_while_it_runs_runs_once(world: World) -> None:
    incident = await opened(world)
    fields = given()
    with world.calls.held("record_facts"):
        repeats = [asyncio.create_task(record_facts(incident, fields)) for _ in range(3)]
        await being_handled(incident, 3)
    assert await asyncio.gather(*repeats) == ["revision 2"] * 3
    assert world.calls.count("record_facts") == 1
