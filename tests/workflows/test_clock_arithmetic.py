"""A clock's arithmetic for any ladder and any moment, without a server."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from contracts.clock_payloads import AlertLine, ClockEntry
from contracts.policy import Rung
from domain.quiet_hours import QuietHours
from domain.severity import Severity
from workflows.climbing import Climber
from workflows.ladder import Ladder

DUE = datetime(2026, 1, 18, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
minutes = some.integers(-10_000, 10_000).map(lambda count: timedelta(minutes=count))
ladders = some.lists(minutes, min_size=1, max_size=6, unique=True)
NIGHT = QuietHours(severity=Severity.LOW, since=time(22), until=time(7), zone="Asia/Tokyo")


class Clock:
    """One clock on one ladder, asked at one moment after another."""

    def __init__(
        self,
        rungs: Sequence[Rung],
        *,
        merge_within: timedelta = timedelta(0),
        severity: str = "",
        **entry: object,
    ) -> None:
        self.climber = Climber(Ladder(tuple(rungs), merge_within), (NIGHT,))
        self.severity = severity
        self.entry = ClockEntry(key="report", due_at=DUE).model_copy(update=entry)

    def look(self, now: datetime, turned_at: datetime | None = None) -> AlertLine | None:
        climbed = self.climber.climb(self.entry, now, self.severity, turned_at)
        if climbed is None:
            return None
        self.entry = climbed.entry
        return climbed.line

    def next_at(self) -> datetime | None:
        return self.climber.next_at(self.entry, self.severity)

    def awake_until(self, end: datetime) -> list[tuple[datetime, AlertLine]]:
        """What it says when it is woken at each moment that it asks for."""
        said = []
        while (at := self.next_at()) is not None and at <= end:
            line = self.look(at)
            assert line is not None
            said.append((at, line))
        return said


def rung(before: timedelta, name: str = "", **more: object) -> Rung:
    return Rung(name=name or str(before), before_due=before, roles=("commander",)).model_copy(
        update=more
    )


def clock(before_due: list[timedelta], **more: object) -> Clock:
    rungs = [
        Rung(name=str(number), before_due=before, roles=(f"role-{number}",))
        for number, before in enumerate(before_due)
    ]
    return Clock(rungs, **more)  # type: ignore[arg-type]


def climb(of: Clock, looks: list[timedelta]) -> Iterator[tuple[datetime, AlertLine]]:
    for now in sorted(DUE - look for look in looks):
        line = of.look(now)
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
        assert f"role-{line.rung}" in line.roles


@given(ladders, some.lists(minutes, max_size=12))
def test_after_every_look_the_next_rung_lies_ahead(
    ladder: list[timedelta], looks: list[timedelta]
) -> None:
    one = clock(ladder)
    for now in sorted(DUE - look for look in looks):
        one.look(now)
        ahead = [DUE - before for before in ladder if DUE - before > now]
        assert one.next_at() == min(ahead, default=None)


@given(ladders)
def test_woken_at_each_next_rung_no_rung_is_skipped_and_none_is_missed(
    ladder: list[timedelta],
) -> None:
    said = clock(ladder).awake_until(DUE + timedelta(days=30))
    assert [ladder[int(line.rung)] for _, line in said] == sorted(ladder, reverse=True)
    assert not any(line.missed for _, line in said)


@given(ladders, some.lists(minutes, min_size=1, max_size=6))
def test_every_rung_that_passed_unseen_is_told_by_time_exactly_once(
    ladder: list[timedelta], looks: list[timedelta]
) -> None:
    one = clock(ladder)
    known: list[datetime] = []
    for _, line in climb(one, looks):
        of_its_own = DUE - ladder[int(line.rung)]
        told = set(line.missed)
        known += [*line.missed, *(() if of_its_own in told else (of_its_own,))]
        assert len(told) + line.missed_more <= len(ladder)
    assert len(known) == len(set(known))


def test_a_repeating_rung_speaks_again_until_the_next_one_and_the_last_for_ever() -> None:
    ladder = [
        rung(2 * HOUR, "before", repeat_every=HOUR / 2),
        rung(timedelta(0), "due"),
        rung(-HOUR, "late", repeat_every=24 * HOUR),
    ]
    said = Clock(ladder).awake_until(DUE + timedelta(days=3))
    assert [(line.rung, line.repeat) for _, line in said] == [
        *(("before", repeat) for repeat in range(4)),
        ("due", 0),
        *(("late", repeat) for repeat in range(3)),
    ]
    assert [at for at, line in said if line.rung == "late"] == [
        DUE + HOUR + timedelta(days=day) for day in range(3)
    ]


def test_nobody_answering_hands_it_on_to_the_deputies_then_up_and_no_further() -> None:
    ladder = [rung(4 * HOUR, "soon", then_after=HOUR, then_up=("counsel",)), rung(-HOUR, "late")]
    said = Clock(ladder).awake_until(DUE + timedelta(days=1))
    assert [(at - DUE, line.steps) for at, line in said] == [
        (-4 * HOUR, ()),
        (-3 * HOUR, (1,)),
        (-2 * HOUR, (2,)),
        (HOUR, ()),
    ]
    assert said[2][1].up == ("counsel",)


def test_taken_up_is_silent_until_the_next_threshold_and_that_speaks_again() -> None:
    ladder = [rung(4 * HOUR, then_after=HOUR), rung(timedelta(0), "due", then_after=HOUR)]
    one = Clock(ladder)
    assert one.look(DUE - 4 * HOUR)
    one.entry = one.entry.model_copy(update={"taken_up": True})
    assert one.next_at() == DUE
    assert one.look(DUE - HOUR) is None
    due = one.look(DUE)
    assert due is not None
    assert due.rung == "due"
    assert one.next_at() == DUE + HOUR
    assert not one.entry.taken_up


def test_a_next_threshold_ends_the_handing_on_of_the_one_before() -> None:
    ladder = [rung(HOUR, then_after=2 * HOUR), rung(timedelta(0), "due")]
    said = Clock(ladder).awake_until(DUE + timedelta(days=1))
    assert [line.steps for _, line in said] == [(), ()]


def test_after_a_long_sleep_one_line_says_what_was_missed_and_since_when() -> None:
    ladder = [
        rung(48 * HOUR, "two days", roles=("privacy_officer",)),
        rung(24 * HOUR, "a day"),
        rung(timedelta(0), "due", repeat_every=None),
        rung(-HOUR, "late", repeat_every=HOUR),
    ]
    one = Clock(ladder, since=DUE - timedelta(days=5))
    line = one.look(DUE + 9.5 * HOUR)
    assert line is not None
    assert (line.rung, line.repeat) == ("late", 8)
    assert line.missed[:3] == (DUE - 48 * HOUR, DUE - 24 * HOUR, DUE)
    assert len(line.missed) + line.missed_more == 12
    assert set(line.roles) == {"commander", "privacy_officer"}
    assert one.look(DUE + 9.6 * HOUR) is None


def test_what_began_later_or_was_jumped_over_was_missed_by_nobody() -> None:
    ladder = [rung(48 * HOUR), rung(24 * HOUR), rung(timedelta(0))]
    moved = Clock(ladder, since=DUE - HOUR).look(DUE - HOUR)
    turned = Clock(ladder, since=DUE - 99 * HOUR).look(DUE - HOUR, turned_at=DUE - HOUR)
    for line in (moved, turned):
        assert line is not None
        assert line.missed == ()


def test_rungs_of_one_minute_speak_together_at_its_beginning_and_none_is_late() -> None:
    ladder = [rung(timedelta(0), "due")]
    starts = set()
    for second in range(60):
        one = Clock(ladder, merge_within=MINUTE, due_at=DUE + timedelta(seconds=second))
        ((at, line),) = one.awake_until(DUE + HOUR)
        assert at <= one.entry.due_at
        assert line.missed == ()
        starts.add(at)
    assert starts == {DUE}


@given(
    ladders,
    some.integers(0, 100_000).map(lambda seconds: DUE + timedelta(seconds=seconds)),
    some.sampled_from([MINUTE, timedelta(seconds=7), timedelta(0)]),
)
def test_merged_or_not_every_rung_speaks_in_its_window_and_never_late(
    ladder: list[timedelta], due_at: datetime, window: timedelta
) -> None:
    one = clock(ladder, merge_within=window, due_at=due_at)
    said = one.awake_until(due_at + timedelta(days=30))
    times = {due_at - before for before in ladder}
    assert all(any(at <= t and t - at <= window for at, _ in said) for t in times)
    assert [at for at, _ in said] == sorted({at for at, _ in said})


# 2026-01-18T15:00Z is midnight in Japan: in the quiet hours, two hours after their beginning.
MORNING = DUE + 7 * HOUR


@pytest.mark.parametrize("severity", ["", "undecided", "high", "critical", "medium"])
def test_only_the_severities_that_have_quiet_hours_wait(severity: str) -> None:
    one = Clock([rung(HOUR)], severity=severity, hard=False)
    assert [at for at, _ in one.awake_until(MORNING)] == [DUE - HOUR]


def test_what_falls_into_the_quiet_comes_at_its_end_as_one() -> None:
    ladder = [rung(HOUR, "soon", then_after=HOUR / 2), rung(timedelta(0), "due")]
    one = Clock(ladder, severity="low", hard=False, since=DUE - timedelta(days=2))
    assert one.next_at() == MORNING
    assert one.look(DUE + HOUR) is None
    line = one.look(MORNING)
    assert line is not None
    assert (line.rung, line.missed) == ("due", ())


def test_quiet_never_holds_back_what_a_hard_limit_needs() -> None:
    at_night = Clock([rung(HOUR), rung(timedelta(0), "due")], severity="low", hard=True)
    assert [at for at, _ in at_night.awake_until(MORNING)] == [DUE - HOUR, DUE]

    overdue = Clock([rung(-3 * HOUR)], severity="low", hard=True)
    assert [at for at, _ in overdue.awake_until(MORNING)] == [DUE + 3 * HOUR]

    next_day = Clock([rung(24 * HOUR)], severity="low", hard=True)
    assert [at for at, _ in next_day.awake_until(DUE)] == [MORNING - timedelta(days=1)]


def test_a_graver_severity_lets_what_was_held_back_speak_at_once() -> None:
    one = Clock([rung(HOUR)], severity="low", hard=False)
    assert one.look(DUE) is None
    one.severity = "critical"
    assert one.next_at() == DUE - HOUR
    assert one.look(DUE) is not None


def test_quiet_hours_follow_the_wall_clock_into_summer_time() -> None:
    berlin = QuietHours(severity=Severity.LOW, since=time(22), until=time(7), zone="Europe/Berlin")
    in_winter = berlin.around(datetime(2026, 3, 28, 3, tzinfo=UTC))
    changing = berlin.around(datetime(2026, 3, 29, 3, tzinfo=UTC))
    assert in_winter is not None
    assert changing is not None
    assert in_winter.ends - in_winter.begins == 9 * HOUR
    assert changing.ends - changing.begins == 8 * HOUR
    assert berlin.around(datetime(2026, 3, 29, 5, tzinfo=UTC)) is None


def test_years_of_repeats_are_counted_in_a_moment() -> None:
    ladder = [rung(timedelta(0)), rung(-HOUR, repeat_every=MINUTE)]
    line = Clock(ladder, since=DUE - HOUR).look(DUE + timedelta(days=3650))
    assert line is not None
    assert len(line.missed) + line.missed_more == 3650 * 1440 - 60 + 1
