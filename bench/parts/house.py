"""The processes that a measurement needs: Temporal server, null sink, worker; one of each."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from demo.stage import prepare_stage
from hosting.house import child_environment
from hosting.processes import Child, ChildCommand, answers_http, has_written
from hosting.temporal_server import TemporalServer
from settings import MAILROOM_API_KEY, Settings


@dataclass(frozen=True, slots=True)
class Ground:
    """A Temporal server and a null sink, which every measurement of one run shares."""

    settings: Settings

    @property
    def sink_url(self) -> str:
        """Where mail is sent to and forgotten."""
        return self.settings.mailroom_url

    @property
    def key(self) -> str:
        """What the sink wants to be shown."""
        return MAILROOM_API_KEY


@asynccontextmanager
async def ground(folder: Path) -> AsyncIterator[Ground]:
    """Temporal server and null sink in a folder, until the body ends."""
    settings = prepare_stage(folder, "notice@example.jp", "bench")
    temporal = TemporalServer(settings)
    sink = _sink(settings)
    try:
        await temporal.start()
        await sink.start()
        async with httpx.AsyncClient(base_url=settings.mailroom_url, trust_env=False) as client:
            answer = await client.put("/behaviour", json={"null_sink": True})
            answer.raise_for_status()
            key = (await client.get("/public-key")).text.strip()
        yield Ground(settings.with_mailroom(key))
    finally:
        await sink.stop()
        await temporal.stop()


def worker(settings: Settings) -> Child:
    """A worker process on these settings; not started."""
    return _child(settings, "worker", ("-m", "worker"))


def intake(settings: Settings) -> Child:
    """An intake process on these settings; not started."""
    return _child(settings, "intake", ("-m", "intake"))


def _sink(settings: Settings) -> Child:
    arguments = (
        *("-m", "mailroom", "--port", str(settings.mailroom_port)),
        *("--data-dir", str(settings.data_dir / "mailroom")),
        *("--events-to", settings.intake_url + "/events/sendgrid"),
        *("--api-key", MAILROOM_API_KEY),
    )
    return _child(settings, "mailroom", arguments)


def _child(settings: Settings, name: str, arguments: tuple[str, ...]) -> Child:
    pages = {"mailroom": settings.mailroom_url + "/status", "intake": settings.intake_url}
    page = pages.get(name)
    return Child(
        ChildCommand(
            name=name,
            arguments=(sys.executable, "-P", *arguments),
            environment=child_environment(settings, {}),
            log_file=settings.log_file(name),
            is_ready=answers_http(page) if page else has_written(settings.ready_file(name)),
        )
    )
