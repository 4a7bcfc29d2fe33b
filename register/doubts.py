"""A person's decision about requests of which nobody knows whether the provider took them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, and_, func, select, update

from domain.notices import AttemptState
from register.notice_states import notices_of, refresh_notices
from register.requests import DECIDED_RANK, RequestState
from register.tables_people import attempts, requests


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
