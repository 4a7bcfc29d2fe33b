"""Reads the figures of a report on results of notices, for one merchant."""

from datetime import datetime

from sqlalchemy import Connection, and_, case, exists, func, or_, select

from domain.notice_report import ListFigures, NoticeReport, WaveFigures
from domain.notices import Channel, NoticeState
from register.incidents import read_incident
from register.parties import ourselves, read_parties
from register.tables_channels import channel_results
from register.tables_incident import mandates
from register.tables_people import attempts, data_sets, notices, people, waves
from register.wave_states import WavePurpose
from sealing.values import ValueSealer

_STANDS = notices.c.state != NoticeState.CANCELLED.value


def read_report(
    connection: Connection, sealer: ValueSealer, incident_id: str, party_id: str, as_of: datetime
) -> NoticeReport:
    """The report on the notices of the incident; retractions stand in their waves only."""
    known = read_parties(connection, sealer, incident_id)
    us = ourselves(known)
    states, by_channel = _states(connection, party_id)
    mandate_at = connection.execute(
        select(func.max(mandates.c.given_at)).where(
            mandates.c.party_id == party_id, mandates.c.withdrawn_at.is_(None)
        )
    ).scalar_one()
    return NoticeReport(
        merchant=known[party_id].name,
        incident_title=read_incident(connection, sealer, incident_id).title,
        reporter=us.name,
        as_of=as_of,
        mandate_at=mandate_at,
        lists=_lists(connection, party_id),
        waves=_waves(connection, party_id),
        states=states,
        by_channel=by_channel,
        letters=_letters(connection, party_id),
        results=_results(connection, party_id),
        untold=_untold(connection, party_id),
        desk={name: str(value) for name, value in us.details.get("desk", {}).items()},
        unusable=_unusable(connection, party_id),
    )


def _lists(connection: Connection, party_id: str) -> ListFigures:
    def total(name: str) -> object:
        return func.coalesce(func.sum(data_sets.c[name]), 0).label(name)

    row = connection.execute(
        select(
            func.count().label("lists"),
            *(total(name) for name in ("lines", "people", "merged", "set_aside", "undecided")),
        ).where(data_sets.c.party_id == party_id)
    ).one()
    return ListFigures(**{name: int(value) for name, value in row._mapping.items()})  # noqa: SLF001 - SQLAlchemy's public name


def _states(
    connection: Connection, party_id: str
) -> tuple[dict[NoticeState, int], dict[Channel, dict[NoticeState, int]]]:
    """One notice a person: that of the newest wave that told the person of the incident."""
    later = notices.alias("later")
    newest = ~exists().where(
        later.c.person_id == notices.c.person_id,
        later.c.purpose == notices.c.purpose,
        later.c.state != NoticeState.CANCELLED.value,
        later.c.id > notices.c.id,
    )
    rows = connection.execute(
        select(notices.c.channel, notices.c.state, func.count())
        .where(
            notices.c.party_id == party_id,
            notices.c.purpose == WavePurpose.INCIDENT.value,
            _STANDS,
            newest,
        )
        .group_by(notices.c.channel, notices.c.state)
    )
    states: dict[NoticeState, int] = {}
    by_channel: dict[Channel, dict[NoticeState, int]] = {}
    for channel, state, count in rows:
        states[NoticeState(state)] = states.get(NoticeState(state), 0) + count
        by_channel.setdefault(Channel(channel), {})[NoticeState(state)] = count
    return states, by_channel


def _waves(connection: Connection, party_id: str) -> tuple[WaveFigures, ...]:
    rows = connection.execute(
        select(
            waves.c.number,
            waves.c.purpose,
            waves.c.started_at,
            waves.c.finished_at,
            notices.c.state,
            func.count().label("people"),
        )
        .join(notices, notices.c.wave_id == waves.c.id)
        .where(notices.c.party_id == party_id, waves.c.started_at.is_not(None))
        .group_by(
            waves.c.number,
            waves.c.purpose,
            waves.c.started_at,
            waves.c.finished_at,
            notices.c.state,
        )
        .order_by(waves.c.number)
    ).all()
    found: dict[int, WaveFigures] = {}
    for row in rows:
        states = dict(found[row.number].states) if row.number in found else {}
        states[NoticeState(row.state)] = row.people
        found[row.number] = WaveFigures(
            number=row.number,
            is_retraction=row.purpose == WavePurpose.RETRACTION.value,
            started_at=row.started_at,
            finished_at=row.finished_at,
            states=states,
        )
    return tuple(found.values())


def _letters(connection: Connection, party_id: str) -> dict[str, int]:
    rows = connection.execute(
        select(attempts.c.state, func.count())
        .join(notices, notices.c.id == attempts.c.notice_id)
        .where(notices.c.party_id == party_id, attempts.c.channel == Channel.LETTER.value)
        .group_by(attempts.c.state)
        .order_by(attempts.c.state)
    )
    return {state: count for state, count in rows}  # noqa: C416 - rows are not pairs to mypy


def _results(connection: Connection, party_id: str) -> dict[tuple[str, str], int]:
    same = and_(
        channel_results.c.request_id == attempts.c.request_id,
        channel_results.c.position == attempts.c.position,
    )
    rows = connection.execute(
        select(attempts.c.channel, channel_results.c.outcome, func.count())
        .join(channel_results, same)
        .join(notices, notices.c.id == attempts.c.notice_id)
        .where(notices.c.party_id == party_id)
        .group_by(attempts.c.channel, channel_results.c.outcome)
        .order_by(attempts.c.channel, channel_results.c.outcome)
    )
    return {(channel, outcome): count for channel, outcome, count in rows}


def _untold(connection: Connection, party_id: str) -> int:
    has_notice = exists().where(
        notices.c.person_id == people.c.id,
        notices.c.purpose == WavePurpose.INCIDENT.value,
        _STANDS,
    )
    return connection.execute(
        select(func.count()).select_from(people).where(people.c.party_id == party_id, ~has_notice)
    ).scalar_one()


def _unusable(connection: Connection, party_id: str) -> dict[str, int]:
    contacts = {
        "mail": people.c.mail_problem,
        "postal": people.c.postal_problem,
        "phone": people.c.phone_problem,
    }
    row = connection.execute(
        select(
            *(
                func.coalesce(func.sum(case((problem.is_not(None), 1), else_=0)), 0).label(name)
                for name, problem in contacts.items()
            )
        ).where(people.c.party_id == party_id, or_(*(p.is_not(None) for p in contacts.values())))
    ).one()
    return {name: int(count) for name, count in zip(contacts, row, strict=True) if count}
