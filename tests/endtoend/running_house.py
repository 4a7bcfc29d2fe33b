"""A whole house in a folder of its own, and incidents in it that are played act by act."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from google.protobuf.message import Message
from sqlalchemy import select, text
from temporalio.client import Client
from temporalio.service import RPCError
from ulid import ULID

from client import Shirase
from contracts import story
from contracts.incident_file import IncidentFile
from contracts.policy import IncidentPolicy
from demo.player import Player
from demo.stage import import_case_people, open_stage_register, prepare_stage, rehearsal_policy
from domain.casetime import CaseClock, rehearsal_clock
from domain.markings import Marking
from hosting.house import House
from hosting.keyring import keyring_of
from hosting.temporal_connection import connect
from incident_file import load_incident_file
from opening import new_incident, party_ids
from policies.loader import with_wave
from register import audit
from register.incidents import NewIncident
from register.tables_incident import audit as audit_table
from sealing.data_converter import shirase_data_converter

CASE = Path(__file__).parents[2] / "cases" / "demo.yaml"
PEOPLE_A_BATCH = 20

T = TypeVar("T")


@dataclass(frozen=True)
class Incident:
    """One incident of the house: its ids, and who gives its story's acts as commands."""

    id: str
    file: IncidentFile
    parties: dict[str, str]
    policy: IncidentPolicy
    player: Player


class RunningHouse:
    """The real server, mailroom, intake and worker; everything runs on one event loop.

    `environment` is what the user's shell holds while anything of this house works.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.file = load_incident_file(CASE)
        sender = self.file.organisation.sender
        self._environment = environment
        self._loop = asyncio.Runner()
        with self._environment_set():
            self.settings = prepare_stage(folder, sender.mail, sender.name)
            self.register = open_stage_register(self.settings)
            self.house = House(self.settings)
        self.run(self.house.start())
        self.settings = self.house.settings
        self.temporal: Client = self.run(self._connected())
        self.shirase = Shirase(self.temporal, self.register, self.settings.task_queue)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine to its end, in the user's environment."""
        with self._environment_set():
            return self._loop.run(work)

    def stop(self) -> None:
        """End every process and the loop."""
        self.run(self.house.stop())
        self.register.dispose()
        self._loop.close()

    async def open(
        self,
        acts: Iterable[story.StoryAct] = (),
        *,
        people: int = 0,
        marking: Marking = Marking.REPLAY,
        changed: Callable[[NewIncident], NewIncident] = lambda new: new,
    ) -> Incident:
        """Open the published case with these acts as its story and so many people."""
        file = self.file.model_copy(update={"story": tuple(acts)})
        incident_id = str(ULID())
        live = marking is Marking.LIVE
        opened_at = datetime.now(UTC) if live else file.incident.opened_at or acts_at(acts)
        policy = with_wave(rehearsal_policy(self.settings), people_a_batch=PEOPLE_A_BATCH)
        parties = dict(party_ids(file, incident_id))
        new = changed(new_incident(file, incident_id, marking, policy, opened_at))
        clock = CaseClock() if live else rehearsal_clock(opened_at, datetime.now(UTC))
        await self.shirase.open(new, clock)
        if people:
            list(
                import_case_people(
                    self.register, file, parties, incident_id, opened_at, total=people
                )
            )
        player = Player(
            self.shirase, self.register, file, policy, incident_id, parties, lambda _act: None
        )
        return Incident(incident_id, file, parties, policy, player)

    async def behave(self, **behaviour: object) -> None:
        """Let the mailroom behave so, and as on a good day in all else."""
        async with httpx.AsyncClient(trust_env=False) as http:
            answer = await http.put(f"{self.settings.mailroom_url}/behaviour", json=behaviour)
        answer.raise_for_status()

    async def restart(self, part: str, *, by_crash: bool = False) -> None:
        """End one process, in order or as a crash would, and start it again."""
        process = self.house.parts[part]
        await (process.kill() if by_crash else process.stop())
        await process.start()

    @contextmanager
    def refusing(self, table: str, sentence: str, condition: str = "1") -> Iterator[None]:
        """A register that takes no row into a table; its error says `sentence`.

        A trigger stands for what a database may do: fail, and quote what it was given.
        """
        name = f"refuse_{table}"
        with self.register.writing() as connection:
            quoted = sentence.replace("'", "''")
            connection.execute(
                text(
                    f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {condition} "
                    f"BEGIN SELECT RAISE(ABORT, '{quoted}'); END"
                )
            )
        try:
            yield
        finally:
            with self.register.writing() as connection:
                connection.execute(text(f"DROP TRIGGER {name}"))

    def audit_lines(self, incident_id: str) -> list[audit.AuditLine]:
        """Every audit line of an incident, opened."""
        with self.register.reading() as connection:
            return audit.read(connection, self.register.sealer(incident_id), incident_id)

    async def quiet(self, incident_id: str) -> None:
        """Return once the engine has finished what it was told: no audit line for a while."""
        seen = -1
        while seen != (now := self._line_count(incident_id)):
            seen = now
            await asyncio.sleep(0.4)

    def _line_count(self, incident_id: str) -> int:
        query = select(audit_table.c.sequence).where(audit_table.c.incident_id == incident_id)
        with self.register.reading() as connection:
            return len(connection.execute(query).all())

    async def _connected(self) -> Client:
        return await connect(self.settings, shirase_data_converter(keyring_of(self.settings)))

    @contextmanager
    def _environment_set(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self._environment.items():
                patch.setenv(name, value)
            yield


def acts_at(acts: Iterable[story.StoryAct]) -> datetime:
    """When a story begins."""
    return next(iter(acts)).at


async def play(incident: Incident, acts: Iterable[story.StoryAct]) -> None:
    """Give some acts of a story, each at its time."""
    for act in acts:
        await incident.player._pass_time(act.at)
        await incident.player._act(act)


async def attempts_have_failed(house: RunningHouse, workflow_id: str) -> Message:
    """Wait until an activity of a workflow has failed; what the server shows of the workflow."""
    handle = house.temporal.get_workflow_handle(workflow_id)
    for _ in range(200):
        with suppress(RPCError):  # it may not have been started yet
            shown = (await handle.describe()).raw_description
            if any(activity.attempt > 1 for activity in shown.pending_activities):
                return shown
        await asyncio.sleep(0.1)
    raise AssertionError(f"no activity of {workflow_id} has failed")
