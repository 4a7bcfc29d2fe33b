"""Facts as a screen says them: status, value, who stands for it."""

from domain.fact_catalogue import FACT_CATALOGUE
from domain.facts import Fact, FactStatus
from domain.figures import Figure, FigureKind, FigureUnit
from domain.finding_words import finding_words
from domain.known_findings import finding_of
from domain.wording import figure_words
from screens.words import ScreenLanguage, short_moment

FACT_STATES: dict[ScreenLanguage, dict[FactStatus, str]] = {
    "ja": {
        FactStatus.KNOWN: "判明",
        FactStatus.SUSPECTED: "可能性",
        FactStatus.UNKNOWN: "不明",
        FactStatus.WITHDRAWN: "取下げ",
    },
    "en": {status: status.value for status in FactStatus},
}
_KINDS = {
    FigureKind.EXACT: "",
    FigureKind.APPROXIMATE: "about ",
    FigureKind.AT_LEAST: "at least ",
    FigureKind.AT_MOST: "at most ",
}
_UNITS = {unit: unit.value for unit in FigureUnit}


_OF_ONE = {
    "figure.people_of.": ("対象者数（{of}の名簿）", "People in the list of {of}"),
    "submitted.": ("提出日時（{of}）", "Submitted ({of})"),
}
"""Families of keys; what follows names whose it is."""


def fact_title(key: str, language: ScreenLanguage) -> str:
    """The catalogue's title of a key, what a law asks under it, or the key where it is our own."""
    known = FACT_CATALOGUE.get(key)
    family = next((family for family in _OF_ONE if key.startswith(family)), None)
    if known is None and family is not None:
        ja, en = _OF_ONE[family]
        return (ja if language == "ja" else en).format(of=key.removeprefix(family))
    if known is None:
        finding = finding_of(key)
        ja, en = finding_words(finding) if finding else (key, key)
        return ja if language == "ja" else en
    return known.ja if language == "ja" else known.en


def fact_value(fact: Fact, language: ScreenLanguage) -> str:
    """What it states, in words: figure, time and statement, or a dash."""
    parts = []
    if fact.figure is not None:
        parts.append(_figure(fact.figure, language))
    if fact.moment is not None:
        parts.append(short_moment(fact.moment, with_year=True))
    if fact.statement:
        parts.append(fact.statement)
    return " / ".join(parts) or "-"


def _figure(figure: Figure, language: ScreenLanguage) -> str:
    if language == "ja":
        return figure_words(figure)
    if figure.number is None:
        return figure.kind.value
    return f"{_KINDS[figure.kind]}{figure.number:,} {_UNITS[figure.unit]}"
