"""Counts of people; never a person."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from domain.people import ITEMS_JOINED_BY
from register.tables_people import people


class PeopleCount(NamedTuple):
    """How many people, and of how many of them each kind of item leaked."""

    total: int
    leaked: dict[str, int]


def count_people(connection: Connection, party_ids: Iterable[str]) -> PeopleCount:
    """Count the people of these merchants."""
    rows = connection.execute(
        select(people.c["items"].label("leaked"), func.count().label("number"))
        .where(people.c.party_id.in_(list(party_ids)))
        .group_by(people.c["items"])
    ).all()
    leaked: dict[str, int] = {}
    for row in rows:
        for item in filter(None, row.leaked.split(ITEMS_JOINED_BY)):
            leaked[item] = leaked.get(item, 0) + row.number
    return PeopleCount(sum(row.number for row in rows), leaked)
