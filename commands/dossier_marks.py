"""The marks in the picture of an incident's course, and what each number stands for."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from commands.dossier_words import WORDS
from domain.documents import FILINGS, FOR_EVERYBODY, RELEASES
from domain.facts import Ledger
from domain.releases import PromisedUpdate
from printing.board_picture import LANES, Mark
from register.board import Board
from register.duties import MET, NOT_APPLICABLE
from screens.fact_words import fact_title, fact_value
from screens.release_table import release_name
from screens.words import DOCUMENTS, ScreenLanguage, rule_title

AT_ONCE = timedelta(minutes=10)
"""A fact recorded so soon after the time that it is about is of the time of its recording."""


def numbered_marks(
    board: Board, ledger: Ledger, promises: Sequence[PromisedUpdate], language: ScreenLanguage
) -> tuple[Mark, ...]:
    """Every mark, numbered in the order of time."""
    marks = [
        *_facts(ledger, language),
        *_clocks(board, promises, language),
        *_told(board, language),
        *_papers(board, language),
    ]
    ordered = sorted(marks, key=lambda mark: (mark.at, LANES.index(mark.lane), mark.title))
    return tuple(mark._replace(number=number) for number, mark in enumerate(ordered, start=1))


def _facts(ledger: Ledger, language: ScreenLanguage) -> Iterator[Mark]:
    """Facts that have a time of their own: when that was, and when it was recorded first.

    What is of the time of its recording has none, and stands in the ledger's table only.
    """
    for key, entry in ledger.current().items():
        moment = entry.fact.moment
        if not entry.fact.is_stated:
            continue
        title = f"{fact_title(key, language)} {fact_value(entry.fact, language)}"[:120]
        if moment is None:
            if entry.recorded_at - entry.fact.as_of > AT_ONCE:
                yield Mark("record", entry.recorded_at, 0, title, since=entry.fact.as_of)
            continue
        first = next(e for e in ledger.history(key) if e.fact.moment == moment)
        # What lies ahead (a promised update) is a clock and has a mark there.
        since = moment if moment <= first.recorded_at else None
        yield Mark("record", first.recorded_at, 0, title, since=since)


def _clocks(
    board: Board, promises: Iterable[PromisedUpdate], language: ScreenLanguage
) -> Iterator[Mark]:
    """Duties of one rule and one time together; what was found not applicable has no mark."""
    words = WORDS[language]
    alike: dict[tuple[str, datetime], list[bool]] = {}
    late: set[tuple[str, datetime]] = set()
    for duty in board.duties:
        if duty.clock_at is None or duty.status == NOT_APPLICABLE:
            continue
        place = (duty.rule, duty.clock_at)
        alike.setdefault(place, []).append(duty.status == MET)
        if duty.late:
            late.add(place)
    for (rule, at), met in alike.items():
        count = words["each"].format(count=len(met)) if len(met) > 1 else ""
        yield Mark(
            "clock",
            at,
            0,
            f"{rule_title(rule, language)}{count}",
            late=(rule, at) in late,
            open=not all(met),
        )
    for promise in promises:
        if promise.said_at is not None:
            yield Mark("clock", promise.due_at, 0, words["promised"], promise.late, promise.is_open)


def _told(board: Board, language: ScreenLanguage) -> Iterator[Mark]:
    words = WORDS[language]
    told: dict[datetime, int] = {}
    for merchant in board.merchants:
        if merchant.told_at is not None:
            told[merchant.told_at] = told.get(merchant.told_at, 0) + 1
    for at, count in told.items():
        yield Mark("notice", at, 0, words["told"].format(count=count))
    for wave in board.waves:
        if wave.started_at is not None:
            said = words["wave"].format(number=wave.number, count=f"{wave.population:,}")
            yield Mark("notice", wave.started_at, 0, said)
        if wave.finished_at is not None:
            yield Mark("notice", wave.finished_at, 0, words["wave_done"].format(number=wave.number))


def _papers(board: Board, language: ScreenLanguage) -> Iterator[Mark]:
    for one in board.documents:
        if one.issued_at is None:
            continue
        title = DOCUMENTS[language][one.kind]
        if one.kind in FOR_EVERYBODY:
            numbered = one.kind in RELEASES
            name = release_name(one.release_number or 1, language) if numbered else title
            yield Mark("release", one.issued_at, 0, name)
        elif one.kind in FILINGS:
            yield Mark("notice", one.receipt_at or one.issued_at, 0, f"{title} {one.number}")
