"""The embedded Temporal server: a dev server whose SQLite file lies in the data folder.

Incidents survive its restart. It listens on the loopback address only.
"""

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path

from google.protobuf.duration_pb2 import Duration
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, UpdateNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError

from hosting.data_folder import hold_folder, prepare_data_folder
from hosting.ports import LOOPBACK, require_free_port
from hosting.processes import Child, ChildCommand
from hosting.search_attributes import ensure_search_attributes
from hosting.temporal_binary import download_temporal_binary, find_temporal_binary
from settings import Settings

_SECONDS_A_DAY = 86_400
_NAME = "temporal"


class TemporalServer:
    """One dev server on one data folder; can be stopped, killed and started again."""

    def __init__(self, settings: Settings, *, with_ui: bool = True) -> None:
        self.settings = settings
        self._with_ui = with_ui
        self._child: Child | None = None

    @property
    def address(self) -> str:
        """Host and port of the server's front door."""
        return f"{LOOPBACK}:{self.settings.temporal_port}"

    @property
    def ui_url(self) -> str | None:
        """Where its web pages are, if it has any."""
        return f"http://{LOOPBACK}:{self.settings.temporal_ui_port}" if self._with_ui else None

    @property
    def database_file(self) -> Path:
        """The SQLite file that outlives the process."""
        return self.settings.data_dir / "temporal.db"

    @property
    def pid(self) -> int | None:
        """The process id, or None before the first start."""
        return self._child.pid if self._child else None

    @property
    def is_running(self) -> bool:
        """Whether the server process is alive now."""
        return self._child is not None and self._child.is_running

    async def start(self) -> None:
        """Start the server and return once it answers, with namespace and retention as set.

        Raises:
            HostingError: data folder, disk, port, program or start; each with its remedy.
        """
        prepare_data_folder(self.settings.data_dir)
        binary = find_temporal_binary(os.environ.get("PATH"))
        if binary is None:
            binary = await download_temporal_binary(self.settings.data_dir / "bin")
        held = await hold_folder(self.settings.data_dir)
        try:
            # Only now: a server that is just ending on this folder frees its ports, too.
            require_free_port(self.settings.temporal_port, "temporal_port")
            if self._with_ui:
                require_free_port(self.settings.temporal_ui_port, "temporal_ui_port")
            self._child = Child(self._command(binary))
            await self._child.start(keep_open=(held,))
        finally:
            os.close(held)
        client = await Client.connect(self.address, namespace=self.settings.temporal_namespace)
        await self._set_retention(client)
        await ensure_search_attributes(client)

    async def stop(self) -> None:
        """End the server in order; does nothing when it does not run."""
        if self._child is not None:
            await self._child.stop()

    async def kill(self) -> None:
        """End the server as a crash would."""
        if self._child is not None:
            await self._child.kill()

    def _command(self, binary: Path) -> ChildCommand:
        return ChildCommand(
            name=_NAME,
            arguments=self._arguments(binary),
            environment=without_temporal_variables(os.environ),
            log_file=self.settings.log_file(_NAME),
            is_ready=self._answers,
        )

    def _arguments(self, binary: Path) -> tuple[str, ...]:
        settings = self.settings
        ui = (
            ("--ui-port", str(settings.temporal_ui_port), "--ui-codec-endpoint", settings.codec_url)
            if self._with_ui
            else ("--headless",)
        )
        return (
            *(str(binary), "server", "start-dev", "--ip", LOOPBACK),
            *("--port", str(settings.temporal_port), *ui),
            *("--db-filename", str(self.database_file), "--log-level", "warn"),
            *("--sqlite-pragma", "journal_mode=wal", "--sqlite-pragma", "synchronous=normal"),
            *("--namespace", settings.temporal_namespace),
        )

    async def _answers(self, _pid: int) -> bool:
        try:
            _, writer = await asyncio.open_connection(LOOPBACK, self.settings.temporal_port)
        except OSError:
            return False
        writer.close()
        namespace = self.settings.temporal_namespace
        try:
            client = await Client.connect(self.address, namespace=namespace)
            await client.workflow_service.describe_namespace(
                DescribeNamespaceRequest(namespace=namespace)
            )
        except (RPCError, RuntimeError):
            return False
        return True

    async def _set_retention(self, client: Client) -> None:
        # The dev server makes its namespaces with one day, after which histories would be gone.
        retention = Duration(seconds=self.settings.retention_days * _SECONDS_A_DAY)
        await client.workflow_service.update_namespace(
            UpdateNamespaceRequest(
                namespace=client.namespace,
                config=NamespaceConfig(workflow_execution_retention_ttl=retention),
            )
        )


def without_temporal_variables(environ: Mapping[str, str]) -> dict[str, str]:
    """`environ` less what Temporal's programs would read as settings."""
    return {name: value for name, value in environ.items() if not name.startswith("TEMPORAL_")}
