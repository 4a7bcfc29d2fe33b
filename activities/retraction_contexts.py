"""What a retraction takes back, for each addressee: under which title, when, by which number."""

from datetime import datetime
from functools import cached_property

from sqlalchemy import Connection, select

from contracts.document_context import EarlierWords, RetractionView
from contracts.names import PUBLIC
from domain.documents import RELEASES, RETRACTIONS, DocumentKind, DocumentState
from domain.markings import Marking
from domain.parties import MerchantChoice
from domain.wording import DOCUMENT_TITLES, release_words, subject_mark
from register.documents import DocumentRow, read_documents, read_renditions
from register.parties import read_merchants
from register.retraction_papers import filings_owed, series_of
from register.retractions import (
    MERCHANT_NOTICE,
    people_owed,
    substituted,
    warned_documents,
)
from register.tables_people import wave_merchants, waves
from register.wave_states import WavePurpose
from sealing.values import ValueSealer

REPORTED_TO_PEOPLE = "people_notified"


class RetractionViews:
    """The views of one retraction, from one state of the register."""

    def __init__(
        self, connection: Connection, sealer: ValueSealer, incident_id: str, marking: Marking
    ) -> None:
        self._connection = connection
        self._sealer = sealer
        self._id = incident_id
        self._mark = subject_mark(marking)
        self._documents = {d.id: d for d in read_documents(connection, incident_id)}

    def for_merchant(self, party_id: str, reference: str) -> RetractionView:
        """What this merchant was told, and whether it has told others itself."""
        told = warned_documents(self._connection, self._id, party_id, MERCHANT_NOTICE)
        merchant = read_merchants(self._connection, self._id)[party_id]
        own = merchant.choice == MerchantChoice.OWN_NOTICE
        return RetractionView(
            earlier=tuple(
                EarlierWords(
                    title=self._title(document_id, party_id), left_at=left_at, number=reference
                )
                for document_id, left_at in told.items()
            ),
            tells_people=own or REPORTED_TO_PEOPLE in merchant.reports,
            people_told=party_id in self._people_owed,
            published=bool(self._releases()),
        )

    @cached_property
    def _people_owed(self) -> dict[str, int]:
        return people_owed(self._connection, self._id)

    def for_people(self, party_id: str, kind: DocumentKind) -> RetractionView | None:
        """The notices that were sent in this merchant's name; each person has one of them."""
        if kind not in RETRACTIONS:
            return None
        by_letter = kind is DocumentKind.PERSON_RETRACTION_LETTER
        text = waves.c.letter_document_id if by_letter else waves.c.mail_document_id
        rows = self._connection.execute(
            select(text, waves.c.started_at)
            .join(wave_merchants, wave_merchants.c.wave_id == waves.c.id)
            .where(
                waves.c.incident_id == self._id,
                waves.c.purpose == WavePurpose.INCIDENT.value,
                waves.c.started_at.is_not(None),
                wave_merchants.c.party_id == party_id,
            )
            .order_by(waves.c.number)
        )
        return RetractionView(
            earlier=tuple(
                EarlierWords(title=self._title(document_id, party_id), left_at=started_at)
                for document_id, started_at in rows
            )
        )

    def for_public(self) -> RetractionView:
        """Every release so far, and whether somebody was told by publication alone."""
        return RetractionView(
            earlier=tuple(
                EarlierWords(
                    title=self._title(document.id, PUBLIC),
                    left_at=left_at,
                    number=release_words(document.release_number or 1),
                )
                for document, left_at in self._releases()
            ),
            substituted=substituted(self._connection, self._id) > 0,
        )

    def for_authority(self, draft: DocumentRow) -> RetractionView | None:
        """Every filing with a receipt to this authority for the same debtors."""
        if draft.kind not in RETRACTIONS:
            return None
        series = {series_of(filing) for filing in filings_owed(self._documents.values())}
        return RetractionView(
            earlier=tuple(
                EarlierWords(
                    title=DOCUMENT_TITLES[document.kind],
                    left_at=document.receipt_at,
                    number=document.receipt_number or "",
                )
                for document in self._documents.values()
                if document.receipt_at is not None
                and document.kind is not DocumentKind.WITHDRAWAL_REPORT
                and series_of(document) == series_of(draft)
                and series_of(document) in series
            ),
            published=bool(self._releases()),
        )

    def _releases(self) -> list[tuple[DocumentRow, datetime]]:
        return [
            (document, document.issued_at)
            for document in self._documents.values()
            if document.kind in RELEASES - {DocumentKind.RETRACTION_RELEASE}
            and document.state is DocumentState.ISSUED
            and document.issued_at is not None
        ]

    def _title(self, document_id: str, addressee_id: str) -> str:
        words = read_renditions(self._connection, self._sealer, document_id)
        found = next((w.subject for w in words if w.addressee_id == addressee_id), "")
        title = found.removeprefix(self._mark)
        return title or DOCUMENT_TITLES[self._documents[document_id].kind]
