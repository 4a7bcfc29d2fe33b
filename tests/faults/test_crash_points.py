"""SIGKILL around every step of sending: nobody twice, nobody forgotten, the sums close."""

import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from activities.crash_points import CRASH_POINTS, DURING_REQUEST, CrashPoints
from tests import databases
from tests.faults.stage import KILLED, Stage, fault_mailroom, on_database
from tests.register_fixtures import long_ago, soon

PEOPLE = 60
BATCH = 10
# Who may be in doubt after a crash at a point: at most the one batch that was claimed then.
IN_DOUBT = {
    "before-claim": 0,
    "after-claim": BATCH,
    "during-request": BATCH,
    "after-answer": BATCH,
    "after-outcome": 0,
    "before-heartbeat": 0,
}
# Those that leave somebody in doubt; the rest in `test-all`.
SOONER = {(point, databases.SQLITE) for point, doubted in IN_DOUBT.items() if doubted} | {
    ("after-claim", databases.POSTGRESQL)
} - {("after-answer", databases.SQLITE)}
POINTS_AND_DATABASES = [
    pytest.param(point, database, marks=() if (point, database) in SOONER else pytest.mark.long)
    for point in CRASH_POINTS
    for database in databases.BOTH
]


@pytest.fixture
def stage(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Stage]:
    database = getattr(request, "param", databases.SQLITE)
    with on_database(database), fault_mailroom(tmp_path / "mailroom") as (mailroom, port):
        mailroom.behave(hold_events=True, answer_delay_ms=20)
        yield Stage(tmp_path, mailroom, port, people=PEOPLE, batch=BATCH)


@pytest.mark.parametrize(("point", "stage"), POINTS_AND_DATABASES, indirect=["stage"])
def test_a_kill_at_a_named_point_tells_nobody_twice_and_forgets_nobody(
    stage: Stage, point: str
) -> None:
    assert stage.run_process(f"{point}:2") == KILLED
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
    stage.run_until_sent()
    stage.see_it_through()


@pytest.mark.parametrize("stage", [databases.SQLITE], indirect=True)
def test_two_processes_on_one_shard_do_not_share_a_person(stage: Stage) -> None:
    first = stage.start_process()
    time.sleep(0.1)
    second = stage.start_process()
    first.wait()
    assert second.wait() == 0
    assert (stage.mails(), stage.doubles()) == (PEOPLE, 0)


def test_crash_points_do_nothing_outside_a_rehearsal() -> None:
    CrashPoints(DURING_REQUEST, is_rehearsal=False).reach(DURING_REQUEST)
    CrashPoints("", is_rehearsal=True).reach(DURING_REQUEST)
    CrashPoints("after-claim", is_rehearsal=True).reach(DURING_REQUEST)


@pytest.mark.parametrize("text", ["nowhere", "after-claim:0", "after-claim:x"])
def test_a_misspelt_crash_point_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="crash point"):
        CrashPoints(text, is_rehearsal=True)
