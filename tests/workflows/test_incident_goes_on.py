"""A long-lived incident continues as new without losing a command, a signal or a child."""

import asyncio

from contracts.clock_payloads import ClockEntry, ClockInput
from contracts.incident_payloads import IncidentState
from contracts.names import clock_workflow_id, incident_workflow_id
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
    walk,
)
from tests.workflows.samples import DAY, INCIDENT, LADDER, QUEUE, given, opening
from tests.workflows.world import World, both_ways, eventually, next_run, refusal, run_of
from workflows.clock import ClockWorkflow


async def grow(incident: Incident) -> None:
    """Facts until the incident continues as new."""
    before = await run_of(incident)
    going_on = asyncio.create_task(next_run(incident, before))
    while not going_on.done():
        await record_facts(incident)
    await going_on


@both_ways
async def test_all_state_goes_on(short_world: World) -> None:
    world = short_world
    owe(world, report=await world.now() + 30 * DAY)
    incident = await opened(world)
    done, never, document = given(), given(), given("privacy_officer")
    await change_phase(incident, Phase.ASSESSING, done)
    why = await refusal(change_phase(incident, Phase.CLOSED, never))
    prepared = await prepare(incident, fields=document)
    await plan_wave(incident)
    await eventually(lambda: settled(incident))
    await grow(incident)
    before = await state(incident)
    facts = world.calls.count("record_facts")

    assert before.phase is Phase.ASSESSING
    assert before.opened
    assert before.ledger_revision == facts + 1
    assert [d.number for d in before.documents] == [1]
    assert [w.number for w in before.waves] == [1]
    assert (before.clock_shards, before.merchant_shards) == (1, 1)
    assert before.next_due_at is not None

    assert await change_phase(incident, Phase.ASSESSING, done) == "assessing"
    assert await refusal(change_phase(incident, Phase.CLOSED, never)) == why
    assert await prepare(incident, fields=document) == prepared
    assert world.calls.count("record_phase") == 1
    assert world.calls.count("record_opening") == 1
    assert len(refusals(world)) == 1
    assert (await prepare(incident)).number == 2
    assert await close(incident, Phase.FALSE_ALARM) == "false_alarm"
    assert await incident.result() == "false_alarm"


async def settled(incident: Incident) -> bool:
    known: IncidentState = await state(incident)
    return [d.state for d in known.documents] == ["in_review"]


async def test_duties_that_ended_at_the_border_still_stop_their_clocks(world: World) -> None:
    """The new run does not know what its clocks hold, so it also tells them that nothing is due."""
    held = ClockEntry(key="report", due_at=await world.now() + 30 * DAY)
    running = ClockInput(incident_id=INCIDENT, shard=0, ladder=LADDER, entries=(held,))
    await world.client.start_workflow(
        ClockWorkflow.run, running, id=clock_workflow_id(INCIDENT, 0), task_queue=QUEUE
    )
    await clock_shows(world, "report")

    await start(world, opening(state=IncidentState(opened=True, clock_shards=1)))

    await clock_shows(world)
    assert world.calls.count("record_opening") == 0


@both_ways
async def test_no_command_is_lost_or_doubled_over_the_border(short_world: World) -> None:
    world = short_world
    incident = await opened(world)
    await walk(incident, Phase.ASSESSING)

    # It goes on in a moment without open commands: between two bursts, of which the second is
    # already on its way then.
    answers: list[str] = []
    for _ in range(6):
        answers += await asyncio.gather(*(record_facts(incident) for _ in range(4)))

    assert await runs(world) > 2
    revisions = sorted(int(answer.removeprefix("revision ")) for answer in answers)
    assert revisions == list(range(2, 26))
    assert world.calls.count("record_facts") == 24
    await eventually(lambda: revision_is(incident, 25))


async def runs(world: World) -> int:
    """How often the incident has been continued, and once."""
    handle = world.client.get_workflow_handle(incident_workflow_id(INCIDENT))
    description = await handle.describe()
    count = 1
    run_id = description.run_id
    while True:
        history = await world.client.get_workflow_handle(handle.id, run_id=run_id).fetch_history()
        started = history.events[0].workflow_execution_started_event_attributes
        if not started.continued_execution_run_id:
            return count
        run_id = started.continued_execution_run_id
        count += 1


async def revision_is(incident: Incident, revision: int) -> bool:
    return (await state(incident)).ledger_revision == revision


async def test_what_the_children_say_over_the_border_arrives(short_world: World) -> None:
    incident = await opened(short_world)
    for _ in range(4):
        await prepare(incident)
        await grow(incident)

    async def all_heard() -> bool:
        return [d.state for d in (await state(incident)).documents] == ["in_review"] * 4

    await eventually(all_heard)
