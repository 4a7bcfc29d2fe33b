"""The statements that join what events say into attempts, requests, notices and dispatches.

Rows go in one statement a state, as a JSON list to SQLite and as arrays to PostgreSQL: binding a
row at a time costs more than joining it. Both lock the requests first, in order of their ids, as
whoever changes attempts does, so that two transactions do not wait for each other.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    Connection,
    Integer,
    String,
    any_,
    bindparam,
    column,
    func,
    select,
    update,
)

from domain.notices import MAIL_RANK, AttemptState
from register.notice_states import derived_state
from register.tables_incident import dispatches
from register.tables_people import attempts, notices, requests


def lock_requests(connection: Connection, identities: Iterable[str]) -> frozenset[str]:
    """Lock these requests until the transaction ends; which of them there are."""
    wanted = sorted(identities)
    if _takes_arrays(connection):
        found = connection.execute(_LOCK_SET, {"b_ids": wanted}).scalars().all()
        return frozenset(found)
    # SQLite's writer is alone already.
    return frozenset(connection.execute(_KNOWN, {"b_ids": json.dumps(wanted)}).scalars())


def join_mails(
    connection: Connection, mails: Mapping[tuple[str, int], AttemptState], now: datetime
) -> None:
    """Raise the attempts at these places to what was reported, and derive their notices."""
    if _takes_arrays(connection):
        _join_set(connection, mails, now)
        return
    for state in sorted(set(mails.values())):
        places = sorted(place for place, reported in mails.items() if reported is state)
        _join_one_state(connection, state, places, now)
    asked = sorted({request_id for request_id, _ in mails})
    connection.execute(_FIRST_EVENT, {"b_ids": json.dumps(asked), "b_now": now})


def join_dispatches(
    connection: Connection, singles: Mapping[str, AttemptState], now: datetime
) -> None:
    """Raise these single mails to what was reported."""
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


def _join_one_state(
    connection: Connection, state: AttemptState, places: list[tuple[str, int]], now: datetime
) -> None:
    told = {"b_places": json.dumps(places)}
    reported = {"b_rank": MAIL_RANK[state], "b_state": state.value, "b_now": now}
    raised = connection.execute(_RAISE_LIST, told | reported)
    # "Processed" says nothing new after an answer, nor does a repetition: most events are such.
    if raised.rowcount:
        connection.execute(_DERIVE_LIST, told)


def _takes_arrays(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def _join_set(
    connection: Connection, mails: Mapping[tuple[str, int], AttemptState], now: datetime
) -> None:
    places = sorted(mails)
    given = {
        "b_requests": [request_id for request_id, _ in places],
        "b_positions": [position for _, position in places],
        "b_ranks": [MAIL_RANK[mails[place]] for place in places],
        "b_states": [mails[place].value for place in places],
        "b_now": now,
    }
    raised = connection.execute(_RAISE_SET, given).scalars().all()
    wanted = sorted({request_id for request_id, _ in places})
    connection.execute(_FIRST_EVENT_SET, {"b_ids": wanted, "b_now": now})
    if raised:
        connection.execute(_DERIVE_SET, {"b_ids": sorted(set(raised))})


_ids = func.json_each(bindparam("b_ids", type_=String())).table_valued("value", name="asked")
_KNOWN = select(requests.c.id).where(requests.c.id.in_(select(_ids.c.value)))
_places = func.json_each(bindparam("b_places", type_=String())).table_valued("value", name="places")
_AT_PLACE = (
    attempts.c.request_id == func.json_extract(_places.c.value, "$[0]"),
    attempts.c.position == func.json_extract(_places.c.value, "$[1]"),
)
_RAISE_LIST = (
    update(attempts)
    .where(*_AT_PLACE, attempts.c.rank < bindparam("b_rank"))
    .values(state=bindparam("b_state"), rank=bindparam("b_rank"), updated_at=bindparam("b_now"))
)
_DERIVE_LIST = (
    update(notices)
    .where(notices.c.id.in_(select(attempts.c.notice_id).where(*_AT_PLACE)))
    .values(state=derived_state())
)
_FIRST_EVENT = (
    update(requests)
    .where(requests.c.id.in_(select(_ids.c.value)), requests.c.first_event_at.is_(None))
    .values(first_event_at=bindparam("b_now"))
)
_RAISE_DISPATCH = (
    update(dispatches)
    .where(dispatches.c.id == bindparam("b_dispatch"), dispatches.c.rank < bindparam("b_rank"))
    .values(state=bindparam("b_state"), rank=bindparam("b_rank"), updated_at=bindparam("b_now"))
)


def _array(name: str, kind: Any) -> Any:
    return bindparam(name, type_=ARRAY(kind))


_LOCK_SET = (
    select(requests.c.id)
    .where(requests.c.id == any_(_array("b_ids", String())))
    .order_by(requests.c.id)
    .with_for_update()
)
_reported = (
    func.unnest(
        _array("b_requests", String()),
        _array("b_positions", Integer()),
        _array("b_ranks", Integer()),
        _array("b_states", String()),
    )
    .table_valued(
        column("request_id", String()),
        column("position", Integer()),
        column("rank", Integer()),
        column("state", String()),
    )
    .render_derived(name="reported")
)
_RAISE_SET = (
    update(attempts)
    .where(
        attempts.c.request_id == _reported.c.request_id,
        attempts.c.position == _reported.c.position,
        attempts.c.rank < _reported.c.rank,
    )
    .values(state=_reported.c.state, rank=_reported.c.rank, updated_at=bindparam("b_now"))
    .returning(attempts.c.notice_id)
)
_FIRST_EVENT_SET = (
    update(requests)
    .where(requests.c.id == any_(_array("b_ids", String())), requests.c.first_event_at.is_(None))
    .values(first_event_at=bindparam("b_now"))
)
_DERIVE_SET = (
    update(notices)
    .where(notices.c.id == any_(_array("b_ids", Integer())))
    .values(state=derived_state())
)
