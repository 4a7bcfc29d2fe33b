"""Fifty rounds of each kind of fault; a round's seed is its name, so that it can be run again."""

import asyncio
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from temporalio.exceptions import ApplicationError

from activities.crash_points import CRASH_POINTS
from demo.waits import until
from register.tables_people import waves
from tests import databases
from tests.faults.backups import Backup
from tests.faults.stage import KILLED, Stage, fault_mailroom, on_database
from tests.faults.wave_house import wave_house
from tests.mailroom.mailroom_runner import RunningMailroom
from tests.postgres_server import PostgresServer
from tests.register_fixtures import long_ago, soon

ROUNDS = 50
PEOPLE, BATCH = 60, 5
REQUESTS = PEOPLE // BATCH
LONGEST_SECONDS = 120
in_rounds = pytest.mark.parametrize("seed", range(ROUNDS))
pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def mailroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningMailroom, int]]:
    with fault_mailroom(tmp_path_factory.mktemp("mailroom")) as running:
        yield running


@pytest.fixture(scope="module")
def own_server() -> Iterator[PostgresServer]:
    server = PostgresServer()
    yield server
    server.end()


@pytest.fixture
def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - faults, not secrets


@pytest.fixture
def stage(
    tmp_path: Path, mailroom: tuple[RunningMailroom, int], chance: random.Random
) -> Iterator[Stage]:
    database = chance.choice(databases.BOTH)
    with on_database(database):
        yield a_stage(tmp_path, mailroom, chance)


def a_stage(folder: Path, mailroom: tuple[RunningMailroom, int], chance: random.Random) -> Stage:
    """A wave at a slow provider that loses answers, not so many that the sender pauses."""
    running, port = mailroom
    running.behave(
        hold_events=True,
        answer_delay_ms=chance.randrange(30),
        late_answer_ms=chance.randrange(20),
        answer_next=chance.choices([429, 500, 503], k=chance.randrange(3)),
        rate_limit_reset_seconds=0,
        reset_before_acceptance=chance.randrange(2),
        reset_after_acceptance=chance.randrange(3),
    )
    return Stage(folder, running, port, people=PEOPLE, batch=BATCH)


def odd_events(chance: random.Random) -> dict[str, object]:
    """Events that come in disorder, twice, late and beside forged ones."""
    return {
        "seed": chance.randrange(1_000_000),
        "shuffle_events": chance.random() < 0.5,
        "duplicate_events": chance.random() < 0.5,
        "duplicate_age_seconds": chance.randrange(86_400),
        "forged_events": chance.random() < 0.3,
    }


@in_rounds
def test_the_worker_is_killed_at_named_points(stage: Stage, chance: random.Random) -> None:
    for _ in range(chance.randrange(1, 4)):
        point = f"{chance.choice(CRASH_POINTS)}:{chance.randrange(1, 4)}"
        assert stage.run_process(point) in {KILLED, 0}
    stage.run_until_sent()
    stage.see_it_through(**odd_events(chance))


@in_rounds
def test_the_worker_is_killed_at_any_moment(stage: Stage, chance: random.Random) -> None:
    for _ in range(chance.randrange(1, 4)):
        process = stage.start_process()
        time.sleep(chance.uniform(0.0, 0.6))
        process.send_signal(signal.SIGKILL)
        process.wait()
    stage.run_until_sent()
    stage.see_it_through(**odd_events(chance))


@in_rounds
def test_postgresql_is_killed_at_any_moment(
    tmp_path: Path,
    mailroom: tuple[RunningMailroom, int],
    own_server: PostgresServer,
    chance: random.Random,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(databases, "server", own_server)
    with on_database(databases.POSTGRESQL):
        stage = a_stage(tmp_path, mailroom, chance)
        process = stage.start_process()
        time.sleep(chance.uniform(0.0, 0.6))
        own_server.kill()
        time.sleep(chance.uniform(0.0, 0.3))
        own_server.start_again()
        process.wait()
        stage.run_until_sent()
        stage.see_it_through(**odd_events(chance))


@in_rounds
async def test_the_temporal_server_is_killed_at_any_moment(
    stage: Stage, tmp_path: Path, chance: random.Random
) -> None:
    async with wave_house(stage, tmp_path) as house:
        await house.start_worker()
        handle = await house.start_wave()
        await asyncio.sleep(chance.uniform(0.0, 1.0))
        await house.server.kill()
        await asyncio.sleep(chance.uniform(0.0, 0.5))
        await house.server.start()
        await until(lambda: not planned(stage), "everybody's mail")
        stage.mailroom.behave(**odd_events(chance))
        with stage.taking_events():
            # Only the clock of the test is in a hurry to call a doubt a doubt.
            await until(lambda: stage.mailroom.status()["events_pending"] == 0, "the events")
            standing = stage.runner().settle(stage.wave_id, soon())
            assert standing.doubtful_people == PEOPLE - stage.mails()
            if standing.doubtful_requests:
                await house.decide(handle, standing.doubtful_requests)
            result = await asyncio.wait_for(handle.result(), LONGEST_SECONDS)
    assert result.adds_up
    assert (stage.mails(), stage.doubles()) == (PEOPLE, 0)


@in_rounds
def test_a_backup_of_any_moment_is_noticed(stage: Stage, chance: random.Random) -> None:
    before = chance.randrange(REQUESTS - 1)
    runner = stage.runner()
    if before:
        stage.run_process(f"before-claim:{before + 1}")
    backup = Backup(stage)
    stage.run_process(f"before-heartbeat:{chance.randrange(2, REQUESTS - before + 1)}")
    with stage.case.register.reading() as connection:
        told = connection.execute(select(waves.c.watermark)).scalar_one()
    mails = stage.mails()
    backup.restore()
    with pytest.raises(ApplicationError, match="restored from an older backup"):
        runner.send(stage.wave_id, watermark=told)
    assert (stage.mails(), stage.doubles()) == (mails, 0)
    assert sum(stage.case.notice_states().values()) == PEOPLE
    assert runner.settle(stage.wave_id, long_ago()).population == PEOPLE


def planned(stage: Stage) -> int:
    return stage.case.notice_states().get("planned", 0)
