"""What has been done, as evidence for duties: read from the register, never assumed."""

from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from domain.documents import DocumentKind
from domain.notices import FINAL_NOTICE_STATES
from domain.parties import MerchantChoice
from register.documents import DocumentRow
from register.filing_mandates import FilingMandates
from register.parties import MerchantRow
from register.tables_incident import dispatches
from register.tables_people import notices, people, wave_merchants, waves
from register.wave_states import WavePurpose, WaveState

FINAL_STATES = tuple(state.value for state in FINAL_NOTICE_STATES)


NOTICE_KEY = "merchant_notice"
"""How the keys of dispatches begin that tell a merchant."""


class Evidence(NamedTuple):
    """Why a duty counts as met, and since when (case time)."""

    met_at: datetime
    detail: dict[str, Any]


def people_held(connection: Connection, incident_id: str) -> dict[str, int]:
    """People by merchant, of the lists that have come in."""
    rows = connection.execute(
        select(people.c.party_id, func.count())
        .where(people.c.incident_id == incident_id)
        .group_by(people.c.party_id)
    )
    return {party_id: count for party_id, count in rows}  # noqa: C416 - rows are not pairs to mypy


class Done:
    """What has been done to merchants and their people, for all of an incident at once.

    Thousands of duties ask the same: each kind of answer is one query, made when it is first asked.
    """

    def __init__(self, connection: Connection, incident_id: str) -> None:
        self._connection = connection
        self._incident_id = incident_id
        self.filing_mandates = FilingMandates(connection, incident_id)

    def notice_evidence(self, merchant: MerchantRow) -> Evidence | None:
        """The notice to a merchant: handed to the provider, under which document and dispatch."""
        if merchant.told_at is None:
            return None
        return Evidence(merchant.told_at, self._notices.get(merchant.party_id, {}))

    def people_evidence(self, merchant: MerchantRow) -> Evidence | None:
        """Everybody of a merchant has a notice in a final state, or the merchant has told them."""
        held = self._held.get(merchant.party_id, 0)
        final = self._final.get(merchant.party_id, 0)
        if final < held:
            return None
        # Who notifies by itself may never have given us its list: its own word is all there is.
        if merchant.choice == MerchantChoice.OWN_NOTICE:
            return report_evidence(merchant, "people_notified")
        wave_id, finished_at = self._waves.get(merchant.party_id, ("", None))
        if not held or finished_at is None:
            return None
        return Evidence(finished_at, {"wave": wave_id, "people": final})

    @cached_property
    def _notices(self) -> dict[str, dict[str, Any]]:
        """The first dispatch of the notice to each merchant."""
        rows = self._connection.execute(
            select(dispatches.c.key, dispatches.c.id, dispatches.c.document_id)
            .where(
                dispatches.c.incident_id == self._incident_id,
                dispatches.c.key.like(f"{NOTICE_KEY}:%"),
            )
            .order_by(dispatches.c.claimed_at)
        )
        found: dict[str, dict[str, Any]] = {}
        for row in rows:
            # merchant_notice:<document>:<merchant>:<contact>
            for part in row.key.split(":")[2:3]:
                found.setdefault(part, {"dispatch": row.id, "document": row.document_id})
        return found

    @cached_property
    def _held(self) -> dict[str, int]:
        return people_held(self._connection, self._incident_id)

    @cached_property
    def _final(self) -> dict[str, int]:
        """People with a notice in a final state, by merchant."""
        rows = self._connection.execute(
            select(notices.c.party_id, func.count())
            .where(
                notices.c.incident_id == self._incident_id,
                notices.c.purpose == WavePurpose.INCIDENT.value,
                notices.c.state.in_(FINAL_STATES),
            )
            .group_by(notices.c.party_id)
        )
        return {party_id: count for party_id, count in rows}  # noqa: C416 - rows are no pairs to mypy

    @cached_property
    def _waves(self) -> dict[str, tuple[str, datetime | None]]:
        """The last wave to each merchant's people, and when it was finished."""
        rows = self._connection.execute(
            select(wave_merchants.c.party_id, waves.c.id, waves.c.finished_at)
            .join(waves, wave_merchants.c.wave_id == waves.c.id)
            .where(
                waves.c.incident_id == self._incident_id,
                waves.c.purpose == WavePurpose.INCIDENT.value,
                waves.c.state != WaveState.CANCELLED.value,
            )
            .order_by(waves.c.number)
        )
        return {row.party_id: (row.id, row.finished_at) for row in rows}


def filing_evidence(
    documents: tuple[DocumentRow, ...],
    kind: DocumentKind,
    debtor_id: str,
    mandates: FilingMandates | None,
) -> Evidence | None:
    """A filing of ours for the debtor, with its receipt; `mandates` is None for our own duty.

    We are the reporter of each of our filings, alone or jointly. Another's duty is met only where
    its mandate covered filings when this one was submitted.
    """
    for document in documents:
        if document.kind is not kind or document.receipt_at is None:
            continue
        named = debtor_id in document.on_behalf_of
        if mandates is None or (named and mandates.covers(debtor_id, document.receipt_at)):
            return Evidence(
                document.receipt_at,
                {"document": document.id, "receipt_number": document.receipt_number},
            )
    return None


def report_evidence(merchant: MerchantRow | None, what: str) -> Evidence | None:
    """What the merchant says it did itself; it vouches for it, not we."""
    report = merchant.reports.get(what) if merchant else None
    if merchant is None or report is None:
        return None
    # A filing was made when it was submitted, not when we heard of it.
    at = datetime.fromisoformat(report.get("submitted_at", report["at"]))
    return Evidence(at, {"stated_by": merchant.party_id, **report})
