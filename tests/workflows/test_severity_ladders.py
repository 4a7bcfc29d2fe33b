"""Ladders by severity: a decided severity changes how a running clock speaks, once and no burst."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from contracts.clock_payloads import AlertLine, ClockEntry, ClockInput, DutiesReplaced
from contracts.incident_payloads import DutyClock
from contracts.names import clock_workflow_id
from contracts.policy import Rung, SeverityLadders
from domain.severity import Severity
from policies.loader import load_policy
from tests.workflows.samples import DAY, HOUR, INCIDENT, QUEUE
from tests.workflows.test_escalation import alerts, said, told
from tests.workflows.world import World, both_ways
from workflows.climbing import Climber
from workflows.clock import ClockWorkflow
from workflows.ladder import Ladder

DUE = datetime(2026, 1, 18, 15, tzinfo=UTC)
STANDARD = load_policy()
minutes = some.integers(-3_000, 3_000).map(lambda count: timedelta(minutes=count))
ladders = some.lists(minutes, min_size=1, max_size=6, unique=True)


def rungs(before_due: list[timedelta]) -> tuple[Rung, ...]:
    return tuple(Rung(name=str(b), before_due=b, roles=("commander",)) for b in before_due)


def climber(before_due: list[timedelta]) -> Climber:
    return Climber(Ladder(rungs(before_due), timedelta(0)), ())


def awake(of: Climber, entry: ClockEntry, until: datetime) -> tuple[ClockEntry, list[AlertLine]]:
    """What a clock says when it is woken at each moment that it asks for."""
    lines: list[AlertLine] = []
    while (at := of.next_at(entry, "")) is not None and at <= until:
        climbed = of.climb(entry, at, "")
        assert climbed is not None
        entry = climbed.entry
        lines.append(climbed.line)
    return entry, lines


@given(first=ladders, second=ladders, changed=minutes)
def test_whatever_the_ladders_a_change_speaks_at_most_once_and_no_later_rung_is_lost(
    first: list[timedelta], second: list[timedelta], changed: timedelta
) -> None:
    old, new, at = climber(first), climber(second), DUE - changed
    entry, said_before = awake(old, ClockEntry(key="report", due_at=DUE), at)
    entry = new.takes_over(entry, old, at)

    now = new.climb(entry, at, "")
    _, after = awake(new, now.entry if now else entry, DUE + timedelta(days=10))

    told_at = max((line.reached_at for line in said_before if line.reached_at), default=None)
    since = [b for b in second if DUE - b <= at and (told_at is None or told_at < DUE - b)]
    assert (now is not None) == bool(since)
    if now is not None:
        assert now.line.rung == str(min(since))
        assert now.line.missed == ()
    assert [line.rung for line in after] == [
        str(b) for b in sorted(second, reverse=True) if at < DUE - b
    ]
    assert all(line.missed == () for line in after)


def test_a_clock_that_somebody_took_up_stays_silent_until_the_next_rung() -> None:
    old, new = climber([24 * HOUR]), climber([48 * HOUR, 20 * HOUR, 4 * HOUR])
    entry, _ = awake(old, ClockEntry(key="report", due_at=DUE), DUE - 24 * HOUR)
    taken = entry.model_copy(update={"taken_up": True})
    at = DUE - 10 * HOUR

    moved = new.takes_over(taken, old, at)

    assert new.climb(moved, at, "") is None
    assert new.next_at(moved, "") == DUE - 4 * HOUR


def test_the_ladder_of_a_severity_stands_in_for_the_common_one_where_it_has_rungs() -> None:
    own = SeverityLadders(severities=(Severity.LOW,), ladder=rungs([HOUR]))
    policy = STANDARD.model_copy(update={"by_severity": (own,)})
    assert policy.rungs("low", work=False) == own.ladder
    assert policy.rungs("low", work=True) == policy.work_ladder
    assert policy.rungs("undecided", work=False) == policy.ladder
    assert policy.rungs("", work=True) == policy.work_ladder


async def start(world: World) -> "tuple[object, datetime]":
    begin = ClockInput(
        incident_id=INCIDENT,
        shard=0,
        ladder=STANDARD.ladder,
        work_ladder=STANDARD.work_ladder,
        by_severity=STANDARD.by_severity,
        merge_within=STANDARD.merge_within,
    )
    clock = await world.client.start_workflow(
        ClockWorkflow.run, begin, id=clock_workflow_id(INCIDENT, 0), task_queue=QUEUE
    )
    due = (await world.now() + 5 * DAY).replace(minute=0, second=0, microsecond=0)
    return clock, due


@both_ways
async def test_a_decided_severity_changes_the_ladder_of_a_running_clock(world: World) -> None:
    clock, due = await start(world)
    clocks = (DutyClock(key="report", due_at=due),)

    async def decide(severity: str) -> None:
        change = DutiesReplaced(clocks=clocks, severity=severity)
        await clock.signal(ClockWorkflow.duties_replaced, change)  # type: ignore[attr-defined]

    await decide("low")
    await world.skip(due - await world.now() - 60 * HOUR)
    assert alerts(world) == []
    await decide("critical")
    (graver,) = await told(world, 1)
    assert graver.lines[0].rung_en == "three days before"
    assert graver.lines[0].roles == ("privacy_officer", "commander")
    await decide("high")
    await world.skip(due - await world.now() - 47 * HOUR)

    assert said(world) == [
        ("report", "three days before", 0, ()),
        ("report", "two days before", 0, ()),
    ]
    await decide("critical")
    await world.skip(2 * HOUR)
    assert len(said(world)) == 2
