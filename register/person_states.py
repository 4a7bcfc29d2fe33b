"""What became of each person of a wave, in order, opened one by one: for a file, not for memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from domain.notices import AttemptState, Channel, NoticeState
from register.tables_incident import parties
from register.tables_people import attempts, notices, people
from sealing.values import ValueSealer

ROWS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True, repr=False)
class PersonState:
    """One person's notice, and its latest attempt; `at` is server time."""

    merchant: str
    line: int
    name: str
    check_code: str
    channel: Channel
    state: NoticeState
    last: AttemptState | None
    at: datetime | None


def person_states(
    connection: Connection, sealer: ValueSealer, wave_id: str
) -> Iterator[PersonState]:
    """Everybody of a wave by merchant and line of its list; read while the caller goes on."""
    latest = (
        select(attempts.c.request_id)
        .where(attempts.c.notice_id == notices.c.id)
        .order_by(attempts.c.request_id.desc())
        .limit(1)
        .correlate(notices)
        .scalar_subquery()
    )
    query = (
        select(
            parties.c.key,
            people.c.data_set_id,
            people.c.line,
            people.c.name,
            notices.c.check_code,
            notices.c.channel,
            notices.c.state,
            attempts.c.state.label("last"),
            attempts.c.updated_at,
        )
        .select_from(notices)
        .join(people, people.c.id == notices.c.person_id)
        .join(parties, parties.c.id == notices.c.party_id)
        .outerjoin(
            attempts, (attempts.c.notice_id == notices.c.id) & (attempts.c.request_id == latest)
        )
        .where(notices.c.wave_id == wave_id)
        .order_by(parties.c.key, people.c.data_set_id, people.c.line)
    )
    rows = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(query)
    for row in rows:
        place = f"{row.data_set_id}:{row.line}"
        yield PersonState(
            merchant=row.key,
            line=row.line,
            name=sealer.open("people", "name", place, row.name),
            check_code=row.check_code,
            channel=Channel(row.channel),
            state=NoticeState(row.state),
            last=AttemptState(row.last) if row.last else None,
            at=row.updated_at,
        )
