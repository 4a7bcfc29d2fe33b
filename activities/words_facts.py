"""The facts as templates see them: in words, and with every reading remembered.

An approval binds the facts that a document reads, so a template has no other way to a fact than
the reader here. What decides how a statement may be said (the facts that carry a denial, the
policies that carry a promise) counts as read with it.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from activities.words_errors import FactNotPublicError, UnknownFactKeyError
from contracts.document_context import FactView
from domain.advice import advice
from domain.alarm import SOURCE, discovery_words
from domain.careful_words import (
    COMPENSATION,
    DENIAL_NEEDS,
    LIABILITY,
    undecided_promises,
    without_bare_denial,
    without_promises,
)
from domain.fact_catalogue import FACT_CATALOGUE, FALSE_ALARM_FACTS, ITEM_FIGURES
from domain.fact_phrases import FACT_PHRASES, FactPhrases
from domain.facts import FactStatus
from domain.wording import Language, date_words, in_era_dates, named_instead_of_ourselves
from domain.wording_english import date_in_english

DISCOVERED_BY = "discovered_by"
_POLICIES = (COMPENSATION, LIABILITY)
_SAID_AS_THEY_STAND = frozenset({*_POLICIES, *FALSE_ALARM_FACTS, *DENIAL_NEEDS})
"""What was decided, what a false alarm rests on, and what itself carries a denial."""


class Manner(NamedTuple):
    """How a document says its facts.

    `era` dates by the Japanese era. `in_house`: nobody outside reads it, so what is still
    undecided may be discussed in it. `report`: a matter-of-fact one that addresses nobody. `ours`
    is what the signer calls itself in Japanese.
    """

    language: Language = Language.JAPANESE
    era: bool = False
    in_house: bool = False
    report: bool = False
    ours: str = "当社"

    @property
    def phrases(self) -> FactPhrases:
        """The words of its language."""
        return FACT_PHRASES[self.language]


class FactWords:
    """One fact in words. What is unknown is said as unknown; what is withdrawn is not repeated."""

    def __init__(self, key: str, view: FactView | None, manner: Manner) -> None:
        self.key = key
        known = FACT_CATALOGUE[key]
        japanese = manner.language is Language.JAPANESE
        self.title = known.ja.replace("当社", manner.ours) if japanese else known.en
        self.item = known.item
        self.status = view.status if view else FactStatus.UNKNOWN
        self._view = view
        self._era = manner.era
        self._report = manner.report
        self._phrases = manner.phrases

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
            return self._phrases.withdrawn
        if self._view is None or self.status is FactStatus.UNKNOWN:
            return self._unknown()
        words = self._value() or self._phrases.confirmed
        if self.status is FactStatus.SUSPECTED and not _mentions(
            words, self._phrases.says_suspected
        ):
            return self._phrases.remark(words, self._phrases.doubt)
        return words

    @property
    def day(self) -> str:
        """The day alone, or day and time, of a fact that has one; else what is said of it."""
        if self._view is None or self._view.moment is None or not self.stated:
            return self.said
        return self._phrases.moment(self._view.moment, era=self._era)

    @property
    def row(self) -> tuple[str, str]:
        """Title and words, as a line of a table."""
        return self.title, self.said

    @property
    def category(self) -> str:
        """The fact as the answer to a question of the law: 該当, 該当するおそれ, 非該当, 調査中."""
        return self._phrases.category[self.status]

    @property
    def event(self) -> str:
        """The fact as the kind of event in running text: 漏えい, or 漏えいのおそれ."""
        statement = self._view.statement if self._view and self.stated else ""
        return self._phrases.event(statement, certain=self.certain)

    @property
    def as_of(self) -> str:
        """The day that the fact is about; empty for a fact that nobody has stated."""
        return self._phrases.date(self._view.as_of, era=self._era) if self._view else ""

    @property
    def source(self) -> str:
        """Who states it; empty when that is not named."""
        return self._view.source_name if self._view else ""

    def _unknown(self) -> str:
        statement = self._view.statement if self._view else ""
        phrases = self._phrases
        act = FACT_CATALOGUE[self.key].act
        nothing = phrases.nothing_to_tell if self._report else phrases.nothing_to_say
        unknown = nothing if act else phrases.unknown
        if not statement:
            return f"{unknown}{phrases.stop}"
        if _mentions(statement, phrases.says_unknown):
            return statement
        opening, closing = phrases.brackets
        return f"{unknown}{opening}{statement}{closing}"

    def _value(self) -> str:
        view = self._view
        if view is None:
            return ""
        if view.figure is not None:
            figure = self._phrases.figure(view.figure)
            opening, closing = self._phrases.brackets
            remark = view.statement.rstrip("。.")
            return f"{figure}{opening}{remark}{closing}" if remark else figure
        if view.moment is not None:
            words = self._phrases.moment(view.moment, era=self._era)
            if not view.statement:
                return words
            if _names_day(view.statement, view.moment):
                return view.statement
            return f"{words}{self._phrases.after_moment}{view.statement}"
        return view.statement


class FactReader:
    """Gives templates their facts and remembers which they read.

    With `public_only` a fact that is not public is refused. Statements speak as the keeper of the
    ledger (当社); where another signs, `keeper` is its name, which then stands instead.
    """

    def __init__(
        self,
        facts: Iterable[FactView],
        *,
        public_only: bool,
        manner: Manner = Manner(),  # noqa: B008 - a tuple: nothing of it can change
        keeper: str = "",
    ) -> None:
        era = manner.era and manner.language is Language.JAPANESE
        self._facts = {fact.key: spoken(fact, keeper, era=era) for fact in facts}
        self._public_only = public_only
        self._manner = manner
        self._read: set[str] = set()
        self._lately: list[str] = []

    @property
    def lately_read(self) -> tuple[str, ...]:
        """The keys read since this was last asked, in order."""
        lately, self._lately = tuple(self._lately), []
        return lately

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
        self._lately.append(key)
        found = self._by_the_alarm() if key == DISCOVERED_BY else self._facts.get(key)
        return FactWords(key, self._careful(found), self._manner)

    def peek(self, key: str) -> FactWords:
        """The fact in words for somebody who writes the text; nothing counts as read."""
        read = set(self._read)
        words = FactWords(key, self._careful(self._facts.get(key)), self._manner)
        self._read = read
        return words

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

    def advice(self) -> list[str]:
        """What the reader can do, by the items of data that are stated to have leaked."""
        key = "data.items"
        if self._held_back(key):
            return []
        self._read.add(key)
        items = self._facts.get(key)
        stated = items is not None and items.status in {FactStatus.KNOWN, FactStatus.SUSPECTED}
        return list(advice(items.statement, self._manner.language)) if items and stated else []

    def _by_the_alarm(self) -> FactView | None:
        """How it came out, where nobody said: by the source of the alarm, never to the public."""
        found = self._facts.get(DISCOVERED_BY)
        if self._public_only or (found is not None and found.status is not FactStatus.UNKNOWN):
            return found
        alarm = self._facts.get(SOURCE)
        if alarm is None or alarm.status is not FactStatus.KNOWN:
            return found
        self._read.add(SOURCE)
        japanese = self._manner.language is Language.JAPANESE
        said = discovery_words(alarm.statement, japanese=japanese)
        return alarm.model_copy(update={"key": DISCOVERED_BY, "statement": said})

    def _careful(self, fact: FactView | None) -> FactView | None:
        """Denials and promises only as far as other facts carry them."""
        if fact is None or not fact.statement or fact.key in _SAID_AS_THEY_STAND:
            return fact
        said = self.carefully(fact.statement)
        return fact if said == fact.statement else fact.model_copy(update={"statement": said})

    def carefully(self, statement: str) -> str:
        """Words with their denials and promises only as far as facts carry them."""
        said = without_bare_denial(statement, carried=False)
        if said != statement:
            self._read.update(DENIAL_NEEDS)
            carried = all(self._is_known(key) for key in DENIAL_NEEDS)
            said = without_bare_denial(statement, carried=carried)
        if not self._manner.in_house and undecided_promises(said, frozenset()):
            self._read.update(_POLICIES)
            decided = frozenset(key for key in _POLICIES if self._is_known(key))
            said = without_promises(said, decided, self._manner.language)
        return said

    def _is_known(self, key: str) -> bool:
        fact = self._facts.get(key)
        return fact is not None and fact.status is FactStatus.KNOWN

    def _held_back(self, key: str) -> bool:
        fact = self._facts.get(key)
        return self._public_only and fact is not None and not fact.public


def spoken(fact: FactView, keeper: str, *, era: bool = False) -> FactView:
    """The fact as somebody else says it (the keeper by name, not as 当社), and dates it."""
    said = named_instead_of_ourselves(fact.statement, keeper) if keeper else fact.statement
    said = in_era_dates(said) if era else said
    return fact.model_copy(update={"statement": said}) if said != fact.statement else fact


def _mentions(words: str, any_of: tuple[str, ...]) -> bool:
    return any(word in words for word in any_of)


def _names_day(statement: str, moment: datetime) -> bool:
    """Whether the statement gives the day itself, so that saying it again would only tire."""
    day = date_words(moment).split("年", 1)[1].split("（", 1)[0]
    english = date_in_english(moment).rsplit(" ", 1)[0]
    return re.search(rf"(?<!\d)(?:{day}|{english}\b)", statement) is not None
