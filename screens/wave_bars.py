"""Waves as bars: every notice in its state, drawn so that a bar is exactly its population."""

from collections.abc import Iterator, Mapping

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from domain.notices import NoticeState
from register.board import Board, BoardWave
from screens.words import NOTICE_STATES, WAVE_STATES, ScreenLanguage, people_count

# In the order of the bar: reached first, then by other ways, then what is still to come.
STATE_STYLES: dict[NoticeState, str] = {
    NoticeState.DELIVERED: "green",
    NoticeState.ACCEPTED_UNCONFIRMED: "bright_green",
    NoticeState.REACHED: "bright_cyan",
    NoticeState.POSTED: "cyan",
    NoticeState.HANDED_OVER: "cyan",
    NoticeState.SUBSTITUTED: "blue",
    NoticeState.SETTLED: "blue",
    NoticeState.CANCELLED: "bright_black",
    NoticeState.UNREACHED: "red",
    NoticeState.UNKNOWN: "magenta",
    NoticeState.IN_PROGRESS: "yellow",
    NoticeState.PLANNED: "bright_black",
}
LABEL_WIDTH = 22
_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {"wave": "第{number}回", "own": "契約店舗が通知"},
    "en": {"wave": "wave {number}", "own": "by merchants"},
}


def wave_rows(board: Board, language: ScreenLanguage, width: int) -> Iterator[RenderableType]:
    """A bar with its legend for each wave, and one for the people whom merchants tell."""
    bar_width = max(10, width - LABEL_WIDTH - 2)
    words = _WORDS[language]
    for wave in board.waves:
        label = Text.assemble(
            words["wave"].format(number=wave.number),
            (f"  {WAVE_STATES[language][wave.state]}", "dim"),
        )
        yield _row(label, wave.counts, wave.population, language, bar_width)
    own = told_by_merchants(board.notices, board.waves)
    if own:
        yield _row(Text(words["own"]), own, sum(own.values()), language, bar_width)


def told_by_merchants(
    notices: Mapping[NoticeState, int], waves: tuple[BoardWave, ...]
) -> dict[NoticeState, int]:
    """Notices outside of any wave, by state; what was cancelled is left out."""
    left = {
        state: count - sum(wave.counts.get(state, 0) for wave in waves)
        for state, count in notices.items()
        if state is not NoticeState.CANCELLED
    }
    return {state: count for state, count in left.items() if count > 0}


def _row(
    label: Text,
    counts: Mapping[NoticeState, int],
    population: int,
    language: ScreenLanguage,
    bar_width: int,
) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=LABEL_WIDTH, no_wrap=True)
    grid.add_column(width=bar_width)
    grid.add_row(label, bar(counts, bar_width))
    grid.add_row(
        Text(people_count(population, language), "dim"), _legend(counts, language, bar_width)
    )
    return grid


def bar(counts: Mapping[NoticeState, int], width: int) -> Text:
    """A bar of exactly `width` cells; no state that has anybody is left without a cell."""
    present = [state for state in STATE_STYLES if counts.get(state)]
    drawn = Text(no_wrap=True)
    if not present:
        return drawn.append("━" * width, "bright_black")
    cells = _cells([counts[state] for state in present], width)
    for state, number in zip(present, cells, strict=True):
        drawn.append("━" * number, STATE_STYLES[state])
    return drawn


def _cells(numbers: list[int], width: int) -> list[int]:
    """Shares of `width`, by the largest remainder, at least one cell each while there is room."""
    total = sum(numbers)
    least = 1 if width >= len(numbers) else 0
    free = width - least * len(numbers)
    shares = [number * free / total for number in numbers]
    cells = [least + int(share) for share in shares]
    by_remainder = sorted(range(len(numbers)), key=lambda index: int(shares[index]) - shares[index])
    for index in by_remainder[: width - sum(cells)]:
        cells[index] += 1
    return cells


def _legend(counts: Mapping[NoticeState, int], language: ScreenLanguage, width: int) -> Text:
    """Every state that has anybody, with its number; no entry is broken over two lines."""
    legend = Text(no_wrap=True)
    used = 0
    for state, style in STATE_STYLES.items():
        if not counts.get(state):
            continue
        entry = Text.assemble(
            ("■ ", style), (NOTICE_STATES[language][state], "dim"), f" {counts[state]:,}"
        )
        gap = "  " if used else ""
        if used and used + len(gap) + entry.cell_len > width:
            gap, used = "\n", 0
        legend.append(gap).append_text(entry)
        used += len(gap.strip("\n")) + entry.cell_len
    return legend
