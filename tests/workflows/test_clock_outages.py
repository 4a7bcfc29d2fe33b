"""Clocks on the real server, with rungs in seconds: nobody runs, newer code runs, a server dies."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from temporalio.client import Client, WorkflowHandle
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Worker
from ulid import ULID

from contracts.clock_payloads import Alert, ClockInput, DutiesReplaced
from contracts.incident_payloads import DutyClock
from contracts.names import clock_workflow_id
from contracts.policy import Rung
from hosting.ports import free_ports
from hosting.temporal_connection import connect
from hosting.temporal_server import TemporalServer
from settings import Settings
from tests.workflows.earlier_clock import EarlierClockWorkflow
from tests.workflows.fakes import Fakes
from tests.workflows.samples import QUEUE
from tests.workflows.world import eventually
from workflows.clock import ClockWorkflow

Clock = WorkflowHandle[ClockWorkflow, None]
SECOND = timedelta(seconds=1)
# The first is the last before the outage, the last one comes after it.
LADDER = tuple(
    Rung(name=str(number), before_due=(6 - number) * SECOND, roles=(f"role-{number}",))
    for number in range(1, 7)
)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[TemporalServer]:
    prepared = TemporalServer(Settings.rehearsal(tmp_path / "data", **free_ports()), with_ui=False)
    await prepared.start()
    yield prepared
    await prepared.kill()


@asynccontextmanager
async def worker(client: Client, fakes: Fakes, code: type = ClockWorkflow) -> AsyncIterator[None]:
    with ThreadPoolExecutor(8) as threads:
        async with Worker(
            client,
            task_queue=QUEUE,
            workflows=[code],
            activities=fakes.methods,
            activity_executor=threads,
            # The server would wait ten seconds for a worker that has gone and knew the workflow.
            sticky_queue_schedule_to_start_timeout=SECOND,
        ):
            yield


async def due_in_six_seconds(client: Client) -> tuple[Clock, datetime]:
    incident_id, due = str(ULID()), datetime.now(UTC) + 6 * SECOND
    clock: Clock = await client.start_workflow(
        ClockWorkflow.run,
        ClockInput(incident_id=incident_id, shard=0, ladder=LADDER),
        id=clock_workflow_id(incident_id, 0),
        task_queue=QUEUE,
    )
    owed = DutiesReplaced(clocks=(DutyClock(key="report", due_at=due),))
    await clock.signal(ClockWorkflow.duties_replaced, owed)
    return clock, due


def spoken(fakes: Fakes) -> list[str]:
    """The rungs that spoke, in order; one alert each."""
    alerts = fakes.calls.of("send_alert", Alert)
    assert all(len(alert.lines) == 1 for alert in alerts)
    return [alert.lines[0].rung for alert in alerts]


async def until(moment: datetime) -> None:
    await asyncio.sleep(max(0.0, (moment - datetime.now(UTC)).total_seconds()))


def time_of(rung: int, due: datetime) -> datetime:
    return due - (6 - rung) * SECOND


def assert_one_honest_alert(fakes: Fakes, due: datetime, last: int) -> None:
    """After the rung `last`, one alert spoke for every rung of the outage, and told so.

    How long a worker takes to end and to begin depends on the machine, so the outage may be longer
    than was meant: it reaches as far as the rung with which the alert speaks.
    """
    lines = [alert.lines[0] for alert in fakes.calls.of("send_alert", Alert)]
    honest = next(line for line in lines if int(line.rung) > last)
    slept = range(last + 1, int(honest.rung))
    assert len(slept) >= 2
    assert honest.missed == tuple(time_of(rung, due) for rung in slept)
    assert set(honest.roles) == {f"role-{rung}" for rung in (*slept, honest.rung)}
    assert_nothing_lost_or_doubled(fakes, due)


def assert_nothing_lost_or_doubled(fakes: Fakes, due: datetime) -> None:
    """Each rung spoke for itself, or is told as missed by the next one that did."""
    alerts = fakes.calls.of("send_alert", Alert)
    lines = [alert.lines[0] for alert in alerts]
    told = [at for line in lines for at in line.missed]
    own = [time_of(int(line.rung), due) for line in lines]
    assert len(own) == len(set(own))
    assert len(told) == len(set(told))
    # One that the next overtook within a second is neither: it was not worth a word.
    for at in {due - n * SECOND for n in range(6)} - {*own, *told}:
        assert min(alert.at for alert in alerts if alert.at >= at) - at <= SECOND
    assert own == sorted(own)


async def test_a_worker_that_was_down_across_three_rungs_says_so_once(
    server: TemporalServer,
) -> None:
    client, fakes = await connect(server.settings, pydantic_data_converter), Fakes()
    async with worker(client, fakes):
        _, due = await due_in_six_seconds(client)
        await eventually(lambda: spoken(fakes)[:1] == ["1"])
    before = spoken(fakes)
    last = int(before[-1])
    await until(time_of(last + 3, due) + SECOND / 2)
    assert spoken(fakes) == before
    async with worker(client, fakes):
        await eventually(lambda: spoken(fakes)[-1:] == ["6"])
    assert_one_honest_alert(fakes, due, last)


@pytest.mark.long  # the recorded histories prove the same in a moment, on no server
async def test_newer_code_goes_on_where_the_earlier_stopped(server: TemporalServer) -> None:
    client, fakes = await connect(server.settings, pydantic_data_converter), Fakes()
    async with worker(client, fakes, EarlierClockWorkflow):
        _, due = await due_in_six_seconds(client)
        await eventually(lambda: spoken(fakes) == ["1", "2"])
    async with worker(client, fakes):
        await eventually(lambda: spoken(fakes)[-1:] == ["6"])
    assert_nothing_lost_or_doubled(fakes, due)


async def test_a_server_that_died_is_caught_up_with(server: TemporalServer) -> None:
    client, fakes = await connect(server.settings, pydantic_data_converter), Fakes()
    async with worker(client, fakes):
        _, due = await due_in_six_seconds(client)
        await eventually(lambda: spoken(fakes)[:1] == ["1"])
        await server.kill()
        last = int(spoken(fakes)[-1])
        await until(time_of(last + 2, due) + SECOND / 2)
        await server.start()
        await eventually(lambda: spoken(fakes)[-1:] == ["6"])
    lines = [alert.lines[0] for alert in fakes.calls.of("send_alert", Alert)]
    honest = next(line for line in lines if int(line.rung) > last)
    assert honest.missed[0] == time_of(last + 1, due)
    assert_nothing_lost_or_doubled(fakes, due)
