"""What every kind of file is read as: a header, then records with the line on which each begins."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from domain.people import NoPerson

Record = tuple[int, Sequence[str]]


class Table(Protocol):
    """A file as a table of texts.

    `format` is csv, jsonl or xlsx, `detail` what else was found out about it: the sign between the
    fields of a CSV file, the sheet of a workbook. Blank records are left out.
    """

    format: str
    detail: str
    header: tuple[str, ...]

    def records(self) -> Iterator[Record | NoPerson]:
        """Every record below the header, from the beginning each time."""
        ...

    def done(self) -> float:
        """How much of the file has been read, from 0 to 1."""
        ...
