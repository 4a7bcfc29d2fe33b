"""People whom a mail server put off: not told, not failed, to be tried again some time later.

A batch of them goes to the end of its shard, in one of a few rounds; between two rounds it rests.
So one full mailbox, or a server that lets strangers wait, holds up nobody else.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select, update

from register.notice_states import notices_of
from register.senders import Wait
from register.tables_people import notices, requests

A_ROUND = 100_000_000
"""Added to the number of a batch for each time it was put off; no shard has so many batches."""

ROUNDS = 3
REST = timedelta(minutes=10)


def rest_before(
    connection: Connection, wave_id: str, shard: int, batch: int, now: datetime
) -> Wait | None:
    """How long a batch that was put off must still rest."""
    if batch < A_ROUND:
        return None
    last = connection.execute(
        select(func.max(requests.c.answered_at)).where(
            requests.c.wave_id == wave_id,
            requests.c.shard == shard,
            requests.c.batch == batch - A_ROUND,
        )
    ).scalar_one()
    if last is None or last + REST <= now:
        return None
    return Wait.to(last + REST, now)


def may_be_put_off(connection: Connection, request_id: str) -> bool:
    """Whether the people of a request have a further round."""
    batch: int = connection.execute(
        select(requests.c.batch).where(requests.c.id == request_id)
    ).scalar_one()
    return batch < A_ROUND * ROUNDS


def to_the_end(connection: Connection, request_id: str) -> None:
    """Move the people of a request to the end of their shard."""
    which = notices_of(select(requests.c.id).where(requests.c.id == request_id))
    connection.execute(update(notices).where(which).values(batch=notices.c.batch + A_ROUND))
