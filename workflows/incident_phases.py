"""The phase of an incident: moved one time at a time, each move on record before it counts."""

import asyncio
from collections.abc import Awaitable, Callable

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts.failures import refused
    from contracts.incident_activities import IncidentActivities
    from contracts.incident_payloads import ChangePhase, CloseIncident, ClosingCheck, PhaseChange
    from contracts.retries import REGISTER
    from domain.phases import ENDS, Phase, may_follow, onward
    from workflows.case_clock import WorkflowClock
    from workflows.commands import Refusals


class IncidentPhases:
    """Where the incident stands, and the ways from there."""

    def __init__(
        self, incident_id: str, phase: Phase, clock: WorkflowClock, refusals: Refusals
    ) -> None:
        self.current = phase
        self._incident_id = incident_id
        self._clock = clock
        self._refusals = refusals
        # Each change is checked against the phase that it really follows.
        self._moves = asyncio.Lock()

    def has_ended(self) -> bool:
        """Closed, or a false alarm."""
        return self.current in ENDS

    async def change(self, command: ChangePhase) -> None:
        """Move to another phase that does not end the incident."""
        if command.to in ENDS:
            sentence = "use the closing command to end an incident"
            await self._refusals.refuse(command, "phase", self._incident_id, sentence)
        async with self._moves:
            await self._move_to(command)

    async def _move_to(self, command: ChangePhase) -> None:
        if self.has_ended() or not may_follow(self.current, command.to):
            onward_to = onward(self.current)
            sentence = f"'{command.to}' cannot follow '{self.current}'; next is {onward_to}"
            await self._refusals.refuse(command, "phase", self._incident_id, sentence)
        change = PhaseChange(
            incident_id=self._incident_id,
            command_id=command.command_id,
            actor=command.actor,
            at=self._clock.now(),
            from_phase=self.current,
            to_phase=command.to,
        )
        await workflow.execute_activity_method(IncidentActivities.record_phase, change, **REGISTER)
        self.current = command.to

    async def end(self, command: CloseIncident, assess: Callable[[], Awaitable[None]]) -> None:
        """End the incident; refused with the list of what `assess` and the register find open."""
        async with self._moves:
            await self._end(command, assess)

    async def _end(self, command: CloseIncident, assess: Callable[[], Awaitable[None]]) -> None:
        if command.end not in ENDS or not may_follow(self.current, command.end):
            sentence = (
                f"an incident in phase '{self.current}' cannot end as '{command.end}'; "
                f"next is {onward(self.current)}"
            )
            await self._refusals.refuse(command, "close", self._incident_id, sentence)
        await assess()
        check = ClosingCheck(
            incident_id=self._incident_id,
            command_id=command.command_id,
            actor=command.actor,
            at=self._clock.now(),
            end=command.end,
        )
        open_items = await workflow.execute_activity_method(
            IncidentActivities.end_incident, check, **REGISTER
        )
        if open_items.items:
            number = len(open_items.items)
            raise refused(f"{number} items are still open: " + "; ".join(open_items.items))
        self.current = command.end
