"""What a page can hold: headings, paragraphs, lists, pairs of label and value, tables.

A block holds finished words. They are shown as they stand: markup, code or formulas in them
come out as text, because pages are made from data, never from source text with words pasted in.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Block(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Heading(_Block):
    """A heading; level 1 is a section, 2 a part of it."""

    kind: Literal["heading"] = "heading"
    text: str
    level: int = Field(default=1, ge=1, le=2)


class Paragraph(_Block):
    """A paragraph; line feeds in it are kept. `align` is that of the whole paragraph."""

    kind: Literal["paragraph"] = "paragraph"
    text: str
    align: Literal["start", "center", "end"] = "start"
    strong: bool = False


class Bullets(_Block):
    """A list with a bullet, or a number, before each item."""

    kind: Literal["bullets"] = "bullets"
    items: tuple[str, ...]
    numbered: bool = False


class Fields(_Block):
    """Pairs of label and value in two columns, as forms have them."""

    kind: Literal["fields"] = "fields"
    rows: tuple[tuple[str, str], ...]


class Table(_Block):
    """A table whose head is repeated on each page; `numeric` names columns set to the right.

    `widths` are shares of the page's width, one a column; none means as wide as the words.
    """

    kind: Literal["table"] = "table"
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()


class Note(_Block):
    """Words set apart in a frame."""

    kind: Literal["note"] = "note"
    text: str


class PageBreak(_Block):
    """What follows starts a new page."""

    kind: Literal["page_break"] = "page_break"


Block = Annotated[
    Heading | Paragraph | Bullets | Fields | Table | Note | PageBreak,
    Field(discriminator="kind"),
]


class Paper(_Block):
    """One document as pages of A4.

    `marking` (訓練, 再現) stands on every page; `number`, `date` and `sender` stand at the top
    as a Japanese business letter has them, `running` at the foot of every page.
    """

    title: str
    locale: Literal["ja", "en"] = "ja"
    marking: str = ""
    number: str = ""
    date: str = ""
    addressee: str = ""
    sender: str = ""
    running: str = ""
    blocks: tuple[Block, ...]
