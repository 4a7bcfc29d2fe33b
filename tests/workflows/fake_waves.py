"""A wave's activities: what each shard and each look answers is set by the test."""

from temporalio import activity

from contracts.failures import refused
from contracts.wave_activities import WaveActivities
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
from tests.workflows.calls import Calls


def through(shard: int, watermark: int = 1) -> ShardResult:
    """A shard of which everybody was sent to."""
    return ShardResult(
        shard=shard, requests=1, messages=1, unknown_requests=0, remaining=0, watermark=watermark
    )


def paused(shard: int, reason: str = "by hand") -> ShardResult:
    """A shard that stopped before its end."""
    return ShardResult(
        shard=shard,
        requests=0,
        messages=0,
        unknown_requests=0,
        remaining=1,
        watermark=0,
        paused=reason,
    )


class FakeWaves(WaveActivities):
    """Answers from lists, the last one for ever; a shard without a list is through at once."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self.gate_reasons: tuple[str, ...] = ()
        self.plan_refusal = ""
        self.cancel_refusal = ""
        self.shard_answers: dict[int, list[ShardResult | Exception]] = {}
        self.standings: list[WaveStanding] = []
        self.finish_refusals = 0
        self.moved = 1

    @activity.defn
    def plan_wave(self, plan: PlanWave) -> WavePlan:
        self._calls.note("plan_wave", plan)
        if self.plan_refusal:
            raise refused(self.plan_refusal)
        return WavePlan(
            wave_id=plan.wave_id,
            population=3,
            population_digest="p" * 64,
            plan_digest="q" * 64,
            shards=3,
            by_channel={"mail": 3},
        )

    @activity.defn
    def check_wave_gates(self, gate: WaveGate) -> GateResult:
        self._calls.note("check_wave_gates", gate)
        return GateResult(reasons=self.gate_reasons)

    @activity.defn
    def cancel_wave(self, cancel: FallBack) -> Moved:
        self._calls.note("cancel_wave", cancel)
        if self.cancel_refusal:
            raise refused(self.cancel_refusal)
        return Moved(notices=3)

    @activity.defn
    def resume_sender(self, gate: WaveGate) -> None:
        self._calls.note("resume_sender", gate)

    @activity.defn
    def send_shard(self, shard: SendShard) -> ShardResult:
        answers = self.shard_answers.get(shard.shard, [])
        answer = answers.pop(0) if answers else through(shard.shard)
        self._calls.note("send_shard", shard)
        if isinstance(answer, Exception):
            raise answer
        return answer

    @activity.defn
    def settle_wave(self, settle: SettleWave) -> WaveStanding:
        self._calls.note("settle_wave", settle)
        return self.standings.pop(0) if len(self.standings) > 1 else self.standings[0]

    @activity.defn
    def decide_unknown(self, decision: UnknownDecision) -> Moved:
        self._calls.note("decide_unknown", decision)
        return Moved(notices=self.moved)

    @activity.defn
    def print_letters(self, letters: PrintLetters) -> LettersPrinted:
        self._calls.note("print_letters", letters)
        return LettersPrinted(letters=1)

    @activity.defn
    def post_letters(self, posted: FallBack) -> Moved:
        self._calls.note("post_letters", posted)
        return Moved(notices=self.moved)

    @activity.defn
    def substitute_notice(self, substitute: FallBack) -> Moved:
        self._calls.note("substitute_notice", substitute)
        return Moved(notices=self.moved)

    @activity.defn
    def finish_wave(self, wave: WaveRef) -> WaveStanding:
        self._calls.note("finish_wave", wave)
        if self.finish_refusals:
            self.finish_refusals -= 1
            raise refused("The states of this wave do not add up to its population yet.")
        return self.standings[0]
