"""The Temporal server is killed under a wave: it goes on where it was, and tells nobody twice."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.wave_payloads import WaveStanding
from demo.waits import until
from tests import databases
from tests.faults.stage import Stage, fault_mailroom, on_database
from tests.faults.wave_house import WaveHouse, wave_house

PEOPLE, BATCH, SHARD = 200, 5, 50
LONGEST_SECONDS = 90


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with (
        on_database(databases.POSTGRESQL),
        fault_mailroom(tmp_path / "mailroom") as (mailroom, port),
    ):
        mailroom.behave(answer_delay_ms=50)
        yield Stage(tmp_path, mailroom, port, people=PEOPLE, batch=BATCH, shard=SHARD)


async def test_two_workers_finish_a_wave_whose_server_is_killed(
    stage: Stage, tmp_path: Path
) -> None:
    async with wave_house(stage, tmp_path) as house:
        for _ in range(2):
            await house.start_worker()
        with stage.taking_events():
            handle = await house.start_wave()
            await until(lambda: stage.mails() > PEOPLE // 10, "the first mails")
            await restart(house)
            assert stage.mails() < PEOPLE, "the kill came too late to prove anything"
            standing: WaveStanding = await asyncio.wait_for(handle.result(), LONGEST_SECONDS)
    assert standing.states == {"delivered": PEOPLE}
    assert standing.adds_up
    assert (stage.mails(), stage.doubles()) == (PEOPLE, 0)


async def restart(house: WaveHouse) -> None:
    await house.server.kill()
    await house.server.start()
