"""Whether two texts of one incident contradict each other in a figure or a date.

A text reads entries of the ledger; what it says of a figure is that entry's. Two texts agree when
they read the same value with the same kind, unit and status, or when the later one goes on from
the earlier: what was unknown is known now, or the same was confirmed again as of a later day. Any
other difference is a conflict unless it is said openly: by a correction in the ledger, or in a text
that itself marks what changed since the last one.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from domain.documents import FILINGS, RELEASES, DocumentKind
from domain.fact_catalogue import FACT_CATALOGUE
from domain.facts import Fact, FactStatus, Ledger, LedgerEntry
from domain.figures import NUMBERLESS, Figure
from domain.wording import JAPAN


class Reading(NamedTuple):
    """What a text says under one key: status, figure or time, as of when, from which revision."""

    key: str
    status: FactStatus
    figure: Figure | None
    moment: datetime | None
    as_of: datetime | None
    revision: int

    @property
    def is_open(self) -> bool:
        """Whether it says that nothing is known yet, or keeps the number back."""
        if self.status is FactStatus.UNKNOWN:
            return True
        return self.figure is not None and self.figure.kind in NUMBERLESS

    @property
    def said(self) -> str:
        """Value and as-of in the ledger's own words, for a sentence of the audit log."""
        if self.figure is not None and self.figure.number is not None:
            value = f"{self.figure.kind} {self.figure.number} {self.figure.unit}"
        elif self.moment is not None:
            value = self.moment.isoformat(timespec="minutes")
        else:
            value = "no number" if self.figure is not None else "nothing"
        when = "" if self.as_of is None else f" as of {self.as_of.date().isoformat()}"
        return f"{value}, {self.status}{when}"


class Place(NamedTuple):
    """Where something is said: a document by number and kind, or the ledger (number 0)."""

    number: int
    kind: str
    state: str = ""

    @property
    def said(self) -> str:
        """The place in a sentence."""
        if not self.number:
            return "the ledger in force"
        return f"document {self.number} ({self.kind}, {self.state})"


class Conflict(NamedTuple):
    """One figure said twice in two ways."""

    key: str
    here: Reading
    place: Place
    there: Reading

    @property
    def said(self) -> str:
        """Both places and values; `here` is the text in question."""
        return f"{self.key}: here {self.here.said}; in {self.place.said} {self.there.said}"


NOTHING_READ = Reading("", FactStatus.UNKNOWN, None, None, None, 0)


def compared(key: str) -> bool:
    """Whether texts are held to each other by a key: findings are, acts and plans are not."""
    known = FACT_CATALOGUE.get(key)
    return known is not None and not known.act


def reading_of(key: str, entry: LedgerEntry | None) -> Reading:
    """What a text says that reads this entry; without one, that it is unknown."""
    if entry is None:
        return NOTHING_READ._replace(key=key)
    fact = entry.fact
    return Reading(key, fact.status, fact.figure, fact.moment, fact.as_of, entry.revision)


def readings(ledger: Ledger, revision: int, keys: Iterable[str]) -> dict[str, Reading]:
    """What a text written from a revision says under the keys that are compared."""
    in_force = ledger.at(revision).current()
    return {key: reading_of(key, in_force.get(key)) for key in keys if compared(key)}


def conflicts(
    ledger: Ledger,
    mine: Mapping[str, Reading],
    others: Iterable[tuple[Place, Mapping[str, Reading]]],
    marked: Iterable[int] = (),
) -> tuple[Conflict, ...]:
    """Every figure or date that another live text says otherwise, without an open correction.

    `marked` are the numbers of texts from which this one marks its changes itself.
    """
    openly = frozenset(marked)
    return tuple(
        Conflict(key, here, place, there[key])
        for place, there in others
        if place.number not in openly
        for key, here in mine.items()
        if key in there and not _go_together(ledger, here, there[key])
    )


def marks_changes_from(kind: DocumentKind, earlier: DocumentKind) -> bool:
    """Whether a kind says by itself what changed since an earlier text of the other kind.

    A release marks what is new since the last one; a report to an authority follows the earlier one
    under its receipt number and is compared with it field by field.
    """
    both_public = kind in RELEASES and earlier in RELEASES
    both_filed = kind in FILINGS and earlier in FILINGS
    return both_public or both_filed


def same_value(one: Reading, other: Reading) -> bool:
    """The same number with its kind and unit, or the same time, held to be as sure."""
    return (one.status, one.figure, one.moment) == (other.status, other.figure, other.moment)


def undecided(ledger: Ledger, keys: Iterable[str]) -> dict[str, tuple[Fact, ...]]:
    """Public figures among these keys with competing values that nobody has decided."""
    competing = ledger.competing()
    return {
        key: tuple(entry.fact for entry in competing[key])
        for key in keys
        if key in competing
        and any(entry.fact.figure is not None for entry in competing[key])
        and any(entry.fact.public for entry in competing[key])
    }


def moved(ledger: Ledger, revision: int, keys: Iterable[str]) -> tuple[str, ...]:
    """The keys of which another fact is in force than a text written from a revision has read."""
    then, now = ledger.at(revision).current(), ledger.current()
    return tuple(key for key in keys if _bound(then.get(key)) != _bound(now.get(key)))


def _bound(entry: LedgerEntry | None) -> str:
    return "" if entry is None else entry.fact.bound


def _go_together(ledger: Ledger, one: Reading, other: Reading) -> bool:
    earlier, later = sorted((one, other), key=lambda reading: reading.revision)
    if _says_nothing(one, other) or (same_value(one, other) and not _goes_back(earlier, later)):
        return True
    if earlier.is_open and later.revision > earlier.revision:
        return True
    return ledger.is_open_correction(later.key, earlier.revision)


def _goes_back(earlier: Reading, later: Reading) -> bool:
    """Whether the later text says the same of a day before the one that the earlier text names."""
    if earlier.as_of is None or later.as_of is None:
        return False
    return later.as_of.astimezone(JAPAN).date() < earlier.as_of.astimezone(JAPAN).date()


def _says_nothing(one: Reading, other: Reading) -> bool:
    """Whether neither has a figure or a time: words may differ, figures may not."""
    return all(reading.figure is None and reading.moment is None for reading in (one, other))
