"""What the shell completes: names, numbers and keys; quick, silent, and making nothing."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from contracts.decision_kinds import DecisionKind as Kind
from domain.phases import Phase
from register.incidents import set_phase
from tests.activities.decision_runner import Decider
from tests.commands.command_folder import Folder, open_folder
from tests.register_fixtures import AT, Case

PROJECT = Path(cli.__file__).parent


def offered(path: Path, *words: str, **variables: str) -> list[str]:
    """What bash is offered for the last word of a line, which may be empty."""
    line = ("shirase", *words)
    asked = {
        "_SHIRASE_COMPLETE": "complete_bash",
        "COMP_WORDS": " ".join(line),
        "COMP_CWORD": str(len(line) - 1),
        "SHIRASE_DATA_DIR": str(path),
        **variables,
    }
    others = {name: None for name in os.environ if name.startswith("SHIRASE_")}
    result = CliRunner().invoke(cli.app, env={**others, **asked}, prog_name="shirase")
    assert result.stderr == ""
    return result.stdout.split()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    with open_folder(tmp_path_factory.mktemp("completing") / "data") as folder:
        desk = Decider(folder.case)
        desk.does(Kind.OPEN_TASKS, "commander", list="general")
        desk.does(Kind.TASK_NOT_DONE, "commander", task="2", reason="該当なし")
        folder.duties(folder.duty("jp-appi/preliminary", 3))
        yield folder


def test_commands_of_late_groups_are_offered(folder: Folder) -> None:
    assert offered(folder.path, "relea") == ["release"]
    assert set(offered(folder.path, "release", "p")) == {"prepare", "promise"}
    assert offered(folder.path, "people", "im") == ["import"]


@pytest.mark.parametrize(
    "words",
    [
        ("status",),
        ("next",),
        ("clocks",),
        ("approve",),
        ("release", "list"),
        ("task", "done"),
        ("people", "import"),
    ],
)
def test_incidents_are_offered_by_code_name(folder: Folder, words: tuple[str, ...]) -> None:
    for begun in ("", "KA"):
        assert offered(folder.path, *words, begun) == ["KAWASEMI"]
    assert offered(folder.path, *words, "X") == []


def test_an_id_is_offered_once_it_has_been_begun(folder: Folder) -> None:
    begun = folder.case.incident_id[:6]

    assert offered(folder.path, "status", begun) == [folder.case.incident_id]


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (("show", "KAWASEMI", ""), ["1", "2"]),
        (("approve", "kawasemi", "2"), ["2"]),
        (("ack", "KAWASEMI", ""), ["m0", "m1"]),
        (("party", "show", "KAWASEMI", "o"), ["ourselves"]),
        (("settle", "KAWASEMI", "prel"), ["preliminary:m0:ppc"]),
        (("task", "show", "KAWASEMI", "2"), []),
        (("task", "done", "KAWASEMI", "3"), ["3"]),
        (("wave", "start", "KAWASEMI", ""), []),
        (("show", "NOBODY", ""), []),
    ],
)
def test_keys_and_numbers_of_an_incident_are_offered(
    folder: Folder, words: tuple[str, ...], keys: list[str]
) -> None:
    assert offered(folder.path, *words) == keys


def test_open_incidents_come_first_and_shared_names_as_ids(tmp_path: Path) -> None:
    with open_folder(tmp_path / "data") as folder:
        with folder.register.writing() as connection:
            set_phase(connection, folder.case.incident_id, Phase.CLOSED, AT)
        other = Case(folder.register).open()

        assert offered(folder.path, "status", "") == [other.incident_id, folder.case.incident_id]


def test_without_a_register_nothing_is_offered_and_nothing_made(tmp_path: Path) -> None:
    assert offered(tmp_path / "nothing", "status", "") == []
    assert offered(tmp_path / "nothing", "show", "KAWASEMI", "") == []
    assert not (tmp_path / "nothing").exists()


def test_wrong_settings_and_a_broken_register_are_silent(tmp_path: Path) -> None:
    assert offered(tmp_path, "status", "", SHIRASE_WRONG="1") == []
    (tmp_path / "register.db").write_text("no database")
    assert offered(tmp_path, "status", "") == []


def test_a_real_shell_is_answered_in_the_program(folder: Folder) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SHIRASE_")}
    asked = {
        "_SHIRASE_COMPLETE": "complete_zsh",
        "_TYPER_COMPLETE_ARGS": "shirase status KA",
        "SHIRASE_DATA_DIR": str(folder.path),
        "PYTHONPATH": str(PROJECT),
    }
    done = subprocess.run(
        (sys.executable, "-m", "cli"),
        env={**environment, **asked},
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )

    assert "KAWASEMI" in done.stdout
    assert done.stderr == ""
