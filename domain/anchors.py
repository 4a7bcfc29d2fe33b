"""From what moment a rule counts for one party, and why that one."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from domain.conditions import Findings, all_known_true, is_triggered
from domain.explanations import Step, StepKey
from domain.rules import SUBMITTED, Anchor, Rule
from domain.situations import Moments, Party


class Anchored(NamedTuple):
    """The anchor's moment (UTC) and the steps that explain it."""

    at: datetime
    steps: tuple[Step, ...]


def applies_now(rule: Rule, findings: Findings) -> bool:
    """Whether the event is within the rule: triggered (unknown counts), and not exempt."""
    return is_triggered(rule.triggers, findings) and not any(
        all_known_true(exemption.all_of, findings) for exemption in rule.exemptions
    )


def anchored(rule: Rule, party: Party, told_at: datetime | None) -> Anchored | None:
    """Find the moment from which `rule` counts for `party`; None while it has not happened.

    `told_at` is when an entrustee's notice to this party is recorded as sent. It stands in for a
    receipt that nobody recorded: the notice has freed the entrustee, so somebody's clock must
    run.
    """
    source = _earliest(rule, party.moments, told_at)
    if source is None:
        return None
    moment, at = source
    steps = [_step(StepKey.ANCHORED, rule, at, anchor=rule.anchor_label, moment=moment)]
    if rule.anchor == Anchor.AWARE_REPORTABLE:
        since = _reportable_since(rule, party.findings)
        if since is not None and since > at:
            at = since
            steps.append(_step(StepKey.REPORTABLE_LATER, rule, at))
    if rule.anchor == Anchor.CALENDAR_YEAR_END:
        at = _year_end(at, rule)
        year_end_on = at.astimezone(rule.zone).date().isoformat()
        steps.append(Step(key=StepKey.YEAR_END, values={"year_end_on": year_end_on}))
    return Anchored(at.astimezone(UTC), tuple(steps))


def _earliest(
    rule: Rule, moments: Moments, told_at: datetime | None
) -> tuple[str, datetime] | None:
    if rule.anchor.startswith(SUBMITTED):
        submitted_at = moments.submitted_at.get(rule.anchor.removeprefix(SUBMITTED))
        return None if submitted_at is None else ("submitted_at", submitted_at)
    found: list[tuple[datetime, str]] = []
    for name in rule.read_from:
        at = getattr(moments, name)
        if name == "received_from_processor_at" and at is None:
            at = told_at
        if at is not None:
            found.append((at, name))
    if not found:
        return None
    at, name = min(found)
    return name, at


def _reportable_since(rule: Rule, findings: tuple[Findings, ...]) -> datetime | None:
    """Return when the event last became reportable; None when it was so from the start.

    A count that passes the threshold, or an exemption that is withdrawn, starts the clock when
    that is known, not when the incident was.
    """
    since: datetime | None = None
    for item in reversed(findings):
        if not applies_now(rule, item):
            return since
        since = item.known_at
    return None


def _year_end(at: datetime, rule: Rule) -> datetime:
    next_year = at.astimezone(rule.zone).year + 1
    return datetime(next_year, 1, 1, tzinfo=rule.zone).astimezone(UTC) - timedelta(microseconds=1)


def _step(key: StepKey, rule: Rule, at: datetime, **labels: str) -> Step:
    moment_at = at.astimezone(rule.zone).isoformat()
    return Step(key=key, values={**labels, "moment_at": moment_at, "zone": rule.tz})
