"""Whom a retraction goes to, and for whom a filing may be made, is asked before a draft begins."""

from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts.document_payloads import (
        FilingScope,
        PrepareDocument,
        RetractionScope,
        ScopeRetraction,
    )
    from contracts.incident_activities import DocumentActivities
    from contracts.retries import REGISTER
    from domain.documents import FILINGS, RETRACTIONS


async def scoped(incident_id: str, command: PrepareDocument, at: datetime) -> PrepareDocument:
    """The command with the addressees that a retraction has; any other kind as it was given.

    Refused, with an audit line, where nobody is owed one, or the ground is not on record, and for
    a filing in the name of a merchant without a mandate that covers it.
    """
    if command.kind not in RETRACTIONS:
        if command.kind in FILINGS and command.on_behalf_of:
            await _ask_for_mandates(incident_id, command, at)
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


async def _ask_for_mandates(incident_id: str, command: PrepareDocument, at: datetime) -> None:
    if not workflow.patched("a-filing-asks-for-mandates"):
        return
    await workflow.execute_activity_method(
        DocumentActivities.check_filing_mandates,
        FilingScope(
            incident_id=incident_id,
            command_id=command.command_id,
            actor=command.actor,
            kind=command.kind,
            on_behalf_of=command.on_behalf_of,
            at=at,
        ),
        **REGISTER,
    )
