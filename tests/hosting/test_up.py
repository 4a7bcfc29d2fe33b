"""The whole house, as `make up` runs it: real processes, real ports, a real Ctrl-C."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import httpx
import pytest

from hosting.house import child_environment
from hosting.ports import free_ports
from settings import Settings

PROGRAM = """
import hosting.up, maintenance, settings
loaded = settings.Settings.load()
maintenance.upgrade_register(loaded)
hosting.up.run_until_stopped(loaded)
"""
PARTS = ("Temporal server", "codec server", "mailroom (no mail leaves)", "intake", "worker")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.rehearsal(tmp_path / "data", language="en", **free_ports())


@pytest.fixture
def house(settings: Settings) -> Iterator[subprocess.Popen[str]]:
    environment = {**child_environment(settings, os.environ), "COLUMNS": "200"}
    command = (sys.executable, "-c", PROGRAM)
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.terminate()
        process.communicate(timeout=60)


def read_until(output: IO[str] | None, words: str) -> str:
    """What has been printed up to the line that holds `words`."""
    assert output is not None
    seen = ""
    while words not in seen:
        line = output.readline()
        assert line, f"it ended without saying {words!r}:\n{seen}"
        seen += line
    return seen


def answers(url: str) -> bool:
    try:
        httpx.get(url, trust_env=False)
    except httpx.TransportError:
        return False
    return True


def test_up_shows_restarts_and_stops_everything(
    house: subprocess.Popen[str], settings: Settings
) -> None:
    table = read_until(house.stdout, "Ctrl-C stops it.")
    places = (settings.intake_url, settings.mailroom_url, settings.codec_url)
    for part in PARTS:
        assert part in table
    for place in places:
        assert place in table
        assert answers(place)
    first_worker = int(settings.ready_file("worker").read_text())

    os.kill(first_worker, signal.SIGKILL)
    told = read_until(house.stdout, "runs again")
    assert "The worker has ended." in told
    assert str(settings.log_file("worker")) in told
    assert int(settings.ready_file("worker").read_text()) != first_worker

    house.send_signal(signal.SIGINT)
    assert "Everything is stopped." in read_until(house.stdout, "stopped")
    assert house.wait(timeout=30) == 0
    assert not any(answers(place) for place in places)


def test_a_rehearsals_children_see_nothing_of_the_users_settings(settings: Settings) -> None:
    environ = {"PATH": "/bin", "SHIRASE_SENDGRID_API_KEY": "SG.real", "TEMPORAL_ADDRESS": "real:1"}

    environment = child_environment(settings, environ)

    assert environment["PATH"] == "/bin"
    assert environment["SHIRASE_SENDGRID_API_KEY"] != "SG.real"
    assert "TEMPORAL_ADDRESS" not in environment
