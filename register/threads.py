"""Threads in the register: the entries of each talk with their words, and the matters they make."""

import json
from datetime import datetime

from pydantic import Field
from sqlalchemy import Connection, Row, func, insert, select, update
from ulid import ULID

from domain.parties import PartyKind, StaffRole
from domain.threads import FIRST_OWNER, Demand, Direction, Entry, Matter, Speaker, matters
from register.tables_incident import parties
from register.tables_work import thread_entries, threads
from sealing.values import ValueSealer

KEY_PREFIX = "reply|"


class EntryRow(Entry):
    """An entry with its words; `officer` is the person spoken to, `revision` of the ledger."""

    actor: str
    recorded_at: datetime
    text: str = Field(repr=False)
    officer: str = Field(default="", repr=False)
    revision: int | None = None


def reply_key(matter_id: str) -> str:
    """The key of the clock of an ask or a promise."""
    return f"{KEY_PREFIX}{matter_id}"


def read_matters(connection: Connection, incident_id: str) -> tuple[Matter, ...]:
    """Every ask and promise of an incident and what became of it; no words."""
    rows = connection.execute(
        select(thread_entries).where(thread_entries.c.incident_id == incident_id)
    )
    return matters(_entry(row) for row in rows)


def read_entries(
    connection: Connection, sealer: ValueSealer, incident_id: str, party_id: str | None = None
) -> tuple[EntryRow, ...]:
    """The entries of one thread, or of all, thread by thread in their order."""
    query = select(thread_entries).where(thread_entries.c.incident_id == incident_id)
    if party_id is not None:
        query = query.where(thread_entries.c.party_id == party_id)
    rows = connection.execute(query.order_by(thread_entries.c.party_id, thread_entries.c.sequence))
    return tuple(_opened(sealer, row) for row in rows)


def next_places(connection: Connection, party_id: str) -> tuple[int, int]:
    """The next sequence of a thread, and the next number for an ask or a promise."""
    row = connection.execute(
        select(
            func.max(thread_entries.c.sequence).label("sequence"),
            func.max(thread_entries.c.number).label("number"),
        ).where(thread_entries.c.party_id == party_id)
    ).one()
    return (row.sequence or 0) + 1, (row.number or 0) + 1


def add_entry(
    connection: Connection, sealer: ValueSealer, incident_id: str, entry: EntryRow
) -> None:
    """Add an entry; its sequence and number come from `next_places` in the same transaction."""
    words = json.dumps({"text": entry.text, "officer": entry.officer}, ensure_ascii=False)
    values = entry.model_dump(exclude={"text", "officer"})
    connection.execute(
        insert(thread_entries).values(
            **values,
            incident_id=incident_id,
            words=sealer.seal("thread_entries", "words", entry.id, words),
        )
    )


def thread_owners(connection: Connection, incident_id: str) -> dict[str, StaffRole]:
    """Who of us leads the talk with each party, by the party's id."""
    rows = connection.execute(
        select(parties.c.id, parties.c.kind, threads.c.owner)
        .select_from(parties.outerjoin(threads, threads.c.party_id == parties.c.id))
        .where(parties.c.incident_id == incident_id)
    )
    return {
        row.id: StaffRole(row.owner or FIRST_OWNER.get(PartyKind(row.kind), StaffRole.COMMANDER))
        for row in rows
    }


def assign_thread(
    connection: Connection, incident_id: str, party_id: str, owner: StaffRole
) -> None:
    """Let somebody else lead the talk with a party."""
    place = threads.c.party_id == party_id
    changed = connection.execute(update(threads).where(place).values(owner=owner.value)).rowcount
    if not changed:
        connection.execute(
            insert(threads).values(party_id=party_id, incident_id=incident_id, owner=owner.value)
        )


def new_entry_id() -> str:
    """An id for an entry that is about to be added."""
    return str(ULID())


def _entry(row: Row[tuple[object, ...]]) -> Entry:
    return Entry(
        id=row.id,
        party_id=row.party_id,
        sequence=row.sequence,
        direction=Direction(row.direction),
        speaker=Speaker(row.speaker),
        number=row.number,
        answers=row.answers,
        complete=row.complete,
        demand=Demand(row.demand) if row.demand else None,
        reply_due_at=row.reply_due_at,
        happened_at=row.happened_at,
    )


def _opened(sealer: ValueSealer, row: Row[tuple[object, ...]]) -> EntryRow:
    words = json.loads(sealer.open("thread_entries", "words", row.id, row.words))
    return EntryRow(
        **_entry(row).model_dump(),
        actor=row.actor,
        recorded_at=row.recorded_at,
        text=words["text"],
        officer=words["officer"],
        revision=row.revision,
    )
