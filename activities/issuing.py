"""The way out of the house: a notice is mailed, a filing written out, a release published.

Whether the approvals stand is checked here, in the moment of leaving, whoever asked for it.
"""

from pathlib import Path

from sqlalchemy import Connection

from activities.approvals import missing_approvals
from activities.assurance_gate import why_no_assurance
from activities.dispatching import Dispatcher, SingleMail
from activities.release_gate import ahead_of_others, reason_against_publishing
from activities.site_after_issue import bring_up_to_date
from activities.site_publishing import SitePublisher
from activities.words import Rendered
from contracts.document_payloads import Issue, Issued
from contracts.failures import refused
from contracts.permissions import Act
from domain.documents import (
    FILINGS,
    FOR_EVERYBODY,
    PERSON_DOCUMENTS,
    RETRACTIONS,
    WRITTEN_OUT,
    DocumentKind,
    DocumentState,
)
from register import audit, commands, dispatches
from register.consistency import reason_against
from register.document_mails import newest_key, told_at
from register.documents import DocumentRow, Rendition, read_document, read_renditions, set_state
from register.filing_mandates import why_not_filed_for
from register.incidents import read_incident
from register.merchant_acts import note_told
from register.parties import ContactRow, read_contacts
from register.permissions import why_not
from register.release_waivers import end_waivers
from register.retractions import MERCHANT_NOTICE, MERCHANT_RETRACTION, warned_contacts
from register.store import Register
from sealing.values import ValueSealer

PURPOSES = {
    DocumentKind.MERCHANT_NOTICE: MERCHANT_NOTICE,
    DocumentKind.ENTRUSTOR_NOTICE: MERCHANT_NOTICE,
    DocumentKind.MERCHANT_RETRACTION: MERCHANT_RETRACTION,
}
"""What the mails of a document to merchants are for."""

NO_DRAFT = "there is no such document yet; wait for its draft"


class Issuer:
    """Lets approved documents leave."""

    def __init__(
        self,
        register: Register,
        dispatcher: Dispatcher,
        outbox: Path,
        site: SitePublisher | None = None,
    ) -> None:
        self._register = register
        self._dispatcher = dispatcher
        self._outbox = outbox
        self._site = site

    def issue(self, issue: Issue) -> Issued:
        """Send, file or publish; safe to repeat. Refused attempts are audited and fail."""
        sealer = self._register.sealer(issue.incident_id)
        document, words = self._checked(issue, sealer)
        if document.kind in WRITTEN_OUT:
            self._write_out(document, words)
            issued = Issued()
        elif document.kind is DocumentKind.MERCHANT_KIT:
            # Its words stand from now on; the kit itself is made when somebody hands it over.
            issued = Issued()
        else:
            issued = self._mail(issue, document, words, sealer)
        with self._register.writing() as connection:
            if document.state is not DocumentState.ISSUED:
                set_state(connection, document.id, DocumentState.ISSUED, issued_at=issue.at)
                detail: dict[str, str | int | bool | None] = {
                    "number": document.number,
                    "binding": document.binding_digest,
                    "told": len(issued.merchant_ids) or issued.retracted,
                    "unsettled": issued.unsettled,
                    **ahead_of_others(connection, sealer, document),
                }
                self._audit(connection, sealer, issue, "done", detail)
                commands.mark_handled(connection, issue.command_id, "done")
        if document.kind in FOR_EVERYBODY and self._site is not None:
            bring_up_to_date(self._site, issue.incident_id, issue.at)
        return issued

    def _checked(
        self, issue: Issue, sealer: ValueSealer
    ) -> tuple[DocumentRow, tuple[Rendition, ...]]:
        with self._register.writing() as connection:
            document = read_document(connection, issue.document_id)
            reason = why_not(
                connection, sealer, issue.incident_id, issue.actor, Act.ISSUE
            ) or self._why_not(connection, sealer, document, issue)
            if reason and not commands.is_handled(connection, issue.command_id):
                ended = end_waivers(connection, issue.document_id, issue.at)
                why: dict[str, str | int | bool | None] = {"why": reason}
                if ended:
                    why["waiver_ended"] = True
                self._audit(connection, sealer, issue, "refused", why)
                commands.mark_handled(connection, issue.command_id, "refused")
            words = read_renditions(connection, sealer, issue.document_id)
        if reason or document is None:
            raise refused(reason)
        return document, words

    def _why_not(
        self,
        connection: Connection,
        sealer: ValueSealer,
        document: DocumentRow | None,
        issue: Issue,
    ) -> str:
        if document is None or document.state is DocumentState.WITHDRAWN:
            return NO_DRAFT if document is None else "this document has been withdrawn"
        if document.kind in PERSON_DOCUMENTS:
            return "a notice to people leaves with its wave; start the wave"
        if document.withheld:
            return reason_against(connection, sealer, document)
        # By the register's policy, whatever the caller believes: nothing unapproved can leave.
        missing = missing_approvals(connection, document)
        if missing:
            return f"not approved as it stands; missing: {', '.join(missing)}"
        incident = read_incident(connection, sealer, issue.incident_id)
        if document.kind in FOR_EVERYBODY and incident.private:
            return "a private incident publishes nothing"
        left = document.state is DocumentState.ISSUED
        return "" if left else self._why_not_now(connection, sealer, document, issue)

    def _why_not_now(
        self, connection: Connection, sealer: ValueSealer, document: DocumentRow, issue: Issue
    ) -> str:
        reason = why_no_assurance(connection, sealer, issue.incident_id, document.kind)
        if document.kind in FILINGS - RETRACTIONS:
            reason = why_not_filed_for(
                connection, issue.incident_id, document.on_behalf_of, issue.at
            )
        reason = reason or reason_against(connection, sealer, document)
        return reason or reason_against_publishing(connection, sealer, document, issue.at)

    def _mail(
        self,
        issue: Issue,
        document: DocumentRow,
        words: tuple[Rendition, ...],
        sealer: ValueSealer,
    ) -> Issued:
        purpose = PURPOSES[document.kind]
        with self._register.reading() as connection:
            contacts = self._contacts(connection, sealer, document)
            claimed = dispatches.states(connection, issue.incident_id, purpose)
        by_party = {rendition.addressee_id: rendition for rendition in words}
        mails = [
            SingleMail(
                incident_id=issue.incident_id,
                key=newest_key(claimed, f"{purpose}:{document.id}:{contact.party_id}:{contact.id}"),
                purpose=purpose,
                contact=contact,
                words=_as_rendered(by_party[contact.party_id], document),
                at=issue.looked_at or issue.at,
                document_id=document.id,
            )
            for contact in contacts
            if contact.party_id in by_party
        ]
        self._dispatcher.send_all(mails)
        parties = {mail.contact.party_id for mail in mails}
        return self._told(issue, document, parties, sealer)

    def _contacts(
        self, connection: Connection, sealer: ValueSealer, document: DocumentRow
    ) -> tuple[ContactRow, ...]:
        """A retraction goes where a warning may have arrived, and nowhere else."""
        contacts = read_contacts(connection, sealer, document.incident_id)
        if document.kind is not DocumentKind.MERCHANT_RETRACTION:
            return contacts
        warned = frozenset[str]().union(*warned_contacts(connection, document.incident_id).values())
        return tuple(contact for contact in contacts if contact.id in warned)

    def _told(
        self, issue: Issue, document: DocumentRow, parties: set[str], sealer: ValueSealer
    ) -> Issued:
        """A merchant is told when one of its contacts' mails was taken; others are unsettled."""
        with self._register.writing() as connection:
            told = told_at(connection, document.id)
            unsettled = len(parties - told.keys())
            if document.kind is DocumentKind.MERCHANT_RETRACTION:
                # Nobody is reminded because of it: it asks for nothing that is waited for.
                return Issued(retracted=len(told), unsettled=unsettled)
            for merchant_id, at in sorted(told.items()):
                note_told(connection, sealer, issue.incident_id, merchant_id, at)
        return Issued(merchant_ids=tuple(sorted(told)), unsettled=unsettled)

    def _write_out(self, document: DocumentRow, words: tuple[Rendition, ...]) -> None:
        for rendition in words:
            page = document_path(self._outbox, document)
            page.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Written whole and then named, so that nobody ever reads half a filing.
            for suffix, body in ((".html", rendition.html), (".txt", rendition.text)):
                draft = page.with_suffix(suffix + ".part")
                draft.touch(mode=0o600)
                draft.write_text(body, encoding="utf-8")
                draft.replace(page.with_suffix(suffix))

    def _audit(
        self,
        connection: Connection,
        sealer: ValueSealer,
        issue: Issue,
        outcome: audit.Outcome,
        detail: dict[str, str | int | bool | None],
    ) -> None:
        line = audit.AuditLine(
            at=issue.at,
            actor=issue.actor,
            action="document.issued",
            subject=issue.document_id,
            outcome=outcome,
            detail=detail,
        )
        audit.append(connection, sealer, issue.incident_id, line)


def outbox_in(data_dir: Path) -> Path:
    """Where filings, releases and letters for the printer lie, by incident."""
    return data_dir / "outbox"


def document_path(outbox: Path, document: DocumentRow) -> Path:
    """Where an issued filing or release lies: `<outbox>/<incident>/<nn>-<kind>.html`."""
    name = f"{document.number:02d}-{document.kind.value.replace('_', '-')}.html"
    return outbox / document.incident_id / name


def _as_rendered(rendition: Rendition, document: DocumentRow) -> Rendered:
    return Rendered(
        subject=rendition.subject,
        text=rendition.text,
        html=rendition.html,
        template_version=document.binding.template,
    )
