"""The clock of one rule: target, limit, second limits and loose reading, with every step."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.anchors import Happened
from domain.calendars import BusinessCalendar
from domain.deadlines import Computed, Term, deadline
from domain.explanations import Step, StepKey
from domain.rule_parts import Cap
from domain.rules import Rule

EU_CALENDAR = "EU_"
"""Before a member's code: the name of its calendar."""


class Clock(NamedTuple):
    """The dates of one duty; the limit is the earliest of the rule's own and its caps."""

    target: Computed | None
    limit: Computed | None
    steps: tuple[Step, ...]


def clock(
    rule: Rule,
    start: datetime | None,
    caps: Sequence[tuple[Cap, Happened]],
    calendars: Mapping[str, BusinessCalendar],
    member: str | None,
    zone: ZoneInfo,
) -> Clock:
    """Compute the dates of a rule that counts from `start`.

    Without a start only the caps run, of which there must be one then. `member` is the state whose
    holidays count instead of the rule's calendar, where there is one.

    Raises:
        KeyError: the rule names a calendar that is not among `calendars`.
        CalendarUnknown: a date needs a day that its calendar does not know.
    """
    calendar = _calendar(rule, calendars, member)

    def compute(term: Term | None, at: datetime | None, label: str) -> Computed | None:
        if term is None or at is None or not term.has_number:
            return None
        return deadline(at, term, calendar, zone, anchor_name=label)

    own = rule.anchor_label
    target, limit = compute(rule.target, start, own), compute(rule.limit, start, own)
    loose = compute(rule.loose, start, own)
    steps = [
        *(() if limit or start is None else (Step(key=StepKey.NO_NUMBER),)),
        *_part(StepKey.POLICY_TARGET if rule.policy_target else StepKey.TARGET, target),
        *_part(StepKey.LIMIT if rule.hard else StepKey.GUIDANCE_LIMIT, limit),
    ]
    if start is None:
        steps.append(Step(key=StepKey.ANCHOR_PENDING, values={"anchor": own}))
    binding = [limit] if limit else []
    for cap, source in caps:
        second = compute(cap.limit, source.at, cap.anchor_label)
        if second is None:
            continue
        moment_at = source.at.astimezone(zone).isoformat()
        values = {"moment": source.name, "moment_at": moment_at, "zone": zone.key}
        steps += [Step(key=StepKey.CAP, values=values), *second.steps]
        if cap.lapses_if_anchor_later and start is not None and start > second.due_at:
            steps.append(Step(key=StepKey.CAP_LAPSED, values={"anchor": own}))
        else:
            binding.append(second)
    earliest = min(binding, key=lambda found: found.due_at, default=None)
    if earliest is not None and len(binding) > 1:
        due_at = earliest.due_at.astimezone(zone).isoformat()
        steps.append(Step(key=StepKey.EARLIER_COUNTS, values={"due_at": due_at, "zone": zone.key}))
    steps += [*_part(StepKey.LOOSE_READING, loose), *_late(rule, compute, start, own)]
    return Clock(target, earliest, tuple(steps))


def _late(
    rule: Rule,
    compute: Callable[[Term | None, datetime | None, str], Computed | None],
    start: datetime | None,
    label: str,
) -> tuple[Step, ...]:
    """What is owed after the limit."""
    if rule.late is None:
        return ()
    until = compute(rule.late.until, start, label)
    return _part(StepKey.LATE_UNTIL, until) or (Step(key=StepKey.LATE_WITH_REASONS),)


def _calendar(
    rule: Rule, calendars: Mapping[str, BusinessCalendar], member: str | None
) -> BusinessCalendar | None:
    if rule.calendar is None:
        return None
    national = None if member is None else calendars.get(f"{EU_CALENDAR}{member}")
    return national or calendars[rule.calendar]


def _part(heading: StepKey, computed: Computed | None) -> tuple[Step, ...]:
    return () if computed is None else (Step(key=heading), *computed.steps)
