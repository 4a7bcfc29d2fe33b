"""Tables as an Excel workbook: words as words, never as formulas; the same data, the same bytes."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

import xlsxwriter

from domain.plain_text import clean_prose

LONGEST_COLUMN = 60
LAST_ROW = 1_048_575
LONGEST_CELL = 32_767
"""More signs Excel does not hold in a cell; the library would leave the whole cell empty."""
CUT = " […]"
_WIDE = "\u1100"


class Sheet(NamedTuple):
    """One sheet: its name, the head of its table, and rows of words or whole numbers.

    `choices`: what may be entered, by the place of a column.
    """

    name: str
    head: Sequence[str]
    rows: Iterable[Sequence[str | int]]
    choices: Mapping[int, Sequence[str]] = MappingProxyType({})


def as_workbook(sheets: Iterable[Sheet], at: datetime) -> bytes:
    """The sheets as an XLSX file; `at` is its time of making."""
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"created": at.replace(microsecond=0, tzinfo=None)})
        bold = book.add_format({"bold": True, "bottom": 1})
        whole = book.add_format({"num_format": "#,##0"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 0)
            widths = [_width(word) for word in sheet.head]
            page.write_row(0, 0, sheet.head, bold)
            for line, row in enumerate(sheet.rows, start=1):
                for column, cell in enumerate(row):
                    if isinstance(cell, int):
                        page.write_number(line, column, cell, whole)
                    else:
                        page.write_string(line, column, _fitting(clean_prose(cell)))
                    widths[column] = max(widths[column], _width(f"{cell}"))
            for column, allowed in sheet.choices.items():
                page.data_validation(1, column, LAST_ROW, column, _one_of(allowed))
            for column, width in enumerate(widths):
                page.set_column(column, column, min(width + 2, LONGEST_COLUMN))
    return made.getvalue()


def _fitting(words: str) -> str:
    """What a cell holds of long words; where something is cut off, that is shown."""
    return words if len(words) <= LONGEST_CELL else words[: LONGEST_CELL - len(CUT)] + CUT


def _one_of(words: Sequence[str]) -> dict[str, object]:
    return {"validate": "list", "source": list(words), "error_type": "warning"}


def _width(words: str) -> int:
    """Roughly how wide words are: Japanese signs are twice as wide."""
    return max((sum(2 if c >= _WIDE else 1 for c in line) for line in words.split("\n")), default=0)
