"""A person's decision about mails of a document of which nobody knows whether they left."""

from sqlalchemy import Connection

from activities.permitted import refuse_unless_permitted
from contracts.document_payloads import MailsDecision
from contracts.failures import FailureKind, failure, refused
from contracts.permissions import Act
from register import audit, commands
from register.document_mails import MailDoubt, decide_mails, mail_doubts
from register.documents import read_document
from register.doubts import DoubtDecision
from register.incidents import read_policy
from register.store import Register

ACTION = "document.mails_decided"


def decide_about_mails(register: Register, decision: MailsDecision) -> None:
    """Carry a decision out, once, with its audit line.

    Raises a refusal, audited, for a role that may not, where nothing is in doubt, and while the
    provider may still report.
    """
    try:
        wanted = DoubtDecision(decision.decision)
    except ValueError:
        allowed = ", ".join(DoubtDecision)
        raise failure(FailureKind.BAD_INPUT, f"A decision is one of: {allowed}.") from None
    refuse_unless_permitted(register, decision, Act.DECIDE_UNKNOWN, ACTION)
    with register.writing() as connection:
        if commands.outcome_of(connection, decision.command_id) == "done":
            return
        doubts = _doubts(connection, decision)
        why_not = _why_not(connection, decision, doubts)
        parties = sorted(doubt.party_id for doubt in doubts)
        if not why_not:
            decide_mails(connection, decision.document_id, parties, wanted, decision.at)
        line = audit.AuditLine(
            at=decision.at,
            actor=decision.actor,
            action=ACTION,
            subject=decision.document_id,
            outcome="refused" if why_not else "done",
            detail={"decision": wanted.value, "parties": " ".join(parties), "why": why_not},
        )
        sealer = register.sealer(decision.incident_id, connection)
        audit.append(connection, sealer, decision.incident_id, line)
        commands.mark_handled(connection, decision.command_id, line.outcome)
    if why_not:
        raise refused(why_not)


def _doubts(connection: Connection, decision: MailsDecision) -> list[MailDoubt]:
    document = read_document(connection, decision.document_id)
    return [
        doubt
        for doubt in mail_doubts(connection, decision.incident_id)
        if document is not None
        and doubt.number == document.number
        and doubt.party_id in (decision.party_ids or (doubt.party_id,))
    ]


def _why_not(connection: Connection, decision: MailsDecision, doubts: list[MailDoubt]) -> str:
    if not doubts or {doubt.party_id for doubt in doubts} < set(decision.party_ids):
        return "no mail of this document to that party is in doubt: there is nothing to decide"
    patience = read_policy(connection, decision.incident_id).merchant_care.settle_after
    latest = max(doubt.decide_from(patience) for doubt in doubts)
    if decision.at < latest:
        minutes = -(-(latest - decision.at).total_seconds() // 60)
        return f"the mail provider may still report; decide in {minutes:.0f} minutes"
    return ""
