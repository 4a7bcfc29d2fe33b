"""What a document is rendered from, gathered from the register for each addressee."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from activities.filing_contexts import house_record, previous_report, shares_a_debtor
from activities.house_views import own_clocks, progress_of, rule_titles, voice_of
from activities.law import assess_incident
from activities.release_views import release_number, release_view
from activities.retraction_contexts import RetractionViews
from activities.share_figures import Shares
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
    Organisation,
    ReplyWay,
)
from contracts.names import PUBLIC
from contracts.staff_mail_context import ReminderContext
from domain.documents import (
    FILINGS,
    FOR_EVERYBODY,
    IN_HOUSE,
    PERSON_DOCUMENTS,
    RELEASES,
    DocumentKind,
)
from domain.duties import Assessment
from domain.explanations import Locale
from domain.wording import Language
from register.documents import DocumentRow, read_documents
from register.house_record import bound_record
from register.incidents import read_incident
from register.ledger import read_ledger
from register.parties import MerchantRow, PartyRow, ourselves, read_parties
from sealing.values import ValueSealer

OURS = "ours"
"""The addressee of what our own people read."""
_FOLLOWED = {
    DocumentKind.FINAL_REPORT: (DocumentKind.PRELIMINARY_REPORT,),
    DocumentKind.AMENDED_REPORT: (DocumentKind.PRELIMINARY_REPORT, DocumentKind.FINAL_REPORT),
}


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
        self._voices: dict[str, dict[str, Any]] = {}

    def bound_record(self, draft: DocumentRow) -> str:
        """What an approval of it binds of what the house itself did; empty where it says none."""
        return bound_record(self._connection, draft)

    def contexts(self, draft: DocumentRow) -> dict[str, DocumentContext]:
        """One context an addressee, by the id under which its rendition is kept."""
        if draft.kind in FOR_EVERYBODY:
            return {PUBLIC: self._for_everybody(draft)}
        if draft.kind in IN_HOUSE:
            return {OURS: self._in_house(draft)}
        made: Callable[[DocumentRow, str], DocumentContext] = self._for_merchant
        if draft.kind in FILINGS:
            made = self._filing
        elif draft.kind in PERSON_DOCUMENTS:
            made = self._for_people
        elif draft.kind is DocumentKind.MERCHANT_RETRACTION:
            made = self._merchant_retraction
        elif draft.kind is DocumentKind.MERCHANT_KIT:
            made = self._kit
        return {party: made(draft, party) for party in draft.addressees}

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
        return release_number(self._documents, document_id)

    def _for_everybody(self, draft: DocumentRow) -> DocumentContext:
        parts: dict[str, Any] = {}
        if draft.kind in RELEASES:
            parts["release"] = release_view(self._documents, self.ledger, draft)
        if draft.kind is DocumentKind.RETRACTION_RELEASE:
            parts["retraction"] = self._retractions.for_public()
        return self._context(draft, **parts)

    def _in_house(self, draft: DocumentRow) -> DocumentContext:
        clocks = own_clocks(self._connection, self._id, self._us.id, Locale(draft.language))
        progress = progress_of(self._connection, self._sealer, self._id)
        return self._context(draft, clocks=clocks, progress=progress)

    def _context(self, draft: DocumentRow, **parts: Any) -> DocumentContext:
        base: dict[str, Any] = {
            "kind": draft.kind,
            "language": Language(draft.language),
            "marking": self.incident.marking,
            "incident": IncidentWords(code_name=self.incident.code_name, title=self.incident.title),
            "issued_at": self._at,
            "sender": self._organisation(self._us),
            "facts": self._facts(),
            **self._voice(self._us),
        }
        return DocumentContext(**(base | parts))

    def _voice(self, signer: PartyRow) -> dict[str, Any]:
        if signer.id not in self._voices:
            self._voices[signer.id] = voice_of(self._connection, signer)
        return self._voices[signer.id]

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
            clocks=self._clocks_if_told(party_id, Locale(draft.language)),
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
            clocks=self._clocks_if_told(merchant.party_id, Locale(self.incident.language)),
            language=Language(self.incident.language),
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
            **self._voice(party),
            merchant=self._business(party),
            retraction=self._retractions.for_people(party_id, draft.kind),
        )

    def _kit(self, draft: DocumentRow, party_id: str) -> DocumentContext:
        """What the merchant will say itself; we hand it over."""
        people = self._for_people(draft, party_id)
        return people.model_copy(update={"addressee": self._parties[party_id].name})

    def _filing(self, draft: DocumentRow, authority_id: str) -> DocumentContext:
        return self._context(
            draft,
            addressee=self._parties[authority_id].name,
            entrustors=tuple(
                self._business(self._parties[party_id]) for party_id in draft.on_behalf_of
            ),
            filing=self._filing_head(draft, authority_id),
            house=house_record(self._connection, self._sealer, draft, self._parties.values()),
            retraction=self._retractions.for_authority(draft),
        )

    def _filing_head(self, draft: DocumentRow, authority_id: str) -> FilingView:
        """A final or amended report follows those that were filed for the same debtors."""
        earlier = [
            document.receipt_number
            for document in self._documents
            if document.kind in _FOLLOWED.get(draft.kind, ())
            and document.receipt_number
            and shares_a_debtor(document, draft)
        ]
        follows = bool(earlier)
        return FilingView(
            reporter=self._organisation(self._us),
            kind=FilingKind.FOLLOW_UP if follows else FilingKind.NEW,
            previous_receipt_number="、".join(number for number in earlier if number)
            if follows
            else "",
            by_proxy=bool(draft.on_behalf_of),
            my_number_included=answer_of(self.ledger, "category.my_number"),
            over_threshold=self._over_threshold(draft),
            previous=previous_report(
                self._connection, self._sealer, self._documents, draft, authority_id
            ),
        )

    def _over_threshold(self, draft: DocumentRow) -> bool | None:
        """Rule 7(4), reckoned for each debtor of the filing; None while the whole is not known."""
        debtors = [(party, self._parties[party].key) for party in draft.on_behalf_of]
        return self._shares.over_threshold(debtors)

    @cached_property
    def _shares(self) -> Shares:
        language = Language(self.incident.language)
        return Shares(self._connection, self._id, self.ledger, language)

    def _business(self, party: PartyRow) -> BusinessView:
        return BusinessView(
            name=party.name,
            role=party.role,
            address=party.details.get("address") or "",
            figures=self._shares.of(party.id, party.key),
        )

    def _clocks_if_told(self, party_id: str, locale: Locale) -> tuple[ClockView, ...]:
        """What the merchant will owe if it is told now: its own clocks, in its own notice."""
        if self._assessed_if_told is None:
            self._assessed_if_told = assess_incident(
                self._connection, self._sealer, self._id, self.ledger, self._at, told_if=self._at
            )
        titles = rule_titles(locale)
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
