"""One frame of the live view: what a commander looks at, drawn from a board.

Fits 100 columns by 40 rows. On a narrow screen the two lists stand one below the other, and on a
low one merchants become a line of counts; the story takes whatever rows are left.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Literal, NamedTuple

from rich.align import Align
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from demo.live_header import header, phase_track
from demo.live_waves import wave_rows
from demo.words import (
    CHOICES,
    DUTY_STATES,
    ScreenLanguage,
    rule_name,
    short_day,
    short_due,
    short_moment,
    short_name,
    time_left,
)
from register.board import Board, BoardDuty, BoardMerchant
from register.duties import ENDED

StoryKind = Literal["act", "engine", "warning", "done"]

WIDE = 96
LOW = 34
CLOCK_ROWS = 8
MERCHANT_ROWS = 8
STORY_ROWS = 16
SOON = timedelta(days=1)
NEAR = timedelta(days=3)
KIND_STYLES: dict[StoryKind, str] = {
    "act": "default",
    "engine": "cyan",
    "warning": "yellow",
    "done": "green",
}

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "clocks": "期限",
        "merchants": "契約店舗",
        "waves": "本人への通知",
        "story": "経過",
        "told": "通知",
        "reminded": "督促",
        "acknowledged": "受領",
        "chosen": "選択",
        "mandate": "委任",
        "none": "未了の期限はありません",
        "parties": "{count}社",
        "promptly": "遅滞なく",
        "more": "ほか {count}件",
        "staff": "担当者対応",
    },
    "en": {
        "clocks": "Clocks",
        "merchants": "Merchants",
        "waves": "Notices to people",
        "story": "Story",
        "told": "told",
        "reminded": "rem.",
        "acknowledged": "ackn.",
        "chosen": "choice",
        "mandate": "mand.",
        "none": "No clock is running",
        "parties": "×{count}",
        "promptly": "promptly",
        "more": "{count} more",
        "staff": "with staff",
    },
}


class StoryLine(NamedTuple):
    """Something that happened, at a case time."""

    at: datetime | None
    text: str
    kind: StoryKind


class Frame:
    """A renderable that fills the screen it is given."""

    def __init__(
        self,
        board: Board,
        case_time: datetime,
        story: Sequence[StoryLine],
        language: ScreenLanguage,
    ) -> None:
        self._board = board
        self._now = case_time
        self._story = story
        self._language: ScreenLanguage = language
        self._words = _WORDS[language]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Everything above the story as it is, and of the story what still fits."""
        height = options.height or console.height
        inner = options.update(width=options.max_width - 2, height=None)
        above = Group(
            header(self._board.incident, self._now, self._language),
            Text(),
            phase_track(self._board.incident.phase, self._language, inner.max_width),
            Text(),
            self._lists(inner.max_width, height),
        )
        parts: list[RenderableType] = [above, Text(), self._waves(inner.max_width)]
        used = len(console.render_lines(Group(*parts), inner))
        room = min(height - used - 3, STORY_ROWS)
        if self._story and room > 0:
            parts += [Text(), self._heading("story"), *self._told(room)]
        yield from console.render(Padding(Group(*parts), (0, 1)), options.update(height=None))

    def _lists(self, width: int, height: int) -> RenderableType:
        clocks, merchants = self._clocks(), self._merchants()
        if width < WIDE:
            low = self._heading("merchants", self._merchant_sums())
            return Group(clocks, Text(), low if height < LOW else merchants)
        side_by_side = Table.grid(expand=True, padding=(0, 3, 0, 0))
        side_by_side.add_column(ratio=48)
        side_by_side.add_column(ratio=50)
        side_by_side.add_row(clocks, merchants)
        return side_by_side

    def _clocks(self) -> RenderableType:
        """Running duties, those of one rule and one limit in one row, the nearest first."""
        duties = self._board.duties
        states = DUTY_STATES[self._language]
        counts = [
            f"{word} {sum(duty.status == status for duty in duties)}"
            for status, word in states.items()
            if any(duty.status == status for duty in duties)
        ]
        running = [duty for duty in duties if duty.status not in ENDED]
        rows = [list(same) for _, same in groupby(running, key=lambda d: (d.rule, d.clock_at))]
        grid = Table.grid(expand=True, padding=(0, 1))
        grid.add_column(no_wrap=True)
        grid.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
        grid.add_column(no_wrap=True)
        grid.add_column(no_wrap=True, justify="right")
        for same in rows[:CLOCK_ROWS]:
            grid.add_row(*self._clock_row(same))
        if not rows:
            grid.add_row(Text(self._words["none"], "dim"))
        if len(rows) > CLOCK_ROWS:
            more = self._words["more"].format(count=len(rows) - CLOCK_ROWS)
            grid.add_row(Text(more, "dim"))
        return Group(self._heading("clocks", "  ".join(counts)), grid)

    def _clock_row(self, duties: Sequence[BoardDuty]) -> Iterable[Text]:
        first = duties[0]
        names = list(dict.fromkeys(duty.debtor_name for duty in duties))
        who = short_name(names[0])
        if len(names) > 1:
            who = self._words["parties"].format(count=len(names))
        if first.clock_at is None:
            left, due, style = self._words["promptly"], "", "default"
        else:
            left = time_left(first.clock_at, self._now, self._language)
            due = short_due(first.clock_at, self._language)
            style = _urgency(first.clock_at - self._now)
        yield Text(rule_name(first.rule, self._language))
        yield Text(who, "dim")
        yield Text(due, "dim")
        yield Text(left, style)

    def _merchants(self) -> RenderableType:
        words = self._words
        table = Table.grid(expand=True, padding=(0, 1))
        table.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
        for _ in range(5):
            table.add_column(no_wrap=True)
        heads = ("told", "reminded", "acknowledged", "chosen", "mandate")
        table.add_row("", *(Text(words[head], "bright_black") for head in heads))
        merchants = self._board.merchants
        for merchant in merchants[:MERCHANT_ROWS]:
            table.add_row(*self._merchant_row(merchant))
        if len(merchants) > MERCHANT_ROWS:
            more = words["more"].format(count=len(merchants) - MERCHANT_ROWS)
            table.add_row(Text(more, "dim"))
        return Group(self._heading("merchants", self._merchant_sums()), table)

    def _merchant_row(self, merchant: BoardMerchant) -> Iterable[Text]:
        yield Text(short_name(merchant.name))
        yield _day(merchant.told_at)
        reminders = f"{merchant.reminders}" if merchant.reminders else "·"
        mark = " ▲" if merchant.escalated_at else ""
        waits = merchant.acknowledged_at is None and merchant.reminders
        yield Text(reminders + mark, "yellow" if waits else "bright_black")
        yield _day(merchant.acknowledged_at)
        chosen = merchant.choice or ""
        choice = CHOICES[self._language].get(chosen, chosen)
        yield Text(choice or "·", "default" if choice else "bright_black")
        yield Text("✓", "green") if merchant.has_mandate else Text("·", "bright_black")

    def _merchant_sums(self) -> str:
        merchants, words = self._board.merchants, self._words
        told = sum(merchant.told_at is not None for merchant in merchants)
        acknowledged = sum(merchant.acknowledged_at is not None for merchant in merchants)
        waiting = sum(
            merchant.escalated_at is not None and merchant.acknowledged_at is None
            for merchant in merchants
        )
        staff = f"  ▲ {words['staff']} {waiting}" if waiting else ""
        total = len(merchants)
        sums = f"{words['told']} {told}/{total}  {words['acknowledged']} {acknowledged}/{total}"
        return sums + staff

    def _waves(self, width: int) -> RenderableType:
        rows = list(wave_rows(self._board, self._language, width))
        return Group(self._heading("waves"), *rows) if rows else Text()

    def _told(self, room: int) -> Iterable[RenderableType]:
        grid = Table.grid(expand=True, padding=(0, 2, 0, 0))
        grid.add_column(no_wrap=True)
        grid.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
        for line in self._story[-room:]:
            at = short_moment(line.at) if line.at else ""
            grid.add_row(Text(at, "bright_black"), Text(line.text, KIND_STYLES[line.kind]))
        yield grid

    def _heading(self, word: str, sums: str = "") -> RenderableType:
        grid = Table.grid(expand=True)
        grid.add_column(no_wrap=True)
        grid.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
        grid.add_row(
            Text(self._words[word], "bold cyan"), Align.right(Text(sums, "dim")) if sums else ""
        )
        return grid


def _day(moment: datetime | None) -> Text:
    return Text(short_day(moment)) if moment else Text("·", "bright_black")


def _urgency(left: timedelta) -> str:
    if left < timedelta(0):
        return "bold red"
    if left < SOON:
        return "red"
    return "yellow" if left < NEAR else "default"
