"""Channels after mail, act by act: letters that are printed, and the substitute notice.

Attempts of one act share an id made like a request's, though no request stands behind it.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    func,
    insert,
    literal,
    select,
    update,
)
from ulid import ULID

from domain.notices import LETTER_RANK, LIST_RANK, AttemptState, Channel
from register.channel_plan import is_beyond_reach, is_due, order_of
from register.columns import Instant
from register.notice_states import refresh_notices
from register.tables_channels import letter_runs
from register.tables_people import attempts, notices

_RANKS = {**LIST_RANK, **LETTER_RANK}
_ONLY_RANK = 10


class Made(NamedTuple):
    """Attempts of one act: the id that they share, and how many people they are for."""

    act_id: str
    people: int


def insert_attempts(
    connection: Connection,
    which: ColumnElement[bool],
    channel: Channel,
    state: AttemptState,
    now: datetime,
) -> Made:
    """One attempt for each notice for which `which` holds, in order of the notices."""
    act_id = str(ULID())
    rows = select(
        literal(act_id),
        func.row_number().over(order_by=notices.c.id) - 1,
        notices.c.id,
        literal(channel.value),
        literal(state.value),
        literal(_RANKS.get(state, _ONLY_RANK)),
        literal(now, Instant()),
    ).where(which)
    columns = ["request_id", "position", "notice_id", "channel", "state", "rank", "updated_at"]
    count = connection.execute(insert(attempts).from_select(columns, rows)).rowcount
    if count:
        made = notices.c.id.in_(select(attempts.c.notice_id).where(attempts.c.request_id == act_id))
        connection.execute(update(notices).where(made).values(channel=channel.value))
        refresh_notices(connection, made)
    return Made(act_id, count)


def claim_letters(connection: Connection, wave_id: str, now: datetime) -> int:
    """Turn to the post for everybody whose turn it is: how many letters are new.

    These are people planned for a letter, and those whom the channels before it did not reach and
    who have a postal address. Nobody gets a second letter by this.
    """
    which = letters_to_print(connection, wave_id)
    run, count = insert_attempts(connection, which, Channel.LETTER, AttemptState.PRINTED, now)
    if count:
        add_run(connection, wave_id, run)
    return count


def add_run(connection: Connection, wave_id: str, run: str) -> int:
    """Give a print run its number within its wave."""
    last = connection.execute(
        select(func.max(letter_runs.c.number)).where(letter_runs.c.wave_id == wave_id)
    ).scalar_one()
    number = (last or 0) + 1
    connection.execute(insert(letter_runs).values(id=run, wave_id=wave_id, number=number))
    return number


def print_runs(connection: Connection, wave_id: str) -> list[tuple[str, str, int]]:
    """Letters that wait for the post: run, merchant and how many, in order."""
    rows = connection.execute(
        select(attempts.c.request_id, notices.c.party_id, func.count())
        .join(notices, notices.c.id == attempts.c.notice_id)
        .where(_printed(wave_id))
        .group_by(attempts.c.request_id, notices.c.party_id)
        .order_by(attempts.c.request_id, notices.c.party_id)
    )
    return [(run, party_id, count) for run, party_id, count in rows]


def mark_posted(connection: Connection, wave_id: str, now: datetime) -> int:
    """The printed letters of a wave were handed to the post; how many that were."""
    runs = [run for run, _party, _count in print_runs(connection, wave_id)]
    moved = connection.execute(
        update(attempts)
        .where(attempts.c.request_id.in_(runs), attempts.c.state == AttemptState.PRINTED.value)
        .values(
            state=AttemptState.POSTED.value, rank=LETTER_RANK[AttemptState.POSTED], updated_at=now
        )
    ).rowcount
    in_runs = select(attempts.c.notice_id).where(attempts.c.request_id.in_(runs))
    refresh_notices(connection, notices.c.id.in_(in_runs))
    return moved


def substitute(connection: Connection, wave_id: str, now: datetime) -> int:
    """Record the substitute notice for everybody whom no held channel reaches; how many."""
    which = beyond_reach(connection, wave_id)
    return insert_attempts(
        connection, which, Channel.SUBSTITUTE, AttemptState.SUBSTITUTED, now
    ).people


def letters_to_print(connection: Connection, wave_id: str) -> ColumnElement[bool]:
    """The condition "it is a letter's turn for this person of the wave"."""
    return is_due(wave_id, order_of(connection, wave_id), Channel.LETTER)


def beyond_reach(connection: Connection, wave_id: str) -> ColumnElement[bool]:
    """The condition "every held contact of this person of the wave was tried, or none is usable".

    Act on Protection of Personal Information, Article 26 (2), proviso: other measures stand in
    where telling the person is difficult.
    """
    return is_beyond_reach(wave_id, order_of(connection, wave_id))


def _printed(wave_id: str) -> ColumnElement[bool]:
    return and_(
        notices.c.wave_id == wave_id,
        attempts.c.channel == Channel.LETTER.value,
        attempts.c.state == AttemptState.PRINTED.value,
    )
