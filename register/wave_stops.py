"""Stopping a wave that is being sent: a pause, and giving up what is left of it.

A claim that was committed before a pause may still be on its way out for a moment. Whoever pauses
waits until nothing is in flight (`requests_in_flight`); after that no request leaves.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, or_, select, update

from domain.notices import Channel, NoticeState
from domain.pacing import BY_HAND
from register.refusals import NotAllowedError
from register.requests import RequestState
from register.tables_people import notices, requests
from register.wave_controls import is_cancelled, lock_wave, mark_cancelled, pause_wave
from register.wave_states import WaveState


class SoFar(NamedTuple):
    """People of a wave: mail or another way is out, the outcome is unknown, nothing has left."""

    out: int
    in_doubt: int
    left: int
    cancelled: int


def pause_by_hand(connection: Connection, wave_id: str, now: datetime) -> None:
    """Let no further claim commit.

    Raises:
        NotAllowedError: the wave is not being sent.
    """
    _require_sending(connection, wave_id)
    pause_wave(connection, wave_id, BY_HAND, now)


def cancel_rest(connection: Connection, wave_id: str, now: datetime) -> SoFar:
    """Give up everybody who was not told yet; how far the wave had come.

    Whoever was claimed is settled like in any other wave. Whoever was not, and whom mail did not
    reach, is free for another plan, under another document.

    Raises:
        NotAllowedError: the wave is not being sent, or was given up before.
    """
    _require_sending(connection, wave_id)
    mark_cancelled(connection, wave_id, now)
    sweep(connection, wave_id)
    return so_far(connection, wave_id)


def sweep(connection: Connection, wave_id: str) -> None:
    """In a wave that was given up, nobody waits for another channel, or for mail once more."""
    state = notices.c.state
    elsewhere = and_(
        state == NoticeState.IN_PROGRESS.value, notices.c.channel != Channel.MAIL.value
    )
    waits = or_(state.in_([NoticeState.PLANNED.value, NoticeState.UNREACHED.value]), elsewhere)
    connection.execute(
        update(notices)
        .where(notices.c.wave_id == wave_id, waits)
        .values(state=NoticeState.CANCELLED.value)
    )


def requests_in_flight(connection: Connection, wave_id: str, since: datetime) -> int:
    """Requests that were claimed since a time (server time) and whose answer is not recorded.

    One that was claimed before is nobody's any more: its worker has died.
    """
    return connection.execute(
        select(func.count()).where(
            requests.c.wave_id == wave_id,
            requests.c.state == RequestState.CLAIMED.value,
            requests.c.claimed_at >= since,
        )
    ).scalar_one()


def so_far(connection: Connection, wave_id: str) -> SoFar:
    """How far a wave has come, in people."""
    rows = connection.execute(
        select(notices.c.state, func.count())
        .where(notices.c.wave_id == wave_id)
        .group_by(notices.c.state)
    )
    counts = {NoticeState(state): count for state, count in rows}
    left = counts.pop(NoticeState.PLANNED, 0)
    in_doubt = counts.pop(NoticeState.UNKNOWN, 0)
    cancelled = counts.pop(NoticeState.CANCELLED, 0)
    return SoFar(sum(counts.values()), in_doubt, left, cancelled)


def _require_sending(connection: Connection, wave_id: str) -> None:
    if lock_wave(connection, wave_id) != WaveState.SENDING.value:
        raise NotAllowedError("This wave is not being sent.")
    if is_cancelled(connection, wave_id):
        raise NotAllowedError("This wave has been cancelled already.")
