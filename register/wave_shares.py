"""The sums of a wave by merchant: every merchant sees its own people told."""

from sqlalchemy import Connection, func, select

from domain.notices import NoticeState
from register.tables_incident import parties
from register.tables_people import notices


def counts_by_merchant(connection: Connection, wave_id: str) -> dict[str, dict[NoticeState, int]]:
    """How many notices of a wave are in each state, by the key of the merchant, sorted."""
    rows = connection.execute(
        select(parties.c.key, notices.c.state, func.count())
        .join(parties, parties.c.id == notices.c.party_id)
        .where(notices.c.wave_id == wave_id)
        .group_by(parties.c.key, notices.c.state)
        .order_by(parties.c.key)
    )
    found: dict[str, dict[NoticeState, int]] = {}
    for key, state, count in rows:
        found.setdefault(key, {})[NoticeState(state)] = count
    return found
