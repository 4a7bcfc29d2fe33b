"""Events of the mail provider: kept as they came, then applied as joins by rank.

They come twice, late and out of order; `sg_event_id` may change on a repetition. So nothing here
remembers which events were seen: an attempt's state is the one with the highest rank of all that
was ever reported, and the same events in any order and any number end the same.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from ulid import ULID

from domain.notices import MAIL_RANK, AttemptState
from register.notice_states import derived_state
from register.tables_incident import dispatches
from register.tables_people import attempts, notices, raw_events, requests
from sealing.values import ValueSealer

STATE_OF_EVENT: Mapping[str, AttemptState] = {
    "processed": AttemptState.ACCEPTED,
    "deferred": AttemptState.DEFERRED,
    "delivered": AttemptState.DELIVERED,
    "dropped": AttemptState.DROPPED,
    "bounce": AttemptState.BOUNCED,
    "spamreport": AttemptState.COMPLAINED,
}
"""Events about a mail's way. Opens and clicks are not tracked, and lists are not kept here."""


@dataclass(frozen=True, slots=True)
class Report:
    """One event about one of our mails: a mail of a request, or a single dispatch (no position)."""

    identity: str
    position: int | None
    state: AttemptState


def keep_raw(
    connection: Connection,
    sealer: ValueSealer,
    incident_id: str,
    body: str,
    count: int,
    times: tuple[datetime, datetime],
) -> None:
    """Keep the events of one incident from one POST; `times` are when it was signed, and came."""
    identity = str(ULID())
    signed_at, received_at = times
    connection.execute(
        insert(raw_events).values(
            id=identity,
            incident_id=incident_id,
            body=sealer.seal("raw_events", "body", identity, body),
            body_digest=hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest(),
            events=count,
            signed_at=signed_at,
            received_at=received_at,
        )
    )


def apply_reports(connection: Connection, reports: Iterable[Report], now: datetime) -> None:
    """Join reports into the attempts and dispatches they are about, and derive the notices."""
    mails: dict[tuple[str, int], AttemptState] = {}
    singles: dict[str, AttemptState] = {}
    for report in reports:
        if report.position is None:
            _join(singles, report.identity, report.state)
        else:
            _join(mails, (report.identity, report.position), report.state)
    if mails:
        _apply_to_attempts(connection, mails, now)
    if singles:
        _apply_to_dispatches(connection, singles, now)


def _join(found: dict[Any, AttemptState], key: Any, state: AttemptState) -> None:
    known = found.get(key)
    if known is None or MAIL_RANK[state] > MAIL_RANK[known]:
        found[key] = state


# The order of keys is the same in every transaction, so that two of them cannot lock each other
# out on a database that locks by row.
def _apply_to_attempts(
    connection: Connection, mails: dict[tuple[str, int], AttemptState], now: datetime
) -> None:
    rows = [
        {
            "b_request": request_id,
            "b_position": position,
            "b_rank": MAIL_RANK[state],
            "b_state": state.value,
            "b_now": now,
        }
        for (request_id, position), state in sorted(mails.items())
    ]
    connection.execute(_RAISE_ATTEMPT, rows)
    connection.execute(
        _FIRST_EVENT,
        [{"b_request": identity, "b_now": now} for identity in sorted({k[0] for k in mails})],
    )
    keys = [{"b_request": row["b_request"], "b_position": row["b_position"]} for row in rows]
    connection.execute(_DERIVE_NOTICE, keys)


def _apply_to_dispatches(
    connection: Connection, singles: dict[str, AttemptState], now: datetime
) -> None:
    connection.execute(
        _RAISE_DISPATCH,
        [
            {
                "b_dispatch": identity,
                "b_rank": MAIL_RANK[state],
                "b_state": state.value,
                "b_now": now,
            }
            for identity, state in sorted(singles.items())
        ],
    )


_RAISE_ATTEMPT = (
    update(attempts)
    .where(
        attempts.c.request_id == bindparam("b_request"),
        attempts.c.position == bindparam("b_position"),
        attempts.c.rank < bindparam("b_rank"),
    )
    .values(state=bindparam("b_state"), rank=bindparam("b_rank"), updated_at=bindparam("b_now"))
)
_FIRST_EVENT = (
    update(requests)
    .where(requests.c.id == bindparam("b_request"), requests.c.first_event_at.is_(None))
    .values(first_event_at=bindparam("b_now"))
)
_DERIVE_NOTICE = (
    update(notices)
    .where(
        notices.c.id
        == select(attempts.c.notice_id)
        .where(
            attempts.c.request_id == bindparam("b_request"),
            attempts.c.position == bindparam("b_position"),
        )
        .scalar_subquery()
    )
    .values(state=derived_state())
)
_RAISE_DISPATCH = (
    update(dispatches)
    .where(dispatches.c.id == bindparam("b_dispatch"), dispatches.c.rank < bindparam("b_rank"))
    .values(state=bindparam("b_state"), rank=bindparam("b_rank"), updated_at=bindparam("b_now"))
)
