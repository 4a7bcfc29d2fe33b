"""The arithmetic of legal periods: an anchor and a term give a moment, with every step shown.

Reading of the result. `due_at` is the last moment at which the act is still in time, so that
`done_at <= due_at` is the test for every unit. For periods in hours it is the exact instant; for
periods in days, business days or months it is the day's last microsecond in the rule's zone
(23:59:59.999999), because a period in days ends with the end of the day. The lawyer's
"24:00 of the 9th" is `due_on` = the 9th; an exclusive midnight would print as the 10th.
`due_at` is in UTC: two times in one local zone compare by wall clock, which is wrong when the
clock is set back.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict

from domain.calendars import BusinessCalendar
from domain.explanations import Step, StepKey
from domain.terms import First, Roll, Term, Unit

__all__ = ["Computed", "First", "Roll", "Term", "Unit", "deadline"]

_ONE_DAY = timedelta(days=1)
_NOON = time(12)


class Computed(BaseModel):
    """A deadline: the last moment in time (UTC), its date in the rule's zone, and the way there.

    `timed` tells a limit at a time of day from one that ends with its day; a day that is over
    early (`Term.ends_at`) is still a day.
    """

    model_config = ConfigDict(frozen=True)

    due_at: AwareDatetime
    due_on: date
    timed: bool
    steps: tuple[Step, ...]


class _Counted(NamedTuple):
    """The end of the period before any roll at its end."""

    due_at: datetime
    last_on: date
    steps: tuple[Step, ...]


def deadline(
    anchor: datetime,
    term: Term,
    calendar: BusinessCalendar | None,
    tz: ZoneInfo,
    *,
    anchor_name: str = "trigger",
) -> Computed:
    """Compute when a period that starts at `anchor` ends.

    Args:
        anchor: The moment that sets the period off, time-zone aware in any zone.
        term: The period; its unit must not be `none`.
        calendar: Closed days of the recipient; needed when the term counts or rolls by them.
        tz: The zone in which the trigger date and the end of a day are read.
        anchor_name: The label of the anchor in the explanation.

    Raises:
        ValueError: the anchor has no zone, the term has no number, or a calendar is missing.
        CalendarUnknown: the computation needs a day that the calendar does not know.
    """
    if anchor.utcoffset() is None:
        raise ValueError("an anchor needs a time zone")
    if term.n is None:
        raise ValueError("a term without a number has no deadline")
    if term.needs_calendar and calendar is None:
        raise ValueError("this term counts or rolls by closed days and needs a calendar")
    start_at = anchor.astimezone(UTC)
    if term.unit is Unit.HOUR:
        return _roll_end(_count_hours(start_at, term, tz, anchor_name), term, calendar, tz)
    return _end_of_days(start_at.astimezone(tz).date(), term, calendar, tz, anchor_name)


# Thousands of parties are told on one day, and their periods in days are the same then.
@lru_cache(maxsize=4096)
def _end_of_days(
    trigger_on: date, term: Term, calendar: BusinessCalendar | None, tz: ZoneInfo, anchor_name: str
) -> Computed:
    counted = _count_days(trigger_on, term, calendar, tz, anchor_name)
    return _roll_end(counted, term, calendar, tz)


def _count_hours(start_at: datetime, term: Term, tz: ZoneInfo, anchor_name: str) -> _Counted:
    """Add elapsed hours in UTC, so that a change of the clock neither adds nor takes one."""
    key = StepKey.HOURS
    if term.first is First.NEXT_FULL_HOUR:
        key = StepKey.HOURS_FROM_FULL_HOUR
        local = start_at.astimezone(tz)
        past_the_hour = timedelta(
            minutes=local.minute, seconds=local.second, microseconds=local.microsecond
        )
        start_at += timedelta(hours=1) - past_the_hour
    due_at = start_at + timedelta(hours=term.n or 0)
    values = {
        "anchor": anchor_name,
        "start_at": start_at.astimezone(tz).isoformat(),
        "n": str(term.n),
        "last_at": due_at.astimezone(tz).isoformat(),
        "zone": tz.key,
    }
    return _Counted(due_at, due_at.astimezone(tz).date(), (Step(key=key, values=values),))


def _count_days(
    trigger_on: date, term: Term, calendar: BusinessCalendar | None, tz: ZoneInfo, anchor_name: str
) -> _Counted:
    steps: list[Step] = []
    start_on = trigger_on
    includes = term.first is First.INCLUDE
    if term.roll is Roll.START_ON_NEXT_BUSINESS_DAY and calendar is not None:
        closed_days = calendar.closed_run(trigger_on)
        if closed_days:
            start_on = calendar.next_open_day(trigger_on)
            # "Begin on and include" the next business day (Form 8-K, General Instruction B.1).
            includes = True
            values = {"start_on": trigger_on.isoformat(), "moved_on": start_on.isoformat()}
            steps.append(
                Step(
                    key=StepKey.STARTS_NEXT_OPEN_DAY,
                    values=values,
                    closed_days=closed_days,
                )
            )
    key, last_on = _last_day(start_on, term, calendar, includes=includes)
    values = {
        "anchor": anchor_name,
        "start_on": start_on.isoformat(),
        "n": str(term.n),
        "last_on": last_on.isoformat(),
    }
    steps.append(Step(key=key, values=values))
    if term.unit is Unit.BUSINESS_DAY and calendar is not None:
        skipped = calendar.closed_days(start_on if includes else start_on + _ONE_DAY, last_on)
        if skipped:
            steps.append(Step(key=StepKey.NOT_COUNTED, closed_days=skipped))
    return _Counted(_end_of(last_on, term, tz), last_on, tuple(steps))


def _last_day(
    start_on: date, term: Term, calendar: BusinessCalendar | None, *, includes: bool
) -> tuple[StepKey, date]:
    n = term.n or 0
    if term.unit is Unit.MONTH:
        key = StepKey.MONTHS_FROM_DAY_ONE if includes else StepKey.MONTHS_AFTER
        return key, _months_later(start_on, n, includes=includes)
    if term.unit is Unit.BUSINESS_DAY and calendar is not None:
        key = StepKey.OPEN_DAYS_FROM_DAY_ONE if includes else StepKey.OPEN_DAYS_AFTER
        return key, _open_days_later(start_on, n, calendar, includes=includes)
    key = StepKey.DAYS_FROM_DAY_ONE if includes else StepKey.DAYS_AFTER
    return key, start_on + timedelta(days=n - 1 if includes else n)


def _open_days_later(start_on: date, n: int, calendar: BusinessCalendar, *, includes: bool) -> date:
    day = calendar.next_open_day(start_on if includes else start_on + _ONE_DAY)
    for _ in range(n - 1):
        day = calendar.next_open_day(day + _ONE_DAY)
    return day


def _months_later(start_on: date, n: int, *, includes: bool) -> date:
    """Return the same date `n` months on, or the month's last day where that date is missing.

    With the first day counted, the period ends the day before that date, except where the date
    is missing: then on the month's last day (Regulation 1182/71 Art. 3(2)(c); Civil Code of
    Japan Art. 143(2)).
    """
    months = start_on.year * 12 + start_on.month - 1 + n
    year, month = months // 12, months % 12 + 1
    last_of_month = monthrange(year, month)[1]
    if start_on.day > last_of_month:
        return date(year, month, last_of_month)
    same_date = date(year, month, start_on.day)
    return same_date - _ONE_DAY if includes else same_date


def _roll_end(
    counted: _Counted, term: Term, calendar: BusinessCalendar | None, tz: ZoneInfo
) -> Computed:
    due_at, due_on, steps = counted
    ends = _ends_early(term, tz)
    if calendar is None or term.roll not in {Roll.NEXT_OPEN_DAY, Roll.NOON_NEXT_OPEN_DAY}:
        if term.unit in {Unit.CALENDAR_DAY, Unit.GUIDELINE_DAY, Unit.MONTH}:
            steps = (*steps, Step(key=StepKey.NOT_MOVED))
        timed = term.unit is Unit.HOUR
        return Computed(due_at=due_at, due_on=due_on, timed=timed, steps=(*steps, *ends))
    closed_days = calendar.closed_run(due_on)
    if not closed_days:
        step = Step(key=StepKey.ENDS_ON_OPEN_DAY)
        timed = term.unit is Unit.HOUR
        return Computed(due_at=due_at, due_on=due_on, timed=timed, steps=(*steps, step, *ends))
    due_on = calendar.next_open_day(due_on)
    to_noon = term.roll is Roll.NOON_NEXT_OPEN_DAY
    due_at = _local(due_on, _NOON, tz) if to_noon else _end_of(due_on, term, tz)
    step = Step(
        key=StepKey.ROLLED_TO_NOON if to_noon else StepKey.ROLLED,
        values={"due_on": due_on.isoformat()},
        closed_days=closed_days,
    )
    return Computed(due_at=due_at, due_on=due_on, timed=to_noon, steps=(*steps, step, *ends))


def _ends_early(term: Term, tz: ZoneInfo) -> tuple[Step, ...]:
    if term.ends_at is None:
        return ()
    values = {"time": f"{term.ends_at:%H:%M}", "zone": tz.key}
    return (Step(key=StepKey.ENDS_AT, values=values),)


def _end_of(day: date, term: Term, tz: ZoneInfo) -> datetime:
    """Return the last moment of a day that is in time."""
    return _local(day, term.ends_at, tz) if term.ends_at else _end_of_day(day, tz)


def _end_of_day(day: date, tz: ZoneInfo) -> datetime:
    """Return the last microsecond of that day, also where the clock is changed at midnight."""
    return _local(day + _ONE_DAY, time.min, tz) - timedelta(microseconds=1)


def _local(day: date, at: time, tz: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=tz).astimezone(UTC)
