"""The children of an incident, started: abandoned to themselves and reached by their ids."""

from datetime import timedelta
from typing import Any

from temporalio import workflow
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.workflow import ParentClosePolicy

with workflow.unsafe.imports_passed_through():
    from contracts import names
    from contracts.clock_payloads import ClockInput
    from contracts.document_payloads import DocumentInput
    from contracts.merchant_payloads import MerchantsInput
    from contracts.wave_payloads import WaveInput
    from workflows.clock import ClockWorkflow
    from workflows.document import DocumentWorkflow
    from workflows.merchants import MerchantsWorkflow
    from workflows.telling import tell
    from workflows.wave import WaveWorkflow

TIME_TO_END = timedelta(seconds=1)


async def start_clock(given: ClockInput) -> None:
    """Start a shard of clocks."""
    workflow_id = names.clock_workflow_id(given.incident_id, given.shard)
    await _start(ClockWorkflow.run, given, workflow_id)


async def start_merchants(given: MerchantsInput) -> None:
    """Start a shard of merchants."""
    workflow_id = names.merchants_workflow_id(given.incident_id, given.shard)
    await _start(MerchantsWorkflow.run, given, workflow_id)


async def start_document(given: DocumentInput) -> None:
    """Start a document."""
    workflow_id = names.document_workflow_id(given.incident_id, given.number)
    await _start(DocumentWorkflow.run, given, workflow_id)


async def start_wave(given: WaveInput) -> None:
    """Start a wave."""
    workflow_id = names.wave_workflow_id(given.incident_id, given.number)
    await _start(WaveWorkflow.run, given, workflow_id)


async def _start(run: Any, given: Any, workflow_id: str) -> None:
    """Start a child; one that an earlier life of the incident left behind has to end first.

    An incident that is reopened at once may meet children that have not heard of its end yet.
    """
    while True:
        try:
            await workflow.start_child_workflow(
                run, given, id=workflow_id, parent_close_policy=ParentClosePolicy.ABANDON
            )
        except WorkflowAlreadyStartedError:
            await tell(workflow_id, names.INCIDENT_ENDED)
            await workflow.sleep(TIME_TO_END)
        else:
            return
