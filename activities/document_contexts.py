"""What a document is rendered from, gathered from the register for each addressee."""

from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from activities.law import assess_incident
from activities.retraction_contexts import RetractionViews
from activities.situation import answer_of
from contracts.document_context import (
    BusinessView,
    ClockView,
    Desk,
    DocumentContext,
    FactView,
    FilingKind,
    FilingView,
    IncidentWords,
    NamedFigure,
    Organisation,
    ReleaseView,
    ReplyWay,
)
from contracts.names import PUBLIC
from contracts.staff_mail_context import ReminderContext
from domain.documents import FILINGS, PERSON_DOCUMENTS, RELEASES, DocumentKind, DocumentState
from domain.duties import Assessment
from domain.explanations import Locale
from domain.facts import FactStatus, Ledger
from domain.figures import Figure, FigureKind, FigureUnit
from domain.wording import Language
from regimes.loader import load_bundled
from register.documents import DocumentRow, read_documents
from register.evidence import people_held
from register.incidents import read_incident
from register.ledger import read_ledger
from register.parties import MerchantRow, PartyRow, ourselves, read_parties
from register.people_counts import count_people
from sealing.values import ValueSealer

NAMES_KNOWN = "figure.names"
RULE_7_4_MORE_THAN = 1_000
"""Enforcement Rules Art. 7(4): more than 1,000 individuals, so 1,000 are not reported."""


class ContextMaker:
    """Makes the contexts of one document, from one state of the register."""

    def __init__(
        self, connection: Connection, sealer: ValueSealer, incident_id: str, at: datetime
    ) -> None:
        self._connection = connection
        self._sealer = sealer
        self._id = incident_id
        self._at = at
        self.incident = read_incident(connection, sealer, incident_id)
        self.ledger = read_ledger(connection, sealer, incident_id)
        self._parties = read_parties(connection, sealer, incident_id)
        self._documents = read_documents(connection, incident_id)
        self._us = ourselves(self._parties)
        self._assessed_if_told: Assessment | None = None

    def contexts(self, draft: DocumentRow) -> dict[str, DocumentContext]:
        """One context an addressee, by the id under which its rendition is kept."""
        if draft.kind is DocumentKind.RETRACTION_RELEASE:
            views = self._retractions
            release = self._release(draft)
            return {PUBLIC: self._context(draft, release=release, retraction=views.for_public())}
        if draft.kind in RELEASES:
            return {PUBLIC: self._context(draft, release=self._release(draft))}
        if draft.kind in FILINGS:
            return {party: self._filing(draft, party) for party in draft.addressees}
        if draft.kind in PERSON_DOCUMENTS:
            return {party: self._for_people(draft, party) for party in draft.addressees}
        if draft.kind is DocumentKind.MERCHANT_RETRACTION:
            return {party: self._merchant_retraction(draft, party) for party in draft.addressees}
        return {party: self._for_merchant(draft, party) for party in draft.addressees}

    @cached_property
    def _retractions(self) -> RetractionViews:
        return RetractionViews(self._connection, self._sealer, self._id, self.incident.marking)

    def _merchant_retraction(self, draft: DocumentRow, party_id: str) -> DocumentContext:
        party, reply = self._parties[party_id], self._reply(party_id)
        return self._context(
            draft,
            addressee=party.name,
            merchant=self._business(party),
            reply=reply,
            retraction=self._retractions.for_merchant(party_id, reply.reference),
        )

    def release_number(self, document_id: str) -> int:
        """The number of a release in the series of those that were issued, or are under way."""
        earlier = [
            document
            for document in self._documents
            if document.kind in RELEASES
            and document.id != document_id
            and document.state is not DocumentState.WITHDRAWN
            and document.release_number is not None
        ]
        mine = next((d.release_number for d in self._documents if d.id == document_id), None)
        return mine or len(earlier) + 1

    def _context(self, draft: DocumentRow, **parts: Any) -> DocumentContext:
        base: dict[str, Any] = {
            "kind": draft.kind,
            "language": Language(draft.language),
            "marking": self.incident.marking,
            "incident": IncidentWords(code_name=self.incident.code_name, title=self.incident.title),
            "issued_at": self._at,
            "sender": self._organisation(self._us),
            "facts": self._facts(),
        }
        return DocumentContext(**(base | parts))

    def _facts(self) -> tuple[FactView, ...]:
        return tuple(
            FactView(
                key=entry.fact.key,
                status=entry.fact.status,
                statement=entry.fact.statement,
                figure=entry.fact.figure,
                moment=entry.fact.moment,
                as_of=entry.fact.as_of,
                source_name=self._source_name(entry.fact.source),
                public=entry.fact.public,
            )
            for entry in self.ledger.current().values()
        )

    def _source_name(self, key: str) -> str:
        return next((party.name for party in self._parties.values() if party.key == key), "")

    def _for_merchant(self, draft: DocumentRow, party_id: str) -> DocumentContext:
        party = self._parties[party_id]
        return self._context(
            draft,
            addressee=party.name,
            merchant=self._business(party),
            clocks=self._clocks_if_told(party_id),
            reply=self._reply(party_id),
        )

    def reminder(self, merchant: MerchantRow, number: int) -> ReminderContext:
        """What a merchant is reminded with: what we wait for, and its own clocks."""
        return ReminderContext(
            marking=self.incident.marking,
            issued_at=self._at,
            sender=self._organisation(self._us),
            merchant_name=self._parties[merchant.party_id].name,
            incident_title=self.incident.title,
            number=number,
            told_at=merchant.told_at or self._at,
            reply=self._reply(merchant.party_id),
            acknowledged=merchant.acknowledged_at is not None,
            clocks=self._clocks_if_told(merchant.party_id),
        )

    def _reply(self, party_id: str) -> ReplyWay:
        desk = self._us.details["desk"]
        return ReplyWay(
            reference=f"{self.incident.code_name}-{party_id[-6:]}",
            mail=desk.get("mail") or "",
            phone=desk.get("phone") or "",
        )

    def _for_people(self, draft: DocumentRow, party_id: str) -> DocumentContext:
        party = self._parties[party_id]
        return self._context(
            draft,
            sender=self._organisation(party),
            platform=self._organisation(self._us),
            merchant=self._business(party),
            retraction=self._retractions.for_people(party_id, draft.kind),
        )

    def _filing(self, draft: DocumentRow, authority_id: str) -> DocumentContext:
        return self._context(
            draft,
            addressee=self._parties[authority_id].name,
            entrustors=tuple(
                self._business(self._parties[party_id]) for party_id in draft.on_behalf_of
            ),
            filing=self._filing_head(draft),
            retraction=self._retractions.for_authority(draft),
        )

    def _filing_head(self, draft: DocumentRow) -> FilingView:
        """A final report follows the preliminary ones that were filed for the same debtors."""
        earlier = [
            document.receipt_number
            for document in self._documents
            if document.kind is DocumentKind.PRELIMINARY_REPORT
            and document.receipt_number
            and (set(document.on_behalf_of) & set(draft.on_behalf_of) or not draft.on_behalf_of)
        ]
        follows = draft.kind is DocumentKind.FINAL_REPORT and bool(earlier)
        return FilingView(
            reporter=self._organisation(self._us),
            kind=FilingKind.FOLLOW_UP if follows else FilingKind.NEW,
            previous_receipt_number="、".join(number for number in earlier if number)
            if follows
            else "",
            by_proxy=bool(draft.on_behalf_of),
            my_number_included=answer_of(self.ledger, "category.my_number"),
            over_threshold=self._over_threshold(draft),
        )

    def _over_threshold(self, draft: DocumentRow) -> bool | None:
        """Rule 7(4), reckoned for each debtor of the filing; None while the whole is not known."""
        if not _is_known(self.ledger, NAMES_KNOWN):
            return None
        held = people_held(self._connection, self._id)
        counts = [held.get(party, 0) for party in draft.on_behalf_of] or [sum(held.values())]
        return any(count > RULE_7_4_MORE_THAN for count in counts)

    def _release(self, draft: DocumentRow) -> ReleaseView:
        issued = [
            document
            for document in self._documents
            if document.kind in RELEASES
            and document.issued_at is not None
            and document.id != draft.id
        ]
        last = max(issued, key=lambda document: document.number, default=None)
        number = draft.release_number or self.release_number(draft.id)
        if last is None:
            return ReleaseView(number=number)
        return ReleaseView(
            number=number,
            previous_number=last.release_number,
            previous_issued_at=last.issued_at,
            changed=self.ledger.changed_since(last.ledger_revision),
        )

    def _business(self, party: PartyRow) -> BusinessView:
        return BusinessView(
            name=party.name,
            role=party.role,
            address=party.details.get("address") or "",
            figures=self._figures(party.id),
        )

    def _figures(self, party_id: str) -> tuple[NamedFigure, ...]:
        """A merchant's share, said only once the ledger knows the whole."""
        if not _is_known(self.ledger, NAMES_KNOWN):
            return ()
        counts = count_people(self._connection, [party_id]).leaked
        return tuple(
            NamedFigure(
                title=item,
                figure=Figure(kind=FigureKind.EXACT, unit=FigureUnit.RECORDS, number=number),
            )
            for item, number in counts.items()
        )

    def _clocks_if_told(self, party_id: str) -> tuple[ClockView, ...]:
        """What the merchant will owe if it is told now: its own clocks, in its own notice."""
        if self._assessed_if_told is None:
            self._assessed_if_told = assess_incident(
                self._connection, self._sealer, self._id, self.ledger, self._at, told_if=self._at
            )
        titles = {
            rule.id: rule.title.read_in(Locale.JA)
            for regime in load_bundled()
            for rule in regime.rules
        }
        return tuple(
            ClockView(title=titles[duty.rule_id], due=due)
            for duty in self._assessed_if_told.duties
            if duty.debtor == party_id and (due := duty.due_at)
        )

    def _organisation(self, party: PartyRow) -> Organisation:
        details = party.details
        desk = details.get("desk") or self._us.details["desk"]
        return Organisation(
            name=party.name,
            department=details.get("department") or "",
            representative=details.get("representative") or "",
            address=details.get("address") or "",
            desk=Desk(**{name: desk.get(name) or "" for name in Desk.model_fields}),
        )


def _is_known(ledger: Ledger, key: str) -> bool:
    entry = ledger.current().get(key)
    return entry is not None and entry.fact.status is FactStatus.KNOWN
