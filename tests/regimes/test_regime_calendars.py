"""The closed days of Japan's administrative organs."""

from datetime import date, timedelta

import pytest

from domain.calendars import CalendarUnknown
from regimes.calendars import JP_ADMIN, calendars, jp_admin

JP = jp_admin(date(2026, 11, 21))


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 9, 22), "国民の休日"),
        (date(2026, 5, 6), "振替休日"),
        (date(2027, 3, 22), "振替休日"),
        (date(2026, 5, 3), "日曜日（憲法記念日）"),
        (date(2026, 11, 21), "土曜日"),
        (date(2026, 12, 29), "年末年始の休日"),
        (date(2026, 12, 31), "年末年始の休日"),
        (date(2027, 1, 1), "元日"),
        (date(2027, 1, 3), "日曜日（年末年始の休日）"),
    ],
)
def test_closed_days_have_their_reason(day: date, reason: str) -> None:
    found = JP.closed_reason(day)
    assert found is not None
    assert found.ja == reason


@pytest.mark.parametrize("day", [date(2026, 12, 28), date(2027, 1, 4), date(2026, 11, 24)])
def test_open_days_are_open(day: date) -> None:
    assert JP.is_open(day)
    assert JP.next_open_day(day) == day


def test_a_run_of_closed_days_ends_at_the_next_open_day() -> None:
    run = [item.day for item in JP.closed_run(date(2026, 12, 29))]
    assert run == [date(2026, 12, 29) + timedelta(days=n) for n in range(6)]
    assert JP.next_open_day(date(2026, 12, 29)) == date(2027, 1, 4)


def test_2026_has_seventeen_holidays_and_four_year_end_days_on_weekdays() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    closed = [day for day in days if not JP.is_open(day)]
    assert {day for day in days if day.weekday() > 4} <= set(closed)
    assert len([day for day in closed if day.weekday() <= 4]) == 17 + 4


def test_the_calendar_ends_with_the_year_after_it_was_made() -> None:
    assert JP.known_until == date(2027, 12, 31)
    assert not JP.is_open(date(2027, 12, 31))
    with pytest.raises(CalendarUnknown) as refusal:
        JP.next_open_day(date(2027, 12, 31))
    assert refusal.value.day == date(2028, 1, 1)
    with pytest.raises(CalendarUnknown):
        JP.is_open(date(2021, 12, 31))


def test_calendars_are_found_by_the_name_that_rules_use() -> None:
    assert calendars(date(2026, 11, 21))[JP_ADMIN].name == JP_ADMIN
