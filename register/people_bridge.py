"""From the published figures to the people, and from the people to their notices, in one table.

Counts only. Every number is counted from the rows themselves, none is read from a sum that was
written down, so that a difference shows.
"""

from pydantic import BaseModel, ConfigDict, computed_field
from sqlalchemy import Connection, func, select

from domain.facts import FactStatus
from domain.figures import Figure
from domain.notices import FINAL_NOTICE_STATES, Channel, NoticeState
from register.data_sets import held_people
from register.ledger import read_ledger
from register.people_counts import count_people
from register.tables_incident import parties
from register.tables_people import notices, people
from register.wave_population import told_wrong
from register.wave_states import WavePurpose
from sealing.values import ValueSealer

FIGURES = "figure."
OF_PEOPLE = ("figure.people", "figure.names")
"""Figures that count whom the lists should hold: a name is one person's."""


_NOT_SAID = frozenset({FactStatus.WITHDRAWN, FactStatus.UNKNOWN})


class PublishedFigure(BaseModel):
    """A figure as the ledger has it; `difference`: how much it is above the people held."""

    model_config = ConfigDict(frozen=True)

    key: str
    figure: Figure
    public: bool
    difference: int | None = None


class BridgeRow(BaseModel):
    """One merchant, or all (`merchant` is empty): lines to people, people to notices.

    lines = people + merged + set_aside + undecided, and people = told + under_way + human +
    unreached + unknown + waiting. `told`: their newest notice is final; `under_way`: it is being
    told or planned in a frozen wave; `human`: by hand, not yet final; `waiting`: no notice stands.
    `told_wrong` are people, already counted, to whom what was said is wrong by now.
    """

    model_config = ConfigDict(frozen=True)

    merchant: str
    lines: int = 0
    merged: int = 0
    set_aside: int = 0
    undecided: int = 0
    people: int = 0
    told: int = 0
    under_way: int = 0
    human: int = 0
    unreached: int = 0
    unknown: int = 0
    waiting: int = 0
    told_wrong: int = 0

    @computed_field  # type: ignore[prop-decorator]  # pydantic's own way to show a property
    @property
    def closes(self) -> bool:
        """Whether both sums do."""
        of_lines = self.people + self.merged + self.set_aside + self.undecided
        of_people = self.told + self.under_way + self.human + self.unreached + self.unknown
        return self.lines == of_lines and self.people == of_people + self.waiting


class Bridge(BaseModel):
    """The whole table; `leaked`: of how many people each item leaked, as the lists name it."""

    model_config = ConfigDict(frozen=True)

    published: tuple[PublishedFigure, ...]
    merchants: tuple[BridgeRow, ...]
    total: BridgeRow
    leaked: dict[str, int]


def read_bridge(connection: Connection, sealer: ValueSealer, incident_id: str) -> Bridge:
    """The bridge of an incident as it stands."""
    counted = _by_state(connection, incident_id)
    lists = {held.merchant: held for held in held_people(connection, incident_id)}
    merchants = tuple(
        BridgeRow(
            merchant=key,
            lines=held.lines,
            merged=held.merged,
            set_aside=held.set_aside,
            undecided=held.undecided,
            **counted.get(key, {}),
        )
        for key, held in lists.items()
    )
    numbers = [name for name in BridgeRow.model_fields if name != "merchant"]
    sums = {name: sum(getattr(row, name) for row in merchants) for name in numbers}
    total = BridgeRow(merchant="", **sums)
    known = connection.execute(
        select(parties.c.id).where(parties.c.incident_id == incident_id)
    ).scalars()
    return Bridge(
        published=_published(connection, sealer, incident_id, total.people),
        merchants=merchants,
        total=total,
        leaked=count_people(connection, known).leaked,
    )


def _published(
    connection: Connection, sealer: ValueSealer, incident_id: str, held: int
) -> tuple[PublishedFigure, ...]:
    found = []
    for entry in read_ledger(connection, sealer, incident_id).current().values():
        fact, figure = entry.fact, entry.fact.figure
        if figure is None or not fact.key.startswith(FIGURES) or fact.status in _NOT_SAID:
            continue
        counts_people = fact.key in OF_PEOPLE and figure.number is not None
        difference = (figure.number or 0) - held if counts_people else None
        found.append(
            PublishedFigure(key=fact.key, figure=figure, public=fact.public, difference=difference)
        )
    return tuple(sorted(found, key=lambda item: item.key))


def _by_state(connection: Connection, incident_id: str) -> dict[str, dict[str, int]]:
    """People by what became of the newest notice that stands, by merchant."""
    newest = (
        select(notices.c.person_id, func.max(notices.c.id).label("notice_id"))
        .where(
            notices.c.incident_id == incident_id,
            notices.c.purpose == WavePurpose.INCIDENT.value,
            notices.c.state != NoticeState.CANCELLED.value,
        )
        .group_by(notices.c.person_id)
        .subquery()
    )
    rows = connection.execute(
        select(parties.c.key, notices.c.state, notices.c.channel, func.count())
        .select_from(people)
        .join(parties, parties.c.id == people.c.party_id)
        .outerjoin(newest, newest.c.person_id == people.c.id)
        .outerjoin(notices, notices.c.id == newest.c.notice_id)
        .where(people.c.incident_id == incident_id)
        .group_by(parties.c.key, notices.c.state, notices.c.channel)
    )
    found: dict[str, dict[str, int]] = {}
    for key, state, channel, count in rows:
        mine = found.setdefault(key, {"people": 0})
        mine["people"] += count
        column = _column(state, channel)
        mine[column] = mine.get(column, 0) + count
    wrong = connection.execute(
        select(parties.c.key, func.count())
        .join(people, people.c.party_id == parties.c.id)
        .where(people.c.incident_id == incident_id, told_wrong(WavePurpose.INCIDENT.value))
        .group_by(parties.c.key)
    )
    for key, count in wrong:
        found[key]["told_wrong"] = count
    return found


def _column(state: str | None, channel: str | None) -> str:
    if state is None:
        return "waiting"
    known = NoticeState(state)
    if known in FINAL_NOTICE_STATES:
        return "told"
    if channel == Channel.HUMAN.value:
        return "human"
    if known in {NoticeState.UNKNOWN, NoticeState.UNREACHED}:
        return known.value
    return "under_way"
