"""A merchant's share of the people, and what it says about the threshold of the law."""

from collections.abc import Collection

from sqlalchemy import Connection

from contracts.document_context import NamedFigure
from domain.fact_catalogue import FACT_CATALOGUE
from domain.facts import FactStatus, Ledger
from domain.figures import Figure, FigureKind, FigureUnit
from domain.wording import Language
from register.evidence import people_held
from register.list_figures import PEOPLE, SHARE, share_key
from register.people_counts import count_people

NAMES = "figure.names"
BINDING = (PEOPLE, NAMES)
"""What a share follows: a text that says one is written anew when these move."""
RULE_7_4_MORE_THAN = 1_000
"""Enforcement Rules Art. 7(4): more than 1,000 individuals, so 1,000 are not reported."""


class Shares:
    """The shares of one incident, from one state of its ledger and lists."""

    def __init__(
        self, connection: Connection, incident_id: str, ledger: Ledger, language: Language
    ) -> None:
        self._connection = connection
        self._id = incident_id
        self._known = {
            key: entry.fact.figure
            for key, entry in ledger.current().items()
            if entry.fact.status is FactStatus.KNOWN
        }
        self._language = language

    def of(self, party_id: str, key: str) -> tuple[NamedFigure, ...]:
        """People as adopted from its list; by item only once the ledger knows the whole."""
        people = self._known.get(share_key(key))
        title = FACT_CATALOGUE[PEOPLE]
        said = title.ja if self._language is Language.JAPANESE else title.en
        whole = (NamedFigure(title=said, figure=people),) if people else ()
        if NAMES not in self._known:
            return whole
        items = tuple(
            NamedFigure(
                title=item,
                figure=Figure(kind=FigureKind.EXACT, unit=FigureUnit.RECORDS, number=number),
            )
            for item, number in count_people(self._connection, [party_id]).leaked.items()
        )
        return (*whole, *items)

    def over_threshold(self, debtors: Collection[tuple[str, str]]) -> bool | None:
        """Rule 7(4) for each debtor (party id, key), or for us with none; None: not known yet."""
        whole = self._known.get(PEOPLE)
        upper = whole.upper_bound if whole else None
        if upper is not None and upper <= RULE_7_4_MORE_THAN:
            return False
        counts = [self._count(*debtor) for debtor in debtors] or [self._in_all(whole)]
        if any(count is not None and count > RULE_7_4_MORE_THAN for count in counts):
            return True
        return None if None in counts else False

    def _count(self, party_id: str, key: str) -> int | None:
        people = self._known.get(share_key(key))
        if people is not None:
            return people.number
        return people_held(self._connection, self._id).get(party_id, 0) if self._listed else None

    def _in_all(self, whole: Figure | None) -> int | None:
        shares = [
            figure.number or 0
            for key, figure in self._known.items()
            if figure is not None and key.startswith(SHARE)
        ]
        if max(shares, default=0) > RULE_7_4_MORE_THAN:
            # Lists may overlap, but nobody stands in one of them twice.
            return max(shares)
        if whole is not None and whole.number is not None:
            above = whole.number > RULE_7_4_MORE_THAN and whole.kind is not FigureKind.AT_MOST
            return whole.number if above or whole.kind is FigureKind.EXACT else None
        if not self._listed:
            return None
        return sum(people_held(self._connection, self._id).values())

    @property
    def _listed(self) -> bool:
        """Whether the ledger takes the lists for the whole."""
        return NAMES in self._known
