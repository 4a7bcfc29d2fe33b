"""`shirase up` in a folder of its own: a real process with real parts, ended by a real Ctrl-C."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import cli
from hosting.ports import free_ports
from settings import Settings

PROJECT = Path(cli.__file__).parent
IS_UP = "Ctrl-C stops it."


@dataclass(frozen=True)
class LiveHouse:
    """The process, what it has printed, its settings, and the variables that say them."""

    process: subprocess.Popen[str]
    table: str
    settings: Settings
    variables: dict[str, str]

    def read_until(self, words: str) -> str:
        """What is printed next, up to the line that holds `words`."""
        return read_until(self.process, words)


@contextmanager
def live_house(path: Path) -> Iterator[LiveHouse]:
    """A house that is up; stopped at the end, if a test has not done so."""
    ports = free_ports()
    variables = {f"SHIRASE_{name.upper()}": str(port) for name, port in ports.items()}
    others = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SHIRASE_", "TEMPORAL_"))
    }
    own = {
        "COLUMNS": "200",
        "PYTHONPATH": str(PROJECT),
        "SHIRASE_DATA_DIR": str(path),
        "SHIRASE_LANGUAGE": "en",
    }
    with subprocess.Popen(
        (sys.executable, "-m", "cli", "up"),
        env={**others, **own, **variables},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        table = read_until(process, IS_UP)
        settings = Settings.rehearsal(path, language="en", **ports)
        yield LiveHouse(process, table, settings, variables)
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """What a process prints next, up to the line that holds `words`."""
    assert process.stdout is not None
    seen = ""
    while words not in seen:
        line = process.stdout.readline()
        assert line, f"it ended without saying {words!r}:\n{seen}"
        seen += line
    return seen
