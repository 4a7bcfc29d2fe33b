"""The one look of every table and heading."""

from collections.abc import Iterable

from rich import box
from rich.align import Align
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text


def titled_table(title: str) -> Table:
    """An empty table below its title, as wide as the screen."""
    return Table(
        title=title,
        title_justify="left",
        title_style="bold cyan",
        box=box.SIMPLE_HEAD,
        expand=True,
        header_style="bright_black",
        border_style="bright_black",
        pad_edge=False,
    )


def pairs_table(title: str, rows: Iterable[tuple[str, Text]]) -> Table:
    """Names and what belongs to each; a long value is folded, never cut."""
    table = titled_table(title)
    table.show_header = False
    table.add_column(no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for name, value in rows:
        table.add_row(name, value)
    return table


def heading(words: str, sums: str = "") -> RenderableType:
    """The heading of a list, with its sums at the right."""
    grid = Table.grid(expand=True)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    grid.add_row(Text(words, "bold cyan"), Align.right(Text(sums, "dim")) if sums else "")
    return grid
