"""The house: every process that one Shirase needs on one machine, in the order of their needs.

Temporal server (unless a cluster of one's own is named), codec server of its UI, mailroom (only
where no mail may leave), intake, worker. `shirase up` and the rehearsals run the same house.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from contracts.names import EVENTS_PATH
from hosting.data_folder import prepare_data_folder
from hosting.ports import require_free_port
from hosting.processes import (
    Child,
    ChildCommand,
    ReadinessProbe,
    answers_http,
    has_written,
    loopback_client,
)
from hosting.temporal_connection import uses_outside_cluster
from hosting.temporal_server import TemporalServer, without_temporal_variables
from settings import MAILROOM_API_KEY, Settings
from settings_complaints import PREFIX

_PROXIES = frozenset({"http_proxy", "https_proxy", "all_proxy"})
_PROJECT_FOLDER = Path(__file__).resolve().parent.parent


class Part(Protocol):
    """What the house can do with each of its processes."""

    @property
    def pid(self) -> int | None:
        """The process id, or None before the first start."""

    @property
    def is_running(self) -> bool:
        """Whether the process is alive now."""

    async def start(self) -> None:
        """Start it and wait until it is ready."""

    async def stop(self) -> None:
        """End it in order."""

    async def kill(self) -> None:
        """End it as a crash would."""


class House:
    """The running parts of one Shirase, by name: temporal, codec, mailroom, intake, worker."""

    def __init__(self, settings: Settings, *, environ: Mapping[str, str] | None = None) -> None:
        self.settings = settings
        self.parts: dict[str, Part] = {}
        self._environ = dict(os.environ if environ is None else environ)
        self.uses_outside_cluster = not settings.is_rehearsal and uses_outside_cluster(
            self._environ
        )

    async def start(self) -> None:
        """Start every part; returns once all of them work. Nothing runs on if one cannot.

        Raises:
            HostingError: a part cannot start; the sentence names it and the remedy.
        """
        prepare_data_folder(self.settings.data_dir)
        try:
            if not self.uses_outside_cluster:
                await self._start_part("temporal", TemporalServer(self.settings))
                await self._start_part("codec", self._codec())
            if self.settings.uses_mailroom:
                await self._start_part("mailroom", self._mailroom())
                self.settings = self.settings.with_mailroom(await self._mailroom_public_key())
            await self._start_part("intake", self._intake())
            await self._start_part("worker", self._worker())
        except BaseException:
            # Also on Ctrl-C in the middle of the start: no process is left behind.
            await self.stop()
            raise

    async def stop(self) -> None:
        """End every part, the last one started first; started parts are those of `parts`."""
        for part in reversed(self.parts.values()):
            await part.stop()

    async def _start_part(self, name: str, part: Part) -> None:
        self.parts[name] = part
        await part.start()

    def _codec(self) -> Part:
        require_free_port(self.settings.codec_port, "codec_port")
        arguments = ("-m", "hosting.codec_server")
        return self._child("codec", arguments, answers_http(self.settings.codec_url))

    def _mailroom(self) -> Part:
        settings = self.settings
        require_free_port(settings.mailroom_port, "mailroom_port")
        arguments = (
            *("-m", "mailroom", "--port", str(settings.mailroom_port)),
            *("--data-dir", str(settings.data_dir / "mailroom")),
            *("--events-to", settings.intake_url + EVENTS_PATH),
            *("--api-key", MAILROOM_API_KEY),
        )
        return self._child("mailroom", arguments, answers_http(settings.mailroom_url + "/status"))

    async def _mailroom_public_key(self) -> str:
        async with loopback_client() as client:
            answer = await client.get(self.settings.mailroom_url + "/public-key")
        return answer.raise_for_status().text.strip()

    def _intake(self) -> Part:
        require_free_port(self.settings.intake_port, "intake_port")
        return self._child("intake", ("-m", "intake"), answers_http(self.settings.intake_url))

    def _worker(self) -> Part:
        is_ready = has_written(self.settings.ready_file("worker"))
        return self._child("worker", ("-m", "worker"), is_ready)

    def _child(self, name: str, arguments: tuple[str, ...], is_ready: ReadinessProbe) -> Child:
        return Child(
            ChildCommand(
                name=name,
                # -P: a file of the same name in the current folder must not stand in for ours.
                arguments=(sys.executable, "-P", *arguments),
                environment=child_environment(self.settings, self._environ),
                log_file=self.settings.log_file(name),
                is_ready=is_ready,
            )
        )


def child_environment(settings: Settings, environ: Mapping[str, str]) -> dict[str, str]:
    """What a child sees: `environ` with these settings; in a rehearsal nothing of the user's."""
    kept = without_temporal_variables(environ) if settings.is_rehearsal else environ
    return {
        **{
            name: value
            for name, value in kept.items()
            if not name.startswith(PREFIX)
            # All that a rehearsal talks to is on this machine, where no proxy belongs.
            and not (settings.is_rehearsal and name.lower() in _PROXIES)
        },
        **settings.to_environment(),
        "PYTHONPATH": str(_PROJECT_FOLDER),
    }
