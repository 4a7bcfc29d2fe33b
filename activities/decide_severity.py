"""Severity: a person decides; the proposal stands beside the decision."""

from activities.desk import Desk, HandlerResult
from contracts.decision_words import DecideSeverity
from domain.tasks import LEADERS
from register.refusals import NotAllowedError
from register.severity import read_severity, set_severity


def decide_severity(desk: Desk, words: DecideSeverity) -> HandlerResult:
    """By the commander or deputy; otherwise than proposed only for a reason."""
    desk.require(LEADERS, "decide the severity")
    standing = read_severity(desk.connection, desk.sealer, desk.incident_id)
    proposed = standing.proposal.severity
    if words.severity is not proposed and not words.reason:
        because = standing.proposal.reasons[0].en
        raise NotAllowedError(f"proposed is '{proposed}' ({because}); to decide otherwise, say why")
    set_severity(desk.connection, desk.incident_id, words.severity)
    before = standing.decided.value if standing.decided else "undecided"
    return HandlerResult(
        sentence=f"severity '{words.severity}', proposed '{proposed}'",
        severity=words.severity.value,
        action="severity.decided",
        subject=desk.incident_id,
        detail={
            "from": before,
            "to": words.severity.value,
            "proposed": proposed.value,
            "why": words.reason,
        },
    )
