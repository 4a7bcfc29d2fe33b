"""Workbooks: hostile words are words in a cell, and nothing is lost without a sign."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from printing.sheets import CUT, LONGEST_CELL, Sheet, as_workbook

AT = datetime(2026, 1, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("=HYPERLINK(0)", "=HYPERLINK(0)"),
        ("{=1+1}", "{=1+1}"),
        ("+1+cmd|' /C calc'!A0", "+1+cmd|' /C calc'!A0"),
        ("-1", "-1"),
        ("@SUM(1)", "@SUM(1)"),
        ("https://x.example", "https://x.example"),
        ("<b>&amp;</b>{{ 7*7 }}", "<b>&amp;</b>{{ 7*7 }}"),
        ("a\r\nb\x00\x0b\u202ec\ud800", "a\nb\nc〓"),
        ("長" * 10_000, "長" * 10_000),
        ("長" * 40_000, "長" * (LONGEST_CELL - len(CUT)) + CUT),
    ],
    ids=range(10),
)
def test_hostile_words_are_words(words: str, shown: str) -> None:
    made = as_workbook([Sheet("表", ("見出し",), [(words,)])], AT)

    cell = load_workbook(io.BytesIO(made))["表"]["A2"]
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", shown, None)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
        assert not any("hyperlink" in name for name in parts.namelist())
