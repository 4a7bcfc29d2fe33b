"""Import of a merchant's list of people into one data set.

Promises: file lines = people + merged + lines set aside by a named person with a reason. Lines
are merged only inside the data set, and only where the name and one contact agree; two people
who share an address stay two. Everything is one transaction, so a killed import leaves nothing
behind, and the same file twice adds nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from ulid import ULID

from register.audit import AuditLine, append
from register.data_set import (
    DataSet,
    PeopleFileError,
    items_text,
    joined_items,
    mail_of,
    postal_text,
)
from register.merging import Merger
from register.person_rows import PersonRow
from register.store import Register
from register.tables_people import data_sets, people

ROWS_A_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class SetAside:
    """Lines that are nobody's notice, by the decision of a named person with a reason."""

    lines: frozenset[int]
    actor: str
    reason: str


@dataclass(frozen=True, slots=True)
class DataSetSummary:
    """What became of the lines of one file: lines = people + merged + set_aside."""

    data_set_id: str
    lines: int
    people: int
    merged: int
    set_aside: int


NOTHING_SET_ASIDE = SetAside(frozenset(), "", "")


def import_people(
    register: Register,
    incident_id: str,
    party_id: str,
    rows: Iterable[PersonRow],
    file_digest: str,
    at: datetime,
    set_aside: SetAside = NOTHING_SET_ASIDE,
) -> DataSetSummary:
    """Import one file of one merchant; `at` is case time, `file_digest` its SHA-256 in hexadecimal.

    The register's write lock is held for as long as the import takes, about a second for
    20,000 lines.

    Raises:
        PeopleFileError: a line says more about what leaked than the register keeps, or lines are
            set aside without a name and a reason.
    """
    if set_aside.lines and not (set_aside.actor and set_aside.reason):
        raise PeopleFileError("lines can be set aside only by a named person with a reason")
    with register.writing() as connection:
        known = _known_summary(connection, party_id, file_digest)
        if known is not None:
            return known
        sealer = register.sealer(incident_id, connection)
        data_set = DataSet(str(ULID()), incident_id, party_id, register.keyring, sealer)
        connection.execute(
            insert(data_sets).values(
                id=data_set.id,
                incident_id=incident_id,
                party_id=party_id,
                file_digest=file_digest,
                lines=0,
                people=0,
                merged=0,
                set_aside=0,
                imported_at=datetime.now(UTC),
            )
        )
        summary = _import_rows(connection, data_set, rows, set_aside.lines)
        _write_summary(connection, summary)
        append(connection, sealer, incident_id, _audit_line(party_id, summary, set_aside, at))
        return summary


def _import_rows(
    connection: Connection,
    data_set: DataSet,
    rows: Iterable[PersonRow],
    aside: frozenset[int],
) -> DataSetSummary:
    merger = Merger()
    lines = set_aside = 0
    for chunk in _chunks(rows):
        lines += len(chunk)
        kept = [row for row in chunk if row.line not in aside]
        set_aside += len(chunk) - len(kept)
        records = []
        for row in kept:
            mail = mail_of(row)
            if merger.is_new(row, mail):
                records.append(data_set.record(row, mail))
        if records:
            connection.execute(insert(people), records)
    _fold(connection, data_set, merger)
    count = lines - set_aside - merger.merged
    return DataSetSummary(data_set.id, lines, count, merger.merged, set_aside)


def _fold(connection: Connection, data_set: DataSet, merger: Merger) -> None:
    """Give each person the contacts that stood in its merged lines only; drop absorbed rows."""
    members: dict[int, list[dict[str, Any]]] = {}
    for person, rows in merger.joined().items():
        members[person] = [
            {"mail": mail_of(row), "phone": row.phone, "postal": postal_text(row)}
            | {"items": items_text(row)}
            for row in rows
        ]
    absorbed = merger.absorbed()
    for line, person in absorbed.items():
        members.setdefault(person, []).append(_opened(connection, data_set, line))
    for line in absorbed:
        connection.execute(delete(people).where(_is_line(data_set, line)))
    updates = []
    for person, others in members.items():
        mine = _opened(connection, data_set, person)
        whole = {
            name: mine[name] or next((o[name] for o in others if o[name]), None)
            for name in ("mail", "phone", "postal")
        }
        items = joined_items([mine["items"], *(other["items"] for other in others)])
        sealed = data_set.contacts(person, **whole)
        updates.append({"b_line": person, "items": items, **sealed})
    if updates:
        statement = update(people).where(
            people.c.data_set_id == data_set.id, people.c.line == bindparam("b_line")
        )
        connection.execute(statement, updates)


def _opened(connection: Connection, data_set: DataSet, line: int) -> dict[str, Any]:
    row = connection.execute(
        select(
            people.c.mail, people.c.phone, people.c.postal, people.c["items"].label("leaked")
        ).where(_is_line(data_set, line))
    ).one()
    contacts = {
        name: data_set.opened(name, line, getattr(row, name))
        for name in ("mail", "phone", "postal")
    }
    return {**contacts, "items": row.leaked}


def _is_line(data_set: DataSet, line: int) -> Any:
    return (people.c.data_set_id == data_set.id) & (people.c.line == line)


def _chunks(rows: Iterable[PersonRow]) -> Iterator[list[PersonRow]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, ROWS_A_CHUNK)):
        yield chunk


def _known_summary(
    connection: Connection, party_id: str, file_digest: str
) -> DataSetSummary | None:
    row = connection.execute(
        select(data_sets).where(
            data_sets.c.party_id == party_id, data_sets.c.file_digest == file_digest
        )
    ).one_or_none()
    if row is None:
        return None
    return DataSetSummary(row.id, row.lines, row.people, row.merged, row.set_aside)


def _write_summary(connection: Connection, summary: DataSetSummary) -> None:
    connection.execute(
        update(data_sets)
        .where(data_sets.c.id == summary.data_set_id)
        .values(
            lines=summary.lines,
            people=summary.people,
            merged=summary.merged,
            set_aside=summary.set_aside,
        )
    )


def _audit_line(
    party_id: str, summary: DataSetSummary, set_aside: SetAside, at: datetime
) -> AuditLine:
    return AuditLine(
        at=at,
        actor=set_aside.actor or "engine",
        action="import_people",
        subject=f"party/{party_id}",
        detail={
            "data_set": summary.data_set_id,
            "lines": summary.lines,
            "people": summary.people,
            "merged": summary.merged,
            "set_aside": summary.set_aside,
            "reason": set_aside.reason,
        },
    )
