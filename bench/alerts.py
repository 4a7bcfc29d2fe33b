"""Seconds from a rung to its alert, on the whole house: real server, worker, register, mailroom.

1,000 clocks in four shards: once all on the same rung, once spread over a minute. Counted from the
rung's time until the provider's stand-in has taken the mail that names the clock; below zero is
early, since rungs of one minute speak together at its beginning.
"""

import asyncio
import json
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, select
from ulid import ULID

from client import Shirase
from command_channel import Given
from contracts.decision_kinds import DecisionKind
from contracts.incident_file import IncidentFile, Party
from contracts.names import PROVIDER_ATTEMPT_ARGUMENT, dispatch_argument
from demo.stage import open_stage_register, prepare_stage
from domain.casetime import CaseClock
from domain.markings import Marking
from domain.parties import PartyKind, PartyRole, StaffRole
from domain.tasks import TaskState, TaskTrack
from hosting.house import House
from hosting.keyring import keyring_of
from hosting.temporal_connection import connect
from incident_file import load_incident_file
from mailroom.storage import FILE_NAME
from opening import new_incident
from policies.loader import load_policy
from register.store import Register
from register.tables_alerts import alert_lines
from register.tables_incident import dispatches
from register.tables_work import tasks
from register.tasks import task_key
from sealing.data_converter import shirase_data_converter

CASE = Path(__file__).resolve().parent.parent / "cases" / "demo.yaml"
SLOW = True
CLOCKS = 1_000
MERCHANTS = 200
"""So many that the incident has four shards of clocks."""
AHEAD = timedelta(seconds=20)
PATIENCE_SECONDS = 60.0
MINUTE = timedelta(minutes=1)


def measure(folder: Path) -> dict[str, float | int]:
    """`alert_seconds_p99_same` and `alert_seconds_p99_spread`, and what came of how many."""
    return asyncio.run(_measure(folder))


async def _measure(folder: Path) -> dict[str, float | int]:
    file = _file()
    settings = prepare_stage(folder, file.organisation.sender.mail, "bench")
    register = open_stage_register(settings)
    house = House(settings)
    await house.start()
    try:
        settings = house.settings
        temporal = await connect(settings, shirase_data_converter(keyring_of(settings)))
        bench = _Bench(file, Shirase(temporal, register, settings.task_queue), register, folder)
        found: dict[str, float | int] = {}
        for name, span in (("same", timedelta(0)), ("spread", MINUTE)):
            found |= await bench.run(name, span)
        return found
    finally:
        await house.stop()
        register.dispose()


class _Bench:
    def __init__(
        self, file: IncidentFile, shirase: Shirase, register: Register, folder: Path
    ) -> None:
        self._file = file
        self._shirase = shirase
        self._register = register
        self._mailroom = folder / "mailroom" / FILE_NAME
        policy = load_policy()
        due = tuple(rung for rung in policy.work_ladder if not rung.before_due)
        self._policy = policy.model_copy(update={"work_ladder": due})

    async def run(self, name: str, span: timedelta) -> dict[str, float | int]:
        """One incident with its clocks, from opening until each has been told."""
        incident_id, now = str(ULID()), datetime.now(UTC)
        new = new_incident(self._file, incident_id, Marking.LIVE, self._policy, now)
        await self._shirase.open(new, CaseClock())
        first = _full_minute(datetime.now(UTC) + AHEAD)
        due = {str(ULID()): first + span * number / CLOCKS for number in range(CLOCKS)}
        self._add_tasks(incident_id, due)
        note = {"text": "bench"}
        await self._shirase.carry_out(
            incident_id, DecisionKind.NOTE, note, Given(actor=StaffRole.COMMANDER.value)
        )
        ahead = (first - datetime.now(UTC)).total_seconds()
        await asyncio.sleep(max(0.0, ahead + span.total_seconds()))
        late, mails = await self._lateness(incident_id, due)
        return {
            f"alert_seconds_p99_{name}": _percentile(late, 99),
            f"alert_seconds_worst_{name}": round(max(late), 3),
            f"alerts_told_{name}": len(late),
            f"alert_mails_{name}": mails,
            f"seconds_ahead_{name}": round(ahead, 1),
        }

    def _add_tasks(self, incident_id: str, due: dict[str, datetime]) -> None:
        sealer = self._register.sealer(incident_id)
        words = json.dumps({"title": {"ja": "計測", "en": "bench"}, "why": None})
        rows = [
            {
                "id": identity,
                "incident_id": incident_id,
                "number": number,
                "track": TaskTrack.OTHER.value,
                "owner": StaffRole.PRIVACY_OFFICER.value,
                "due_at": due_at,
                "evidence_required": False,
                "words": sealer.seal("tasks", "words", identity, words),
                "state": TaskState.OPEN.value,
                "opened_at": due_at - timedelta(days=1),
            }
            for number, (identity, due_at) in enumerate(due.items(), start=1)
        ]
        with self._register.writing() as connection:
            connection.execute(insert(tasks), rows)

    async def _lateness(
        self, incident_id: str, due: dict[str, datetime]
    ) -> tuple[list[float], int]:
        """Seconds from rung to mail for each clock and person, and how many mails that took."""
        limits = {task_key(identity): at.timestamp() for identity, at in due.items()}
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            taken, lines = self._taken(), self._lines(incident_id)
            told = [(key, taken[mail]) for key, mail in lines if mail in taken and key in limits]
            if {key for key, _ in told} == set(limits) and len(told) == len(lines):
                return [at - limits[key] for key, at in told], len({mail for _, mail in lines})
            if time.monotonic() > deadline:
                raise TimeoutError(f"only {len(told)} of {len(limits)} clocks were told")
            await asyncio.sleep(0.5)

    def _lines(self, incident_id: str) -> list[tuple[str, str]]:
        """The clock and the mail's argument of each line that was said to somebody."""
        with self._register.reading() as connection:
            sent = {
                row.key: dispatch_argument(row.id)
                for row in connection.execute(select(dispatches.c.key, dispatches.c.id))
            }
            rows = connection.execute(
                select(alert_lines).where(
                    alert_lines.c.incident_id == incident_id, alert_lines.c.audience != ""
                )
            )
            return [
                (row.clock_key, sent.get(f"alert:{incident_id}:{row.said_by}:{row.audience}", ""))
                for row in rows
            ]

    def _taken(self) -> dict[str, float]:
        """When the mailroom took each mail, by our argument of it."""
        query = "SELECT custom_args, accepted_at FROM messages"
        with closing(sqlite3.connect(self._mailroom)) as connection:
            return {
                json.loads(arguments)[PROVIDER_ATTEMPT_ARGUMENT]: at
                for arguments, at in connection.execute(query)
            }


def _file() -> IncidentFile:
    """The demo case without its story, with many more merchants."""
    file = load_incident_file(CASE)
    more = tuple(
        Party(
            key=f"bench-{n}", kind=PartyKind.MERCHANT, role=PartyRole.ENTRUSTOR, name=f"計測店{n}"
        )
        for n in range(MERCHANTS - len(file.merchants))
    )
    return file.model_copy(update={"story": (), "parties": (*file.parties, *more)})


def _full_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0) + MINUTE


def _percentile(values: list[float], percent: int) -> float:
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)], 3)
