"""What the imported lists count, as facts that a person may adopt: in all, by item, by merchant.

A list says who is affected only once somebody has decided so; until then its count stays beside
the ledger. Adopted figures come from the lists and not from us, so that a figure that was decided
before stands, with theirs beside it.

Somebody may stand in the lists of several merchants. Who that is is not looked up: the lists were
entrusted by different merchants, whose people we must not match with each other (and their lookup
digests are keyed so that nobody can). So the sum of several lists is never said as an exact number
of people: it is the most that it can be, or about so many while lists are still missing.
"""

from collections.abc import Iterable
from datetime import datetime

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection

from domain.facts import Fact, FactStatus, Ledger
from domain.figures import Figure, FigureKind, FigureUnit
from domain.wording import Language, date_words
from domain.wording_english import date_in_english
from register.data_sets import imported_lists
from register.evidence import people_held
from register.parties import read_merchants, read_parties
from register.people_counts import count_people
from register.population_gates import undecided_lines
from register.retention import undecided_data_sets
from sealing.values import ValueSealer

SOURCE = "lists"
"""The source of what was counted from lists, beside the keys of parties."""
PEOPLE = "figure.people"
SHARE = "figure.people_of."
ITEM_KEYS = {
    "氏名": "figure.names",
    "電話番号": "figure.phones",
    "メールアドレス": "figure.mail_addresses",
    "住所": "figure.postal_addresses",
}


class CountedLists(BaseModel):
    """Counts of the lists as they stand; `whole` where every merchant has given one."""

    model_config = ConfigDict(frozen=True)

    shares: dict[str, int]
    items: dict[str, int]
    whole: bool
    as_of: datetime

    def facts(
        self, vouched_by: str, language: Language, *, public: bool = False
    ) -> tuple[Fact, ...]:
        """The counts as facts, from the lists, as of the newest of them."""
        people, records = FigureUnit.PEOPLE, FigureUnit.RECORDS
        exact = FigureKind.EXACT if self.whole else FigureKind.AT_LEAST
        counts = [(PEOPLE, people, self.entries, self._kind_of_all)]
        counts += [(key, records, number, exact) for key, number in self.items.items()]
        counts += [(share_key(key), people, n, FigureKind.EXACT) for key, n in self.shares.items()]
        return tuple(
            Fact(
                key=key,
                status=FactStatus.KNOWN,
                statement=self._statement(language, overlap=key == PEOPLE),
                figure=Figure(kind=kind, unit=unit, number=number),
                as_of=self.as_of,
                source=SOURCE,
                vouched_by=vouched_by,
                public=public and not key.startswith(SHARE),
            )
            for key, unit, number, kind in counts
        )

    @property
    def entries(self) -> int:
        """People of all lists, each counted once for every merchant that names them."""
        return sum(self.shares.values())

    @property
    def may_overlap(self) -> bool:
        """Whether somebody may stand in the lists of several merchants."""
        return sum(number > 0 for number in self.shares.values()) > 1

    @property
    def _kind_of_all(self) -> FigureKind:
        """What the sum is to the number of people: it misses some, and counts some twice."""
        if self.may_overlap:
            return FigureKind.AT_MOST if self.whole else FigureKind.APPROXIMATE
        return FigureKind.EXACT if self.whole else FigureKind.AT_LEAST

    def _statement(self, language: Language, *, overlap: bool) -> str:
        several = overlap and self.may_overlap
        if language is Language.ENGLISH:
            said = f"from the lists as of {date_in_english(self.as_of)}"
            return f"{said}; people of several lists are counted in each" if several else said
        said = f"{date_words(self.as_of)}現在の名簿による"
        return f"{said}。名簿の間の重なりは除いていない" if several else said


def share_key(merchant: str) -> str:
    """The key of a merchant's own count of people, by the merchant's key."""
    return f"{SHARE}{merchant.lower().replace('-', '_')}"


def counted_lists(
    connection: Connection, sealer: ValueSealer, incident_id: str
) -> CountedLists | None:
    """What the lists count; None without any, with lines undecided, or once one was disposed of."""
    lists = imported_lists(connection, incident_id)
    kept = undecided_data_sets(connection, incident_id)
    if not lists or len(kept) < len(lists) or undecided_lines(connection, incident_id):
        return None
    keys = {row.id: row.key for row in read_parties(connection, sealer, incident_id).values()}
    held = people_held(connection, incident_id)
    leaked = count_people(connection, held).leaked
    given = {item.merchant for item in lists}
    merchants = {keys[party_id] for party_id in read_merchants(connection, incident_id)}
    return CountedLists(
        shares={keys[party_id]: number for party_id, number in sorted(held.items())},
        items={key: leaked[item] for item, key in ITEM_KEYS.items() if item in leaked},
        whole=merchants <= given,
        as_of=max(item.imported_at for item in lists),
    )


def not_adopted(ledger: Ledger, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Those whose count the ledger neither holds in force nor has heard from the lists last."""
    in_force = ledger.current()
    return tuple(
        fact
        for fact in facts
        if not (fact.key in in_force and _says_it(in_force[fact.key].fact, fact))
        and not _said_last(ledger, fact)
    )


def _said_last(ledger: Ledger, fact: Fact) -> bool:
    said = [e.fact for e in ledger.history(fact.key) if e.fact.source == SOURCE]
    return bool(said) and _same(said[-1], fact)


def _says_it(known: Fact, fact: Fact) -> bool:
    """Whether a known figure says what the lists do; of overlapping ones the number is enough."""
    if _same(known, fact):
        return True
    ours, theirs = known.figure, fact.figure
    if ours is None or theirs is None or not known.is_stated:
        return False
    loose = theirs.kind in {FigureKind.AT_MOST, FigureKind.APPROXIMATE}
    exact = ours.kind is FigureKind.EXACT
    return loose and exact and (ours.unit, ours.number) == (theirs.unit, theirs.number)


def _same(one: Fact, other: Fact) -> bool:
    return one.is_stated and one.figure == other.figure
