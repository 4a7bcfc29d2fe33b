"""How a wrong receipt number is put right, once and with a reason, and the duties with it."""

from datetime import datetime

from activities.desk import Desk, HandlerResult, demand
from contracts.duty_decision_words import ReceiptCorrected
from contracts.permissions import Act
from domain.documents import FILINGS
from domain.receipts import receipt_problem
from register.documents import DocumentRow, read_documents, record_receipt
from register.duties import MET, DutyRow, read_duties, write_duty
from register.evidence import filing_evidence
from register.filing_mandates import FilingMandates
from register.parties import read_merchants
from register.permissions import require
from register.refusals import NotAllowedError

HOW = "shirase receipt INCIDENT {number} RECEIPT --corrects --reason WHY"


def receipt_corrected(desk: Desk, words: ReceiptCorrected) -> HandlerResult:
    """Another number, or another time of submission, for a filing that has its receipt.

    Old and new stand in the audit log; a duty that this filing met keeps its state and gets the
    corrected evidence.
    """
    require(desk.connection, desk.sealer, desk.incident_id, desk.actor, Act.RECORD_RECEIPT)
    document = _filing(desk, words.number)
    old, old_at = document.receipt_number, document.receipt_at
    if old is None or old_at is None:
        raise NotAllowedError("this filing has no receipt yet: record it without --corrects")
    number, at = words.receipt.strip(), words.submitted_at or old_at
    if (number, at) == (old, old_at):
        return HandlerResult(
            sentence="the receipt says so already", action="filing.receipt", subject=document.id
        )
    if not words.corrects:
        raise NotAllowedError(has_receipt(document.number, old))
    reason = demand(words.reason, "a receipt number is corrected for a reason: say which")
    if problem := receipt_problem(number):
        raise NotAllowedError(problem)
    if at > desk.at:
        raise NotAllowedError("a filing lies in the past: record it once it has been submitted")
    record_receipt(desk.connection, document.id, number, at)
    filed = document.model_copy(update={"receipt_number": number, "receipt_at": at})
    for row in read_duties(desk.connection, desk.incident_id):
        if row.status == MET and row.evidence.get("document") == document.id:
            write_duty(desk.connection, desk.incident_id, _evident(desk, row, filed), desk.at)
    return HandlerResult(
        sentence=f"the receipt of document {document.number} is corrected: {old} -> {number}",
        action="filing.receipt_corrected",
        subject=document.id,
        detail={
            "text": number if old == number else f"{old} → {number}",
            "old_number": old,
            "new_number": number,
            "old_time": old_at.isoformat(),
            "new_time": at.isoformat(),
            "why": reason,
        },
    )


def has_receipt(number: int, known: str) -> str:
    """That a filing has its receipt, and how a wrong one is put right."""
    return (
        f"this filing has its receipt already ({known}); a wrong number or time is put right with "
        f"`{HOW.format(number=number)}`"
    )


def _filing(desk: Desk, number: int) -> DocumentRow:
    documents = read_documents(desk.connection, desk.incident_id)
    found = next((one for one in documents if one.number == number), None)
    if found is None or found.kind not in FILINGS:
        raise NotAllowedError("only a filing to an authority has a receipt")
    return found


def _evident(desk: Desk, row: DutyRow, filed: DocumentRow) -> DutyRow:
    """The duty with this filing as its evidence; refused where that would prove it no more."""
    merchants = read_merchants(desk.connection, desk.incident_id)
    of_others = row.debtor_id in merchants
    mandates = FilingMandates(desk.connection, desk.incident_id) if of_others else None
    evidence = filing_evidence((filed,), filed.kind, row.debtor_id, mandates)
    if evidence is None:
        raise NotAllowedError(
            "at that time no mandate covered this filing for everybody it was made for: check the "
            "time of submission, or record the mandate first"
        )
    late = _is_late(row, evidence.met_at)
    update = {"met_at": evidence.met_at, "evidence": evidence.detail, "late": late}
    return row.model_copy(update=update)


def _is_late(row: DutyRow, met_at: datetime) -> bool:
    return bool(row.clock_at and met_at > row.clock_at)
