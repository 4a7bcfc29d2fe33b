"""The figures of an incident over time, as a table and as panels of a picture.

Our own values and those of others stay apart: what a vendor or a threat actor says appears, and
always with the name of who says it.
"""

from collections.abc import Mapping
from typing import NamedTuple

from commands.dossier_words import WORDS
from domain.facts import Ledger, LedgerEntry
from printing.board_report import Section
from printing.figure_chart import Panel, Stated
from screens.fact_words import FACT_STATES, fact_title, fact_value
from screens.words import ScreenLanguage, short_moment

FIGURE = "figure."


class Sayers(NamedTuple):
    """Our own key, and the names of parties by key."""

    ours: str
    names: Mapping[str, str]


def figures_section(ledger: Ledger, sayers: Sayers, language: ScreenLanguage) -> Section:
    """Every value that a figure ever had, and every claim, numbered as in its picture."""
    words = WORDS[language]
    rows: list[tuple[str | int, ...]] = []
    panels: list[Panel] = []
    for key in _keys(ledger):
        stated = []
        for entry in _told(ledger, key):
            number = len(rows) + 1
            rows.append((number, *_row(entry, sayers, language)))
            stated.append(_stated(number, entry, sayers, language))
        panels.append(Panel(fact_title(key, language), tuple(stated)))
    named = ("no", "figure", "of_time", "recorded", "value", "certainty", "source")
    return Section(
        title=words["figures"],
        head=tuple(words[name] for name in named),
        rows=tuple(rows),
        widths=(1, 4, 3, 3, 4, 2, 4),
        empty=words["none"],
        panels=tuple(panels),
    )


def stated_by(entry: LedgerEntry, sayers: Sayers, language: ScreenLanguage) -> str:
    """Who states a fact; of a claim, or of what stands beside our own, that it is theirs."""
    fact = entry.fact
    if fact.claimed_by:
        return WORDS[language]["claimed"].format(who=fact.claimed_by)
    name = sayers.names.get(fact.source, fact.source)
    return WORDS[language]["beside"].format(who=name) if entry.beside else name


def _keys(ledger: Ledger) -> tuple[str, ...]:
    entries = (*ledger.entries, *ledger.claims)
    return tuple(dict.fromkeys(e.fact.key for e in entries if e.fact.key.startswith(FIGURE)))


def _told(ledger: Ledger, key: str) -> list[LedgerEntry]:
    both = (*ledger.history(key), *ledger.claimed(key))
    return sorted(both, key=lambda entry: (entry.recorded_at, entry.revision))


def _row(entry: LedgerEntry, sayers: Sayers, language: ScreenLanguage) -> tuple[str, ...]:
    fact = entry.fact
    return (
        fact_title(fact.key, language),
        short_moment(fact.as_of, with_year=True),
        short_moment(entry.recorded_at, with_year=True),
        fact_value(fact, language),
        FACT_STATES[language][fact.status],
        stated_by(entry, sayers, language),
    )


def _stated(number: int, entry: LedgerEntry, sayers: Sayers, language: ScreenLanguage) -> Stated:
    fact = entry.fact
    apart = entry.beside or bool(fact.claimed_by)
    foreign = not apart and fact.source != sayers.ours
    counted = fact.figure.number if fact.is_stated and fact.figure else None
    bare = fact.model_copy(update={"statement": "", "moment": None})
    said = fact_value(bare, language) if fact.is_stated else FACT_STATES[language][fact.status]
    if apart or foreign:
        said = f"{said}　{stated_by(entry, sayers, language)}"
    return Stated(number, entry.recorded_at, counted, said, apart, foreign)
