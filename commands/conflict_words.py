"""What a contradiction between two texts says, in Japanese: both places, both values."""

import re

from domain.documents import DocumentKind
from domain.facts import FactStatus
from domain.figures import FigureKind, FigureUnit
from domain.wording import DOCUMENT_TITLES
from screens.fact_words import fact_title

_KINDS = {
    FigureKind.EXACT: "",
    FigureKind.APPROXIMATE: "約",
    FigureKind.AT_LEAST: "以上",
    FigureKind.AT_MOST: "最大",
}
_UNITS = {
    FigureUnit.PEOPLE: "名",
    FigureUnit.RECORDS: "件",
    FigureUnit.ACCOUNTS: "件(アカウント)",
    FigureUnit.CONTRACTS: "件(契約)",
    FigureUnit.COMPANIES: "社",
}
_STATUS = {
    FactStatus.KNOWN: "判明",
    FactStatus.SUSPECTED: "可能性",
    FactStatus.UNKNOWN: "不明",
    FactStatus.WITHDRAWN: "取下げ",
}
_STATES = {"issued": "発出済み", "approved": "承認済み"}
_FIGURE = re.compile(rf"\b({'|'.join(_KINDS)}) (\d+) ({'|'.join(_UNITS)})\b")
_DOCUMENT = re.compile(r"document (\d+) \((\w+), (\w+)\)")
_KEY = re.compile(r"(?:(?<=^)|(?<=; ))([a-z][a-z0-9_.]*): here ")
_WORDS = (
    ("; in the ledger in force ", "、現在の台帳では "),
    ("; in ", "、"),
    ("; and ", "、ほか "),
    (" more", " 件"),
    (" and ", " と "),
    ("no number", "件数なし"),
    ("nothing", "記載なし"),
)


def conflicts_in_japanese(said: str) -> str:
    """The list of contradictions, or of competing values, as a Japanese screen says it."""
    told = _KEY.sub(lambda key: f"{_title(key[1])}({key[1]}): この文書では ", said)
    told = _DOCUMENT.sub(_document, told)
    for english, japanese in _WORDS:
        told = told.replace(english, japanese)
    told = re.sub(r" as of (\d{4}-\d{2}-\d{2})", r"、\1 時点", told)
    told = _FIGURE.sub(_figure, told)
    for status, word in _STATUS.items():
        told = re.sub(rf", {status}\b", f"({word})", told)
    return told.replace(", 、", "、").replace(",、", "、")


def _title(key: str) -> str:
    return fact_title(key, "ja")


def _document(found: re.Match[str]) -> str:
    kind = DOCUMENT_TITLES[DocumentKind(found[2])] if found[2] in set(DocumentKind) else found[2]
    return f"文書{found[1]}({kind}、{_STATES.get(found[3], found[3])})では"


def _figure(found: re.Match[str]) -> str:
    kind = FigureKind(found[1])
    number = f"{int(found[2]):,}{_UNITS[FigureUnit(found[3])]}"
    return f"{number}以上" if kind is FigureKind.AT_LEAST else f"{_KINDS[kind]}{number}"
