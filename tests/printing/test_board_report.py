"""The report for the board: hostile words come out as words in page, picture, PDF and workbook."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

from openpyxl import load_workbook

from printing.board_picture import LANES, Mark, PictureWords, timeline_svg
from printing.board_report import BoardReport, Section, report_html, report_pdf, report_sheets
from printing.sheets import as_workbook
from tests.publishing.site_case import HOSTILE, Seen

NOW = datetime(2026, 1, 6, 1, tzinfo=UTC)
WORDS = PictureWords("経過の図", ("事実", "記録", "期限", "連絡", "公表"))
SVG = "{http://www.w3.org/2000/svg}"


def mark(number: int, hours: float, **values: Any) -> Mark:
    made = Mark("release", NOW + timedelta(hours=hours), number, f"第{number}報")
    return made._replace(**values)


def circles(marks: list[Mark]) -> list[ET.Element]:
    picture = ET.fromstring(timeline_svg(marks, WORDS, "sans"))  # noqa: S314 - our own
    return picture.findall(f".//{SVG}g/{SVG}circle")


def test_hostile_words_come_out_as_words_everywhere() -> None:
    section = Section(title="表", head=("a", "b"), rows=((HOSTILE, 1),), empty="なし")
    report = BoardReport(
        locale="ja",
        title=HOSTILE[:100],
        made_at=NOW,
        date="2026年1月6日",
        sender=HOSTILE[:100],
        head=(("件名", HOSTILE),),
        summary_heading="概要",
        summary=(("状態", HOSTILE),),
        picture_heading="図",
        picture=WORDS,
        marks=(mark(1, 0, title=HOSTILE),),
        sections=(section,),
    )

    page = Seen(report_html(report).encode().decode())
    assert not page.tags("script")
    assert not page.tags("img")
    assert "<script>alert(1)</script>{{ 7*7 }}" in page.text
    assert report_pdf(report).startswith(b"%PDF")
    sheet = load_workbook(io.BytesIO(as_workbook(report_sheets(report), NOW)))["表"]
    assert sheet["A2"].data_type == "s"
    assert "長" * 10_000 in str(sheet["A2"].value)


def test_every_mark_stands_in_its_lane_and_in_order() -> None:
    marks = [mark(n, n, lane=lane) for n, lane in enumerate(LANES, start=1)]
    places = [(float(c.get("cx", 0)), float(c.get("cy", 0))) for c in circles(marks)]
    assert places == sorted(places)
    assert len({y for _, y in places}) == len(LANES)


def test_marks_of_one_moment_do_not_hide_each_other() -> None:
    places = {(c.get("cx"), c.get("cy")) for c in circles([mark(n, 0) for n in range(1, 13)])}
    assert len(places) == 12


def test_a_late_mark_is_red_and_an_open_one_hollow() -> None:
    late, still_open = circles([mark(1, 0, late=True), mark(2, 5, open=True)])
    assert late.get("fill") == "#a61b1b"
    assert still_open.get("fill") == "#ffffff"


def test_a_fact_is_joined_to_when_it_was_and_an_empty_course_is_a_picture() -> None:
    svg = timeline_svg([mark(1, 9, lane="record", since=NOW)], WORDS, "sans")
    assert "stroke-dasharray" in svg
    assert circles([]) == []
