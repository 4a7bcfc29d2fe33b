"""The facts as templates see them: in words, and with every reading remembered.

An approval binds the facts that a document reads, so a template has no other way to a fact than
the reader here.
"""

import re
from collections.abc import Iterable
from datetime import datetime

from activities.words_errors import FactNotPublicError, UnknownFactKeyError
from contracts.document_context import FactView
from domain.fact_catalogue import FACT_CATALOGUE, ITEM_FIGURES
from domain.facts import FactStatus
from domain.wording import (
    date_words,
    event_words,
    figure_words,
    moment_words,
    named_instead_of_ourselves,
)

UNKNOWN = "現時点で判明しておらず、調査中です"
DOUBT = "可能性の段階であり、現時点で確定していません"
NOTHING_TO_TELL = "現時点で記載できる事項はありません"
WITHDRAWN = "従前の内容を取り下げ、改めて確認しています。"

# A statement with one of these already says how sure it is; nothing is added to it.
_SAYS_UNKNOWN = (
    *("調査中", "確認中", "不明", "未定"),
    *("判明していません", "判明しておりません", "判明しておらず", "特定できていません"),
    *("確認されていません", "確認されておりません", "確認できていません", "確認できておりません"),
)
_SAYS_SUSPECTED = ("おそれ", "可能性", "疑い", "見込", "とみられ", "と考えられ")


class FactWords:
    """One fact in words. What is unknown is said as unknown; what is withdrawn is not repeated."""

    def __init__(self, key: str, view: FactView | None, *, era: bool) -> None:
        self.key = key
        self.title = FACT_CATALOGUE[key].ja
        self.item = FACT_CATALOGUE[key].item
        self.status = view.status if view else FactStatus.UNKNOWN
        self._view = view
        self._era = era

    @property
    def stated(self) -> bool:
        """Whether there is something to say beyond "unknown": known or suspected."""
        return self.status in {FactStatus.KNOWN, FactStatus.SUSPECTED}

    @property
    def certain(self) -> bool:
        """Whether the fact is known, not only suspected."""
        return self.status is FactStatus.KNOWN

    @property
    def said(self) -> str:
        """The fact as it may be said, whatever its status; never empty."""
        if self.status is FactStatus.WITHDRAWN:
            return WITHDRAWN
        if self._view is None or self.status is FactStatus.UNKNOWN:
            return self._unknown()
        words = self._value() or "確認済みです"
        if self.status is FactStatus.SUSPECTED and not _mentions(words, _SAYS_SUSPECTED):
            return _with_doubt(words)
        return words

    @property
    def row(self) -> tuple[str, str]:
        """Title and words, as a line of a table."""
        return self.title, self.said

    @property
    def category(self) -> str:
        """The fact as the answer to a question of the law: 該当, 該当するおそれ, 非該当, 調査中."""
        return {
            FactStatus.KNOWN: "該当",
            FactStatus.SUSPECTED: "該当するおそれ",
            FactStatus.UNKNOWN: "調査中",
            FactStatus.WITHDRAWN: "非該当",
        }[self.status]

    @property
    def event(self) -> str:
        """The fact as the kind of event in running text: 漏えい, or 漏えいのおそれ."""
        statement = self._view.statement if self._view and self.stated else ""
        return event_words(statement, certain=self.certain)

    @property
    def as_of(self) -> str:
        """The day that the fact is about; empty for a fact that nobody has stated."""
        return date_words(self._view.as_of, era=self._era) if self._view else ""

    @property
    def source(self) -> str:
        """Who states it; empty when that is not named."""
        return self._view.source_name if self._view else ""

    def _unknown(self) -> str:
        statement = self._view.statement if self._view else ""
        unknown = NOTHING_TO_TELL if FACT_CATALOGUE[self.key].act else UNKNOWN
        if not statement:
            return f"{unknown}。"
        return statement if _mentions(statement, _SAYS_UNKNOWN) else f"{unknown}（{statement}）"

    def _value(self) -> str:
        view = self._view
        if view is None:
            return ""
        if view.figure is not None:
            return _figure_with(figure_words(view.figure), view.statement)
        if view.moment is not None:
            return _moment_with(view.moment, view.statement, era=self._era)
        return view.statement


class FactReader:
    """Gives templates their facts and remembers which they read.

    With `public_only` a fact that is not public is refused. `era` dates by the Japanese era.
    Statements speak as the keeper of the ledger (当社); where another signs, `keeper` is its name,
    which then stands instead.
    """

    def __init__(
        self, facts: Iterable[FactView], *, public_only: bool, era: bool, keeper: str = ""
    ) -> None:
        self._facts = {fact.key: _spoken(fact, keeper) for fact in facts}
        self._public_only = public_only
        self._era = era
        self._read: set[str] = set()

    @property
    def keys_read(self) -> tuple[str, ...]:
        """Every key read so far, sorted; keys that the ledger does not hold are among them."""
        return tuple(sorted(self._read))

    def fact(self, key: str) -> FactWords:
        """The fact in words; one that the ledger does not hold is unknown.

        Raises UnknownFactKeyError for a key outside the catalogue, and FactNotPublicError in a
        public document.
        """
        if key not in FACT_CATALOGUE:
            raise UnknownFactKeyError(key)
        if self._held_back(key):
            raise FactNotPublicError(key)
        self._read.add(key)
        return FactWords(key, self._facts.get(key), era=self._era)

    def releasable(self, keys: Iterable[str]) -> list[FactWords]:
        """The facts of these keys, less those held back from the public.

        For parts of a public document that may be left out without making the rest untrue.
        """
        return [self.fact(key) for key in keys if not self._held_back(key)]

    def figures(self) -> list[FactWords]:
        """The figures by item of data that the ledger holds and this document may say."""
        return self.releasable(key for key in ITEM_FIGURES if key in self._facts)

    def changed(self, keys: Iterable[str]) -> list[FactWords]:
        """The facts among changed keys that this document may say; others have no words."""
        return self.releasable(key for key in keys if key in FACT_CATALOGUE)

    def _held_back(self, key: str) -> bool:
        fact = self._facts.get(key)
        return self._public_only and fact is not None and not fact.public


def _spoken(fact: FactView, keeper: str) -> FactView:
    if not keeper:
        return fact
    statement = named_instead_of_ourselves(fact.statement, keeper)
    return fact.model_copy(update={"statement": statement})


def _mentions(words: str, any_of: tuple[str, ...]) -> bool:
    return any(word in words for word in any_of)


def _with_doubt(words: str) -> str:
    """What is only suspected, with that said; a remark in brackets takes it in."""
    if words.endswith("）"):
        return f"{words.removesuffix('）')}。{DOUBT}）"
    return f"{words.rstrip('。')}（{DOUBT}）"


def _figure_with(figure: str, statement: str) -> str:
    return f"{figure}（{statement.rstrip('。')}）" if statement else figure


def _moment_with(moment: datetime, statement: str, *, era: bool) -> str:
    words = moment_words(moment, era=era)
    if not statement:
        return words
    return statement if _names_day(statement, moment) else f"{words}　{statement}"


def _names_day(statement: str, moment: datetime) -> bool:
    """Whether the statement gives the day itself, so that saying it again would only tire."""
    day = date_words(moment).split("年", 1)[1].split("（", 1)[0]
    return re.search(rf"(?<!\d){day}", statement) is not None
