"""What a wave asks its activities for, made from what it knows of itself."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts.payloads import Command
    from contracts.wave_payloads import (
        DecideUnknown,
        FallBack,
        PrintLetters,
        SettleWave,
        UnknownDecision,
        WaveGate,
        WaveInput,
        WaveRef,
    )
    from workflows.case_clock import WorkflowClock


class WaveRequests:
    """Inputs of activities about one wave; case times are those of the moment."""

    def __init__(self, given: WaveInput, clock: WorkflowClock) -> None:
        self._given = given
        self._clock = clock

    def gate(self, command: Command, *, urgent: bool | None, sender_id: str = "") -> WaveGate:
        """To let the wave go, or go on, at the pace of its policy."""
        return WaveGate(
            incident_id=self._given.incident_id,
            wave_id=self._given.wave_id,
            actor=command.actor,
            at=self._clock.now(),
            pacing=self._given.policy.pacing,
            urgent=urgent,
            sender_id=sender_id,
        )

    def decision(self, command: DecideUnknown) -> UnknownDecision:
        """What a person decided about requests whose outcome nobody knows."""
        return UnknownDecision(
            incident_id=self._given.incident_id,
            wave_id=self._given.wave_id,
            request_ids=command.request_ids,
            decision=command.decision,
            actor=command.actor,
            at=self._clock.now(),
            command_id=command.command_id,
        )

    def fall_back(self, command: Command) -> FallBack:
        """An act whose words stand in the register under the command's id."""
        return FallBack(
            incident_id=self._given.incident_id,
            wave_id=self._given.wave_id,
            command_id=command.command_id,
            actor=command.actor,
            at=self._clock.now(),
        )

    def look(self) -> SettleWave:
        """To add the wave up as it stands."""
        return SettleWave(
            incident_id=self._given.incident_id,
            wave_id=self._given.wave_id,
            settled_before=workflow.now() - self._given.policy.settle_after,
            at=self._clock.now(),
        )

    def letters(self) -> PrintLetters:
        """To print what mail does not reach."""
        return PrintLetters(
            incident_id=self._given.incident_id, wave_id=self._given.wave_id, at=self._clock.now()
        )

    def reference(self) -> WaveRef:
        """The wave itself."""
        return WaveRef(
            incident_id=self._given.incident_id, wave_id=self._given.wave_id, at=self._clock.now()
        )
