"""For whom a filing of ours counts: merchants whose recorded mandate covered filings at that time.

A mandate that comes later does not make an earlier filing the merchant's own.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select

from register.tables_incident import mandates, parties


class FilingMandates:
    """Every mandate with filing of an incident, those taken back among them; times are case times.

    One query, made when it is first asked: thousands of duties ask the same.
    """

    def __init__(self, connection: Connection, incident_id: str) -> None:
        self._connection = connection
        self._incident_id = incident_id
        self._spans: dict[str, list[tuple[datetime, datetime | None]]] | None = None

    def covers(self, party_id: str, at: datetime) -> bool:
        """Whether we could file for this merchant at a time."""
        return any(
            given_at <= at and (withdrawn_at is None or at < withdrawn_at)
            for given_at, withdrawn_at in self._read().get(party_id, ())
        )

    def _read(self) -> dict[str, list[tuple[datetime, datetime | None]]]:
        if self._spans is None:
            self._spans = {}
            rows = self._connection.execute(
                select(mandates.c.party_id, mandates.c.given_at, mandates.c.withdrawn_at).where(
                    mandates.c.incident_id == self._incident_id,
                    mandates.c.includes_filing.is_(True),
                )
            )
            for row in rows:
                self._spans.setdefault(row.party_id, []).append((row.given_at, row.withdrawn_at))
        return self._spans


def why_not_filed_for(
    connection: Connection, incident_id: str, party_ids: Collection[str], at: datetime
) -> str:
    """Why we cannot file for these merchants, with the remedy; empty when we can."""
    granted = FilingMandates(connection, incident_id)
    lacking = [party_id for party_id in party_ids if not granted.covers(party_id, at)]
    if not lacking:
        return ""
    keys = connection.execute(
        select(parties.c.key).where(parties.c.id.in_(lacking)).order_by(parties.c.key)
    ).scalars()
    named = ", ".join(keys)
    return (
        f"no mandate with filing of '{named}' is on record, so nothing is filed for it: record "
        "one first with `shirase mandate --filing`, or leave it out"
    )
