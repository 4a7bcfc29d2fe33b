"""The first page of the report for the board: what it is about, and how it stands."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from commands.dossier_words import SUMMARY, WORDS
from domain.documents import FILINGS, RELEASES, DocumentState
from domain.facts import Ledger
from domain.figures import FigureUnit
from domain.releases import PromisedUpdate
from domain.wording import moment_words
from domain.wording_english import moment_in_english
from register.board import Board, BoardDuty
from register.duties import MET, OPEN, PROPOSED
from screens.fact_words import FACT_STATES, fact_title, fact_value
from screens.release_table import release_name
from screens.words import (
    DOCUMENTS,
    NOTICE_STATES,
    PHASES,
    SEVERITIES,
    ScreenLanguage,
    margin,
    people_count,
    rule_title,
    short_moment,
    time_left,
)

PEOPLE = "figure.people"
Rows = tuple[tuple[str, str], ...]


def head_rows(board: Board, at: datetime, language: ScreenLanguage) -> Rows:
    """Which incident it is, and of when the report is."""
    words, incident = WORDS[language], board.incident
    said = moment_words if language == "ja" else moment_in_english
    return (
        (words["matter"], incident.title),
        (words["code"], f"{incident.code_name} ({incident.id})"),
        (words["opened"], said(incident.opened_at)),
        (words["as_of"], said(at)),
    )


def summary_rows(
    board: Board,
    ledger: Ledger,
    promises: Iterable[PromisedUpdate],
    at: datetime,
    language: ScreenLanguage,
) -> Rows:
    """Where it stands: people, duties, whom we told, what was filed and published."""
    words, incident = SUMMARY[language], board.incident
    severity = SEVERITIES[language].get(incident.severity, incident.severity)
    return (
        (words["state"], f"{PHASES[language][incident.phase]}{words['between']}{severity}"),
        (words["people"], _people(board, ledger, language)),
        (words["duties"], _duties(board.duties, at, language)),
        (words["next"], _next(board.duties, at, language)),
        (words["merchants"], _merchants(board, language)),
        (words["notices"], _notices(board, language)),
        (words["filings"], _filings(board, language)),
        (words["releases"], _releases(board, promises, language)),
    )


def duty_margin(duty: BoardDuty, at: datetime, language: ScreenLanguage) -> str:
    """By how much a duty was kept or missed; of one still owed how long is left, or is over."""
    if duty.clock_at is None:
        return "—"
    is_target = duty.due_at is None
    if duty.met_at is not None:
        return margin(duty.clock_at, duty.met_at, language, is_target=is_target)
    if duty.status not in {OPEN, PROPOSED}:
        return "—"
    if duty.clock_at >= at:
        return time_left(duty.clock_at, at, language)
    over = margin(duty.clock_at, at, language, is_target=is_target)
    return SUMMARY[language]["not_yet"].format(over=over)


def _people(board: Board, ledger: Ledger, language: ScreenLanguage) -> str:
    """Every figure of people in force; what only others claim is none."""
    words = SUMMARY[language]
    lines = []
    for key, entry in sorted(ledger.current().items(), key=lambda item: item[0] != PEOPLE):
        fact = entry.fact
        family = key.startswith(f"{PEOPLE}_of.") or not key.startswith("figure.")
        if family or fact.figure is None or fact.figure.unit is not FigureUnit.PEOPLE:
            continue
        if fact.is_stated:
            value = fact_value(fact.model_copy(update={"statement": ""}), language)
            of_time = short_moment(fact.as_of, with_year=True)
            sure = FACT_STATES[language][fact.status]
            title = fact_title(key, language)
            lines.append(words["figure"].format(title=title, value=value, sure=sure, at=of_time))
    listed = sum(merchant.people for merchant in board.merchants)
    if listed:
        lines.append(words["listed"].format(count=people_count(listed, language)))
    return "\n".join(lines) or words["unknown"]


def _duties(duties: Sequence[BoardDuty], at: datetime, language: ScreenLanguage) -> str:
    met = [duty for duty in duties if duty.status == MET]
    late = sum(1 for one in met if one.met_at and one.clock_at and one.met_at > one.clock_at)
    still = [duty for duty in duties if duty.status in {OPEN, PROPOSED}]
    over = sum(1 for duty in still if duty.clock_at and duty.clock_at < at)
    return SUMMARY[language]["of_duties"].format(
        met=len(met) - late, late=late, open=len(still), over=over
    )


def _next(duties: Sequence[BoardDuty], at: datetime, language: ScreenLanguage) -> str:
    ahead = [
        (duty.clock_at, duty)
        for duty in duties
        if duty.status in {OPEN, PROPOSED} and duty.clock_at and duty.clock_at >= at
    ]
    if not ahead:
        return WORDS[language]["none"]
    due, duty = min(ahead, key=lambda item: item[0])
    left = time_left(due, at, language)
    return SUMMARY[language]["next_due"].format(
        at=short_moment(due, with_year=True), rule=rule_title(duty.rule, language), left=left
    )


def _merchants(board: Board, language: ScreenLanguage) -> str:
    told = sum(1 for merchant in board.merchants if merchant.told_at is not None)
    words = SUMMARY[language]
    if not board.merchants:
        return WORDS[language]["none"]
    return words["of_merchants"].format(told=told, all=len(board.merchants))


def _notices(board: Board, language: ScreenLanguage) -> str:
    counts = {state: count for state, count in board.notices.items() if count}
    if not counts:
        return WORDS[language]["none"]
    words, names = SUMMARY[language], NOTICE_STATES[language]
    parts = words["comma"].join(f"{names[state]} {count:,}" for state, count in counts.items())
    return words["of_notices"].format(all=people_count(sum(counts.values()), language), parts=parts)


def _filings(board: Board, language: ScreenLanguage) -> str:
    lines = []
    for one in board.documents:
        if one.kind in FILINGS and one.state is DocumentState.ISSUED:
            at = short_moment(one.receipt_at, with_year=True) if one.receipt_at else ""
            receipt = one.receipt_number or SUMMARY[language]["no_receipt"]
            lines.append(f"{DOCUMENTS[language][one.kind]} {at} {receipt}".replace("  ", " "))
    return "\n".join(lines) or WORDS[language]["none"]


def _releases(board: Board, promises: Iterable[PromisedUpdate], language: ScreenLanguage) -> str:
    lines = [
        f"{release_name(one.release_number or 1, language)} "
        f"{short_moment(one.issued_at, with_year=True)}"
        for one in board.documents
        if one.kind in RELEASES and one.issued_at is not None
    ]
    said = SUMMARY[language]["promised"]
    lines += [
        said.format(at=short_moment(promise.due_at, with_year=True))
        for promise in promises
        if promise.said_at is not None and promise.is_open
    ]
    return SUMMARY[language]["comma"].join(lines) or WORDS[language]["none"]
