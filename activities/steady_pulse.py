"""Heartbeats for activities that only work: a worker that died with one in hand is noticed soon.

Without them the server waits for the whole time limit of the activity before it asks another
worker. Activities that heartbeat with details of their own are left alone.
"""

import asyncio
from typing import Any

from temporalio import activity
from temporalio.worker import (
    ActivityInboundInterceptor,
    ExecuteActivityInput,
    Interceptor,
)

BEAT_SECONDS = 3.0
# Its heartbeats say where the sending stands; an empty one would forget it.
OWN_PULSE = frozenset({"send_shard"})


class SteadyPulse(Interceptor):
    """Installed on the worker; covers every activity that has a heartbeat timeout."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002 - the SDK's own name
        """Wrap the chain."""
        return _BeatingActivity(super().intercept_activity(next))


class _BeatingActivity(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 - see above
        info = activity.info()
        if info.heartbeat_timeout is None or info.activity_type in OWN_PULSE:
            return await super().execute_activity(input)
        beats = asyncio.create_task(_beat())
        try:
            return await super().execute_activity(input)
        finally:
            beats.cancel()


async def _beat() -> None:
    while True:
        await asyncio.sleep(BEAT_SECONDS)
        # From a thread: of an activity in a thread, the SDK's heartbeat waits for this very loop.
        await asyncio.to_thread(activity.heartbeat)
