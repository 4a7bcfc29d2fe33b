"""The agenda on the screen: how long there is, what, by whom, and the line to type below it."""

from collections.abc import Iterable
from datetime import datetime

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from commands.needs.need import Need
from screens.console import console
from screens.running_clocks import urgency
from screens.tables import heading
from screens.words import ScreenLanguage, role_words, time_left

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "title": "いま必要なこと",
        "none": "いま必要なことはありません。",
        "open": "期限なし",
        "count": "{count}件",
    },
    "en": {
        "title": "What needs you now",
        "none": "Nothing needs you now.",
        "open": "no clock",
        "count": "{count}",
    },
}
_INDENT = "  "


def show_agenda(
    needs: Iterable[tuple[str, datetime, Need]], role: str | None, language: ScreenLanguage
) -> None:
    """Print needs with the code name and the case time of their incident, in the order given."""
    words = _WORDS[language]
    listed = list(needs)
    screen = console()
    if not listed:
        screen.print(words["none"])
        return
    several = len({code_name for code_name, _, _ in listed}) > 1
    screen.print(heading(words["title"], words["count"].format(count=len(listed))))
    for code_name, now, need in listed:
        screen.print(_line(code_name if several else "", now, need, language))
        # The line to type is never broken by us: it has to be copied whole.
        screen.print(Text(_INDENT + need.typed(role), "green"), soft_wrap=True)


def _line(code_name: str, now: datetime, need: Need, language: ScreenLanguage) -> RenderableType:
    grid = Table.grid(expand=True, padding=(0, 1))
    grid.add_column(ratio=1, overflow="fold")
    grid.add_column(no_wrap=True, style="dim", max_width=28, overflow="ellipsis")
    grid.add_column(no_wrap=True, justify="right")
    left = Text(_WORDS[language]["open"], "dim")
    if need.due_at:
        left = Text(time_left(need.due_at, now, language), urgency(need.due_at - now))
    name = Text.assemble((f"{code_name} " if code_name else "", "bold"), need.what(language))
    grid.add_row(name, role_words(need.roles[:2], language), left)
    return grid
