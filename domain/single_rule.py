"""The dates of one rule from one moment, as somebody asks for them outside any incident."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.anchors import Happened, year_end
from domain.calendars import BusinessCalendar
from domain.clocks import Clock, clock
from domain.deadlines import Unit
from domain.explanations import Step, StepKey
from domain.places import zone_of_member
from domain.rule_parts import Anchor, Cap
from domain.rules import Rule

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class WhenRefused(Exception):  # noqa: N818 - a state of what was asked, told in one sentence
    """The moment cannot be used for this rule; `reason` says which way."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


NO_SUCH_TIME = "no_such_time"
NEEDS_TIME = "needs_time"
NEEDS_ZONE = "needs_zone"


class When(NamedTuple):
    """A moment as it was written: a day only, or a time that is aware."""

    written: str
    day: date | None
    at: datetime | None

    def moment(self, zone: ZoneInfo) -> datetime:
        """The moment in time; a day is the recipient's day, and begins at its midnight there."""
        if self.at is not None:
            return self.at
        return datetime.combine(self.day or date.min, time.min, zone)


class SingleClock(NamedTuple):
    """What came of it: `anchor_at` aware, in the recipient's zone; `steps` explain it."""

    rule: Rule
    when: When
    anchor_at: datetime
    clock: Clock
    steps: tuple[Step, ...]
    zone: ZoneInfo


def read_when(written: str, rule: Rule, tz: ZoneInfo | None, zone: ZoneInfo) -> When:
    """Read a day or a time as the rule can use it.

    A day given to a rule that counts days is the recipient's own day, whatever `tz` says. A time
    without a zone is in `tz`; a rule that counts days takes one without any as the recipient's.

    Raises:
        WhenRefused: it is no time, or the rule counts hours and time or zone is missing.
    """
    in_hours = any(term.unit is Unit.HOUR for term in rule.terms)
    try:
        if _DAY.fullmatch(written):
            day = date.fromisoformat(written)
            if in_hours:
                raise WhenRefused(NEEDS_TIME)
            return When(written, day, None)
        at = datetime.fromisoformat(written)
    except ValueError as error:
        raise WhenRefused(NO_SUCH_TIME) from error
    if at.utcoffset() is None:
        if tz is None and in_hours:
            raise WhenRefused(NEEDS_ZONE)
        at = at.replace(tzinfo=tz or zone)
    return When(written, None, at)


def in_force(versions: Sequence[Rule], when: str, tz: ZoneInfo | None) -> Rule | None:
    """The version of a rule that is in force on the day of the moment; None when none is.

    Raises:
        WhenRefused: as `read_when`.
    """
    for rule in versions:
        moment = read_when(when, rule, tz, rule.zone).moment(rule.zone)
        if rule.in_force_on(moment.astimezone(rule.zone).date()):
            return rule
    return None


def single_clock(
    rule: Rule,
    when: str,
    calendars: Mapping[str, BusinessCalendar],
    *,
    tz: ZoneInfo | None = None,
    aware: str | None = None,
    member: str | None = None,
) -> SingleClock:
    """Compute one rule from one moment of its anchor.

    `aware` is the moment for second limits that count from elsewhere; without it they are left out.
    `member` is the member state whose zone and holidays count, for rules that go by them.

    Raises:
        WhenRefused: a moment cannot be used for this rule.
        CalendarUnknown: a date needs a day that its calendar does not know.
        KeyError: there is no such member, or the rule names a calendar that does not exist.
    """
    zone = rule.zone if member is None else zone_of_member(member)
    given = read_when(when, rule, tz, zone)
    start = given.moment(zone)
    steps = [_given(rule, given, start, zone)]
    if rule.anchor == Anchor.CALENDAR_YEAR_END:
        start = year_end(start, zone)
        year_end_on = start.astimezone(zone).date().isoformat()
        steps.append(Step(key=StepKey.YEAR_END, values={"year_end_on": year_end_on}))
    caps: list[tuple[Cap, Happened]] = []
    if aware is not None:
        known_at = read_when(aware, rule, tz, zone).moment(zone)
        caps = [(cap, Happened(known_at, cap.read_from[0])) for cap in rule.caps if cap.read_from]
    dates = clock(rule, start.astimezone(UTC), caps, calendars, member, zone)
    return SingleClock(
        rule=rule,
        when=given,
        anchor_at=start.astimezone(zone),
        clock=dates,
        steps=(*steps, *dates.steps),
        zone=zone,
    )


def _given(rule: Rule, given: When, start: datetime, zone: ZoneInfo) -> Step:
    # What is given is the day of the discovery; the end of its year follows from it.
    of_year = rule.anchor == Anchor.CALENDAR_YEAR_END
    anchor = Anchor.DISCOVERED_OR_SHOULD_HAVE.value if of_year else rule.anchor_label
    values = {"anchor": anchor, "zone": zone.key}
    if given.day is not None:
        return Step(key=StepKey.GIVEN_DAY, values={**values, "given_on": given.day.isoformat()})
    given_at = start.astimezone(zone).isoformat()
    return Step(
        key=StepKey.GIVEN_TIME, values={**values, "given_at": given_at, "written": given.written}
    )
