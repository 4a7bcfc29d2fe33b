"""How the mails of a wave are taken: what the rates of a canary and of a ramp are made of."""

from datetime import datetime

from sqlalchemy import Connection, case, func, select

from domain.notices import MAIL_RANK, AttemptState, Channel
from domain.pacing import MailFigures
from register.tables_people import attempts, requests

_BACK = (AttemptState.BOUNCED.value, AttemptState.DROPPED.value)


def mail_figures(connection: Connection, wave_id: str, since: datetime) -> MailFigures:
    """Figures of the mails of a wave that were claimed since a time; nobody counts twice.

    What was refused before it left, and what is in doubt, was not sent as far as anybody knows.
    """
    state = attempts.c.state
    row = connection.execute(
        select(
            func.count(),
            func.count(requests.c.first_event_at),
            func.sum(case((state.in_(_BACK), 1), else_=0)),
            func.sum(case((state == AttemptState.COMPLAINED.value, 1), else_=0)),
        )
        .select_from(attempts)
        .join(requests, requests.c.id == attempts.c.request_id)
        .where(
            requests.c.wave_id == wave_id,
            requests.c.claimed_at >= since,
            attempts.c.channel == Channel.MAIL.value,
            attempts.c.rank >= MAIL_RANK[AttemptState.ACCEPTED],
        )
    ).one()
    return MailFigures(*(int(count or 0) for count in row))
