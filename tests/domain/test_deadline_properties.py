"""What holds of every deadline, whatever the dates."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendars import BusinessCalendar
from domain.deadlines import Computed, First, Roll, Term, Unit, deadline
from regimes.calendars import jp_admin

UNHURRIED = settings(deadline=None)
TOKYO = ZoneInfo("Asia/Tokyo")
# Beyond the announced holidays; a forecast does where only the arithmetic is tested.
CALENDAR: BusinessCalendar = jp_admin(date(2035, 1, 1))

DAY_UNITS = (Unit.CALENDAR_DAY, Unit.BUSINESS_DAY, Unit.MONTH, Unit.GUIDELINE_DAY)
ZONES = st.sampled_from(
    [
        ZoneInfo(name)
        for name in (
            "Asia/Tokyo",
            "Europe/Berlin",
            "America/New_York",
            "Asia/Kolkata",
            "Australia/Lord_Howe",
            "Asia/Beirut",
            "UTC",
        )
    ]
)
ANCHORS = st.datetimes(
    min_value=datetime(2023, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds beside timezones
    max_value=datetime(2030, 1, 1),  # noqa: DTZ001 - the same
    timezones=st.just(UTC),
)
DAY_TERMS = st.builds(
    Term,
    unit=st.sampled_from(DAY_UNITS),
    n=st.integers(1, 40),
    first=st.sampled_from([First.INCLUDE, First.EXCLUDE]),
    roll=st.sampled_from(list(Roll)),
)
HOUR_TERMS = st.builds(
    Term,
    unit=st.just(Unit.HOUR),
    n=st.integers(1, 1000),
    first=st.sampled_from([First.INSTANT, First.NEXT_FULL_HOUR]),
    roll=st.just(Roll.NONE),
)
NOON_TERMS = HOUR_TERMS.map(
    lambda term: term.model_copy(update={"roll": Roll.NOON_NEXT_OPEN_DAY}),
)
EARLY_TERMS = DAY_TERMS.filter(
    lambda term: term.roll is not Roll.NOON_NEXT_OPEN_DAY and (term.n or 0) > 1
).map(lambda term: term.model_copy(update={"ends_at": clock_time(17, 30)}))
TERMS = st.one_of(DAY_TERMS, HOUR_TERMS, NOON_TERMS, EARLY_TERMS)


def compute(anchor: datetime, term: Term, zone: ZoneInfo) -> Computed:
    return deadline(anchor, term, CALENDAR, zone)


@UNHURRIED
@given(anchor=ANCHORS, term=TERMS, zone=ZONES)
def test_never_earlier_than_the_anchor(anchor: datetime, term: Term, zone: ZoneInfo) -> None:
    assert compute(anchor, term, zone).due_at >= anchor


# A period in hours that rolls to noon is left out: by its law, an end on Sunday night moves to
# Monday noon while an end early on Monday stands.
@UNHURRIED
@given(
    anchor=ANCHORS,
    later=st.timedeltas(timedelta(0), timedelta(days=60)),
    term=st.one_of(DAY_TERMS, HOUR_TERMS),
    zone=ZONES,
)
def test_a_later_anchor_never_gives_an_earlier_deadline(
    anchor: datetime, later: timedelta, term: Term, zone: ZoneInfo
) -> None:
    assert compute(anchor, term, zone).due_at <= compute(anchor + later, term, zone).due_at


@UNHURRIED
@given(anchor=ANCHORS, term=TERMS, zone=ZONES, spoken_in=ZONES)
def test_the_zone_in_which_the_anchor_is_written_does_not_matter(
    anchor: datetime, term: Term, zone: ZoneInfo, spoken_in: ZoneInfo
) -> None:
    assert compute(anchor, term, zone) == compute(anchor.astimezone(spoken_in), term, zone)


@UNHURRIED
@given(anchor=ANCHORS, hours=st.integers(1, 1000), zone=ZONES)
def test_hours_are_exact_elapsed_time(anchor: datetime, hours: int, zone: ZoneInfo) -> None:
    term = Term(unit=Unit.HOUR, n=hours, first=First.INSTANT)
    assert compute(anchor, term, zone).due_at - anchor == timedelta(hours=hours)


@UNHURRIED
@given(anchor=ANCHORS, hours=st.integers(1, 1000), zone=ZONES)
def test_the_next_full_hour_adds_at_most_one_hour(
    anchor: datetime, hours: int, zone: ZoneInfo
) -> None:
    exact = compute(anchor, Term(unit=Unit.HOUR, n=hours, first=First.INSTANT), zone).due_at
    full = compute(anchor, Term(unit=Unit.HOUR, n=hours, first=First.NEXT_FULL_HOUR), zone).due_at
    assert timedelta(0) < full - exact <= timedelta(hours=1)


@UNHURRIED
@given(anchor=ANCHORS, term=DAY_TERMS)
def test_a_rolled_deadline_ends_on_an_open_day_and_skips_no_open_day(
    anchor: datetime, term: Term
) -> None:
    rolled = term.model_copy(update={"roll": Roll.NEXT_OPEN_DAY})
    plain = term.model_copy(update={"roll": Roll.NONE})
    due_on = compute(anchor, rolled, TOKYO).due_on
    raw_on = compute(anchor, plain, TOKYO).due_on
    assert CALENDAR.is_open(due_on)
    between = [raw_on + timedelta(days=n) for n in range((due_on - raw_on).days)]
    assert not any(CALENDAR.is_open(day) for day in between)


@UNHURRIED
@given(anchor=ANCHORS, n=st.integers(1, 40), zone=ZONES)
def test_one_more_day_in_front_is_one_day_less_at_the_end(
    anchor: datetime, n: int, zone: ZoneInfo
) -> None:
    included = compute(anchor, Term(unit=Unit.CALENDAR_DAY, n=n, first=First.INCLUDE), zone)
    excluded = compute(anchor, Term(unit=Unit.CALENDAR_DAY, n=n, first=First.EXCLUDE), zone)
    assert excluded.due_on - included.due_on == timedelta(days=1)


@UNHURRIED
@given(anchor=ANCHORS, n=st.integers(1, 40))
def test_open_days_counted_by_hand_agree(anchor: datetime, n: int) -> None:
    start_on = anchor.astimezone(TOKYO).date()
    days = [start_on + timedelta(days=offset) for offset in range(1, 120)]
    expected = [day for day in days if CALENDAR.is_open(day)][n - 1]
    term = Term(unit=Unit.BUSINESS_DAY, n=n, first=First.EXCLUDE)
    assert compute(anchor, term, TOKYO).due_on == expected


@UNHURRIED
@given(anchor=ANCHORS, term=DAY_TERMS.filter(lambda t: t.roll is not Roll.NOON_NEXT_OPEN_DAY))
def test_a_day_term_ends_just_before_the_next_local_day(anchor: datetime, term: Term) -> None:
    computed = compute(anchor, term, TOKYO)
    next_moment = (computed.due_at + timedelta(microseconds=1)).astimezone(TOKYO)
    assert next_moment == datetime.combine(
        computed.due_on + timedelta(days=1), datetime.min.time(), TOKYO
    )


@pytest.fixture(params=["Pacific/Kiritimati", "America/Los_Angeles", "Asia/Tokyo"])
def machine_zone(request: pytest.FixtureRequest) -> Iterator[str]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def test_the_machines_own_zone_does_not_matter(machine_zone: str) -> None:
    anchor = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
    term = Term(unit=Unit.CALENDAR_DAY, n=30, first=First.INCLUDE, roll=Roll.NEXT_OPEN_DAY)
    assert time.tzname != ("UTC", "UTC")
    assert compute(anchor, term, TOKYO).due_at == datetime(
        2026, 12, 21, 14, 59, 59, 999999, tzinfo=UTC
    )
