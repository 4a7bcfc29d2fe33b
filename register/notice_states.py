"""The state of a notice, derived from its attempts by SQL, for many notices at once.

An attempt that told the person decides, whenever it was made; else the latest attempt does. So a
delivery report that comes late for an older attempt still counts, and a person who was reached is
not told again. Request ids are ULIDs and rise with time, which makes the greatest the latest.
"""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, not_, or_, select, update

from domain.notices import NOTICE_STATE_OF_ATTEMPT, AttemptState, NoticeState
from register.tables_people import attempts, notices

TOLD = (
    AttemptState.DELIVERED,
    AttemptState.COMPLAINED,
    AttemptState.POSTED,
    AttemptState.REACHED,
    AttemptState.HANDED_OVER,
    AttemptState.SUBSTITUTED,
    AttemptState.SETTLED,
)

# A refused attempt never left the house, and a cancelled one was given up by a person who wants
# the notice sent again: both leave the person to be claimed.
_STATE_OF_ATTEMPT = {
    **{attempt.value: notice.value for attempt, notice in NOTICE_STATE_OF_ATTEMPT.items()},
    AttemptState.REFUSED.value: NoticeState.PLANNED.value,
    AttemptState.CANCELLED.value: NoticeState.PLANNED.value,
}


def refresh_notices(connection: Connection, which: ColumnElement[bool]) -> None:
    """Derive the state of the notices for which `which` holds; each must have an attempt."""
    connection.execute(update(notices).where(which).values(state=derived_state()))


def notices_of(request_ids: Select[Any]) -> ColumnElement[bool]:
    """The condition "notices with an attempt in one of these requests"."""
    told = select(attempts.c.notice_id).where(attempts.c.request_id.in_(request_ids))
    return notices.c.id.in_(told)


def derived_state() -> Any:
    """The state as a scalar subquery over the attempts of a row of `notices`."""
    # Accepted-unconfirmed came with age; only news that settle the matter undo it.
    still_unconfirmed = and_(
        notices.c.state == NoticeState.ACCEPTED_UNCONFIRMED.value,
        _is_one_of(AttemptState.ACCEPTED, AttemptState.DEFERRED),
    )
    told = _is_one_of(*TOLD)
    # Who was given up with the rest of a wave stays so, unless a report says that it arrived.
    still_cancelled = and_(notices.c.state == NoticeState.CANCELLED.value, not_(told))
    state = case(
        (still_unconfirmed, NoticeState.ACCEPTED_UNCONFIRMED.value),
        (still_cancelled, NoticeState.CANCELLED.value),
        else_=case(_STATE_OF_ATTEMPT, value=attempts.c.state),
    )
    return (
        select(state)
        .where(attempts.c.notice_id == notices.c.id)
        .order_by(case((told, 1), else_=0).desc(), attempts.c.request_id.desc())
        .limit(1)
        .correlate(notices)
        .scalar_subquery()
    )


def _is_one_of(*states: AttemptState) -> ColumnElement[bool]:
    # Not `IN`, whose list of values cannot be used in a statement for many rows at once.
    return or_(*(attempts.c.state == state.value for state in states))
