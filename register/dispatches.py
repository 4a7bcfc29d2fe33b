"""Single mails to contacts (merchant notices, reminders, alerts): claimed before they are sent.

The key says what the mail is for; a second claim under the same key is refused, so a repeated
activity sends nothing twice. A crash between claim and answer leaves `unknown`, for a person.
"""

from datetime import datetime

from sqlalchemy import Connection, insert, select, update
from ulid import ULID

from domain.notices import MAIL_RANK, AttemptState
from register.tables_incident import dispatches


def claim(
    connection: Connection,
    incident_id: str,
    key: str,
    purpose: str,
    contact_id: str,
    document_id: str | None,
    at: datetime,
) -> str | None:
    """The id of a fresh dispatch; None where that mail was claimed before, whatever became of it.

    A claim that was left behind without an outcome is marked unknown on the way.
    """
    row = connection.execute(
        select(dispatches.c.id, dispatches.c.state).where(dispatches.c.key == key)
    ).one_or_none()
    if row is not None:
        if row.state == AttemptState.CLAIMED:
            settle(connection, row.id, AttemptState.UNKNOWN, at)
        return None
    identity = str(ULID())
    connection.execute(
        insert(dispatches).values(
            id=identity,
            incident_id=incident_id,
            key=key,
            purpose=purpose,
            contact_id=contact_id,
            document_id=document_id,
            state=AttemptState.CLAIMED.value,
            rank=MAIL_RANK[AttemptState.CLAIMED],
            claimed_at=at,
            updated_at=at,
        )
    )
    return identity


def settle(connection: Connection, dispatch_id: str, state: AttemptState, at: datetime) -> None:
    """Record an outcome, unless the provider's events have told more already."""
    connection.execute(
        update(dispatches)
        .where(dispatches.c.id == dispatch_id, dispatches.c.rank < MAIL_RANK[state])
        .values(state=state.value, rank=MAIL_RANK[state], updated_at=at)
    )


def release(connection: Connection, dispatch_id: str) -> None:
    """Take back a claim whose mail surely did not go out, so that it can be claimed again."""
    dispatch = dispatches.c.id == dispatch_id
    connection.execute(dispatches.delete().where(dispatch))


def states(connection: Connection, incident_id: str, purpose: str) -> dict[str, str]:
    """State by key of all dispatches for one purpose."""
    rows = connection.execute(
        select(dispatches.c.key, dispatches.c.state).where(
            dispatches.c.incident_id == incident_id, dispatches.c.purpose == purpose
        )
    )
    return {row.key: row.state for row in rows}
