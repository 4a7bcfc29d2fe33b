"""What a document asks of its activities, made from what it was started with."""

from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts.document_payloads import (
        DocumentInput,
        DraftDocument,
        Issue,
        RecordApproval,
        Withdrawal,
    )
    from contracts.payloads import Command


def draft_of(given: DocumentInput, at: datetime) -> DraftDocument:
    """Render the document."""
    return DraftDocument(
        incident_id=given.incident_id,
        document_id=given.document_id,
        number=given.number,
        kind=given.kind,
        author=given.author,
        addressees=given.addressees,
        on_behalf_of=given.on_behalf_of,
        at=at,
    )


def approval_of(
    given: DocumentInput, command_id: str, actor: str, digest: str, at: datetime, *, approves: bool
) -> RecordApproval:
    """An approval or a rejection of exactly the text with this digest, or the request for one."""
    return RecordApproval(
        incident_id=given.incident_id,
        document_id=given.document_id,
        command_id=command_id,
        actor=actor,
        approvers=given.approvers,
        binding_digest=digest,
        approves=approves,
        at=at,
    )


def issue_of(given: DocumentInput, command: Command, at: datetime) -> Issue:
    """Let the document leave the house."""
    return Issue(
        incident_id=given.incident_id,
        document_id=given.document_id,
        command_id=command.command_id,
        actor=command.actor,
        approvers=given.approvers,
        at=at,
    )


def withdrawal_of(given: DocumentInput, command: Command, at: datetime) -> Withdrawal:
    """Take the document back."""
    return Withdrawal(command_id=command.command_id, actor=command.actor, draft=draft_of(given, at))
