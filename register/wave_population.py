"""Who is in a wave's population, by which channel, and what freezes it."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Result,
    Row,
    Select,
    and_,
    exists,
    func,
    null,
    or_,
    select,
    update,
)

from contracts.wave_payloads import PlanWave
from domain.channels import Contact, first_channel
from domain.documents import Binding, DocumentState
from domain.notices import Channel, NoticeState
from register import retractions
from register.kept_texts import TextRow, keep_text
from register.tables_incident import documents
from register.tables_people import notices, people
from register.wave_states import WavePurpose

ROWS_A_CHUNK = 10_000
PURPOSE = WavePurpose.INCIDENT.value


def purpose_of(plan: PlanWave) -> str:
    """What the notices of a wave are for; a person is told once for each purpose."""
    return (WavePurpose.RETRACTION if plan.retraction else WavePurpose.INCIDENT).value


def untold(purpose: str = PURPOSE) -> Any:
    """The condition "this person has no notice for this purpose that is not cancelled"."""
    return ~exists().where(
        notices.c.person_id == people.c.id,
        notices.c.purpose == purpose,
        notices.c.state != NoticeState.CANCELLED.value,
    )


def told_wrong(purpose: str, corrected: Sequence[str] = ()) -> ColumnElement[bool]:
    """The condition "what this person was told is wrong by now, and nothing right is on its way".

    More leaked of them than their notice said (a later list says so), or the words they got are
    among the `corrected` documents, which a person has declared wrong. Whoever only waits in a
    frozen wave was told nothing yet.
    """
    stands = and_(
        notices.c.person_id == people.c.id,
        notices.c.purpose == purpose,
        notices.c.state != NoticeState.CANCELLED.value,
    )
    left = notices.c.state != NoticeState.PLANNED.value
    says_it_all = and_(
        notices.c.told_items == people.c["items"], notices.c.content_version.not_in(corrected)
    )
    says_less = and_(left, notices.c.told_items != people.c["items"])
    says_wrong = and_(left, notices.c.content_version.in_(corrected))
    return and_(
        exists().where(stands, or_(says_less, says_wrong)), ~exists().where(stands, says_it_all)
    )


def to_be_told(plan: PlanWave) -> ColumnElement[bool]:
    """The condition "this person is in the population of the wave"."""
    purpose = purpose_of(plan)
    warned = [retractions.may_have_been_told()] if plan.retraction else []
    owed = (
        [untold(purpose)]
        if plan.retraction
        else [untold(purpose), told_wrong(purpose, plan.corrects)]
    )
    return and_(
        people.c.incident_id == plan.incident_id,
        people.c.party_id.in_(plan.merchant_ids),
        or_(*owed),
        *warned,
    )


def population_of(connection: Connection, plan: PlanWave) -> Iterator[Sequence[Row[Any]]]:
    """Everybody to be told, in chunks, in the order in which batches are filled.

    `turn` counts the people of a merchant who share one mail address: nobody of one turn shares.
    The database sorts them all before it hands out the first, so the caller may write notices
    while it reads, and millions are never held at once.
    """
    turn = func.row_number().over(
        partition_by=(people.c.party_id, people.c.mail_digest), order_by=people.c.id
    )
    code = retractions.code_of_warning() if plan.retraction else null()
    told_by = retractions.channel_of_warning() if plan.retraction else null()
    wanted = (
        select(
            people.c.id,
            people.c.party_id,
            people.c.mail.is_not(None).label("has_mail"),
            people.c.postal.is_not(None).label("has_postal"),
            people.c.phone.is_not(None).label("has_phone"),
            people.c.do_not_write,
            people.c["items"].label("leaked"),
            told_by.label("told_by"),
            code.label("code"),
            turn.label("turn"),
        )
        .where(to_be_told(plan))
        .subquery()
    )
    in_order = select(wanted).order_by(wanted.c.party_id, wanted.c.turn, wanted.c.id)
    yield from _in_chunks(connection, in_order).partitions()


def channel_of(row: Row[Any], order: Sequence[Channel]) -> Channel:
    """The first channel of a person of the population, by the order of the plan.

    Whom a list says not to write to is told by hand. Who was warned is told by the channel that
    warned them: a mail to an address that bounced would bounce again. For whom no channel is held,
    a publication stands.
    """
    held = (
        (row.has_mail, Contact.MAIL),
        (row.has_postal, Contact.POSTAL),
        (row.has_phone, Contact.PHONE),
    )
    contacts = [contact for holds, contact in held if holds]
    as_before = sorted(order, key=lambda channel: channel.value != row.told_by)
    return first_channel(as_before, contacts, do_not_write=row.do_not_write)


def population_digest(connection: Connection, wave_id: str) -> str:
    """SHA-256 over the frozen rows in order of their persons."""
    sha = hashlib.sha256()
    frozen = (
        select(
            people.c.id,
            notices.c.party_id,
            notices.c.channel,
            notices.c.told_items,
            people.c.mail_digest,
        )
        .join(people, people.c.id == notices.c.person_id)
        .where(notices.c.wave_id == wave_id)
        .order_by(people.c.id)
    )
    for row in _in_chunks(connection, frozen):
        mail = row.mail_digest.hex() if row.mail_digest else ""
        items = json.dumps(row.told_items)
        sha.update(f"{row.id}|{row.party_id}|{row.channel}|{mail}|{items}\n".encode())
    return sha.hexdigest()


def _in_chunks(connection: Connection, query: Select[Any]) -> Result[Any]:
    """The rows of a query, of which the process holds one chunk at a time."""
    return connection.execute(query, execution_options={"yield_per": ROWS_A_CHUNK})


def bind(connection: Connection, document_id: str, population: str, plan: str) -> None:
    """Make a document's approval bind the frozen population; an approval without it is void."""
    row = connection.execute(select(documents).where(documents.c.id == document_id)).one()
    bound = Binding.model_validate(row.binding).model_copy(
        update={"population": population, "plan": plan}
    )
    if bound.digest() == row.binding_digest:
        return
    if row.binding_digest:
        keep_text(connection, TextRow.model_validate(row, from_attributes=True))
    connection.execute(
        update(documents)
        .where(documents.c.id == document_id)
        .values(
            binding=bound.model_dump(),
            binding_digest=bound.digest(),
            state=DocumentState.DRAFT.value,
        )
    )
