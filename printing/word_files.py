"""A paper as a Word document (DOCX): real headings, lists and tables; the same data, same bytes."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as DocumentFile
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from domain.plain_text import clean_prose
from printing.blocks import (
    Block,
    Bullets,
    Fields,
    Heading,
    Note,
    PageBreak,
    Paper,
    Paragraph,
    Table,
)
from printing.bound_word_files import Bonds, bind

FONT = "Yu Gothic"
"""On every machine with Word in Japanese; the words themselves need no font to be kept."""
_ALIGNED = {
    "start": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "end": WD_ALIGN_PARAGRAPH.RIGHT,
}
_LABEL, _VALUE = Mm(48), Mm(112)


def as_word_file(paper: Paper, at: datetime, bonds: Bonds | None = None) -> bytes:
    """The paper as the bytes of a DOCX file; `at` is its time of making.

    With `bonds` the file can come back: its passages, figures and dates are marked.
    """
    made = Document()
    _set_up(made, paper, at)
    for words in (paper.number, paper.date):
        _line(made, words, "end")
    _line(made, paper.addressee, "start")
    _line(made, paper.sender, "end")
    title = made.add_paragraph(style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(title, paper.title)
    for block in paper.blocks:
        _block(made, block)
    if bonds is not None:
        bind(made, bonds)
    return _stamped(made, at)


def _set_up(made: DocumentFile, paper: Paper, at: datetime) -> None:
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style: Any = made.styles[name]
        style.font.name = FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), FONT)
        for theme in ("asciiTheme", "eastAsiaTheme", "hAnsiTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    normal: Any = made.styles["Normal"]
    normal.font.size = Pt(10.5)
    heading: Any = made.styles["Title"]
    heading.font.size = Pt(15)
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    if paper.marking:
        marked = section.header.paragraphs[0]
        marked.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _write(marked, paper.marking)
    _number_pages(section.footer.paragraphs[0])
    properties = made.core_properties
    properties.title = clean_prose(paper.title)[:255]
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.language = paper.locale
    properties.created = properties.modified = at.astimezone(UTC).replace(microsecond=0)


def _block(made: DocumentFile, block: Block) -> None:
    match block:
        case Heading():
            _write(made.add_paragraph(style=f"Heading {block.level}"), block.text)
        case Paragraph():
            _line(made, block.text, block.align, strong=block.strong)
        case Bullets():
            for item in block.items:
                style = "List Number" if block.numbered else "List Bullet"
                _write(made.add_paragraph(style=style), item)
        case Fields():
            _fields(made, block.rows)
        case Table():
            _table(made, (block.head, *block.rows))
        case Note():
            _write(made.add_paragraph(style="Intense Quote"), block.text)
        case PageBreak():
            made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _fields(made: DocumentFile, rows: tuple[tuple[str, str], ...]) -> None:
    table = made.add_table(rows=0, cols=2, style="Table Grid")
    # LibreOffice goes by the columns and Word by the cells.
    for column, width in zip(table.columns, (_LABEL, _VALUE), strict=True):
        column.width = width
    for row in rows:
        cells = table.add_row().cells
        for cell, words, width in zip(cells, row, (_LABEL, _VALUE), strict=True):
            cell.width = width
            _write(cell.paragraphs[0], words)
    made.add_paragraph()


def _table(made: DocumentFile, rows: tuple[tuple[str, ...], ...]) -> None:
    table = made.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for number, row in enumerate(rows):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            _write(cell.paragraphs[0], words, strong=number == 0)
    made.add_paragraph()


def _line(made: DocumentFile, words: str, align: str, *, strong: bool = False) -> None:
    if words:
        paragraph = made.add_paragraph()
        paragraph.alignment = _ALIGNED[align]
        _write(paragraph, words, strong=strong)


def _write(paragraph: WordParagraph, words: str, *, strong: bool = False) -> None:
    """Words as one run; line feeds become line breaks, nothing else is more than a character."""
    paragraph.add_run(clean_prose(words)).bold = strong or None


def _number_pages(paragraph: WordParagraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001 - fields have no other way in


def _stamped(made: DocumentFile, at: datetime) -> bytes:
    """The file with the time of making in place of the clock's, so that equal data is equal."""
    written, stamped = io.BytesIO(), io.BytesIO()
    made.save(written)
    moment = at.astimezone(UTC).timetuple()[:6]
    with (
        zipfile.ZipFile(written) as source,
        zipfile.ZipFile(stamped, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = zipfile.ZipInfo(name, date_time=moment)
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return stamped.getvalue()
