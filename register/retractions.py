"""Who was warned of an incident, and who of them has been told that it was a false alarm.

Whoever may have been told counts as warned: a mail whose outcome nobody knows, too. People to whom
nothing left are not warned. Those whom only a publication reached, or whom their merchant tells
itself, are answered by the public retraction and by their merchant.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, or_, select

from domain.channels import LISTED
from domain.documents import DocumentKind
from domain.notices import (
    FINAL_NOTICE_STATES,
    POSSIBLY_TOLD_BY_MAIL,
    TOLD_BY_MAIL,
    AttemptState,
    Channel,
    NoticeState,
)
from register.documents import DocumentRow
from register.retraction_papers import WAITING
from register.tables_incident import contacts, dispatches, merchants
from register.tables_people import attempts, notices, people, waves
from register.wave_states import WavePurpose, WaveState

MERCHANT_NOTICE = "merchant_notice"
MERCHANT_REMINDER = "merchant_reminder"
MERCHANT_RETRACTION = "merchant_retraction"
"""What mails to the contacts of merchants are for, as their dispatches say it."""

RECEIVED = "retraction_received"
PEOPLE_CORRECTED = "people_corrected"
"""What a merchant may report: our retraction has come; it has told its people itself."""

_MAY_HAVE_ARRIVED = tuple(sorted(state.value for state in POSSIBLY_TOLD_BY_MAIL))
_BY_US_FROM_A_LIST = tuple(c.value for c in LISTED if c is not Channel.MERCHANT)
_TOLD_FROM_A_LIST = (
    AttemptState.REACHED.value,
    AttemptState.SENT.value,
    AttemptState.SETTLED.value,
)
_UNDECIDED = {AttemptState.CLAIMED, AttemptState.UNKNOWN}
_ENDED = tuple(state.value for state in FINAL_NOTICE_STATES - {NoticeState.CANCELLED})


def warned_contacts(connection: Connection, incident_id: str) -> dict[str, frozenset[str]]:
    """The contacts, by merchant, at which a warning may have arrived.

    A merchant that answered knows, though every mail to it came back: all its contacts then count
    that were written to.
    """
    rows = connection.execute(
        select(contacts.c.party_id, dispatches.c.contact_id, dispatches.c.state)
        .join(contacts, contacts.c.id == dispatches.c.contact_id)
        .join(merchants, merchants.c.party_id == contacts.c.party_id)
        .where(
            dispatches.c.incident_id == incident_id,
            dispatches.c.purpose.in_([MERCHANT_NOTICE, MERCHANT_REMINDER]),
        )
    ).all()
    reached: dict[str, set[str]] = {}
    written: dict[str, set[str]] = {}
    for party_id, contact_id, state in rows:
        written.setdefault(party_id, set()).add(contact_id)
        if AttemptState(state) in POSSIBLY_TOLD_BY_MAIL:
            reached.setdefault(party_id, set()).add(contact_id)
    answered = connection.execute(
        select(merchants.c.party_id).where(
            merchants.c.incident_id == incident_id, merchants.c.acknowledged_at.is_not(None)
        )
    ).scalars()
    known = {party_id: written[party_id] for party_id in answered if party_id in written}
    return {party: frozenset(found) for party, found in sorted((known | reached).items())}


def warned_documents(
    connection: Connection, incident_id: str, party_id: str, purpose: str
) -> dict[str, datetime]:
    """The documents with which a merchant was warned, and when each left (case time)."""
    rows = connection.execute(
        select(dispatches.c.document_id, func.min(dispatches.c.claimed_at))
        .join(contacts, contacts.c.id == dispatches.c.contact_id)
        .where(
            dispatches.c.incident_id == incident_id,
            dispatches.c.purpose == purpose,
            dispatches.c.state != AttemptState.REFUSED.value,
            contacts.c.party_id == party_id,
        )
        .group_by(dispatches.c.document_id)
        .order_by(func.min(dispatches.c.claimed_at))
    )
    return {document_id: at for document_id, at in rows}  # noqa: C416 - rows are not pairs to mypy


def retraction_states(connection: Connection, incident_id: str) -> dict[str, set[AttemptState]]:
    """What became of the retraction's mails, by merchant."""
    rows = connection.execute(
        select(contacts.c.party_id, dispatches.c.state)
        .join(contacts, contacts.c.id == dispatches.c.contact_id)
        .where(
            dispatches.c.incident_id == incident_id,
            dispatches.c.purpose == MERCHANT_RETRACTION,
        )
    )
    found: dict[str, set[AttemptState]] = {}
    for party_id, state in rows:
        found.setdefault(party_id, set()).add(AttemptState(state))
    return found


def merchants_owed(connection: Connection, incident_id: str) -> tuple[str, ...]:
    """Merchants that were warned and to which no retraction has gone, in order of their ids."""
    told = {
        party
        for party, states in retraction_states(connection, incident_id).items()
        if states & TOLD_BY_MAIL
    }
    told |= _reported(connection, incident_id, RECEIVED)
    return tuple(p for p in warned_contacts(connection, incident_id) if p not in told)


def merchants_to_address(
    connection: Connection, incident_id: str, documents: Iterable[DocumentRow]
) -> tuple[str, ...]:
    """Merchants that are owed a retraction and for which none is written or under way."""
    states = retraction_states(connection, incident_id)
    taken = {party for party, found in states.items() if found & _UNDECIDED}
    taken |= {
        party
        for document in documents
        if document.kind is DocumentKind.MERCHANT_RETRACTION and document.state in WAITING
        for party in document.addressees
    }
    return tuple(p for p in merchants_owed(connection, incident_id) if p not in taken)


def may_have_been_told() -> ColumnElement[bool]:
    """The condition on `people` "a notice of the incident may have reached this person from us"."""
    notice, attempt = notices.alias("warning"), attempts.alias("warned")
    return exists().where(
        notice.c.person_id == people.c.id,
        notice.c.purpose == WavePurpose.INCIDENT.value,
        attempt.c.notice_id == notice.c.id,
        _may_have_told(attempt),
    )


def channel_of_warning() -> Any:
    """The channel that told the person, as a scalar subquery over `people`.

    What was posted, and what was reported from a list, is surer than what a provider took.
    """
    notice, attempt = notices.alias("telling_notice"), attempts.alias("telling_attempt")
    places = {Channel.LETTER.value: 1, Channel.MAIL.value: 3}
    return (
        select(attempt.c.channel)
        .where(
            notice.c.person_id == people.c.id,
            notice.c.purpose == WavePurpose.INCIDENT.value,
            attempt.c.notice_id == notice.c.id,
            _may_have_told(attempt),
        )
        .order_by(case(places, value=attempt.c.channel, else_=2), attempt.c.request_id.desc())
        .limit(1)
        .correlate(people)
        .scalar_subquery()
    )


def code_of_warning() -> Any:
    """The check code that the person has in hands, as a scalar subquery over `people`."""
    notice, attempt = notices.alias("coded_notice"), attempts.alias("coded_attempt")
    return (
        select(notice.c.check_code)
        .where(
            notice.c.person_id == people.c.id,
            notice.c.purpose == WavePurpose.INCIDENT.value,
            attempt.c.notice_id == notice.c.id,
        )
        .order_by(notice.c.id.desc())
        .limit(1)
        .correlate(people)
        .scalar_subquery()
    )


def people_owed(connection: Connection, incident_id: str) -> dict[str, int]:
    """How many people, by merchant, may have been told and have no retraction in a final state."""
    retracted = exists().where(
        notices.c.person_id == people.c.id,
        notices.c.purpose == WavePurpose.RETRACTION.value,
        notices.c.state.in_(_ENDED),
    )
    return _by_merchant(connection, incident_id, ~retracted)


def people_to_plan(connection: Connection, incident_id: str) -> dict[str, int]:
    """How many people, by merchant, may have been told and are in no retraction wave yet."""
    planned = exists().where(
        notices.c.person_id == people.c.id,
        notices.c.purpose == WavePurpose.RETRACTION.value,
        notices.c.state != NoticeState.CANCELLED.value,
    )
    return _by_merchant(connection, incident_id, ~planned)


def left_out(connection: Connection, merchant_ids: Iterable[str]) -> dict[str, int]:
    """How many people of these merchants a retraction wave does not go to, by why.

    `public_retraction`: told by publication. `merchant`: told by their merchant.
    `not_told`: nothing left for them.
    """
    why = case(
        (notices.c.state == NoticeState.SUBSTITUTED.value, "public_retraction"),
        (notices.c.channel == Channel.MERCHANT.value, "merchant"),
        else_="not_told",
    )
    rows = connection.execute(
        select(why.label("why"), func.count(people.c.id.distinct()))
        .join(notices, notices.c.person_id == people.c.id)
        .where(
            people.c.party_id.in_(list(merchant_ids)),
            notices.c.purpose == WavePurpose.INCIDENT.value,
            notices.c.state != NoticeState.CANCELLED.value,
            ~may_have_been_told(),
        )
        .group_by("why")
    )
    return {reason: count for reason, count in rows}  # noqa: C416 - rows are not pairs to mypy


def substituted(connection: Connection, incident_id: str) -> int:
    """How many people were told of the incident by publication alone."""
    return connection.execute(
        select(func.count()).where(
            notices.c.incident_id == incident_id,
            notices.c.purpose == WavePurpose.INCIDENT.value,
            notices.c.state == NoticeState.SUBSTITUTED.value,
        )
    ).scalar_one()


def still_sending(connection: Connection, incident_id: str) -> dict[int, int]:
    """Waves that would still warn people: how many mails are left to be sent, by wave number."""
    rows = connection.execute(
        select(waves.c.number, func.count())
        .join(notices, notices.c.wave_id == waves.c.id)
        .where(
            waves.c.incident_id == incident_id,
            waves.c.purpose == WavePurpose.INCIDENT.value,
            waves.c.state == WaveState.SENDING.value,
            notices.c.channel == Channel.MAIL.value,
            notices.c.state == NoticeState.PLANNED.value,
        )
        .group_by(waves.c.number)
        .order_by(waves.c.number)
    )
    return {number: count for number, count in rows}  # noqa: C416 - rows are not pairs to mypy


def _may_have_told(attempt: Any) -> ColumnElement[bool]:
    """Mailed or posted; called, sent a short message or told by hand, by what came back."""
    channel, state = attempt.c.channel, attempt.c.state
    return or_(
        and_(channel == Channel.MAIL.value, state.in_(_MAY_HAVE_ARRIVED)),
        and_(channel == Channel.LETTER.value, state == AttemptState.POSTED.value),
        and_(channel.in_(_BY_US_FROM_A_LIST), state.in_(_TOLD_FROM_A_LIST)),
    )


def _by_merchant(
    connection: Connection, incident_id: str, which: ColumnElement[bool]
) -> dict[str, int]:
    corrected = _reported(connection, incident_id, PEOPLE_CORRECTED)
    rows = connection.execute(
        select(people.c.party_id, func.count())
        .where(people.c.incident_id == incident_id, may_have_been_told(), which)
        .group_by(people.c.party_id)
        .order_by(people.c.party_id)
    )
    return {party_id: count for party_id, count in rows if party_id not in corrected}


def _reported(connection: Connection, incident_id: str, what: str) -> set[str]:
    rows = connection.execute(
        select(merchants.c.party_id, merchants.c.reports).where(
            merchants.c.incident_id == incident_id
        )
    )
    return {party_id for party_id, reports in rows if what in reports}
