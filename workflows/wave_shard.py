"""The shards of a wave: sent some at a time, each with an answer, never an exception."""

import asyncio
from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from contracts.failures import FailureKind
    from contracts.retries import SHARD
    from contracts.wave_activities import WaveActivities
    from contracts.wave_payloads import SendShard, ShardResult, WaveInput
    from workflows.case_clock import WorkflowClock


class Shards:
    """Which shards of a wave are still open, and how far the register has come.

    Both travel through continue-as-new.
    """

    def __init__(self, given: WaveInput, clock: WorkflowClock) -> None:
        self._input = given
        self._clock = clock
        self._open = set(given.shards_open)
        self._openings = 0
        self._rests_until: datetime | None = None
        self.watermark = given.watermark

    @property
    def open(self) -> tuple[int, ...]:
        """The shards that still have people to be sent to."""
        return tuple(sorted(self._open))

    @property
    def rest(self) -> timedelta:
        """How long the wave's pace lets nobody go; zero where somebody may."""
        if self._rests_until is None:
            return timedelta(0)
        return max(self._rests_until - workflow.now(), timedelta(0))

    def close_all(self) -> None:
        """Nobody is to be sent to any more."""
        self._open = set()
        self._openings += 1

    def open_all(self) -> None:
        """Any shard may have people to be sent to again."""
        self._open = set(range(self._input.plan.shards))
        self._openings += 1

    async def send(self) -> str:
        """Send every open shard; returns why the sender paused, or nothing."""
        gate = asyncio.Semaphore(self._input.policy.shards_at_once)
        results = await asyncio.gather(*(self._send_shard(shard, gate) for shard in self.open))
        rests = [result.not_before for result in results if result.not_before is not None]
        self._rests_until = min(rests, default=None)
        return next((result.paused for result in results if result.paused), "")

    async def _send_shard(self, shard: int, gate: asyncio.Semaphore) -> ShardResult:
        async with gate:
            openings = self._openings
            request = SendShard(
                incident_id=self._input.incident_id,
                wave_id=self._input.wave_id,
                shard=shard,
                watermark=self.watermark,
                at=self._clock.now(),
                bypass=self._input.policy.bypass,
            )
            result = await send_shard(request)
        self.watermark = max(self.watermark, result.watermark)
        # An answer from before the last opening says nothing about whom that one added.
        if result.remaining == 0 and openings == self._openings:
            self._open.discard(shard)
        return result


async def send_shard(request: SendShard) -> ShardResult:
    """Send a shard's unclaimed people.

    Where the activity fails for good (a restored register, a refused request), the shard stays
    open and counts as paused: a person has to look, and nobody is marked as failed.
    """
    try:
        return await workflow.execute_activity_method(WaveActivities.send_shard, request, **SHARD)
    except ActivityError as error:
        return ShardResult(
            shard=request.shard,
            requests=0,
            messages=0,
            unknown_requests=0,
            remaining=1,
            watermark=max(request.watermark, _claimed_already(error)),
            paused=_kind_of(error),
        )


def _claimed_already(error: ActivityError) -> int:
    """How far a register must have come that is behind; else a new run would believe it."""
    cause = error.cause
    if not isinstance(cause, ApplicationError) or cause.type != FailureKind.REGISTER_BEHIND.value:
        return 0
    return next((number for number in cause.details if isinstance(number, int)), 0)


def _kind_of(error: ActivityError) -> str:
    cause = error.cause
    kind = cause.type if isinstance(cause, ApplicationError) else None
    return kind or FailureKind.UNEXPECTED.value
