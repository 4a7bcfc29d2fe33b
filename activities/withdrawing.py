"""Taking back: drafts that were not issued, and the scope of what retracts a false alarm."""

from sqlalchemy import Connection

from activities.document_contexts import ContextMaker
from activities.drafting import blank_document
from contracts.document_payloads import RetractionScope, ScopeRetraction, Withdrawal
from contracts.failures import refused
from contracts.permissions import Act
from domain.documents import DocumentKind, DocumentState
from register import audit, commands, permissions
from register.documents import read_document, set_state, write_draft
from register.refusals import NotAllowedError
from register.retraction_scope import scope_of
from register.store import Register
from register.withdrawals import why_not_withdrawn
from sealing.values import ValueSealer


def withdraw_document(register: Register, withdrawal: Withdrawal) -> None:
    """Withdraw a document for a reason, also one whose draft was never finished.

    Raises a refusal, audited, without a reason, and for what has left or is about to.
    """
    draft = withdrawal.draft
    sealer = register.sealer(draft.incident_id)
    with register.writing() as connection:
        words = commands.words_of(connection, sealer, withdrawal.command_id)
        reason = str(words.get("reason", "")).strip()
        handled = commands.is_handled(connection, withdrawal.command_id)
        why_not = (
            ""
            if handled
            else permissions.why_not(
                connection, sealer, draft.incident_id, withdrawal.actor, Act.WITHDRAW
            )
            or _why_not(connection, draft.document_id, reason)
        )
        if not handled:
            if not why_not:
                _withdraw(connection, sealer, withdrawal)
            line = audit.AuditLine(
                at=draft.at,
                actor=withdrawal.actor,
                action="document.withdrawn",
                subject=draft.document_id,
                outcome="refused" if why_not else "done",
                detail={"number": draft.number, "reason": reason, "why": why_not},
            )
            audit.append(connection, sealer, draft.incident_id, line)
            commands.mark_handled(connection, withdrawal.command_id, line.outcome)
        else:
            found = read_document(connection, draft.document_id)
            withdrawn = found is not None and found.state is DocumentState.WITHDRAWN
            why_not = "" if withdrawn else "this withdrawal was refused before"
    if why_not:
        raise refused(why_not)


def scope_retraction(register: Register, wanted: ScopeRetraction) -> RetractionScope:
    """To whom a retraction goes; a refusal is audited once."""
    sealer = register.sealer(wanted.incident_id)
    with register.writing() as connection:
        try:
            scope = scope_of(
                connection,
                sealer,
                wanted.incident_id,
                DocumentKind(wanted.kind),
                wanted.addressees,
            )
        except NotAllowedError as error:
            sentence = "; ".join(error.reasons)
        else:
            return RetractionScope(addressees=scope.addressees, on_behalf_of=scope.on_behalf_of)
        if not commands.is_handled(connection, wanted.command_id):
            line = audit.AuditLine(
                at=wanted.at,
                actor=wanted.actor,
                action="document.prepare",
                subject=wanted.incident_id,
                outcome="refused",
                detail={"kind": wanted.kind, "why": sentence},
            )
            audit.append(connection, sealer, wanted.incident_id, line)
            commands.mark_handled(connection, wanted.command_id, "refused")
    raise refused(sentence)


def _why_not(connection: Connection, document_id: str, reason: str) -> str:
    if not reason:
        return "a withdrawal needs a reason"
    document = read_document(connection, document_id)
    return "" if document is None else why_not_withdrawn(connection, document)


def _withdraw(connection: Connection, sealer: ValueSealer, withdrawal: Withdrawal) -> None:
    draft = withdrawal.draft
    if read_document(connection, draft.document_id) is None:
        # Its draft never came to an end (a fact may not be published, say): it stays unwritten.
        maker = ContextMaker(connection, sealer, draft.incident_id, draft.at)
        write_draft(connection, sealer, blank_document(maker, draft), ())
    set_state(connection, draft.document_id, DocumentState.WITHDRAWN)
