"""The incident: an entity that lives from the first word to closing, and owns all the rest."""

from collections.abc import Awaitable, Callable
from typing import NoReturn

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from contracts import names
    from contracts.document_payloads import DocumentPrepared, FactsMoved, PrepareDocument
    from contracts.incident_activities import IncidentActivities
    from contracts.incident_payloads import (
        CarryOut,
        CaseClockMoved,
        ChangePhase,
        CloseIncident,
        CommandRef,
        IncidentState,
        LedgerChange,
        MoveCaseClock,
        OpenIncident,
        RecordFacts,
        RestartIncident,
        SettleDuty,
        SomethingChanged,
    )
    from contracts.payloads import Command, Outcome
    from contracts.permissions import DEEDS, Act
    from contracts.retries import REGISTER
    from contracts.wave_payloads import PlanWaveCommand, WavePlan
    from domain.documents import DocumentKind
    from workflows.case_clock import WorkflowClock
    from workflows.commands import CommandLog, Refusals, reference, refusal_of
    from workflows.incident_duties import IncidentDuties
    from workflows.incident_family import IncidentFamily
    from workflows.incident_phases import IncidentPhases
    from workflows.incident_restart import Restart
    from workflows.length import is_long
    from workflows.search_attributes import show

RUNS_ALREADY = "this incident is open: there is nothing to reopen"


@workflow.defn
class IncidentWorkflow:
    """Takes the commander's decisions one by one and keeps every clock in step with them."""

    @workflow.init
    def __init__(self, opening: OpenIncident) -> None:
        self._opening = opening
        state = opening.state
        self._severity = opening.severity
        self._clock = WorkflowClock(state.clock)
        self._revision = state.ledger_revision
        self._family = IncidentFamily(opening)
        self._commands = CommandLog(state.handled, self._clock)
        self._refusals = Refusals(opening.incident_id, "incident", self._clock)
        self._phases = IncidentPhases(opening.incident_id, state.phase, self._clock, self._refusals)
        self._opened = state.opened
        self._duties = IncidentDuties(opening.incident_id, state, self._clock, self._family)

    @workflow.run
    async def run(self, opening: OpenIncident) -> str:
        """Until the incident is closed or a false alarm; returns the phase it ended in."""
        if not self._opened and not await self._begin(opening):
            await workflow.wait_condition(workflow.all_handlers_finished)
            return self._phases.current.value
        while not self._phases.has_ended():
            await workflow.wait_condition(
                lambda: self._duties.stale or self._phases.has_ended() or self._may_carry_on()
            )
            if self._phases.has_ended():
                break
            # Before assessing: under command after command this is the only quiet moment.
            if self._may_carry_on():
                workflow.continue_as_new(self._carried_on(opening))
            await self._assess()
        # A child that a handler is just starting must be told as well.
        await workflow.wait_condition(workflow.all_handlers_finished)
        await self._family.tell_all(names.INCIDENT_ENDED)
        await workflow.wait_condition(workflow.all_handlers_finished)
        return self._phases.current.value

    @workflow.signal
    def something_changed(self, change: SomethingChanged) -> None:
        """A child has written news to the register."""
        self._clock.turn_to(change.at)
        self._family.note(change)
        self._duties.stale = True

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
    async def restart(self, command: RestartIncident) -> Outcome:
        """Answer the command that this run began with; any other finds the incident running."""
        return await self._take(command, lambda: self._refuse_restart(command))

    @workflow.update
    async def move_case_clock(self, command: MoveCaseClock) -> Outcome:
        """Turn a rehearsal's clock forward; a live incident refuses."""
        return await self._take(command, lambda: self._move_case_clock(command))

    async def _take(self, command: Command, act: Callable[[], Awaitable[str]]) -> Outcome:
        """Once, after the opening is on record, and not for an incident that has ended."""
        await workflow.wait_condition(lambda: self._opened)
        return await self._commands.once(command, lambda: self._while_open(command, act))

    async def _while_open(self, command: Command, act: Callable[[], Awaitable[str]]) -> str:
        if self._phases.has_ended():
            await self._refuse(
                command, "command", f"this incident has ended as '{self._phases.current}'"
            )
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
        self._duties.stale = True

    async def _begin(self, opening: OpenIncident) -> bool:
        """Open, or start again from the register; False where that is refused."""
        if opening.restart is None:
            await self._open()
            return True
        begun = await self._restart(opening.restart)
        self._opened = True
        return begun

    async def _restart(self, command: RestartIncident) -> bool:
        try:
            await self._commands.once(command, lambda: self._start_again(command))
        except ApplicationError as error:
            if refusal_of(error) is None:
                raise
            return False
        return True

    async def _start_again(self, command: RestartIncident) -> str:
        restart = Restart(self._opening, command, self._family)
        standing = await restart.record(self._clock.now())
        self._phases.current, self._severity = standing.phase, standing.severity
        self._revision = standing.ledger_revision
        assessed = await self._duties.compute()
        await restart.start_children(standing, assessed, self._clock.state)
        self._duties.note_next(assessed)
        self._duties.stale = True
        self._show()
        return self._phases.current.value

    async def _refuse_restart(self, command: RestartIncident) -> str:
        await self._refuse(command, "restart", RUNS_ALREADY)

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
            self._duties.stale = True

    async def _change_phase(self, command: ChangePhase) -> str:
        await self._phases.change(command)
        self._show()
        return command.to.value

    async def _prepare_document(self, command: PrepareDocument) -> str:
        if command.kind not in set(DocumentKind):
            await self._refuse(command, "document", "there is no document of this kind")
        may = self._opening.policy.may(Act.PREPARE_DOCUMENT)
        if may is not None and command.actor not in may:
            sentence = f"only {', '.join(may)} may {DEEDS[Act.PREPARE_DOCUMENT]}"
            await self._refuse(command, "document", sentence)
        return await self._family.start_document(command, self._clock.state)

    async def _settle_duty(self, command: SettleDuty) -> str:
        await workflow.execute_activity_method(
            IncidentActivities.settle_duty, self._ref(command), **REGISTER
        )
        self._duties.stale = True
        return "not_applicable"

    async def _carry_out(self, command: CarryOut) -> str:
        carried = await workflow.execute_activity_method(
            IncidentActivities.carry_out, self._ref(command), **REGISTER
        )
        await self._follow_ledger(carried.revision)
        await self._family.follow(carried, self._clock.state)
        if carried.severity and workflow.patched("a-decided-severity-is-shown"):
            self._severity = carried.severity
            self._show()
        if carried.texts_edited and workflow.patched("an-edited-text-is-approved-anew"):
            moved = FactsMoved(revision=self._revision, at=self._clock.now())
            await self._family.tell_documents(names.FACTS_MOVED, moved)
        self._duties.stale = True
        return carried.sentence

    async def _close(self, command: CloseIncident) -> str:
        await self._phases.end(command, self._assess)
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
        return self._duties.are_current or self._phases.has_ended()

    async def _assess(self) -> None:
        if await self._duties.assess():
            self._show()

    async def _refuse(self, command: Command, action: str, sentence: str) -> NoReturn:
        await self._refusals.refuse(command, action, self._opening.incident_id, sentence)

    def _show(self) -> None:
        show(self._opening, self._phases.current, self._severity, self._duties.next_due_at)

    def _ref(self, command: Command) -> CommandRef:
        return reference(self._opening.incident_id, command, self._clock.now())

    def _may_carry_on(self) -> bool:
        """Long enough to continue as new, with no handler in the middle of something."""
        return is_long() and workflow.all_handlers_finished()

    def _state(self) -> IncidentState:
        return IncidentState(
            phase=self._phases.current,
            clock=self._clock.state,
            ledger_revision=self._revision,
            **self._family.remembered(),
            handled=self._commands.handled,
            next_due_at=self._duties.next_due_at,
            opened=self._opened,
        )

    def _carried_on(self, opening: OpenIncident) -> OpenIncident:
        carried_on = {"state": self._state(), "severity": self._severity, "merchant_ids": ()}
        return opening.model_copy(update=carried_on)
