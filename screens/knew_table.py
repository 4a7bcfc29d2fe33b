"""Who knew, and when, as a table."""

from collections.abc import Sequence

from rich.console import RenderableType
from rich.text import Text

from screens.console import said
from screens.tables import titled_table


def knew_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> RenderableType:
    """One row for each who was told: since when, who, organisation, kind, how."""
    table = titled_table("")
    for place, name in enumerate(head):
        table.add_column(name, ratio=(0, 3, 4, 2, 3)[place] or None, overflow="fold")
    for row in rows:
        table.add_row(Text(row[0], "dim"), *(said(cell) for cell in row[1:]))
    return table
