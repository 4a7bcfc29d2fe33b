"""The report on the course of an incident (経過報告書): a page, a PDF, and a workbook of one model.

All three say the same: the picture, then one table after another. Words stand as they were given,
whatever is in them.
"""

from collections.abc import Iterator
from datetime import datetime
from html import escape
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from domain.plain_text import clean_line
from printing.block_html import blocks_as_html
from printing.blocks import Block, Fields, Heading, Note, Paper, Table
from printing.board_picture import Mark, PictureWords, timeline_svg
from printing.figure_chart import Panel, figures_svg
from printing.fonts import FAMILY
from printing.sheets import Sheet
from printing.typesetting import typeset

_STYLE = """
body{margin:0 auto;max-width:64rem;padding:1rem 1.2rem 3rem;color:#1a1a1a;background:#fff;
font:1rem/1.7 "Hiragino Sans","Noto Sans JP","Yu Gothic",Meiryo,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.2rem;border-bottom:1px solid #767676}
.marking{background:#8a1420;color:#fff;padding:.5rem 1rem;text-align:center;font-weight:700}
figure{margin:1rem 0;overflow-x:auto}svg{width:100%;min-width:44rem;height:auto}
dl{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.3rem 1rem}
dt{font-weight:700}dd{margin:0}.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{border:1px solid #949494;padding:.3rem .5rem;text-align:left;vertical-align:top}
th{background:#f3f5f7}.number{text-align:right}.note{border:1px solid #767676;padding:.6rem .8rem}
@media print{@page{size:A4 landscape;margin:15mm}body{font-size:9pt;max-width:none}
tr,figure{break-inside:avoid}}
""".strip()


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Section(_Part):
    """One table under its heading; `empty` is said where it has no rows, `panels` are drawn."""

    title: str = Field(max_length=28)
    head: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    widths: tuple[int, ...] = ()
    numeric: tuple[int, ...] = ()
    empty: str
    panels: tuple[Panel, ...] = ()

    @property
    def svg(self) -> str:
        """Its figures over time; empty where there are none."""
        return figures_svg(self.panels, self.title, FAMILY)


class BoardReport(_Part):
    """What the board reads; `made_at` is case time.

    `head` and `summary` are pairs of label and words.
    """

    locale: Literal["ja", "en"]
    title: str
    marking: str = ""
    made_at: datetime
    date: str
    sender: str
    head: tuple[tuple[str, str], ...]
    summary_heading: str
    summary: tuple[tuple[str, str], ...]
    picture_heading: str
    picture: PictureWords
    marks: tuple[Mark, ...]
    sections: tuple[Section, ...]

    @property
    def svg(self) -> str:
        """The picture of its course."""
        return timeline_svg(self.marks, self.picture, FAMILY)


def report_html(report: BoardReport) -> str:
    """One page that needs nothing else: no scripts, nothing from outside."""
    marking = f'<p class="marking">{escape(report.marking)}</p>\n' if report.marking else ""
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return f"""<!DOCTYPE html>
<html lang="{report.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="robots" content="noindex">
<title>{escape(clean_line(report.title))}</title>
<style>{_STYLE}</style>
</head>
<body>
{marking}<main>
<h1>{escape(clean_line(report.title))}</h1>
<p>{escape(report.date)}　{escape(clean_line(report.sender))}</p>
{blocks_as_html(_cover(report))}
<h2>{escape(report.picture_heading)}</h2>
<figure>{report.svg}</figure>
{"".join(_section_html(section) for section in report.sections)}
</main>
</body>
</html>
"""


def report_pdf(report: BoardReport) -> bytes:
    """The same as PDF/A.

    Raises:
        TypesettingError: the pages cannot be set.
    """
    paper = Paper(
        title=report.title,
        locale=report.locale,
        marking=report.marking,
        date=report.date,
        sender=report.sender,
        running=report.title,
        blocks=_cover(report),
    )
    data = {
        **paper.model_dump(mode="json"),
        "picture": report.svg,
        "picture_heading": report.picture_heading,
        "rest": [item for section in report.sections for item in _section_items(section)],
    }
    return typeset("board", data, report.made_at)


def report_sheets(report: BoardReport) -> list[Sheet]:
    """Every table as a sheet, numbers as numbers."""
    return [Sheet(section.title, section.head, section.rows) for section in report.sections]


def _cover(report: BoardReport) -> tuple[Block, ...]:
    return (
        Fields(rows=report.head),
        Heading(text=report.summary_heading),
        Fields(rows=report.summary),
    )


def _section_html(section: Section) -> str:
    figure = f"<figure>{section.svg}</figure>\n" if section.svg else ""
    head = blocks_as_html((Heading(text=section.title),))
    return f"{head}\n{figure}{blocks_as_html((_table(section),))}\n"


def _section_items(section: Section) -> Iterator[dict[str, Any]]:
    """The section as the paper shows it: a picture is an item of its own there."""
    yield Heading(text=section.title).model_dump(mode="json")
    if section.svg:
        yield {"kind": "picture", "picture": section.svg, "title": section.title}
    yield _table(section).model_dump(mode="json")


def _table(section: Section) -> Block:
    if not section.rows:
        return Note(text=section.empty)
    rows = tuple(tuple(_spelled(cell) for cell in row) for row in section.rows)
    return Table(head=section.head, rows=rows, numeric=section.numeric, widths=section.widths)


def _spelled(cell: str | int) -> str:
    return f"{cell:,}" if isinstance(cell, int) else cell
