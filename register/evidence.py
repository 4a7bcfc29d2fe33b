"""What has been done, as evidence for duties: read from the register, never assumed."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from domain.documents import DocumentKind
from domain.notices import FINAL_NOTICE_STATES
from domain.parties import MerchantChoice
from register.documents import DocumentRow
from register.parties import MerchantRow
from register.tables_incident import dispatches
from register.tables_people import notices, people, wave_merchants, waves

FINAL_STATES = tuple(state.value for state in FINAL_NOTICE_STATES)


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


def notice_evidence(
    connection: Connection, incident_id: str, merchant: MerchantRow
) -> Evidence | None:
    """The notice to a merchant: handed to the provider, under which document and dispatch."""
    if merchant.told_at is None:
        return None
    row = connection.execute(
        select(dispatches.c.id, dispatches.c.document_id)
        .where(
            dispatches.c.incident_id == incident_id,
            dispatches.c.key.like(f"merchant_notice:%:{merchant.party_id}:%"),
        )
        .order_by(dispatches.c.claimed_at)
    ).first()
    detail = {"dispatch": row.id, "document": row.document_id} if row else {}
    return Evidence(merchant.told_at, detail)


def filing_evidence(
    documents: tuple[DocumentRow, ...], kind: DocumentKind, debtor_id: str, *, own: bool
) -> Evidence | None:
    """A filing of ours for the debtor, with its receipt."""
    for document in documents:
        covers = debtor_id in document.on_behalf_of or (own and not document.on_behalf_of)
        if document.kind is kind and covers and document.receipt_at is not None:
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
    at = datetime.fromisoformat(report["at"])
    return Evidence(at, {"stated_by": merchant.party_id, **report})


def people_evidence(
    connection: Connection, incident_id: str, merchant: MerchantRow
) -> Evidence | None:
    """Everybody of a merchant has a notice in a final state."""
    held = connection.execute(
        select(func.count()).select_from(people).where(people.c.party_id == merchant.party_id)
    ).scalar_one()
    final = connection.execute(
        select(func.count())
        .select_from(notices)
        .where(notices.c.party_id == merchant.party_id, notices.c.state.in_(FINAL_STATES))
    ).scalar_one()
    if not held or final < held:
        return None
    if merchant.choice == MerchantChoice.OWN_NOTICE:
        return report_evidence(merchant, "people_notified")
    row = connection.execute(
        select(waves.c.id, waves.c.finished_at)
        .join(wave_merchants, wave_merchants.c.wave_id == waves.c.id)
        .where(wave_merchants.c.party_id == merchant.party_id, waves.c.incident_id == incident_id)
        .order_by(waves.c.number.desc())
    ).first()
    if row is None or row.finished_at is None:
        return None
    return Evidence(row.finished_at, {"wave": row.id, "people": final})
