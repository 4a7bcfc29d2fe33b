"""Filings made outside our documents: to a foreign authority, an exchange, a contract partner."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from register.evidence import Evidence
from register.tables_law import filings


class Filing(NamedTuple):
    """When something was submitted, under which receipt or reference; times are case times."""

    id: str
    duty_key: str
    submitted_at: datetime
    receipt: str

    @property
    def evidence(self) -> Evidence:
        """What it proves."""
        return Evidence(self.submitted_at, {"filing": self.id, "receipt_number": self.receipt})


def read_filings(connection: Connection, incident_id: str) -> dict[str, Filing]:
    """The first submission for each duty that has one, by the duty's key."""
    rows = connection.execute(
        select(filings.c.id, filings.c.duty_key, filings.c.submitted_at, filings.c.receipt)
        .where(filings.c.incident_id == incident_id)
        .order_by(filings.c.submitted_at, filings.c.id)
    )
    found: dict[str, Filing] = {}
    for row in rows:
        found.setdefault(row.duty_key, Filing(*row))
    return found


def add_filing(
    connection: Connection, incident_id: str, filing: Filing, by: tuple[str, datetime]
) -> None:
    """Record one; `by` is who recorded it, and when."""
    actor, at = by
    connection.execute(
        insert(filings).values(
            **filing._asdict(), incident_id=incident_id, recorded_at=at, recorded_by=actor
        )
    )
