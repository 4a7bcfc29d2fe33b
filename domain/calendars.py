"""Open and closed days of the office that receives a filing.

A calendar answers only inside the years for which its closed days are really known; outside
them it refuses, since a deadline computed from guessed holidays would look like a certain one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from domain.explanations import Bilingual, ClosedDay

_SATURDAY = 5
_SUNDAY = 6
_ONE_DAY = timedelta(days=1)
_WEEKDAY_NAMES = (
    Bilingual(ja="月曜日", en="Monday"),
    Bilingual(ja="火曜日", en="Tuesday"),
    Bilingual(ja="水曜日", en="Wednesday"),
    Bilingual(ja="木曜日", en="Thursday"),
    Bilingual(ja="金曜日", en="Friday"),
    Bilingual(ja="土曜日", en="Saturday"),
    Bilingual(ja="日曜日", en="Sunday"),
)


class CalendarUnknown(Exception):  # noqa: N818 - a state of knowledge, named as lawyers would say it
    """A day lies outside the years that the calendar knows."""

    def __init__(self, calendar: "BusinessCalendar", day: date) -> None:
        super().__init__(
            f"{calendar.name} knows {calendar.known_from} to {calendar.known_until}, not {day}"
        )
        self.calendar_name = calendar.name
        self.day = day


@dataclass(frozen=True, eq=False)
class BusinessCalendar:
    """The closed days of one office or market.

    `closed` names the closed days besides the weekly ones (a day may be both). `weekend` holds
    weekday numbers, Monday being 0. `known_from` and `known_until` are inclusive. Days are
    dates in the zone of the rule that uses the calendar.
    """

    name: str
    closed: Mapping[date, Bilingual]
    known_from: date
    known_until: date
    weekend: frozenset[int] = frozenset({_SATURDAY, _SUNDAY})

    def closed_reason(self, day: date) -> Bilingual | None:
        """Say why the office is closed on that day, or None when it is open.

        Raises:
            CalendarUnknown: the day lies outside the known years.
        """
        if not self.known_from <= day <= self.known_until:
            raise CalendarUnknown(self, day)
        holiday = self.closed.get(day)
        if day.weekday() not in self.weekend:
            return holiday
        weekday = _WEEKDAY_NAMES[day.weekday()]
        if holiday is None:
            return weekday
        return Bilingual(
            ja=f"{weekday.ja}（{holiday.ja}）",
            en=f"{weekday.en}, {holiday.en}",
        )

    def is_open(self, day: date) -> bool:
        """Tell whether the office is open on that day.

        Raises:
            CalendarUnknown: the day lies outside the known years.
        """
        return self.closed_reason(day) is None

    def next_open_day(self, day: date) -> date:
        """Return that day when it is open, else the first open day after it.

        Raises:
            CalendarUnknown: the day, or a day that had to be looked at, is not known.
        """
        while not self.is_open(day):
            day += _ONE_DAY
        return day

    def closed_days(self, first: date, last: date) -> tuple[ClosedDay, ...]:
        """List the closed days from one day to another, both included.

        Raises:
            CalendarUnknown: one of the days is not known.
        """
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        reasons = ((day, self.closed_reason(day)) for day in days)
        return tuple(ClosedDay(day=day, reason=reason) for day, reason in reasons if reason)

    def closed_run(self, day: date) -> tuple[ClosedDay, ...]:
        """List the closed days from that day up to the next open day; empty when it is open.

        Raises:
            CalendarUnknown: the day, or a day that had to be looked at, is not known.
        """
        run: list[ClosedDay] = []
        while (reason := self.closed_reason(day)) is not None:
            run.append(ClosedDay(day=day, reason=reason))
            day += _ONE_DAY
        return tuple(run)
