"""A register restored from a backup of mid-wave stops and asks; it tells nobody twice."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from temporalio.client import WorkflowExecutionStatus, WorkflowHandle
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from contracts.failures import FailureKind
from contracts.wave_payloads import ResumeWave, SendShard, WaveStanding
from demo.waits import until
from tests import databases
from tests.faults.backups import Backup
from tests.faults.stage import Stage, fault_mailroom, on_database
from tests.faults.wave_house import given, wave_house
from tests.register_fixtures import AT
from workflows.wave import WaveWorkflow

Handle = WorkflowHandle[WaveWorkflow, WaveStanding]

PEOPLE, BATCH = 60, 10
CLAIMS_BEFORE_THE_BACKUP = 2


@pytest.fixture(params=databases.BOTH)
def stage(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Stage]:
    with (
        on_database(request.param),
        fault_mailroom(tmp_path / "mailroom") as (mailroom, port),
    ):
        mailroom.behave(hold_events=True)
        yield Stage(tmp_path, mailroom, port, people=PEOPLE, batch=BATCH)


def test_a_register_from_mid_wave_stops_and_asks(stage: Stage) -> None:
    runner = stage.runner()
    stage.run_process(f"before-claim:{CLAIMS_BEFORE_THE_BACKUP + 1}")
    assert stage.mails() == CLAIMS_BEFORE_THE_BACKUP * BATCH
    backup = Backup(stage)
    runner.send(stage.wave_id)
    watermark = runner.heartbeats[-1][1]
    assert (stage.mails(), stage.doubles()) == (PEOPLE, 0)
    backup.restore()
    assert sum(stage.case.attempt_states().values()) == CLAIMS_BEFORE_THE_BACKUP * BATCH
    with pytest.raises(ApplicationError) as refused:
        runner.send(stage.wave_id, watermark=watermark)
    assert refused.value.type == FailureKind.REGISTER_BEHIND.value
    assert refused.value.non_retryable
    assert (stage.mails(), stage.doubles()) == (PEOPLE, 0)


def test_the_heartbeat_alone_is_enough_to_notice(stage: Stage) -> None:
    """The run that sent was killed, so that no result said how far it had come."""
    backup = Backup(stage)
    runner = stage.runner()
    runner.send(stage.wave_id)
    last = runner.heartbeats[-1]
    backup.restore()
    environment = ActivityEnvironment()
    environment.info = replace(environment.info, heartbeat_details=last)
    task = SendShard(
        incident_id=stage.case.incident_id, wave_id=stage.wave_id, shard=0, watermark=0, at=AT
    )
    with pytest.raises(ApplicationError) as refused:
        environment.run(stage.runner().activities.send_shard, task)
    assert refused.value.type == FailureKind.REGISTER_BEHIND.value
    assert (stage.mails(), stage.doubles()) == (PEOPLE, 0)


@pytest.mark.long
async def test_a_wave_on_a_restored_register_pauses_and_tells_nobody_again(
    stage: Stage, tmp_path: Path
) -> None:
    """The whole engine: server and mailroom remember what the register has forgotten."""
    stage.mailroom.behave(hold_events=True, answer_delay_ms=300)
    async with wave_house(stage, tmp_path) as house:
        worker = await house.start_worker()
        handle = await house.start_wave()
        await until(lambda: stage.mails() >= 2 * BATCH, "the first mails")
        await house.end_worker(worker, signal.SIGTERM)
        backup = Backup(stage)
        worker = await house.start_worker()
        await until(lambda: stage.mails() >= 4 * BATCH, "more mails")
        await house.end_worker(worker, signal.SIGTERM)
        told = stage.mails()
        backup.restore()
        await house.start_worker()
        await until_async(lambda: has_stopped(handle), "the wave to stop")
        await handle.execute_update(WaveWorkflow.resume, ResumeWave(**given()))
        await until_async(lambda: has_stopped(handle, times=2), "the wave to stop again")
        assert (stage.mails(), stage.doubles()) == (told, 0)
        assert (await handle.describe()).status is WorkflowExecutionStatus.RUNNING


async def has_stopped(handle: Handle, times: int = 1) -> bool:
    """Whether the shard has ended so often because the register is behind."""
    history = await handle.fetch_history()
    failed = (
        event.activity_task_failed_event_attributes.failure.application_failure_info.type
        for event in history.events
        if event.HasField("activity_task_failed_event_attributes")
    )
    return list(failed).count(FailureKind.REGISTER_BEHIND.value) >= times


async def until_async(holds: Callable[[], Awaitable[bool]], what: str) -> None:
    end = time.monotonic() + 60
    while not await holds():
        assert time.monotonic() < end, f"waited in vain for {what}"
        await asyncio.sleep(0.1)
