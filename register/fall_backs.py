"""Channels after mail: letters, and the substitute notice for people whom no channel reaches.

Attempts of one act share an id made like a request's, though no request stands behind it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    exists,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    update,
)
from ulid import ULID

from domain.notices import LETTER_RANK, AttemptState, Channel, NoticeState
from register.columns import Instant
from register.notice_states import refresh_notices
from register.tables_people import attempts, notices, people
from sealing.values import ValueSealer

_ONLY_RANK = 10


@dataclass(frozen=True, slots=True, repr=False)
class LetterPerson:
    """Everything about one person that a letter shows, opened."""

    name: str
    postal_code: str
    address: str
    leaked: str
    check_code: str


def insert_attempts(
    connection: Connection,
    which: ColumnElement[bool],
    channel: Channel,
    state: AttemptState,
    now: datetime,
) -> int:
    """One attempt for each notice for which `which` holds; how many there were."""
    rank = LETTER_RANK.get(state, _ONLY_RANK)
    act_id = str(ULID())
    rows = select(
        literal(act_id),
        func.row_number().over(order_by=notices.c.id) - 1,
        notices.c.id,
        literal(channel.value),
        literal(state.value),
        literal(rank),
        literal(now, Instant()),
    ).where(which)
    columns = ["request_id", "position", "notice_id", "channel", "state", "rank", "updated_at"]
    count = connection.execute(insert(attempts).from_select(columns, rows)).rowcount
    if count:
        made = notices.c.id.in_(select(attempts.c.notice_id).where(attempts.c.request_id == act_id))
        connection.execute(update(notices).where(made).values(channel=channel.value))
        refresh_notices(connection, made)
    return count


def claim_letters(connection: Connection, wave_id: str, now: datetime) -> int:
    """Turn to the post for everybody whom mail cannot reach: how many letters are new.

    These are people planned for a letter, and those whom mail did not reach and who have a postal
    address. Nobody gets a second letter by this.
    """
    return insert_attempts(
        connection, letters_to_print(wave_id), Channel.LETTER, AttemptState.PRINTED, now
    )


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


def letters_of(
    connection: Connection, sealer: ValueSealer, run: str, party_id: str
) -> Iterator[LetterPerson]:
    """The people of one merchant in one print run, in the order of their letters."""
    rows = connection.execute(
        select(
            people.c.data_set_id,
            people.c.line,
            people.c.name,
            people.c.postal,
            people.c["items"].label("leaked"),
            notices.c.check_code,
        )
        .join(notices, notices.c.person_id == people.c.id)
        .join(attempts, attempts.c.notice_id == notices.c.id)
        .where(attempts.c.request_id == run, notices.c.party_id == party_id)
        .order_by(attempts.c.position)
    )
    for row in rows:
        place = f"{row.data_set_id}:{row.line}"
        postal: dict[str, str] = json.loads(sealer.open("people", "postal", place, row.postal))
        yield LetterPerson(
            name=sealer.open("people", "name", place, row.name),
            postal_code=postal["postal_code"],
            address=postal["address"],
            leaked=row.leaked,
            check_code=row.check_code,
        )


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
    which = beyond_reach(wave_id)
    return insert_attempts(connection, which, Channel.SUBSTITUTE, AttemptState.SUBSTITUTED, now)


def letters_to_print(wave_id: str) -> ColumnElement[bool]:
    """The condition "only a letter can reach this person of the wave, and none was tried"."""
    return and_(
        notices.c.wave_id == wave_id,
        or_(
            _is_planned_for(Channel.LETTER),
            notices.c.state == NoticeState.UNREACHED.value,
        ),
        _can_be_written_to(),
    )


def beyond_reach(wave_id: str) -> ColumnElement[bool]:
    """The condition "no held channel is left for this person of the wave"."""
    return and_(
        notices.c.wave_id == wave_id,
        or_(
            _is_planned_for(Channel.SUBSTITUTE),
            and_(notices.c.state == NoticeState.UNREACHED.value, not_(_can_be_written_to())),
        ),
    )


def _is_planned_for(channel: Channel) -> ColumnElement[bool]:
    return and_(notices.c.state == NoticeState.PLANNED.value, notices.c.channel == channel.value)


def _can_be_written_to() -> ColumnElement[bool]:
    letter = attempts.alias("letter")
    return and_(
        exists().where(people.c.id == notices.c.person_id, people.c.postal.is_not(None)),
        ~exists().where(
            letter.c.notice_id == notices.c.id, letter.c.channel == Channel.LETTER.value
        ),
    )


def _printed(wave_id: str) -> ColumnElement[bool]:
    return and_(
        notices.c.wave_id == wave_id,
        attempts.c.channel == Channel.LETTER.value,
        attempts.c.state == AttemptState.PRINTED.value,
    )
