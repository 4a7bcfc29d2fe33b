"""Approvals: exactly this text, by somebody who may, never by its author."""

from sqlalchemy import Connection

from contracts.document_payloads import ApprovalRecorded, RecordApproval
from contracts.failures import refused
from domain.documents import DocumentState
from register import audit, commands
from register.approving import approves_for, is_asked, standing_of
from register.consistency import reason_against
from register.documents import DocumentRow, add_approval, read_document, set_state
from register.incidents import read_policy
from register.passages import editors
from register.store import Register
from sealing.values import ValueSealer

_ENDS = {
    DocumentState.ISSUED: "this document has left the house; its text stands",
    DocumentState.WITHDRAWN: "this document has been withdrawn",
}


def record_approval(register: Register, approval: RecordApproval) -> ApprovalRecorded:
    """Record the decision and say whether everybody needed has now approved.

    Raises a refusal, audited, for the author, a role that is not asked, a text that moved, and one
    that contradicts another.
    """
    sealer = register.sealer(approval.incident_id)
    with register.writing() as connection:
        document = read_document(connection, approval.document_id)
        reason = _why_not(connection, sealer, document, approval)
        handled = commands.is_handled(connection, approval.command_id)
        if document is not None and not reason and not handled:
            _decide(connection, sealer, document, approval)
        if reason and not handled:
            _audit(connection, sealer, approval, "refused", reason)
            commands.mark_handled(connection, approval.command_id, "refused")
        # A repeat hears how the text stands now, whatever the first time was told.
        standing = standing_of(connection, document) if document is not None else None
    if reason or standing is None:
        raise refused(reason)
    return ApprovalRecorded(approved_by=standing.approved_by, complete=standing.complete)


def missing_approvals(connection: Connection, document: DocumentRow) -> tuple[str, ...]:
    """The roles whose word on the text as it stands is missing; none where two overrode that."""
    found = standing_of(connection, document)
    return () if found.complete else found.missing


def _why_not(
    connection: Connection,
    sealer: ValueSealer,
    document: DocumentRow | None,
    approval: RecordApproval,
) -> str:
    if document is None:
        return "there is no such document yet; wait for its draft"
    if document.state in _ENDS:
        return _ENDS[document.state]
    if own_words := _own_words(connection, document, approval.actor):
        return own_words
    if not is_asked(connection, document, approval.actor, approval.at):
        asked = read_policy(connection, document.incident_id).approvers(document.kind.value)
        return f"this kind is approved by {' and '.join(asked)}"
    if approval.binding_digest != document.binding_digest:
        return "the text, its facts or its recipients have moved since; read it again"
    return reason_against(connection, sealer, document) if approval.approves else ""


def _own_words(connection: Connection, document: DocumentRow, actor: str) -> str:
    if actor == document.author:
        return f"'{actor}' wrote this document, and nobody approves their own draft"
    if actor in editors(connection, document.id):
        return (
            f"'{actor}' edited this text, and nobody approves their own words: another role "
            "approves in its place with `shirase approval delegate`"
        )
    return ""


def _decide(
    connection: Connection, sealer: ValueSealer, document: DocumentRow, approval: RecordApproval
) -> None:
    words = commands.words_of(connection, sealer, approval.command_id)
    outcome = "approved" if approval.approves else "rejected"
    comment = str(words.get("comment", ""))
    add_approval(connection, sealer, document, approval.actor, outcome, comment, approval.at)
    complete = standing_of(connection, document).complete
    state = DocumentState.APPROVED if complete else DocumentState.IN_REVIEW
    set_state(connection, document.id, state)
    instead_of = approves_for(connection, document, approval.actor, approval.at)
    _audit(connection, sealer, approval, "done", comment, outcome, instead_of)
    commands.mark_handled(connection, approval.command_id, "done")


def _audit(
    connection: Connection,
    sealer: ValueSealer,
    approval: RecordApproval,
    outcome: audit.Outcome,
    why: str,
    decision: str = "approval",
    instead_of: tuple[str, ...] = (),
) -> None:
    detail: dict[str, str | int | bool | None] = {"binding": approval.binding_digest, "why": why}
    if instead_of:
        detail["deputy_for"] = ", ".join(instead_of)
    line = audit.AuditLine(
        at=approval.at,
        actor=approval.actor,
        action=f"document.{decision}",
        subject=approval.document_id,
        outcome=outcome,
        detail=detail,
    )
    audit.append(connection, sealer, approval.incident_id, line)
