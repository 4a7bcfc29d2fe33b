"""The command line as a user meets it: a real process, its exit code, its two outputs."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

import cli
from command_channel import CommandRefused
from commands.sentences import (
    EXIT_INTERRUPTED,
    EXIT_REFUSED,
    Language,
    NotPossible,
    one_sentence,
)
from demo.options import MARK
from hosting.failures import HostingError
from incident_file import IncidentFileError, Problem
from register.migrate import SchemaOutOfRange, check_schema
from register.store import RegisterError
from sealing.errors import MalformedKey
from settings_complaints import SettingsError
from tests.ready_python import run_program

ROOT = Path(cli.__file__).parent
HEAVY = ("temporalio", "sqlalchemy", "rich", "pydantic", "httpx")
COMMANDS = (
    *("demo", "up", "upgrade", "version", "open", "schema", "check", "doctor"),
    *("list", "status", "next", "clocks", "merchants", "documents", "show", "timeline", "log"),
)


def environment(**variables: str) -> dict[str, str]:
    """The environment without settings of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SHIRASE_")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **variables}


def shirase(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return run_program(("cli", *arguments), environment(**variables))


def shirase_anew(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """By a Python that has imported nothing before."""
    return subprocess.run(
        (sys.executable, "-m", "cli", *arguments),
        env=environment(**variables),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def refused(result: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a refusal."""
    assert result.returncode == EXIT_REFUSED
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    (sentence,) = result.stderr.splitlines()
    return sentence


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    told = shirase(command, "--help")

    assert told.returncode == 0
    assert "例 Example:" in told.stdout
    assert f"shirase {command}" in told.stdout


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys, cli\n"
        "try: cli.app(['--help'])\n"
        f"except SystemExit: print([name for name in {HEAVY} if name in sys.modules])"
    )
    told = subprocess.run(
        (sys.executable, "-c", program),
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.splitlines()[-1] == "[]"


def test_a_shell_can_complete_the_commands() -> None:
    told = shirase_anew(_SHIRASE_COMPLETE="complete_bash", COMP_WORDS="shirase ti", COMP_CWORD="1")

    script = shirase_anew(_SHIRASE_COMPLETE="source_bash").stdout
    assert "_SHIRASE_COMPLETE=complete_bash" in script
    assert told.stdout.split() == ["timeline"]


def test_version_is_that_of_the_project() -> None:
    told = shirase_anew("version")

    assert (told.returncode, told.stdout) == (0, "shirase 0.1.0\n")


def test_upgrade_makes_and_keeps_a_register(tmp_path: Path) -> None:
    for _ in range(2):
        told = shirase("upgrade", SHIRASE_DATA_DIR=str(tmp_path), SHIRASE_LANGUAGE="en")
        assert (told.returncode, told.stdout) == (0, "The register is up to date.\n"), told.stderr

    engine = create_engine(f"sqlite:///{tmp_path / 'register.db'}")
    check_schema(engine)
    engine.dispose()


def test_a_wrong_setting_is_one_sentence(tmp_path: Path) -> None:
    told = shirase_anew("up", SHIRASE_DATA_DIR=str(tmp_path), SHIRASE_INTAKE_PORT="none")

    assert "SHIRASE_INTAKE_PORT must be a port number" in refused(told)


def test_a_register_out_of_reach_is_one_sentence(tmp_path: Path) -> None:
    nowhere = f"sqlite:///{tmp_path}/missing/register.db"

    told = shirase("upgrade", SHIRASE_DATA_DIR=str(tmp_path), SHIRASE_DATABASE_URL=nowhere)

    assert "SHIRASE_DATABASE_URL" in refused(told)


def test_the_demo_empties_no_folder_of_somebody_else(tmp_path: Path) -> None:
    (tmp_path / "register.db").write_text("kept")

    told = shirase("demo", "--data-dir", str(tmp_path), "--language", "en")

    assert "--data-dir" in refused(told)
    assert (tmp_path / "register.db").read_text() == "kept"
    assert not (tmp_path / MARK).exists()


def test_a_drill_of_a_file_without_a_story_says_what_is_meant(tmp_path: Path) -> None:
    text = (ROOT / "cases" / "demo.yaml").read_text(encoding="utf-8")
    head = text[: text.index("\nstory:")]
    file = tmp_path / "no-story.yaml"
    file.write_text(head, encoding="utf-8")

    said = refused(shirase("drill", str(file), "--data-dir", str(tmp_path / "drill")))

    assert "shirase open FILE" in said


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert str(tmp_path / "file") in refused(shirase("demo", "--data-dir", f"{tmp_path}/file/demo"))


def test_an_unknown_language_is_refused() -> None:
    told = shirase("demo", "--language", "fr")

    assert told.returncode == EXIT_REFUSED
    assert "ja, en" in told.stderr


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (HostingError(en="The port is taken.", ja="使用中です。"), "The port is taken."),
        (NotPossible(en="There is none.", ja="ありません。"), "There is none."),
        (SettingsError(("One.", "Two.")), "One.\nTwo."),
        (RegisterError("wrong key"), "wrong key"),
        (SchemaOutOfRange("too old"), "too old"),
        (MalformedKey("no key"), "no key"),
        (CommandRefused("not approved"), "not approved"),
        (OSError(28, "No space left on device", "/data"), "No space left on device: /data"),
        (
            OperationalError("SELECT 'secret'", {"name": "secret"}, Exception("disk is full")),
            "The register cannot be opened. Check SHIRASE_DATABASE_URL (disk is full).",
        ),
    ],
)
def test_errors_of_the_house_become_sentences(
    error: Exception, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as exit_, one_sentence(Language.ENGLISH):
        raise error

    assert exit_.value.exit_code == EXIT_REFUSED
    assert capsys.readouterr().err == f"{sentence}\n"


def test_every_problem_of_an_incident_file_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    problems = tuple(Problem(line, 1, "staff", "missing", "add it", "case.yaml") for line in (1, 3))
    with pytest.raises(typer.Exit), one_sentence(Language.JAPANESE):
        raise IncidentFileError(problems)

    assert len(capsys.readouterr().err.splitlines()) == len(problems)


@pytest.mark.parametrize("bug", [ZeroDivisionError, TimeoutError])
def test_a_bug_of_ours_is_not_hidden(bug: type[Exception]) -> None:
    with pytest.raises(bug), one_sentence(Language.JAPANESE):
        raise bug


@pytest.mark.parametrize(
    "number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.long)]
)
def test_the_demo_ends_in_order_when_it_is_interrupted(
    tmp_path: Path, number: signal.Signals
) -> None:
    command = (sys.executable, "-m", "cli", "demo", "--json", "--people", "100", "--data-dir")
    with subprocess.Popen(
        (*command, str(tmp_path / "demo")),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline()  # the first line of the story
        process.send_signal(number)
        told, errors = process.communicate(timeout=60)

    assert process.returncode == EXIT_INTERRUPTED
    assert told == ""
    assert "Traceback" not in errors
