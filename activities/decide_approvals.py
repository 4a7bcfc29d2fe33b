"""Who approves in whose place, and the override of a missing word by two named roles."""

from activities.desk import STAFF, Desk, HandlerResult, demand, listed
from contracts.approval_words import ApprovalDelegated, ApprovalOverridden
from domain.approval import OVERRIDDEN, OVERRIDE_NEEDS, Delegate
from domain.documents import DocumentState
from domain.parties import StaffRole
from register.approving import Delegation, add_delegation, standing_of
from register.consistency import reason_against
from register.documents import DocumentRow, add_approval, read_documents, set_state
from register.incidents import read_policy
from register.passages import editors
from register.refusals import NotAllowedError


def approval_delegated(desk: Desk, words: ApprovalDelegated) -> HandlerResult:
    """By the role itself or the commander, for a reason, until a time to come."""
    desk.require(STAFF & {words.role, StaffRole.COMMANDER}, f"let another approve as {words.role}")
    if desk.actor == words.to.value:
        raise NotAllowedError("nobody names themselves to approve in another's place")
    reason = demand(words.reason, "another approves in a role's place only for a reason: name it")
    if words.until <= desk.at:
        raise NotAllowedError("a delegate stands in until a time to come: name a later one")
    if words.to is words.role:
        raise NotAllowedError("a delegate is another role than the one it stands in for")
    delegate = Delegate(
        words.role.value, words.to.value, words.until, tuple(kind.value for kind in words.kinds)
    )
    given = Delegation(delegate, reason, desk.at, desk.actor)
    identity = add_delegation(desk.connection, desk.sealer, desk.incident_id, given)
    until = words.until.isoformat(timespec="minutes")
    return HandlerResult(
        sentence=f"'{words.to}' may approve for '{words.role}' until {until}",
        ids=(identity,),
        action="approval.delegated",
        subject=desk.incident_id,
        detail={
            "role": words.role.value,
            "to": words.to.value,
            "until": until,
            "kinds": ", ".join(kind.value for kind in words.kinds),
            "why": reason,
        },
    )


def approval_overridden(desk: Desk, words: ApprovalOverridden) -> HandlerResult:
    """The word of one of two; a text that contradicts another is let out by nobody."""
    document = _document(desk, words.number)
    allowed = read_policy(desk.connection, desk.incident_id).approval_override
    if desk.actor not in allowed:
        raise NotAllowedError(
            f"only {listed(allowed)} may let a text out without a missing approval"
        )
    if desk.actor == document.author:
        raise NotAllowedError(
            f"'{desk.actor}' wrote this document, and nobody lets their own draft out"
        )
    if desk.actor in editors(desk.connection, document.id):
        raise NotAllowedError(
            f"'{desk.actor}' edited this text, and nobody lets their own words out"
        )
    reason = demand(words.reason, "an approval is overridden only for a reason: name it")
    if words.binding != document.binding_digest:
        raise NotAllowedError(
            "the text, its facts or its recipients have moved since; read it again"
        )
    if against := reason_against(desk.connection, desk.sealer, document):
        raise NotAllowedError(against)
    before = standing_of(desk.connection, document)
    if desk.actor in before.overridden_by:
        raise NotAllowedError(f"'{desk.actor}' has let this very text out already")
    missing = before.missing
    if not missing:
        raise NotAllowedError("every approval of this text is there: there is nothing to override")
    add_approval(desk.connection, desk.sealer, document, desk.actor, OVERRIDDEN, reason, desk.at)
    standing = standing_of(desk.connection, document)
    if standing.complete:
        set_state(desk.connection, document.id, DocumentState.APPROVED)
    more = OVERRIDE_NEEDS - len(standing.overridden_by)
    return HandlerResult(
        sentence=f"document {document.number}: overridden by {' and '.join(standing.overridden_by)}"
        + (f"; {more} more role is needed" if more > 0 else ""),
        ids=(document.id,),
        action="approval.overridden",
        subject=document.id,
        detail={
            "number": document.number,
            "binding": document.binding_digest,
            "missing": ", ".join(missing),
            "complete": standing.complete,
            "why": reason,
        },
    )


def _document(desk: Desk, number: int) -> DocumentRow:
    known = read_documents(desk.connection, desk.incident_id)
    found = next((document for document in known if document.number == number), None)
    if found is None:
        raise NotAllowedError(f"there is no document {number} yet")
    if found.state in {DocumentState.ISSUED, DocumentState.WITHDRAWN}:
        raise NotAllowedError("this document has left the house or was withdrawn; its text stands")
    return found
