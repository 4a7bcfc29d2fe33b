"""The real wave workflow on a real Temporal server, with real workers that may all be killed."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text
from temporalio.client import Client, WorkflowHandle
from ulid import ULID

from contracts.names import wave_workflow_id
from contracts.policy import WavePolicy
from contracts.wave_payloads import DecideUnknown, StartWave, WaveInput, WaveStanding
from demo.waits import until
from hosting.house import child_environment
from hosting.ports import free_ports
from hosting.temporal_connection import connect
from hosting.temporal_server import TemporalServer
from register.migrate import newest_version
from register.store import Register
from sealing.data_converter import shirase_data_converter
from settings import Settings
from tests.faults.stage import Stage
from tests.mailroom.mailroom_runner import KEY
from tests.ready_python import Program, start_program
from tests.register_fixtures import SENDER
from workflows.wave import WaveWorkflow

SECOND = timedelta(seconds=1)
POLICY = WavePolicy(
    sender_id=SENDER,
    people_a_shard=1,
    people_a_batch=1,
    shards_at_once=2,
    first_look=SECOND / 2,
    longest_look=SECOND,
    settle_after=timedelta(hours=1),
)


class WaveHouse:
    """Temporal and workers for the wave of a stage; the intake is the stage's."""

    def __init__(self, stage: Stage, folder: Path) -> None:
        self._stage = stage
        self._folder = folder
        self._ports = free_ports()
        self.settings = self._settings("server")
        self.server = TemporalServer(self.settings, with_ui=False)
        self._workers: list[Program] = []
        self._client: Client | None = None

    async def start(self) -> None:
        """Start the server; workers are started one by one."""
        say_the_version(self._stage.case.register)
        await self.server.start()
        converter = shirase_data_converter(self._stage.case.register.keyring)
        self._client = await connect(self.settings, converter)

    async def end(self) -> None:
        """End everything."""
        for worker in self._workers:
            worker.send_signal(signal.SIGKILL)
            await asyncio.to_thread(worker.wait)
        await self.server.kill()

    async def start_worker(self) -> Program:
        """One more worker process, ready to work."""
        settings = self._settings(f"worker-{len(self._workers)}")
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        ready = settings.ready_file("worker")
        with (settings.data_dir / "worker.log").open("wb") as log:
            environment = child_environment(settings, os.environ)
            worker = start_program(("worker",), environment, log.fileno(), log.fileno())
        self._workers.append(worker)
        await until(ready.exists, "the worker")
        return worker

    async def end_worker(self, worker: Program, number: signal.Signals) -> None:
        """End a worker with a signal and wait for its end."""
        worker.send_signal(number)
        await asyncio.to_thread(worker.wait)
        self._workers.remove(worker)

    async def start_wave(self) -> "WorkflowHandle[WaveWorkflow, WaveStanding]":
        """Start the wave's workflow and let it go; its gates have been passed on the stage."""
        assert self._client is not None
        stage = self._stage
        start = WaveInput(
            incident_id=stage.case.incident_id,
            wave_id=stage.wave_id,
            number=1,
            plan=stage.plan,
            policy=POLICY,
            document_numbers=(),
        )
        handle = await self._client.start_workflow(
            WaveWorkflow.run,
            start,
            id=wave_workflow_id(stage.case.incident_id, 1),
            task_queue=self.settings.task_queue,
        )
        await handle.execute_update(WaveWorkflow.start, StartWave(**given()))
        return handle

    async def decide(
        self, handle: "WorkflowHandle[WaveWorkflow, WaveStanding]", requests: tuple[str, ...]
    ) -> None:
        """Have the people of doubtful requests mailed once more."""
        words = DecideUnknown(**given(), request_ids=requests, decision="send_again")
        await handle.execute_update(WaveWorkflow.decide_unknown, words)

    def _settings(self, name: str) -> Settings:
        return Settings.rehearsal(
            self._folder / name,
            database_url=self._stage.database_url,
            master_key=self._stage.master_key.to_base64(),
            temporal_namespace="test",
            sendgrid_url=self._stage.mailroom.url,
            sendgrid_api_key=KEY,
            mail_requests_per_minute=60_000,
            **self._ports,
        )


def say_the_version(register: Register) -> None:
    """Tables that were made from the code have its version, as after an upgrade."""
    with register.writing() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        version = {"version": newest_version()}
        connection.execute(text("INSERT INTO alembic_version VALUES (:version)"), version)


@asynccontextmanager
async def wave_house(stage: Stage, folder: Path) -> AsyncIterator[WaveHouse]:
    house = WaveHouse(stage, folder)
    try:
        await house.start()
        yield house
    finally:
        await house.end()


def given() -> dict[str, Any]:
    """The fields of a new command."""
    return {"command_id": str(ULID()), "actor": "commander"}
