"""Long activities leave room: an alert starts at once while many waves are being sent."""

import asyncio
import threading
import time
from datetime import timedelta
from pathlib import Path

from temporalio import activity, workflow
from temporalio.common import RetryPolicy
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from register.engines import POOL_SIZE
from settings import Settings
from worker import THREADS, make_worker

WAVES_AT_ONCE = 10
SHARDS_A_WAVE = 2
LONG = WAVES_AT_ONCE * SHARDS_A_WAVE
ONCE = RetryPolicy(maximum_attempts=1)
LONGEST = timedelta(minutes=2)
QUEUE = "shirase-rehearsal"
PROGRAMS = Path(__file__).resolve().parents[1] / ".venv" / "bin"
released = threading.Event()
begun = threading.Semaphore(0)
alerted = threading.Event()


@activity.defn(name="headroom_long")
def long_work() -> None:
    """Work that holds its thread until it is told to end."""
    begun.release()
    released.wait(60)


@activity.defn(name="headroom_alert")
def alert() -> float:
    """An alert: what counts is when it starts."""
    alerted.set()
    return time.time()


@workflow.defn(sandboxed=False)
class ManyWaves:
    """Fills the worker, then sends an alert."""

    @workflow.run
    async def run(self, long: int) -> float:
        """When the alert began, as its thread saw it."""
        waves = [
            workflow.start_activity(
                long_work, task_queue=QUEUE, start_to_close_timeout=LONGEST, retry_policy=ONCE
            )
            for _ in range(long)
        ]
        await workflow.wait_condition(lambda: self._asked)
        began = await workflow.execute_activity(
            alert, task_queue=QUEUE, start_to_close_timeout=LONGEST, retry_policy=ONCE
        )
        for wave in waves:
            await wave
        return began

    @workflow.init
    def __init__(self, long: int) -> None:
        del long
        self._asked = False

    @workflow.signal
    def alert_now(self) -> None:
        """Everything is busy: alert."""
        self._asked = True


async def test_an_alert_starts_at_once_while_ten_waves_are_being_sent(tmp_path: Path) -> None:
    settings = Settings.rehearsal(tmp_path)
    assert settings.task_queue == QUEUE
    environment = await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(PROGRAMS / "temporal-test-server")
    )
    async with (
        environment,
        make_worker(environment.client, settings, [long_work, alert]),
        Worker(environment.client, task_queue="headroom", workflows=[ManyWaves], build_id="tests"),
    ):
        handle = await environment.client.start_workflow(
            ManyWaves.run, LONG, id="headroom", task_queue="headroom"
        )
        try:
            for _ in range(LONG):
                assert await asyncio.to_thread(begun.acquire, timeout=20)
            asked = time.time()
            await handle.signal(ManyWaves.alert_now)
            await asyncio.to_thread(alerted.wait, 20)
        finally:
            released.set()
        assert await handle.result() - asked < 2


def test_every_thread_may_hold_a_connection_of_the_register() -> None:
    overflow_by_default = 10
    assert POOL_SIZE + overflow_by_default >= THREADS + 2
