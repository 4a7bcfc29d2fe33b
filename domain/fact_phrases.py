"""How a fact is said when it is not plainly known, in each language; and figures and dates there.

A statement stands as somebody recorded it; only what is said around it is in these words.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple, Protocol

from domain.facts import FactStatus
from domain.figures import Figure
from domain.wording import Language, date_words, event_words, figure_words, moment_words
from domain.wording_english import (
    date_in_english,
    event_in_english,
    figure_in_english,
    moment_in_english,
)

_WEEKDAY = re.compile(r"（[月火水木金土日]）$")
_STOPS = "。."
"""A statement may stand in another language than the document."""


class _DateWords(Protocol):
    def __call__(self, moment: datetime, *, era: bool = False) -> str:
        """The date in words."""
        ...


class _EventWords(Protocol):
    def __call__(self, statement: str, *, certain: bool) -> str:
        """The event in words."""
        ...


class FactPhrases(NamedTuple):
    """The words of one language.

    A statement that holds one of `says_unknown` or `says_suspected` already says how sure it is;
    nothing is added to it. `brackets` enclose a remark, `then` goes between two, `stop` ends a
    sentence. `nothing_to_say` is for those who are addressed, `nothing_to_tell` for a report.
    """

    unknown: str
    doubt: str
    nothing_to_tell: str
    nothing_to_say: str
    withdrawn: str
    confirmed: str
    stop: str
    then: str
    brackets: tuple[str, str]
    after_moment: str
    says_unknown: tuple[str, ...]
    says_suspected: tuple[str, ...]
    category: dict[FactStatus, str]
    figure: Callable[[Figure], str]
    date: _DateWords
    moment: _DateWords
    event: _EventWords

    def remark(self, words: str, remark: str) -> str:
        """Words with a remark in brackets; one that stands there already takes it in."""
        opening, closing = self.brackets
        bare = words.rstrip(_STOPS)
        if bare.endswith(closing) and not _WEEKDAY.search(bare):
            return f"{bare.removesuffix(closing).rstrip(_STOPS)}{self.then}{remark}{closing}"
        return f"{bare}{opening}{remark}{closing}"


_JAPANESE = FactPhrases(
    unknown="現時点で判明しておらず、調査中です",
    doubt="可能性の段階であり、現時点で確定していません",
    nothing_to_tell="現時点で記載できる事項はありません",
    nothing_to_say="現時点でお伝えできる事項はありません",
    withdrawn="従前の内容を取り下げ、改めて確認しています。",
    confirmed="確認済みです",
    stop="。",
    then="。",
    brackets=("（", "）"),
    after_moment="　",
    says_unknown=(
        *("調査中", "確認中", "不明", "未定"),
        *("判明していません", "判明しておりません", "判明しておらず", "特定できていません"),
        *("確認されていません", "確認されておりません"),
        *("確認できていません", "確認できておりません"),
    ),
    says_suspected=("おそれ", "可能性", "疑い", "見込", "とみられ", "と考えられ"),
    category={
        FactStatus.KNOWN: "該当",
        FactStatus.SUSPECTED: "該当するおそれ",
        FactStatus.UNKNOWN: "調査中",
        FactStatus.WITHDRAWN: "非該当",
    },
    figure=figure_words,
    date=date_words,
    moment=moment_words,
    event=event_words,
)
_ENGLISH = FactPhrases(
    unknown="Not known yet; under investigation",
    doubt="this is a possibility and not established yet",
    nothing_to_tell="There is nothing to state yet",
    nothing_to_say="There is nothing to state yet",
    withdrawn="What was stated before is withdrawn and is being checked anew.",
    confirmed="Confirmed",
    stop=".",
    then="; ",
    brackets=(" (", ")"),
    after_moment=": ",
    says_unknown=(
        *("investigat", "not known", "unknown", "being checked", "not confirmed"),
        *_JAPANESE.says_unknown,
    ),
    says_suspected=(
        *("possib", "may have", "might", "suspect", "appears", "likely"),
        *_JAPANESE.says_suspected,
    ),
    category={
        FactStatus.KNOWN: "applies",
        FactStatus.SUSPECTED: "may apply",
        FactStatus.UNKNOWN: "under investigation",
        FactStatus.WITHDRAWN: "does not apply",
    },
    figure=figure_in_english,
    date=date_in_english,
    moment=moment_in_english,
    event=event_in_english,
)
FACT_PHRASES: dict[Language, FactPhrases] = {
    Language.JAPANESE: _JAPANESE,
    Language.ENGLISH: _ENGLISH,
}
