"""A scripted incident from the terminal, with worker and server killed on the way: the same end.

In the middle of a step: its line is given in a process of its own, and as soon as it is in the
register, worker and server are killed and started again. Before a step: they are killed first, so
that the line finds no engine. Either way the same line is then given again, as a person would.
"""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from commands.sentences import EXIT_REFUSED
from demo.waits import until
from register.tables_incident import commands
from tests.endtoend.command_line import CommandLine
from tests.endtoend.mailroom_store import MailroomStore
from tests.endtoend.running_house import RunningHouse
from tests.endtoend.scripted_incident import SCRIPT, Disturb, Played, end_of, is_passing, play

pytestmark = pytest.mark.timeout(300)
NAMES = ("ASAGIRI", "YUUDACHI", "KOHARU", "SAMIDARE")


def played(
    house: RunningHouse, folder: Path, name: str, disturbed: Mapping[int, Disturb] | None = None
) -> dict[str, Any]:
    """Play the script under a code name, with worker and server killed at these steps; its end."""
    return end_after(Played(CommandLine(house), folder, name), disturbed or {})


def end_after(run: Played, disturbed: Mapping[int, Disturb]) -> dict[str, Any]:
    """Play a run to its end, and wait until nothing is written any more."""
    play(run, disturbed)
    house = run.terminal.house
    house.run(house.quiet(run.incident_id))
    return end_of(run)


def kill_before(run: Played, line: list[str]) -> None:
    """The line finds no engine, and says so."""
    kill(run.terminal.house)
    result = run.terminal.run(*line)
    assert result.exit_code == EXIT_REFUSED
    assert is_passing(result.stderr), result.stderr
    start(run.terminal.house)


def kill_amid(run: Played, line: list[str]) -> None:
    """Kill both in the middle of a line, start them again, and see how the line has fared."""
    house, process = run.terminal.house, run.terminal.process(*line)
    house.run(until(lambda: _has_begun(run, line[-1]) or process.poll() is not None, line[0]))
    kill(house)
    start(house)
    _, said = process.communicate(timeout=100)
    assert "Traceback" not in said
    assert process.returncode == 0 or is_passing(said), said


def kill(house: RunningHouse) -> None:
    """The worker and the server end as in a crash."""
    for part in ("worker", "temporal"):
        house.run(house.house.parts[part].kill())


def start(house: RunningHouse) -> None:
    """The server and the worker come back."""
    for part in ("temporal", "worker"):
        house.run(house.house.parts[part].start())


def number_of(beginning: str) -> int:
    """The step whose line begins so."""
    [found] = [n for n, step in enumerate(SCRIPT) if step.line.startswith(beginning)]
    return found


def _has_begun(run: Played, command_id: str) -> bool:
    with run.terminal.house.register.reading() as connection:
        query = select(commands.c.id).where(commands.c.id == command_id)
        return connection.execute(query).first() is not None


def same(end: dict[str, Any], other: dict[str, Any]) -> None:
    """Assert that two ends are the same, table by table."""
    assert end.keys() == other.keys()
    for name, rows in end.items():
        more, fewer = rows - other[name], other[name] - rows
        assert (name, Counter(more), Counter(fewer)) == (name, Counter(), Counter())


@pytest.fixture(scope="module")
def undisturbed(
    running_house: RunningHouse, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    return played(running_house, tmp_path_factory.mktemp("undisturbed"), NAMES[0])


def everybody_is_told(end: dict[str, Any]) -> None:
    """Assert that the script came to its end: each person by their channel, and nothing refused."""
    states: Counter[str] = Counter()
    for row, count in end["notices"].items():
        states[next(word for word in ("delivered", "posted", "substituted") if word in row)] += (
            count
        )
    assert states == {"delivered": 14, "posted": 3, "substituted": 3}
    assert not [line for line in end["log"] if '"refused"' in line]


def test_worker_and_server_killed_at_two_steps(running_house: RunningHouse, tmp_path: Path) -> None:
    """Amid the mails to the merchants, and before the wave."""
    disturbed = {
        number_of("issue {name} 1"): kill_amid,
        number_of("wave start"): kill_before,
    }
    run = Played(CommandLine(running_house), tmp_path, NAMES[1])
    everybody_is_told(end_after(run, disturbed))
    mailroom = MailroomStore(running_house.settings.data_dir / "mailroom")
    assert mailroom.doubles(run.incident_id) == 0


@pytest.mark.long
def test_the_script_ends_with_everybody_told(undisturbed: dict[str, Any]) -> None:
    everybody_is_told(undisturbed)


@pytest.mark.long
@pytest.mark.timeout(1500)
@pytest.mark.parametrize("half", [0, 1], ids=["even", "odd"])
def test_worker_and_server_killed_at_every_step(
    running_house: RunningHouse, undisturbed: dict[str, Any], tmp_path: Path, half: int
) -> None:
    """In two runs, so that each kill is followed by a step without one."""
    disturbed = dict.fromkeys(range(half, len(SCRIPT), 2), kill_amid)
    same(played(running_house, tmp_path, NAMES[2 + half], disturbed), undisturbed)
