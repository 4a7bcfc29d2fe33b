"""Commits the provider's posts: many at once in one transaction, and never for longer than told.

A post is either committed or given back: then the provider sends it once more, which does no harm.
What cannot be committed with others is tried by itself, so that one post never keeps others out.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from register.passing_faults import passing
from register.provider_events import Report, apply_reports, keep_raw
from register.provider_posts import (
    FOREIGN,
    MALFORMED,
    UNKNOWN_KIND,
    UNKNOWN_MAIL,
    ProviderPost,
    kept_text,
    read_post,
)
from register.store import Register, RegisterError

ANSWER_SECONDS = 8.0
"""SendGrid waits ten seconds for an answer, and counts none as a failure."""

MOST_BYTES_A_COMMIT = 8_000_000
MOST_BYTES_WAITING = 64_000_000

_log = logging.getLogger("shirase.intake")


@dataclass(frozen=True, slots=True, repr=False)
class _Waiting:
    body: bytes
    timestamp: str
    received_at: datetime
    done: asyncio.Future[bool]


class EventCommitter:
    """The one way of events into a register; used from one event loop."""

    def __init__(self, register: Register, answer_seconds: float = ANSWER_SECONDS) -> None:
        self.counts: Counter[str] = Counter()
        self._register = register
        self._answer_seconds = answer_seconds
        self._waiting: list[_Waiting] = []
        self._waiting_bytes = 0
        self._committing: asyncio.Task[None] | None = None

    async def commit(self, body: bytes, timestamp: str, received_at: datetime) -> bool:
        """Commit a signed post; False where it must come again.

        False does not mean that nothing was committed: it may still be on its way.
        """
        if self._waiting_bytes + len(body) > MOST_BYTES_WAITING:
            return False
        done = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(body, timestamp, received_at, done))
        self._waiting_bytes += len(body)
        if self._committing is None or self._committing.done():
            self._committing = asyncio.create_task(self._commit_waiting())
        try:
            return await asyncio.wait_for(asyncio.shield(done), self._answer_seconds)
        except TimeoutError:
            return False

    async def ask_register(self) -> None:
        """Return once the register answers; raises what the database raises."""
        await asyncio.to_thread(self._register.answers)

    async def _commit_waiting(self) -> None:
        while self._waiting:
            taken = self._take()
            committed = await asyncio.to_thread(self._commit_all, taken)
            self._waiting_bytes -= sum(len(waiting.body) for waiting in taken)
            for waiting, is_committed in zip(taken, committed, strict=True):
                if not waiting.done.done():
                    waiting.done.set_result(is_committed)

    def _take(self) -> list[_Waiting]:
        size = count = 0
        for waiting in self._waiting:
            size += len(waiting.body)
            if count and size > MOST_BYTES_A_COMMIT:
                break
            count += 1
        taken, self._waiting = self._waiting[:count], self._waiting[count:]
        return taken

    def _commit_all(self, taken: Sequence[_Waiting]) -> list[bool]:
        """Which of these were committed; raises nothing, or nobody would ever be answered."""
        try:
            self._write_all(taken)
        except Exception as error:  # noqa: BLE001 - whatever it is, the provider sends it again
            # Only the kind: values stay out of the log.
            _log.error("the register took no events: %s", type(error).__name__)
            passes = isinstance(error, DBAPIError) and passing(error) is not None
            if passes or len(taken) == 1:
                return [False] * len(taken)
            return [self._commit_all([waiting])[0] for waiting in taken]
        return [True] * len(taken)

    def _write_all(self, taken: Iterable[_Waiting]) -> None:
        posts = [read_post(one.body, one.timestamp, one.received_at) for one in taken]
        # A connection that breaks leaves raw events twice at worst; what they say is joined.
        counts = self._register.carry_out(
            lambda connection: self._write(connection, posts), together=True, may_repeat=True
        )
        self.counts.update(counts)

    def _write(self, connection: Connection, posts: Iterable[ProviderPost]) -> Counter[str]:
        counts = Counter(dict.fromkeys((FOREIGN, MALFORMED, UNKNOWN_KIND, UNKNOWN_MAIL), 0))
        reports: list[Report] = []
        for post in posts:
            counts["posts"] += 1
            counts.update(post.left_out)
            for incident_id, events in post.events.items():
                try:
                    sealer = self._register.sealer(incident_id, connection)
                except RegisterError:
                    # Another installation's, or an incident that has been erased.
                    counts[FOREIGN] += len(events)
                    continue
                counts["events"] += len(events)
                counts.update(post.odd[incident_id])
                times = (post.signed_at, post.received_at)
                keep_raw(connection, sealer, incident_id, kept_text(events), len(events), times)
                reports.extend(post.reports[incident_id])
        counts[UNKNOWN_MAIL] += apply_reports(connection, reports, datetime.now(UTC))
        return counts
