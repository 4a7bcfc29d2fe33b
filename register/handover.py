"""People whom a merchant notifies itself: one notice each, handed over once the merchant reports.

So published figures, people and notices add up also for merchants that give no mandate, and no
wave can mail people whom their merchant tells.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from domain.notices import AttemptState, Channel, NoticeState
from register.channel_lists import ListedPerson, opened_people
from register.check_codes import check_codes, part_doubles
from register.fall_backs import insert_attempts
from register.tables_people import notices, people
from register.wave_population import PURPOSE, ROWS_A_CHUNK, untold
from sealing.values import ValueSealer

CONTENT_VERSION = "handed_over"


def hand_over(connection: Connection, incident_id: str, party_id: str) -> int:
    """Note that this merchant tells its people itself: how many notices are new.

    Only people without a notice get one, so it can be repeated when more people become known.
    Notices that were taken back before hold again.
    """
    taken_back = connection.execute(
        update(notices)
        .where(
            _of_merchant(incident_id, party_id),
            notices.c.state == NoticeState.CANCELLED.value,
            notices.c.person_id.in_(select(people.c.id).where(untold())),
        )
        .values(state=NoticeState.IN_PROGRESS.value)
    ).rowcount
    person_ids = (
        connection.execute(
            select(people.c.id)
            .where(people.c.incident_id == incident_id, people.c.party_id == party_id, untold())
            .order_by(people.c.id)
        )
        .scalars()
        .all()
    )
    for start in range(0, len(person_ids), ROWS_A_CHUNK):
        chunk = person_ids[start : start + ROWS_A_CHUNK]
        _insert(connection, incident_id, party_id, chunk)
    part_doubles(connection, incident_id)
    return taken_back + len(person_ids)


def _insert(
    connection: Connection, incident_id: str, party_id: str, person_ids: Sequence[str]
) -> None:
    connection.execute(
        insert(notices),
        [
            {
                "incident_id": incident_id,
                "person_id": person_id,
                "party_id": party_id,
                "wave_id": None,
                "purpose": PURPOSE,
                "content_version": CONTENT_VERSION,
                "channel": Channel.MERCHANT.value,
                "state": NoticeState.IN_PROGRESS.value,
                "check_code": code,
            }
            for person_id, code in zip(person_ids, check_codes(len(person_ids)), strict=True)
        ],
    )


def confirm_hand_over(connection: Connection, incident_id: str, party_id: str) -> int:
    """The merchant reports that it has told its people: how many notices are final by that now."""
    which = and_(
        _of_merchant(incident_id, party_id), notices.c.state == NoticeState.IN_PROGRESS.value
    )
    now = datetime.now(UTC)
    return insert_attempts(
        connection, which, Channel.MERCHANT, AttemptState.HANDED_OVER, now
    ).people


def take_back(connection: Connection, incident_id: str, party_id: str) -> int:
    """The merchant gives its mandate after all: its people can be planned into a wave again.

    What it has reported as done stays done. Returns how many notices were taken back.
    """
    return connection.execute(
        update(notices)
        .where(
            _of_merchant(incident_id, party_id),
            notices.c.state == NoticeState.IN_PROGRESS.value,
        )
        .values(state=NoticeState.CANCELLED.value)
    ).rowcount


def _of_merchant(incident_id: str, party_id: str) -> ColumnElement[bool]:
    return and_(
        notices.c.incident_id == incident_id,
        notices.c.party_id == party_id,
        notices.c.channel == Channel.MERCHANT.value,
    )


def people_handed_over(
    connection: Connection, sealer: ValueSealer, party_id: str
) -> Iterator[ListedPerson]:
    """Everybody whom the merchant tells itself, by the lines of its own lists."""
    which = and_(
        notices.c.party_id == party_id,
        notices.c.channel == Channel.MERCHANT.value,
        notices.c.wave_id.is_(None),
        notices.c.state != NoticeState.CANCELLED.value,
    )
    return opened_people(connection, sealer, which)
