"""The lists of people that have come in, and the sums of what is held; never a person."""

from collections import Counter
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, func, select

from register.tables_incident import affected_groups, parties
from register.tables_people import data_sets, people


class ImportedList(BaseModel):
    """One list as it was imported: lines = people + merged + set_aside + undecided.

    `imported_at`: server time; `format` and `encoding`: how the file was read.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    merchant: str
    imported_at: datetime
    lines: int
    people: int
    merged: int
    set_aside: int
    undecided: int
    format: str
    encoding: str
    file_digest: str


class HeldPeople(BaseModel):
    """The people of one merchant by the way they can be told.

    `mail`: by mail; `letter`: not by mail, but by letter; `neither`: by neither of both;
    `do_not_write`: by hand, whatever else is held. The four add up to `people`. `phone` counts
    those with a telephone number, whatever else they have; `unusable` contacts that a list gave
    and that cannot be used, by kind and reason.
    """

    model_config = ConfigDict(frozen=True)

    merchant: str
    lists: int = 0
    lines: int = 0
    people: int = 0
    merged: int = 0
    set_aside: int = 0
    undecided: int = 0
    mail: int = 0
    letter: int = 0
    neither: int = 0
    do_not_write: int = 0
    phone: int = 0
    unusable: dict[str, int] = {}


def imported_lists(connection: Connection, incident_id: str) -> tuple[ImportedList, ...]:
    """Every list of an incident, by merchant and in the order of import."""
    rows = connection.execute(
        select(data_sets, parties.c.key.label("merchant"))
        .join(parties, parties.c.id == data_sets.c.party_id)
        .where(data_sets.c.incident_id == incident_id)
        .order_by(parties.c.key, data_sets.c.imported_at, data_sets.c.id)
    )
    return tuple(ImportedList.model_validate(row, from_attributes=True) for row in rows)


def held_people(connection: Connection, incident_id: str) -> tuple[HeldPeople, ...]:
    """The sums of every merchant, also of those that have no list yet, by key."""
    reach = _reach(connection, incident_id)
    unusable = _unusable(connection, incident_id)
    lists = imported_lists(connection, incident_id)
    merchants = connection.execute(
        select(parties.c.id, parties.c.key)
        .where(parties.c.incident_id == incident_id, parties.c.kind == "merchant")
        .order_by(parties.c.key)
    )
    found = []
    for party_id, key in merchants:
        mine = [item for item in lists if item.merchant == key]
        found.append(
            HeldPeople(
                merchant=key,
                lists=len(mine),
                lines=sum(item.lines for item in mine),
                people=sum(item.people for item in mine),
                merged=sum(item.merged for item in mine),
                set_aside=sum(item.set_aside for item in mine),
                undecided=sum(item.undecided for item in mine),
                unusable=unusable.get(party_id, {}),
                **reach.get(party_id, {}),
            )
        )
    return tuple(found)


def summed(held: tuple[HeldPeople, ...]) -> HeldPeople:
    """The sums of all merchants; `merchant` is empty."""
    numbers = [name for name in HeldPeople.model_fields if name not in {"merchant", "unusable"}]
    unusable: Counter[str] = Counter()
    for item in held:
        unusable.update(item.unusable)
    return HeldPeople(
        merchant="",
        unusable=dict(unusable),
        **{name: sum(getattr(item, name) for item in held) for name in numbers},
    )


def items_at_stake(connection: Connection, party_id: str) -> tuple[str, ...]:
    """The items of a merchant's people that the incident says are at stake, each once."""
    rows = connection.execute(
        select(affected_groups.c.item_names)
        .where(affected_groups.c.party_id == party_id)
        .order_by(affected_groups.c.id)
    ).scalars()
    return tuple(dict.fromkeys(item for items in rows for item in items))


def _unusable(connection: Connection, incident_id: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for kind in ("mail", "phone", "postal"):
        problem = people.c[f"{kind}_problem"]
        rows = connection.execute(
            select(people.c.party_id, problem, func.count())
            .where(people.c.incident_id == incident_id, problem.is_not(None))
            .group_by(people.c.party_id, problem)
            .order_by(problem)
        )
        for party_id, why, count in rows:
            found.setdefault(party_id, {})[f"{kind}.{why}"] = count
    return found


def _reach(connection: Connection, incident_id: str) -> dict[str, dict[str, Any]]:
    by_hand = people.c.do_not_write
    has_mail, has_postal = people.c.mail.is_not(None), people.c.postal.is_not(None)
    rows = connection.execute(
        select(
            people.c.party_id,
            func.count().filter(by_hand).label("do_not_write"),
            func.count().filter(~by_hand & has_mail).label("mail"),
            func.count().filter(~by_hand & ~has_mail & has_postal).label("letter"),
            func.count().filter(~by_hand & ~has_mail & ~has_postal).label("neither"),
            func.count().filter(people.c.phone.is_not(None)).label("phone"),
        )
        .where(people.c.incident_id == incident_id)
        .group_by(people.c.party_id)
    )
    names = ("mail", "letter", "neither", "do_not_write", "phone")
    return {row.party_id: {name: getattr(row, name) for name in names} for row in rows}
