"""One consistent look at an incident, from which its needs are told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from activities.duty_status import FILED_BY, INDIVIDUAL, NOTICE
from contracts.policy import IncidentPolicy
from domain.documents import PERSON_DOCUMENTS, RETRACTIONS, DocumentKind
from register.board import Board, BoardDuty
from register.duties import ENDED
from sealing.values import ValueSealer


@dataclass(frozen=True)
class Look:
    """What the needs are told from; `case_time` is the incident's, `now` the server's.

    `incident` is what commands call it. `ourselves` is our own key, `ids` gives a party's id by its
    key; `filing_by_us`: keys of merchants whose mandate covers their filings.
    """

    incident: str
    board: Board
    policy: IncidentPolicy
    case_time: datetime
    now: datetime
    connection: Connection
    sealer: ValueSealer
    ourselves: str
    ids: Mapping[str, str]
    filing_by_us: frozenset[str]

    @property
    def open_duties(self) -> Iterable[BoardDuty]:
        """Duties that have not ended, the nearest first."""
        return (duty for duty in self.board.duties if duty.status not in ENDED)

    def nearest(self, rules: frozenset[str]) -> datetime | None:
        """The nearest clock among open duties of these rules."""
        clocks = (duty.clock_at for duty in self.open_duties if duty.rule in rules)
        return min((clock for clock in clocks if clock), default=None)


def rules_served(kind: DocumentKind) -> frozenset[str]:
    """The rules whose duties a document of this kind meets; none for a release."""
    if kind in RETRACTIONS:
        return frozenset()
    if kind is DocumentKind.MERCHANT_NOTICE:
        return NOTICE
    if kind in PERSON_DOCUMENTS:
        return INDIVIDUAL
    return frozenset(rule for rule, (filing, _) in FILED_BY.items() if filing is kind)
