"""The control row of a sender: pause and rate, read and charged by every claim.

A claim locks this row in its own transaction, so once a pause has been committed no claim commits
after it, whichever process makes it. Times are server time: rates concern a real provider.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from register.tables_people import senders

BURST_SECONDS = 10.0
"""Requests that were not used are saved up for so long, and no longer."""

SECONDS_A_MINUTE = 60.0
LONGEST_REASON = 60


@dataclass(frozen=True, slots=True)
class Paused:
    """Nothing may be claimed now, and why; the reason is a short sentence without values."""

    reason: str


@dataclass(frozen=True, slots=True)
class Wait:
    """The rate or the pace is used up; the next request may be claimed after so many seconds."""

    seconds: float

    @classmethod
    def to(cls, moment: datetime, now: datetime) -> "Wait":
        """From now to a moment that lies ahead."""
        return cls((moment - now).total_seconds())

    def until(self, now: datetime) -> datetime:
        """When the wait that begins now will be over."""
        return now + timedelta(seconds=self.seconds)


def ensure_sender(
    connection: Connection,
    sender_id: str,
    requests_per_minute: int,
    now: datetime,
    *,
    people_a_request: int | None = None,
    reports_deliveries: bool = True,
) -> None:
    """Make a sender's control row, or give it another rate. A pause stays as it is.

    `people_a_request`: the most that its provider takes in one; None for whole batches.
    `reports_deliveries`: whether its provider also reports what arrived, not only what did not.
    Raises ValueError for a rate below one request a minute.
    """
    if requests_per_minute < 1:
        raise ValueError("a sender needs a rate of at least one request a minute")
    settings = {
        "requests_per_minute": requests_per_minute,
        "people_a_request": people_a_request,
        "reports_deliveries": reports_deliveries,
        "updated_at": now,
    }
    known = connection.execute(update(senders).where(senders.c.id == sender_id).values(**settings))
    if known.rowcount:
        return
    connection.execute(
        insert(senders).values(
            id=sender_id,
            paused=False,
            paused_reason="",
            tokens=_most_tokens(requests_per_minute),
            refilled_at=now,
            **settings,
        )
    )


def pause_sender(connection: Connection, sender_id: str, reason: str, now: datetime) -> None:
    """Let no further claim commit; the first reason stays until somebody resumes."""
    connection.execute(
        update(senders)
        .where(senders.c.id == sender_id, senders.c.paused.is_(False))
        .values(paused=True, paused_reason=reason[:LONGEST_REASON], updated_at=now)
    )


def resume_sender(connection: Connection, sender_id: str, now: datetime) -> None:
    """Let claims commit again."""
    connection.execute(
        update(senders)
        .where(senders.c.id == sender_id)
        .values(paused=False, paused_reason="", updated_at=now)
    )


def pause_of(connection: Connection, sender_id: str) -> Paused | None:
    """The pause in force, if there is one. An unknown sender counts as paused."""
    row = connection.execute(
        select(senders.c.paused, senders.c.paused_reason).where(senders.c.id == sender_id)
    ).one_or_none()
    if row is None:
        return Paused("this sender has not been set up")
    return Paused(row.paused_reason) if row.paused else None


def lock_sender(connection: Connection, sender_id: str) -> Row[Any] | Paused:
    """Lock the control row until the transaction ends; or say why nothing may be claimed."""
    row = connection.execute(
        select(senders).where(senders.c.id == sender_id).with_for_update()
    ).one_or_none()
    if row is None:
        return Paused("this sender has not been set up")
    return Paused(row.paused_reason) if row.paused else row


def take_token(connection: Connection, sender: Row[Any], now: datetime) -> Wait | None:
    """Take the right to one request from a locked control row; None means that it was taken."""
    a_second = sender.requests_per_minute / SECONDS_A_MINUTE
    # A clock that was set back must neither refill nor drain.
    elapsed = max((now - sender.refilled_at).total_seconds(), 0.0)
    tokens = min(sender.tokens + elapsed * a_second, _most_tokens(sender.requests_per_minute))
    if tokens < 1.0:
        return Wait((1.0 - tokens) / a_second)
    connection.execute(
        update(senders)
        .where(senders.c.id == sender.id)
        .values(tokens=tokens - 1.0, refilled_at=now, updated_at=now)
    )
    return None


def _most_tokens(requests_per_minute: int) -> float:
    return max(1.0, requests_per_minute * BURST_SECONDS / SECONDS_A_MINUTE)
