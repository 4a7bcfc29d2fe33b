"""The workflows that belong to an incident: starting them, telling them, remembering them."""

import asyncio
import zlib
from typing import Any

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts import names
    from contracts.clock_payloads import ClockInput, ClockTakenUp, DutiesReplaced
    from contracts.document_payloads import DocumentInput, DocumentPrepared, PrepareDocument
    from contracts.failures import refused
    from contracts.incident_payloads import (
        Carried,
        DocumentSummary,
        DutiesAssessed,
        DutyClock,
        OpenIncident,
        SomethingChanged,
        WaveSummary,
    )
    from contracts.merchant_payloads import MerchantEntry, MerchantsChanged, MerchantsInput
    from contracts.payloads import Payload
    from contracts.restart_payloads import IncidentStanding
    from contracts.retries import POPULATION
    from contracts.wave_activities import WaveActivities
    from contracts.wave_payloads import PlanWave, PlanWaveCommand, WaveInput, WavePlan
    from domain.casetime import CaseClock
    from workflows.children import start_clock, start_document, start_merchants, start_wave
    from workflows.retracting import scoped
    from workflows.telling import tell

# Duties a merchant can owe, with room to spare, when the number of clock shards is chosen once.
DUTIES_A_MERCHANT = 5
ENDED = frozenset({"issued", "withdrawn", "finished", "cancelled", "ended"})


class IncidentFamily:
    """An incident's children.

    They outlive its continue-as-new, so they are abandoned to themselves and reached by id.
    """

    def __init__(self, opening: OpenIncident) -> None:
        self._opening = opening
        self._id = opening.incident_id
        state = opening.state
        merchants = len(opening.merchant_ids)
        self.merchant_shards = state.merchant_shards or -(-merchants // names.MERCHANTS_A_SHARD)
        self.clock_shards = state.clock_shards or clock_shards_for(merchants)
        self._documents = {d.number: d for d in state.documents}
        self._waves = {w.number: w for w in state.waves}
        self._plans: dict[str, WavePlan] = {}
        self._sent_to_clocks: dict[int, DutiesReplaced] = {}
        # A refused plan leaves no number behind, so the next one waits until it is decided.
        self._planning = asyncio.Lock()

    @property
    def documents(self) -> tuple[DocumentSummary, ...]:
        """Every document so far."""
        return tuple(self._documents.values())

    @property
    def waves(self) -> tuple[WaveSummary, ...]:
        """Every wave so far."""
        return tuple(self._waves.values())

    def remembered(self) -> dict[str, Any]:
        """What of the family belongs to the incident's state, by the names of its fields."""
        return {
            "documents": self.documents,
            "waves": self.waves,
            "clock_shards": self.clock_shards,
            "merchant_shards": self.merchant_shards,
        }

    def document_of(self, command_id: str) -> DocumentPrepared:
        """The document that a command started; its id is the command's.

        Refused for a command id that was used up by something else.
        """
        found = next((d for d in self._documents.values() if d.document_id == command_id), None)
        if found is None:
            raise refused("this command id was used for something else; give a new one")
        return DocumentPrepared(document_id=found.document_id, number=found.number)

    def plan_of(self, command_id: str) -> WavePlan:
        """The plan that a command made; refused once this run has forgotten it."""
        plan = self._plans.get(command_id)
        if plan is None:
            raise refused("this wave was planned earlier; look it up in the register")
        return plan

    def take_over(self, standing: IncidentStanding) -> None:
        """Know all children that the register knows, before the living ones are started."""
        self.merchant_shards = standing.merchant_shards
        self.clock_shards = clock_shards_for(standing.merchants)
        self._documents = {document.number: document for document in standing.documents}
        self._waves = {wave.number: wave for wave in standing.waves}

    def note(self, change: SomethingChanged) -> None:
        """Remember a child's news."""
        if change.what == "document" and change.number in self._documents:
            known = self._documents[change.number]
            self._documents[change.number] = known.model_copy(update={"state": change.state})
        if change.what == "wave" and change.number in self._waves:
            wave = self._waves[change.number]
            self._waves[change.number] = wave.model_copy(update={"state": change.state})

    async def start_shards(self, clock: CaseClock) -> None:
        """Start the clocks and the merchants, before anything can be due."""
        for shard in range(self.clock_shards):
            await start_clock(self.clock_input(shard, clock))
        for shard in range(self.merchant_shards):
            first = shard * names.MERCHANTS_A_SHARD
            chosen = self._opening.merchant_ids[first : first + names.MERCHANTS_A_SHARD]
            await self._start_merchants(shard, chosen, clock)

    def clock_input(self, shard: int, clock: CaseClock) -> ClockInput:
        """What a shard of clocks starts with."""
        return ClockInput(
            incident_id=self._id,
            shard=shard,
            ladder=self._opening.policy.ladder,
            work_ladder=self._opening.policy.work_ladder,
            by_severity=self._opening.policy.by_severity,
            clock=clock,
            shards=self.clock_shards,
            quiet_hours=self._opening.policy.quiet_hours,
            merge_within=self._opening.policy.merge_within,
        )

    async def follow(self, carried: Carried, clock: CaseClock) -> None:
        """Have the merchants' workflows hear of who came in, or took its mandate back.

        And a shard of clocks of one that somebody has taken up.
        """
        if carried.clock_taken:
            clock_id = names.clock_workflow_id(self._id, self._clock_shard(carried.clock_taken))
            await tell(clock_id, names.CLOCK_TAKEN_UP, ClockTakenUp(key=carried.clock_taken))
        shard = carried.merchant_shard
        shard_id = names.merchants_workflow_id(self._id, shard)
        if carried.mandate_withdrawn:
            freed = MerchantsChanged(undecided=(carried.mandate_withdrawn,))
            await tell(shard_id, names.MERCHANTS_CHANGED, freed)
        if carried.merchant_added and shard >= self.merchant_shards:
            self.merchant_shards = shard + 1
            await self._start_merchants(shard, (carried.merchant_added,), clock)
        elif carried.merchant_added:
            come_in = MerchantsChanged(added=(carried.merchant_added,))
            await tell(shard_id, names.MERCHANTS_CHANGED, come_in)

    async def _start_merchants(
        self, shard: int, merchant_ids: tuple[str, ...], clock: CaseClock
    ) -> None:
        await start_merchants(
            MerchantsInput(
                incident_id=self._id,
                shard=shard,
                care=self._opening.policy.merchant_care,
                entries=tuple(MerchantEntry(merchant_id=m) for m in merchant_ids),
                clock=clock,
            )
        )

    async def start_document(self, command: PrepareDocument, clock: CaseClock) -> str:
        """Start a document's workflow; the command's id becomes the document's."""
        known = next((d for d in self.documents if d.document_id == command.command_id), None)
        if known is not None:
            return f"document {known.number}"
        command = await scoped(self._id, command, clock.case_time(workflow.now()))
        number = max(self._documents, default=0) + 1
        self._documents[number] = DocumentSummary(
            document_id=command.command_id, number=number, kind=command.kind, state="draft"
        )
        await start_document(
            DocumentInput(
                incident_id=self._id,
                document_id=command.command_id,
                number=number,
                kind=command.kind,
                author=command.actor,
                approvers=self._opening.policy.approvers(command.kind),
                addressees=command.addressees,
                on_behalf_of=command.on_behalf_of,
                merchant_shards=self.merchant_shards,
                clock=clock,
            )
        )
        return f"document {number}"

    async def start_wave(self, command: PlanWaveCommand, clock: CaseClock) -> str:
        """Freeze a wave's population and start its workflow; the command's id becomes its id."""
        async with self._planning:
            if any(wave.wave_id == command.command_id for wave in self.waves):
                return "planned earlier"
            number = max(self._waves, default=0) + 1
            return await self._start_wave(command, clock, number)

    async def _start_wave(self, command: PlanWaveCommand, clock: CaseClock, number: int) -> str:
        policy = self._opening.policy.wave
        plan = await workflow.execute_activity_method(
            WaveActivities.plan_wave,
            PlanWave(
                incident_id=self._id,
                wave_id=command.command_id,
                number=number,
                merchant_ids=command.merchant_ids,
                mail_document_id=command.mail_document_id,
                letter_document_id=command.letter_document_id,
                people_a_shard=policy.people_a_shard,
                people_a_batch=policy.people_a_batch,
                sender_id=policy.sender_id,
                at=clock.case_time(workflow.now()),
                actor=command.actor,
                retraction=command.retraction,
                channels=policy.channels,
                corrects=command.corrects,
            ),
            **POPULATION,
        )
        self._plans[command.command_id] = plan
        self._waves[number] = WaveSummary(
            wave_id=command.command_id, number=number, state="planned"
        )
        bound = {command.mail_document_id, command.letter_document_id}
        await start_wave(
            WaveInput(
                incident_id=self._id,
                wave_id=command.command_id,
                number=number,
                plan=plan,
                policy=policy,
                document_numbers=tuple(d.number for d in self.documents if d.document_id in bound),
                clock=clock,
            )
        )
        return f"wave {number}"

    def clocks_by_shard(self, assessed: DutiesAssessed) -> dict[int, tuple[DutyClock, ...]]:
        """Open duties by the shard that keeps them.

        The shard follows the key alone, so that a duty keeps the clock that knows which of its
        rungs have spoken.
        """
        by_shard: dict[int, list[DutyClock]] = {n: [] for n in range(self.clock_shards)}
        for clock in assessed.open_clocks:
            by_shard[self._clock_shard(clock.key)].append(clock)
        return {shard: tuple(clocks) for shard, clocks in by_shard.items()}

    async def replace_duties(self, assessed: DutiesAssessed) -> None:
        """Hand each clock shard its open duties, where they differ from what it has."""
        for shard, wanted in self.clocks_by_shard(assessed).items():
            # After continue-as-new nothing counts as sent: "none is open" is news as well.
            news = DutiesReplaced(clocks=wanted, severity=assessed.severity)
            if self._sent_to_clocks.get(shard) != news:
                self._sent_to_clocks[shard] = news
                await tell(names.clock_workflow_id(self._id, shard), names.DUTIES_REPLACED, news)

    def _clock_shard(self, key: str) -> int:
        return zlib.crc32(key.encode()) % self.clock_shards

    async def tell_documents(self, signal: str, message: Payload) -> None:
        """Signal every document that is not issued yet."""
        for document in self.documents:
            if document.state not in ENDED:
                await tell(names.document_workflow_id(self._id, document.number), signal, message)

    async def tell_timers(self, signal: str, message: Payload) -> None:
        """Signal the children that wait for a time."""
        for shard in range(self.clock_shards):
            await tell(names.clock_workflow_id(self._id, shard), signal, message)
        for shard in range(self.merchant_shards):
            await tell(names.merchants_workflow_id(self._id, shard), signal, message)

    async def tell_all(self, signal: str, message: Payload | None = None) -> None:
        """Signal every child that still lives."""
        for shard in range(self.clock_shards):
            await tell(names.clock_workflow_id(self._id, shard), signal, message)
        for shard in range(self.merchant_shards):
            await tell(names.merchants_workflow_id(self._id, shard), signal, message)
        for wave in self.waves:
            if wave.state not in ENDED:
                await tell(names.wave_workflow_id(self._id, wave.number), signal, message)
        for document in self.documents:
            if document.state not in ENDED:
                await tell(names.document_workflow_id(self._id, document.number), signal, message)


def clock_shards_for(merchants: int) -> int:
    """How many shards of clocks an incident with so many merchants starts with."""
    duties = (merchants + 1) * DUTIES_A_MERCHANT
    # Hashing spreads unevenly: two thirds of the room keep every shard under its limit.
    return -(-duties * 3 // (names.DUTIES_A_SHARD * 2))
