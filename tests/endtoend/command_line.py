"""`shirase` in the shell of a running house: in this process, or in one that can be killed."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

import cli
from hosting.house import child_environment
from tests.endtoend.running_house import RunningHouse

PROJECT = Path(cli.__file__).parent


@dataclass(frozen=True)
class CommandLine:
    """A terminal whose settings are those of the house, and whose screen speaks one language."""

    house: RunningHouse
    language: str = "en"

    @property
    def environment(self) -> dict[str, str]:
        """What a shell holds in which the house's settings are set, and nothing else of ours."""
        shell = {"HOME": str(self.house.settings.data_dir), "PATH": os.environ["PATH"]}
        settings = {**shell, "COLUMNS": "80", "SHIRASE_LANGUAGE": self.language}
        return {**child_environment(self.house.settings, shell), **settings}

    def run(self, *arguments: str) -> Result:
        """Give a command in this process."""
        foreign = {name: None for name in os.environ if name.startswith(("SHIRASE_", "TEMPORAL_"))}
        return CliRunner().invoke(cli.app, arguments, env={**foreign, **self.environment})

    def told(self, *arguments: str) -> str:
        """What a command prints that is done."""
        result = self.run(*arguments)
        assert result.exit_code == 0, (arguments, result.output, result.exception)
        return result.stdout

    def read(self, *arguments: str) -> dict[str, Any]:
        """What a reading command prints for a program."""
        read: dict[str, Any] = json.loads(self.told(*arguments, "--json"))
        return read

    def process(self, *arguments: str) -> subprocess.Popen[str]:
        """Give a command in a process of its own."""
        return subprocess.Popen(
            (sys.executable, "-P", "-m", "cli", *arguments),
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
