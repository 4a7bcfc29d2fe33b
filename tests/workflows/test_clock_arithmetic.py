"""A clock's arithmetic for any ladder and any moment, without a server.

The workflow's own methods are asked; only its time is given by the test.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from contracts.clock_payloads import AlertLine, ClockEntry, ClockInput
from contracts.policy import Rung
from workflows.clock import ClockWorkflow

DUE = datetime(2026, 1, 18, 15, tzinfo=UTC)
minutes = some.integers(-10_000, 10_000).map(lambda count: timedelta(minutes=count))
ladders = some.lists(minutes, min_size=1, max_size=6, unique=True)


def clock(before_due: list[timedelta]) -> ClockWorkflow:
    ladder = tuple(
        Rung(name=str(number), before_due=before, roles=(f"role-{number}",))
        for number, before in enumerate(before_due)
    )
    entry = ClockEntry(key="report", due_at=DUE)
    return ClockWorkflow(ClockInput(incident_id="x", shard=0, ladder=ladder, entries=(entry,)))


def entry(of: ClockWorkflow) -> ClockEntry:
    return of._entries["report"]


def climb(of: ClockWorkflow, looks: list[timedelta]) -> Iterator[tuple[datetime, AlertLine]]:
    for now in sorted(DUE - look for look in looks):
        line = of._line(entry(of), now)
        if line is not None:
            yield now, line


@given(ladders, some.lists(minutes, max_size=12))
def test_at_any_looks_a_rung_speaks_at_most_once_and_in_order_of_time(
    ladder: list[timedelta], looks: list[timedelta]
) -> None:
    spoken = [ladder[int(line.rung)] for _, line in climb(clock(ladder), looks)]
    assert spoken == sorted(set(spoken), reverse=True)


@given(ladders, some.lists(minutes, min_size=1, max_size=12))
def test_what_speaks_is_the_latest_rung_that_has_passed(
    ladder: list[timedelta], looks: list[timedelta]
) -> None:
    for now, line in climb(clock(ladder), looks):
        passed = [before for before in ladder if DUE - before <= now]
        assert ladder[int(line.rung)] == min(passed)
        assert line.roles == (f"role-{line.rung}",)


@given(ladders, some.lists(minutes, max_size=12))
def test_after_every_look_the_next_rung_lies_ahead(
    ladder: list[timedelta], looks: list[timedelta]
) -> None:
    one = clock(ladder)
    for now in sorted(DUE - look for look in looks):
        one._line(entry(one), now)
        following = one._next_rung_at(entry(one))
        ahead = [DUE - before for before in ladder if DUE - before > now]
        assert following == min(ahead, default=None)


@given(ladders)
def test_woken_at_each_next_rung_no_rung_is_skipped(ladder: list[timedelta]) -> None:
    one = clock(ladder)
    spoken: list[timedelta] = []
    while (at := one._next_rung_at(entry(one))) is not None:
        line = one._line(entry(one), at)
        assert line is not None
        spoken.append(ladder[int(line.rung)])
    assert spoken == sorted(ladder, reverse=True)
