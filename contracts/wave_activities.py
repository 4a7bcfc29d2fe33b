"""What waves need done: abstract, so that workflows type-check without an implementation."""

from abc import ABC, abstractmethod

from temporalio import activity

from contracts.wave_payloads import (
    FallBack,
    GateResult,
    LettersPrinted,
    Moved,
    PlanWave,
    PrintLetters,
    SendShard,
    SettleWave,
    ShardResult,
    UnknownDecision,
    WaveGate,
    WavePlan,
    WaveRef,
    WaveStanding,
)


class WaveActivities(ABC):
    """Populations, sending and settling. Every method may be repeated with the same input."""

    @abstractmethod
    @activity.defn
    def plan_wave(self, plan: PlanWave) -> WavePlan:
        """Freeze the population and the first channel of each person; bind the documents to it."""

    @abstractmethod
    @activity.defn
    def check_wave_gates(self, gate: WaveGate) -> GateResult:
        """Every reason against starting; with none, the wave is marked as started."""

    @abstractmethod
    @activity.defn
    def cancel_wave(self, cancel: FallBack) -> Moved:
        """Give up a wave that was never started; fails as refused for any other."""

    @abstractmethod
    @activity.defn
    def send_shard(self, shard: SendShard) -> ShardResult:
        """Claim, send and record one shard's unclaimed people; heartbeats, resumes, sends once."""

    @abstractmethod
    @activity.defn
    def settle_wave(self, settle: SettleWave) -> WaveStanding:
        """Derive states from events and age, and add the wave up."""

    @abstractmethod
    @activity.defn
    def resume_sender(self, gate: WaveGate) -> None:
        """Let claims commit again after a pause of the wave's sender."""

    @abstractmethod
    @activity.defn
    def decide_unknown(self, decision: UnknownDecision) -> Moved:
        """Carry out a person's decision about requests whose outcome nobody knows."""

    @abstractmethod
    @activity.defn
    def print_letters(self, letters: PrintLetters) -> LettersPrinted:
        """Make the printer's batch for people whom mail cannot reach."""

    @abstractmethod
    @activity.defn
    def post_letters(self, posted: FallBack) -> Moved:
        """Record that the printed letters were posted."""

    @abstractmethod
    @activity.defn
    def substitute_notice(self, substitute: FallBack) -> Moved:
        """Record the substitute notice for people whom no held channel reaches."""

    @abstractmethod
    @activity.defn
    def finish_wave(self, wave: WaveRef) -> WaveStanding:
        """Mark a wave finished; fails as refused while the states do not add up."""
