"""PostgreSQL is killed under a wave: what was committed stands, what was answered is recorded."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from register.store import Register
from register.tables_people import attempts
from tests import databases
from tests.faults.stage import Stage, fault_mailroom, on_database
from tests.mailroom.mailroom_runner import wait_until
from tests.postgres_server import PostgresServer

PEOPLE, BATCH = 120, 5


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    server = PostgresServer()
    yield server
    server.end()


@pytest.fixture
def stage(
    tmp_path: Path, server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stage]:
    monkeypatch.setattr(databases, "server", server)
    with (
        on_database(databases.POSTGRESQL),
        fault_mailroom(tmp_path / "mailroom") as (mailroom, port),
    ):
        mailroom.behave(hold_events=True, answer_delay_ms=20)
        yield Stage(tmp_path, mailroom, port, people=PEOPLE, batch=BATCH)


def test_a_killed_database_loses_and_doubles_nobody(stage: Stage, server: PostgresServer) -> None:
    process = stage.start_process()
    wait_until(lambda: claimed(stage.case.register) > 0, 20)
    server.kill()
    time.sleep(0.3)
    server.start_again()
    code = process.wait()
    assert stage.mails() > 0
    if code != 0:
        # A claim of which nobody knows whether it was committed ends the run; the next clears up.
        stage.run_until_sent()
    stage.see_it_through()


def test_an_act_waits_for_a_database_that_comes_back(stage: Stage, server: PostgresServer) -> None:
    register = stage.case.register
    count = select(func.count()).select_from(attempts)
    server.kill()
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(
            register.carry_out, lambda c: c.execute(count).scalar_one(), may_repeat=True
        )
        time.sleep(0.5)
        assert not done.done()
        # Here, not beside: the server ends with the thread that started it.
        server.start_again()
        assert done.result(20) == 0


def claimed(register: Register) -> int:
    with register.reading() as connection:
        return connection.execute(select(func.count()).select_from(attempts)).scalar_one()
