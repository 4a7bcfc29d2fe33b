"""A wave on a stage: register, mailroom, intake, and processes that send and may be killed."""

import json
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import select

from register.tables_people import requests
from sealing.keys import Keyring, MasterKey
from tests import databases
from tests.activities.wave_runner import WaveRunner, running_intake
from tests.mailroom.mailroom_runner import KEY, RunningMailroom, running_mailroom, wait_until
from tests.ready_python import Program, start_program
from tests.register_fixtures import AT, Case, create_register, long_ago, people_rows, soon

STDERR = 2
EVENTS_SECONDS = 30
KILLED = -signal.SIGKILL
MOST_RUNS = 20


def unused_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def fault_mailroom(folder: Path) -> Iterator[tuple[RunningMailroom, int]]:
    """A mailroom that keeps its events until an intake listens on the port."""
    port = unused_port()
    with running_mailroom(folder, f"http://127.0.0.1:{port}/events/sendgrid") as mailroom:
        yield mailroom, port


class Stage:
    """One wave of one incident. Its people's addresses are its own in the whole mailroom."""

    def __init__(
        self,
        folder: Path,
        mailroom: RunningMailroom,
        intake_port: int,
        *,
        people: int = 60,
        batch: int = 10,
        shard: int = 5_000,
    ) -> None:
        self.master_key = MasterKey.generate()
        self.folder = folder
        self.mailroom = mailroom
        self.intake_port = intake_port
        self.people = people
        self.batch = batch
        self.case = Case(create_register(folder, Keyring(self.master_key))).open()
        self.domain = f"{self.case.incident_id.lower()}.example.jp"
        self.case.add(people_rows(people, mail_domain=self.domain))
        self.plan = self.case.planned_and_started(batch=batch, shard=shard)
        self.wave_id = self.plan.wave_id
        self.shards = tuple(range(-(-people // shard)))
        self._before = mailroom.status()

    @property
    def database_url(self) -> str:
        return self.case.register.engine.url.render_as_string(hide_password=False)

    def start_process(self, crash_point: str = "", shards: tuple[int, ...] = (0,)) -> Program:
        """A process that sends these shards, one after the other."""
        given = {
            "database_url": self.database_url,
            "key": self.master_key.to_base64(),
            "api_key": KEY,
            "mailroom": self.mailroom.url,
            "outbox": str(self.folder / "outbox"),
            "crash_point": crash_point,
            "tasks": [
                {
                    "incident_id": self.case.incident_id,
                    "wave_id": self.wave_id,
                    "shard": shard,
                    "watermark": 0,
                    "at": AT.isoformat(),
                }
                for shard in shards
            ],
        }
        command = ("tests.faults.shard_process", json.dumps(given))
        said, says = os.pipe()
        with os.fdopen(said) as output, os.fdopen(says, "wb"):
            process = start_program(command, os.environ, says, STDERR)
            assert output.readline() == "ready\n"
        return process

    def run_process(self, crash_point: str = "") -> int:
        return self.start_process(crash_point).wait()

    def run_until_sent(self) -> None:
        """Run processes, as Temporal does, until one comes to the end of all shards."""
        for _ in range(MOST_RUNS):
            if self.start_process(shards=self.shards).wait() == 0:
                return
        raise AssertionError("the shards never came to their end")

    def runner(self) -> WaveRunner:
        return WaveRunner(self.case, self.mailroom.url, self.folder / "outbox")

    @contextmanager
    def taking_events(self) -> Iterator[None]:
        """The intake, listening."""
        key = self.mailroom.http.get("/public-key").text
        with running_intake(self.case.register, key, self.intake_port):
            yield

    def let_events_come(self, **behaviour: object) -> None:
        """Let the provider report what it took, well or badly, until it has reported all."""
        self.mailroom.behave(**behaviour)
        with self.taking_events():
            wait_until(lambda: self.mailroom.status()["events_pending"] == 0, EVENTS_SECONDS)

    def in_doubt(self) -> tuple[str, ...]:
        with self.case.register.reading() as connection:
            query = select(requests.c.id).where(requests.c.state == "unknown")
            return tuple(connection.execute(query).scalars())

    def mails(self) -> int:
        """How many mails of this wave the provider took."""
        return self.mailroom.status()["messages"] - self._before["messages"]

    def doubles(self) -> int:
        """How many of them somebody got for the second time."""
        return self.mailroom.status()["duplicates"] - self._before["duplicates"]

    def see_it_through(self, **behaviour: object) -> None:
        """Whatever happened before: nobody twice, everybody final or in doubt, then decided.

        Nobody is told twice before a person decides; after the decision nobody is missing, and
        only those can be doubled about whom nobody could know.
        """
        assert self.doubles() == 0
        states = self.case.notice_states(self.wave_id)
        assert sum(states.values()) == self.people
        self.let_events_come(**behaviour)
        runner = self.runner()
        standing = runner.settle(self.wave_id, long_ago())
        # Every doubt that an event could clear up is cleared up: what is left never arrived.
        never_taken = self.people - self.mails()
        standing = runner.settle(self.wave_id, soon()) if self.in_doubt() else standing
        assert standing.doubtful_people == never_taken
        if standing.doubtful_requests:
            runner.decide(self.wave_id, standing.doubtful_requests, "send_again")
            assert all(runner.send(self.wave_id, shard).remaining == 0 for shard in self.shards)
            self.let_events_come(**behaviour)
            standing = runner.settle(self.wave_id, long_ago())
        assert standing.states == {"delivered": self.people}
        assert standing.adds_up
        assert (self.mails(), self.doubles()) == (self.people, 0)


@contextmanager
def on_database(database: str) -> Iterator[None]:
    databases.choose(database)
    try:
        yield
    finally:
        databases.choose(databases.SQLITE)
