"""Runs a mailroom on 127.0.0.1, and on no other address."""

import asyncio
import os
import socket
from collections.abc import Callable

import uvicorn

from mailroom.app import create_mailroom
from mailroom.connections import TrackedProtocol
from mailroom.settings import MailroomSettings

HOST = "127.0.0.1"
PARENT_CHECK_SECONDS = 0.5
SHUTDOWN_SECONDS = 3


def listen(port: int) -> socket.socket:
    """Return a socket bound to 127.0.0.1; port 0 takes a free one. Raises OSError if taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError:
        listener.close()
        raise
    return listener


class MailroomServer(uvicorn.Server):
    """One server on one socket; `when_ready` is called with its URL once it answers."""

    def __init__(
        self,
        settings: MailroomSettings,
        listener: socket.socket,
        when_ready: Callable[[str], None],
    ) -> None:
        super().__init__(
            uvicorn.Config(
                create_mailroom(settings),
                http=TrackedProtocol,
                ws="none",
                lifespan="on",
                access_log=False,
                log_level="warning",
                timeout_graceful_shutdown=SHUTDOWN_SECONDS,
            )
        )
        self._listener = listener
        self._when_ready = when_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell that it is ready."""
        await super().startup(sockets)
        if self.started:
            self._when_ready(f"http://{HOST}:{self._listener.getsockname()[1]}")

    async def run_until_stopped(self, parent_pid: int | None = None) -> None:
        """Serve until a signal comes or, where it is given, the parent process is gone."""
        watch = None
        if parent_pid is not None:
            watch = asyncio.create_task(self._stop_with(parent_pid))
        await self.serve(sockets=[self._listener])
        if watch is not None:
            watch.cancel()

    async def _stop_with(self, parent_pid: int) -> None:
        was_child = os.getppid() == parent_pid
        while is_alive(parent_pid) and (not was_child or os.getppid() == parent_pid):  # noqa: ASYNC110  see below
            await asyncio.sleep(PARENT_CHECK_SECONDS)  # no event tells that a process is gone
        self.should_exit = True


def is_alive(pid: int) -> bool:
    """Tell whether a process exists."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
