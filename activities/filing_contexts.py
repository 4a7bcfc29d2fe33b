"""What a filing says beside the ledger: the report that it follows, and what the house itself did.

A report that follows another says what changed since that was filed.
"""

from collections.abc import Iterable

from sqlalchemy import Connection

from activities.house_views import rule_titles
from activities.ppc_form import STAGES
from domain.documents import DocumentState
from domain.explanations import Locale
from domain.house_record import HouseRecord
from domain.ppc_report import PpcReport
from register.documents import DocumentRow, read_renditions
from register.house_record import read_house_record
from register.parties import PartyRow
from sealing.values import ValueSealer


def previous_report(
    connection: Connection,
    sealer: ValueSealer,
    documents: Iterable[DocumentRow],
    draft: DocumentRow,
    authority_id: str,
) -> PpcReport | None:
    """The last report issued to the same authority for any of the same debtors; None without one.

    It follows from documents that have left, so drafting anew gives the same answer.
    """
    earlier = [
        document
        for document in documents
        if document.kind in STAGES
        and document.state is DocumentState.ISSUED
        and document.id != draft.id
        and authority_id in document.addressees
        and shares_a_debtor(document, draft)
    ]
    if not earlier:
        return None
    last = max(earlier, key=lambda document: document.issued_at or document.prepared_at)
    return report_of(connection, sealer, last.id, authority_id)


def house_record(
    connection: Connection, sealer: ValueSealer, draft: DocumentRow, parties: Iterable[PartyRow]
) -> HouseRecord:
    """What we did ourselves, with the names of parties and the headings of releases."""
    found = read_house_record(connection, draft.incident_id, draft.id)
    names = rule_titles(Locale(draft.language)) | {party.id: party.name for party in parties}
    titles = {
        release.document_id: rendition.subject
        for release in found.releases
        for rendition in read_renditions(connection, sealer, release.document_id)
    }
    return found.named(names, titles)


def shares_a_debtor(earlier: DocumentRow, draft: DocumentRow) -> bool:
    """Whether a filing may follow another: one of ours alone is followed by a joint one."""
    if not (earlier.on_behalf_of and draft.on_behalf_of):
        return True
    return bool(set(earlier.on_behalf_of) & set(draft.on_behalf_of))


def report_of(
    connection: Connection, sealer: ValueSealer, document_id: str, authority_id: str
) -> PpcReport | None:
    """The filled form of a document for an authority; None for one drafted before there were any.

    For an authority that the document does not name, the first one's.
    """
    written = [one for one in read_renditions(connection, sealer, document_id) if one.form]
    found = next((one for one in written if one.addressee_id == authority_id), None)
    chosen = found or next(iter(written), None)
    return PpcReport.model_validate_json(chosen.form) if chosen else None
