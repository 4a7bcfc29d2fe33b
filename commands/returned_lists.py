"""Lists that come back: results of calls and messages, letters that were posted or returned.

CSV or XLSX with a header in Japanese or English. A line that cannot be read keeps no other out:
what is wrong with it is said by line, never with its values.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from commands.sentences import NotPossible
from domain.people import NoPerson
from people_files.complaints import PeopleListError
from people_files.csv_table import CsvTable
from people_files.encodings import look_through
from people_files.tables import Table
from people_files.workbook_table import WorkbookTable

JAPAN = ZoneInfo("Asia/Tokyo")
LETTER_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": ("書面番号", "letter", "number"),
    "postal_code": ("郵便番号", "postal_code"),
    "address": ("住所", "address"),
}
RESULT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("確認番号", "code"),
    "outcome": ("結果", "outcome"),
    "at": ("日時", "at", "time"),
    "by": ("担当者", "by"),
    "note": ("メモ", "note"),
}
_TIMES = ("%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S")


class Line(NamedTuple):
    """One line, by the names of the columns; a line that cannot be read has no cells."""

    line: int
    cells: Mapping[str, str]


def read_letters(path: Path, *, with_addresses: bool) -> list[dict[str, object]]:
    """The lines of a list of letters, as the command's words.

    Raises NotPossible.
    """
    needed = ("number", "postal_code", "address") if with_addresses else ("number",)
    return [{"line": line.line, **line.cells} for line in _read(path, LETTER_COLUMNS, needed)]


def read_results(path: Path) -> list[dict[str, object]]:
    """The lines of a list of results, as the command's words; without an outcome is left out.

    Times are Japan's where no zone is said. Raises NotPossible.
    """
    found: list[dict[str, object]] = []
    for line in _read(path, RESULT_COLUMNS, ("code", "outcome", "at", "by")):
        cells = dict(line.cells)
        if cells and not cells.get("outcome"):
            continue
        moment = _moment(cells.pop("at", ""))
        result: dict[str, object] = {"line": line.line, "code": "", "outcome": "", **cells}
        found.append(result if moment is None else {**result, "at": moment.isoformat()})
    return found


def _read(
    path: Path, columns: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]
) -> Iterator[Line]:
    try:
        table = _table(path)
        places = _places(table.header, columns, needed)
        for record in table.records():
            if isinstance(record, NoPerson):
                yield Line(record.line, {"number": ""} if "number" in needed else {"code": ""})
                continue
            line, cells = record
            yield Line(line, {name: _cell(cells, place) for name, place in places.items()})
    except OSError:
        raise NotPossible(
            en=f"{path.name} cannot be read: is there such a file?",
            ja=f"{path.name} を読めません。ファイルの場所を確認してください。",
        ) from None
    except PeopleListError as error:
        raise NotPossible(en=error.said.en, ja=error.said.ja) from None


def _table(path: Path) -> Table:
    if path.suffix.lower() == ".xlsx":
        return WorkbookTable(path)
    return CsvTable(look_through(path))


def _places(
    header: tuple[str, ...], columns: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]
) -> dict[str, int]:
    names = [name.strip() for name in header]
    places = {
        column: next(place for place, name in enumerate(names) if name in known)
        for column, known in columns.items()
        if set(names) & set(known)
    }
    missing = [columns[column][0] for column in needed if column not in places]
    if missing:
        listed = ", ".join(missing)
        raise NotPossible(
            en=f"The list lacks columns: {listed}.", ja=f"名簿に次の列がありません: {listed}"
        )
    return places


def _cell(cells: object, place: int) -> str:
    if not isinstance(cells, list | tuple) or place >= len(cells):
        return ""
    # A mark by which lists keep spreadsheet programs from taking words for a formula.
    return str(cells[place] or "").strip().removeprefix("'")


def _moment(text: str) -> datetime | None:
    for form in _TIMES:
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=JAPAN)
        except ValueError:
            continue
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=JAPAN)
