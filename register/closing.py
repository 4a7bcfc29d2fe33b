"""What stands in the way of closing an incident."""

from sqlalchemy import Connection, func, select

from domain.documents import DocumentState
from domain.phases import Phase
from register import open_work
from register.duties import ENDED, read_duties
from register.tables_incident import documents, merchants
from register.tables_people import notices, people, waves


def open_items(connection: Connection, incident_id: str, end: Phase) -> tuple[str, ...]:
    """Sentences, one an open item; none means that the incident may end.

    A false alarm may end with duties open (there was no event), but not once somebody was told:
    they are owed a retraction first.
    """
    if end is Phase.FALSE_ALARM:
        return tuple(_told(connection, incident_id))
    return (
        *_duties(connection, incident_id),
        *_waves(connection, incident_id),
        *_people(connection, incident_id),
        *_documents(connection, incident_id),
        *open_work.open_items(connection, incident_id),
    )


def _duties(connection: Connection, incident_id: str) -> list[str]:
    return [
        f"duty {duty.key} is {duty.status}"
        for duty in read_duties(connection, incident_id)
        if duty.status not in ENDED
    ]


def _waves(connection: Connection, incident_id: str) -> list[str]:
    rows = connection.execute(
        select(waves.c.number, waves.c.state).where(
            waves.c.incident_id == incident_id, waves.c.finished_at.is_(None)
        )
    )
    return [f"wave {row.number} is {row.state}" for row in rows]


def _people(connection: Connection, incident_id: str) -> list[str]:
    """Nobody forgotten: a person without any notice holds the incident open."""
    forgotten = connection.execute(
        select(func.count())
        .select_from(people.outerjoin(notices, notices.c.person_id == people.c.id))
        .where(people.c.incident_id == incident_id, notices.c.id.is_(None))
    ).scalar_one()
    return [f"{forgotten} people have no notice"] if forgotten else []


def _documents(connection: Connection, incident_id: str) -> list[str]:
    held = (DocumentState.IN_REVIEW.value, DocumentState.APPROVED.value)
    rows = connection.execute(
        select(documents.c.number, documents.c.state).where(
            documents.c.incident_id == incident_id, documents.c.state.in_(held)
        )
    )
    return [f"document {row.number} is {row.state}, issue or withdraw it" for row in rows]


def _told(connection: Connection, incident_id: str) -> list[str]:
    told = connection.execute(
        select(func.count())
        .select_from(merchants)
        .where(merchants.c.incident_id == incident_id, merchants.c.told_at.is_not(None))
    ).scalar_one()
    sentence = f"{told} merchants were told: they are owed a retraction before this is ended"
    return [sentence] if told else []
