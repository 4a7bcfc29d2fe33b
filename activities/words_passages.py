"""The free paragraphs of a document: the template's own words, or what somebody made of them.

A template names such a paragraph: `passage("opening", "…")`. Its own words are always made, so
that the facts behind them count as read whatever was edited: a fact that moves voids the approval
of a text written around it.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from activities.words_errors import TwicePassageError
from activities.words_facts import FactReader, FactWords
from contracts.document_context import DocumentContext
from domain.documents import FILINGS
from domain.passages import DAY, EVENT, NOT_FACTS, NOW, SENDER, TODAY, filled, linked, places
from domain.said_passages import SaidPassage
from domain.wording import Language, date_words, moment_words
from domain.wording_english import date_in_english, moment_in_english

JUST_READ = 2
"""Facts read right before a passage is asked for; its words are made of these."""


class _Asked(NamedTuple):
    words: str
    own: str
    edited: bool
    read: tuple[str, ...]
    label: str = ""


class PassageWriter:
    """Gives templates their passages and remembers them in the order of the text."""

    def __init__(
        self, context: DocumentContext, reader: FactReader, edited: Mapping[str, str]
    ) -> None:
        self._context = context
        self._reader = reader
        self._edited = edited
        self._asked: dict[str, _Asked] = {}

    def passage(self, name: str, words: str) -> str:
        """The paragraph of this name, which is `words` unless somebody edited it.

        Raises TwicePassageError where a template gives two paragraphs one name.
        """
        own = str(words)
        said = self._said(name, own)
        known = self._asked.get(name)
        if known is not None and known.own != own:
            raise TwicePassageError(name)
        recent = known.read if known else self._reader.lately_read
        self._asked[name] = _Asked(said, own, name in self._edited, recent)
        return said

    def field(self, name: str, fact: FactWords, label: str, own: str = "") -> str:
        """The words of a free field of a form: those of its fact unless somebody edited them.

        `own` are words made of the fact and of more than it.
        """
        own = own or fact.said
        said = self._said(name, own)
        self._asked[name] = _Asked(said, own, name in self._edited, (fact.key,), label)
        return said

    def all_said(self, *, with_sources: bool) -> tuple[SaidPassage, ...]:
        """Every passage of the text in its order; places are looked for only where asked."""
        if not with_sources:
            return tuple(
                SaidPassage(name=name, words=asked.words, edited=asked.edited, label=asked.label)
                for name, asked in self._asked.items()
            )
        return tuple(self._sourced(name, asked) for name, asked in self._asked.items())

    def values(self, names: Iterable[str]) -> dict[str, str]:
        """What each place says; a fact so asked for counts as read."""
        return {name: self._value(name, self._reader.fact) for name in names}

    def _said(self, name: str, own: str) -> str:
        source = self._edited.get(name)
        if source is None:
            return own
        return self._reader.carefully(filled(source, self.values(places(source))))

    def _sourced(self, name: str, asked: _Asked) -> SaidPassage:
        own = linked(asked.own, self._likely(asked).items())
        source = self._edited.get(name, own)
        # The day within a fact's words becomes a place again when somebody edits these words.
        days = {f"{place}{DAY}" for place in places(own) if self._has_day(place)}
        used = sorted({*places(own), *places(source), *days})
        return SaidPassage(
            name=name,
            words=asked.words,
            source=source,
            own=own,
            links=tuple((place, self._value(place, self._reader.peek)) for place in used),
            edited=asked.edited,
            label=asked.label,
        )

    def _has_day(self, place: str) -> bool:
        fact = None if place in NOT_FACTS or DAY in place else self._reader.peek(place)
        return fact is not None and fact.day != fact.said and fact.day in fact.said

    def _likely(self, asked: _Asked) -> dict[str, str]:
        """The places that a template's own words really have, the likeliest first.

        Not every place that says the same: the day of an earlier release may by chance be the day
        of a discovery, and today.
        """
        just_read = reversed(asked.read[-JUST_READ:])
        likely = {key: self._reader.peek(key).said for key in just_read}
        likely |= {place: self._value(place, self._reader.peek) for place in NOT_FACTS}
        if likely[NOW] in asked.own:
            del likely[TODAY]
        return likely

    def _value(self, place: str, fact: Callable[[str], FactWords]) -> str:
        given = self._context
        english = given.language is Language.ENGLISH
        era = given.kind in FILINGS or given.era_dates
        if place == NOW:
            moment = moment_in_english if english else moment_words
            return moment(given.issued_at, era=era)
        if place == TODAY:
            day = date_in_english if english else date_words
            return day(given.issued_at, era=era)
        if place == EVENT:
            return fact("event_type").event
        if place.endswith(DAY):
            return fact(place.removesuffix(DAY)).day
        return given.sender.name if place == SENDER else fact(place).said
