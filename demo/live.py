"""The live view of a rehearsal: on a terminal a calm full screen, elsewhere one line an event.

A pipe or a log gets plain lines without control characters, so that they can be read later.
"""

from datetime import datetime
from types import TracebackType
from typing import Self

from rich.console import Console, RenderableType
from rich.live import Live
from rich.text import Text

from demo.live_frame import Frame, StoryKind, StoryLine
from domain.plain_text import clean_line
from register.board import Board
from screens.words import ScreenLanguage, short_moment

FRAMES_A_SECOND = 4
KEPT_LINES = 40


class LiveView:
    """Shows a board and a story while the `with` block runs; the last frame stays on the screen.

    `say` and `show` only take notes; a thread of its own draws, so they never wait for a terminal.
    """

    def __init__(self, console: Console, language: ScreenLanguage) -> None:
        self._console = console
        self._language: ScreenLanguage = language
        self._story: tuple[StoryLine, ...] = ()
        self._seen: tuple[Board, datetime] | None = None
        self._live: Live | None = None

    def __enter__(self) -> Self:
        """Take the screen, where there is one."""
        if self._console.is_terminal:
            self._live = Live(
                console=self._console,
                get_renderable=self._frame,
                refresh_per_second=FRAMES_A_SECOND,
                screen=True,
            )
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the screen back; after an orderly end the last frame stays readable above."""
        if self._live is None:
            return
        self._live.stop()
        self._live = None
        if kind is None and self._seen is not None:
            self._console.print(self._frame())
            self._console.print()

    def say(
        self,
        text_ja: str,
        text_en: str,
        kind: StoryKind = "act",
        at: datetime | None = None,
    ) -> None:
        """Tell what happened, at a case time: by default the one that was shown last."""
        when = at or (self._seen[1] if self._seen else None)
        text = clean_line(text_ja if self._language == "ja" else text_en)
        line = StoryLine(when, text, kind)
        self._story = (*self._story, line)[-KEPT_LINES:]
        if self._live is None:
            prefix = f"{short_moment(when)}  " if when else ""
            self._console.print(
                prefix + text, markup=False, highlight=False, soft_wrap=True, emoji=False
            )

    def show(self, board: Board, case_time: datetime) -> None:
        """Show this board, at this case time, from the next frame on."""
        self._seen = (board, case_time)

    def _frame(self) -> RenderableType:
        if self._seen is None:
            return Text("\n".join(line.text for line in self._story))
        return Frame(*self._seen, self._story, self._language)
