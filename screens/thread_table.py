"""One thread on the screen: what is asked and promised, by number, then what was said, in order."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from domain.explanations import Locale
from domain.fact_catalogue import FACT_CATALOGUE
from domain.facts import FactStatus, LedgerEntry
from domain.figures import Figure, FigureKind
from domain.plain_text import clean_line
from domain.state_words import FACT_STATUS_WORDS
from domain.thread_words import DEMAND_WORDS, DIRECTION_WORDS, SPEAKER_WORDS, STATE_WORDS
from domain.threads import Demand, Direction, Matter
from domain.wording import figure_words
from register.talks import Talk
from register.threads import EntryRow
from screens.console import said
from screens.running_clocks import urgency
from screens.tables import heading, titled_table
from screens.words import ScreenLanguage, role_words, short_due, short_moment, time_left

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "owner": "担当 {role}",
        "number": "番号",
        "what": "内容",
        "turn": "応答",
        "due": "期限",
        "state": "状態",
        "late": "遅延",
        "reminded": "督促{count}回",
        "said": "やり取り",
        "stated": "先方の説明（台帳）",
        "beside": "当社の把握と併記",
        "none": "まだ何も記録されていません。",
    },
    "en": {
        "owner": "led by {role}",
        "number": "no.",
        "what": "what",
        "turn": "turn",
        "due": "due",
        "state": "state",
        "late": "late",
        "reminded": "reminded {count}×",
        "said": "What was said",
        "stated": "What they state (ledger)",
        "beside": "beside our own finding",
        "none": "Nothing is recorded yet.",
    },
}


_STATUSES: dict[FactStatus, str] = {status: status.value for status in FactStatus}


def thread_screen(thread: Talk, now: datetime, language: ScreenLanguage) -> RenderableType:
    """Matters with their clocks at a case time, entries, and what the party states."""
    words = _WORDS[language]
    owner = words["owner"].format(role=role_words([thread.owner.value], language))
    name = f"{clean_line(thread.party.name)}（{thread.party.key}）"
    parts: list[RenderableType] = [heading(name, owner)]
    if not thread.entries:
        return Group(*parts, Text(words["none"], "dim"))
    if thread.matters:
        parts.append(_matters(thread, now, language))
    parts += [heading(words["said"]), _entries(thread.entries, language)]
    if thread.stated:
        parts += [Text(), heading(words["stated"]), _stated(thread.stated, language)]
    return Group(*parts)


def state_cell(matter: Matter, now: datetime, language: ScreenLanguage) -> Text:
    """The state of a matter, how late it was or how long is left, and how often reminded."""
    words, locale = _WORDS[language], Locale(language)
    cell = Text(STATE_WORDS[matter.state].read_in(locale))
    if matter.was_late:
        cell.append(f" {words['late']}", "red")
    if matter.is_open:
        left = time_left(matter.due_at, now, language)
        cell.append(f"\n{left}", urgency(matter.due_at - now))
    if matter.reminders:
        cell.append(f"\n{words['reminded'].format(count=matter.reminders)}", "dim")
    return cell


def _matters(thread: Talk, now: datetime, language: ScreenLanguage) -> RenderableType:
    words, locale = _WORDS[language], Locale(language)
    table = titled_table("")
    table.title = None
    table.add_column(words["number"], justify="right", no_wrap=True)
    table.add_column(words["what"], ratio=1, overflow="fold")
    table.add_column(words["turn"], no_wrap=True)
    table.add_column(words["due"], no_wrap=True)
    table.add_column(words["state"], no_wrap=True)
    for matter in thread.matters:
        table.add_row(
            f"{matter.number}",
            _what(thread, matter, locale),
            SPEAKER_WORDS[matter.awaited_from].read_in(locale),
            Text(short_due(matter.due_at, language), "dim"),
            state_cell(matter, now, language),
        )
    return table


def _what(thread: Talk, matter: Matter, locale: Locale) -> Text:
    """A demand by its name; an ask or a promise of one's own in its words."""
    kept = matter.direction is Direction.PROMISED
    sign = f"{DIRECTION_WORDS[Direction.PROMISED].read_in(locale)}: " if kept else ""
    if matter.demand is not Demand.OTHER:
        return Text(sign + DEMAND_WORDS[matter.demand].read_in(locale))
    return said(sign + thread.words_of(matter))


def _entries(entries: Sequence[EntryRow], language: ScreenLanguage) -> RenderableType:
    locale = Locale(language)
    grid = Table.grid(expand=True, padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True, justify="right")
    grid.add_column(ratio=1, overflow="fold")
    for entry in entries:
        who = SPEAKER_WORDS[entry.speaker].read_in(locale)
        what = DIRECTION_WORDS[entry.direction].read_in(locale)
        number = entry.number or entry.answers
        officer = f"（{clean_line(entry.officer)}）" if entry.officer else ""
        grid.add_row(
            Text(short_moment(entry.happened_at), "bright_black"),
            Text(f"{who} {what}", "dim"),
            f"{number}" if number else "",
            said(f"{entry.text}{officer}"),
        )
    return grid


def _stated(entries: Iterable[LedgerEntry], language: ScreenLanguage) -> RenderableType:
    words, locale = _WORDS[language], Locale(language)
    statuses = {**_STATUSES, **FACT_STATUS_WORDS} if locale is Locale.JA else _STATUSES
    grid = Table.grid(expand=True, padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    for entry in entries:
        fact = entry.fact
        named = FACT_CATALOGUE.get(fact.key)
        title = (named.ja if locale is Locale.JA else named.en) if named else fact.key
        figure = _counted(fact.figure, locale)
        moment = short_moment(fact.moment, with_year=True) if fact.moment else ""
        told = said(" ".join(part for part in (figure, moment, fact.statement) if part))
        if entry.beside:
            told.append(f" [{words['beside']}]", "yellow")
        grid.add_row(Text(title), Text(statuses[fact.status], "dim"), told)
    return grid


def _counted(figure: Figure | None, locale: Locale) -> str:
    if figure is None:
        return ""
    if locale is Locale.JA:
        return figure_words(figure)
    kind = "" if figure.kind is FigureKind.EXACT else f"{figure.kind.replace('_', ' ')} "
    return kind + (f"{figure.number:,} {figure.unit}" if figure.number is not None else "")
