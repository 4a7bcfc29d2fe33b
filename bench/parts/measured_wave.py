"""One wave through the whole engine, and what it took.

Real Temporal server, worker process, register on disk; people sealed one by one. The worker plans,
sends, settles and finishes. What is left out: a person's approvals and the gates at the start.
"""

import asyncio
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psutil
from temporalio import workflow
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from bench.parts import histories
from bench.parts.house import Ground, worker
from bench.parts.incident import let_go, plan_of, ready_incident
from contracts.names import wave_workflow_id
from contracts.retries import POPULATION
from contracts.wave_payloads import PlanWave, WaveInput, WavePlan
from demo.stage import open_stage_register
from hosting.keyring import keyring_of
from hosting.temporal_connection import connect
from policies.loader import load_policy, with_wave
from register.store import Register
from sealing.data_converter import shirase_data_converter
from settings import Settings

MEGABYTE = 1024 * 1024
LOOK = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Size:
    """How many people, and how they are dealt."""

    people: int
    a_shard: int = 25_000
    a_batch: int = 1_000


@dataclass(frozen=True, slots=True)
class Measured:
    """One wave from its plan to its sums; times in seconds, sizes in MiB."""

    people: int
    import_seconds: float
    plan_seconds: float
    sending_seconds: float
    whole_seconds: float
    actions: int
    largest_history_events: int
    rss_mb: float
    database_mb: float

    @property
    def people_per_s(self) -> float:
        """From the start of the workflow until the last outcome is committed."""
        return self.people / self.sending_seconds


@workflow.defn(sandboxed=False)
class PlanOfBench:
    """Asks the worker to plan; the incident that would do so is not measured here."""

    @workflow.run
    async def run(self, plan: PlanWave, task_queue: str) -> WavePlan:
        """The frozen plan."""
        planned: WavePlan = await workflow.execute_activity(
            "plan_wave", plan, result_type=WavePlan, task_queue=task_queue, **POPULATION
        )
        return planned


async def measured_wave(ground: Ground, database_url: str, name: str, size: Size) -> Measured:
    """Import, plan, send, settle and finish a wave on a database."""
    settings = ground.settings.model_copy(
        update={"database_url": database_url, "task_queue": f"bench-{name}"}
    )
    register = open_stage_register(settings)
    began = time.perf_counter()
    case = await asyncio.to_thread(ready_incident, register, size.people)
    imported = time.perf_counter() - began
    process = worker(settings)
    await process.start()
    assert process.pid is not None
    memory = asyncio.create_task(_most_memory(process.pid))
    try:
        client = await connect(settings, shirase_data_converter(keyring_of(settings)))
        plan = plan_of(case, size.a_shard, size.a_batch)
        began = time.perf_counter()
        planned = await _plan(client, settings, plan)
        plan_seconds = time.perf_counter() - began
        let_go(case, planned.wave_id)
        runs, whole = await _send(client, settings, plan, planned)
        memory.cancel()
        return Measured(
            people=planned.population,
            import_seconds=imported,
            plan_seconds=plan_seconds,
            sending_seconds=histories.sending_seconds(runs[0]),
            whole_seconds=whole,
            actions=sum(histories.actions(run) for run in runs) + 2,
            largest_history_events=max(len(run) for run in runs),
            rss_mb=round(await memory / MEGABYTE, 1),
            database_mb=round(_size_of(register) / MEGABYTE, 1),
        )
    finally:
        memory.cancel()
        await process.stop()
        register.dispose()


async def _plan(client: Client, settings: Settings, plan: PlanWave) -> WavePlan:
    queue = "bench"
    async with Worker(
        client,
        task_queue=queue,
        workflows=[PlanOfBench],
        workflow_runner=UnsandboxedWorkflowRunner(),
    ):
        return await client.execute_workflow(
            PlanOfBench.run,
            args=[plan, settings.task_queue],
            id=f"bench/{plan.wave_id}",
            task_queue=queue,
        )


async def _send(
    client: Client, settings: Settings, plan: PlanWave, planned: WavePlan
) -> tuple[list[list[HistoryEvent]], float]:
    policy = with_wave(
        load_policy(),
        sender_id=plan.sender_id,
        first_look=LOOK,
        longest_look=LOOK,
        settle_after=LOOK,
    ).wave
    given = WaveInput(
        incident_id=plan.incident_id,
        wave_id=planned.wave_id,
        number=plan.number,
        plan=planned,
        policy=policy,
        document_numbers=(),
        state="sending",
        shards_open=tuple(range(planned.shards)),
    )
    began = time.perf_counter()
    handle = await client.start_workflow(
        "WaveWorkflow",
        given,
        id=wave_workflow_id(plan.incident_id, plan.number),
        task_queue=settings.task_queue,
    )
    run_id = handle.first_execution_run_id
    standing = await handle.result()
    whole = time.perf_counter() - began
    assert standing["adds_up"], standing
    runs = []
    while run_id:
        history = await client.get_workflow_handle(handle.id, run_id=run_id).fetch_history()
        runs.append(list(history.events))
        run_id = history.events[
            -1
        ].workflow_execution_continued_as_new_event_attributes.new_execution_run_id
    return runs, whole


async def _most_memory(pid: int) -> int:
    """The most bytes of memory that a process held, until cancelled."""
    process, most = psutil.Process(pid), 0
    try:
        while True:
            most = max(most, process.memory_info().rss)
            await asyncio.sleep(0.2)
    except asyncio.CancelledError:
        return most


def _size_of(register: Register) -> int:
    url = register.engine.url
    if register.engine.dialect.name == "postgresql":
        with register.reading() as connection:
            size: int = connection.exec_driver_sql(
                "SELECT pg_database_size(current_database())"
            ).scalar_one()
            return size
    assert url.database is not None
    file = Path(url.database)
    return sum(part.stat().st_size for part in file.parent.glob(f"{file.name}*"))
