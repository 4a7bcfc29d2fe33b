"""Opens a list of people, says what it is, and reads it line by line.

Promises: a file is never guessed at in silence (encoding, sheet, sign between fields and the
meaning of every column can be shown before anything is read); every line that is not blank comes
out once, as a person or as a line that is none, with why; no value is in any error; memory does
not grow with the file.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from domain.people import NoPerson, PersonRow
from people_files.complaints import PeopleListError
from people_files.csv_table import CsvTable
from people_files.encodings import look_through
from people_files.header import Column, columns_of, refuse_unclear
from people_files.json_table import JsonTable
from people_files.row_maker import ForAll, RowMaker
from people_files.tables import Table
from people_files.workbook_table import WorkbookTable, digest_of_file

TEXTS: Mapping[str, type[CsvTable] | type[JsonTable]] = {
    ".csv": CsvTable,
    ".tsv": CsvTable,
    ".txt": CsvTable,
    ".jsonl": JsonTable,
    ".ndjson": JsonTable,
}
WORKBOOKS = (".xlsx", ".xlsm")
_REPORT_EVERY = 2_000


@dataclass(frozen=True, slots=True)
class HowToRead:
    """What a person says about a file; `columns` maps names of columns to fields (see `header`)."""

    encoding: str | None = None
    sheet: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    ignore_columns: bool = False


@dataclass(frozen=True, slots=True)
class PeopleList:
    """A list that can be read; `digest` is the file's SHA-256 in hexadecimal, `size` its bytes.

    `encoding` is empty for a workbook; `encoding_told`: a person named it. `undecodable` counts
    lines that it does not fit; each of them comes out as a line that is no person.
    """

    path: Path
    format: str
    detail: str
    encoding: str
    encoding_told: bool
    undecodable: int
    digest: str
    size: int
    columns: tuple[Column, ...]
    table: Table

    def rows(
        self, for_all: ForAll, on_progress: Callable[[float], None] | None = None
    ) -> Iterator[PersonRow | NoPerson]:
        """Every line, from the beginning each time; `on_progress` hears of parts of 1.

        Raises:
            PeopleListError: a column is not clear, or the file broke off.
            OSError: it cannot be read any more.
        """
        refuse_unclear(self.columns)
        make = RowMaker(self.columns, for_all).make
        for number, record in enumerate(self.table.records()):
            yield record if isinstance(record, NoPerson) else make(*record)
            if on_progress is not None and number % _REPORT_EVERY == 0:
                on_progress(self.table.done())
        if on_progress is not None:
            on_progress(1.0)


def open_list(path: Path, how: HowToRead) -> PeopleList:
    """Open a list and look at its header.

    Raises:
        PeopleListError: it cannot be read as a list, with line and column and what would be right.
        OSError: it cannot be opened.
    """
    ending = path.suffix.casefold()
    if ending in WORKBOOKS:
        digest, size = digest_of_file(path)
        return _list(path, WorkbookTable(path, how.sheet), how, digest=digest, size=size)
    if ending not in TEXTS:
        known = "、".join((*TEXTS, *WORKBOOKS))
        raise PeopleListError(
            ja=f"この種類のファイルは読めません。読めるのは次のものです: {known}",
            en=f"files of this kind are not read; these are: {known.replace('、', ', ')}",
        )
    file = look_through(path, how.encoding)
    return _list(
        path,
        TEXTS[ending](file),
        how,
        encoding=file.encoding,
        encoding_told=file.was_told,
        undecodable=file.undecodable,
        digest=file.digest,
        size=file.size,
    )


def _list(  # noqa: PLR0913 - what is known of a text file and not of a workbook
    path: Path,
    table: Table,
    how: HowToRead,
    *,
    digest: str,
    size: int,
    encoding: str = "",
    encoding_told: bool = False,
    undecodable: int = 0,
) -> PeopleList:
    return PeopleList(
        path=path,
        format=table.format,
        detail=table.detail,
        encoding=encoding,
        encoding_told=encoding_told,
        undecodable=undecodable,
        digest=digest,
        size=size,
        columns=columns_of(table.header, how.columns, ignore_unknown=how.ignore_columns),
        table=table,
    )
