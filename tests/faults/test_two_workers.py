"""Two worker processes share one wave on PostgreSQL, and one person never has two of them."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select

from register.tables_people import requests
from tests import databases
from tests.faults.stage import Stage, fault_mailroom, on_database

PEOPLE, BATCH, SHARD = 120, 5, 20
SHARDS = tuple(range(PEOPLE // SHARD))


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with (
        on_database(databases.POSTGRESQL),
        fault_mailroom(tmp_path / "mailroom") as (mailroom, port),
    ):
        mailroom.behave(hold_events=True, answer_delay_ms=20)
        yield Stage(tmp_path, mailroom, port, people=PEOPLE, batch=BATCH, shard=SHARD)


def test_two_workers_share_a_wave_without_a_double(stage: Stage) -> None:
    processes = [stage.start_process(shards=SHARDS[part::2]) for part in range(2)]
    assert [process.wait() for process in processes] == [0, 0]
    assert (stage.mails(), stage.doubles()) == (PEOPLE, 0)
    assert were_interleaved(stage)
    stage.see_it_through()


@pytest.mark.long
def test_two_workers_that_want_the_same_shards_do_not_share_a_person(stage: Stage) -> None:
    """Each takes the other's shards over, again and again; who is overtaken stops."""
    for _ in range(2):
        processes = [stage.start_process(shards=order) for order in (SHARDS, SHARDS[::-1])]
        if [process.wait() for process in processes] == [0, 0]:
            break
    stage.run_until_sent()
    stage.see_it_through()


def were_interleaved(stage: Stage) -> bool:
    """Whether requests of the two really were made by turns, or the test would prove nothing."""
    query = select(requests.c.shard).order_by(requests.c.claimed_at)
    with stage.case.register.reading() as connection:
        order = [int(shard) % 2 for shard in connection.execute(query).scalars()]
    return [one != other for one, other in pairwise(order)].count(True) > 2
