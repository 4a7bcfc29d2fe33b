"""Where a release stands in its series, and what is new since the one before."""

from collections.abc import Iterable, Sequence

from contracts.document_context import FactView, ReleaseView
from domain.documents import RELEASES, DocumentKind, DocumentState
from domain.facts import Ledger
from register.documents import DocumentRow


def release_number(documents: Sequence[DocumentRow], document_id: str) -> int:
    """The number of a release in the series of those that were issued, or are under way."""
    earlier = [
        document
        for document in documents
        if document.kind in RELEASES
        and document.id != document_id
        and document.state is not DocumentState.WITHDRAWN
        and document.release_number is not None
    ]
    mine = next((d.release_number for d in documents if d.id == document_id), None)
    return mine or len(earlier) + 1


def release_view(
    documents: Sequence[DocumentRow], ledger: Ledger, draft: DocumentRow
) -> ReleaseView:
    """The release's number, the one before it, and the facts changed since; final if it says so."""
    issued = [
        document
        for document in documents
        if document.kind in RELEASES and document.issued_at is not None and document.id != draft.id
    ]
    last = max(issued, key=lambda document: document.number, default=None)
    number = draft.release_number or release_number(documents, draft.id)
    final = draft.kind is DocumentKind.FINAL_RELEASE
    if last is None:
        return ReleaseView(number=number, final=final)
    changed = ledger.retold_since(last.ledger_revision)
    return ReleaseView(
        number=number,
        previous_number=last.release_number,
        previous_issued_at=last.issued_at,
        changed=changed,
        corrected=tuple(
            key for key in changed if ledger.is_open_correction(key, last.ledger_revision)
        ),
        previous=_stated_by(last, ledger, changed),
        final=final,
    )


def _stated_by(release: DocumentRow, ledger: Ledger, keys: Iterable[str]) -> tuple[FactView, ...]:
    """The facts of these keys that a release stated to the public, as they were then."""
    then = ledger.at(release.ledger_revision).current()
    facts = (then[key].fact for key in keys if key in then and key in release.facts_read)
    return tuple(
        FactView(
            key=fact.key,
            status=fact.status,
            statement=fact.statement,
            figure=fact.figure,
            moment=fact.moment,
            as_of=fact.as_of,
            public=True,
        )
        for fact in facts
        if fact.public and fact.is_stated
    )
