"""What an incident leaves behind when it ends: texts that never left, waves that never started."""

from datetime import datetime

from sqlalchemy import Connection, select

from domain.documents import DocumentState
from register import audit
from register.documents import read_documents, set_state
from register.tables_people import waves
from register.wave_states import WaveState
from register.withdrawals import cancel_wave, why_not_withdrawn
from sealing.values import ValueSealer

NOT_ISSUED = frozenset({DocumentState.DRAFT, DocumentState.IN_REVIEW, DocumentState.APPROVED})
WHY = "the incident ended before this left the house"


def withdraw_leftovers(
    connection: Connection, sealer: ValueSealer, incident_id: str, at: datetime
) -> None:
    """Cancel every wave that was not started, and withdraw every document that was not issued.

    Each leaves an audit line. A second time there is nothing left to do. A document of which some
    mails have left stays as it is.
    """
    planned = connection.execute(
        select(waves.c.id)
        .where(waves.c.incident_id == incident_id, waves.c.state == WaveState.PLANNED.value)
        .order_by(waves.c.number)
    ).scalars()
    # The waves first: as long as one is planned, its documents cannot be withdrawn.
    for wave_id in planned.all():
        cancel_wave(connection, wave_id)
        _note(connection, sealer, incident_id, "cancel_wave", f"wave/{wave_id}", at)
    for document in read_documents(connection, incident_id):
        if document.state in NOT_ISSUED and not why_not_withdrawn(connection, document):
            set_state(connection, document.id, DocumentState.WITHDRAWN)
            _note(connection, sealer, incident_id, "document.withdrawn", document.id, at)


def _note(
    connection: Connection,
    sealer: ValueSealer,
    incident_id: str,
    action: str,
    subject: str,
    at: datetime,
) -> None:
    line = audit.AuditLine(
        at=at, actor="engine", action=action, subject=subject, detail={"why": WHY}
    )
    audit.append(connection, sealer, incident_id, line)
