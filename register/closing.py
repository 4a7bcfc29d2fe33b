"""What stands in the way of closing an incident."""

from sqlalchemy import Connection, and_, func, select

from domain.documents import DocumentState
from domain.notices import FINAL_NOTICE_STATES, NoticeState
from domain.phases import Phase
from register import open_work
from register.duties import ENDED, read_duties
from register.false_alarm import owed_by_false_alarm
from register.population_gates import undecided_lines
from register.tables_incident import documents
from register.tables_people import notices, people, waves
from register.wave_states import WaveState
from sealing.values import ValueSealer


def open_items(
    connection: Connection, sealer: ValueSealer, incident_id: str, end: Phase
) -> tuple[str, ...]:
    """Sentences, one an open item; none means that the incident may end.

    A false alarm may end with duties open (there was no event). It needs its ground on record, and
    a retraction to each who was warned; each sentence then ends with the command to give.
    """
    if end is Phase.FALSE_ALARM:
        owed = owed_by_false_alarm(connection, sealer, incident_id)
        return tuple(f"{item.en} -> {item.command}" for item in owed)
    return (
        *_duties(connection, incident_id),
        *_waves(connection, incident_id),
        *_people(connection, incident_id),
        *_come_back(connection, incident_id),
        *_lines(connection, incident_id),
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
            waves.c.incident_id == incident_id,
            waves.c.finished_at.is_(None),
            waves.c.state != WaveState.CANCELLED.value,
        )
    )
    return [f"wave {row.number} is {row.state}" for row in rows]


def _people(connection: Connection, incident_id: str) -> list[str]:
    """Nobody forgotten: a person without any notice that stands holds the incident open."""
    stands = and_(
        notices.c.person_id == people.c.id, notices.c.state != NoticeState.CANCELLED.value
    )
    forgotten = connection.execute(
        select(func.count())
        .select_from(people.outerjoin(notices, stands))
        .where(people.c.incident_id == incident_id, notices.c.id.is_(None))
    ).scalar_one()
    return [f"{forgotten} people have no notice"] if forgotten else []


def _lines(connection: Connection, incident_id: str) -> list[str]:
    """Whoever a line may have meant must not be forgotten either."""
    lines = undecided_lines(connection, incident_id)
    return [f"{lines} lines of lists are undecided"] if lines else []


def _come_back(connection: Connection, incident_id: str) -> list[str]:
    """Nobody lost after a wave: a letter that came back later makes its person untold again."""
    open_again = connection.execute(
        select(func.count())
        .select_from(notices)
        .join(waves, waves.c.id == notices.c.wave_id)
        .where(
            waves.c.incident_id == incident_id,
            waves.c.state == WaveState.FINISHED.value,
            notices.c.state.not_in([state.value for state in FINAL_NOTICE_STATES]),
        )
    ).scalar_one()
    return [f"{open_again} people of finished waves are not told any more"] if open_again else []


def _documents(connection: Connection, incident_id: str) -> list[str]:
    held = (DocumentState.IN_REVIEW.value, DocumentState.APPROVED.value)
    rows = connection.execute(
        select(documents.c.number, documents.c.state).where(
            documents.c.incident_id == incident_id, documents.c.state.in_(held)
        )
    )
    return [f"document {row.number} is {row.state}, issue or withdraw it" for row in rows]
