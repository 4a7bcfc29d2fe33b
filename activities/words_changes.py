"""What changed since the previous release: each fact with what that said of it, and what is right.

Whoever has read the one before sees what is new, and a correction names both. What it said as
unknown, or did not say, has no words of its own; what is taken back, or not told any more, is not
repeated.
"""

from collections.abc import Iterable

from activities.words_facts import FactReader, FactWords, Manner, spoken
from contracts.document_context import DocumentContext, FactView
from domain.fact_catalogue import FALSE_ALARM_FACTS
from domain.figures import FigureKind
from domain.wording import Language

_IN_PROSE = frozenset({"overview", "event_type"})
"""Said in sentences, which may have been edited: what exactly was said, the ledger cannot know."""
_NEVER_LISTED = ("assurance.", "policy.", "category.", "alarm.")
_BRACKETS = frozenset("（(")
_WORDS = {
    Language.JAPANESE: {
        "figure": "{now}（前回の公表では{before}）",
        "words": "{now}\n前回の公表：{before}",
        "corrected": "{title}（誤：{before}、正：{now}）",
    },
    Language.ENGLISH: {
        "figure": "{now} (in the previous release: {before})",
        "words": "{now}\nIn the previous release: {before}",
        "corrected": "{title} (it said: {before}; correct is: {now})",
    },
}


class ChangeTeller:
    """Tells changed facts beside what the previous release said."""

    def __init__(self, context: DocumentContext, reader: FactReader, manner: Manner) -> None:
        self._reader = reader
        self._manner = manner
        self._keeper = context.platform.name if context.platform else ""
        previous = context.release.previous if context.release else ()
        withheld = {fact.key for fact in context.facts if _is_withheld(fact)}
        self._previous = {view.key: view for view in previous if view.key not in withheld}
        self._words = _WORDS[Language(manner.language)]

    def rows(self, keys: Iterable[str]) -> list[tuple[str, str]]:
        """A line a changed fact: its title, and its words with those of before."""
        return [(fact.title, self._retold(fact)) for fact in self._reader.changed(keys)]

    def corrections(self, keys: Iterable[str]) -> list[str]:
        """What is put right, each with the wrong words and the right ones."""
        return [self._corrected(fact) for fact in self._reader.changed(keys)]

    def _retold(self, fact: FactWords) -> str:
        before = self._said_before(fact)
        if not before:
            return fact.said
        # A remark in brackets behind another is not read any more.
        bare = not _BRACKETS & set(fact.said + before)
        how = "figure" if bare and self._previous[fact.key].figure is not None else "words"
        return self._words[how].format(now=fact.said, before=before)

    def _corrected(self, fact: FactWords) -> str:
        before = self._said_before(fact)
        # What is only possible is not what is right.
        if not before or not fact.certain:
            return fact.title
        now, then = fact.said.rstrip("。."), before.rstrip("。.")
        return self._words["corrected"].format(title=fact.title, before=then, now=now)

    def _said_before(self, fact: FactWords) -> str:
        view = self._previous.get(fact.key)
        listed = fact.key not in {*_IN_PROSE, *FALSE_ALARM_FACTS}
        if view is None or not listed or fact.key.startswith(_NEVER_LISTED):
            return ""
        era = self._manner.era and self._manner.language is Language.JAPANESE
        told = spoken(view, self._keeper, era=era)
        told = told.model_copy(update={"statement": self._reader.carefully(told.statement)})
        before = FactWords(fact.key, told, self._manner)
        if not (before.stated and fact.stated) or before.said == fact.said:
            return ""
        return before.said


def _is_withheld(fact: FactView) -> bool:
    return fact.figure is not None and fact.figure.kind is FigureKind.WITHHELD
