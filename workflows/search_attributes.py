"""What Temporal's own list of incidents can be searched by: enums, ids and dates only."""

from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts import search_attributes
    from contracts.incident_payloads import OpenIncident
    from domain.phases import Phase


def show(opening: OpenIncident, phase: Phase, severity: str, next_due_at: datetime | None) -> None:
    """Set the search attributes of the running incident."""
    due_at = (
        search_attributes.DUE_AT.value_set(next_due_at)
        if next_due_at
        else search_attributes.DUE_AT.value_unset()
    )
    workflow.upsert_search_attributes(
        [
            search_attributes.INCIDENT.value_set(opening.incident_id),
            search_attributes.PHASE.value_set(phase.value),
            search_attributes.TRACK.value_set(opening.track),
            search_attributes.SEVERITY.value_set(severity),
            due_at,
        ]
    )
