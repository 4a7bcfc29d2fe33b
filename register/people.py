"""Import of a merchant's list of people into one data set.

Promises: file lines = people + merged + lines about which a named person decided, and until
somebody has, they count as undecided and hold up every wave of this merchant. Lines are merged
only among the lists of one merchant, and only where the name and one contact agree; two people who
share an address stay two. What enters the register does so in one transaction, so a killed import
leaves nothing behind, and the same file twice adds nothing.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, and_, insert, select, update
from ulid import ULID

from domain.notices import Channel, NoticeState
from domain.people import NoPerson, PersonRow
from register.audit import AuditLine, append
from register.data_set import COLUMNS, DataSet, PeopleFileError
from register.people_staging import ROWS_A_CHUNK, Staging
from register.store import Register
from register.tables_people import data_sets, notices, people, undecided_rows
from sealing.values import ValueSealer


@dataclass(frozen=True, slots=True, repr=False)
class Source:
    """Where a list comes from: the file's name, how it was read, and the role that took it in."""

    file_name: str = ""
    format: str = ""
    encoding: str = ""
    actor: str = "engine"


@dataclass(frozen=True, slots=True)
class DataSetSummary:
    """What became of the lines of one file: lines = people + merged + set_aside + undecided."""

    data_set_id: str
    lines: int
    people: int
    merged: int
    set_aside: int
    undecided: int = 0


OF_THIS_PROCESS = Source()


def import_people(
    register: Register,
    incident_id: str,
    party_id: str,
    rows: Iterable[PersonRow | NoPerson],
    file_digest: str,
    at: datetime,
    source: Source = OF_THIS_PROCESS,
) -> DataSetSummary:
    """Import one file of one merchant; `at` is case time, `file_digest` its SHA-256 in hexadecimal.

    The rows are read, merged and sealed before the register's write lock is taken; it is held
    while the finished rows go in, some ten seconds for a million.

    Raises:
        PeopleFileError: a line says more about what leaked than the register keeps, or another
            list of this merchant came in while this one was read.
    """
    with register.reading() as connection:
        known = known_list(connection, party_id, file_digest)
        if known is not None:
            return known
        sealer = register.sealer(incident_id, connection)
        data_set = DataSet(str(ULID()), incident_id, party_id, register.keyring, sealer)
        staging = Staging(data_set)
        earlier = _lists_of(connection, party_id)
        if earlier:
            staging.know_earlier_lists(connection)
    with closing(staging):
        for chunk in _chunks(rows):
            staging.take(chunk)
        with register.writing() as connection:
            known = known_list(connection, party_id, file_digest)
            if known is not None:
                return known
            if _lists_of(connection, party_id) != earlier:
                raise PeopleFileError(
                    "another list of this merchant came in meanwhile: give the command again"
                )
            return _write(connection, sealer, data_set, staging, _Given(file_digest, at, source))


def known_list(connection: Connection, party_id: str, file_digest: str) -> DataSetSummary | None:
    """What became of a file of this merchant; None for one that has not come in."""
    row = connection.execute(
        select(data_sets).where(
            data_sets.c.party_id == party_id, data_sets.c.file_digest == file_digest
        )
    ).one_or_none()
    if row is None:
        return None
    return DataSetSummary(row.id, row.lines, row.people, row.merged, row.set_aside, row.undecided)


@dataclass(frozen=True, slots=True)
class _Given:
    file_digest: str
    at: datetime
    source: Source


def _write(
    connection: Connection,
    sealer: ValueSealer,
    data_set: DataSet,
    staging: Staging,
    given: _Given,
) -> DataSetSummary:
    summary = DataSetSummary(
        data_set_id=data_set.id,
        lines=staging.lines,
        people=staging.lines - staging.merged - staging.undecided,
        merged=staging.merged,
        set_aside=0,
        undecided=staging.undecided,
    )
    connection.execute(insert(data_sets).values(**_row(sealer, data_set, summary, given)))
    for records in staging.records():
        _insert(connection, records)
    own = {"data_set_id": data_set.id, "incident_id": data_set.incident_id}
    for lines in staging.undecided_rows():
        connection.execute(insert(undecided_rows), [{**own, **line} for line in lines])
    changed = [_join(connection, data_set, *joined) for joined in staging.joined()]
    line = _audit_line(data_set.party_id, summary, given, sum(changed))
    append(connection, sealer, data_set.incident_id, line)
    return summary


def _insert(connection: Connection, records: list[tuple[Any, ...]]) -> None:
    """Past SQLAlchemy's look at every value: the rows are what drivers take, by the million."""
    dialect = connection.dialect
    names = ", ".join(map(dialect.identifier_preparer.quote, COLUMNS))
    mark = "?" if dialect.paramstyle == "qmark" else "%s"
    marks = ", ".join(mark for _ in COLUMNS)
    statement = f"INSERT INTO people ({names}) VALUES ({marks})"  # noqa: S608 - our own names
    connection.exec_driver_sql(statement, records)


def _row(
    sealer: ValueSealer, data_set: DataSet, summary: DataSetSummary, given: _Given
) -> dict[str, Any]:
    source = given.source
    return {
        "id": data_set.id,
        "incident_id": data_set.incident_id,
        "party_id": data_set.party_id,
        "file_digest": given.file_digest,
        "lines": summary.lines,
        "people": summary.people,
        "merged": summary.merged,
        "set_aside": 0,
        "undecided": summary.undecided,
        "imported_at": datetime.now(UTC),
        # Whoever names a file may name a person in it.
        "file_name": sealer.seal("data_sets", "file_name", data_set.id, source.file_name)
        if source.file_name
        else None,
        "format": source.format,
        "encoding": source.encoding,
    }


def _join(connection: Connection, data_set: DataSet, person_id: int, others: list[Any]) -> bool:
    """Let somebody of an earlier list have what lines of this one say: whether that was new."""
    this = people.c.id == person_id
    record = dict(connection.execute(select(people).where(this)).mappings().one())
    mine = data_set.opened(record)
    was_written_to = not mine.do_not_write
    if not sum(mine.fold(other) for other in others):
        return False
    connection.execute(update(people).where(this).values(**data_set.changed(record, mine)))
    if mine.do_not_write and was_written_to:
        # What is planned for them and has not begun is from now on a person's work.
        connection.execute(
            update(notices)
            .where(
                and_(
                    notices.c.person_id == person_id,
                    notices.c.state == NoticeState.PLANNED.value,
                )
            )
            .values(channel=Channel.HUMAN.value)
        )
    return True


def _lists_of(connection: Connection, party_id: str) -> frozenset[str]:
    query = select(data_sets.c.id).where(data_sets.c.party_id == party_id)
    return frozenset(connection.execute(query).scalars())


def _chunks(rows: Iterable[PersonRow | NoPerson]) -> Iterator[list[PersonRow | NoPerson]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, ROWS_A_CHUNK)):
        yield chunk


def _audit_line(party_id: str, summary: DataSetSummary, given: _Given, changed: int) -> AuditLine:
    return AuditLine(
        at=given.at,
        actor=given.source.actor,
        action="import_people",
        subject=f"party/{party_id}",
        detail={
            "data_set": summary.data_set_id,
            "format": given.source.format,
            "encoding": given.source.encoding,
            "lines": summary.lines,
            "people": summary.people,
            "merged": summary.merged,
            "undecided": summary.undecided,
            "changed_earlier": changed,
        },
    )
