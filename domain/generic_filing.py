"""A filing to any other authority, by the contents that its own law names.

No law's form is copied: each content is filled with the facts that answer it. A content without a
fact of its own is said as open, for a person to write.
"""

from collections.abc import Iterable
from typing import NamedTuple

from domain.explanations import Bilingual
from domain.regimes import Regime
from domain.rules import Rule

_WHAT_HAPPENED = ("overview", "event_type", "discovered_by")
_WHAT_DATA = ("data.items", "data.whose", "data.medium", "data.not_included")
_HOW_MANY = (
    *("figure.people", "figure.names", "figure.phones", "figure.mail_addresses"),
    *("figure.postal_addresses", "figure.accounts", "figure.merchants"),
)
_RECORDS = _HOW_MANY[1:-1]
_WHEN = ("occurred", "discovered", "cause.period")
_WHY = ("cause", "cause.method", "cause.actor", "cause.attacker")
_HARM = ("secondary_damage", "published_by_attacker")
_DONE = (
    *("containment.app_unpublished", "containment.access_blocked", "measures.investigation"),
    *("measures.people", "measures.merchants", "prevention.done", "prevention.planned"),
)
_SYSTEMS = ("systems.involved", "systems.ours")
_PLAN = ("prevention.planned", "next_update")
_BY_WORDS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("nature", "description", "overview", "circumstances", "happened", "fact", "facts",
      "synopsis", "general", "incident", "information"), _WHAT_HAPPENED),
    (("data_items", "kinds", "types", "items", "type"), _WHAT_DATA),
    (("number", "people", "individuals", "total", "scope"), _HOW_MANY),
    (("records", "accounts"), _RECORDS),
    (("date", "dates", "timing", "occurred", "occurrence", "discovery", "period", "chronology",
      "when_and_how", "time_and_place", "noticed"), _WHEN),
    (("cause", "root_cause", "attack", "actor", "malicious", "indicators"), _WHY),
    (("consequences", "impact", "effects", "harm", "risk", "risks", "secondary_damage"), _HARM),
    (("measures", "doing", "steps", "mitigation", "response", "corrective", "containment",
      "own_measures", "safety_steps", "remedy"), _DONE),
    (("system", "systems", "asset", "services"), _SYSTEMS),
    (("prevention", "next_steps", "outlook", "lessons"), _PLAN),
    (("police", "agencies", "notified"), ("police", "other_authorities")),
    (("publication",), ("publication.first", "publication.follow_up")),
    (("notice_plan", "notices_given"), ("measures.people",)),
)  # fmt: skip
_KEYS = {word: keys for words, keys in _BY_WORDS for word in words}
CONTACT_WORDS = frozenset({"contact", "identity", "entity", "controller", "operator", "name"})
"""Contents that our own organisation answers, not the ledger."""


class ContentItem(NamedTuple):
    """One thing that a law wants said, and the facts that answer it."""

    id: str
    title: Bilingual
    keys: tuple[str, ...]
    of_ourselves: bool


def contents_of(rule: Rule, regimes: Iterable[Regime]) -> tuple[ContentItem, ...]:
    """What a filing under a rule says, in the order of its law; none where the law names none."""
    titles = next((one.contents for one in regimes if one.id == rule.regime), {})
    return tuple(
        ContentItem(name, titles[name], _KEYS.get(name, ()), name in CONTACT_WORDS)
        for name in rule.contents
        if name in titles
    )
