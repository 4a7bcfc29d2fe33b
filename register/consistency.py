"""Whether a document may leave beside the others: asked before approval and before issue."""

from sqlalchemy import Connection

from domain.consistency import (
    Conflict,
    Place,
    conflicts,
    marks_changes_from,
    moved,
    readings,
    same_value,
    undecided,
)
from domain.documents import DocumentState
from domain.facts import Fact, Ledger
from register.documents import DocumentRow, read_documents
from register.house_record import lags_behind_acts
from register.ledger import read_ledger
from sealing.values import ValueSealer

STANDS = frozenset({DocumentState.ISSUED, DocumentState.APPROVED})
"""Somebody has vouched for these texts; a draft in review is written anew with the ledger."""
NAMED_AT_MOST = 3


def reason_against(connection: Connection, sealer: ValueSealer, document: DocumentRow) -> str:
    """Why this text contradicts another, or is not decided yet; empty when it may go on.

    A retraction says that what was said before is wrong, so it is held to nothing else.
    """
    if document.withheld:
        return (
            f"this text would publish what is not public: {', '.join(document.withheld)}; say "
            "publicly what may be said with `shirase fact correct KEY --public`, or withdraw this "
            "document"
        )
    ledger = read_ledger(connection, sealer, document.incident_id)
    open_figures = undecided(ledger, document.facts_read)
    if open_figures:
        key, facts = next(iter(open_figures.items()))
        return (
            f"'{key}' has competing values that nobody has decided: "
            + " and ".join(_valued(fact) for fact in facts)
            + "; decide with `shirase fact decide`"
        )
    if document.strangers:
        return (
            "this text says figures or dates that are not in what it reads: "
            f"{', '.join(document.strangers[:NAMED_AT_MOST])}; state them as facts, or mend the "
            "template"
        )
    found = conflicts_of(connection, sealer, document)
    if not found:
        return _reads_what_moved(ledger, document) or _lags_behind_us(connection, document)
    more = len(found) - NAMED_AT_MOST
    return (
        f"this text (document {document.number}, {document.kind}) contradicts another: "
        + "; ".join(conflict.said for conflict in found[:NAMED_AT_MOST])
        + (f"; and {more} more" if more > 0 else "")
        + "; if the ledger is right, say so openly with `shirase fact correct` (a draft that lags "
        "behind is written anew by itself)"
    )


def conflicts_of(
    connection: Connection, sealer: ValueSealer, document: DocumentRow
) -> tuple[Conflict, ...]:
    """Where other live documents, or the ledger in force, differ from this text."""
    ledger = read_ledger(connection, sealer, document.incident_id)
    mine = readings(ledger, document.ledger_revision, document.facts_read)
    live = _live(connection, document)
    placed = [
        (
            Place(other.number, other.kind.value, other.state.value),
            readings(ledger, other.ledger_revision, other.facts_read),
        )
        for other in live
    ]
    marked = [
        other.number
        for other in live
        if other.state is DocumentState.ISSUED and _goes_on_from(document, other)
    ]
    now = readings(ledger, ledger.revision, document.facts_read)
    behind = tuple(
        Conflict(key, here, Place(0, "ledger"), now[key])
        for key, here in mine.items()
        if not same_value(here, now[key])
    )
    return (*behind, *conflicts(ledger, mine, placed, marked))


def _reads_what_moved(ledger: Ledger, document: DocumentRow) -> str:
    """A text is written anew soon after the ledger moves: in between it is nobody's to let out."""
    late = moved(ledger, document.ledger_revision, document.facts_read)
    if not late:
        return ""
    return (
        "facts that this text reads have moved since it was written: "
        f"{', '.join(late[:NAMED_AT_MOST])}; it is written anew by itself: read it again"
    )


def _lags_behind_us(connection: Connection, document: DocumentRow) -> str:
    """What the house did since its text was written: a release left, merchants were told."""
    if not lags_behind_acts(connection, document):
        return ""
    return (
        "what the house itself did and this text says has moved since it was written; it is "
        "written anew by itself: read it again"
    )


def _live(connection: Connection, document: DocumentRow) -> list[DocumentRow]:
    """The other texts that stand; one that a later one goes on from has been overtaken by it."""
    others = [
        other
        for other in read_documents(connection, document.incident_id)
        if other.id != document.id and other.state in STANDS
    ]
    return [
        other
        for other in others
        if not any(
            later.issued_at and other.issued_at and later.issued_at > other.issued_at
            for later in others
            if _goes_on_from(later, other)
        )
    ]


def _goes_on_from(later: DocumentRow, earlier: DocumentRow) -> bool:
    """Whether a text marks by itself what changed since another, before the same readers."""
    same_readers = not earlier.addressees or set(later.addressees) & set(earlier.addressees)
    return marks_changes_from(later.kind, earlier.kind) and bool(same_readers)


def _valued(fact: Fact) -> str:
    figure = fact.figure
    value = "no number" if figure is None else f"{figure.kind} {figure.number} {figure.unit}"
    return f"{value} ({fact.source}, as of {fact.as_of.date().isoformat()})"
