"""What makes a Word file one that can come back: which text it is, what may be edited, what not.

A passage stands in a content control that bears its name, and between bookmarks, since not every
program keeps controls. A figure or a date stands in a control whose content is locked. Document,
text and revision stand in the custom properties of the file.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from docx.document import Document as DocumentFile
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from domain.passages import number_spans
from domain.plain_text import clean_prose

PASSAGE, BOUND, OURS = "shirase-passage:", "shirase-bound:", "Shirase"
BOOKMARK, BOOKMARK_AT_MOST = "shirase_", 40
"""Bookmarks have names of forty signs at most; a longer one names nothing and is passed over."""
PROPERTY_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The set of custom properties in Office files (ECMA-376 part 1, 22.3)."""
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CONTENT = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006"
LABEL_AND_WORDS = 2
_BLANKS = re.compile(r"[ \t\u00a0]+")


class BoundPassage(NamedTuple):
    """A passage by name, with its words; `label` is that of its field where a form has it."""

    name: str
    words: str
    label: str = ""


class Bonds(NamedTuple):
    """Which text a file holds, and its passages in order.

    `language` is the screen's, in which fields of a person are named.
    """

    incident: str
    document: str
    number: int
    text: str
    revision: int
    addressee: str
    language: str
    passages: tuple[BoundPassage, ...] = ()

    @property
    def properties(self) -> dict[str, str]:
        """The custom properties of the file."""
        return {
            f"{OURS}Incident": self.incident,
            f"{OURS}Document": self.document,
            f"{OURS}Number": str(self.number),
            f"{OURS}Text": self.text,
            f"{OURS}Revision": str(self.revision),
            f"{OURS}Addressee": self.addressee,
            f"{OURS}Language": self.language,
            f"{OURS}Passages": " ".join(one.name for one in self.passages),
        }


def plain(words: str) -> str:
    """Words as they can be compared after a way through a file: single blanks, no loose ends."""
    lines = (_BLANKS.sub(" ", line).strip(" ") for line in clean_prose(words).split("\n"))
    return "\n".join(lines).strip("\n")


def bind(made: DocumentFile, bonds: Bonds) -> None:
    """Mark passages, figures and dates of a finished file, and say which text it is."""
    controls = _Controls()
    waiting = [(one.name, plain(one.words)) for one in bonds.passages if not one.label]
    body = made.element.body
    for paragraph in list(body.iter(qn("w:p"))):
        words = _words(paragraph)
        for run in list(paragraph.iterchildren(qn("w:r"))):
            _bind_run(run, controls)
        found = next((one for one in waiting if one[1] == words), None)
        if found is not None and paragraph.getparent() is body:
            waiting = waiting[waiting.index(found) + 1 :]
            _bind_passage(paragraph, found[0], controls)
    fields = {(plain(one.label), plain(one.words)): one.name for one in bonds.passages if one.label}
    for row in list(body.iter(qn("w:tr"))):
        _bind_field(row, fields, controls)
    _write_properties(made, bonds.properties)


class _Controls:
    """Makes content controls, each with a number of its own."""

    def __init__(self) -> None:
        self._number = 0

    def made(self, tag: str, title: str, *, locked: bool = False) -> tuple[Any, Any]:
        self._number += 1
        control = OxmlElement("w:sdt")
        properties, content = OxmlElement("w:sdtPr"), OxmlElement("w:sdtContent")
        values = [("w:alias", title), ("w:tag", tag), ("w:id", str(self._number))]
        if locked:
            values.append(("w:lock", "contentLocked"))
        for name, value in values:
            element = OxmlElement(name)
            element.set(qn("w:val"), value)
            properties.append(element)
        control.append(properties)
        control.append(content)
        return control, content

    def bound(self, run: Any) -> Any:
        control, content = self.made(f"{BOUND}{self._number + 1}", "台帳", locked=True)
        content.append(run)
        return control


def _bind_field(row: Any, fields: dict[tuple[str, str], str], controls: _Controls) -> None:
    """A row of label and words: the cell of the words in its control, where it is a passage."""
    cells = list(row.iterchildren(qn("w:tc")))
    if len(cells) != LABEL_AND_WORDS:
        return
    label, words = (_words(cell) for cell in cells)
    name = fields.pop((label, words), "")
    if name:
        _bind_passage(next(cells[1].iterchildren(qn("w:p"))), name, controls)


def _bind_passage(paragraph: Any, name: str, controls: _Controls) -> None:
    """All of a paragraph in a control within it: LibreOffice doubles words in one around it."""
    control, content = controls.made(f"{PASSAGE}{name}", name)
    number = control.find(f"{qn('w:sdtPr')}/{qn('w:id')}").get(qn("w:val"))
    for part in list(paragraph):
        if part.tag != qn("w:pPr"):
            content.append(part)
    begins, ends = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (begins, ends):
        mark.set(qn("w:id"), number)
    begins.set(qn("w:name"), f"{BOOKMARK}{name}"[:BOOKMARK_AT_MOST])
    paragraph.extend((begins, control, ends))


def _words(paragraph: Any) -> str:
    found = paragraph.iter(qn("w:t"), qn("w:br"))
    return plain("".join("\n" if one.tag == qn("w:br") else one.text or "" for one in found))


def _bind_run(run: Any, controls: _Controls) -> None:
    """One run becomes several where it holds figures or dates; each of these in its control."""
    if not any(number_spans(text.text or "") for text in run.iterchildren(qn("w:t"))):
        return
    for child in list(run):
        if child.tag == qn("w:t"):
            for piece, is_number in _pieces(child.text or ""):
                part = _run_like(run)
                text = OxmlElement("w:t")
                text.text = piece
                text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                part.append(text)
                run.addprevious(controls.bound(part) if is_number else part)
        elif child.tag != qn("w:rPr"):
            part = _run_like(run)
            part.append(child)
            run.addprevious(part)
    run.getparent().remove(run)


def _pieces(words: str) -> Iterator[tuple[str, bool]]:
    done = 0
    for begins, ends in number_spans(words):
        if begins > done:
            yield words[done:begins], False
        yield words[begins:ends], True
        done = ends
    if done < len(words):
        yield words[done:], False


def _run_like(run: Any) -> Any:
    made = OxmlElement("w:r")
    looks = run.find(qn("w:rPr"))
    if looks is not None:
        made.append(deepcopy(looks))
    return made


def _write_properties(made: DocumentFile, properties: dict[str, str]) -> None:
    rows = "".join(
        f'<property fmtid="{PROPERTY_SET}" pid="{number}" name="{escape(name)}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(properties.items(), 2)
    )
    blob = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Properties xmlns="{_NAMESPACE}/custom-properties" '
        f'xmlns:vt="{_NAMESPACE}/docPropsVTypes">{rows}</Properties>'
    )
    package = made.part.package
    part = Part(PackURI("/docProps/custom.xml"), _CONTENT, blob.encode(), package)
    package.relate_to(part, _RELATED)
