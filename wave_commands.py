"""The front door to waves: plan, start, pause, resume, cancel, decide, other channels."""

from datetime import UTC, datetime

from command_channel import CommandRefused, Given
from contracts.names import incident_workflow_id
from contracts.payloads import Outcome
from contracts.wave_payloads import (
    CancelWave,
    DecideUnknown,
    LettersPosted,
    PauseWave,
    PlanWaveCommand,
    ResumeWave,
    StartWave,
    SubstituteNotice,
    WavePlan,
)
from incident_starts import IncidentStarts
from register.incidents import read_policy
from register.wave_sums import standing, wave_ids
from workflows.incident import IncidentWorkflow
from workflows.wave import WaveWorkflow


class WaveCommands(IncidentStarts):
    """Commands to waves. Every method raises CommandRefused with the engine's reason."""

    async def plan_wave(
        self,
        incident_id: str,
        merchant_ids: tuple[str, ...],
        mail_document_id: str,
        letter_document_id: str,
        given: Given,
        *,
        retraction: bool = False,
        corrects: tuple[str, ...] = (),
    ) -> WavePlan:
        """Freeze a wave's population; its documents can then be approved for exactly it.

        A retraction goes to whoever may have been told; naming no merchant means all of them.
        Whoever was told by one of the documents that it `corrects` is told anew.
        """
        command = PlanWaveCommand(
            **given.fields(),
            merchant_ids=merchant_ids,
            mail_document_id=mail_document_id,
            letter_document_id=letter_document_id,
            retraction=retraction,
            corrects=corrects,
        )
        plan: WavePlan = await self._update(
            incident_workflow_id(incident_id), IncidentWorkflow.plan_wave, command
        )
        return plan

    async def start_wave(
        self, incident_id: str, number: int, given: Given, *, urgent: bool = False
    ) -> Outcome:
        """Let a planned wave go; refused with every reason while a gate is shut.

        An urgent one goes at any hour.
        """
        command = StartWave(**given.fields(), urgent=urgent)
        return await self._wave(incident_id, number, WaveWorkflow.start, command)

    async def cancel_wave(
        self, incident_id: str, number: int, reason: str, given: Given
    ) -> Outcome:
        """Give up a wave, or what is left of it; whoever was not told is free again."""
        self._deposit(incident_id, "cancel_wave", given, {"reason": reason})
        command = CancelWave(**given.fields())
        return await self._wave(incident_id, number, WaveWorkflow.cancel, command)

    async def pause_wave(self, incident_id: str, number: int, given: Given) -> Outcome:
        """Tell a wave that the register lets nobody go any more (`register.pausing`)."""
        command = PauseWave(**given.fields())
        return await self._wave(incident_id, number, WaveWorkflow.pause, command)

    async def resume_wave(
        self,
        incident_id: str,
        number: int,
        given: Given,
        *,
        urgent: bool | None = None,
        sender_id: str = "",
    ) -> Outcome:
        """Go on after a pause; by another sender where one is named, at any hour when urgent."""
        command = ResumeWave(**given.fields(), urgent=urgent, sender_id=sender_id)
        return await self._wave(incident_id, number, WaveWorkflow.resume, command)

    def doubtful_requests(self, incident_id: str, number: int) -> tuple[str, ...]:
        """Requests of a wave about which nobody knows, once their time to settle is over."""
        with self._register.reading() as connection:
            patience = read_policy(connection, incident_id).wave.settle_after
            wave = next((w for w in wave_ids(connection, incident_id) if w.number == number), None)
            if wave is None:
                raise CommandRefused(f"there is no wave {number} in this incident")
            return standing(connection, wave.id, datetime.now(UTC) - patience).doubtful_requests

    async def decide_unknown(
        self,
        incident_id: str,
        number: int,
        request_ids: tuple[str, ...],
        decision: str,
        given: Given,
    ) -> Outcome:
        """Decide about requests whose outcome nobody knows: `told` or `send_again`."""
        command = DecideUnknown(**given.fields(), request_ids=request_ids, decision=decision)
        return await self._wave(incident_id, number, WaveWorkflow.decide_unknown, command)

    async def letters_posted(self, incident_id: str, number: int, given: Given) -> Outcome:
        """The printed letters were handed to the post."""
        command = LettersPosted(**given.fields())
        return await self._wave(incident_id, number, WaveWorkflow.letters_posted, command)

    async def substitute(self, incident_id: str, number: int, reason: str, given: Given) -> Outcome:
        """Tell whom no channel reaches by publication and a contact desk, for a reason."""
        self._deposit(incident_id, "substitute", given, {"reason": reason})
        command = SubstituteNotice(**given.fields())
        return await self._wave(incident_id, number, WaveWorkflow.substitute, command)
