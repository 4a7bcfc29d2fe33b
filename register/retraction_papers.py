"""What was published and filed, and whether it has been taken back."""

from collections.abc import Iterable

from domain.documents import FILINGS, RELEASES, DocumentKind, DocumentState
from register.documents import DocumentRow

WAITING = frozenset({DocumentState.DRAFT, DocumentState.IN_REVIEW, DocumentState.APPROVED})


def public_owed(documents: Iterable[DocumentRow], substitutes: int) -> bool:
    """Whether something was published and not taken back by a later release."""
    issued = [d for d in documents if d.kind in RELEASES and d.state is DocumentState.ISSUED]
    newest = max(issued, key=lambda d: (d.issued_at or d.prepared_at, d.number), default=None)
    if newest is None:
        return substitutes > 0
    return newest.kind is not DocumentKind.RETRACTION_RELEASE


def filings_owed(documents: Iterable[DocumentRow]) -> tuple[DocumentRow, ...]:
    """Filings with a receipt whose withdrawal has none, by number; the newest of each series."""
    series: dict[tuple[tuple[str, ...], tuple[str, ...]], DocumentRow] = {}
    for document in sorted(documents, key=lambda document: document.number):
        if document.kind in FILINGS and document.receipt_number:
            series[series_of(document)] = document
    return tuple(d for d in series.values() if d.kind is not DocumentKind.WITHDRAWAL_REPORT)


def series_of(filing: DocumentRow) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What filings that follow one another have in common: to whom, and for whom."""
    return filing.addressees, tuple(sorted(filing.on_behalf_of))
