"""From what moment a rule counts for one party, and why that one."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.conditions import Findings, all_known_true, is_triggered
from domain.explanations import Step, StepKey
from domain.rule_parts import SUBMITTED, Anchor, Counted, EffectiveBy
from domain.rules import Rule
from domain.situations import AWARENESS, Moments, Party

_OF_KNOWING = frozenset({Anchor.AWARE, Anchor.AWARE_REPORTABLE})


class Anchored(NamedTuple):
    """The anchor's moment (UTC) and the steps that explain it."""

    at: datetime
    steps: tuple[Step, ...]


class Happened(NamedTuple):
    """The moment that an anchor was read from; `others` are later times stated for the same."""

    at: datetime
    name: str
    others: tuple[datetime, ...] = ()


def applies_now(rule: Rule, findings: Findings) -> bool:
    """Whether the event is within the rule: triggered (unknown counts), and not exempt."""
    return is_triggered(rule.triggers, findings) and not any(
        all_known_true(exemption.all_of, findings) for exemption in rule.exemptions
    )


def anchored(
    rule: Rule, party: Party, told_at: datetime | None, zone: ZoneInfo | None = None
) -> Anchored | None:
    """Find the moment from which `rule` counts for `party`; None while it has not happened.

    `told_at` is when an entrustee's notice to this party is recorded as sent. It stands in for a
    receipt that nobody recorded: the notice has freed the entrustee, so somebody's clock must
    run. `zone` is the recipient's where it is not the rule's own.
    """
    zone = zone or rule.zone
    source = happened(rule, rule.regime, party.moments, told_at)
    if source is None:
        return None
    labels = {"anchor": rule.anchor_label, "moment": source.name}
    steps = [_step(StepKey.ANCHORED, zone, source.at, **labels)]
    if source.others:
        times = ",".join(at.astimezone(zone).isoformat() for at in source.others)
        steps.append(Step(key=StepKey.OTHER_TIMES_STATED, values={"times": times}))
    at = source.at
    if rule.anchor == Anchor.AWARE_REPORTABLE:
        since = _reportable_since(rule, party.findings)
        if since is not None and since > at:
            at = since
            steps.append(_step(StepKey.REPORTABLE_LATER, zone, at))
    if rule.anchor == Anchor.CALENDAR_YEAR_END:
        at = year_end(at, zone)
        year_end_on = at.astimezone(zone).date().isoformat()
        steps.append(Step(key=StepKey.YEAR_END, values={"year_end_on": year_end_on}))
    return Anchored(at.astimezone(UTC), tuple(steps))


def happened(
    counted: Counted, regime: str, moments: Moments, told_at: datetime | None
) -> Happened | None:
    """The earliest of the moments that a period counts from; None while none has happened."""
    if counted.anchor.startswith(SUBMITTED):
        at = moments.submitted_at.get(counted.stage(regime))
        return None if at is None else Happened(at, "submitted_at")
    found: list[Happened] = []
    for name in counted.read_from:
        stated = moments.stated(name)
        if name == "received_from_processor_at" and not stated and told_at is not None:
            stated = (told_at,)
        if stated:
            found.append(Happened(stated[0], name, stated[1:]))
    return min(found, default=None)


def force_date_of(
    rule: Rule, party: Party, told_at: datetime | None, start: datetime | None
) -> datetime | None:
    """The moment whose date decides which text applies; None while there is none.

    A transitional rule that goes by awareness (Korea's of 2026-09-11) is the usual one. Where
    knowing is itself the anchor, that is the date; a filing or fix long after it is not.
    """
    moments = party.moments
    if rule.effective_by is EffectiveBy.ANCHOR or rule.anchor in _OF_KNOWING:
        return start
    if rule.effective_by is EffectiveBy.OCCURRED:
        return min(moments.stated("occurred_at"), default=start)
    known = [at for name in AWARENESS for at in moments.stated(name)]
    return min([*known, *([told_at] if told_at else [])], default=start)


def year_end(at: datetime, zone: ZoneInfo) -> datetime:
    """The last microsecond of the moment's year in that zone."""
    next_year = at.astimezone(zone).year + 1
    return datetime(next_year, 1, 1, tzinfo=zone).astimezone(UTC) - timedelta(microseconds=1)


def _reportable_since(rule: Rule, findings: tuple[Findings, ...]) -> datetime | None:
    """Return when the event last became reportable; None when it was so from the start.

    A count that passes the threshold, or an exemption that is withdrawn, starts the clock when
    that is known, not when the incident was.
    """
    if len(findings) == 1 and findings[0].known_at is None:
        return None
    since: datetime | None = None
    for item in reversed(findings):
        if not applies_now(rule, item):
            return since
        since = item.known_at
    return None


def _step(key: StepKey, zone: ZoneInfo, at: datetime, **labels: str) -> Step:
    moment_at = at.astimezone(zone).isoformat()
    return Step(key=key, values={**labels, "moment_at": moment_at, "zone": zone.key})
