"""Who knew, and when: everybody who was told of an incident, first time and by which act.

Read from what the engine did and recorded: mails to contacts, notices, filings, threads, releases,
acts in the log, and whoever was put on record as told otherwise. Times are case times.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from domain.documents import FILINGS, RELEASES
from domain.notices import TOLD_BY_MAIL
from domain.parties import PartyKind, StaffRole
from domain.threads import Direction, Speaker
from register.documents import read_documents
from register.insiders import read_insiders
from register.parties import PartyRow, ourselves, read_contacts, read_parties
from register.tables_incident import audit, dispatches
from register.tables_people import notices, waves
from register.tables_work import thread_entries
from sealing.values import ValueSealer


class ToldBy(StrEnum):
    """By which act somebody was told."""

    ACTED = "acted"
    MAIL = "mail"
    FILING = "filing"
    THREAD = "thread"
    RELEASE = "release"
    WAVE = "wave"
    RECORDED = "recorded"


class Knew(NamedTuple):
    """One person, role or organisation that was told; `organisation` is empty for the public.

    `who` is a name, a role or a count; `reference` says which document, wave or mail it was.
    `kind` is that of a party, or `staff` with the `role`.
    """

    told_at: datetime
    who: str
    organisation: str
    kind: str
    by: ToldBy
    reference: str
    role: str = ""


PUBLIC = "public"
STAFF = "staff"
PEOPLE = "people"
_LISTED_ACTORS = frozenset(StaffRole)


def read_who_knew(
    connection: Connection, sealer: ValueSealer, incident_id: str
) -> tuple[Knew, ...]:
    """Everybody, the first to know first."""
    parties = read_parties(connection, sealer, incident_id)
    rows = [
        *_actors(connection, sealer, incident_id, parties),
        *_contacts(connection, sealer, incident_id, parties),
        *_authorities(connection, incident_id, parties),
        *_threads(connection, incident_id, parties),
        *_public(connection, incident_id),
        *_people(connection, incident_id, parties),
        *_insiders(connection, sealer, incident_id),
    ]
    return tuple(sorted(_first(rows), key=lambda row: (row.told_at, row.organisation, row.who)))


def _first(rows: Iterable[Knew]) -> Iterable[Knew]:
    """Of each who and organisation the first time."""
    known: dict[tuple[str, str, str], Knew] = {}
    for row in sorted(rows, key=lambda row: row.told_at):
        known.setdefault((row.who, row.organisation, row.kind), row)
    return known.values()


def _actors(
    connection: Connection, sealer: ValueSealer, incident_id: str, parties: dict[str, PartyRow]
) -> Iterator[Knew]:
    """Roles that acted: whoever acts knows. The people of a role stand beside it."""
    rows = connection.execute(
        select(audit.c.actor, func.min(audit.c.at).label("at"))
        .where(audit.c.incident_id == incident_id, audit.c.actor.in_(sorted(_LISTED_ACTORS)))
        .group_by(audit.c.actor)
    )
    us = ourselves(parties)
    names: dict[str, list[str]] = {}
    for contact in read_contacts(connection, sealer, incident_id):
        names.setdefault(contact.role, []).append(contact.name)
    for row in rows:
        who = "、".join(names.get(row.actor, [])) or row.actor
        yield Knew(row.at, who, us.name, STAFF, ToldBy.ACTED, row.actor, row.actor)


def _contacts(
    connection: Connection, sealer: ValueSealer, incident_id: str, parties: dict[str, PartyRow]
) -> Iterator[Knew]:
    """Contacts whose mail was taken by the provider."""
    taken = sorted(state.value for state in TOLD_BY_MAIL)
    rows = connection.execute(
        select(dispatches.c.contact_id, dispatches.c.claimed_at, dispatches.c.purpose)
        .where(dispatches.c.incident_id == incident_id, dispatches.c.state.in_(taken))
        .order_by(dispatches.c.claimed_at)
    )
    contacts = {contact.id: contact for contact in read_contacts(connection, sealer, incident_id)}
    for row in rows:
        contact = contacts[row.contact_id]
        party = parties[contact.party_id]
        kind = STAFF if contact.role else party.kind.value
        told = (row.claimed_at, contact.name, party.name, kind, ToldBy.MAIL, row.purpose)
        yield Knew(*told, contact.role)


def _authorities(
    connection: Connection, incident_id: str, parties: dict[str, PartyRow]
) -> Iterator[Knew]:
    for document in read_documents(connection, incident_id):
        told_at = document.receipt_at or document.issued_at
        if document.kind in FILINGS and told_at is not None:
            for addressee in document.addressees:
                name = parties[addressee].name
                reference = f"{document.kind.value} {document.number}"
                kind = PartyKind.AUTHORITY.value
                yield Knew(told_at, name, name, kind, ToldBy.FILING, reference)


def _threads(
    connection: Connection, incident_id: str, parties: dict[str, PartyRow]
) -> Iterator[Knew]:
    """Parties that we asked, answered or promised something, or that spoke to us themselves."""
    rows = connection.execute(
        select(thread_entries.c.party_id, func.min(thread_entries.c.happened_at).label("at"))
        .where(
            thread_entries.c.incident_id == incident_id,
            (thread_entries.c.direction != Direction.NOTED.value)
            | (thread_entries.c.speaker == Speaker.THEM.value),
        )
        .group_by(thread_entries.c.party_id)
    )
    for row in rows:
        party = parties[row.party_id]
        yield Knew(row.at, party.name, party.name, party.kind.value, ToldBy.THREAD, party.key)


def _public(connection: Connection, incident_id: str) -> Iterator[Knew]:
    for document in read_documents(connection, incident_id):
        if document.kind in RELEASES and document.issued_at is not None:
            number = document.release_number or 1
            yield Knew(document.issued_at, PUBLIC, "", PUBLIC, ToldBy.RELEASE, f"{number}")


def _people(
    connection: Connection, incident_id: str, parties: dict[str, PartyRow]
) -> Iterator[Knew]:
    """How many people each wave told, by merchant; nobody is named."""
    rows = connection.execute(
        select(waves.c.number, waves.c.started_at, notices.c.party_id, func.count().label("count"))
        .join(waves, waves.c.id == notices.c.wave_id)
        .where(notices.c.incident_id == incident_id, waves.c.started_at.is_not(None))
        .group_by(waves.c.number, waves.c.started_at, notices.c.party_id)
    )
    for row in rows:
        name = parties[row.party_id].name
        who = f"{row._mapping['count']:,}"  # noqa: SLF001 - SQLAlchemy's public name for it
        yield Knew(row.started_at, who, name, PEOPLE, ToldBy.WAVE, f"{row.number}")


def _insiders(connection: Connection, sealer: ValueSealer, incident_id: str) -> Iterator[Knew]:
    for one in read_insiders(connection, sealer, incident_id):
        kind = ToldBy.RECORDED.value
        yield Knew(one.told_at, one.name, one.organisation, kind, ToldBy.RECORDED, one.way)
