"""Counts over the audit log."""

from sqlalchemy import Connection, func, select

from register.tables_incident import audit

OF_ITS_OWN_ACCORD = ("clock.rung", "merchant.reminded", "merchant.escalated")


def acts_of_the_engine(connection: Connection, incident_id: str) -> int:
    """How often the engine has alerted, reminded or escalated in an incident."""
    return connection.execute(
        select(func.count()).where(
            audit.c.incident_id == incident_id, audit.c.action.in_(OF_ITS_OWN_ACCORD)
        )
    ).scalar_one()
