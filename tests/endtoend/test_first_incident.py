"""The page that leads through a first incident is right: its file, every line, and its end."""

import re
import shlex
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from commands.file_remarks import remarks_on
from commands.opening_check import checked
from domain.wording import JAPAN
from tests.endtoend.command_line import CommandLine
from tests.endtoend.running_house import RunningHouse

DOCS = Path(cli.__file__).parent / "docs"
FILE = DOCS / "first-incident" / "incident.yaml"
PAGES = (DOCS / "first-incident.md", DOCS / "first-incident.ja.md")
LOOP = re.compile(r"for n in ([\d ]+); do (shirase .*); done")
NO_REGISTER = "There is no register"
KNEW = "2026-01-08T22:30"
FILED = "2026-01-30T17:40"
FILED_FIRST = "2026-01-09T16:20"
SECONDS_FOR_A_WAVE = 60.0


def lines_of(page: Path, block: str = "sh") -> list[str]:
    """Every command of the page, loops spelt out; `shell` blocks are beside its path."""
    blocks = re.findall(rf"```{block}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    found: list[str] = []
    for line in "".join(blocks).splitlines():
        if loop := LOOP.fullmatch(line):
            found += [loop[2].replace("$n", n) for n in loop[1].split()]
        elif line.startswith("shirase ") and line != "shirase up":
            found.append(line)
    return found


LINES = lines_of(PAGES[0])
BESIDE = lines_of(PAGES[0], "shell")


def test_the_file_is_whole() -> None:
    result = checked(FILE)
    assert result.problems == ()
    assert result.not_live is None
    assert result.file is not None
    assert remarks_on(result.file, "ja") == ()


def test_both_pages_say_the_same() -> None:
    assert lines_of(PAGES[1]) == LINES
    assert lines_of(PAGES[1], "shell") == BESIDE
    assert len(LINES) > 60


@pytest.mark.parametrize("line", dict.fromkeys([*LINES, *BESIDE]))
def test_each_line_can_be_typed(line: str, tmp_path: Path) -> None:
    """Typed where there is no register: what is understood is refused for that reason alone."""
    words = shlex.split(line)[1:]
    variables = {"SHIRASE_DATA_DIR": str(tmp_path), "SHIRASE_LANGUAGE": "en"}
    path = str(FILE)
    typed = [path if word == "my-incident/incident.yaml" else word for word in words]
    if words[0] in {"check", "open"}:
        assert typed[-1] == path
        return
    result = CliRunner().invoke(cli.app, typed, env=variables)
    assert result.exit_code == 2, result.output
    assert NO_REGISTER in result.stderr


@pytest.mark.long
def test_the_page_leads_to_a_closed_incident(running_house: RunningHouse, tmp_path: Path) -> None:
    """Every line in its order, against a real house; times are those of today."""
    terminal = CommandLine(running_house)
    now = datetime.now(JAPAN)
    knew, filed = (f"{at:%Y-%m-%dT%H:%M}" for at in (now - timedelta(hours=12), now))
    for source in FILE.parent.iterdir():
        text = source.read_text(encoding="utf-8")
        (tmp_path / source.name).write_text(text.replace(KNEW, knew), encoding="utf-8")

    for line in LINES:
        today = line.replace(KNEW, knew).replace(FILED, filed).replace(FILED_FIRST, filed)
        words = [word.replace("my-incident", str(tmp_path)) for word in shlex.split(today)[1:]]
        said = done(terminal, words)
        if words[:2] == ["wave", "start"]:
            wait_for_wave(terminal)

    assert " lines fit" in said
    assert terminal.read("status", "TSUBAME")["incident"]["phase"] == "closed"


def done(terminal: CommandLine, words: list[str]) -> str:
    """What the line answers; a person types slower than the engine, so a refusal is tried anew."""
    for _ in range(20):
        result = terminal.run(*words)
        if result.exit_code == 0:
            return result.stdout
        time.sleep(0.5)
    raise AssertionError(words, result.output)


def wait_for_wave(terminal: CommandLine) -> None:
    deadline = time.monotonic() + SECONDS_FOR_A_WAVE
    while time.monotonic() < deadline:
        (wave,) = terminal.read("wave", "status", "TSUBAME", "1")["waves"]
        if wave["state"] == "finished":
            return
        time.sleep(0.5)
    raise AssertionError("the wave did not finish")
