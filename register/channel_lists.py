"""Lists of people for somebody who calls, sends or decides: who is on them, and in which state.

A list is an act: its people are on it from then on, and nobody is put on a second one by the same
channel. The same list can be written again at any time, with the same lines.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, literal, select

from domain.channels import LISTED
from domain.notices import AttemptState, Channel
from domain.people import addressed
from register.channel_plan import is_due, order_of
from register.fall_backs import Made, insert_attempts
from register.tables_incident import parties
from register.tables_people import attempts, notices, people
from sealing.values import ValueSealer

_SHOWN = (
    notices.c.check_code,
    parties.c.key.label("merchant"),
    people.c.data_set_id,
    people.c.line,
    people.c.name,
    people.c.mail,
    people.c.phone,
    people.c.postal,
    people.c.addressee,
    func.coalesce(notices.c.told_items, people.c["items"]).label("leaked"),
)


@dataclass(frozen=True, slots=True, repr=False)
class ListedPerson:
    """One line of a list, opened; a contact that is not held is empty."""

    merchant: str
    check_code: str
    name: str
    phone: str
    mail: str
    postal_code: str
    address: str
    leaked: str
    state: AttemptState


def make_list(connection: Connection, wave_id: str, channel: Channel, now: datetime) -> Made:
    """Put everybody whose turn it is on a new list of this channel."""
    which = is_due(wave_id, order_of(connection, wave_id), channel)
    return insert_attempts(connection, which, channel, AttemptState.LISTED, now)


def list_ids(connection: Connection, wave_id: str, channel: Channel) -> tuple[str, ...]:
    """The lists of a channel so far, oldest first."""
    return tuple(
        connection.execute(
            select(attempts.c.request_id)
            .distinct()
            .join(notices, notices.c.id == attempts.c.notice_id)
            .where(notices.c.wave_id == wave_id, attempts.c.channel == channel.value)
            .order_by(attempts.c.request_id)
        ).scalars()
    )


def people_of_list(
    connection: Connection, sealer: ValueSealer, list_id: str
) -> Iterator[ListedPerson]:
    """Everybody on a list, in its order."""
    rows = connection.execute(
        select(*_SHOWN, attempts.c.state)
        .join(notices, notices.c.id == attempts.c.notice_id)
        .join(people, people.c.id == notices.c.person_id)
        .join(parties, parties.c.id == notices.c.party_id)
        .where(attempts.c.request_id == list_id)
        .order_by(attempts.c.position)
    )
    return (_opened(sealer, row) for row in rows)


def opened_people(
    connection: Connection, sealer: ValueSealer, which: ColumnElement[bool]
) -> Iterator[ListedPerson]:
    """The people of the notices for which `which` holds, in the order of their lists."""
    rows = connection.execute(
        select(*_SHOWN, literal(AttemptState.LISTED.value).label("state"))
        .select_from(notices)
        .join(people, people.c.id == notices.c.person_id)
        .join(parties, parties.c.id == notices.c.party_id)
        .where(which)
        .order_by(people.c.data_set_id, people.c.line)
    )
    return (_opened(sealer, row) for row in rows)


def people_to_list(connection: Connection, wave_id: str) -> dict[str, int]:
    """How many people are to be put on a list next, by channel; only channels with any."""
    order = order_of(connection, wave_id)
    found = {}
    for channel in LISTED:
        if channel not in {*order, Channel.HUMAN}:
            continue
        count = connection.execute(
            select(func.count()).select_from(notices).where(is_due(wave_id, order, channel))
        ).scalar_one()
        if count:
            found[channel.value] = count
    return found


def people_listed(connection: Connection, wave_id: str) -> dict[str, int]:
    """How many people are on a list without a result that settles it, by channel."""
    rows = connection.execute(
        select(attempts.c.channel, func.count())
        .join(notices, notices.c.id == attempts.c.notice_id)
        .where(
            notices.c.wave_id == wave_id,
            attempts.c.state == AttemptState.LISTED.value,
            attempts.c.channel.in_([channel.value for channel in LISTED]),
        )
        .group_by(attempts.c.channel)
        .order_by(attempts.c.channel)
    )
    return {channel: count for channel, count in rows}  # noqa: C416 - rows are not pairs to mypy


def _opened(sealer: ValueSealer, row: Any) -> ListedPerson:
    place = f"{row.data_set_id}:{row.line}"

    def opened(column: str) -> str:
        sealed = getattr(row, column)
        return "" if sealed is None else sealer.open("people", column, place, sealed)

    postal: dict[str, str] = json.loads(opened("postal") or "{}")
    return ListedPerson(
        merchant=row.merchant,
        check_code=row.check_code,
        name=addressed(opened("name"), row.addressee),
        phone=opened("phone"),
        mail=opened("mail"),
        postal_code=postal.get("postal_code") or "",
        address=postal.get("address") or "",
        leaked=row.leaked,
        state=AttemptState(row.state),
    )
