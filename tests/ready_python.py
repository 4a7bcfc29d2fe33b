"""Starts programs as `python -m` does, without the seconds in which Python imports everything.

A server has imported what the programs need; each program is a process of its own, forked from it,
with the command line, environment, outputs, signals and exit code of any other.
"""

import atexit
import importlib
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[1]
IMPORTED = ("cli", "demo.run", "hosting.up", "intake", "maintenance", "worker")


@dataclass(frozen=True)
class Program:
    """A process that runs; `report` says its exit code once it has ended."""

    pid: int
    report: IO[str]

    def send_signal(self, number: signal.Signals) -> None:
        """Signal it, as long as it runs."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def wait(self) -> int:
        """Its exit code; as `subprocess` says it, minus the signal where one ended it."""
        with self.report:
            return int(self.report.readline())


def start_program(
    command: Sequence[str], environment: Mapping[str, str], stdout: int, stderr: int
) -> Program:
    """Start `python -m command` with this whole environment, writing to these descriptors."""
    ours, theirs = os.pipe()
    with tempfile.TemporaryFile("w+") as asked, os.fdopen(theirs, "wb"):
        json.dump({"command": list(command), "environment": dict(environment)}, asked)
        asked.seek(0)
        socket.send_fds(_server(), [b"."], [asked.fileno(), stdout, stderr, theirs])
    report = os.fdopen(ours, encoding="ascii")
    return Program(int(report.readline()), report)


def run_program(
    command: Sequence[str], environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run `python -m command` to its end."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        code = start_program(command, environment, out.fileno(), err.fileno()).wait()
        for file in (out, err):
            file.seek(0)
        return subprocess.CompletedProcess(command, code, out.read(), err.read())


@cache
def _server() -> socket.socket:
    """The one server of this process; ends when its socket does, so with this process at last."""
    ours, theirs = socket.socketpair()
    with theirs:
        server = subprocess.Popen(
            (sys.executable, "-m", "tests.ready_python", str(theirs.fileno())),
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.DEVNULL,
            pass_fds=(theirs.fileno(),),
        )

    def stop() -> None:
        ours.close()
        server.wait(60)

    atexit.register(stop)
    return ours


def _serve(control: socket.socket) -> None:
    """Fork a program for each request until nobody can ask any more; returns in programs too."""
    # Nobody waits for the minders; a minder waits for its program.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        request, descriptors, _, _ = socket.recv_fds(control, 1, 4)
        if not request:
            return
        if os.fork() == 0:
            control.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _mind(*descriptors)
            return
        for descriptor in descriptors:
            os.close(descriptor)


def _mind(asked: int, stdout: int, stderr: int, report: int) -> None:
    """Fork a program, report its process id and at last its exit code; returns in the program."""
    program = os.fork()
    if program:
        os.write(report, f"{program}\n".encode())
        _, status = os.waitpid(program, 0)
        # Whoever asked may have gone.
        with suppress(BrokenPipeError):
            os.write(report, f"{os.waitstatus_to_exitcode(status)}\n".encode())
        os._exit(0)
    os.close(report)
    with os.fdopen(asked) as words:
        given = json.load(words)
    for descriptor, stream in ((stdout, 1), (stderr, 2)):
        os.dup2(descriptor, stream)
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(given["environment"])
    sys.argv = given["command"]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    for name in IMPORTED:
        importlib.import_module(name)
    _serve(socket.socket(fileno=int(sys.argv[1])))
