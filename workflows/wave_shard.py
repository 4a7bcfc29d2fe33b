"""One shard of a wave, whatever happens to it: an answer, never an exception."""

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from contracts.failures import FailureKind
    from contracts.retries import SHARD
    from contracts.wave_activities import WaveActivities
    from contracts.wave_payloads import SendShard, ShardResult


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
            watermark=request.watermark,
            paused=_kind_of(error),
        )


def _kind_of(error: ActivityError) -> str:
    cause = error.cause
    kind = cause.type if isinstance(cause, ApplicationError) else None
    return kind or FailureKind.UNEXPECTED.value
