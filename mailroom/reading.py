"""The reading side of the mailroom's memory: counts, lists and single messages."""

import asyncio
import json
import sqlite3
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from mailroom.outcomes import SEQUENCES, Outcome, State
from mailroom.rendering import MailRenderer

PAGE_SIZE = 50
SELECT_MESSAGES = (
    "SELECT messages.id, messages.request, position, recipient, sg_message_id, custom_args, state,"
    " messages.accepted_at FROM messages"
)
# instr, not LIKE: an underscore in an address is an underscore, and '' is found everywhere.
COUNT_FOUND = "SELECT count(*) FROM messages WHERE instr(recipient, ?) > 0"
SELECT_PAGE = (
    SELECT_MESSAGES + " WHERE instr(recipient, ?) > 0 ORDER BY messages.id DESC LIMIT ? OFFSET ?"
)
SELECT_ONE = SELECT_MESSAGES + " WHERE messages.id = ?"
SELECT_PENDING = (
    "SELECT outcome, steps_posted, count(*) FROM messages WHERE next_event_at IS NOT NULL"
    " GROUP BY outcome, steps_posted"
)
STATUS = {
    "requests": "SELECT count(*) FROM requests",
    "refused": "SELECT value FROM counters WHERE name = 'refused'",
    "messages": "SELECT count(*) FROM messages",
    "duplicates": "SELECT (SELECT count(*) FROM messages)"
    " - (SELECT count(*) FROM (SELECT DISTINCT recipient, digest FROM messages))",
    "events_posted": "SELECT value FROM counters WHERE name = 'events_posted'",
}

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """One kept message; `mail` renders it, `accepted_at` is in UTC."""

    id: int
    position: int
    recipient: str
    sg_message_id: str
    custom_args: dict[str, str]
    state: State
    accepted_at: datetime
    body: dict[str, Any]
    mail: MailRenderer


@dataclass(frozen=True, slots=True)
class MessagePage:
    """One page of the list, newest first; `number` counts from 1."""

    messages: list[StoredMessage]
    total: int
    number: int
    last_number: int


class MailReader:
    """Reads with a connection and a thread of its own, so that a page never delays acceptance."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, check_same_thread=False)
        self._connection.execute("PRAGMA query_only = ON")
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mailroom-reader")

    def close(self) -> None:
        """Finish what was begun and close the file."""
        self._thread.shutdown(wait=True)
        self._connection.close()

    async def status(self) -> dict[str, int]:
        """Return the counts of `GET /status`."""
        return await self._run(self._status)

    async def page(self, address_part: str, number: int) -> MessagePage:
        """Return a page of the messages whose address contains `address_part`, in any case."""
        return await self._run(lambda: self._page(address_part, number))

    async def message(self, message_id: int) -> StoredMessage | None:
        """Return one message, or None."""
        return await self._run(lambda: self._message(message_id))

    async def _run(self, work: Callable[[], Answer]) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _number(self, query: str, *values: object) -> int:
        found: int = self._connection.execute(query, values).fetchone()[0]
        return found

    def _status(self) -> dict[str, int]:
        counts = {name: self._number(query) for name, query in STATUS.items()}
        waiting = self._connection.execute(SELECT_PENDING)
        counts["events_pending"] = sum(
            messages * (len(SEQUENCES[Outcome(outcome)]) - posted)
            for outcome, posted, messages in waiting
        )
        return counts

    def _page(self, address_part: str, number: int) -> MessagePage:
        wanted = address_part.lower()
        total = self._number(COUNT_FOUND, wanted)
        last_number = max(1, -(-total // PAGE_SIZE))
        shown = min(max(number, 1), last_number)
        rows = self._connection.execute(
            SELECT_PAGE,
            (wanted, PAGE_SIZE, (shown - 1) * PAGE_SIZE),
        ).fetchall()
        return MessagePage(self._messages(rows), total, shown, last_number)

    def _message(self, message_id: int) -> StoredMessage | None:
        rows = self._connection.execute(SELECT_ONE, (message_id,)).fetchall()
        return next(iter(self._messages(rows)), None)

    def _messages(self, rows: list[tuple[Any, ...]]) -> list[StoredMessage]:
        renderers: dict[int, tuple[dict[str, Any], MailRenderer]] = {}
        messages = []
        for number, request, position, recipient, sg_id, custom_args, state, accepted_at in rows:
            if request not in renderers:
                body = self._body(request)
                renderers[request] = (body, MailRenderer(body))
            body, mail = renderers[request]
            messages.append(
                StoredMessage(
                    id=number,
                    position=position,
                    recipient=recipient,
                    sg_message_id=sg_id,
                    custom_args=json.loads(custom_args),
                    state=State(state),
                    accepted_at=datetime.fromtimestamp(accepted_at, UTC),
                    body=body,
                    mail=mail,
                )
            )
        return messages

    def _body(self, request: int) -> dict[str, Any]:
        packed = self._connection.execute(
            "SELECT body FROM requests WHERE id = ?", (request,)
        ).fetchone()[0]
        body: dict[str, Any] = json.loads(zlib.decompress(packed))
        return body
