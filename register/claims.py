"""Claims: who may be sent what next, committed before a request leaves the house.

The order that "send once" rests on, each step one transaction:

1. `open_shard` takes a new epoch. Requests that an older epoch left claimed are in doubt from
   then on (`unknown`), those it left waiting certainly never left and are undone.
2. `claim` charges the sender's control row, checks wave and epoch, writes request and attempts.
   Only after its commit may the request be sent, and only once.
3. An answer is recorded by `register.outcomes`. Where it says that nothing was taken, `reclaim`
   repeats every check of step 2 before the same request may be sent again.

Nothing is ever sent on the strength of an `unknown` request; only a person can decide that
(`register.doubts`).
Claims of several shards may be made together: each first locks its shard, wave and sender.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    func,
    insert,
    literal,
    select,
    update,
)
from ulid import ULID

from domain.notices import MAIL_RANK, AttemptState, Channel, NoticeState
from register.columns import Instant
from register.outcomes import leave_in_doubt, undo
from register.pacing import Room, charge_pace, may_be_repeated, pace_of
from register.put_off import A_ROUND, rest_before
from register.requests import RequestState
from register.senders import Paused, Wait, lock_sender, take_token
from register.tables_incident import mandates
from register.tables_people import attempts, notices, requests, wave_shards, waves
from register.wave_states import WaveState

_MANDATED = select(mandates.c.party_id).where(mandates.c.withdrawn_at.is_(None))


class StaleEpochError(Exception):
    """Another run of this shard has taken over; this one may claim nothing more."""


class RegisterBehindError(Exception):
    """The register has not come as far as `watermark`: it was restored from an older backup."""

    def __init__(self, watermark: int) -> None:
        super().__init__()
        self.watermark = watermark


@dataclass(frozen=True, slots=True)
class OpenShard:
    """One run's right to claim from a shard, until a newer epoch is taken."""

    wave_id: str
    shard: int
    epoch: int
    sender_id: str
    watermark: int


@dataclass(frozen=True, slots=True)
class Claim:
    """People of one merchant who may be sent one request, now and once; `people` of them.

    Who they are is read afterwards (`register.claimed_people`): what a claim locks, other shards
    wait for.
    """

    request_id: str
    batch: int
    watermark: int
    people: int


def open_shard(
    connection: Connection, wave_id: str, shard: int, watermark: int, now: datetime
) -> OpenShard:
    """Take a new epoch on a shard and clear up what the last one left.

    `watermark` is the highest one that anybody was told of.

    Raises:
        RegisterBehindError: the register has not come so far.
    """
    wave = connection.execute(
        select(waves.c.sender_id, waves.c.watermark).where(waves.c.id == wave_id)
    ).one()
    if watermark > wave.watermark:
        raise RegisterBehindError(watermark)
    this = and_(wave_shards.c.wave_id == wave_id, wave_shards.c.shard == shard)
    connection.execute(update(wave_shards).where(this).values(epoch=wave_shards.c.epoch + 1))
    epoch = connection.execute(select(wave_shards.c.epoch).where(this)).scalar_one()
    left = and_(requests.c.wave_id == wave_id, requests.c.shard == shard, requests.c.epoch < epoch)
    leave_in_doubt(connection, and_(left, requests.c.state == RequestState.CLAIMED.value), now)
    undo(connection, and_(left, requests.c.state == RequestState.WAITING.value), now)
    return OpenShard(wave_id, shard, epoch, wave.sender_id, wave.watermark)


def claim(
    connection: Connection, shard: OpenShard, now: datetime, from_batch: int = 0
) -> Claim | Wait | Paused | None:
    """Claim the next batch of a shard; None when nobody is left to be claimed.

    `from_batch`: where the run stands; it only spares looking at all that were claimed before.

    Raises:
        StaleEpochError: another run has taken over.
    """
    _lock_shard(connection, shard)
    # Nobody's customers are mailed without a mandate, also when it is withdrawn half-way.
    may_be_claimed = and_(unclaimed(shard), notices.c.party_id.in_(_MANDATED))
    batch = _next_batch(connection, may_be_claimed, from_batch)
    if batch is None:
        left = connection.execute(select(notices.c.id).where(unclaimed(shard)).limit(1)).first()
        return Paused("a merchant has withdrawn its mandate") if left else None
    room = rest_before(connection, shard.wave_id, shard.shard, batch, now) or _room(
        connection, shard, now
    )
    if not isinstance(room, Room):
        return room
    request_id = str(ULID())
    of_batch = _first(and_(may_be_claimed, notices.c.batch == batch), room.people)
    _insert_attempts(connection, request_id, of_batch, now)
    claimed = connection.execute(
        update(notices).where(of_batch).values(state=NoticeState.IN_PROGRESS.value)
    ).rowcount
    connection.execute(
        insert(requests).values(
            id=request_id,
            incident_id=select(waves.c.incident_id)
            .where(waves.c.id == shard.wave_id)
            .scalar_subquery(),
            wave_id=shard.wave_id,
            shard=shard.shard,
            batch=batch,
            epoch=shard.epoch,
            people=claimed,
            state=RequestState.CLAIMED.value,
            claimed_at=now,
        )
    )
    connection.execute(
        update(waves).where(waves.c.id == shard.wave_id).values(watermark=waves.c.watermark + 1)
    )
    charge_pace(connection, shard.wave_id, claimed, now)
    watermark = connection.execute(
        select(waves.c.watermark).where(waves.c.id == shard.wave_id)
    ).scalar_one()
    return Claim(request_id, batch, watermark, claimed)


def _next_batch(connection: Connection, which: ColumnElement[bool], from_batch: int) -> int | None:
    """The first batch from one on, else the first of all: some may have been freed behind it."""
    first = select(notices.c.batch).where(which).order_by(notices.c.batch).limit(1)
    ahead = first.where(notices.c.batch.between(from_batch, A_ROUND - 1))
    batch: int | None = connection.execute(ahead).scalar_one_or_none() if from_batch else None
    return connection.execute(first).scalar_one_or_none() if batch is None else batch


def reclaim(
    connection: Connection, shard: OpenShard, request_id: str, now: datetime
) -> Wait | Paused | None:
    """Claim a waiting request once more; None means that it may be sent again.

    Raises:
        StaleEpochError: another run has taken over.
    """
    _lock_shard(connection, shard)
    sender = _require_open(connection, shard)
    if isinstance(sender, Paused):
        return sender
    hindrance = may_be_repeated(connection, shard.wave_id, now) or take_token(
        connection, sender, now
    )
    if hindrance is not None:
        return hindrance
    found = connection.execute(
        update(requests)
        .where(requests.c.id == request_id, requests.c.state == RequestState.WAITING.value)
        .values(state=RequestState.CLAIMED.value, claimed_at=now)
    )
    if not found.rowcount:
        raise StaleEpochError
    return None


def _lock_shard(connection: Connection, shard: OpenShard) -> None:
    """Keep every other run off this shard until the transaction ends."""
    epoch = connection.execute(
        select(wave_shards.c.epoch)
        .where(wave_shards.c.wave_id == shard.wave_id, wave_shards.c.shard == shard.shard)
        .with_for_update()
    ).scalar_one()
    if epoch != shard.epoch:
        raise StaleEpochError


def _room(connection: Connection, shard: OpenShard, now: datetime) -> Room | Wait | Paused:
    """How many may be claimed now, or why nobody; takes the token of one request with it."""
    sender = _require_open(connection, shard)
    if isinstance(sender, Paused):
        return sender
    expects = sender.reports_deliveries
    pace = pace_of(connection, shard.wave_id, now, expects_reports=expects)
    if not isinstance(pace, Room):
        return pace
    most = [people for people in (pace.people, sender.people_a_request) if people is not None]
    return take_token(connection, sender, now) or Room(min(most, default=None))


def _require_open(connection: Connection, shard: OpenShard) -> Row[Any] | Paused:
    """The locked control row of the sender, while the wave is being sent by it."""
    wave = connection.execute(
        select(waves.c.state, waves.c.sender_id)
        .where(waves.c.id == shard.wave_id)
        .with_for_update()
    ).one()
    if wave.state != WaveState.SENDING.value:
        return Paused("the wave is not being sent")
    if wave.sender_id != shard.sender_id:
        raise StaleEpochError
    return lock_sender(connection, shard.sender_id)


def _first(which: ColumnElement[bool], people: int | None) -> ColumnElement[bool]:
    """The first so many of the notices for which `which` holds; all of them for None."""
    if people is None:
        return which
    return notices.c.id.in_(select(notices.c.id).where(which).order_by(notices.c.id).limit(people))


def unclaimed(shard: OpenShard) -> ColumnElement[bool]:
    """The condition "this person of the shard is to be mailed and was not claimed yet"."""
    return and_(
        notices.c.wave_id == shard.wave_id,
        notices.c.shard == shard.shard,
        notices.c.channel == Channel.MAIL.value,
        notices.c.state == NoticeState.PLANNED.value,
    )


def _insert_attempts(
    connection: Connection, request_id: str, which: ColumnElement[bool], now: datetime
) -> None:
    position = func.row_number().over(order_by=notices.c.id) - 1
    rows = select(
        literal(request_id),
        position,
        notices.c.id,
        literal(Channel.MAIL.value),
        literal(AttemptState.CLAIMED.value),
        literal(MAIL_RANK[AttemptState.CLAIMED]),
        literal(now, Instant()),
    ).where(which)
    columns = ["request_id", "position", "notice_id", "channel", "state", "rank", "updated_at"]
    connection.execute(insert(attempts).from_select(columns, rows))
