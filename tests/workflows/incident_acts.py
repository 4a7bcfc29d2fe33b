"""What the incident tests do to an incident, and what they read of it and of its children."""

from datetime import datetime
from typing import Any

from temporalio.client import WorkflowHandle

from contracts.document_payloads import DocumentPrepared, PrepareDocument
from contracts.incident_payloads import (
    ChangePhase,
    CloseIncident,
    DutyClock,
    IncidentState,
    OpenIncident,
    RecordFacts,
    Refusal,
)
from contracts.names import (
    clock_workflow_id,
    document_workflow_id,
    incident_workflow_id,
    merchants_workflow_id,
    wave_workflow_id,
)
from contracts.wave_payloads import PlanWaveCommand, WavePlan
from domain.documents import DocumentKind
from domain.phases import Phase
from tests.workflows.samples import DOCUMENT, INCIDENT, QUEUE, given, merchant_ids, opening
from tests.workflows.world import World, eventually
from workflows.clock import ClockWorkflow
from workflows.incident import IncidentWorkflow

Incident = WorkflowHandle[IncidentWorkflow, str]
Fields = dict[str, Any]


async def start(world: World, begin: OpenIncident | None = None) -> Incident:
    """An incident on its way; nothing has been waited for."""
    return await world.client.start_workflow(
        IncidentWorkflow.run,
        begin or opening(),
        id=incident_workflow_id(INCIDENT),
        task_queue=QUEUE,
    )


async def opened(world: World, begin: OpenIncident | None = None) -> Incident:
    """An incident whose opening is on record, with its first duties assessed."""
    incident = await start(world, begin)
    await world.called("assess_duties")
    return incident


async def state(incident: Incident) -> IncidentState:
    return await incident.query(IncidentWorkflow.state)


async def record_facts(incident: Incident, fields: Fields | None = None) -> str:
    command = RecordFacts(**(fields or given()))
    return (await incident.execute_update(IncidentWorkflow.record_facts, command)).sentence


async def change_phase(incident: Incident, to: Phase, fields: Fields | None = None) -> str:
    command = ChangePhase(**(fields or given()), to=to)
    return (await incident.execute_update(IncidentWorkflow.change_phase, command)).sentence


async def close(incident: Incident, end: Phase = Phase.CLOSED, fields: Fields | None = None) -> str:
    command = CloseIncident(**(fields or given()), end=end)
    return (await incident.execute_update(IncidentWorkflow.close, command)).sentence


async def prepare(
    incident: Incident, kind: str = DocumentKind.MERCHANT_NOTICE, fields: Fields | None = None
) -> DocumentPrepared:
    command = PrepareDocument(**(fields or given("privacy_officer")), kind=kind)
    return await incident.execute_update(IncidentWorkflow.prepare_document, command)


async def plan_wave(
    incident: Incident, fields: Fields | None = None, document_id: str = DOCUMENT
) -> WavePlan:
    command = PlanWaveCommand(
        **(fields or given()),
        merchant_ids=merchant_ids(2),
        mail_document_id=document_id,
        letter_document_id=document_id,
    )
    return await incident.execute_update(IncidentWorkflow.plan_wave, command)


async def walk(incident: Incident, *phases: Phase) -> None:
    for phase in phases:
        assert await change_phase(incident, phase) == phase.value


async def to_follow_up(incident: Incident) -> None:
    """To the phase from which an incident may be closed."""
    await walk(incident, Phase.ASSESSING, Phase.NOTIFYING, Phase.FOLLOWING_UP)


def owe(world: World, **due: datetime) -> None:
    """These duties are open from the next assessment on."""
    clocks = tuple(DutyClock(key=key, due_at=at) for key, at in due.items())
    world.fakes.incidents.open_clocks = clocks


async def clock_shows(world: World, *keys: str) -> None:
    """Wait until the clock of the only shard runs for exactly these duties."""
    clock: WorkflowHandle[Any, Any] = world.client.get_workflow_handle(
        clock_workflow_id(INCIDENT, 0)
    )

    async def shows() -> bool:
        entries = await clock.query(ClockWorkflow.entries)
        return sorted(entry.key for entry in entries) == sorted(keys)

    await eventually(shows, f"clocks {keys}")


def child_ids(documents: int = 0, waves: int = 0) -> list[str]:
    """The ids of the children of a small incident."""
    return [
        clock_workflow_id(INCIDENT, 0),
        merchants_workflow_id(INCIDENT, 0),
        *(document_workflow_id(INCIDENT, number + 1) for number in range(documents)),
        *(wave_workflow_id(INCIDENT, number + 1) for number in range(waves)),
    ]


def refusals(world: World) -> list[Refusal]:
    return world.calls.of("record_refusal", Refusal)
