"""From a situation and rules to duties: who owes what to whom by when, and what is not owed.

The assessment is complete: each rule that binds a party's role ends, for each one it is owed to,
as a duty, as not applicable with its legal ground, or as pending until its anchor happens. It
knows nothing of what has been filed; that a duty is met is for the record to say.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict

from domain.anchors import Anchored, anchored, applies_now
from domain.calendars import BusinessCalendar
from domain.claims import Claim, claims, duty_key
from domain.conditions import Findings, all_known_true, is_triggered, unknown_triggers
from domain.deadlines import Computed, Term, deadline
from domain.explanations import Bilingual, Step, StepKey
from domain.parties import PartyRole
from domain.rules import Audience, Rule
from domain.situations import Situation, told_at


class Reason(StrEnum):
    """Why a rule gives no duty."""

    NOT_TRIGGERED = "not_triggered"
    EXEMPT = "exempt"
    OTHER_RULE = "other_rule"
    RELIEVED = "relieved"
    NOT_IN_FORCE = "not_in_force"


class _Outcome(BaseModel):
    """What every outcome carries.

    `key` is `rule|debtor|to` and stays the same while facts, dates and roles change.
    `candidate_roles` is empty once the debtor's role is decided, else the roles under which the
    outcome holds.
    """

    model_config = ConfigDict(frozen=True)

    key: str
    rule_id: str
    debtor: str
    to: str
    audience: Audience
    candidate_roles: tuple[PartyRole, ...] = ()
    source: str
    verified: bool


class Duty(_Outcome):
    """A duty with its clock; times are UTC, dates are in the rule's zone.

    `due_at` is the last moment in time (`done_at <= due_at` is not late); it and `due_on` are
    None where the law gives no number, and then the target is house policy. `relieved_by` names
    the duties whose performance, all together, frees the debtor of this one.
    `rests_on_unknown` names unknown findings that were read the strict way.
    """

    anchor: str
    anchor_at: AwareDatetime
    target_at: AwareDatetime | None
    target_on: date | None
    policy_target: bool
    due_at: AwareDatetime | None
    due_on: date | None
    hard: bool
    explanation: tuple[Step, ...]
    relieved_by: tuple[str, ...] = ()
    rests_on_unknown: tuple[str, ...] = ()


class NotApplicable(_Outcome):
    """A rule that binds the role but gives no duty on the present facts, with the ground."""

    reason: Reason
    ground: Bilingual


class Pending(_Outcome):
    """A rule that would apply but whose anchor has not happened, so that no clock runs yet."""

    anchor: str


class Assessment(BaseModel):
    """Every outcome of one situation, in the order of parties and rules."""

    model_config = ConfigDict(frozen=True)

    duties: tuple[Duty, ...]
    not_applicable: tuple[NotApplicable, ...]
    pending: tuple[Pending, ...]


_NOT_TRIGGERED = Bilingual(
    ja="該当する報告事由がない（すべての事由について、当たらないことが分かっている）",
    en="None of the rule's triggers is met, and none of them is unknown",
)
_NOT_IN_FORCE = Bilingual(
    ja="起算のもととなった日には施行されていない",
    en="Not in force on the date that the period would count from",
)


def assess(
    situation: Situation, rules: Iterable[Rule], calendars: Mapping[str, BusinessCalendar]
) -> Assessment:
    """Work out every duty of every party.

    Raises:
        KeyError: a rule names a calendar that is not among `calendars`.
        CalendarUnknown: a deadline needs a day that its calendar does not know.
    """
    duties: dict[object, Duty] = {}
    not_applicable: dict[object, NotApplicable] = {}
    pending: dict[object, Pending] = {}
    for claim in claims(situation, tuple(rules)):
        outcome = _judge(claim, calendars)
        if isinstance(outcome, Duty):
            _add(duties, outcome.key, outcome)
        elif isinstance(outcome, NotApplicable):
            _add(not_applicable, (outcome.key, outcome.reason), outcome)
        else:
            _add(pending, outcome.key, outcome)
    return Assessment(
        duties=tuple(duties.values()),
        not_applicable=tuple(not_applicable.values()),
        pending=tuple(pending.values()),
    )


def _judge(
    claim: Claim, calendars: Mapping[str, BusinessCalendar]
) -> Duty | NotApplicable | Pending:
    refusal = _refusal(claim)
    if refusal is not None:
        return refusal
    start = anchored(claim.rule, claim.party, told_at(claim.downstream))
    if start is None:
        return Pending.model_validate({**claim.common(), "anchor": claim.rule.anchor})
    if not claim.rule.in_force_on(start.at.astimezone(claim.rule.zone).date()):
        return _none(claim, Reason.NOT_IN_FORCE, _NOT_IN_FORCE)
    return _duty(claim, start, calendars)


def _refusal(claim: Claim) -> NotApplicable | None:
    """Find the ground on which the rule does not apply, if there is one."""
    rule, findings = claim.rule, claim.findings
    if not is_triggered(rule.triggers, findings):
        return _none(claim, Reason.NOT_TRIGGERED, _NOT_TRIGGERED)
    if not applies_now(rule, findings):
        ground = next(e.ground for e in rule.exemptions if all_known_true(e.all_of, findings))
        return _none(claim, Reason.EXEMPT, ground)
    for requirement in rule.requires:
        answer = requirement.condition.holds(findings)
        if not (requirement.unknown_reads_as if answer is None else answer):
            return _none(claim, Reason.OTHER_RULE, requirement.otherwise)
    if rule.relieved_by is not None and claim.role is rule.relieved_by.role and _relieved(claim):
        return _none(claim, Reason.RELIEVED, rule.relieved_by.ground)
    return None


def _relieved(claim: Claim) -> bool:
    """Whether every entrustor was notified; with no entrustor on record nobody was."""
    return bool(claim.upstream) and all(item.notified_at for item in claim.upstream)


def _none(claim: Claim, reason: Reason, ground: Bilingual) -> NotApplicable:
    return NotApplicable.model_validate({**claim.common(), "reason": reason, "ground": ground})


def _duty(claim: Claim, start: Anchored, calendars: Mapping[str, BusinessCalendar]) -> Duty:
    rule = claim.rule
    calendar = calendars[rule.calendar] if rule.calendar is not None else None

    def compute(term: Term | None) -> Computed | None:
        if term is None or not term.has_number:
            return None
        return deadline(start.at, term, calendar, rule.zone, anchor_name=rule.anchor_label)

    target, limit, loose = compute(rule.target), compute(rule.limit), compute(rule.loose)
    unknown, unknown_steps = _unknowns(rule, claim.findings)
    limit_key = StepKey.LIMIT if rule.hard else StepKey.GUIDANCE_LIMIT
    steps = (
        *start.steps,
        *unknown_steps,
        *(() if limit else (Step(key=StepKey.NO_NUMBER),)),
        *_part(StepKey.POLICY_TARGET if rule.policy_target else StepKey.TARGET, target),
        *_part(limit_key, limit),
        *_part(StepKey.LOOSE_READING, loose),
    )
    return Duty.model_validate(
        {
            **claim.common(),
            "anchor": rule.anchor,
            "anchor_at": start.at,
            "target_at": target and target.due_at,
            "target_on": target and target.due_on,
            "policy_target": rule.policy_target,
            "due_at": limit and limit.due_at,
            "due_on": limit and limit.due_on,
            "hard": rule.hard,
            "explanation": steps,
            "relieved_by": _relieving(claim),
            "rests_on_unknown": unknown,
        }
    )


def _part(heading: StepKey, computed: Computed | None) -> tuple[Step, ...]:
    return () if computed is None else (Step(key=heading), *computed.steps)


def _unknowns(rule: Rule, findings: Findings) -> tuple[tuple[str, ...], tuple[Step, ...]]:
    counted = unknown_triggers(rule.triggers, findings)
    strict = tuple(
        requirement.condition.finding
        for requirement in rule.requires
        if requirement.condition.holds(findings) is None
    )
    named = ((StepKey.UNKNOWN_COUNTS, counted), (StepKey.UNKNOWN_KEEPS_STRICT, strict))
    steps = tuple(
        Step(key=key, values={"findings": ",".join(names)}) for key, names in named if names
    )
    return tuple(dict.fromkeys(counted + strict)), steps


def _relieving(claim: Claim) -> tuple[str, ...]:
    relief = claim.rule.relieved_by
    if relief is None or claim.role is not relief.role:
        return ()
    return tuple(duty_key(relief.rule, claim.party.id, item.entrustor) for item in claim.upstream)


_Kind = TypeVar("_Kind", Duty, NotApplicable, Pending)


def _add(outcomes: dict[object, _Kind], key: object, outcome: _Kind) -> None:
    """Keep one outcome a key; another candidate role only adds its name.

    Relief is kept only where every candidate role would have it.
    """
    if key not in outcomes:
        outcomes[key] = outcome
        return
    earlier: _Kind = outcomes[key]
    update: dict[str, object] = {
        "candidate_roles": (*earlier.candidate_roles, *outcome.candidate_roles)
    }
    if isinstance(earlier, Duty) and isinstance(outcome, Duty):
        same = earlier.relieved_by == outcome.relieved_by
        update["relieved_by"] = earlier.relieved_by if same else ()
    outcomes[key] = earlier.model_copy(update=update)
