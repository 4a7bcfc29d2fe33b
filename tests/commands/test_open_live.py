"""A real incident, opened in a running house: by questions and by file, once and again."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import Result

import cli
from hosting.ports import free_ports
from tests.commands.command_folder import run
from tests.commands.test_opening_files import ANSWERS, written

PROJECT = Path(cli.__file__).parent
TYPED = "\n".join(
    answer if name != "noticed_at" else "2026-01-08 20:50" for name, answer in ANSWERS.items()
)


@dataclass(frozen=True)
class RunningHouse:
    """`shirase up` in a folder of its own."""

    path: Path
    variables: dict[str, str]

    def run(self, *arguments: str, typed: str | None = None) -> Result:
        return run(self.path, *arguments, "--language", "en", typed=typed, **self.variables)

    def told(self, *arguments: str, typed: str | None = None) -> str:
        result = self.run(*arguments, typed=typed)
        assert result.exit_code == 0, result.output
        return result.stdout


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    path = tmp_path_factory.mktemp("live") / "data"
    variables = {f"SHIRASE_{name.upper()}": str(port) for name, port in free_ports().items()}
    others = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SHIRASE_", "TEMPORAL_"))
    }
    own = {"SHIRASE_DATA_DIR": str(path), "SHIRASE_LANGUAGE": "en", "PYTHONPATH": str(PROJECT)}
    with subprocess.Popen(
        (sys.executable, "-m", "cli", "up"),
        env={**others, **own, **variables},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        while "Ctrl-C stops it." not in (line := process.stdout.readline()):
            assert line, "the house did not start"
        yield RunningHouse(path, variables)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def test_the_doctor_finds_a_running_house_healthy(house: RunningHouse) -> None:
    told = json.loads(house.told("doctor", "--json"))

    found = {check["check"]: check["status"] for check in told["checks"]}
    assert found.pop("sender") == "warn"
    assert found.pop("disk") in {"ok", "warn"}
    assert set(found.values()) == {"ok"}
    assert {"worker", "search_attributes", "clock_temporal", "intake", "mail"} <= set(found)


def test_questions_open_an_incident_whose_clocks_run(house: RunningHouse) -> None:
    printed = house.told("open", typed=f"{TYPED}\ny\n")

    assert "Incident SUMIRE is open." in printed
    assert "shirase next SUMIRE" in printed
    duties = json.loads(house.told("clocks", "SUMIRE", "--json"))["duties"]
    rules = {duty["rule"] for duty in duties}
    assert {"jp-appi/preliminary", "jp-appi/individual"} <= rules
    assert {duty["debtor"] for duty in duties} == {"ourselves"}
    (incident,) = json.loads(house.told("list", "--json"))["incidents"]
    assert (incident["code_name"], incident["marking"]) == ("SUMIRE", "live")
    found = json.loads(house.told("next", "--json"))["needs"]
    assert "shirase prepare SUMIRE preliminary_report --as privacy_officer" in [
        need["command"] for need in found
    ]
    assert not (house.path / "incidents" / "answers.json").exists()


def test_a_file_opens_one_incident_however_often(house: RunningHouse, tmp_path: Path) -> None:
    path = written(tmp_path, {**ANSWERS, "code_name": "RINDO"})

    first = json.loads(house.told("open", str(path), "--json"))
    second = json.loads(house.told("open", str(path), "--json"))

    assert (first["was_open"], second["was_open"]) == (False, True)
    assert first["incident_id"] == second["incident_id"]
    assert first["is_taken_up"] is True
    assert Path(first["id_file"]).read_text().strip() == first["incident_id"]

    third = json.loads(house.told("open", str(path), "--again", "--json"))

    assert third["incident_id"] != first["incident_id"]
    assert third["next"][1] == f"shirase next {third['incident_id']}"
    refused = house.run("status", "RINDO")
    assert refused.exit_code == 2
    assert first["incident_id"] in refused.stderr


def test_a_changed_file_opens_nothing(house: RunningHouse, tmp_path: Path) -> None:
    path = written(tmp_path, {**ANSWERS, "code_name": "KEYAKI"})
    house.told("open", str(path))
    path.write_text(path.read_text().replace("1200", "1300"))

    result = house.run("open", str(path))

    assert result.exit_code == 2
    assert "changed since it opened KEYAKI" in result.stderr
    assert "shirase fact" in result.stderr
