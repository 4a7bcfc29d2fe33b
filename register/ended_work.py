"""Why nothing runs for a command: the incident has ended, a document has left, a wave is over."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from contracts.names import (
    document_workflow_id,
    incident_of_workflow_id,
    incident_workflow_id,
    wave_workflow_id,
)
from domain.documents import DocumentState
from domain.phases import ENDS, Phase
from register.tables_incident import documents, incidents
from register.tables_people import waves

UNEXPLAINED = "nothing runs under that number: it has ended, or was never started"
NOT_STARTED = (
    "this incident is in the register, and nothing runs for it yet: give the command again in a "
    "moment, or repeat the `shirase open` that opened it; where it ran before, `shirase rebuild`"
)


def why_nothing_runs(connection: Connection, workflow_id: str) -> str:
    """One sentence for a workflow id under which nothing runs; what would be right stands in it."""
    incident_id = incident_of_workflow_id(workflow_id)
    query = select(incidents.c.phase).where(incidents.c.id == incident_id)
    phase = connection.execute(query).scalar_one_or_none()
    if phase is not None and Phase(phase) in ENDS:
        return f"this incident has ended as '{phase}': reopen it before anything else"
    if workflow_id == incident_workflow_id(incident_id):
        return NOT_STARTED
    return (
        _of_document(connection, incident_id, workflow_id)
        or _of_wave(connection, incident_id, workflow_id)
        or UNEXPLAINED
    )


def _of_document(connection: Connection, incident_id: str, workflow_id: str) -> str:
    if not workflow_id.startswith(document_workflow_id(incident_id, 0)[:-1]):
        return ""
    rows = connection.execute(
        select(documents.c.number, documents.c.state).where(documents.c.incident_id == incident_id)
    )
    known = {document_workflow_id(incident_id, row.number): row for row in rows}
    found = known.get(workflow_id)
    if found is None:
        return f"there is no such document; there is: {_numbers(known)}"
    if found.state == DocumentState.ISSUED.value:
        return f"document {found.number} has left the house; its text stands"
    return f"document {found.number} is '{found.state}': prepare a new one"


def _of_wave(connection: Connection, incident_id: str, workflow_id: str) -> str:
    if not workflow_id.startswith(wave_workflow_id(incident_id, 0)[:-1]):
        return ""
    rows = connection.execute(
        select(waves.c.number, waves.c.state).where(waves.c.incident_id == incident_id)
    )
    known = {wave_workflow_id(incident_id, row.number): row for row in rows}
    found = known.get(workflow_id)
    if found is None:
        return f"there is no such wave; there is: {_numbers(known)}"
    return f"wave {found.number} is '{found.state}'; nothing is left to be done with it"


def _numbers(workflow_ids: Iterable[str]) -> str:
    """The numbers at the ends of workflow ids."""
    numbers = sorted(int(workflow_id.rpartition("/")[2]) for workflow_id in workflow_ids)
    return ", ".join(map(str, numbers)) or "none so far"
