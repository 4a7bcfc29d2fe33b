"""CSV as people really make it: stray quotation marks, line breaks in cells, other signs between.

A quotation mark that is never closed costs its own line only. A reader that trusted it would take
everybody after it into one cell, and they would be nobody's people.
"""

import csv
import re
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

from domain.people import NoPerson, RowProblem
from people_files import words
from people_files.complaints import PeopleListError
from people_files.encodings import TextFile, text_lines
from people_files.tables import Record

MOST_LINES_A_RECORD = 20
"""Longer cells are taken for a quotation mark that was not closed."""

_DELIMITERS = (",", "\t", ";")
_HINT = re.compile(r"sep=.\s*", re.IGNORECASE)
_LINE_ENDS = "\r\n"


class CsvTable:
    """A CSV file; comma, tab or semicolon, by whichever most of its header is known."""

    format = "csv"

    def __init__(self, file: TextFile) -> None:
        self._file = file
        self._read = 0
        self._delimiter = ","
        with file.path.open("rb") as binary:
            self._header_line, self.header = self._find_header(binary)
        self.detail = {",": "comma", "\t": "tab", ";": "semicolon"}[self._delimiter]

    def records(self) -> Iterator[Record | NoPerson]:
        """Every record that is not blank; one that is no record as it stands, with why."""
        with self._file.path.open("rb") as binary:
            lines = _Lines(text_lines(self._file, binary))
            for number, text in lines:
                if number <= self._header_line:
                    continue
                self._read = binary.tell()
                yield from self._record(number, text, lines)
        self._read = self._file.size

    def done(self) -> float:
        """By bytes."""
        return self._read / self._file.size if self._file.size else 1.0

    def _record(
        self, number: int, text: str | None, lines: "_Lines"
    ) -> Iterator[Record | NoPerson]:
        if text is None:
            yield NoPerson(number, RowProblem.UNDECODABLE)
            return
        if '"' not in text:
            fields = text.rstrip(_LINE_ENDS).split(self._delimiter)
        else:
            found = self._quoted(text, lines)
            if found is None:
                yield NoPerson(number, RowProblem.QUOTES)
                return
            fields = found
        width = len(self.header)
        while len(fields) > width and not fields[-1].strip():
            fields.pop()
        if not any(field and not field.isspace() for field in fields):
            return
        if len(fields) != width:
            yield NoPerson(number, RowProblem.FIELDS, len(fields))
            return
        yield number, fields

    def _quoted(self, text: str, lines: "_Lines", *, any_width: bool = False) -> list[str] | None:
        """The fields of a record with quotation marks; None where they do not belong together.

        Lines that only a lost quotation mark drew in are given back.
        """
        taken: list[tuple[int, str | None]] = []
        whole = [text]
        marks = text.count('"')
        while marks % 2 and len(whole) < MOST_LINES_A_RECORD:
            number, more = lines.next_one()
            if number:
                taken.append((number, more))
            if more is None:
                break
            whole.append(more)
            marks += more.count('"')
        fields = None if marks % 2 else self._parsed(whole)
        if fields is not None and (any_width or len(whole) == 1 or self._fits(fields)):
            return fields
        lines.give_back(taken)
        return None

    def _fits(self, fields: list[str]) -> bool:
        return len(fields) == len(self.header)

    def _parsed(self, lines: list[str]) -> list[str] | None:
        try:
            return next(csv.reader(lines, delimiter=self._delimiter, strict=True))
        except (csv.Error, StopIteration):
            return None

    def _find_header(self, binary: BinaryIO) -> tuple[int, tuple[str, ...]]:
        lines = _Lines(text_lines(self._file, binary))
        for number, text in lines:
            if text is not None and (not text.strip() or (number == 1 and _HINT.fullmatch(text))):
                continue
            found = self._best(text, lines) if text is not None else None
            if found is None:
                raise PeopleListError(
                    ja=f"{number}行目: 列の名前として読めません。1行目に列の名前を書いてください。",
                    en=f"line {number}: cannot be read as the names of the columns",
                )
            while found and not found[-1].strip():
                found.pop()
            return max(number, lines.last), tuple(name.strip() for name in found)
        raise PeopleListError(
            ja="ファイルが空です。1行目に列の名前を書いてください。",
            en="the file is empty; line 1 names the columns",
        )

    def _best(self, text: str, lines: "_Lines") -> list[str] | None:
        """The header under the sign that makes the most of its names known."""
        if text.count('"') % 2:
            return self._quoted(text, lines, any_width=True)
        found: list[str] | None = None
        most = -1
        for delimiter in _DELIMITERS:
            self._delimiter = delimiter
            names = self._parsed([text])
            known = sum(words.is_known(name) for name in names or ())
            if names is not None and known > most:
                found, most, best = names, known, delimiter
        if found is not None:
            self._delimiter = best
        return found


class _Lines:
    """Lines that can be given back."""

    def __init__(self, lines: Iterator[tuple[int, str | None]]) -> None:
        self._lines = lines
        self._waiting: deque[tuple[int, str | None]] = deque()
        self.last = 0

    def __iter__(self) -> Iterator[tuple[int, str | None]]:
        while True:
            number, text = self.next_one()
            if not number:
                return
            yield number, text

    def next_one(self) -> tuple[int, str | None]:
        """The next line with its number; 0 at the end."""
        found = self._waiting.popleft() if self._waiting else next(self._lines, (0, None))
        self.last = found[0] or self.last
        return found

    def give_back(self, lines: list[tuple[int, str | None]]) -> None:
        """Let these lines, the last that were taken, be taken again."""
        self._waiting.extendleft(reversed(lines))
