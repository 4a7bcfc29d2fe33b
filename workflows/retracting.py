"""Whom a retraction goes to is asked of the register before its draft begins."""

from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts.document_payloads import PrepareDocument, RetractionScope, ScopeRetraction
    from contracts.incident_activities import DocumentActivities
    from contracts.retries import REGISTER
    from domain.documents import RETRACTIONS


async def scoped(incident_id: str, command: PrepareDocument, at: datetime) -> PrepareDocument:
    """The command with the addressees that a retraction has; any other kind as it was given.

    Refused, with an audit line, where nobody is owed one, or the ground is not on record.
    """
    if command.kind not in RETRACTIONS:
        return command
    scope: RetractionScope = await workflow.execute_activity_method(
        DocumentActivities.scope_retraction,
        ScopeRetraction(
            incident_id=incident_id,
            command_id=command.command_id,
            actor=command.actor,
            kind=command.kind,
            addressees=command.addressees,
            at=at,
        ),
        **REGISTER,
    )
    return command.model_copy(update=scope.model_dump())
