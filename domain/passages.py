"""Passages: the free paragraphs of a document, as somebody edits them.

A passage may name facts in brackets, ［figure.people］, and reads then what the ledger holds. A
figure or a date that somebody types by hand stays as typed while the ledger moves on. So each one
is either written as such a place, or declared with a reason.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from domain.fact_catalogue import FACT_CATALOGUE

NOW, TODAY, EVENT, SENDER = "now", "today", "event", "sender"
NOT_FACTS = (NOW, TODAY, EVENT, SENDER)
"""Places beside the facts: time and day of the text, the kind of event, who signs."""
DAY = ".day"
"""After the key of a fact: its day alone, without what else it says (［publication.first.day］)."""

_PLACE = re.compile(r"［([a-z][a-z0-9_.]*)］|\[([a-z][a-z0-9_.]*)\]")
_UNITS = (
    "名|件|社|人|円|か月|ヵ月|ヶ月|か国|営業日|日間|時間|分間|週間|回|通|店舗|枚|台|倍|割|%|％"
    r"|(?:people|records|accounts|companies|contracts|days|hours|weeks|months|percent)\b"
)
_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty"
    "|seventy|eighty|ninety|hundreds?|thousands?|millions?|dozens?(?: of)?"
)
_TYPED = re.compile(
    rf"(?:令和|平成)?(?:\d|元年)(?:[\d,，./:：年月日時分秒\-]*\d|[\d年月日時分秒]*)"
    rf"[年月日時分秒]*(?:\s?(?:{_UNITS}))?"
    # 「お一人おひとり」「一日も早く」 count nothing.
    r"|(?!一人)数?[〇一二三四五六七八九十百千万億]+(?:名|件|社|円|人)"
    r"|[〇一二三四五六七八九十]{1,4}(?:年|月|日(?!も|でも))(?:[〇一二三四五六七八九十]{1,3}[月日])*"
    r"|一昨[日年]|昨(?:日|夜|晩|年)|(?:先|今|来)[週月]|[明翌]日|明後日"
    rf"|\b(?:(?:{_WORDS})[ -](?:and )?)+(?:people|persons|records|accounts|customers|days|weeks)\b"
    r"|\b(?:yesterday|tomorrow|last (?:night|week|month|year|[A-Z][a-z]+day))\b"
)
_LINK = re.compile(r"(?:https?://|www\.)[^\s、。（）「」［］<>]+", re.IGNORECASE)
_LEAST = 4
"""Shorter words are too common to be taken for the value of a place, unless they count."""
SUGGESTED = 3


class Declared(NamedTuple):
    """A figure or date typed by hand, as the text has it, and why it may stand so."""

    typed: str
    reason: str


def places(words: str) -> tuple[str, ...]:
    """The names in brackets, in the order of the text."""
    return tuple(first or second for first, second in _PLACE.findall(words))


def unknown_places(words: str) -> dict[str, tuple[str, ...]]:
    """Names in brackets that stand for nothing, each with the nearest ones that do."""
    known = (*NOT_FACTS, *FACT_CATALOGUE)
    return {
        name: tuple(get_close_matches(name, known, n=SUGGESTED, cutoff=0.4))
        for name in places(words)
        if name.removesuffix(DAY) not in known
    }


def filled(words: str, values: Mapping[str, str]) -> str:
    """The passage with the value of each place; a value that is a sentence does not end twice."""

    def value(match: re.Match[str]) -> str:
        said = values[match[1] or match[2]]
        after = words[match.end() : match.end() + 1]
        return said if not after or after.isspace() else said.rstrip("。.")

    return _PLACE.sub(value, words)


def linked(words: str, values: Iterable[tuple[str, str]]) -> str:
    """The words with each of these values as its place again; the longest value first."""
    told = words
    for name, said in sorted(values, key=lambda pair: -len(pair[1])):
        stem = said.rstrip("。.")
        if len(stem) >= _LEAST or any(sign.isdigit() for sign in stem):
            told = _linked(told, name, stem)
    return told


def typed_numbers(words: str) -> tuple[str, ...]:
    """Figures and dates that are typed into a passage, as it has them; places are none."""
    plain = unicodedata.normalize("NFKC", _PLACE.sub(" ", words))
    found = (match.group(0).rstrip(" .,:/-") for match in _TYPED.finditer(plain))
    return tuple(dict.fromkeys(found))


def foreign_links(words: str, own: str) -> tuple[str, ...]:
    """Addresses of pages that are typed into a passage and stand neither in `own` nor in a fact.

    A notice that links somewhere teaches its readers to trust the next one, which is a fraud's.
    """
    plain = unicodedata.normalize("NFKC", _PLACE.sub(" ", words))
    known = set(_LINK.findall(unicodedata.normalize("NFKC", own)))
    return tuple(dict.fromkeys(link for link in _LINK.findall(plain) if link not in known))


def number_spans(words: str) -> tuple[tuple[int, int], ...]:
    """Where figures and dates begin and end in finished words, in order."""
    return tuple(match.span() for match in _TYPED.finditer(words))


def undeclared(words: str, own: str, declared: Collection[str]) -> tuple[str, ...]:
    """Typed figures and dates that are neither the template's `own` nor declared."""
    allowed = {*typed_numbers(own), *(unicodedata.normalize("NFKC", one) for one in declared)}
    return tuple(said for said in typed_numbers(words) if said not in allowed)


def _linked(words: str, name: str, stem: str) -> str:
    """Outside the places that stand already, and never within a longer number."""
    digits_end = r"(?![\d,，]*\d)" if stem[-1:].isdigit() else ""
    digits_begin = r"(?<![\d,，])" if stem[:1].isdigit() else ""
    wanted = re.compile(f"{digits_begin}{re.escape(stem)}{digits_end}")
    parts = re.split(r"(［[a-z][a-z0-9_.]*］)", words)
    return "".join(
        part if place % 2 else wanted.sub(f"［{name}］", part) for place, part in enumerate(parts)
    )
