"""Documents: drafting, asking, approving, issuing, receipts."""

from datetime import datetime

from temporalio import activity

from activities.approvals import record_approval
from activities.decide_receipts import has_receipt
from activities.dispatching import Dispatcher, SingleMail
from activities.document_contexts import ContextMaker
from activities.drafting import draft_document
from activities.filing_mandates import refuse_without_mandates
from activities.issuing import Issuer
from activities.mail_decisions import decide_about_mails
from activities.permitted import refuse_unless_permitted
from activities.withdrawing import scope_retraction, withdraw_document
from activities.words import render_approval_request
from contracts.clock_payloads import AlertSent
from contracts.document_payloads import (
    ApprovalRecorded,
    DraftDocument,
    Drafted,
    FilingScope,
    Issue,
    Issued,
    MailsDecision,
    Receipt,
    RecordApproval,
    RetractionScope,
    ScopeRetraction,
    Withdrawal,
)
from contracts.failures import refused
from contracts.incident_activities import DocumentActivities
from contracts.permissions import Act
from contracts.staff_mail_context import ApprovalContext
from domain.documents import FILINGS, DocumentState
from domain.receipts import receipt_problem
from domain.state_words import STAFF_ROLE_WORDS
from domain.wording import DOCUMENT_TITLES, Language
from domain.wording_english import ENGLISH_TITLES
from register import audit, commands
from register import documents as kept
from register.approving import stand_ins
from register.parties import read_contacts
from register.store import Register

ASK = "approval_asked"
SHOWN_DIGITS = 12


class RegisterDocumentActivities(DocumentActivities):
    """On the register, the templates and the mailer."""

    def __init__(self, register: Register, dispatcher: Dispatcher, issuer: Issuer) -> None:
        self._register = register
        self._dispatcher = dispatcher
        self._issuer = issuer

    @activity.defn
    def draft_document(self, draft: DraftDocument) -> Drafted:
        """Every rendition from the newest ledger revision."""
        return draft_document(self._register, draft)

    @activity.defn
    def ask_for_approval(self, ask: RecordApproval) -> AlertSent:
        """One mail to each approver for this text; a text that moves is asked for anew."""
        sealer = self._register.sealer(ask.incident_id)
        with self._register.reading() as connection:
            maker = ContextMaker(connection, sealer, ask.incident_id, ask.at)
            document = kept.read_document(connection, ask.document_id)
            contacts = read_contacts(connection, sealer, ask.incident_id)
            standing_in = stand_ins(connection, document, ask.at) if document else ()
        if document is None:
            raise refused("there is no such document yet; wait for its draft")
        context = ApprovalContext(
            marking=maker.incident.marking,
            issued_at=ask.at,
            code_name=maker.incident.code_name,
            **_named(document, ask.approvers, Language(maker.incident.language)),
            binding=document.binding_digest[:SHOWN_DIGITS],
            approve_with=f"shirase approve {maker.incident.code_name} {document.number}",
        )
        words = render_approval_request(context)
        asked = {*ask.approvers, *standing_in}
        mails = [
            SingleMail(
                incident_id=ask.incident_id,
                key=f"{ASK}:{document.id}:{document.binding_digest[:16]}:{contact.id}",
                purpose=ASK,
                contact=contact,
                words=words,
                at=ask.at,
                document_id=document.id,
            )
            for contact in contacts
            if contact.role in asked and contact.role != document.author
        ]
        return AlertSent(mails=self._dispatcher.send_all(mails))

    @activity.defn
    def record_approval(self, approval: RecordApproval) -> ApprovalRecorded:
        """Exactly this text, by somebody who may."""
        return record_approval(self._register, approval)

    @activity.defn
    def issue_document(self, issue: Issue) -> Issued:
        """Out of the house, with every approval in place."""
        return self._issuer.issue(issue)

    @activity.defn
    def record_receipt(self, receipt: Receipt) -> None:
        """Refused for what is no filing, was not issued, or has another receipt already."""
        refuse_unless_permitted(self._register, receipt, Act.RECORD_RECEIPT, "filing.receipt")
        sealer = self._register.sealer(receipt.incident_id)
        with self._register.writing() as connection:
            words = commands.words_of(connection, sealer, receipt.command_id)
            number = str(words.get("receipt_number", "")).strip()
            document = kept.read_document(connection, receipt.document_id)
            reason = _why_no_receipt(document, number)
            if not commands.is_handled(connection, receipt.command_id):
                if not reason:
                    submitted_at = datetime.fromisoformat(words["submitted_at"])
                    kept.record_receipt(connection, receipt.document_id, number, submitted_at)
                line = audit.AuditLine(
                    at=receipt.at,
                    actor=receipt.actor,
                    action="filing.receipt",
                    subject=receipt.document_id,
                    outcome="refused" if reason else "done",
                    detail={"receipt_number": number, "why": reason},
                )
                audit.append(connection, sealer, receipt.incident_id, line)
                commands.mark_handled(connection, receipt.command_id, line.outcome)
        if reason:
            raise refused(reason)

    @activity.defn
    def withdraw_document(self, withdrawal: Withdrawal) -> None:
        """Refused for what has left, and for what a planned wave needs."""
        withdraw_document(self._register, withdrawal)

    @activity.defn
    def decide_mails(self, decision: MailsDecision) -> None:
        """Refused while the provider may still report, and where nothing is in doubt."""
        decide_about_mails(self._register, decision)

    @activity.defn
    def scope_retraction(self, wanted: ScopeRetraction) -> RetractionScope:
        """Whoever was warned and is owed a retraction of this kind."""
        return scope_retraction(self._register, wanted)

    @activity.defn
    def check_filing_mandates(self, wanted: FilingScope) -> None:
        """Nothing is filed in the name of a merchant that has not ordered it."""
        refuse_without_mandates(self._register, wanted)


def _named(
    document: kept.DocumentRow, approvers: tuple[str, ...], language: Language
) -> dict[str, str]:
    """Document, author and approvers in the words of the incident's language."""
    if language is Language.ENGLISH:
        return {
            "language": language,
            "document": f"document {document.number}, {ENGLISH_TITLES[document.kind]}",
            "author": document.author,
            "approvers": ", ".join(approvers),
        }
    return {
        "document": f"文書{document.number} {DOCUMENT_TITLES[document.kind]}",
        "author": STAFF_ROLE_WORDS.get(document.author, document.author),
        "approvers": "、".join(STAFF_ROLE_WORDS.get(role, role) for role in approvers),
    }


def _why_no_receipt(document: kept.DocumentRow | None, number: str) -> str:
    if document is None or document.kind not in FILINGS:
        return "only a filing to an authority has a receipt"
    if document.state is not DocumentState.ISSUED:
        return "this filing was not submitted yet: issue it first"
    if document.receipt_number not in {None, number}:
        return has_receipt(document.number, str(document.receipt_number))
    return receipt_problem(number)
