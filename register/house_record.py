"""What the house itself did, read from the register for a report to an authority; opens nothing."""

from collections.abc import Mapping

from sqlalchemy import Connection, func, select

from domain.documents import (
    FILINGS,
    RELEASES,
    RETRACTIONS,
    Binding,
    DocumentKind,
    DocumentState,
)
from domain.house_record import (
    HouseRecord,
    MerchantsTold,
    ReleaseLeft,
    ReportMade,
    TalkBegun,
    WaveLeft,
    acts_of,
)
from domain.notices import FINAL_NOTICE_STATES, Channel, NoticeState
from domain.parties import MerchantChoice, PartyKind, PartyRole
from register.documents import DocumentRow, read_documents
from register.evidence import people_held
from register.parties import read_entrustments
from register.published_pages import PublishedPage, read_published
from register.tables_incident import duties, merchants, parties
from register.tables_law import filings
from register.tables_people import notices, waves
from register.tables_releases import publication_refusals
from register.tables_work import thread_entries
from register.wave_states import WavePurpose, WaveState

REPORTS_OF_THE_HOUSE = FILINGS - RETRACTIONS
"""What says the record, and is bound to it."""
_TOLD = tuple(sorted(state.value for state in FINAL_NOTICE_STATES - {NoticeState.CANCELLED}))
_OUTSIDE = (PartyKind.AUTHORITY.value, PartyKind.POLICE.value)
_OPEN = frozenset({DocumentState.DRAFT, DocumentState.IN_REVIEW, DocumentState.APPROVED})


def read_house_record(connection: Connection, incident_id: str, document_id: str) -> HouseRecord:
    """The record as one report says it; parties and releases by their ids."""
    known = read_documents(connection, incident_id)
    kinds = {
        row.id: (PartyKind(row.kind), PartyRole(row.role))
        for row in connection.execute(
            select(parties.c.id, parties.c.kind, parties.c.role)
            .where(parties.c.incident_id == incident_id)
            .order_by(parties.c.id)
        )
    }
    us = next((key for key, (kind, _) in kinds.items() if kind is PartyKind.OURSELVES), "")
    pairs = read_entrustments(connection, incident_id)
    others = [document for document in known if document.id != document_id]
    return HouseRecord(
        role=kinds[us][1] if us else PartyRole.UNDECIDED,
        entrustors=tuple(sorted(giver for giver, taker in pairs if taker == us)),
        entrustees=tuple(sorted(taker for giver, taker in pairs if giver == us)),
        examiners=tuple(key for key, (kind, _) in kinds.items() if kind is PartyKind.FORENSIC_FIRM),
        releases=_releases(others, read_published(connection, incident_id)),
        declined_publishing=_declined(connection, incident_id),
        merchants=_merchants(connection, incident_id),
        waves=_waves(connection, incident_id),
        held=_held(connection, incident_id),
        reports=(*_reports(others), *_filed(connection, incident_id, us)),
        talks=_talks(connection, incident_id),
    )


def bound_record(connection: Connection, document: DocumentRow) -> str:
    """What the binding of a document holds of the record now; empty for one that says none."""
    if document.kind not in REPORTS_OF_THE_HOUSE:
        return ""
    return read_house_record(connection, document.incident_id, document.id).digest()


def is_behind(connection: Connection, document: DocumentRow) -> bool:
    """Whether the house has done something since that this open text would say."""
    if document.state not in _OPEN or document.binding == Binding(text="", template="", facts=""):
        return False
    return document.binding.record != bound_record(connection, document)


def lags_behind_acts(connection: Connection, document: DocumentRow) -> bool:
    """Whether something that the incident has heard of is missing in this open text.

    Of one that was written before there was a record nobody can tell; it is written anew soon.
    """
    was = document.binding.record
    if not was or not is_behind(connection, document):
        return False
    return acts_of(was) != acts_of(bound_record(connection, document))


def any_behind(connection: Connection, documents: tuple[DocumentRow, ...]) -> bool:
    """Whether one of these texts is to be written anew."""
    return any(is_behind(connection, document) for document in documents)


def _releases(
    documents: list[DocumentRow], pages: Mapping[str, PublishedPage]
) -> tuple[ReleaseLeft, ...]:
    return tuple(
        ReleaseLeft(
            document_id=one.id,
            number=one.release_number or 1,
            at=one.issued_at,
            on_site=one.id in pages,
        )
        for one in documents
        if one.kind in RELEASES
        and one.kind is not DocumentKind.RETRACTION_RELEASE
        and one.state is DocumentState.ISSUED
        and one.issued_at is not None
    )


def _reports(documents: list[DocumentRow]) -> tuple[ReportMade, ...]:
    return tuple(
        ReportMade(
            party=party,
            at=one.receipt_at or one.issued_at,
            kind=one.kind,
            receipt=one.receipt_number or "",
        )
        for one in documents
        if one.kind in REPORTS_OF_THE_HOUSE
        and one.state is DocumentState.ISSUED
        and one.issued_at is not None
        for party in one.addressees
    )


def _filed(connection: Connection, incident_id: str, us: str) -> tuple[ReportMade, ...]:
    """What we filed outside our documents; its authority is named by the rule of its duty."""
    rows = connection.execute(
        select(duties.c.rule, filings.c.submitted_at, filings.c.receipt)
        .join(
            duties,
            (duties.c.incident_id == filings.c.incident_id) & (duties.c.key == filings.c.duty_key),
        )
        .where(filings.c.incident_id == incident_id, duties.c.debtor_id == us)
        .order_by(filings.c.submitted_at, filings.c.id)
    )
    return tuple(
        ReportMade(party=row.rule, at=row.submitted_at, receipt=row.receipt) for row in rows
    )


def _declined(connection: Connection, incident_id: str) -> bool:
    counted = select(func.count()).select_from(publication_refusals)
    of_incident = publication_refusals.c.incident_id == incident_id
    return bool(connection.execute(counted.where(of_incident)).scalar_one())


def _merchants(connection: Connection, incident_id: str) -> MerchantsTold:
    told = merchants.c.told_at
    row = connection.execute(
        select(
            func.count().label("merchants"),
            func.count(told).label("told"),
            func.min(told).label("first_at"),
            func.max(told).label("last_at"),
        ).where(merchants.c.incident_id == incident_id)
    ).one()
    return MerchantsTold.model_validate(row, from_attributes=True)


def _waves(connection: Connection, incident_id: str) -> tuple[WaveLeft, ...]:
    rows = connection.execute(
        select(waves)
        .where(
            waves.c.incident_id == incident_id,
            waves.c.purpose == WavePurpose.INCIDENT.value,
            waves.c.state != WaveState.CANCELLED.value,
        )
        .order_by(waves.c.number)
    ).all()
    return tuple(
        WaveLeft(
            number=row.number,
            people=row.population,
            started_at=row.started_at,
            finished_at=row.finished_at,
            told=_told(connection, row.id) if row.finished_at else (),
        )
        for row in rows
    )


def _held(connection: Connection, incident_id: str) -> int:
    """The people of the lists, less those whose merchant tells them itself."""
    themselves = set(
        connection.execute(
            select(merchants.c.party_id).where(
                merchants.c.incident_id == incident_id,
                merchants.c.choice == MerchantChoice.OWN_NOTICE.value,
            )
        ).scalars()
    )
    held = people_held(connection, incident_id)
    return sum(count for party, count in held.items() if party not in themselves)


def _told(connection: Connection, wave_id: str) -> tuple[tuple[Channel, int], ...]:
    rows = connection.execute(
        select(notices.c.channel, func.count())
        .where(notices.c.wave_id == wave_id, notices.c.state.in_(_TOLD))
        .group_by(notices.c.channel)
        .order_by(notices.c.channel)
    )
    return tuple((Channel(channel), count) for channel, count in rows)


def _talks(connection: Connection, incident_id: str) -> tuple[TalkBegun, ...]:
    rows = connection.execute(
        select(parties.c.id, parties.c.kind, func.min(thread_entries.c.happened_at).label("at"))
        .join(thread_entries, thread_entries.c.party_id == parties.c.id)
        .where(parties.c.incident_id == incident_id, parties.c.kind.in_(_OUTSIDE))
        .group_by(parties.c.id, parties.c.kind)
        .order_by(parties.c.id)
    )
    return tuple(TalkBegun(party=row.id, kind=PartyKind(row.kind), at=row.at) for row in rows)
