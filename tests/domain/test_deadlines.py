"""Units, firsts and rolls on dates that can be checked with a wall calendar."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from domain.calendars import BusinessCalendar, CalendarUnknown
from domain.deadlines import First, Roll, Term, Unit, deadline
from domain.explanations import Bilingual, Locale, explain
from regimes.calendars import jp_admin

TOKYO = ZoneInfo("Asia/Tokyo")
BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
JP = jp_admin(date(2026, 11, 21))
SEC = BusinessCalendar(
    name="SEC",
    closed={date(2026, 11, 26): Bilingual(ja="感謝祭", en="Thanksgiving Day")},
    known_from=date(2026, 1, 1),
    known_until=date(2026, 12, 31),
)


def term(unit: Unit, n: int, first: First, roll: Roll = Roll.NONE) -> Term:
    return Term(unit=unit, n=n, first=first, roll=roll)


def tokyo(day: str, at: str = "10:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=TOKYO)


def test_a_day_term_ends_with_the_last_microsecond_of_its_day_in_the_rules_zone() -> None:
    computed = deadline(
        tokyo("2026-01-06"), term(Unit.CALENDAR_DAY, 30, First.INCLUDE), None, TOKYO
    )
    assert computed.due_on == date(2026, 2, 4)
    assert computed.due_at == datetime(2026, 2, 4, 14, 59, 59, 999999, tzinfo=UTC)
    assert computed.due_at.tzinfo is UTC


@pytest.mark.parametrize(
    ("first", "due_on"), [(First.INCLUDE, date(2026, 2, 4)), (First.EXCLUDE, date(2026, 2, 5))]
)
def test_trap_1_the_first_day_counts_or_not(first: First, due_on: date) -> None:
    thirty = term(Unit.CALENDAR_DAY, 30, first)
    assert deadline(tokyo("2026-01-06"), thirty, None, TOKYO).due_on == due_on


def test_trap_3_closed_days_include_the_sandwiched_one_and_the_year_end() -> None:
    one_day = term(Unit.CALENDAR_DAY, 1, First.INCLUDE, Roll.NEXT_OPEN_DAY)
    due = {
        start: deadline(tokyo(start), one_day, JP, TOKYO).due_on
        for start in ("2026-09-22", "2026-05-06", "2026-12-28", "2026-12-29")
    }
    assert due == {
        "2026-09-22": date(2026, 9, 24),
        "2026-05-06": date(2026, 5, 7),
        "2026-12-28": date(2026, 12, 28),
        "2026-12-29": date(2027, 1, 4),
    }


def test_trap_3_a_year_that_is_not_known_is_refused() -> None:
    sixty = term(Unit.CALENDAR_DAY, 60, First.INCLUDE, Roll.NEXT_OPEN_DAY)
    with pytest.raises(CalendarUnknown, match="JP_ADMIN knows 2022-01-01 to 2027-12-31"):
        deadline(tokyo("2027-11-30"), sixty, JP, TOKYO)


def test_trap_12_the_date_is_read_in_the_rules_zone() -> None:
    thirty = term(Unit.CALENDAR_DAY, 30, First.INCLUDE, Roll.NEXT_OPEN_DAY)
    alert = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
    assert deadline(alert, thirty, JP, TOKYO).due_on == date(2026, 12, 21)


def test_example_19_a_count_from_the_occurrence() -> None:
    occurred = tokyo("2026-11-01")
    strict = term(Unit.CALENDAR_DAY, 30, First.INCLUDE, Roll.NEXT_OPEN_DAY)
    exclusive = term(Unit.CALENDAR_DAY, 30, First.EXCLUDE, Roll.NEXT_OPEN_DAY)
    assert deadline(occurred, strict, JP, TOKYO).due_on == date(2026, 11, 30)
    assert deadline(occurred, exclusive, JP, TOKYO).due_on == date(2026, 12, 1)


def test_example_20_hours_run_through_the_weekend() -> None:
    aware = datetime(2026, 11, 20, 14, 20, tzinfo=BERLIN)
    computed = deadline(aware, term(Unit.HOUR, 72, First.INSTANT), None, BERLIN)
    assert computed.due_at == datetime(2026, 11, 23, 22, 20, tzinfo=TOKYO)
    assert computed.due_on == date(2026, 11, 23)
    full_hour = deadline(aware, term(Unit.HOUR, 72, First.NEXT_FULL_HOUR), None, BERLIN)
    assert full_hour.due_at == datetime(2026, 11, 23, 15, 0, tzinfo=BERLIN)


def test_hours_are_elapsed_hours_when_the_clock_is_set_back() -> None:
    aware = datetime(2026, 10, 24, 12, 0, tzinfo=BERLIN)
    computed = deadline(aware, term(Unit.HOUR, 24, First.INSTANT), None, BERLIN)
    assert computed.due_at.astimezone(BERLIN).isoformat() == "2026-10-25T11:00:00+01:00"


def test_the_hour_of_the_event_is_not_counted_even_when_it_has_just_begun() -> None:
    aware = datetime(2026, 11, 20, 14, 0, tzinfo=BERLIN)
    computed = deadline(aware, term(Unit.HOUR, 72, First.NEXT_FULL_HOUR), None, BERLIN)
    assert computed.due_at == datetime(2026, 11, 23, 15, 0, tzinfo=BERLIN)


def test_a_full_hour_is_read_on_the_local_clock() -> None:
    kolkata = ZoneInfo("Asia/Kolkata")
    noticed = datetime(2026, 11, 20, 23, 10, tzinfo=kolkata)
    computed = deadline(noticed, term(Unit.HOUR, 6, First.NEXT_FULL_HOUR), None, kolkata)
    assert computed.due_at == datetime(2026, 11, 21, 6, 0, tzinfo=kolkata)


def test_a_day_ends_at_midnight_also_where_the_clock_jumps_at_midnight() -> None:
    beirut = ZoneInfo("Asia/Beirut")
    computed = deadline(
        datetime(2026, 3, 28, 9, 0, tzinfo=beirut),
        term(Unit.CALENDAR_DAY, 1, First.INCLUDE),
        None,
        beirut,
    )
    assert computed.due_at == datetime(2026, 3, 28, 21, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "first", "due_on"),
    [
        ("2026-11-25", First.EXCLUDE, date(2026, 12, 2)),  # Thanksgiving is skipped
        ("2026-11-25", First.INCLUDE, date(2026, 12, 1)),
        ("2026-11-21", First.EXCLUDE, date(2026, 11, 27)),  # from Saturday, Monday is day 1
        ("2026-11-21", First.INCLUDE, date(2026, 11, 27)),
    ],
)
def test_business_days_count_open_days_only(start: str, first: First, due_on: date) -> None:
    decided = datetime.fromisoformat(f"{start}T09:00").replace(tzinfo=NEW_YORK)
    four = term(Unit.BUSINESS_DAY, 4, first)
    assert deadline(decided, four, SEC, NEW_YORK).due_on == due_on


@pytest.mark.parametrize(
    ("start", "due_on"), [("2026-11-20", date(2026, 11, 24)), ("2026-11-21", date(2026, 11, 26))]
)
def test_trap_2_a_front_roll_moves_the_start_and_leaves_the_end(start: str, due_on: date) -> None:
    event = datetime.fromisoformat(f"{start}T09:00").replace(tzinfo=NEW_YORK)
    four = term(Unit.CALENDAR_DAY, 4, First.EXCLUDE, Roll.START_ON_NEXT_BUSINESS_DAY)
    assert deadline(event, four, SEC, NEW_YORK).due_on == due_on


def test_trap_2_without_a_roll_a_holiday_changes_nothing() -> None:
    five = term(Unit.GUIDELINE_DAY, 5, First.INCLUDE)
    assert deadline(tokyo("2026-09-18"), five, None, TOKYO).due_on == date(2026, 9, 22)


@pytest.mark.parametrize(
    ("start", "first", "n", "due_on"),
    [
        ("2026-01-31", First.EXCLUDE, 1, date(2026, 2, 28)),
        ("2024-01-31", First.EXCLUDE, 1, date(2024, 2, 29)),
        ("2026-11-20", First.EXCLUDE, 1, date(2026, 12, 20)),
        ("2026-12-15", First.EXCLUDE, 13, date(2028, 1, 15)),
        ("2026-11-20", First.INCLUDE, 1, date(2026, 12, 19)),
        ("2026-01-31", First.INCLUDE, 1, date(2026, 2, 28)),
        ("2026-03-01", First.INCLUDE, 1, date(2026, 3, 31)),
    ],
)
def test_months_keep_the_date_or_stop_at_the_months_end(
    start: str, first: First, n: int, due_on: date
) -> None:
    assert deadline(tokyo(start), term(Unit.MONTH, n, first), None, TOKYO).due_on == due_on


def test_a_period_in_hours_may_roll_to_noon() -> None:
    saturday_end = deadline(
        tokyo("2026-11-18", "16:00"),
        term(Unit.HOUR, 72, First.INSTANT, Roll.NOON_NEXT_OPEN_DAY),
        JP,
        TOKYO,
    )
    # 2026-11-23 is Labour Thanksgiving Day, so noon is that of Tuesday.
    assert saturday_end.due_at == tokyo("2026-11-24", "12:00")
    weekday_end = deadline(
        tokyo("2026-11-16", "16:00"),
        term(Unit.HOUR, 72, First.INSTANT, Roll.NOON_NEXT_OPEN_DAY),
        JP,
        TOKYO,
    )
    assert weekday_end.due_at == tokyo("2026-11-19", "16:00")


def test_a_day_may_be_over_before_midnight_and_stays_a_day() -> None:
    term = Term.model_validate(
        {"unit": "business_day", "n": 1, "first": "exclude", "ends_at": "17:30"}
    )
    found = deadline(tokyo("2026-11-20", "10:00"), term, JP, TOKYO)
    # The 23rd is Labour Thanksgiving Day.
    assert found.due_at == tokyo("2026-11-24", "17:30")
    assert (found.due_on, found.timed) == (date(2026, 11, 24), False)


@pytest.mark.parametrize(
    "values",
    [
        {"unit": "none", "n": 3, "first": "include"},
        {"unit": "calendar_day", "n": 30},
        {"unit": "calendar_day", "n": 0, "first": "include"},
        {"unit": "hour", "n": 72, "first": "include"},
        {"unit": "calendar_day", "n": 3, "first": "instant"},
        {"unit": "hour", "n": 72, "first": "instant", "roll": "next_open_day"},
        {"unit": "day", "n": 3, "first": "include"},
        {"unit": "hour", "n": 72, "first": "instant", "ends_at": "17:30"},
        # What YAML makes of 17:30 without quotes.
        {"unit": "calendar_day", "n": 3, "first": "include", "ends_at": 1050},
        {"unit": "none", "ends_at": "17:30"},
        {"unit": "calendar_day", "n": 1, "first": "include", "ends_at": "17:30"},
    ],
)
def test_a_term_that_no_law_could_mean_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Term.model_validate(values)


def test_what_cannot_be_computed_is_refused() -> None:
    thirty = term(Unit.CALENDAR_DAY, 30, First.INCLUDE, Roll.NEXT_OPEN_DAY)
    with pytest.raises(ValueError, match="time zone"):
        deadline(tokyo("2026-01-06").replace(tzinfo=None), thirty, JP, TOKYO)
    with pytest.raises(ValueError, match="needs a calendar"):
        deadline(tokyo("2026-01-06"), thirty, None, TOKYO)
    with pytest.raises(ValueError, match="without a number"):
        deadline(tokyo("2026-01-06"), Term(unit=Unit.NONE), None, TOKYO)


def test_every_step_has_words_in_both_languages() -> None:
    computed = deadline(
        tokyo("2026-01-08"),
        term(Unit.CALENDAR_DAY, 60, First.INCLUDE, Roll.NEXT_OPEN_DAY),
        JP,
        TOKYO,
        anchor_name="aware_reportable",
    )
    assert explain(computed.steps, Locale.JA) == (
        "知った日 2026-01-08(木) を1日目として60日目は 2026-03-08(日)。"
        "日曜日のため、次の開庁日 2026-03-09(月) が期限。"
    )
    assert explain(computed.steps, Locale.EN) == (
        "Counting Thu 2026-01-08, the day of knowing, as day 1, day 60 is Sun 2026-03-08. "
        "That day is closed (Sunday), so the limit is the next open day, Mon 2026-03-09."
    )
