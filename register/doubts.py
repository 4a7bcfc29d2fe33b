"""A person's decision about requests of which nobody knows whether the provider took them."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, Select, and_, exists, func, or_, select, update

from domain.notices import AttemptState
from register.notice_states import notices_of, refresh_notices
from register.requests import DECIDED_RANK, RequestState
from register.tables_incident import parties
from register.tables_people import attempts, notices, requests


class DoubtDecision(StrEnum):
    """Treat the people as told, or mail them once more, knowing that some may get it twice."""

    TOLD = "told"
    SEND_AGAIN = "send_again"


_ATTEMPT_STATE = {
    DoubtDecision.TOLD: AttemptState.SETTLED,
    DoubtDecision.SEND_AGAIN: AttemptState.CANCELLED,
}
_REQUEST_STATE = {
    DoubtDecision.TOLD: RequestState.SETTLED,
    DoubtDecision.SEND_AGAIN: RequestState.CANCELLED,
}


class Doubt(NamedTuple):
    """A request in doubt: how many of its people are, since when (server time).

    `may_be_decided`: its time to settle is over, and nothing more is to be expected.
    """

    request_id: str
    merchant: str
    people: int
    claimed_at: datetime
    may_be_decided: bool


def doubts_of(connection: Connection, wave_id: str, settled_before: datetime) -> tuple[Doubt, ...]:
    """Every request of a wave in doubt, those first about which a person may decide."""
    rows = connection.execute(
        select(requests.c.id, parties.c.key, func.count(), requests.c.claimed_at)
        .join(attempts, attempts.c.request_id == requests.c.id)
        .join(notices, notices.c.id == attempts.c.notice_id)
        .join(parties, parties.c.id == notices.c.party_id)
        .where(
            requests.c.wave_id == wave_id,
            requests.c.state == RequestState.UNKNOWN.value,
            attempts.c.state == AttemptState.UNKNOWN.value,
        )
        .group_by(requests.c.id, parties.c.key, requests.c.claimed_at)
        .order_by(requests.c.id)
    ).all()
    due = set(connection.execute(doubtful_requests(wave_id, settled_before)).scalars())
    found = [Doubt(name, key, count, at, name in due) for name, key, count, at in rows]
    return tuple(sorted(found, key=lambda doubt: not doubt.may_be_decided))


def doubtful_requests(wave_id: str, settled_before: datetime) -> Select[tuple[str]]:
    """Requests in doubt past their time, with no event though later ones had theirs.

    While later requests are still within their time and none of them had an event, the webhook
    itself may be late. Once they are past it too, silence proves nothing more and a person is
    asked all the same, or the wave would hang for ever.
    """
    later = requests.alias("later")
    is_later = and_(later.c.wave_id == wave_id, later.c.claimed_at > requests.c.claimed_at)
    had_event = exists().where(is_later, later.c.first_event_at.is_not(None))
    within_time = exists().where(is_later, later.c.claimed_at >= settled_before)
    return select(requests.c.id).where(
        requests.c.wave_id == wave_id,
        requests.c.state == RequestState.UNKNOWN.value,
        requests.c.first_event_at.is_(None),
        requests.c.claimed_at < settled_before,
        or_(had_event, ~within_time),
    )


def decide(
    connection: Connection,
    wave_id: str,
    request_ids: tuple[str, ...],
    decision: DoubtDecision,
    now: datetime,
) -> int:
    """Carry out a decision; how many people it moved, nobody the second time.

    Only people whose outcome is still unknown are moved: one with an event keeps what it says.
    """
    attempt_state, request_state = _ATTEMPT_STATE[decision], _REQUEST_STATE[decision]
    doubted = and_(
        requests.c.wave_id == wave_id,
        requests.c.id.in_(request_ids),
        requests.c.state == RequestState.UNKNOWN.value,
    )
    found = select(requests.c.id).where(doubted)
    moved = connection.execute(
        update(attempts)
        .where(attempts.c.request_id.in_(found), attempts.c.state == AttemptState.UNKNOWN.value)
        .values(state=attempt_state.value, rank=DECIDED_RANK, updated_at=now)
    ).rowcount
    refresh_notices(connection, notices_of(found))
    connection.execute(update(requests).where(doubted).values(state=request_state.value))
    return moved


def decided_people(
    connection: Connection, request_ids: tuple[str, ...], decision: DoubtDecision
) -> int:
    """How many people such a decision holds for, so that a repeated activity answers the same."""
    return connection.execute(
        select(func.count()).where(
            attempts.c.request_id.in_(request_ids),
            attempts.c.state == _ATTEMPT_STATE[decision].value,
        )
    ).scalar_one()
