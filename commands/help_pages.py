"""Help that fits 80 columns also where a sign takes two of them, as Japanese ones do.

The vendored formatter counts signs; here cells are counted, and the choices of an option are
broken where one ends.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from typer._click.core import Context
from typer._click.formatting import HelpFormatter

NO_WRAPPING = "\b"
"""A paragraph that begins with this line stays as it was written: an example to be copied."""

_WIDE = 2
_PLACE = re.compile(r"\{\w+\}|\[[a-z_]+\](?=\.\.\.)")
_NAME = re.compile(r"^\[?[a-z_]+\]?(\.\.\.)?(?= <)")


def cell_len(text: str) -> int:
    """How many cells a terminal needs; counted here, since `--help` loads nothing heavy."""
    return sum(_WIDE if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


class CellFormatter(HelpFormatter):
    """Lays help out by the cells that its signs take on a terminal."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """What is to be typed by its name in capitals, as in every example of a manual."""
        super().write_usage(
            prog, _PLACE.sub(lambda place: place[0].strip("{}").upper(), args), prefix
        )

    def write_text(self, text: str) -> None:
        """Paragraphs, each wrapped; those that are to be copied stay."""
        margin = " " * self.current_indent
        paragraphs = []
        for paragraph in re.split(r"\n\s*\n", text.strip("\n")):
            lines = [line.strip("\n") for line in paragraph.split("\n")]
            if lines[0].strip(" ") == NO_WRAPPING:
                kept = lines[1:]
            else:
                kept = wrapped(" ".join(line.strip() for line in lines), self.width - len(margin))
            paragraphs.append("\n".join(f"{margin}{line}" for line in kept))
        self.write("\n\n".join(paragraphs) + "\n")

    def write_dl(
        self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Two columns; a first one that is too wide stands on lines of its own."""
        rows = [(_NAME.sub(lambda name: name[0].upper(), first), second) for first, second in rows]
        margin = " " * self.current_indent
        widest = max(cell_len(first) for first, _ in rows)
        column = min(widest, col_max) + col_spacing
        for first, second in rows:
            lines = wrapped(second, max(self.width - column - len(margin), 10))
            beside = cell_len(first) <= column - col_spacing
            heads = [first] if beside else wrapped(first, self.width - len(margin))
            for head in heads[:-1]:
                self.write(f"{margin}{head}\n")
            if beside and lines:
                space = " " * (column - cell_len(first))
                self.write(f"{margin}{heads[-1]}{space}{lines.pop(0)}\n")
            else:
                self.write(f"{margin}{heads[-1]}\n")
            for line in lines:
                self.write(f"{margin}{' ' * column}{line}\n")


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most so many cells.

    Broken at spaces and after `|`; between two signs only where one of them is a wide one, or
    where nothing else fits.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text, width):
        if line and cell_len(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    if line.strip():
        lines.append(line.rstrip())
    return lines


def install() -> None:
    """Let every command's help be laid out so; `formatter_class` is click's own place for it."""
    Context.formatter_class = CellFormatter


def _pieces(text: str, width: int) -> Iterator[str]:
    """What must not be broken, in order; a space belongs to the piece before it."""
    piece = ""
    for sign in text:
        ends = piece and (piece[-1] in " |" or _between(piece[-1], sign))
        if ends or cell_len(piece + sign) > width:
            yield piece
            piece = ""
        piece += sign
    if piece:
        yield piece


def _between(before: str, sign: str) -> bool:
    """Whether a line may end between two signs: beside a wide one, but not before 。 or )."""
    if sign in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    return sign != " " and _WIDE in {cell_len(before), cell_len(sign)}


_NEVER_FIRST = frozenset("。、・）」』】〕！？ーぁぃぅぇぉっゃゅょァィゥェォッャュョ)].,:;")
_NEVER_LAST = frozenset("（「『【〔([")
