"""One wave: a frozen population, sent in shards, settled, with fall-back channels.

It is finished only when the states of its people add up to the population.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from temporalio import workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from contracts.failures import refused
    from contracts.incident_payloads import SomethingChanged
    from contracts.names import ISSUED_BY_WAVE, document_workflow_id
    from contracts.payloads import Command, Outcome
    from contracts.retries import POPULATION, REGISTER
    from contracts.wave_activities import WaveActivities
    from contracts.wave_payloads import (
        CancelWave,
        DecideUnknown,
        FallBack,
        LettersPosted,
        Moved,
        PauseWave,
        ResumeWave,
        StartWave,
        SubstituteNotice,
        WaveInput,
        WaveStanding,
    )
    from workflows.case_clock import WorkflowClock
    from workflows.commands import CommandLog, Refusals, refusal_of
    from workflows.length import is_long
    from workflows.telling import tell, tell_incident
    from workflows.wave_requests import WaveRequests
    from workflows.wave_shard import Shards

DECISIONS = frozenset({"told", "send_again"})
COMES_TO_REST_WITHIN = timedelta(minutes=1)


@workflow.defn
class WaveWorkflow:
    """Sends once, settles what hangs, and asks a person where nobody can know."""

    @workflow.init
    def __init__(self, given: WaveInput) -> None:
        self._input = given
        self._clock = WorkflowClock(given.clock)
        self._state = given.state
        self._shards = Shards(given, self._clock)
        self._standing: WaveStanding | None = None
        self._requests = WaveRequests(given, self._clock)
        self._look_now = False
        self._wake = False
        self._given_up = given.given_up
        self._ended = False
        self._commands = CommandLog(given.handled, self._clock)
        self._refusals = Refusals(given.incident_id, "wave", self._clock)

    @workflow.run
    async def run(self, given: WaveInput) -> WaveStanding:
        """Until the sums close; continues as new before its history grows long.

        A wave that was never started ends with its incident, or when it is cancelled.
        """
        await workflow.wait_condition(lambda: self._state != "planned" or self._ended)
        while not self._ended and self._state != "cancelled":
            if self._shards.open:
                await self._send()
            standing = await self._settle()
            if standing.adds_up and await self._finish():
                break
            if is_long():
                await workflow.wait_condition(workflow.all_handlers_finished)
                if not self._ended:
                    workflow.continue_as_new(self._carried_on())
        await workflow.wait_condition(workflow.all_handlers_finished)
        unsent = WaveStanding(wave_id=given.wave_id, population=given.plan.population, states={})
        return self._standing or unsent

    @workflow.signal
    def incident_ended(self) -> None:
        """Nobody is to be told any more."""
        self._ended = True

    @workflow.signal
    def news(self) -> None:
        """Results of another channel came in: look at once."""
        self._look_now = True

    @workflow.query
    def standing(self) -> WaveStanding | None:
        """The sums at the last look; None before the first."""
        return self._standing

    @workflow.update
    async def start(self, command: StartWave) -> Outcome:
        """Let the wave go; refused with every reason while a gate is shut."""
        return await self._commands.once(command, lambda: self._start(command))

    @workflow.update
    async def cancel(self, command: CancelWave) -> Outcome:
        """Give up a wave, or what is left of it; who was not told is free for another plan."""
        return await self._commands.once(command, lambda: self._cancel(command))

    @workflow.update
    async def pause(self, command: PauseWave) -> Outcome:
        """Come to rest, since the register lets no claim commit any more."""
        return await self._commands.once(command, self._pause)

    @workflow.update
    async def resume(self, command: ResumeWave) -> Outcome:
        """Go on after a pause with whoever was not claimed yet."""
        return await self._commands.once(command, lambda: self._resume(command))

    @workflow.update
    async def decide_unknown(self, command: DecideUnknown) -> Outcome:
        """A person's decision about requests whose outcome nobody knows."""
        return await self._commands.once(command, lambda: self._decide_unknown(command))

    @workflow.update
    async def letters_posted(self, command: LettersPosted) -> Outcome:
        """The printed letters were handed to the post."""
        return await self._commands.once(command, lambda: self._letters_posted(command))

    @workflow.update
    async def substitute(self, command: SubstituteNotice) -> Outcome:
        """Whom no held channel reaches is told by publication and a contact desk."""
        return await self._commands.once(command, lambda: self._substitute(command))

    async def _start(self, command: StartWave) -> str:
        await self._require_planned(command)
        gate = self._requests.gate(command, urgent=command.urgent)
        result = await workflow.execute_activity_method(
            WaveActivities.check_wave_gates, gate, **REGISTER
        )
        if result.reasons:
            raise refused(" ".join(result.reasons))
        await self._require_planned(command)
        self._shards.open_all()
        await self._become("sending")
        for number in self._input.document_numbers:
            await tell(document_workflow_id(self._input.incident_id, number), ISSUED_BY_WAVE)
        # The sending runs beside this and may be through by now.
        return "sending"

    async def _cancel(self, command: CancelWave) -> str:
        freed = await self._carry_out(WaveActivities.cancel_wave, command)
        if self._state == "planned":
            await self._become("cancelled")
        else:
            # What is out goes on being settled; a pause must not keep it from that.
            self._given_up = self._wake = True
            self._shards.close_all()
            await self._become("settling")
        return freed

    async def _pause(self) -> str:
        self._wake = True
        with suppress(TimeoutError):
            await workflow.wait_condition(
                lambda: self._state != "sending" or self._ended, timeout=COMES_TO_REST_WITHIN
            )
        return self._state

    async def _require_planned(self, command: Command) -> None:
        if self._state != "planned" or self._ended:
            await self._refuse(command, "start", "this wave has started or ended already")

    async def _resume(self, command: ResumeWave) -> str:
        hurried = self._state == "sending" and command.urgent is not None
        if self._state != "paused" and not hurried:
            await self._refuse(command, "resume", "this wave is not paused")
        gate = self._requests.gate(command, urgent=command.urgent, sender_id=command.sender_id)
        await workflow.execute_activity_method(WaveActivities.resume_sender, gate, **REGISTER)
        self._wake = True
        if self._state == "paused":
            await self._become("sending")
        return "sending"

    async def _decide_unknown(self, command: DecideUnknown) -> str:
        if command.decision not in DECISIONS:
            sentence = f"decide one of: {', '.join(sorted(DECISIONS))}"
            await self._refuse(command, "decide_unknown", sentence)
        decision = self._requests.decision(command)
        moved = await workflow.execute_activity_method(
            WaveActivities.decide_unknown, decision, **POPULATION
        )
        if command.decision == "send_again" and moved.notices and not self._given_up:
            self._shards.open_all()
        self._look_now = True
        return f"{moved.notices}"

    async def _letters_posted(self, command: LettersPosted) -> str:
        return await self._carry_out(WaveActivities.post_letters, command)

    async def _substitute(self, command: SubstituteNotice) -> str:
        return await self._carry_out(WaveActivities.substitute_notice, command)

    async def _carry_out(
        self, act: Callable[[WaveActivities, FallBack], Moved], command: Command
    ) -> str:
        given = self._requests.fall_back(command)
        moved = await workflow.execute_activity_method(act, given, **POPULATION)
        self._look_now = True
        return f"{moved.notices}"

    async def _send(self) -> None:
        """Send every open shard; returns when all are through, or waits out a pause or a rest."""
        self._wake = False
        paused = await self._shards.send()
        if self._given_up:
            return
        if paused:
            await self._become("paused")
            await workflow.wait_condition(lambda: self._state != "paused" or self._ended)
        elif not self._shards.open:
            await self._become("settling")
        elif self._shards.rest:
            with suppress(TimeoutError):
                await workflow.wait_condition(
                    lambda: self._wake or self._ended, timeout=self._shards.rest
                )

    async def _settle(self) -> WaveStanding:
        """Look until the sums close, more mails are to be sent, or the history grows long."""
        look = self._input.policy.first_look
        printed = False
        while True:
            standing = await self._look()
            long = is_long()
            if standing.adds_up or self._shards.open or long or self._ended:
                return standing
            # Letters that a run leaves unprinted wait for the next look like everything else.
            printed = bool(standing.letters_to_print) and not standing.open_mails and not printed
            if printed:
                await self._print_letters()
                continue
            await self._wait_for_news(look)
            look = min(look * 2, self._input.policy.longest_look)

    async def _look(self) -> WaveStanding:
        self._look_now = False
        before = self._standing
        self._standing = await workflow.execute_activity_method(
            WaveActivities.settle_wave, self._requests.look(), **POPULATION
        )
        if before is None or before.states != self._standing.states:
            await self._tell_incident()
        return self._standing

    async def _finish(self) -> bool:
        """Whether the register agrees; a report that came in since the look undoes the sums."""
        wave = self._requests.reference()
        try:
            self._standing = await workflow.execute_activity_method(
                WaveActivities.finish_wave, wave, **POPULATION
            )
        except ActivityError as error:
            if refusal_of(error) is None:
                raise
            await self._wait_for_news(self._input.policy.first_look)
            return False
        await self._become("finished")
        return True

    async def _refuse(self, command: Command, action: str, sentence: str) -> None:
        await self._refusals.refuse(command, action, self._input.wave_id, sentence)

    async def _print_letters(self) -> None:
        letters = self._requests.letters()
        await workflow.execute_activity_method(WaveActivities.print_letters, letters, **POPULATION)

    async def _wait_for_news(self, wait: timedelta) -> None:
        with suppress(TimeoutError):
            await workflow.wait_condition(lambda: self._look_now or self._ended, timeout=wait)

    async def _become(self, state: str) -> None:
        self._state = state
        await self._tell_incident()

    async def _tell_incident(self) -> None:
        number, now = self._input.number, self._clock.now()
        change = SomethingChanged(what="wave", at=now, number=number, state=self._state)
        await tell_incident(self._input.incident_id, change)

    def _carried_on(self) -> WaveInput:
        return self._input.model_copy(
            update={
                "clock": self._clock.state,
                "state": self._state,
                "watermark": self._shards.watermark,
                "shards_open": self._shards.open,
                "handled": self._commands.handled,
                "given_up": self._given_up,
            }
        )
