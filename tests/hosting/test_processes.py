import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hosting import leash
from hosting.failures import HostingError
from hosting.ports import free_ports
from hosting.processes import Child, ChildCommand, ReadinessProbe, answers_http, has_written

ANNOUNCES = (
    "import sys, time; from pathlib import Path; "
    "from hosting.processes import announce_ready; announce_ready(Path(sys.argv[1])); "
)
SLEEPS = "time.sleep(60)"
IGNORES_THE_SIGNAL = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); "


def child(
    tmp_path: Path, program: str, *arguments: str, is_ready: ReadinessProbe | None = None
) -> Child:
    ready_file = tmp_path / "child.ready"
    return Child(
        ChildCommand(
            name="child",
            arguments=(sys.executable, "-c", program, str(ready_file), *arguments),
            environment={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path.cwd())},
            log_file=tmp_path / "logs" / "child.log",
            is_ready=is_ready or has_written(ready_file),
        )
    )


async def test_a_child_is_ready_when_it_says_so_and_stops_in_order(tmp_path: Path) -> None:
    sleeping = child(tmp_path, ANNOUNCES + SLEEPS)

    await sleeping.start()
    assert sleeping.is_running
    assert (tmp_path / "child.ready").read_text() == str(sleeping.pid)
    await sleeping.stop()

    assert not sleeping.is_running


async def test_the_ready_file_of_an_older_process_is_no_sign(tmp_path: Path) -> None:
    (tmp_path / "child.ready").write_text("1")
    silent = child(tmp_path, "import time; " + SLEEPS)

    with pytest.raises(HostingError, match="not ready within"):
        await silent.start(patience_seconds=0.5)

    assert not silent.is_running


async def test_a_child_that_does_not_listen_is_ended_for_good(tmp_path: Path) -> None:
    stubborn = child(tmp_path, IGNORES_THE_SIGNAL + ANNOUNCES + SLEEPS)
    await stubborn.start()

    await stubborn.stop(grace_seconds=0.3)

    assert not stubborn.is_running


async def test_a_child_that_dies_at_once_is_told_with_its_last_words(tmp_path: Path) -> None:
    dying = child(tmp_path, "raise SystemExit('no key, no start')")

    with pytest.raises(HostingError) as caught:
        await dying.start()

    assert "no key, no start" in str(caught.value)
    assert "child.log" in str(caught.value)
    assert "すぐに終了" in caught.value.in_language("ja")


async def test_a_killed_child_can_be_started_again(tmp_path: Path) -> None:
    sleeping = child(tmp_path, ANNOUNCES + SLEEPS)
    await sleeping.start()
    first = sleeping.pid

    await sleeping.kill()
    await sleeping.start()

    assert sleeping.is_running
    assert sleeping.pid != first
    await sleeping.stop()


async def test_http_readiness(tmp_path: Path) -> None:
    port = free_ports()["intake_port"]
    serving = child(
        tmp_path,
        "import sys; from http.server import HTTPServer, SimpleHTTPRequestHandler as H; "
        "HTTPServer(('127.0.0.1', int(sys.argv[2])), H).serve_forever()",
        str(port),
        is_ready=answers_http(f"http://127.0.0.1:{port}/no-such-page"),
    )

    await serving.start()
    assert serving.is_running
    await serving.stop()


@pytest.mark.parametrize("method", ["watch", *(["kernel"] if sys.platform == "linux" else [])])
def test_a_child_ends_with_a_parent_that_was_killed(method: str) -> None:
    program = (
        "import os, subprocess, sys, time; "
        "leash = [sys.executable, *sys.argv[1:3], str(os.getpid())]; "
        "tied = subprocess.Popen([*leash, 'sleep', '60']); "
        "print(tied.pid, flush=True); time.sleep(60)"
    )
    command = (sys.executable, "-c", program, leash.__file__, method)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        tied = int(parent.stdout.readline())
        time.sleep(1)
        os.kill(tied, 0)

        parent.kill()
        parent.wait()

        # Whoever still lives holds the pipe open: its end means that all are gone.
        assert parent.communicate(timeout=10)[0] == ""


def test_free_ports_are_free_and_all_differ() -> None:
    ports = free_ports()

    assert len(set(ports.values())) == len(ports)
