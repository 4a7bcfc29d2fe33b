"""Child processes of the house: started, known to be ready, stopped in order, never left behind.

A child is a leader of its own session, so Ctrl-C in the terminal reaches only the parent, which
then stops its children in order. A child whose parent dies without that gets SIGTERM.
"""

import asyncio
import os
import ssl
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from hosting.failures import HostingError

ReadinessProbe = Callable[[int], Awaitable[bool]]

_LEASH = Path(__file__).with_name("leash.py")
_LOOK_SECONDS = 0.05
_PROBE_TIMEOUT_SECONDS = 2.0
_LAST_LINES = 5
_LOG_TAIL_BYTES = 16_384


def loopback_client(timeout: float = 5.0) -> httpx.AsyncClient:
    """Speaks plain HTTP with this machine; trusts no certificate, and so reads none, which is slow.

    `timeout` is in seconds.
    """
    nothing_trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # No proxy of the environment may stand between two processes of one machine.
    return httpx.AsyncClient(trust_env=False, verify=nothing_trusted, timeout=timeout)


def answers_http(url: str) -> ReadinessProbe:
    """Ready once `url` answers anything at all over HTTP."""

    async def probe(_pid: int) -> bool:
        try:
            async with loopback_client(timeout=_PROBE_TIMEOUT_SECONDS) as client:
                await client.get(url)
        except httpx.HTTPError:
            return False
        return True

    return probe


def has_written(ready_file: Path) -> ReadinessProbe:
    """Ready once the child has written its own pid into `ready_file`; an older pid is no sign."""

    async def probe(pid: int) -> bool:
        return _content_of(ready_file) == str(pid)

    return probe


def _content_of(file: Path) -> str:
    try:
        return file.read_text()
    except FileNotFoundError:
        return ""


def announce_ready(ready_file: Path) -> None:
    """Say in `ready_file` that this process works now; for a child that answers no HTTP."""
    ready_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    ready_file.write_text(str(os.getpid()))


@dataclass(frozen=True)
class ChildCommand:
    """What one child is: its name, command line, whole environment, log and sign of readiness."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    log_file: Path
    is_ready: ReadinessProbe


class Child:
    """One child process; can be started again after it has ended.

    The thread that starts a child must live as long as the child shall: on Linux the kernel ends
    the child with the thread that started it.
    """

    def __init__(self, command: ChildCommand) -> None:
        self.command = command
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process id, or None before the first start."""
        return self._process.pid if self._process else None

    @property
    def is_running(self) -> bool:
        """Whether the process is alive now."""
        return self._process is not None and self._process.poll() is None

    async def start(self, *, patience_seconds: float = 60.0, keep_open: Sequence[int] = ()) -> None:
        """Start the process and wait until it is ready.

        `keep_open` are file descriptors that the child inherits.

        Raises:
            HostingError: it ended at once, or was not ready in time (it is stopped then); the
                sentence holds the last lines of its log.
        """
        process = self._spawn(keep_open)
        deadline = time.monotonic() + patience_seconds
        while not await self.command.is_ready(process.pid):
            if process.poll() is not None:
                raise self._start_failure("ended at once", "すぐに終了しました")
            if time.monotonic() > deadline:
                await self.stop()
                raise self._start_failure(
                    f"was not ready within {patience_seconds:g} s",
                    f"{patience_seconds:g} 秒以内に準備できませんでした",
                )
            await asyncio.sleep(_LOOK_SECONDS)

    async def stop(self, *, grace_seconds: float = 15.0) -> None:
        """Ask the process to end (SIGTERM) and wait; end it for good after `grace_seconds`."""
        if self._process is None:
            return
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            await asyncio.to_thread(self._process.wait, grace_seconds)
        await self.kill()

    async def kill(self) -> None:
        """End the process at once (SIGKILL), as a crash would; does nothing once it has ended."""
        if self._process is not None:
            self._process.kill()
            await asyncio.to_thread(self._process.wait)

    def last_log_lines(self) -> str:
        """The last lines of the log; empty when there is none."""
        with suppress(FileNotFoundError), self.command.log_file.open("rb") as log:
            log.seek(0, os.SEEK_END)
            log.seek(max(0, log.tell() - _LOG_TAIL_BYTES))
            lines = log.read().decode(errors="replace").splitlines()
            return "\n".join(line for line in lines[-_LAST_LINES:] if line.strip())
        return ""

    def _spawn(self, keep_open: Sequence[int]) -> subprocess.Popen[bytes]:
        self.command.log_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        method = "kernel" if sys.platform == "linux" else "watch"
        leash = (sys.executable, "-I", "-S", str(_LEASH), method, str(os.getpid()))
        with self.command.log_file.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - command lines are our own
                (*leash, *self.command.arguments),
                env=dict(self.command.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=tuple(keep_open),
            )
        return self._process

    def _start_failure(self, en: str, ja: str) -> HostingError:
        name, log = self.command.name, self.command.log_file
        lines = self.last_log_lines()
        return HostingError(
            en=f"{name} {en}. Its log {log} tells why; its last lines:\n{lines}",
            ja=f"{name} が{ja}。原因は記録 {log} にあります。最後の行:\n{lines}",
        )
