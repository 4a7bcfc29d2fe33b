"""One frame of the live view: what a commander looks at, drawn from a board.

Fits 100 columns by 40 rows. On a narrow screen the two lists stand one below the other, and on a
low one merchants become a line of counts; the story takes whatever rows are left.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from register.board import Board
from screens.incident_head import header, phase_track
from screens.merchant_rows import merchant_rows, merchant_sums
from screens.running_clocks import running_clocks
from screens.tables import heading
from screens.wave_bars import wave_rows
from screens.words import ScreenLanguage, short_moment

StoryKind = Literal["act", "engine", "warning", "done"]

WIDE = 96
LOW = 34
CLOCK_ROWS = 8
MERCHANT_ROWS = 8
STORY_ROWS = 16
KIND_STYLES: dict[StoryKind, str] = {
    "act": "default",
    "engine": "cyan",
    "warning": "yellow",
    "done": "green",
}

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {"waves": "本人への通知", "story": "経過"},
    "en": {"waves": "Notices to people", "story": "Story"},
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
            parts += [Text(), heading(self._words["story"]), *self._told(room)]
        yield from console.render(Padding(Group(*parts), (0, 1)), options.update(height=None))

    def _lists(self, width: int, height: int) -> RenderableType:
        board, language = self._board, self._language
        clocks = running_clocks(board.duties, self._now, language, CLOCK_ROWS)
        merchants = merchant_rows(board.merchants, language, MERCHANT_ROWS)
        if width < WIDE:
            low = merchant_sums(board.merchants, language)
            return Group(clocks, Text(), low if height < LOW else merchants)
        side_by_side = Table.grid(expand=True, padding=(0, 3, 0, 0))
        side_by_side.add_column(ratio=48)
        side_by_side.add_column(ratio=50)
        side_by_side.add_row(clocks, merchants)
        return side_by_side

    def _waves(self, width: int) -> RenderableType:
        rows = list(wave_rows(self._board, self._language, width))
        return Group(heading(self._words["waves"]), *rows) if rows else Text()

    def _told(self, room: int) -> Iterable[RenderableType]:
        grid = Table.grid(expand=True, padding=(0, 2, 0, 0))
        grid.add_column(no_wrap=True)
        grid.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
        for line in self._story[-room:]:
            at = short_moment(line.at) if line.at else ""
            grid.add_row(Text(at, "bright_black"), Text(line.text, KIND_STYLES[line.kind]))
        yield grid
