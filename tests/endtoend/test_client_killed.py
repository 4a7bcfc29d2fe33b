"""A client is killed at the worst moment: nothing is half done, and the same line completes it."""

import json
import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from ulid import ULID

from client import Given
from commands.opening_act import live_policy
from commands.opening_id import id_for
from contracts.decision_kinds import DecisionKind
from demo.waits import until
from domain.markings import Marking
from incident_file import load_incident_file
from opening import new_incident
from register.incidents import open_incident as write_incident
from register.tables_incident import audit, commands, documents, incidents
from tests.endtoend.command_line import CommandLine
from tests.endtoend.running_house import RunningHouse
from tests.endtoend.scripted_file import write_incident_file
from tests.endtoend.set_scenes import NOTICED_AT, open_incident, wait_for_drafts

NAME = "TSUNAMI"


@pytest.fixture(scope="module")
def terminal(running_house: RunningHouse) -> CommandLine:
    return CommandLine(running_house)


@pytest.fixture(scope="module")
def incident_id(terminal: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> str:
    return open_incident(terminal, tmp_path_factory.mktemp("killed"), NAME)


@contextmanager
def standing_still(house: RunningHouse, part: str) -> Iterator[None]:
    """One process of the house holds its breath, so that a client hangs where it is."""
    pid = house.house.parts[part].pid
    assert pid is not None
    os.killpg(pid, signal.SIGSTOP)
    # Caught in the middle of writing, it would keep everybody else from the register.
    while not can_be_written(house):
        os.killpg(pid, signal.SIGCONT)
        time.sleep(0.1)
        os.killpg(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(pid, signal.SIGCONT)


def can_be_written(house: RunningHouse) -> bool:
    """Whether nobody holds the register's lock."""
    path = house.settings.data_dir / "register.db"
    with closing(sqlite3.connect(path, timeout=0.1, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
    return True


def killed_once(terminal: CommandLine, is_there: Callable[[], bool], *line: str) -> None:
    """Give a command in a process of its own and kill it as soon as something shows."""
    process = terminal.process(*line)
    try:
        terminal.house.run(until(is_there, f"what `{' '.join(line)}` leaves"))
        assert process.poll() is None, process.communicate()
    finally:
        process.kill()
        process.communicate()


def is_deposited(terminal: CommandLine, command_id: str) -> bool:
    with terminal.house.register.reading() as connection:
        query = select(commands.c.id).where(commands.c.id == command_id)
        return connection.execute(query).first() is not None


def lines(terminal: CommandLine, incident_id: str, action: str) -> int:
    """How many lines of the log are of one kind."""
    query = select(func.count()).where(
        audit.c.incident_id == incident_id, audit.c.action == action, audit.c.outcome == "done"
    )
    with terminal.house.register.reading() as connection:
        return int(connection.execute(query).scalar_one())


def nothing_is_broken(terminal: CommandLine) -> bool:
    """Whether the doctor finds the house healthy, and the needs can be read."""
    terminal.read("next", NAME)
    return bool(terminal.read("doctor")["healthy"])


def test_killed_before_the_engine_had_the_command(terminal: CommandLine, incident_id: str) -> None:
    """Its words wait in the register; nothing has happened, and the same line completes it."""
    given = Given("commander")
    words = {"text": "対策本部を設置した"}
    # All that such a client has done: what it would have sent next has not left it.
    terminal.house.shirase._deposit(incident_id, DecisionKind.NOTE.value, given, words)
    assert lines(terminal, incident_id, "note.recorded") == 0

    line = ("note", NAME, "対策本部を設置した", "--command-id", given.command_id)
    assert [terminal.told(*line) for _ in range(2)] == ["done: noted\n"] * 2

    assert lines(terminal, incident_id, "note.recorded") == 1


@pytest.mark.long
def test_killed_while_the_worker_had_the_command(terminal: CommandLine, incident_id: str) -> None:
    """The server may have taken the command: then it is done, and the same line says so."""
    command_id = str(ULID())
    line = ("phase", NAME, "assessing", "--command-id", command_id)

    with standing_still(terminal.house, "worker"):
        killed_once(terminal, lambda: is_deposited(terminal, command_id), *line)
        assert terminal.read("status", NAME)["incident"]["phase"] == "detected"

    assert terminal.told(*line) == "done: the phase is now assessing\n"
    assert terminal.told(*line) == "done: the phase is now assessing\n"
    assert lines(terminal, incident_id, "phase.changed") == 1


def test_killed_while_a_document_left(terminal: CommandLine, incident_id: str) -> None:
    """The mails to the merchants leave once, whoever waits for the answer."""
    terminal.told("prepare", NAME, "merchant_notice", "--as", "merchant_care")
    wait_for_drafts(terminal, NAME, 1)
    for role in ("counsel", "commander"):
        terminal.told("approve", NAME, "1", "--as", role)
    command_id = str(ULID())
    line = ("issue", NAME, "1", "--command-id", command_id)

    with standing_still(terminal.house, "worker"):
        killed_once(terminal, lambda: is_deposited(terminal, command_id), *line)

    assert terminal.told(*line).startswith("done: document 1, ")
    assert lines(terminal, incident_id, "document.issued") == 1
    assert lines(terminal, incident_id, "merchant.told") == 2


@pytest.mark.long
def test_killed_while_a_document_began(terminal: CommandLine, incident_id: str) -> None:
    """One draft under one number, not two."""
    command_id, before = str(ULID()), len(terminal.read("documents", NAME)["documents"])
    line = ("prepare", NAME, "first_release", "--command-id", command_id)

    with standing_still(terminal.house, "worker"):
        killed_once(terminal, lambda: is_deposited(terminal, command_id), *line)

    said = f'done: document {before + 1}, "first release", is drafted'
    assert terminal.told(*line).startswith(said)
    wait_for_drafts(terminal, NAME, before + 1)
    with terminal.house.register.reading() as connection:
        query = select(func.count()).where(documents.c.incident_id == incident_id)
        assert connection.execute(query).scalar_one() == before + 1
    assert nothing_is_broken(terminal)


def test_an_opening_killed_before_its_workflow_started(
    terminal: CommandLine, tmp_path: Path
) -> None:
    """In the register, and nowhere else: every command says so, and `open FILE` completes it."""
    path = write_incident_file(tmp_path, "HANABI", NOTICED_AT)
    file, opened = load_incident_file(path), id_for(path, again=False)
    policy = live_policy(terminal.house.settings)
    new = new_incident(file, opened, Marking.LIVE, policy, datetime.now(UTC))
    write_incident(terminal.house.register, new)

    early = terminal.run("phase", "HANABI", "assessing")
    assert early.exit_code == 2
    assert "nothing runs for it yet" in early.stderr
    again = json.loads(terminal.told("open", str(path), "--json"))

    assert (again["incident_id"], again["is_taken_up"]) == (opened, True)
    assert terminal.told("phase", "HANABI", "assessing") == "done: the phase is now assessing\n"
    assert lines(terminal, opened, "incident.opened") == 1


@pytest.mark.long
def test_a_client_killed_while_it_opens(terminal: CommandLine, tmp_path: Path) -> None:
    """Whenever it is killed, the file opens one incident."""
    path = write_incident_file(tmp_path, "TOMOSHIBI", NOTICED_AT)

    def is_written() -> bool:
        query = select(incidents.c.id).where(incidents.c.code_name == "TOMOSHIBI")
        with terminal.house.register.reading() as connection:
            return connection.execute(query).first() is not None

    with standing_still(terminal.house, "worker"):
        killed_once(terminal, is_written, "open", str(path))
    opened = json.loads(terminal.told("open", str(path), "--json"))

    assert (opened["was_open"], opened["is_taken_up"]) == (True, True)
    names = [i["code_name"] for i in terminal.read("list", "--all")["incidents"]]
    assert names.count("TOMOSHIBI") == 1
    assert lines(terminal, opened["incident_id"], "incident.opened") == 1
