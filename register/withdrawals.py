"""Taking back what has not left: a document that was not issued, a wave that was not started."""

from sqlalchemy import Connection, delete, or_, select, update

from domain.documents import Binding, DocumentState
from register.documents import DocumentRow
from register.refusals import NotAllowedError
from register.retractions import MERCHANT_NOTICE, MERCHANT_RETRACTION
from register.tables_incident import dispatches, documents
from register.tables_people import notices, waves
from register.wave_population import bind
from register.wave_states import WaveState


def why_not_withdrawn(connection: Connection, document: DocumentRow) -> str:
    """Why a document may not be withdrawn; empty where it may."""
    if document.state is DocumentState.ISSUED:
        return "this document has left the house; what was said can only be corrected by another"
    if document.state is DocumentState.WITHDRAWN:
        return "this document has been withdrawn already"
    leaving = select(dispatches.c.id).where(
        dispatches.c.document_id == document.id,
        dispatches.c.purpose.in_([MERCHANT_NOTICE, MERCHANT_RETRACTION]),
    )
    if connection.execute(leaving.limit(1)).first():
        return "this document is on its way already: some of its mails have left"
    number = connection.execute(
        select(waves.c.number).where(
            waves.c.incident_id == document.incident_id,
            waves.c.state == WaveState.PLANNED.value,
            or_(
                waves.c.mail_document_id == document.id,
                waves.c.letter_document_id == document.id,
            ),
        )
    ).scalars()
    planned = number.first()
    return f"wave {planned} is planned with this document: cancel the wave first" if planned else ""


def cancel_wave(connection: Connection, wave_id: str) -> int:
    """Give up a wave that was never started: how many people are free for another plan.

    Nothing has left for them, so their notices are gone, and its documents are bound to nobody;
    the wave itself stays on record with its population and digests.

    Raises:
        NotAllowedError: it was started, or was given up before.
    """
    wave = connection.execute(select(waves).where(waves.c.id == wave_id)).one()
    if wave.state == WaveState.CANCELLED.value:
        raise NotAllowedError("This wave has been cancelled already.")
    if wave.state != WaveState.PLANNED.value:
        raise NotAllowedError("This wave has started: only a planned wave is cancelled.")
    freed = connection.execute(delete(notices).where(notices.c.wave_id == wave_id)).rowcount
    connection.execute(
        update(waves).where(waves.c.id == wave_id).values(state=WaveState.CANCELLED.value)
    )
    for document_id in {wave.mail_document_id, wave.letter_document_id}:
        found = connection.execute(select(documents).where(documents.c.id == document_id)).one()
        bound = Binding.model_validate(found.binding)
        if bound.population == wave.population_digest and bound.plan == wave.plan_digest:
            bind(connection, document_id, "", "")
    return freed
