"""The incident: an entity that lives from the first word to closing, and owns all the rest."""

import asyncio
from collections.abc import Awaitable, Callable

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts import names
    from contracts.document_payloads import DocumentPrepared, FactsMoved, PrepareDocument
    from contracts.failures import refused
    from contracts.incident_activities import IncidentActivities
    from contracts.incident_payloads import (
        AssessDuties,
        CarryOut,
        CaseClockMoved,
        ChangePhase,
        CloseIncident,
        ClosingCheck,
        CommandRef,
        IncidentState,
        LedgerChange,
        MoveCaseClock,
        OpenIncident,
        PhaseChange,
        RecordFacts,
        SettleDuty,
        SomethingChanged,
    )
    from contracts.payloads import Command, Outcome
    from contracts.retries import REGISTER
    from contracts.wave_payloads import PlanWaveCommand, WavePlan
    from domain.documents import DocumentKind
    from domain.phases import ENDS, may_follow
    from workflows.case_clock import WorkflowClock
    from workflows.commands import CommandLog, Refusals, reference
    from workflows.incident_family import IncidentFamily
    from workflows.length import is_long
    from workflows.search_attributes import show


@workflow.defn
class IncidentWorkflow:
    """Takes the commander's decisions one by one and keeps every clock in step with them."""

    @workflow.init
    def __init__(self, opening: OpenIncident) -> None:
        self._opening = opening
        state = opening.state
        self._phase = state.phase
        self._clock = WorkflowClock(state.clock)
        self._revision = state.ledger_revision
        self._next_due_at = state.next_due_at
        self._family = IncidentFamily(opening)
        self._commands = CommandLog(state.handled, self._clock)
        self._refusals = Refusals(opening.incident_id, "incident", self._clock)
        self._opened = state.opened
        # What came in at the border of two runs is assessed at the start of the new one.
        self._duties_stale = state.opened
        # One assessment at a time: an older answer must not reach the clocks after a newer one.
        self._assessing = asyncio.Lock()
        # One phase change at a time: each is checked against the phase that it really follows.
        self._phase_moves = asyncio.Lock()

    @workflow.run
    async def run(self, opening: OpenIncident) -> str:
        """Until the incident is closed or a false alarm; returns the phase it ended in."""
        if not self._opened:
            await self._open()
        while self._phase not in ENDS:
            await workflow.wait_condition(
                lambda: self._duties_stale or self._phase in ENDS or self._may_carry_on()
            )
            if self._phase in ENDS:
                break
            # Before assessing: under command after command this is the only quiet moment.
            if self._may_carry_on():
                workflow.continue_as_new(self._carried_on(opening))
            await self._assess()
        # A child that a handler is just starting must be told as well.
        await workflow.wait_condition(workflow.all_handlers_finished)
        await self._family.tell_all(names.INCIDENT_ENDED)
        await workflow.wait_condition(workflow.all_handlers_finished)
        return self._phase.value

    @workflow.signal
    def something_changed(self, change: SomethingChanged) -> None:
        """A child has written news to the register."""
        self._clock.turn_to(change.at)
        self._family.note(change)
        self._duties_stale = True

    @workflow.query
    def state(self) -> IncidentState:
        """All state of the incident."""
        return self._state()

    @workflow.update
    async def record_facts(self, command: RecordFacts) -> Outcome:
        """Enter facts into the ledger; drafts and duties follow."""
        return await self._take(command, lambda: self._record_facts(command))

    @workflow.update
    async def change_phase(self, command: ChangePhase) -> Outcome:
        """Move to another phase; closing and false alarm have a command of their own."""
        return await self._take(command, lambda: self._change_phase(command))

    @workflow.update
    async def prepare_document(self, command: PrepareDocument) -> DocumentPrepared:
        """Start a document's draft; the same command finds the same document."""
        await self._take(command, lambda: self._prepare_document(command))
        return self._family.document_of(command.command_id)

    @workflow.update
    async def plan_wave(self, command: PlanWaveCommand) -> WavePlan:
        """Freeze a wave's population, so that its documents can be approved for exactly it."""
        await self._take(command, lambda: self._family.start_wave(command, self._clock.state))
        return self._family.plan_of(command.command_id)

    @workflow.update
    async def settle_duty(self, command: SettleDuty) -> Outcome:
        """A duty does not apply: ground and evidence in the register, counsel's approval."""
        return await self._take(command, lambda: self._settle_duty(command))

    @workflow.update
    async def carry_out(self, command: CarryOut) -> Outcome:
        """Tasks, threads, parties, holds and the like: recorded, and their clocks follow."""
        return await self._take(command, lambda: self._carry_out(command))

    @workflow.update
    async def close(self, command: CloseIncident) -> Outcome:
        """End the incident; refused with the list of what is open."""
        return await self._take(command, lambda: self._close(command))

    @workflow.update
    async def move_case_clock(self, command: MoveCaseClock) -> Outcome:
        """Turn a rehearsal's clock forward; a live incident refuses."""
        return await self._take(command, lambda: self._move_case_clock(command))

    async def _take(self, command: Command, act: Callable[[], Awaitable[str]]) -> Outcome:
        """Once, after the opening is on record, and not for an incident that has ended."""
        await workflow.wait_condition(lambda: self._opened)
        return await self._commands.once(command, lambda: self._while_open(command, act))

    async def _while_open(self, command: Command, act: Callable[[], Awaitable[str]]) -> str:
        if self._phase in ENDS:
            await self._refuse(command, "command", f"this incident has ended as '{self._phase}'")
        return await act()

    async def _open(self) -> None:
        opening = Command(command_id=self._opening.incident_id, actor="commander")
        change = await workflow.execute_activity_method(
            IncidentActivities.record_opening, self._ref(opening), **REGISTER
        )
        self._revision = change.revision
        await self._family.start_shards(self._clock.state)
        self._show()
        self._opened = True
        self._duties_stale = True

    async def _record_facts(self, command: RecordFacts) -> str:
        change: LedgerChange = await workflow.execute_activity_method(
            IncidentActivities.record_facts, self._ref(command), **REGISTER
        )
        await self._follow_ledger(change.revision)
        return f"revision {change.revision}"

    async def _follow_ledger(self, revision: int) -> None:
        """Drafts and duties follow a ledger that has moved."""
        if revision > self._revision:
            self._revision = revision
            moved = FactsMoved(revision=revision, at=self._clock.now())
            await self._family.tell_documents(names.FACTS_MOVED, moved)
            self._duties_stale = True

    async def _change_phase(self, command: ChangePhase) -> str:
        if command.to in ENDS:
            await self._refuse(command, "phase", "use the closing command to end an incident")
        async with self._phase_moves:
            return await self._move_to(command)

    async def _move_to(self, command: ChangePhase) -> str:
        if self._phase in ENDS or not may_follow(self._phase, command.to):
            sentence = f"'{command.to}' cannot follow '{self._phase}'"
            await self._refuse(command, "phase", sentence)
        change = PhaseChange(
            incident_id=self._opening.incident_id,
            command_id=command.command_id,
            actor=command.actor,
            at=self._clock.now(),
            from_phase=self._phase,
            to_phase=command.to,
        )
        await workflow.execute_activity_method(IncidentActivities.record_phase, change, **REGISTER)
        self._phase = command.to
        self._show()
        return command.to.value

    async def _prepare_document(self, command: PrepareDocument) -> str:
        if command.kind not in set(DocumentKind):
            await self._refuse(command, "document", "there is no document of this kind")
        return await self._family.start_document(command, self._clock.state)

    async def _settle_duty(self, command: SettleDuty) -> str:
        await workflow.execute_activity_method(
            IncidentActivities.settle_duty, self._ref(command), **REGISTER
        )
        self._duties_stale = True
        return "not_applicable"

    async def _carry_out(self, command: CarryOut) -> str:
        carried = await workflow.execute_activity_method(
            IncidentActivities.carry_out, self._ref(command), **REGISTER
        )
        await self._follow_ledger(carried.revision)
        await self._family.follow(carried, self._clock.state)
        self._duties_stale = True
        return carried.sentence

    async def _close(self, command: CloseIncident) -> str:
        async with self._phase_moves:
            return await self._end(command)

    async def _end(self, command: CloseIncident) -> str:
        if command.end not in ENDS or not may_follow(self._phase, command.end):
            sentence = f"an incident in phase '{self._phase}' cannot end as '{command.end}'"
            await self._refuse(command, "close", sentence)
        await self._assess()
        check = ClosingCheck(
            incident_id=self._opening.incident_id,
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
        self._phase = command.end
        self._show()
        return command.end.value

    async def _move_case_clock(self, command: MoveCaseClock) -> str:
        if not self._clock.state.turnable or command.case_time is None:
            sentence = "only a replay or a drill has a clock that can be turned"
            await self._refuse(command, "case_clock", sentence)
        # The timers must know what is still owed at the new time before they look at it.
        await workflow.wait_condition(self._duties_are_current)
        moved = CaseClockMoved(case_time=self._clock.now())
        await self._family.tell_timers(names.CASE_CLOCK_MOVED, moved)
        return self._clock.now().isoformat()

    def _duties_are_current(self) -> bool:
        # An ended incident assesses nothing any more; whoever waits must not wait for ever.
        stale = self._duties_stale or self._assessing.locked()
        return not stale or self._phase in ENDS

    async def _assess(self) -> None:
        async with self._assessing:
            self._duties_stale = False
            request = AssessDuties(incident_id=self._opening.incident_id, at=self._clock.now())
            assessed = await workflow.execute_activity_method(
                IncidentActivities.assess_duties, request, **REGISTER
            )
            await self._family.replace_duties(assessed)
        next_due_at = min((clock.due_at for clock in assessed.open_clocks), default=None)
        if next_due_at != self._next_due_at:
            self._next_due_at = next_due_at
            self._show()

    async def _refuse(self, command: Command, action: str, sentence: str) -> None:
        await self._refusals.refuse(command, action, self._opening.incident_id, sentence)

    def _show(self) -> None:
        show(self._opening, self._phase, self._next_due_at)

    def _ref(self, command: Command) -> CommandRef:
        return reference(self._opening.incident_id, command, self._clock.now())

    def _may_carry_on(self) -> bool:
        """Long enough to continue as new, with no handler in the middle of something."""
        return is_long() and workflow.all_handlers_finished()

    def _state(self) -> IncidentState:
        return IncidentState(
            phase=self._phase,
            clock=self._clock.state,
            ledger_revision=self._revision,
            **self._family.remembered(),
            handled=self._commands.handled,
            next_due_at=self._next_due_at,
            opened=self._opened,
        )

    def _carried_on(self, opening: OpenIncident) -> OpenIncident:
        return opening.model_copy(update={"state": self._state(), "merchant_ids": ()})
