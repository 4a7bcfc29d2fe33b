"""Who of a wave is to be tried by which channel next, by the order that was frozen with the plan.

Conditions on rows of `notices`, for statements over many people at once. A contact counts as held
where its column has a value: the import empties what cannot be used and keeps the reason beside it.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, and_, exists, false, not_, or_, select

from domain.channels import CONTACT_OF, FIRST_ORDER
from domain.notices import Channel, NoticeState
from register.tables_people import attempts, notices, people, waves

Order = Sequence[Channel]


def order_of(connection: Connection, wave_id: str) -> tuple[Channel, ...]:
    """The order in which a wave tries its people."""
    plan = connection.execute(select(waves.c.plan).where(waves.c.id == wave_id)).scalar_one()
    named = plan.get("channels") if isinstance(plan, dict) else None
    return tuple(Channel(name) for name in named) if named else FIRST_ORDER


def is_due(wave_id: str, order: Order, channel: Channel) -> ColumnElement[bool]:
    """The condition "this person of the wave is to be tried by this channel now"."""
    return and_(notices.c.wave_id == wave_id, or_(_is_planned_for(channel), _next(order, channel)))


def is_beyond_reach(wave_id: str, order: Order) -> ColumnElement[bool]:
    """The condition "every held contact of this person was tried, or none can be used"."""
    tried_in_vain = and_(_unreached(), *(not_(_is_untried(channel)) for channel in order))
    return and_(
        notices.c.wave_id == wave_id, or_(_is_planned_for(Channel.SUBSTITUTE), tried_in_vain)
    )


def _next(order: Order, channel: Channel) -> ColumnElement[bool]:
    if channel not in order:
        return and_(_unreached(), false())
    earlier = order[: order.index(channel)]
    tried = [not_(_is_untried(before)) for before in earlier if before is not Channel.MAIL]
    return and_(_unreached(), _is_untried(channel), *tried)


def _is_planned_for(channel: Channel) -> ColumnElement[bool]:
    return and_(notices.c.state == NoticeState.PLANNED.value, notices.c.channel == channel.value)


def _unreached() -> ColumnElement[bool]:
    """Whom the people of a list say not to write to, only people decide about."""
    return and_(
        notices.c.state == NoticeState.UNREACHED.value,
        notices.c.channel != Channel.HUMAN.value,
    )


def _is_untried(channel: Channel) -> ColumnElement[bool]:
    if channel is Channel.MAIL:
        # Its batches are frozen: whom it did not reach is not mailed again.
        return false()
    tried = attempts.alias(f"tried_{channel.value}")
    untried = ~exists().where(tried.c.notice_id == notices.c.id, tried.c.channel == channel.value)
    contact = CONTACT_OF.get(channel)
    if contact is None:
        return untried
    held = exists().where(people.c.id == notices.c.person_id, people.c[contact].is_not(None))
    return and_(held, untried)
