"""What a document asks of its activities, made from what it was started with."""

from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts.document_payloads import (
        ApproveDocument,
        DecideMails,
        DocumentInput,
        DraftDocument,
        Issue,
        MailsDecision,
        Receipt,
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


def approval_of(given: DocumentInput, command: ApproveDocument, at: datetime) -> RecordApproval:
    """An approval or a rejection of exactly the text with its digest."""
    return RecordApproval(
        incident_id=given.incident_id,
        document_id=given.document_id,
        command_id=command.command_id,
        actor=command.actor,
        approvers=given.approvers,
        binding_digest=command.binding_digest,
        approves=command.approves,
        at=at,
    )


def question_of(given: DocumentInput, digest: str, at: datetime) -> RecordApproval:
    """Ask for the approval of the text with this digest."""
    return RecordApproval(
        incident_id=given.incident_id,
        document_id=given.document_id,
        command_id="",
        actor=given.author,
        approvers=given.approvers,
        binding_digest=digest,
        approves=False,
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


def receipt_of(given: DocumentInput, command: Command, at: datetime) -> Receipt:
    """Record a filing's receipt."""
    return Receipt(
        incident_id=given.incident_id,
        document_id=given.document_id,
        command_id=command.command_id,
        actor=command.actor,
        at=at,
    )


def withdrawal_of(given: DocumentInput, command: Command, at: datetime) -> Withdrawal:
    """Take the document back."""
    return Withdrawal(command_id=command.command_id, actor=command.actor, draft=draft_of(given, at))


def mails_decision_of(given: DocumentInput, command: DecideMails, at: datetime) -> MailsDecision:
    """Decide about its mails in doubt."""
    return MailsDecision(
        incident_id=given.incident_id,
        document_id=given.document_id,
        command_id=command.command_id,
        actor=command.actor,
        decision=command.decision,
        party_ids=command.party_ids,
        at=at,
    )
