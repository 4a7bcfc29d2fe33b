"""SIGKILL around every step of sending: nobody twice, nobody forgotten, the sums close."""

import json
import os
import random
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from activities.crash_points import CRASH_POINTS, DURING_REQUEST, CrashPoints
from register.tables_people import requests
from sealing.keys import Keyring, MasterKey
from tests.activities.wave_runner import WaveRunner, running_intake
from tests.mailroom.mailroom_runner import KEY, RunningMailroom, running_mailroom, wait_until
from tests.ready_python import Program, start_program
from tests.register_fixtures import AT, Case, create_register, long_ago, people_rows, soon

PEOPLE = 60
BATCH = 10
STDERR = 2
# Who may be in doubt after a crash at a point: at most the one batch that was claimed then.
IN_DOUBT = {
    "before-claim": 0,
    "after-claim": BATCH,
    "during-request": BATCH,
    "after-answer": BATCH,
    "after-outcome": 0,
    "before-heartbeat": 0,
}


class Stage:
    """A wave, a mailroom that posts to an intake, and processes that send until they are killed."""

    def __init__(self, folder: Path, mailroom: RunningMailroom, intake_port: int) -> None:
        self.master_key = MasterKey.generate()
        self.folder = folder
        self.mailroom = mailroom
        self.intake_port = intake_port
        self.case = Case(create_register(folder, Keyring(self.master_key))).open()
        self.case.add(people_rows(PEOPLE))
        self.wave_id = self.case.planned_and_started(batch=BATCH).wave_id

    def start_process(self, crash_point: str = "") -> Program:
        given = {
            "database_url": str(self.case.register.engine.url),
            "key": self.master_key.to_base64(),
            "api_key": KEY,
            "mailroom": self.mailroom.url,
            "outbox": str(self.folder / "outbox"),
            "crash_point": crash_point,
            "task": {
                "incident_id": self.case.incident_id,
                "wave_id": self.wave_id,
                "shard": 0,
                "watermark": 0,
                "at": AT.isoformat(),
            },
        }
        command = ("tests.faults.shard_process", json.dumps(given))
        said, says = os.pipe()
        with os.fdopen(said) as output, os.fdopen(says, "wb"):
            process = start_program(command, os.environ, says, STDERR)
            assert output.readline() == "ready\n"
        return process

    def run_process(self, crash_point: str = "") -> int:
        return self.start_process(crash_point).wait()

    def runner(self) -> WaveRunner:
        return WaveRunner(self.case, self.mailroom.url, self.folder / "outbox")

    def let_events_come(self) -> None:
        self.mailroom.behave()
        key = self.mailroom.http.get("/public-key").text
        with running_intake(self.case.register, key, self.intake_port):
            wait_until(lambda: self.mailroom.status()["events_pending"] == 0, 30)

    def in_doubt(self) -> tuple[str, ...]:
        with self.case.register.reading() as connection:
            query = select(requests.c.id).where(requests.c.state == "unknown")
            return tuple(connection.execute(query).scalars())


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    url = f"http://127.0.0.1:{port}/events/sendgrid"
    with running_mailroom(tmp_path / "mailroom", url) as mailroom:
        mailroom.behave(hold_events=True, answer_delay_ms=20)
        yield Stage(tmp_path, mailroom, port)


@pytest.mark.parametrize("point", CRASH_POINTS)
def test_a_kill_at_a_named_point_tells_nobody_twice_and_forgets_nobody(
    stage: Stage, point: str
) -> None:
    assert stage.run_process(f"{point}:2") == -signal.SIGKILL
    assert stage.run_process() == 0
    assert stage.mailroom.status()["duplicates"] == 0
    doubted = stage.case.notice_states().get("unknown", 0)
    assert doubted == IN_DOUBT[point]
    assert sum(stage.case.notice_states().values()) == PEOPLE
    stage.let_events_come()
    runner = stage.runner()
    standing = runner.settle(stage.wave_id, long_ago())
    if stage.in_doubt():
        # The provider never got this request, or got only part of it: no event will ever come.
        assert stage.mailroom.status()["messages"] == PEOPLE - BATCH
        standing = runner.settle(stage.wave_id, soon())
        assert standing.doubtful_people == BATCH
        assert runner.decide(stage.wave_id, standing.doubtful_requests, "send_again") == BATCH
        assert runner.send(stage.wave_id).remaining == 0
        stage.let_events_come()
        standing = runner.settle(stage.wave_id, long_ago())
    assert standing.states == {"delivered": PEOPLE}
    assert standing.adds_up
    assert stage.mailroom.status()["messages"] == PEOPLE
    assert stage.mailroom.status()["duplicates"] == 0
    assert runner.activities.finish_wave(runner.ref(stage.wave_id)).adds_up


def test_kills_at_any_moment_tell_nobody_twice(stage: Stage) -> None:
    moments = random.Random(2026)  # noqa: S311 - moments, not secrets
    for _ in range(3):
        process = stage.start_process()
        time.sleep(moments.uniform(0.0, 0.25))
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert stage.run_process() == 0
    assert stage.mailroom.status()["duplicates"] == 0
    stage.let_events_come()
    runner = stage.runner()
    standing = runner.settle(stage.wave_id, soon())
    states = stage.case.notice_states()
    assert sum(states.values()) == PEOPLE
    assert states.keys() <= {"delivered", "unknown"}
    runner.decide(stage.wave_id, standing.doubtful_requests, "told")
    assert runner.settle(stage.wave_id, soon()).adds_up


def test_two_processes_on_one_shard_do_not_share_a_person(stage: Stage) -> None:
    first = stage.start_process()
    time.sleep(0.1)
    second = stage.start_process()
    first.wait()
    assert second.wait() == 0
    assert stage.mailroom.status()["messages"] == PEOPLE
    assert stage.mailroom.status()["duplicates"] == 0


def test_crash_points_do_nothing_outside_a_rehearsal() -> None:
    CrashPoints(DURING_REQUEST, is_rehearsal=False).reach(DURING_REQUEST)
    CrashPoints("", is_rehearsal=True).reach(DURING_REQUEST)
    CrashPoints("after-claim", is_rehearsal=True).reach(DURING_REQUEST)


@pytest.mark.parametrize("text", ["nowhere", "after-claim:0", "after-claim:x"])
def test_a_misspelt_crash_point_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="crash point"):
        CrashPoints(text, is_rehearsal=True)
