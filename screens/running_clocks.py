"""The clocks that run: duties of one rule and one limit in one row, the nearest first."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from register.board import BoardDuty
from register.duties import ENDED
from screens.tables import heading
from screens.words import (
    DUTY_STATES,
    ScreenLanguage,
    rule_name,
    short_due,
    short_name,
    time_left,
)

SOON = timedelta(days=1)
NEAR = timedelta(days=3)
_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "clocks": "期限",
        "none": "未了の期限はありません",
        "parties": "{count}社",
        "promptly": "遅滞なく",
        "more": "ほか {count}件",
    },
    "en": {
        "clocks": "Clocks",
        "none": "No clock is running",
        "parties": "×{count}",
        "promptly": "promptly",
        "more": "{count} more",
    },
}


def running_clocks(
    duties: Sequence[BoardDuty], now: datetime, language: ScreenLanguage, rows: int
) -> RenderableType:
    """At most so many rows, below a heading that counts the duties by state."""
    words = _WORDS[language]
    running = [duty for duty in duties if duty.status not in ENDED]
    grouped = [list(same) for _, same in groupby(running, key=_alike)]
    grid = Table.grid(expand=True, padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True, justify="right")
    for same in grouped[:rows]:
        grid.add_row(*_row(same, now, language))
    if not grouped:
        grid.add_row(Text(words["none"], "dim"))
    if len(grouped) > rows:
        grid.add_row(Text(words["more"].format(count=len(grouped) - rows), "dim"))
    return Group(heading(words["clocks"], _counts(duties, language)), grid)


def _alike(duty: BoardDuty) -> tuple[object, ...]:
    return duty.rule, duty.clock_at, duty.proposal and duty.proposal.clock_at


def left_cells(
    clock_at: datetime | None, now: datetime, language: ScreenLanguage
) -> tuple[Text, Text]:
    """The limit, and how long until it, in the colour of its urgency."""
    if clock_at is None:
        return Text(), Text(_WORDS[language]["promptly"])
    left = time_left(clock_at, now, language)
    return Text(short_due(clock_at, language), "dim"), Text(left, urgency(clock_at - now))


def urgency(left: timedelta) -> str:
    """The colour of a time that is left."""
    if left < timedelta(0):
        return "bold red"
    if left < SOON:
        return "red"
    return "yellow" if left < NEAR else "default"


def _row(duties: Sequence[BoardDuty], now: datetime, language: ScreenLanguage) -> Iterable[Text]:
    first = duties[0]
    names = list(dict.fromkeys(duty.debtor_name for duty in duties))
    several = _WORDS[language]["parties"].format(count=len(names))
    yield Text(rule_name(first.rule, language))
    # One debtor may owe the same to several: the rows add up to what the heading counts.
    times = f" ×{len(duties)}" if len(duties) > 1 else ""
    yield Text(several if len(names) > 1 else f"{short_name(names[0])}{times}", "dim")
    due, left = left_cells(first.clock_at, now, language)
    later = first.proposal.clock_at if first.proposal else None
    if later is not None:
        due.append(f" ({short_due(later, language)}?)", "yellow")
    yield due
    yield left


def _counts(duties: Sequence[BoardDuty], language: ScreenLanguage) -> str:
    return "  ".join(
        f"{word} {sum(duty.status == status for duty in duties)}"
        for status, word in DUTY_STATES[language].items()
        if any(duty.status == status for duty in duties)
    )
