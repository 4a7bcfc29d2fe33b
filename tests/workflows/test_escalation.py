"""Escalation in time: whole cases on a clock that skips, from the first rung to the last person."""

import asyncio
from datetime import UTC, datetime, timedelta

from temporalio.client import WorkflowHandle

from contracts.clock_payloads import Alert, ClockInput, ClockTakenUp, DutiesReplaced
from contracts.incident_payloads import CarryOut, DutyClock
from contracts.names import clock_workflow_id
from contracts.policy import IncidentPolicy, Rung
from domain.casetime import CaseClock, rehearsal_clock
from policies.loader import load_policy
from tests.workflows import incident_acts as acts
from tests.workflows.samples import DAY, HOUR, INCIDENT, QUEUE, given, opening
from tests.workflows.world import World, both_ways, eventually
from workflows.clock import ClockWorkflow
from workflows.incident import IncidentWorkflow

Clock = WorkflowHandle[ClockWorkflow, None]
STANDARD = load_policy()
MINUTE = timedelta(minutes=1)


async def start_clock(
    world: World, policy: IncidentPolicy = STANDARD, clock: CaseClock | None = None, **more: object
) -> Clock:
    fields = {
        "ladder": policy.ladder,
        "work_ladder": policy.work_ladder,
        "quiet_hours": policy.quiet_hours,
        "merge_within": policy.merge_within,
        "clock": clock or CaseClock(),
        **more,
    }
    start = ClockInput(incident_id=INCIDENT, shard=0, **fields)
    return await world.client.start_workflow(
        ClockWorkflow.run, start, id=clock_workflow_id(INCIDENT, 0), task_queue=QUEUE
    )


async def replace(clock: Clock, **due: datetime) -> None:
    clocks = tuple(DutyClock(key=key, due_at=at) for key, at in due.items())
    change = DutiesReplaced(clocks=clocks, severity="high")
    await clock.signal(ClockWorkflow.duties_replaced, change)


async def take(clock: Clock, key: str) -> None:
    await clock.signal(ClockWorkflow.clock_taken_up, ClockTakenUp(key=key))


def alerts(world: World, name: str = "send_alert") -> list[Alert]:
    return world.calls.of(name, Alert)


def said(world: World) -> list[tuple[str, str, int, tuple[int, ...]]]:
    """Key, rung, repeat and steps of every line so far, in the order in which they were sent."""
    return [
        (line.duty_key, line.rung_en or line.rung, line.repeat, line.steps)
        for alert in alerts(world)
        for line in alert.lines
    ]


async def told(world: World, count: int) -> list[Alert]:
    await eventually(lambda: len(alerts(world)) >= count, f"{count} alerts")
    assert len(alerts(world)) == count
    return alerts(world)


@both_ways
async def test_nobody_acts_every_rung_fires_once_in_order_to_the_right_people(
    world: World,
) -> None:
    clock = await start_clock(world)
    due = (await world.now() + 5 * DAY).replace(minute=0, second=0, microsecond=0)
    await replace(clock, report=due)

    await world.skip(8 * DAY + HOUR)

    expected = [
        ("two days before", 0, (), due - 48 * HOUR),
        ("two days before", 0, (1,), due - 36 * HOUR),
        ("the day before", 0, (), due - 24 * HOUR),
        ("the day before", 0, (1,), due - 20 * HOUR),
        ("the day before", 0, (2,), due - 16 * HOUR),
        ("four hours before", 0, (), due - 4 * HOUR),
        ("four hours before", 0, (1,), due - 3 * HOUR),
        ("four hours before", 0, (2,), due - 2 * HOUR),
        ("due", 0, (), due),
        ("due", 0, (1,), due + HOUR),
        ("due", 0, (2,), due + 2 * HOUR),
        *(("overdue", number, (), due + DAY * (number + 1)) for number in range(3)),
    ]
    sent = await told(world, len(expected))
    assert [(rung, repeat, steps) for _, rung, repeat, steps in said(world)] == [
        (rung, repeat, steps) for rung, repeat, steps, _ in expected
    ]
    for alert, (_, _, _, at) in zip(sent, expected, strict=True):
        assert timedelta(0) <= alert.at - at < timedelta(seconds=5)
    by_name = {rung.name_en: rung for rung in STANDARD.ladder}
    for alert in sent:
        (line,) = alert.lines
        assert line.roles == by_name[line.rung_en].roles
        assert line.missed == ()
    outside = alerts(world, "send_outside")
    assert {line.rung_en for alert in outside for line in alert.lines} == {
        "four hours before",
        "due",
        "overdue",
    }


async def test_sixty_days_over_new_year_that_meet_every_clock_stay_nearly_silent(
    world: World,
) -> None:
    """Each duty is taken up at its first rung and met before the next one."""
    starts = datetime(2026, 12, 1, tzinfo=UTC)
    clock = await start_clock(world, clock=rehearsal_clock(starts, await world.now()))
    open_duties = {
        "preliminary": starts + 4 * DAY,
        "individual": starts + 20 * DAY,
        "final": starts + 60 * DAY,
    }
    await replace(clock, **open_duties)
    case_now = starts
    for key, due in sorted(open_duties.items(), key=lambda duty: duty[1]):
        await world.skip(due - 48 * HOUR + HOUR - case_now)
        await take(clock, key)
        await world.skip(20 * HOUR)
        case_now = due - 27 * HOUR
        open_duties = {other: at for other, at in open_duties.items() if other != key}
        await replace(clock, **open_duties)
    await world.skip(30 * DAY)

    assert said(world) == [
        (key, "two days before", 0, ()) for key in ("preliminary", "individual", "final")
    ]
    assert [alert.at.date().isoformat() for alert in alerts(world)] == [
        "2026-12-03",
        "2026-12-19",
        "2027-01-28",
    ]


@both_ways
async def test_taken_up_is_silent_at_once_until_the_next_threshold(world: World) -> None:
    clock = await start_clock(world)
    due = await world.now() + 2 * DAY
    await replace(clock, report=due)
    await told(world, 1)
    await take(clock, "report")
    await take(clock, "nothing-of-this-key")

    await world.skip(23 * HOUR)
    await told(world, 1)

    await world.skip(2 * HOUR)
    assert [rung for _, rung, _, _ in said(world)] == ["two days before", "the day before"]
    await world.skip(4 * HOUR)
    assert said(world)[-1] == ("report", "the day before", 0, (1,))


async def test_an_overdue_clock_that_was_taken_up_still_speaks_every_day(world: World) -> None:
    clock = await start_clock(world)
    await replace(clock, report=await world.now() - DAY)
    for day in range(3):
        await told(world, day + 1)
        await take(clock, "report")
        await world.skip(DAY)
    assert [(rung, repeat) for _, rung, repeat, _ in said(world)] == [
        ("overdue", number) for number in range(4)
    ]


async def test_moved_earlier_and_later_it_says_what_holds_now(world: World) -> None:
    clock = await start_clock(world)
    start = await world.now()
    await replace(clock, report=start + 10 * DAY)
    await world.skip(HOUR)
    await replace(clock, report=start + 20 * HOUR)
    (earlier,) = await told(world, 1)
    assert [line.rung_en for line in earlier.lines] == ["the day before"]

    await replace(clock, report=start + 30 * DAY)
    await world.skip(27 * DAY)
    await told(world, 1)
    await world.skip(DAY + HOUR)
    assert said(world)[-1][1] == "two days before"
    assert all(not line.missed for alert in alerts(world) for line in alert.lines)


async def test_five_hundred_duties_spread_over_a_minute_are_one_alert_and_none_is_late(
    world: World,
) -> None:
    clock = await start_clock(world)
    first = (await world.now() + 3 * DAY).replace(second=0, microsecond=0) + MINUTE
    due = {f"duty-{n}": first + n * timedelta(seconds=59.9 / 500) for n in range(500)}
    await replace(clock, **due)

    await world.skip(first - 48 * HOUR - await world.now() + 5 * MINUTE)

    (alert,) = await told(world, 1)
    assert {line.duty_key for line in alert.lines} == set(due)
    assert all(alert.at <= at - 48 * HOUR + timedelta(seconds=5) for at in due.values())


async def test_a_mild_case_is_silent_at_night_and_says_all_in_the_morning(world: World) -> None:
    evening = datetime(2026, 1, 13, 12, 0, tzinfo=UTC)
    clock = await start_clock(world, clock=rehearsal_clock(evening, await world.now()))
    tasks = {f"task|{n}": evening + timedelta(hours=n + 1) for n in range(4)}
    clocks = tuple(DutyClock(key=key, due_at=at, hard=False) for key, at in tasks.items())
    change = DutiesReplaced(clocks=clocks, severity="low")
    await clock.signal(ClockWorkflow.duties_replaced, change)

    await world.skip(10 * HOUR)
    assert not alerts(world)
    await world.skip(2 * HOUR)

    (alert,) = await told(world, 1)
    assert alert.at >= datetime(2026, 1, 13, 23, 0, tzinfo=UTC)
    assert {line.duty_key for line in alert.lines} == set(tasks)
    assert all(not line.missed for line in alert.lines)


async def test_a_graver_severity_ends_the_quiet_at_once(world: World) -> None:
    evening = datetime(2026, 1, 13, 12, 0, tzinfo=UTC)
    clock = await start_clock(world, clock=rehearsal_clock(evening, await world.now()))
    owed = (DutyClock(key="task|1", due_at=evening + HOUR, hard=False),)
    for severity, count in (("low", 0), ("critical", 1)):
        change = DutiesReplaced(clocks=owed, severity=severity)
        await clock.signal(ClockWorkflow.duties_replaced, change)
        await world.skip(1.5 * HOUR)
        await told(world, count)


async def test_a_provider_that_is_away_gets_one_mail_for_all_that_waited(world: World) -> None:
    """And the outside channels hear of each rung meanwhile."""
    ladder = tuple(
        Rung(name=f"{n}", before_due=n * MINUTE, roles=(f"role-{n}",), channels=("mail", "outside"))
        for n in range(9, 0, -2)
    )
    clock = await start_clock(world, ladder=ladder)
    due = (await world.now() + 10 * MINUTE).replace(second=0, microsecond=0)
    world.fakes.alerts.is_away = True
    await replace(clock, report=due)
    await world.skip(due - MINUTE / 2 - await world.now())
    await eventually(lambda: len(alerts(world, "send_outside")) == len(ladder))
    assert len({alert.alert_key for alert in alerts(world)}) == 1

    world.fakes.alerts.is_away = False
    await world.skip(2 * MINUTE)

    keys = list(dict.fromkeys(alert.alert_key for alert in alerts(world)))
    assert len(keys) == 2
    (line,) = alerts(world)[-1].lines
    assert line.rung == "1"
    assert len(line.missed) == len(ladder) - 2
    assert set(line.roles) == {f"role-{n}" for n in range(7, 0, -2)}


async def test_taken_up_by_command_it_falls_silent_in_its_shard(world: World) -> None:
    policy = opening().policy
    ladder = (Rung(name="soon", before_due=DAY, roles=("commander",), then_after=HOUR),)
    begin = opening().model_copy(update={"policy": policy.model_copy(update={"ladder": ladder})})
    acts.owe(world, report=await world.now() + 20 * HOUR)
    world.fakes.incidents.clock_taken = "report"
    incident = await acts.opened(world, begin)
    await told(world, 1)
    command = CarryOut(**given("deputy"))
    await incident.execute_update(IncidentWorkflow.carry_out, command)
    clock: WorkflowHandle[ClockWorkflow, None] = world.client.get_workflow_handle(
        clock_workflow_id(INCIDENT, 0)
    )

    async def is_taken() -> bool:
        return [entry.taken_up for entry in await clock.query(ClockWorkflow.entries)] == [True]

    await eventually(is_taken)
    await world.skip(19 * HOUR)
    await asyncio.sleep(0.1)
    await told(world, 1)


async def test_clocks_that_do_not_fit_into_one_answer_come_in_parts(world: World) -> None:
    due = await world.now() + 40 * DAY
    world.fakes.incidents.clocks_a_part = 2
    acts.owe(world, **{f"report-{number}": due for number in range(5)})
    await acts.opened(world)
    await acts.clock_shows(world, *(f"report-{number}" for number in range(5)))
    assert world.calls.count("read_clocks") == 2
