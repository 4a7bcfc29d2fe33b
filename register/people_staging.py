"""A list while it is read: normal forms, merged lines and sealed rows, not yet in the register.

Promises: nothing of a list is in the register until all of it can be, and the register's write lock
is not held while a list is read. What is kept meanwhile is sealed, in a private file that goes with
the process; so memory does not grow with the list, and a killed import leaves nothing behind.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, select

from domain.contact_forms import Contacts, contacts_of
from domain.people import NoPerson, PersonRow
from register.data_set import COLUMNS, CONTACTS, DataSet, Facets, facets_of
from register.merging import Merger
from register.tables_people import people

ROWS_A_CHUNK = 5_000
_CACHE_KIB = 32_768


_IS_FLAG = COLUMNS.index("do_not_write")
_INSERT = (
    f"INSERT OR REPLACE INTO staged ({', '.join(COLUMNS)}) "  # noqa: S608 - our own columns' names
    f"VALUES ({', '.join('?' for _ in COLUMNS)})"
)
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM staged"  # noqa: S608 - as above


class Staging:
    """The lines of one list of one merchant, in chunks; then what is to enter the register."""

    def __init__(self, data_set: DataSet) -> None:
        self._data_set = data_set
        # A name of no length: SQLite makes a file of its own and removes it when it is closed.
        self._scratch = sqlite3.connect("", isolation_level=None)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{_CACHE_KIB}"):
            self._scratch.execute(f"PRAGMA {pragma}")
        self._scratch.execute("BEGIN")
        others = ", ".join(name for name in COLUMNS if name != "line")
        self._scratch.execute(f"CREATE TABLE staged (line INTEGER PRIMARY KEY, {others})")
        self._scratch.execute("CREATE TABLE undecided (line INTEGER, problem, number)")
        self._scratch.execute("CREATE TABLE joined (person INTEGER, facets)")
        self._merger = Merger(self._scratch)
        self.lines = 0
        self.merged = 0
        self.undecided = 0

    def close(self) -> None:
        """Forget all of it."""
        self._scratch.close()

    def know_earlier_lists(self, connection: Connection) -> None:
        """Learn who stands in the merchant's earlier lists, so that nobody is told twice."""
        query = select(people).where(people.c.party_id == self._data_set.party_id)
        rows = connection.execute(query.execution_options(yield_per=ROWS_A_CHUNK))
        self._merger.know((row["id"], self._keys_of(dict(row))) for row in rows.mappings())

    def take(self, rows: Sequence[PersonRow | NoPerson]) -> None:
        """The next lines of the list."""
        self.lines += len(rows)
        undecided = [row for row in rows if isinstance(row, NoPerson)]
        self.undecided += len(undecided)
        self._scratch.executemany(
            "INSERT INTO undecided VALUES (?, ?, ?)",
            [(row.line, row.problem.value, row.number) for row in undecided],
        )
        persons = [(row, contacts_of(row)) for row in rows if isinstance(row, PersonRow)]
        lines = [(row.line, self._merger.keys(row.name, held)) for row, held in persons]
        owners, absorbed = self._merger.take(lines)
        new = [
            person for person, owner in zip(persons, owners, strict=True) if person[0].line == owner
        ]
        self._scratch.executemany(_INSERT, self._data_set.records(new))
        folds: dict[int, list[Facets]] = {}
        for (row, held), owner in zip(persons, owners, strict=True):
            if owner != row.line:
                folds.setdefault(owner, []).append(facets_of(row, held))
        here = {row.line for row, _held in persons}
        for line, owner in absorbed.items():
            if line not in here:
                folds.setdefault(owner, []).append(self._withdrawn(line))
        self.merged += sum(map(len, folds.values()))
        self._fold(folds)

    def records(self) -> Iterator[list[tuple[Any, ...]]]:
        """The table rows of new people, in order of their lines and of `COLUMNS`, in chunks."""
        cursor = self._scratch.execute(f"{_SELECT} ORDER BY line")
        while chunk := cursor.fetchmany(ROWS_A_CHUNK):
            # SQLite knows no truth values, other databases insist on them.
            yield [(*row[:_IS_FLAG], bool(row[_IS_FLAG]), *row[_IS_FLAG + 1 :]) for row in chunk]

    def undecided_rows(self) -> Iterator[list[dict[str, Any]]]:
        """Lines that are no person as they stand, with why, in chunks."""
        cursor = self._scratch.execute("SELECT * FROM undecided ORDER BY line")
        while chunk := cursor.fetchmany(ROWS_A_CHUNK):
            yield [dict(zip(("line", "problem", "number"), row, strict=True)) for row in chunk]

    def joined(self) -> Iterator[tuple[int, list[Facets]]]:
        """People of earlier lists, by id, with what lines of this one say of them."""
        rows = self._scratch.execute("SELECT person, facets FROM joined ORDER BY person, rowid")
        for person, group in groupby(rows, key=itemgetter(0)):
            yield person, [self._data_set.opened_facets(person, sealed) for _, sealed in group]

    def _fold(self, folds: Mapping[int, list[Facets]]) -> None:
        for owner, others in folds.items():
            if owner < 0:
                sealed = [(-owner, self._data_set.sealed_facets(-owner, o)) for o in others]
                self._scratch.executemany("INSERT INTO joined VALUES (?, ?)", sealed)
                continue
            record = self._staged(owner)
            mine = self._data_set.opened(record)
            if sum(mine.fold(other) for other in others):
                whole = {**record, **self._data_set.changed(record, mine)}
                self._scratch.execute(_INSERT, [whole[name] for name in COLUMNS])

    def _withdrawn(self, line: int) -> Facets:
        facets = self._data_set.opened(self._staged(line))
        self._scratch.execute("DELETE FROM staged WHERE line = ?", (line,))
        return facets

    def _staged(self, line: int) -> Mapping[str, Any]:
        row = self._scratch.execute(f"{_SELECT} WHERE line = ?", (line,)).fetchone()
        return dict(zip(COLUMNS, row, strict=True))

    def _keys_of(self, record: Mapping[str, Any]) -> tuple[bytes, ...]:
        facets = self._data_set.opened(record)
        mail, phone, postal = (facets.contacts[name] for name in CONTACTS)
        contacts = Contacts(mail, phone, postal)
        return self._merger.keys(self._data_set.opened_name(record), contacts)
