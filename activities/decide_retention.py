"""Retention: what happens to each data set, decided by a person and never against a hold."""

from activities.desk import Desk, HandlerResult, demand, listed
from contracts.decision_words import RetentionDecided
from domain.parties import StaffRole
from domain.retention import LEAVES_US, RetentionDecision
from register.holds import read_holds
from register.refusals import NotAllowedError
from register.retention import (
    DecisionRow,
    HeldDataSet,
    add_decision,
    decisions_in_force,
    named_data_sets,
    read_data_sets,
)


def retention_decided(desk: Desk, words: RetentionDecided) -> HandlerResult:
    """Keep until a day, delete, or return: a decision, which nothing carries out by itself."""
    desk.require({StaffRole.COUNSEL, StaffRole.PRIVACY_OFFICER}, "decide what happens to data")
    held = _named(desk, words.data_set)
    reason = demand(words.reason, "say why the data is kept, deleted or returned")
    _check_day(desk, words)
    standing = decisions_in_force(desk.connection, desk.sealer, desk.incident_id).get(held.id)
    if standing is not None and _same(standing, words, reason):
        return _result(held, words, standing.number, "this was decided before", repeated=True)
    if standing is not None and not words.changes_earlier:
        raise NotAllowedError(
            f"'{standing.decision}' was decided about this data set before; say expressly that "
            "this changes it"
        )
    _check_holds(desk, held, words.decision)
    number = standing.number + 1 if standing else 1
    row = DecisionRow(
        data_set_id=held.id,
        number=number,
        decision=words.decision,
        keep_until=words.keep_until,
        reason=reason,
        decided_at=desk.at,
        decided_by=desk.actor,
    )
    add_decision(desk.connection, desk.sealer, desk.incident_id, row)
    sentence = f"decided for {held.people} people of '{held.merchant}': {words.decision}"
    return _result(held, words, number, sentence, repeated=False)


def _named(desk: Desk, name: str) -> HeldDataSet:
    known = read_data_sets(desk.connection, desk.incident_id)
    meant = named_data_sets(known, name)
    if len(meant) > 1:
        raise NotAllowedError(
            f"this merchant has {len(meant)} data sets, and each is decided for itself; name one: "
            + listed(held.id for held in meant)
        )
    if not meant:
        raise NotAllowedError(
            "there is no such data set in this incident; there is: "
            + listed(f"{held.id} of {held.merchant}" for held in known)
        )
    return meant[0]


def _check_day(desk: Desk, words: RetentionDecided) -> None:
    keeps = words.decision is RetentionDecision.KEEP
    if keeps and words.keep_until is None:
        raise NotAllowedError("data is kept until a day: name it")
    if not keeps and words.keep_until is not None:
        raise NotAllowedError("only data that is kept has a day; leave it out")
    if words.keep_until is not None and words.keep_until <= desk.today:
        raise NotAllowedError("the day until which data is kept lies in the future")


def _check_holds(desk: Desk, held: HeldDataSet, decision: RetentionDecision) -> None:
    if decision not in LEAVES_US:
        return
    holds = read_holds(desk.connection, desk.sealer, desk.incident_id)
    against = next((hold for hold in holds if hold.covers(held.id)), None)
    if against is not None:
        raise NotAllowedError(
            f"hold {against.number} for '{against.requester}' forbids this: release it first, or "
            "keep the data"
        )


def _same(standing: DecisionRow, words: RetentionDecided, reason: str) -> bool:
    return (standing.decision, standing.keep_until, standing.reason) == (
        words.decision,
        words.keep_until,
        reason,
    )


def _result(
    held: HeldDataSet, words: RetentionDecided, number: int, sentence: str, *, repeated: bool
) -> HandlerResult:
    return HandlerResult(
        sentence=sentence,
        ids=(held.id,),
        action="retention.repeated" if repeated else "retention.decided",
        subject=held.id,
        detail={
            "number": number,
            "decision": words.decision.value,
            "keep_until": words.keep_until.isoformat() if words.keep_until else None,
            "why": words.reason,
            "changed": not repeated,
        },
    )
