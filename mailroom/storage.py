"""The mailroom's memory: one SQLite file, written by one thread.

Everything that was answered with 202 is on file before the answer leaves, so that the mailroom can
be killed at any moment and still be the independent truth on who was told what, and how often.
"""

import asyncio
import json
import sqlite3
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar

from mailroom.outcomes import SEQUENCES, Outcome, State, Step

FILE_NAME = "mail.sqlite3"
SCHEMA = """
CREATE TABLE IF NOT EXISTS requests (
    id INTEGER PRIMARY KEY,
    message_id TEXT NOT NULL UNIQUE,
    accepted_at REAL NOT NULL,
    categories TEXT NOT NULL,
    body BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY,
    request INTEGER NOT NULL REFERENCES requests (id),
    position INTEGER NOT NULL,
    recipient TEXT NOT NULL,
    sg_message_id TEXT NOT NULL,
    custom_args TEXT NOT NULL,
    digest BLOB NOT NULL,
    accepted_at REAL NOT NULL,
    outcome TEXT NOT NULL,
    state TEXT NOT NULL,
    steps_posted INTEGER NOT NULL,
    next_event_at REAL
);
CREATE INDEX IF NOT EXISTS messages_by_words ON messages (recipient, digest);
CREATE INDEX IF NOT EXISTS messages_by_next_event ON messages (next_event_at)
    WHERE next_event_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
INSERT OR IGNORE INTO counters VALUES ('refused', 0), ('events_posted', 0);
"""

Answer = TypeVar("Answer")


class NewMessage(NamedTuple):
    """One accepted mail to one recipient (lower case); times in Unix seconds."""

    position: int
    recipient: str
    sg_message_id: str
    custom_args: str
    digest: bytes
    outcome: Outcome
    next_event_at: float


@dataclass(frozen=True, slots=True)
class NewRequest:
    """One accepted request; `body` is zlib-compressed JSON as it came."""

    message_id: str
    accepted_at: float
    categories: str
    body: bytes
    messages: Sequence[NewMessage]


@dataclass(frozen=True, slots=True)
class DueMessage:
    """A message with events to post now: steps `steps_posted` up to `until` of its outcome."""

    id: int
    recipient: str
    sg_message_id: str
    custom_args: dict[str, str]
    categories: list[str]
    outcome: Outcome
    steps_posted: int
    until: int
    due_at: float

    def steps(self) -> tuple[Step, ...]:
        """Return the events to post, in order."""
        return SEQUENCES[self.outcome][self.steps_posted : self.until]


class MailStore:
    """The writing side. Every method may be awaited from the event loop; one thread does the work.

    Raises sqlite3.Error when the file cannot be opened or written.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = folder / FILE_NAME
        self._connection = sqlite3.connect(self.path, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.executescript(SCHEMA)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mailroom-writer")

    def close(self) -> None:
        """Finish what was begun and close the file."""
        self._thread.shutdown(wait=True)
        self._connection.close()

    async def keep(self, request: NewRequest) -> None:
        """Put a request and its messages on file, all or nothing."""
        await self._run(lambda: self._keep(request))

    async def count_refusal(self) -> None:
        """Count one request that was answered with an error."""
        await self._run(lambda: self._count("refused", 1))

    async def due(
        self, now: float, most_events: int, in_flight: Collection[int]
    ) -> list[DueMessage]:
        """Return messages whose next events are due, with at most `most_events` events in all."""
        return await self._run(lambda: self._due(now, most_events, in_flight))

    async def settle(self, posted: Sequence[DueMessage], now: float, events: int) -> None:
        """Record that the receiver took what was due of these messages, in `events` events."""
        await self._run(lambda: self._settle(posted, now, events))

    async def _run(self, work: Callable[[], Answer]) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _keep(self, request: NewRequest) -> None:
        with self._connection as connection:
            number = connection.execute(
                "INSERT INTO requests (message_id, accepted_at, categories, body)"
                " VALUES (?, ?, ?, ?)",
                (request.message_id, request.accepted_at, request.categories, request.body),
            ).lastrowid
            connection.executemany(
                "INSERT INTO messages (request, accepted_at, state, steps_posted, position,"
                " recipient, sg_message_id, custom_args, digest, outcome, next_event_at)"
                " VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (number, request.accepted_at, State.ACCEPTED, *message)
                    for message in request.messages
                ),
            )

    def _count(self, name: str, more: int) -> None:
        with self._connection as connection:
            connection.execute("UPDATE counters SET value = value + ? WHERE name = ?", (more, name))

    def _due(self, now: float, most_events: int, in_flight: Collection[int]) -> list[DueMessage]:
        rows = self._connection.execute(
            "SELECT messages.id, recipient, sg_message_id, custom_args, categories, outcome,"
            " steps_posted, next_event_at"
            " FROM messages JOIN requests ON requests.id = messages.request"
            " WHERE next_event_at <= ? ORDER BY next_event_at, messages.id LIMIT ?",
            (now, most_events + len(in_flight)),
        )
        taken: list[DueMessage] = []
        room = most_events
        for row in rows:
            if row[0] in in_flight:
                continue
            message = _due_message(row, room)
            taken.append(message)
            room -= message.until - message.steps_posted
            if room == 0:
                break
        return taken

    def _settle(self, posted: Sequence[DueMessage], now: float, events: int) -> None:
        changes = []
        for message in posted:
            sequence = SEQUENCES[message.outcome]
            next_at = None
            if message.until < len(sequence):
                wait = sequence[message.until].wait_seconds
                next_at = now + wait if wait else message.due_at
            state = sequence[message.until - 1].state
            changes.append((message.until, state, next_at, message.id))
        with self._connection as connection:
            connection.executemany(
                "UPDATE messages SET steps_posted = ?, state = ?, next_event_at = ? WHERE id = ?",
                changes,
            )
            connection.execute(
                "UPDATE counters SET value = value + ? WHERE name = 'events_posted'", (events,)
            )


def _due_message(row: tuple[int, str, str, str, str, str, int, float], room: int) -> DueMessage:
    number, recipient, sg_message_id, custom_args, categories, outcome_name, begin, due_at = row
    outcome = Outcome(outcome_name)
    sequence = SEQUENCES[outcome]
    until = begin + 1
    # Steps that do not wait go out together with the one before them, as far as there is room.
    while until < len(sequence) and until - begin < room and not sequence[until].wait_seconds:
        until += 1
    return DueMessage(
        id=number,
        recipient=recipient,
        sg_message_id=sg_message_id,
        custom_args=json.loads(custom_args),
        categories=json.loads(categories),
        outcome=outcome,
        steps_posted=begin,
        until=until,
        due_at=due_at,
    )
