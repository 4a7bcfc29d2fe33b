"""What the document tests do to a document, and what they read of it."""

from typing import Any

from temporalio.client import WorkflowHandle

from contracts.document_payloads import (
    ApproveDocument,
    DocumentInput,
    FactsMoved,
    IssueDocument,
)
from contracts.names import document_workflow_id
from tests.workflows.ear import IncidentEar
from tests.workflows.samples import INCIDENT, QUEUE, document, given
from tests.workflows.world import World
from workflows.document import DocumentWorkflow

Document = WorkflowHandle[DocumentWorkflow, str]


async def drafted(world: World, start: DocumentInput | None = None) -> Document:
    """A document whose approvers have been asked."""
    handle = await world.client.start_workflow(
        DocumentWorkflow.run,
        start or document(),
        id=document_workflow_id(INCIDENT, 1),
        task_queue=QUEUE,
    )
    await world.called("ask_for_approval")
    return handle


async def approve(
    text: Document,
    actor: str,
    digest: str = "text-1",
    *,
    approves: bool = True,
    fields: dict[str, Any] | None = None,
) -> str:
    command = ApproveDocument(**(fields or given(actor)), binding_digest=digest, approves=approves)
    return (await text.execute_update(DocumentWorkflow.approve, command)).sentence


async def issue(text: Document) -> str:
    command = IssueDocument(**given("commander"))
    return (await text.execute_update(DocumentWorkflow.issue, command)).sentence


async def move_facts(world: World, text: Document, revision: int = 2) -> None:
    moved = FactsMoved(revision=revision, at=await world.now())
    await text.signal(DocumentWorkflow.facts_moved, moved)


async def state(text: Document) -> str:
    return await text.query(DocumentWorkflow.state)


async def said(incident: WorkflowHandle[Any, Any]) -> list[str]:
    return [change.state for change in await incident.query(IncidentEar.heard)]
