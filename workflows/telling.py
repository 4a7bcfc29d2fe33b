"""Signals from one of our workflows to another, which may have ended meanwhile."""

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from contracts import names
    from contracts.incident_payloads import SomethingChanged
    from contracts.payloads import Payload


async def tell(workflow_id: str, signal: str, message: Payload | None = None) -> None:
    """Signal a workflow by its id; where it has ended there is nobody to tell, and no error.

    The error of an undeliverable signal would fail the sender for good, and the two may end at
    the same time.
    """
    handle = workflow.get_external_workflow_handle(workflow_id)
    try:
        await handle.signal(signal, message) if message else await handle.signal(signal)
    except ApplicationError:
        return


async def tell_incident(incident_id: str, change: SomethingChanged) -> None:
    """Tell an incident that the register has news."""
    await tell(names.incident_workflow_id(incident_id), names.SOMETHING_CHANGED, change)
