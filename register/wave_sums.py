"""The sums of a wave: what events and age make of it, and whether it adds up.

All of it is SQL over sets, because a wave can hold a million people. `settled_before` is server
time, since it is about answers and events of a real provider.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    and_,
    exists,
    func,
    or_,
    select,
    update,
)

from contracts.wave_payloads import ShardResult, WaveStanding
from domain.notices import AttemptState, Channel, NoticeState, adds_up
from register.channel_lists import people_listed, people_to_list
from register.claims import OpenShard, unclaimed
from register.doubts import doubtful_requests
from register.fall_backs import beyond_reach, letters_to_print, print_runs
from register.outcomes import became_accepted, leave_in_doubt
from register.refusals import NotAllowedError
from register.requests import RequestState
from register.tables_people import attempts, notices, requests, wave_shards, waves
from register.wave_controls import is_cancelled
from register.wave_states import WaveState
from register.wave_stops import sweep


def settle(connection: Connection, wave_id: str, settled_before: datetime, now: datetime) -> None:
    """Derive what can be derived by now.

    A request in doubt any of whose people had an event was taken, so the others were accepted
    too. Accepted mail that got no final report within its time is accepted-unconfirmed. A claim
    that nobody works on any more is in doubt. In a wave that was given up, nobody is told any more.
    """
    of_wave = requests.c.wave_id == wave_id
    stale = _abandoned(settled_before)
    leave_in_doubt(
        connection, and_(of_wave, requests.c.state == RequestState.CLAIMED.value, stale), now
    )
    proven = and_(
        of_wave,
        requests.c.state == RequestState.UNKNOWN.value,
        requests.c.first_event_at.is_not(None),
    )
    became_accepted(connection, proven, now)
    _confirm_by_age(connection, wave_id, settled_before)
    if is_cancelled(connection, wave_id):
        sweep(connection, wave_id)


def standing(connection: Connection, wave_id: str, settled_before: datetime) -> WaveStanding:
    """The sums by notice state, and what waits for the provider, the post or a person."""
    population = connection.execute(
        select(waves.c.population).where(waves.c.id == wave_id)
    ).scalar_one()
    counts = counts_by_state(connection, wave_id)
    doubtful = doubtful_requests(wave_id, settled_before)
    in_doubt = and_(
        attempts.c.request_id.in_(doubtful), attempts.c.state == AttemptState.UNKNOWN.value
    )
    open_mail = and_(
        notices.c.wave_id == wave_id,
        notices.c.channel == Channel.MAIL.value,
        notices.c.state == NoticeState.IN_PROGRESS.value,
    )
    return WaveStanding(
        wave_id=wave_id,
        population=population,
        states={state.value: count for state, count in counts.items()},
        doubtful_requests=tuple(connection.execute(doubtful.order_by(requests.c.id)).scalars()),
        doubtful_people=_count(connection, attempts, in_doubt),
        open_mails=_count(connection, notices, open_mail),
        letters_to_print=_count(connection, notices, letters_to_print(connection, wave_id)),
        letters_to_post=sum(count for _, _, count in print_runs(connection, wave_id)),
        to_list=people_to_list(connection, wave_id),
        listed=people_listed(connection, wave_id),
        beyond_reach=_count(connection, notices, beyond_reach(connection, wave_id)),
        adds_up=adds_up(counts, population),
    )


def shard_result(connection: Connection, shard: OpenShard, paused: str) -> ShardResult:
    """Where a shard stands; refused requests left nothing behind and do not count."""
    of_shard = and_(requests.c.wave_id == shard.wave_id, requests.c.shard == shard.shard)
    rows = connection.execute(
        select(requests.c.state, func.count(), func.sum(requests.c.people))
        .where(of_shard, requests.c.state != RequestState.REFUSED.value)
        .group_by(requests.c.state)
    ).all()
    by_state = {state: (count, people) for state, count, people in rows}
    watermark = connection.execute(
        select(waves.c.watermark).where(waves.c.id == shard.wave_id)
    ).scalar_one()
    return ShardResult(
        shard=shard.shard,
        requests=sum(count for count, _ in by_state.values()),
        messages=by_state.get(RequestState.ACCEPTED.value, (0, 0))[1],
        unknown_requests=by_state.get(RequestState.UNKNOWN.value, (0, 0))[0],
        remaining=_count(connection, notices, unclaimed(shard)),
        watermark=watermark,
        paused=paused,
    )


class WaveId(NamedTuple):
    """A wave by number and id."""

    number: int
    id: str


def wave_ids(connection: Connection, incident_id: str) -> tuple[WaveId, ...]:
    """Every wave of an incident, by number."""
    rows = connection.execute(
        select(waves.c.number, waves.c.id)
        .where(waves.c.incident_id == incident_id)
        .order_by(waves.c.number)
    )
    return tuple(WaveId(row.number, row.id) for row in rows)


def _count(connection: Connection, table: FromClause, which: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(table).where(which)
    return connection.execute(query).scalar_one()


def counts_by_state(connection: Connection, wave_id: str) -> dict[NoticeState, int]:
    """How many notices of a wave are in each state."""
    rows = connection.execute(
        select(notices.c.state, func.count())
        .where(notices.c.wave_id == wave_id)
        .group_by(notices.c.state)
    )
    return {NoticeState(state): count for state, count in rows}


def finish(connection: Connection, wave_id: str, at: datetime) -> bool:
    """Mark a wave finished, at case time; False when it was already.

    Raises:
        NotAllowedError: the states do not add up to the population.
    """
    wave = connection.execute(
        select(waves.c.state, waves.c.population).where(waves.c.id == wave_id)
    ).one()
    if wave.state == WaveState.FINISHED.value:
        return False
    if wave.state != WaveState.SENDING.value:
        raise NotAllowedError("This wave was never started.")
    if not adds_up(counts_by_state(connection, wave_id), wave.population):
        raise NotAllowedError("The states of this wave do not add up to its population yet.")
    connection.execute(
        update(waves)
        .where(waves.c.id == wave_id)
        .values(state=WaveState.FINISHED.value, finished_at=at)
    )
    return True


def _abandoned(settled_before: datetime) -> ColumnElement[bool]:
    epoch = (
        select(wave_shards.c.epoch)
        .where(wave_shards.c.wave_id == requests.c.wave_id, wave_shards.c.shard == requests.c.shard)
        .scalar_subquery()
    )
    return or_(requests.c.epoch < epoch, requests.c.claimed_at < settled_before)


def _confirm_by_age(connection: Connection, wave_id: str, settled_before: datetime) -> None:
    waiting = exists().where(
        attempts.c.notice_id == notices.c.id,
        attempts.c.state.in_([AttemptState.ACCEPTED.value, AttemptState.DEFERRED.value]),
        requests.c.id == attempts.c.request_id,
        func.coalesce(requests.c.answered_at, requests.c.claimed_at) < settled_before,
    )
    connection.execute(
        update(notices)
        .where(
            notices.c.wave_id == wave_id,
            notices.c.state == NoticeState.IN_PROGRESS.value,
            notices.c.channel == Channel.MAIL.value,
            waiting,
        )
        .values(state=NoticeState.ACCEPTED_UNCONFIRMED.value)
    )
