"""Outcomes: what an answer, or its loss, makes of a request and of everybody in it.

Every change is a join by rank, so an event that was faster than the answer, or a decision that
was taken meanwhile, is never undone by it.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, select, update

from domain.notices import MAIL_RANK, AttemptState
from register.notice_states import notices_of, refresh_notices
from register.put_off import may_be_put_off, to_the_end
from register.requests import OPEN_STATES, RequestState
from register.tables_people import attempts, requests

_OPEN = requests.c.state.in_([state.value for state in OPEN_STATES])


def record_accepted(
    connection: Connection, request_id: str, message_id: str, now: datetime
) -> None:
    """The provider took the request; also an answer that comes after the claim was doubted."""
    this = requests.c.id == request_id
    connection.execute(update(requests).where(this).values(message_id=message_id, answered_at=now))
    became_accepted(connection, and_(this, _OPEN), now)


def record_unknown(connection: Connection, request_id: str, now: datetime) -> None:
    """The answer was lost after sending had begun: nobody is mailed again on this."""
    leave_in_doubt(connection, and_(requests.c.id == request_id, _OPEN), now)


def record_waiting(connection: Connection, request_id: str) -> None:
    """The provider certainly took nothing; the request waits to be claimed once more."""
    connection.execute(
        update(requests)
        .where(requests.c.id == request_id, requests.c.state == RequestState.CLAIMED.value)
        .values(state=RequestState.WAITING.value)
    )


def record_refused(connection: Connection, request_id: str, now: datetime) -> None:
    """The provider certainly took nothing; its people count as unclaimed again."""
    undo(connection, and_(requests.c.id == request_id, _OPEN), now)


def record_undeliverable(connection: Connection, request_id: str, now: datetime) -> None:
    """The provider took nothing because it knows that the mail cannot arrive: it came back."""
    _end(connection, request_id, AttemptState.BOUNCED, now)


def record_put_off(connection: Connection, request_id: str, now: datetime) -> None:
    """The provider took nothing for now: these people are tried again later, or did not get it."""
    if may_be_put_off(connection, request_id):
        record_refused(connection, request_id, now)
        to_the_end(connection, request_id)
    else:
        _end(connection, request_id, AttemptState.DROPPED, now)


def became_accepted(connection: Connection, which: ColumnElement[bool], now: datetime) -> None:
    """Requests that the provider took: everybody in them was accepted at least."""
    _raise_attempts(connection, which, AttemptState.ACCEPTED, now)
    # Claimed people are in progress already, and whoever had an event since was refreshed by it:
    # only where a request was more than claimed can this change the state of anybody.
    moved = select(requests.c.id).where(which, requests.c.state != RequestState.CLAIMED.value)
    if connection.execute(moved.limit(1)).first() is not None:
        refresh_notices(connection, notices_of(moved))
    connection.execute(update(requests).where(which).values(state=RequestState.ACCEPTED.value))


def leave_in_doubt(connection: Connection, which: ColumnElement[bool], now: datetime) -> None:
    """Requests of which nobody knows whether the provider took them.

    One that has had an event was certainly taken.
    """
    _lock(connection, which)
    became_accepted(connection, and_(which, requests.c.first_event_at.is_not(None)), now)
    doubted = and_(which, requests.c.first_event_at.is_(None))
    _raise_attempts(connection, doubted, AttemptState.UNKNOWN, now)
    refresh_notices(connection, notices_of(select(requests.c.id).where(doubted)))
    connection.execute(update(requests).where(doubted).values(state=RequestState.UNKNOWN.value))


def undo(connection: Connection, which: ColumnElement[bool], now: datetime) -> None:
    """Requests that certainly were not taken: their people can be claimed under a new one."""
    _lock(connection, which)
    _raise_attempts(connection, which, AttemptState.REFUSED, now)
    refresh_notices(connection, notices_of(select(requests.c.id).where(which)))
    connection.execute(
        update(requests).where(which).values(state=RequestState.REFUSED.value, answered_at=now)
    )


def _end(connection: Connection, request_id: str, state: AttemptState, now: datetime) -> None:
    which = and_(requests.c.id == request_id, _OPEN)
    _lock(connection, which)
    _raise_attempts(connection, which, state, now)
    refresh_notices(connection, notices_of(select(requests.c.id).where(which)))
    ended = {"state": RequestState.RETURNED.value, "answered_at": now}
    connection.execute(update(requests).where(which).values(**ended))


def _lock(connection: Connection, which: ColumnElement[bool]) -> None:
    """Let no event come in between: whoever changes attempts locks their requests first."""
    connection.execute(
        select(requests.c.id).where(which).order_by(requests.c.id).with_for_update()
    ).all()


def _raise_attempts(
    connection: Connection, which: ColumnElement[bool], state: AttemptState, now: datetime
) -> None:
    connection.execute(
        update(attempts)
        .where(
            attempts.c.request_id.in_(select(requests.c.id).where(which)),
            attempts.c.rank < MAIL_RANK[state],
        )
        .values(state=state.value, rank=MAIL_RANK[state], updated_at=now)
    )
