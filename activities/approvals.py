"""Approvals: exactly this text, by somebody who may, never by its author."""

from sqlalchemy import Connection

from contracts.document_payloads import ApprovalRecorded, RecordApproval
from contracts.failures import refused
from domain.documents import DocumentState
from register import audit, commands
from register.documents import (
    DocumentRow,
    add_approval,
    approved_by,
    read_document,
    set_state,
)
from register.store import Register
from sealing.values import ValueSealer

_ENDS = {
    DocumentState.ISSUED: "this document has left the house; its text stands",
    DocumentState.WITHDRAWN: "this document has been withdrawn",
}


def record_approval(register: Register, approval: RecordApproval) -> ApprovalRecorded:
    """Record the decision and say whether everybody needed has now approved.

    Raises a refusal, audited, for the author, a role that is not asked, and a text that moved.
    """
    sealer = register.sealer(approval.incident_id)
    with register.writing() as connection:
        document = read_document(connection, approval.document_id)
        reason = _why_not(document, approval)
        handled = commands.is_handled(connection, approval.command_id)
        if document is not None and not reason and not handled:
            _decide(connection, sealer, document, approval)
        if reason and not handled:
            _audit(connection, sealer, approval, "refused", reason)
            commands.mark_handled(connection, approval.command_id, "refused")
        standing = approved_by(connection, approval.document_id, approval.binding_digest)
    if reason:
        raise refused(reason)
    return ApprovalRecorded(approved_by=standing, complete=set(approval.approvers) <= set(standing))


def missing_approvals(
    connection: Connection, document: DocumentRow, approvers: tuple[str, ...]
) -> tuple[str, ...]:
    """The roles that have not approved the document as it stands, its author's word left out."""
    given = set(approved_by(connection, document.id, document.binding_digest)) - {document.author}
    return tuple(role for role in approvers if role not in given)


def _why_not(document: DocumentRow | None, approval: RecordApproval) -> str:
    if document is None:
        return "there is no such document yet; wait for its draft"
    if document.state in _ENDS:
        return _ENDS[document.state]
    if approval.actor == document.author:
        return f"'{approval.actor}' wrote this document, and nobody approves their own draft"
    if approval.actor not in approval.approvers:
        return f"this kind is approved by {' and '.join(approval.approvers)}"
    if approval.binding_digest != document.binding_digest:
        return "the text, its facts or its recipients have moved since; read it again"
    return ""


def _decide(
    connection: Connection, sealer: ValueSealer, document: DocumentRow, approval: RecordApproval
) -> None:
    words = commands.words_of(connection, sealer, approval.command_id)
    outcome = "approved" if approval.approves else "rejected"
    comment = str(words.get("comment", ""))
    add_approval(connection, sealer, document, approval.actor, outcome, comment, approval.at)
    complete = not missing_approvals(connection, document, approval.approvers)
    state = DocumentState.APPROVED if complete else DocumentState.IN_REVIEW
    set_state(connection, document.id, state)
    _audit(connection, sealer, approval, "done", comment, outcome)
    commands.mark_handled(connection, approval.command_id, "done")


def _audit(
    connection: Connection,
    sealer: ValueSealer,
    approval: RecordApproval,
    outcome: audit.Outcome,
    why: str,
    decision: str = "approval",
) -> None:
    line = audit.AuditLine(
        at=approval.at,
        actor=approval.actor,
        action=f"document.{decision}",
        subject=approval.document_id,
        outcome=outcome,
        detail={"binding": approval.binding_digest, "why": why},
    )
    audit.append(connection, sealer, approval.incident_id, line)
