"""From the ledger to the moments from which laws count, for each party by what it stated itself.

`discovered` is the moment of the first word, in every version that was ever stated; `occurred`
that of the breach; `moment.<name>` the others (`moment.confirmed`, `moment.determined`,
`moment.classified`, …); `submitted.<law>.<rule>` a filing (`submitted.eu_nis2.notification`). Of a
moment that was stated anew, the earlier times stay candidates: the earliest counts until a person
has decided.
"""

from collections.abc import Iterable
from datetime import datetime

from domain.facts import Fact, FactStatus, Ledger
from domain.situations import MOMENT_NAMES, Moments

DISCOVERED = "discovered"
_NAMED = {"occurred": "occurred_at", DISCOVERED: "first_department_known_at"}
_MOMENT = "moment."
NOTHING_STATED = Moments()
"""One for all who have stated nothing, so that their duties are reckoned once."""
_SUBMITTED = "submitted."


def first_words(ledger: Ledger, opened_at: datetime) -> tuple[datetime, ...]:
    """Every time that may have been our first word, the earliest first: it counts until decided.

    Whatever anybody ever recorded for it stays, and so does the opening of the incident.
    """
    moments = [entry.fact.moment for entry in ledger.history(DISCOVERED) if entry.fact.moment]
    return tuple(sorted({opened_at, *moments}))


def first_word(ledger: Ledger, opened_at: datetime) -> datetime:
    """The strict reading of our knowing: the earliest moment that anybody ever recorded for it."""
    return first_words(ledger, opened_at)[0]


class KnownMoments:
    """The moments that one ledger states, sorted by who stated them.

    What a merchant states of moments is about itself; what anybody else states is about us.
    """

    def __init__(self, ledger: Ledger, merchants: Iterable[str]) -> None:
        others = frozenset(merchants)
        current = ledger.current()
        self._facts: dict[str | None, list[Fact]] = {}
        for entry in ledger.entries:
            fact = entry.fact
            withdrawn = current[fact.key].fact.status is FactStatus.WITHDRAWN
            if fact.moment is not None and not withdrawn:
                whose = fact.source if fact.source in others else None
                self._facts.setdefault(whose, []).append(fact)

    def ours(self) -> Moments:
        """Our own, without the first word."""
        facts = self._facts.get(None, [])
        return _moments([fact for fact in facts if fact.key != DISCOVERED])

    def of_merchant(self, key: str) -> Moments:
        """A merchant's own, by its key; its `discovered` is when a department of it knew."""
        return _moments(self._facts[key]) if key in self._facts else NOTHING_STATED


def _moments(facts: Iterable[Fact]) -> Moments:
    stated: dict[str, list[datetime]] = {}
    submitted: dict[str, datetime] = {}
    for fact in facts:
        if fact.moment is None:
            continue
        name = _moment_of(fact.key)
        if name is not None:
            stated.setdefault(name, []).append(fact.moment)
        elif fact.key.startswith(_SUBMITTED):
            law, _, rule = fact.key.removeprefix(_SUBMITTED).replace("_", "-").partition(".")
            submitted[f"{law}/{rule}"] = fact.moment
    others = {name: set(times[:-1]) - {times[-1]} for name, times in stated.items()}
    return Moments.model_validate(
        {
            **{name: times[-1] for name, times in stated.items()},
            "submitted_at": submitted,
            "candidates": {name: tuple(sorted(times)) for name, times in others.items() if times},
        }
    )


def _moment_of(fact_key: str) -> str | None:
    if fact_key in _NAMED:
        return _NAMED[fact_key]
    name = f"{fact_key.removeprefix(_MOMENT)}_at"
    known = fact_key.startswith(_MOMENT) and name in MOMENT_NAMES
    return name if known else None
