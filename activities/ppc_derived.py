"""Fields of the report form that follow from other facts: per event, in time order, by box."""

import re
from collections.abc import Iterator
from datetime import datetime

from activities.ppc_house import recorded_moments
from activities.words_facts import FactReader, FactWords
from contracts.document_context import DocumentContext
from domain.fact_phrases import FACT_PHRASES
from domain.facts import FactStatus
from domain.ppc_options import EVENTS, HAPPENED
from domain.wording import JAPAN, Language

OF_EVENTS = dict(zip(("event_leak", "event_loss", "event_damage"), EVENTS, strict=True))
TIMELINE_FACTS = (
    *("occurred", "discovered", "containment.app_unpublished", "containment.access_blocked"),
    *("measures.investigation", "measures.merchants", "measures.people", "publication.first"),
    *("publication.follow_up", "prevention.done", "police", "other_authorities"),
    "accredited_body",
)
"""What may have a day of its own; each counts as read, also while it has none."""
_CATEGORIES = ("category.special_care", "category.property_damage", "category.wrongful_purpose")
_PAUSE = re.compile(r"[、。,;及]|又は|または|および| and | or ")


def event_box(identity: str, fact: FactWords, context: DocumentContext) -> str:
    """発生 or 発生したおそれ for one kind of event; empty where the fact does not name it.

    By the words that stand with it: 漏えい（発生）、滅失のおそれ are two events, each its own way.
    """
    if not fact.stated:
        return ""
    view = next((one for one in context.facts if one.key == fact.key), None)
    statement = (view.statement if view else "").casefold()
    named = [
        part
        for part in _PAUSE.split(statement)
        if any(word.casefold() in part for word in OF_EVENTS[identity].words)
    ]
    if not named:
        return ""
    happened, possible = HAPPENED
    doubted = any(word in part for part in named for word in possible.words)
    return (possible if doubted or not fact.certain else happened).ja


def voluntary(reader: FactReader, *, over_threshold: bool | None) -> bool | None:
    """Whether no item of Rule 7 applies, so that nobody must report; None while that is open."""
    answers = [reader.fact(key).status for key in _CATEGORIES]
    if over_threshold or any(
        status in {FactStatus.KNOWN, FactStatus.SUSPECTED} for status in answers
    ):
        return False
    ruled_out = all(status is FactStatus.WITHDRAWN for status in answers)
    return True if ruled_out and over_threshold is False else None


def timeline(context: DocumentContext, reader: FactReader) -> str:
    """What happened and what was done, a line each, the earliest first; empty without a day.

    A fact of the same matter and day as something recorded is not told twice; of another day it
    is, so that neither hides the other.
    """
    phrases = FACT_PHRASES[context.language]
    between = "　" if context.language is Language.JAPANESE else ": "
    recorded = recorded_moments(context)
    said_already = {(one.key, one.at.astimezone(JAPAN).date()) for one in recorded}
    entries = [
        *(
            (at, fact.title)
            for at, fact in _dated_facts(context, reader)
            if (fact.key, at.astimezone(JAPAN).date()) not in said_already
        ),
        *((one.at, one.words) for one in recorded),
    ]
    entries.sort(key=lambda entry: entry[0])
    lines = (f"{phrases.moment(at, era=True)}{between}{words}" for at, words in entries)
    return "\n".join(dict.fromkeys(lines))


def _dated_facts(
    context: DocumentContext, reader: FactReader
) -> Iterator[tuple[datetime, FactWords]]:
    moments = {view.key: view.moment for view in context.facts if view.moment is not None}
    for key in TIMELINE_FACTS:
        fact = reader.fact(key)
        if fact.stated and key in moments:
            yield moments[key], fact
