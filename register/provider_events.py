"""Events of the mail provider: kept as they came, then applied as joins by rank.

They come twice, late and out of order; `sg_event_id` may change on a repetition. So nothing here
remembers which events were seen: an attempt's state is the one with the highest rank of all that
was ever reported, and the same events in any order and any number end the same.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert
from ulid import ULID

from domain.notices import MAIL_RANK, AttemptState
from register.event_joins import join_dispatches, join_mails, lock_requests
from register.tables_people import raw_events
from sealing.values import ValueSealer

STATE_OF_EVENT: Mapping[str, AttemptState] = {
    "processed": AttemptState.ACCEPTED,
    "deferred": AttemptState.DEFERRED,
    "delivered": AttemptState.DELIVERED,
    "dropped": AttemptState.DROPPED,
    "bounce": AttemptState.BOUNCED,
    "spamreport": AttemptState.COMPLAINED,
}
"""Events about a mail's way."""

IGNORED_EVENTS = frozenset(
    {"open", "click", "unsubscribe", "group_unsubscribe", "group_resubscribe"}
)
"""Events that SendGrid documents and that move nobody: what a reader does is not tracked here."""


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


def apply_reports(connection: Connection, reports: Iterable[Report], now: datetime) -> int:
    """Join reports into the attempts and dispatches they are about, and derive the notices.

    Returns how many were about a request that is not in this register, and so changed nothing.
    """
    mails: dict[tuple[str, int], AttemptState] = {}
    singles: dict[str, AttemptState] = {}
    asked: Counter[str] = Counter()
    for report in reports:
        if report.position is None:
            _join(singles, report.identity, report.state)
        else:
            _join(mails, (report.identity, report.position), report.state)
            asked[report.identity] += 1
    known = lock_requests(connection, asked)
    mails = {place: state for place, state in mails.items() if place[0] in known}
    if mails:
        join_mails(connection, mails, now)
    if singles:
        join_dispatches(connection, singles, now)
    return sum(count for identity, count in asked.items() if identity not in known)


def _join(found: dict[Any, AttemptState], key: Any, state: AttemptState) -> None:
    known = found.get(key)
    if known is None or MAIL_RANK[state] > MAIL_RANK[known]:
        found[key] = state
