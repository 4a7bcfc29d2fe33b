"""One wave: a frozen population, sent in shards, settled, with fall-back channels.

It is finished only when the states of its people add up to the population.
"""

import asyncio
from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts.failures import refused
    from contracts.incident_payloads import SomethingChanged
    from contracts.names import (
        ISSUED_BY_WAVE,
        SOMETHING_CHANGED,
        document_workflow_id,
        incident_workflow_id,
    )
    from contracts.payloads import Command, Outcome
    from contracts.retries import POPULATION, REGISTER
    from contracts.wave_activities import WaveActivities
    from contracts.wave_payloads import (
        DecideUnknown,
        FallBack,
        LettersPosted,
        PrintLetters,
        ResumeWave,
        SendShard,
        SettleWave,
        ShardResult,
        StartWave,
        SubstituteNotice,
        UnknownDecision,
        WaveGate,
        WaveInput,
        WaveRef,
        WaveStanding,
    )
    from workflows.case_clock import WorkflowClock
    from workflows.commands import CommandLog
    from workflows.wave_shard import send_shard

DECISIONS = frozenset({"told", "send_again"})


@workflow.defn
class WaveWorkflow:
    """Sends once, settles what hangs, and asks a person where nobody can know."""

    @workflow.init
    def __init__(self, given: WaveInput) -> None:
        self._input = given
        self._clock = WorkflowClock(given.clock)
        self._state = given.state
        self._watermark = given.watermark
        self._shards_open = set(given.shards_open)
        self._standing: WaveStanding | None = None
        self._look_now = False
        self._commands = CommandLog(given.handled, self._clock)

    @workflow.run
    async def run(self, given: WaveInput) -> WaveStanding:
        """Until the sums close; continues as new before its history grows long."""
        del given
        await workflow.wait_condition(lambda: self._state != "planned")
        while True:
            if self._shards_open:
                await self._send()
            standing = await self._settle()
            if standing.adds_up:
                break
            if workflow.info().is_continue_as_new_suggested():
                await workflow.wait_condition(workflow.all_handlers_finished)
                workflow.continue_as_new(self._carried_on())
        finished = await workflow.execute_activity_method(
            WaveActivities.finish_wave, self._ref(), **POPULATION
        )
        await self._become("finished")
        await workflow.wait_condition(workflow.all_handlers_finished)
        return finished

    @workflow.query
    def standing(self) -> WaveStanding | None:
        """The sums at the last look; None before the first."""
        return self._standing

    @workflow.update
    async def start(self, command: StartWave) -> Outcome:
        """Let the wave go; refused with every reason while a gate is shut."""
        return await self._commands.once(command, lambda: self._start(command))

    @workflow.update
    async def resume(self, command: ResumeWave) -> Outcome:
        """Go on after a pause with whoever was not claimed yet."""
        return await self._commands.once(command, self._resume)

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
        if self._state != "planned":
            raise refused("this wave has started already")
        gate = WaveGate(
            incident_id=self._input.incident_id,
            wave_id=self._input.wave_id,
            actor=command.actor,
            at=self._clock.now(),
        )
        result = await workflow.execute_activity_method(
            WaveActivities.check_wave_gates, gate, **REGISTER
        )
        if result.reasons:
            raise refused("; ".join(result.reasons))
        self._shards_open = set(range(self._input.plan.shards))
        await self._become("sending")
        for number in self._input.document_numbers:
            await workflow.get_external_workflow_handle(
                document_workflow_id(self._input.incident_id, number)
            ).signal(ISSUED_BY_WAVE)
        return self._state

    async def _resume(self) -> str:
        if self._state != "paused":
            raise refused("this wave is not paused")
        await self._become("sending")
        return self._state

    async def _decide_unknown(self, command: DecideUnknown) -> str:
        if command.decision not in DECISIONS:
            raise refused(f"decide one of: {', '.join(sorted(DECISIONS))}")
        moved = await workflow.execute_activity_method(
            WaveActivities.decide_unknown,
            UnknownDecision(
                incident_id=self._input.incident_id,
                wave_id=self._input.wave_id,
                request_ids=command.request_ids,
                decision=command.decision,
                actor=command.actor,
                at=self._clock.now(),
            ),
            **POPULATION,
        )
        if command.decision == "send_again" and moved.notices:
            self._shards_open = set(range(self._input.plan.shards))
        self._look_now = True
        return f"{moved.notices}"

    async def _letters_posted(self, command: LettersPosted) -> str:
        moved = await workflow.execute_activity_method(
            WaveActivities.post_letters, self._fall_back(command), **POPULATION
        )
        self._look_now = True
        return f"{moved.notices}"

    async def _substitute(self, command: SubstituteNotice) -> str:
        moved = await workflow.execute_activity_method(
            WaveActivities.substitute_notice, self._fall_back(command), **POPULATION
        )
        self._look_now = True
        return f"{moved.notices}"

    async def _send(self) -> None:
        """Send every open shard; returns when all are through, or waits out a pause."""
        gate = asyncio.Semaphore(self._input.policy.shards_at_once)
        results = await asyncio.gather(
            *(self._send_shard(shard, gate) for shard in sorted(self._shards_open))
        )
        paused = next((result.paused for result in results if result.paused), "")
        if paused:
            await self._become("paused")
            await workflow.wait_condition(lambda: self._state != "paused")
        elif not self._shards_open:
            await self._become("settling")

    async def _send_shard(self, shard: int, gate: asyncio.Semaphore) -> ShardResult:
        async with gate:
            request = SendShard(
                incident_id=self._input.incident_id,
                wave_id=self._input.wave_id,
                shard=shard,
                watermark=self._watermark,
                at=self._clock.now(),
            )
            result = await send_shard(request)
        self._watermark = max(self._watermark, result.watermark)
        if result.remaining == 0:
            self._shards_open.discard(shard)
        return result

    async def _settle(self) -> WaveStanding:
        """Look until the sums close, more mails are to be sent, or the history grows long."""
        look = self._input.policy.first_look
        while True:
            standing = await self._look()
            long = workflow.info().is_continue_as_new_suggested()
            if standing.adds_up or self._shards_open or long:
                return standing
            if standing.letters_to_print and not standing.open_mails:
                await self._print_letters()
                continue
            await self._wait_for_news(look)
            look = min(look * 2, self._input.policy.longest_look)

    async def _look(self) -> WaveStanding:
        self._look_now = False
        before = self._standing
        self._standing = await workflow.execute_activity_method(
            WaveActivities.settle_wave,
            SettleWave(
                incident_id=self._input.incident_id,
                wave_id=self._input.wave_id,
                settled_before=workflow.now() - self._input.policy.settle_after,
                at=self._clock.now(),
            ),
            **POPULATION,
        )
        if before is None or before.states != self._standing.states:
            await self._tell_incident()
        return self._standing

    async def _print_letters(self) -> None:
        letters = PrintLetters(
            incident_id=self._input.incident_id, wave_id=self._input.wave_id, at=self._clock.now()
        )
        await workflow.execute_activity_method(WaveActivities.print_letters, letters, **POPULATION)

    async def _wait_for_news(self, wait: timedelta) -> None:
        try:
            await workflow.wait_condition(lambda: self._look_now, timeout=wait)
        except TimeoutError:
            return

    async def _become(self, state: str) -> None:
        self._state = state
        await self._tell_incident()

    async def _tell_incident(self) -> None:
        await workflow.get_external_workflow_handle(
            incident_workflow_id(self._input.incident_id)
        ).signal(
            SOMETHING_CHANGED,
            SomethingChanged(
                what="wave",
                at=self._clock.now(),
                number=self._input.number,
                state=self._state,
            ),
        )

    def _fall_back(self, command: Command) -> FallBack:
        return FallBack(
            incident_id=self._input.incident_id,
            wave_id=self._input.wave_id,
            command_id=command.command_id,
            actor=command.actor,
            at=self._clock.now(),
        )

    def _ref(self) -> WaveRef:
        return WaveRef(
            incident_id=self._input.incident_id, wave_id=self._input.wave_id, at=self._clock.now()
        )

    def _carried_on(self) -> WaveInput:
        return self._input.model_copy(
            update={
                "clock": self._clock.state,
                "state": self._state,
                "watermark": self._watermark,
                "shards_open": tuple(sorted(self._shards_open)),
                "handled": self._commands.handled,
            }
        )
