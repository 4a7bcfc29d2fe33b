"""An approved HTML page as blocks, so that what is printed are the words that were approved.

Reads the pages that the templates make: headings, paragraphs, lists, tables with a label and its
words in each row, boxes; not mails, which are laid out by tables. The window with address and
sender is laid out by the paper itself, so its part of the page is kept apart.
"""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import NamedTuple

from printing.blocks import Block, Bullets, Fields, Heading, Note, Paragraph, Table

_HEADINGS = {"h2": 1, "h3": 2}
_ENDS_A_BLOCK = frozenset({"p", "h1", "h2", "h3", "div", "address", "section"})
_NOT_SHOWN = frozenset({"head", "style", "script", "title"})
# Not the wide blank of Japanese, which stands between a label and its words.
_BLANKS = re.compile(r"[ \t\r\n]+")
_EMPTY = frozenset({"br", "meta", "link", "hr", "img", "input"})


class Page(NamedTuple):
    """A page's title, the lines at its upper right (date and sender), and everything below.

    `before` of the blocks stand above the title; `to` are the lines in a letter's window or to
    whom it speaks, and `date` stands above these.
    """

    title: str
    head: tuple[str, ...]
    blocks: tuple[Block, ...]
    before: int = 0
    to: tuple[str, ...] = ()
    locale: str = "ja"
    date: str = ""


def read_page(html: str) -> Page:
    """The page as blocks. Unknown elements count as what stands around them."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_block()
    head, blocks, to = tuple(reader.head), tuple(reader.blocks), tuple(reader.to)
    return Page(reader.title, head, blocks, reader.before, to, reader.locale, reader.date)


class _Reader(HTMLParser):
    """Collects words until a block ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.head: list[str] = []
        self.to: list[str] = []
        self.date = ""
        self.blocks: list[Block] = []
        self.before = 0
        self.locale = "ja"
        self._open: list[tuple[str, str]] = []
        self._words = ""
        self._items: list[str] = []
        self._rows: list[list[str]] = []
        self._heads: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._words += "\n"
            return
        if tag in _EMPTY:
            return
        if tag == "html":
            self.locale = "en" if dict(attrs).get("lang") == "en" else "ja"
        if tag in _ENDS_A_BLOCK and not self._inside("li", "td", "th") and not self._box():
            self.end_block()
        if tag == "tr":
            self._rows.append([])
            self._heads.append(True)
        self._open.append((tag, dict(attrs).get("class") or self._boxed(tag, dict(attrs))))

    def handle_endtag(self, tag: str) -> None:
        if tag in _EMPTY or tag not in {name for name, _ in self._open}:
            return
        ends: dict[str, Callable[[], None]] = {
            "li": self._end_item,
            "th": self._end_cell,
            "td": self._end_data_cell,
            "ul": self._end_list,
            "ol": self._end_list,
            "table": self._end_table,
        }
        if tag in ends:
            ends[tag]()
        elif self._box() and self._open[-1][1] != "box":
            self._words += "\n" if tag in _ENDS_A_BLOCK else ""
        elif tag in _ENDS_A_BLOCK and not self._inside("li", "td", "th"):
            self.end_block()
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._inside(*_NOT_SHOWN):
            self._words += _BLANKS.sub(" ", data)

    def end_block(self) -> None:
        """What was collected becomes a block of the kind of what it stands in."""
        words = self._taken()
        if not words:
            return
        tag = next((name for name, _ in reversed(self._open) if name in _ENDS_A_BLOCK), "p")
        classes = {name for _, found in self._open for name in found.split()}
        if "from" in classes:
            self.head += words.split("\n")
        elif "date" in classes:
            self.date = words
        elif "to" in classes:
            self.to += words.split("\n")
        elif tag == "h1":
            self.title, self.before = words, len(self.blocks)
        elif tag in _HEADINGS:
            self.blocks.append(Heading(text=words, level=_HEADINGS[tag]))
        elif "box" in classes:
            self.blocks.append(Note(text=words))
        else:
            at_end = bool({"end", "right"} & classes)
            self.blocks.append(Paragraph(text=words, align="end" if at_end else "start"))

    def _end_item(self) -> None:
        self._items.append(self._taken())

    def _end_cell(self) -> None:
        words = self._taken()
        # A table within a cell has ended the rows around it: its last words stand alone.
        if self._rows:
            self._rows[-1].append(words)
        elif words:
            self.blocks.append(Paragraph(text=words))

    def _end_data_cell(self) -> None:
        self._heads[-1:] = [False]
        self._end_cell()

    def _end_list(self) -> None:
        numbered = bool(self._open) and self._inside("ol")
        if self._items:
            self.blocks.append(Bullets(items=tuple(self._items), numbered=numbered))
        self._items = []

    def _end_table(self) -> None:
        rows = [row for row in self._rows if row]
        headed = bool(self._heads) and self._heads[0] and len(self._heads) > 1
        if rows and all(len(row) == 2 for row in rows) and not headed:  # noqa: PLR2004 - a pair
            self.blocks.append(Fields(rows=tuple((row[0], row[1]) for row in rows)))
        elif rows:
            width = max(map(len, rows))
            cells = [tuple(row + [""] * (width - len(row))) for row in rows]
            head = cells.pop(0) if headed else ("",) * width
            self.blocks.append(Table(head=head, rows=tuple(cells)))
        self._rows, self._heads = [], []

    def _taken(self) -> str:
        lines = (_BLANKS.sub(" ", line).strip(" ") for line in self._words.split("\n"))
        self._words = ""
        return "\n".join(lines).strip("\n")

    def _inside(self, *tags: str) -> bool:
        return any(name in tags for name, _ in self._open)

    def _box(self) -> bool:
        return any(found == "box" for _, found in self._open)

    def _boxed(self, tag: str, attrs: dict[str, str | None]) -> str:
        """Whether an element is drawn as a box: the templates give such a border or a ground."""
        style = attrs.get("style") or ""
        framed = "border:" in style or "background:" in style
        return "box" if tag in {"p", "div"} and framed else ""
