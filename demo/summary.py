"""What remains of a rehearsal: the sums as JSON for a program, and as tables for a person."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.padding import Padding

from demo.actions import TemporalCounts
from demo.people import NAME_ITEM, PHONE_ITEM
from demo.summary_duties import duties_table
from demo.summary_tables import (
    figures_table,
    heading,
    merchants_table,
    notices_table,
    papers_table,
    places_table,
    release_name,
)
from domain.documents import DocumentKind
from domain.phases import Phase
from domain.wording import JAPAN
from register.board import Board, BoardDuty
from screens.words import DOCUMENTS, ScreenLanguage

NO_NOTICE = "without_notice"
"""The state of people who have no notice at all; it appears only where there are such people."""


class _Sums(BaseModel):
    model_config = ConfigDict(frozen=True)


class MailCounts(_Sums):
    """What the mailroom took: requests, messages, and messages that came twice."""

    requests: int
    messages: int
    duplicates: int


class MerchantSums(_Sums):
    """Merchants: all, those notified, those that acknowledged."""

    total: int
    notified: int
    acknowledged: int


class PeopleSums(_Sums):
    """People affected, of how many name and telephone number leaked, and notices by state.

    The states add up to the population.
    """

    population: int
    names: int
    phones: int
    states: dict[str, int]


class WaveSums(_Sums):
    """A wave; its states add up to its population."""

    id: str
    population: int
    states: dict[str, int]


class DutySums(_Sums):
    """A duty of the party with this key; `due_at` is its limit, or its target, in Japan's time."""

    rule: str
    party: str
    due_at: datetime | None
    status: str
    evidence: dict[str, Any]


class FiledPaper(_Sums):
    """A filing as it was issued."""

    kind: str
    path: Path


class ReleasePaper(_Sums):
    """A release as it was published; `number` 1 is the first one."""

    number: int | None
    path: Path


class Summary(_Sums):
    """The whole: `model_dump_json()` is what `--json` prints."""

    incident_id: str
    phase: Phase
    wall_seconds: float
    merchants: MerchantSums
    people: PeopleSums
    waves: tuple[WaveSums, ...]
    duties: tuple[DutySums, ...]
    filings: tuple[FiledPaper, ...]
    releases: tuple[ReleasePaper, ...]
    mail: MailCounts
    temporal: TemporalCounts


def summary(
    board: Board,
    mail: MailCounts,
    temporal: TemporalCounts,
    wall_seconds: float,
    filings: Mapping[int, Path],
    releases: Mapping[int, Path],
) -> Summary:
    """Sum up a board; `filings` and `releases` say by document number where they lie.

    Raises:
        ValueError: the board was read without its people.
    """
    return Summary(
        incident_id=board.incident.id,
        phase=board.incident.phase,
        wall_seconds=round(wall_seconds, 1),
        merchants=MerchantSums(
            total=len(board.merchants),
            notified=sum(merchant.told_at is not None for merchant in board.merchants),
            acknowledged=sum(m.acknowledged_at is not None for m in board.merchants),
        ),
        people=_people(board),
        waves=tuple(
            WaveSums(id=wave.id, population=wave.population, states=_by_value(wave.counts))
            for wave in board.waves
        ),
        duties=tuple(_duty(duty) for duty in board.duties),
        filings=tuple(
            FiledPaper(kind=document.kind.value, path=filings[document.number])
            for document in board.documents
            if document.number in filings
        ),
        releases=tuple(
            ReleasePaper(number=document.release_number, path=releases[document.number])
            for document in board.documents
            if document.number in releases
        ),
        mail=mail,
        temporal=temporal,
    )


def print_summary(
    console: Console,
    result: Summary,
    board: Board,
    places: Mapping[str, str],
    language: ScreenLanguage,
) -> None:
    """The closing tables. `places` says where things lie, by the names of `summary_tables`."""
    kinds = DOCUMENTS[language]
    papers = [(kinds[DocumentKind(filing.kind)], filing.path) for filing in result.filings]
    papers += [
        (release_name(release.number, language), release.path) for release in result.releases
    ]
    people = result.people
    for part in (
        heading(board, result.wall_seconds, language),
        duties_table(board, language),
        merchants_table(board, language),
        notices_table(board, people.population, people.states.get(NO_NOTICE, 0), language),
        figures_table(
            {**people.model_dump(), **result.mail.model_dump(), **result.temporal.model_dump()},
            language,
        ),
        papers_table(papers, language),
        places_table(places, language),
    ):
        console.print(Padding(part, (0, 1)), highlight=False)


def _people(board: Board) -> PeopleSums:
    if board.people is None:
        raise ValueError("the board was read without its people")
    states = _by_value(board.notices)
    missing = board.people.total - sum(states.values())
    return PeopleSums(
        population=board.people.total,
        names=board.people.leaked.get(NAME_ITEM, 0),
        phones=board.people.leaked.get(PHONE_ITEM, 0),
        states={**states, NO_NOTICE: missing} if missing else states,
    )


def _by_value(counts: Mapping[Any, int]) -> dict[str, int]:
    return {state.value: count for state, count in counts.items()}


def _duty(duty: BoardDuty) -> DutySums:
    return DutySums(
        rule=duty.rule,
        party=duty.debtor,
        due_at=duty.clock_at and duty.clock_at.astimezone(JAPAN),
        status=duty.status,
        evidence=duty.evidence,
    )
