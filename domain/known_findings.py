"""From the ledger to findings: which facts answer which questions of the law, and since when.

A question is answered by a fact with its own key: `category.<finding>` for data, `event.<finding>`
for what happened, `entity.<name>` for what we ourselves are, `figure.people`,
`figure.service_users_hit`, `figure.outage_minutes` and `figure.residents.<place>` for counts
(`us_ca` for `US-CA`). A known fact says yes, a withdrawn one no; suspicion leaves the question
open.
"""

from collections.abc import Mapping
from datetime import datetime

from domain.conditions import TOTAL, Findings
from domain.facts import Fact, FactStatus, Ledger
from domain.finding_words import (
    COUNT_WORDS,
    CUSTOM,
    DATA_FLAGS,
    ENTITY,
    ENTITY_FLAGS,
    EVENT_FLAGS,
    RESIDENTS,
    place_of,
)

PEOPLE = "figure.people"
_ANSWERS = {FactStatus.KNOWN: True, FactStatus.WITHDRAWN: False}
_FLAG_OF: Mapping[str, str] = {
    **{f"category.{name}": name for name in DATA_FLAGS},
    **{f"event.{name}": name for name in EVENT_FLAGS},
    **{name: name for name in ENTITY_FLAGS},
}
_COUNT_OF: Mapping[str, str] = {
    PEOPLE: TOTAL,
    **{f"figure.{name}": name for name in COUNT_WORDS if name != TOTAL},
}
_RESIDENTS = "figure.residents."
_FACT_OF = {finding: key for key, finding in (*_FLAG_OF.items(), *_COUNT_OF.items())}


def answer(fact: Fact | None) -> bool | None:
    """Yes, no, or None while the question is open (suspected counts as open)."""
    return None if fact is None else _ANSWERS.get(fact.status)


def finding_of(fact_key: str) -> str | None:
    """The finding that a fact answers; None when the law asks nothing of it."""
    if fact_key.startswith(_RESIDENTS):
        place = fact_key.removeprefix(_RESIDENTS).upper().replace("_", "-")
        name = f"residents.{place}"
        return name if RESIDENTS.fullmatch(name) else None
    if CUSTOM.fullmatch(fact_key):
        return fact_key
    return _FLAG_OF.get(fact_key) or _COUNT_OF.get(fact_key)


def fact_of(finding: str) -> str:
    """The key of the fact that answers a finding."""
    if place_of(finding) is not None:
        place = finding.removeprefix("residents.").lower().replace("-", "_")
        return f"{_RESIDENTS}{place}"
    return _FACT_OF.get(finding, finding)


class KnownFindings:
    """The answers that one ledger gives, revision by revision, for any party of the incident."""

    def __init__(self, ledger: Ledger) -> None:
        self._stages = tuple(_stages(ledger))
        self._made: dict[object, tuple[Findings, ...]] = {}

    def of(
        self, held: int | None, standing: Mapping[str, bool], *, ourselves: bool
    ) -> tuple[Findings, ...]:
        """The findings of one party in time order, one entry for each change.

        `held` counts the people of its own lists, None while none has come in; the number of all
        people bounds it. `standing` says what the party is, by `entity.<name>`; facts about
        entities are about ourselves only.
        """
        kept = (held, ourselves, tuple(sorted(standing.items())))
        if kept not in self._made:
            self._made[kept] = tuple(self._build(held, standing, ourselves=ourselves))
        return self._made[kept]

    def _build(
        self, held: int | None, standing: Mapping[str, bool], *, ourselves: bool
    ) -> list[Findings]:
        found: list[Findings] = []
        before: dict[str, bool | int] | None = None
        for known_at, answers in self._stages:
            values = {
                name: value
                for name, value in answers.items()
                if ourselves or not name.startswith(ENTITY)
            }
            values |= standing
            at_most = _at_most(held, answers.get(TOTAL), ourselves=ourselves)
            if at_most is not None:
                values[TOTAL] = at_most
            if values != before:
                since = known_at if found else None
                found.append(Findings.model_validate({**values, "known_at": since}))
                before = values
        return found


def _at_most(held: int | None, total: int | None, *, ourselves: bool) -> int | None:
    if total is None or held is None:
        return held if total is None else total
    return max(total, held) if ourselves else held


def _stages(ledger: Ledger) -> list[tuple[datetime | None, dict[str, bool | int]]]:
    """The answers after each revision that touched one, with the case time when they were known."""
    stages: list[tuple[datetime | None, dict[str, bool | int]]] = []
    answers: dict[str, bool | int] = {}
    latest: datetime | None = None
    for revision in sorted({entry.revision for entry in ledger.entries}):
        facts = [entry.fact for entry in ledger.entries if entry.revision == revision]
        relevant = [(finding_of(fact.key), fact) for fact in facts]
        known = [fact.as_of for name, fact in relevant if name is not None]
        for name, fact in relevant:
            if name is not None:
                _note(answers, name, fact)
        if known:
            latest = max([min(known), *([latest] if latest else [])])
            stages.append((latest, dict(answers)))
    return stages or [(None, {})]


def _note(answers: dict[str, bool | int], name: str, fact: Fact) -> None:
    value: bool | int | None
    if fact.key.startswith("figure."):
        figure = fact.figure if fact.status is FactStatus.KNOWN else None
        value = None if figure is None else figure.upper_bound
    else:
        value = answer(fact)
    if value is None:
        answers.pop(name, None)
    else:
        answers[name] = value
