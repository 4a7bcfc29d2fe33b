"""Workbooks (XLSX), read row by row; what a formula shows, never the formula."""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from domain.people import NoPerson, RowProblem
from people_files.complaints import PeopleListError
from people_files.tables import Record

LARGEST_UNPACKED = 4 << 30
"""In bytes: a larger one is no list, but made to fill a memory."""

_BLOCK = 1 << 20


class WorkbookTable:
    """One sheet of a workbook, whose first row that is not blank names its columns."""

    format = "xlsx"

    def __init__(self, path: Path, sheet: str | None = None) -> None:
        self._path = path
        self._rows = 0
        self._read = 0
        _refuse_what_is_no_workbook(path)
        with self._opened() as book:
            self.detail = self._chosen(book, sheet)
            for number, row in self._rows_of(book):
                if not _is_blank(row):
                    self._header_line = number
                    self.header = _without_end(row)
                    return
        raise PeopleListError(
            ja="シートが空です。1行目に列の名前を書いてください。",
            en="the sheet is empty; its first row names the columns",
        )

    def records(self) -> Iterator[Record | NoPerson]:
        """Every row that is not blank."""
        width = len(self.header)
        with self._opened() as book:
            self._rows = book[self.detail].max_row or 0
            for number, row in self._rows_of(book):
                self._read = number
                if number <= self._header_line or _is_blank(row):
                    continue
                values = [*_without_end(row[width:], least=0)]
                if values:
                    yield NoPerson(number, RowProblem.FIELDS, width + len(values))
                else:
                    yield number, [*row[:width], *[""] * (width - len(row))]
        self._read = self._rows

    def done(self) -> float:
        """By rows, as far as the workbook says how many it has."""
        return min(1.0, self._read / self._rows) if self._rows else 0.0

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        from openpyxl import load_workbook

        try:
            book = load_workbook(self._path, read_only=True, data_only=True, keep_links=False)
        except OSError:
            raise
        except Exception:  # noqa: BLE001 - it raises many kinds, and some quote what is inside
            raise _broken() from None
        try:
            yield book
        finally:
            book.close()

    def _chosen(self, book: Any, sheet: str | None) -> str:
        """The sheet to read: the one that is named, or the only one with anything in it."""
        names: list[str] = [found.title for found in book.worksheets]
        if sheet is not None:
            if sheet in names:
                return sheet
            listed = "、".join(names)
            raise PeopleListError(
                ja=f"その名前のシートはありません。あるもの: {listed}",
                en=f"there is no such sheet; there is: {listed}",
            )
        filled = [name for name in names if _has_anything(book[name])]
        if len(filled) > 1:
            listed = "、".join(filled)
            raise PeopleListError(
                ja=f"シートが{len(filled)}枚あります。--sheet で1枚を選び、1枚ずつ取り込んで"
                f"ください: {listed}",
                en=f"{len(filled)} sheets hold something; choose one with --sheet: {listed}",
            )
        return filled[0] if filled else names[0]

    def _rows_of(self, book: Any) -> Iterator[tuple[int, list[str]]]:
        try:
            for number, row in enumerate(_values(book[self.detail]), start=1):
                yield number, [_text(value) for value in row]
        except OSError:
            raise
        except PeopleListError:
            raise
        except Exception:  # noqa: BLE001 - see above
            raise _broken() from None


def digest_of_file(path: Path) -> tuple[str, int]:
    """The SHA-256 of a file, in hexadecimal, and its size in bytes."""
    sha, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            sha.update(block)
            size += len(block)
    return sha.hexdigest(), size


def _values(sheet: Any) -> Iterable[tuple[Any, ...]]:
    # What a workbook says of its size may be wrong, and rows would be missed.
    sheet.reset_dimensions()
    rows: Iterable[tuple[Any, ...]] = sheet.iter_rows(values_only=True)
    return rows


def _is_blank(row: list[str]) -> bool:
    return not any(value.strip() for value in row)


def _has_anything(sheet: Any) -> bool:
    if not hasattr(sheet, "reset_dimensions"):
        return False
    return any(value not in {None, ""} for row in _values(sheet) for value in row)


def _without_end(row: list[str], least: int = 1) -> tuple[str, ...]:
    end = len(row)
    while end > least and not row[end - 1].strip():
        end -= 1
    return tuple(value.strip() for value in row[:end]) if any(row[:end]) else ()


def _text(value: Any) -> str:
    """What a cell shows: numbers without a point that Excel added, so that a phone stays one."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def _refuse_what_is_no_workbook(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
    except zipfile.BadZipFile:
        raise _broken() from None
    if unpacked > LARGEST_UNPACKED:
        raise PeopleListError(
            ja="展開すると大きすぎるブックです。CSV で保存してください。",
            en="the workbook is too large once unpacked; save the list as CSV",
        )


def _broken() -> PeopleListError:
    return PeopleListError(
        ja="ブックとして開けません。パスワードが付いているか、古い形式(.xls)か、壊れています。"
        "パスワードを外し、.xlsx または CSV で保存してください。",
        en="cannot be opened as a workbook: it has a password, is an old .xls, or is broken; save "
        "it as .xlsx or CSV without a password",
    )
