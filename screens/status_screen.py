"""One incident at a glance: phase, clocks, merchants, waves, what waits for words, last lines."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from domain.documents import DocumentState
from register.audit import AuditLine
from register.board import Board, BoardDocument
from register.standing import Standing
from screens.console import said
from screens.incident_head import header, phase_track
from screens.law_questions import law_questions
from screens.log_words import LogWords
from screens.merchant_rows import merchant_rows
from screens.running_clocks import running_clocks
from screens.standing_rows import standing_rows
from screens.tables import heading
from screens.wave_bars import wave_rows
from screens.words import (
    DOCUMENT_STATES,
    DOCUMENTS,
    ScreenLanguage,
    role_words,
    short_moment,
)

CLOCK_ROWS = 12
MERCHANT_ROWS = 12
WAITING = frozenset({DocumentState.DRAFT, DocumentState.IN_REVIEW, DocumentState.APPROVED})
_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "reopened": "再開 {at}（{who}）",
        "waves": "本人への通知",
        "documents": "発出前の文書",
        "missing": "承認待ち: {roles}",
        "ready": "発出できます",
        "lines": "直近の記録",
        "refused": "拒否",
    },
    "en": {
        "reopened": "reopened {at} ({who})",
        "waves": "Notices to people",
        "documents": "Documents not issued yet",
        "missing": "waits for {roles}",
        "ready": "may be issued",
        "lines": "Last lines of the log",
        "refused": "refused",
    },
}


def status_screen(
    board: Board,
    now: datetime,
    missing: Mapping[int, tuple[str, ...]],
    log: LogWords,
    standing: Standing,
    language: ScreenLanguage,
    width: int,
) -> RenderableType:
    """The whole screen; `missing` are the roles that have not approved, by document number."""
    words = _WORDS[language]
    parts: list[RenderableType] = [
        header(board.incident, now, language),
        Text(),
        phase_track(board.incident.phase, language, width),
        standing_rows(standing, board.incident.code_name, language),
        Text(),
        running_clocks(board.duties, now, language, CLOCK_ROWS),
    ]
    if board.reopened:
        at, who = short_moment(board.reopened.at, with_year=True), log.who(board.reopened.actor)
        parts.insert(3, Text(words["reopened"].format(at=at, who=who), "yellow"))
    if board.questions:
        asked = law_questions(board.questions, board.incident.code_name, language)
        parts += [Text(), asked]
    if board.merchants:
        parts += [Text(), merchant_rows(board.merchants, language, MERCHANT_ROWS)]
    if bars := list(wave_rows(board, language, width)):
        parts += [Text(), heading(words["waves"]), *bars]
    if waiting := [document for document in board.documents if document.state in WAITING]:
        parts += [Text(), heading(words["documents"]), _waiting(waiting, missing, language)]
    if board.lines:
        parts += [Text(), heading(words["lines"]), _lines(board.lines, log, language)]
    return Group(*parts)


def _waiting(
    documents: Iterable[BoardDocument],
    missing: Mapping[int, tuple[str, ...]],
    language: ScreenLanguage,
) -> RenderableType:
    words = _WORDS[language]
    grid = Table.grid(expand=True, padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, justify="right")
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    for document in documents:
        roles = role_words(missing.get(document.number, ()), language)
        grid.add_row(
            f"{document.number}",
            DOCUMENTS[language][document.kind],
            Text(DOCUMENT_STATES[language][document.state], "dim"),
            Text(words["missing"].format(roles=roles) if roles else words["ready"], "yellow"),
        )
    return grid


def _lines(lines: Iterable[AuditLine], log: LogWords, language: ScreenLanguage) -> RenderableType:
    grid = Table.grid(expand=True, padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    for line in lines:
        is_fact = line.action == "facts.recorded"
        what = said(log.in_words(line) if is_fact else f"{log.act(line)} {log.subject(line)}")
        if line.outcome == "refused":
            what = Text.assemble((f"{_WORDS[language]['refused']} ", "red"), what)
        grid.add_row(
            Text(short_moment(line.at), "bright_black"), Text(log.who(line.actor), "dim"), what
        )
    return grid
