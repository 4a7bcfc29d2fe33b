"""The log and the timeline: what was done, when, by whom; the log also what was refused."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.console import RenderableType
from rich.text import Text

from register.audit import AuditLine
from screens.console import said
from screens.log_words import LogWords
from screens.tables import titled_table
from screens.words import ScreenLanguage, short_moment

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "timeline": "経過",
        "log": "記録",
        "number": "行",
        "at": "日時",
        "who": "誰が",
        "what": "何を",
        "refused": "拒否",
        "none": "記録はまだありません。",
    },
    "en": {
        "timeline": "Timeline",
        "log": "Log",
        "number": "line",
        "at": "when",
        "who": "who",
        "what": "what",
        "refused": "refused",
        "none": "Nothing is recorded yet.",
    },
}


def timeline_table(
    lines: Iterable[AuditLine], log: LogWords, language: ScreenLanguage
) -> RenderableType:
    """What was done, oldest first; times are case times in Japan."""
    words = _WORDS[language]
    table = titled_table(words["timeline"])
    table.add_column(words["at"], no_wrap=True)
    table.add_column(words["who"], ratio=1, overflow="fold")
    table.add_column(words["what"], ratio=4, overflow="fold")
    for _, same in groupby(lines, key=lambda line: _alike(line, log)):
        alike = list(same)
        table.add_row(
            Text(short_moment(alike[0].at, with_year=True)),
            Text(log.who(alike[0].actor), "dim"),
            _what(alike, log, language),
        )
    return table if table.row_count else Text(words["none"])


def log_table(
    lines: Iterable[tuple[int, AuditLine]], log: LogWords, language: ScreenLanguage
) -> RenderableType:
    """Every line with its number, refused attempts with their reasons."""
    words = _WORDS[language]
    table = titled_table(words["log"])
    table.add_column(words["number"], justify="right", no_wrap=True)
    table.add_column(words["at"], no_wrap=True)
    table.add_column(words["who"], ratio=1, overflow="fold")
    table.add_column(words["what"], ratio=4, overflow="fold")
    for number, line in lines:
        table.add_row(
            Text(f"{number}", "dim"),
            Text(short_moment(line.at, with_year=True)),
            Text(log.who(line.actor), "dim"),
            _what([line], log, language),
        )
    return table if table.row_count else Text(words["none"])


def _alike(line: AuditLine, log: LogWords) -> tuple[str, ...]:
    """What one act does to several: eight merchants told at once are one row."""
    return short_moment(line.at, with_year=True), line.actor, line.action, log.detail(line)


def _what(lines: Sequence[AuditLine], log: LogWords, language: ScreenLanguage) -> Text:
    first = lines[0]
    told = Text()
    if first.outcome == "refused":
        told.append(f"{_WORDS[language]['refused']} ", "red")
    comma = "、" if language == "ja" else ", "
    subjects = comma.join(subject for line in lines if (subject := log.subject(line)))
    told.append_text(said(f"{log.act(first)} {subjects}"))
    if detail := log.detail(first):
        told.append("\n").append_text(said(detail, "dim"))
    return told
