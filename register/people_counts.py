"""Counts of people; never a person."""

from sqlalchemy import Connection, func, select

from register.tables_people import people


def leaked_items(connection: Connection, party_id: str) -> dict[str, int]:
    """How many of a merchant's people each kind of item leaked of."""
    rows = connection.execute(
        select(people.c["items"], func.count())
        .where(people.c.party_id == party_id)
        .group_by(people.c["items"])
    )
    counts: dict[str, int] = {}
    for items, number in rows:
        for item in items.split(","):
            counts[item] = counts.get(item, 0) + number
    return counts
