"""The duties of an incident: assessed anew whenever something has changed, one time at a time."""

import asyncio
from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts.document_payloads import FactsMoved
    from contracts.incident_activities import IncidentActivities
    from contracts.incident_payloads import (
        AssessDuties,
        DutiesAssessed,
        IncidentState,
        ReadClocks,
    )
    from contracts.names import FACTS_MOVED
    from contracts.retries import REGISTER
    from workflows.case_clock import WorkflowClock
    from workflows.incident_family import IncidentFamily


class IncidentDuties:
    """Which duties run, handed to the clocks; `stale` asks for the next assessment."""

    def __init__(
        self, incident_id: str, state: IncidentState, clock: WorkflowClock, family: IncidentFamily
    ) -> None:
        self._incident_id = incident_id
        self._clock = clock
        self._family = family
        self.next_due_at: datetime | None = state.next_due_at
        # What came in at the border of two runs is assessed at the start of the new one.
        self.stale = state.opened
        # One assessment at a time: an older answer must not reach the clocks after a newer one.
        self._assessing = asyncio.Lock()

    @property
    def are_current(self) -> bool:
        """Whether the clocks know what is owed now."""
        return not self.stale and not self._assessing.locked()

    async def assess(self) -> bool:
        """Compute all duties and set the clocks; whether the next due time has moved."""
        async with self._assessing:
            self.stale = False
            assessed = await self.compute()
            await self._family.replace_duties(assessed)
            if assessed.texts_behind:
                moved = FactsMoved(revision=assessed.texts_behind, at=self._clock.now())
                await self._family.tell_documents(FACTS_MOVED, moved)
        return self.note_next(assessed)

    def note_next(self, assessed: DutiesAssessed) -> bool:
        """Remember the next due time; whether it has moved."""
        next_due_at = min((clock.due_at for clock in assessed.open_clocks), default=None)
        moved = next_due_at != self.next_due_at
        self.next_due_at = next_due_at
        return moved

    async def compute(self) -> DutiesAssessed:
        """All duties from the register and the law; no clock hears of them here."""
        request = AssessDuties(incident_id=self._incident_id, at=self._clock.now())
        assessed = await workflow.execute_activity_method(
            IncidentActivities.assess_duties, request, **REGISTER
        )
        clocks, after = list(assessed.open_clocks), assessed.more_after
        while after:
            part = await workflow.execute_activity_method(
                IncidentActivities.read_clocks,
                ReadClocks(incident_id=self._incident_id, after=after),
                **REGISTER,
            )
            clocks += part.clocks
            after = part.more_after
        return assessed.model_copy(update={"open_clocks": tuple(clocks), "more_after": ""})
