"""What becomes of one claim: a duty with its clock, not applicable with its ground, or pending."""

from collections.abc import Mapping

from domain.anchors import Anchored, Happened, anchored, force_date_of, happened
from domain.calendars import BusinessCalendar
from domain.claims import Claim, duty_key
from domain.clocks import clock
from domain.conditions import Findings, all_known_true, is_triggered, unknown_triggers
from domain.explanations import Bilingual, Step, StepKey
from domain.frozen_copies import same_but
from domain.outcomes import (
    NOT_ADDRESSED,
    NOT_IN_FORCE,
    NOT_TRIGGERED,
    Duty,
    NotApplicable,
    Pending,
    Reason,
)
from domain.rule_parts import Cap
from domain.rules import Rule
from domain.situations import Party, told_at


class Judge:
    """Judges claims, those that differ in nothing but who is asked and told only once.

    Thousands of merchants of one platform are alike to the law.
    """

    def __init__(self, calendars: Mapping[str, BusinessCalendar]) -> None:
        self._calendars = calendars
        self._alike: dict[object, Duty | NotApplicable | Pending] = {}
        self._likeness: dict[object, tuple[Party, str]] = {}

    def outcome(self, claim: Claim) -> Duty | NotApplicable | Pending:
        """What becomes of a claim."""
        relief = claim.rule.relieved_by
        if relief is not None and claim.role is relief.role:
            # Relief names the entrustments of this very party.
            return _judge(claim, self._calendars)
        like = (
            *(id(claim.rule), claim.role, claim.recipient.member),
            *(told_at(claim.downstream), self._like(claim.party)),
        )
        known = self._alike.get(like)
        if known is None:
            found = self._alike[like] = _judge(claim, self._calendars)
            return found
        party, to = claim.party.id, claim.recipient.to
        return same_but(known, key=claim.key, debtor=party, to=to)

    def _like(self, party: Party) -> str:
        """All that the law may see of a party; those that share their parts are looked at once."""
        parts = (
            *(party.is_ourselves, party.role, party.candidate_roles, party.jurisdictions),
            *(party.affected_in, tuple(party.authorities.items())),
            *(id(party.moments), id(party.findings)),
        )
        # Beside each answer stays the party it was found for, so that its parts keep their ids.
        known = self._likeness.get(parts)
        if known is None:
            known = (party, party.model_dump_json(exclude={"id", "key"}))
            self._likeness[parts] = known
        return known[1]


def _judge(
    claim: Claim, calendars: Mapping[str, BusinessCalendar]
) -> Duty | NotApplicable | Pending:
    rule = claim.rule
    start = anchored(rule, claim.party, told_at(claim.downstream), claim.zone)
    if not _in_force(claim, start):
        # Which text applies comes first: one that is not in force has nothing to say of the facts.
        return _none(claim, Reason.NOT_IN_FORCE, NOT_IN_FORCE)
    refusal = _refusal(claim)
    if refusal is not None:
        return refusal
    asks = tuple(dict.fromkeys(rule.applies_to.unknowns(claim.findings) if rule.applies_to else ()))
    if start is None and not _cap_sources(claim):
        return Pending.model_construct(**claim.common(), anchor=rule.anchor, asks=asks)
    return _duty(claim, start, calendars, asks)


def _in_force(claim: Claim, start: Anchored | None) -> bool:
    """Whether the text applies; where no date is known yet, whether it still will."""
    rule = claim.rule
    at = force_date_of(rule, claim.party, told_at(claim.downstream), start and start.at)
    if at is None:
        return rule.effective_from is not None and rule.effective_to is None
    return rule.in_force_on(at.astimezone(rule.zone).date())


def _refusal(claim: Claim) -> NotApplicable | None:
    """Find the ground on which the rule does not apply, if there is one."""
    rule, findings = claim.rule, claim.findings
    if rule.applies_to is not None and rule.applies_to.holds(findings) is False:
        return _none(claim, Reason.NOT_ADDRESSED, NOT_ADDRESSED)
    if not is_triggered(rule.triggers, findings):
        return _none(claim, Reason.NOT_TRIGGERED, NOT_TRIGGERED)
    found = next((e for e in rule.exemptions if all_known_true(e.all_of, findings)), None)
    if found is not None:
        reason = Reason.OTHER_RULE if found.instead else Reason.EXEMPT
        return _none(claim, reason, found.ground, found.evidence, found.instead)
    for requirement in rule.requires:
        answer = requirement.condition.holds(findings)
        if not (requirement.unknown_reads_as if answer is None else answer):
            return _none(claim, Reason.OTHER_RULE, requirement.otherwise, instead=rule.regime)
    if rule.relieved_by is not None and claim.role is rule.relieved_by.role and _relieved(claim):
        return _none(claim, Reason.RELIEVED, rule.relieved_by.ground)
    return None


def _relieved(claim: Claim) -> bool:
    """Whether every entrustor was notified; with no entrustor on record nobody was."""
    return bool(claim.upstream) and all(item.notified_at for item in claim.upstream)


def _none(
    claim: Claim,
    reason: Reason,
    ground: Bilingual,
    evidence: Bilingual | None = None,
    instead: str | None = None,
) -> NotApplicable:
    return NotApplicable.model_construct(
        **claim.common(), reason=reason, ground=ground, evidence=evidence, instead=instead
    )


def _cap_sources(claim: Claim) -> list[tuple[Cap, Happened]]:
    told = told_at(claim.downstream)
    found = (
        (cap, happened(cap, claim.rule.regime, claim.party.moments, told))
        for cap in claim.rule.caps
    )
    return [(cap, source) for cap, source in found if source is not None]


def _duty(
    claim: Claim,
    start: Anchored | None,
    calendars: Mapping[str, BusinessCalendar],
    asks: tuple[str, ...],
) -> Duty:
    rule, zone = claim.rule, claim.zone
    moves = rule.roll_if
    moved = moves if moves and all_known_true(moves.all_of, claim.findings) else None
    rolls = (Step(key=StepKey.ROLL_ALLOWED, ground=moved.ground),) if moved else ()
    if moved:
        claim = claim._replace(rule=rule.as_moved())
    caps = _cap_sources(claim)
    dates = clock(claim.rule, start and start.at, caps, calendars, claim.recipient.member, zone)
    unknown, unknown_steps = _unknowns(rule, claim.findings)
    delay = rule.delayed_by
    delayed = delay if delay and all_known_true(delay.all_of, claim.findings) else None
    waits = (Step(key=StepKey.DELAYED, ground=delayed.ground),) if delayed else ()
    limit = None if delayed else dates.limit
    return Duty.model_construct(
        **claim.common(),
        anchor=rule.anchor if start else caps[0][0].anchor,
        anchor_at=start.at if start else min(source.at for _, source in caps),
        target_at=dates.target.due_at if dates.target else None,
        target_on=dates.target.due_on if dates.target else None,
        target_timed=bool(dates.target and dates.target.timed),
        policy_target=rule.policy_target,
        due_at=limit.due_at if limit else None,
        due_on=limit.due_on if limit else None,
        due_timed=bool(limit and limit.timed),
        hard=rule.hard,
        tz=zone.key,
        explanation=(*(start.steps if start else ()), *unknown_steps, *waits, *rolls, *dates.steps),
        relieved_by=_relieving(claim),
        rests_on_unknown=unknown,
        delayed=delayed.ground if delayed else None,
        asks=asks,
        answers=_answers(claim),
    )


_MARKS = {True: "1", False: "0", None: "?"}


def _answers(claim: Claim) -> str:
    """How each condition of the rule is answered, in the order of the rule, with the role."""
    rule = claim.rule
    conditions = (
        *((rule.applies_to,) if rule.applies_to else ()),
        *rule.triggers,
        *(condition for exemption in rule.exemptions for condition in exemption.all_of),
        *(requirement.condition for requirement in rule.requires),
    )
    answered = "".join(_MARKS[condition.holds(claim.findings)] for condition in conditions)
    return f"{claim.role.value}:{answered}"


def _unknowns(rule: Rule, findings: Findings) -> tuple[tuple[str, ...], tuple[Step, ...]]:
    counted = unknown_triggers(rule.triggers, findings)
    strict = tuple(
        finding
        for requirement in rule.requires
        for finding in requirement.condition.unknowns(findings)
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
