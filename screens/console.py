"""The console on which commands print: plain when it is no terminal, never wider than is read."""

import sys
from typing import TextIO

from rich.console import Console, RenderableType
from rich.text import Text

from domain.plain_text import clean_line

WIDEST = 100


def console(file: TextIO | None = None) -> Console:
    """A console on the standard output; markup in data is shown as it is, never obeyed."""
    screen = Console(file=file or sys.stdout, highlight=False, markup=False, emoji=False)
    screen.width = min(screen.width, WIDEST)
    return screen


def show(*parts: RenderableType) -> None:
    """Print parts below each other on the standard output."""
    screen = console()
    for part in parts:
        screen.print(part)


def said(text: str, style: str = "") -> Text:
    """Words that somebody wrote, as one line that cannot steer the terminal."""
    return Text(clean_line(text), style)
