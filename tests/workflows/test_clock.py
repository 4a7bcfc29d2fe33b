"""The clock walks each duty's ladder: each rung once, in order, at its time, to its roles."""

import asyncio
from datetime import UTC, datetime, timedelta

from temporalio.client import WorkflowHandle

from contracts.clock_payloads import Alert, ClockInput, DutiesReplaced
from contracts.incident_payloads import CaseClockMoved, DutyClock
from contracts.names import clock_workflow_id
from domain.casetime import CaseClock, rehearsal_clock
from tests.workflows.samples import DAY, HOUR, INCIDENT, LADDER, QUEUE
from tests.workflows.world import World, both_ways, eventually, next_run, run_of
from workflows.clock import ClockWorkflow

Clock = WorkflowHandle[ClockWorkflow, None]


async def start_clock(world: World, clock: CaseClock | None = None) -> Clock:
    given = ClockInput(incident_id=INCIDENT, shard=0, ladder=LADDER, clock=clock or CaseClock())
    return await world.client.start_workflow(
        ClockWorkflow.run, given, id=clock_workflow_id(INCIDENT, 0), task_queue=QUEUE
    )


async def replace(clock: Clock, **due: datetime) -> None:
    clocks = tuple(DutyClock(key=key, due_at=at) for key, at in due.items())
    await clock.signal(ClockWorkflow.duties_replaced, DutiesReplaced(clocks=clocks))


def alerts(world: World) -> list[Alert]:
    return world.calls.of("send_alert", Alert)


async def alerted(world: World, count: int) -> list[Alert]:
    """Exactly so many alerts: waits for them, and sees that there is no further one."""
    await eventually(lambda: len(alerts(world)) >= count, f"{count} alerts")
    assert len(alerts(world)) == count
    return alerts(world)


@both_ways
async def test_each_rung_speaks_once_at_its_time_to_its_roles(world: World) -> None:
    clock = await start_clock(world)
    due = await world.now() + 5 * DAY
    await replace(clock, report=due)

    await world.skip(8 * DAY)

    sent = await alerted(world, len(LADDER))
    assert [[line.rung for line in alert.lines] for alert in sent] == [[r.name] for r in LADDER]
    assert [alert.lines[0].roles for alert in sent] == [rung.roles for rung in LADDER]
    for alert, rung in zip(sent, LADDER, strict=True):
        late = alert.at - (due - rung.before_due)
        assert timedelta(0) <= late < timedelta(seconds=5)
    assert len({alert.alert_key for alert in sent}) == len(LADDER)


async def test_a_due_time_moved_nearer_speaks_once_for_all_rungs_it_passed(world: World) -> None:
    clock = await start_clock(world)
    start = await world.now()
    await replace(clock, report=start + 10 * DAY)
    await world.skip(HOUR)
    assert not alerts(world)

    await replace(clock, report=start + 12 * HOUR)

    (alert,) = await alerted(world, 1)
    assert [line.rung for line in alert.lines] == ["the day before"]
    await world.skip(2 * DAY)
    assert [a.lines[0].rung for a in await alerted(world, 3)][1:] == ["due", "a day late"]


async def test_a_due_time_moved_later_climbs_its_ladder_again(world: World) -> None:
    clock = await start_clock(world)
    start = await world.now()
    await replace(clock, report=start + 3 * DAY)
    await world.skip(DAY + HOUR)
    await alerted(world, 1)

    await replace(clock, report=start + 10 * DAY)
    await world.skip(5 * DAY)
    await alerted(world, 1)
    await world.skip(2 * DAY)

    _, again = await alerted(world, 2)
    assert again.lines[0].rung == "two days before"
    assert again.at >= start + 8 * DAY


async def test_the_same_due_time_again_repeats_no_rung(world: World) -> None:
    clock = await start_clock(world)
    due = await world.now() + 2 * DAY + HOUR
    await replace(clock, report=due)
    await world.skip(2 * HOUR)
    await alerted(world, 1)

    await replace(clock, report=due, another=due + 30 * DAY)
    await world.skip(HOUR)

    await alerted(world, 1)
    (report,) = [e for e in await clock.query(ClockWorkflow.entries) if e.key == "report"]
    assert report.rungs_done == 1


async def test_a_duty_that_ended_is_silent(world: World) -> None:
    clock = await start_clock(world)
    due = await world.now() + 3 * DAY
    await replace(clock, met=due, open=due)
    await replace(clock, open=due)

    await world.skip(10 * DAY)

    keys = {line.duty_key for alert in await alerted(world, len(LADDER)) for line in alert.lines}
    assert keys == {"open"}


async def test_five_hundred_duties_that_fall_together_are_one_alert(world: World) -> None:
    clock = await start_clock(world)
    due = await world.now() + 3 * DAY
    await replace(clock, **{f"duty-{number}": due for number in range(500)})

    await world.skip(DAY + HOUR)

    (alert,) = await alerted(world, 1)
    assert len(alert.lines) == 500
    assert {line.rung for line in alert.lines} == {"two days before"}


async def test_nothing_due_sets_no_timer_and_an_exhausted_ladder_is_quiet(world: World) -> None:
    clock = await start_clock(world)
    await world.skip(30 * DAY)
    idle = [event async for event in clock.fetch_history_events()]
    assert not [event for event in idle if event.HasField("timer_started_event_attributes")]

    await replace(clock, report=await world.now() - 5 * DAY)
    (alert,) = await alerted(world, 1)
    assert alert.lines[0].rung == "a day late"
    await world.skip(HOUR)
    before = len([event async for event in clock.fetch_history_events()])
    await world.skip(365 * DAY)
    assert len([event async for event in clock.fetch_history_events()]) == before


async def test_a_duty_replaced_while_an_alert_is_being_sent_keeps_its_rungs(world: World) -> None:
    clock = await start_clock(world)
    due = await world.now() + HOUR
    with world.calls.held("send_alert"):
        await replace(clock, report=due)
        await eventually(lambda: alerts(world))
        await replace(clock, report=due, late=due)

    second = (await alerted(world, 2))[1]
    assert [line.duty_key for line in second.lines] == ["late"]


async def test_the_clock_ends_with_its_incident(world: World) -> None:
    clock = await start_clock(world)
    await replace(clock, report=await world.now() + 3 * DAY)
    await clock.signal(ClockWorkflow.incident_ended)
    await clock.result()
    assert not alerts(world)


async def test_a_turned_clock_alerts_at_the_case_time_that_it_shows(world: World) -> None:
    case_start = datetime(2026, 1, 13, 9, tzinfo=UTC)
    clock = await start_clock(world, rehearsal_clock(case_start, await world.now()))
    await replace(clock, report=case_start + 3 * DAY)

    turned = case_start + DAY + HOUR
    await clock.signal(ClockWorkflow.case_clock_moved, CaseClockMoved(case_time=turned))

    (alert,) = await alerted(world, 1)
    assert timedelta(0) <= alert.at - turned < timedelta(seconds=30)
    assert alert.lines[0].rung == "two days before"


async def test_a_live_clock_cannot_be_turned(world: World) -> None:
    clock = await start_clock(world)
    start = await world.now()
    await replace(clock, report=start + 5 * DAY)
    await clock.signal(ClockWorkflow.case_clock_moved, CaseClockMoved(case_time=start + 9 * DAY))
    await world.skip(HOUR)
    assert not alerts(world)


@both_ways
async def test_many_rungs_continue_as_new_and_are_still_done_once(short_world: World) -> None:
    world = short_world
    clock = await start_clock(world)
    start, first = await world.now(), await run_of(clock)
    for number in range(1, 9):
        past = {f"duty-{n}": start - DAY - n * HOUR for n in range(number)}
        await replace(clock, **past)
        await world.called("send_alert", number)

    await next_run(clock, first)
    entries = await clock.query(ClockWorkflow.entries)
    assert len(entries) == 8
    assert {entry.rungs_done for entry in entries} == {len(LADDER)}
    sent = [line.duty_key for alert in alerts(world) for line in alert.lines]
    assert sorted(sent) == sorted({f"duty-{n}" for n in range(8)})
    keys = [alert.alert_key for alert in alerts(world)]
    assert len(keys) == len(set(keys))


async def test_an_end_that_comes_in_just_before_continuing_as_new_is_not_lost(
    short_world: World,
) -> None:
    world = short_world
    clock = await start_clock(world)
    start = await world.now()
    with world.calls.held("send_alert"):
        await replace(clock, last=start - DAY)
        await eventually(lambda: alerts(world))
        await make_long(clock, start)
        await clock.signal(ClockWorkflow.incident_ended)

    await asyncio.wait_for(clock.result(), 10)


async def make_long(clock: Clock, start: datetime) -> None:
    """So many events that the next quiet moment continues as new; no duty is near."""
    for number in range(45):
        await replace(clock, far=start + (100 + number) * DAY)
