"""The course of an incident as a picture (SVG): when things were, when we knew, what was due.

Each lane is a kind of time. Marks carry numbers, whose meaning stands in a table beside the
picture, so that it is readable without colours and by a screen reader. A line goes from when a
fact was to when it was recorded.
"""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Literal, NamedTuple

from domain.plain_text import clean_line
from domain.wording import JAPAN
from printing.time_scale import TimeScale

Lane = Literal["fact", "record", "clock", "notice", "release"]
LANES: tuple[Lane, ...] = ("fact", "record", "clock", "notice", "release")
_COLOURS: dict[Lane, str] = {
    "fact": "#5b6470",
    "record": "#0b4f9c",
    "clock": "#8a5a00",
    "notice": "#1c6b3c",
    "release": "#6a2c91",
}
_LATE = "#a61b1b"
WIDTH = 960
LEFT, RIGHT = 128, 24
TOP, LANE_HEIGHT = 34, 64
ROWS = 4
"""Marks at nearly the same time stand below one another, in so many rows."""
_APART = 19
_RADIUS = 8


class Mark(NamedTuple):
    """Something at a time in a lane; `number` stands in it and in the table beside the picture.

    `open` marks (a clock that still runs) are hollow. `since` draws a line from when a fact was.
    """

    lane: Lane
    at: datetime
    number: int
    title: str
    late: bool = False
    open: bool = False
    since: datetime | None = None


class PictureWords(NamedTuple):
    """What the picture calls itself and its lanes, from the top."""

    title: str
    lanes: tuple[str, str, str, str, str]


def timeline_svg(marks: Sequence[Mark], words: PictureWords, font: str) -> str:
    """The picture; an empty one where nothing has happened yet. Times are shown in Japan's zone."""
    height = TOP + LANE_HEIGHT * len(LANES) + 12
    times = [time for mark in marks for time in (mark.at, mark.since) if time is not None]
    parts = [*_grid(words, height)]
    if times:
        scale = TimeScale(times, LEFT + 10, WIDTH - RIGHT - 10)
        parts += [*_ticks(scale, height), *_lines(marks, scale), *_marks(marks, scale)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape(clean_line(words.title))}" font-family="{escape(font)}">'
        f"<title>{escape(clean_line(words.title))}</title>"
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def _grid(words: PictureWords, height: int) -> list[str]:
    parts = []
    for place, (lane, name) in enumerate(zip(LANES, words.lanes, strict=True)):
        top = TOP + place * LANE_HEIGHT
        ground = "#f6f7f9" if place % 2 == 0 else "#ffffff"
        parts.append(
            f'<rect x="0" y="{top}" width="{WIDTH}" height="{LANE_HEIGHT}" fill="{ground}"/>'
            f'<text x="10" y="{top + 22}" font-size="13" font-weight="bold" '
            f'fill="{_COLOURS[lane]}">{escape(clean_line(name))}</text>'
        )
    parts.append(f'<line x1="{LEFT}" y1="{TOP}" x2="{LEFT}" y2="{height - 12}" stroke="#c3c9d1"/>')
    return parts


def _ticks(scale: TimeScale, height: int) -> list[str]:
    return [
        f'<line x1="{x}" y1="{TOP}" x2="{x}" y2="{height - 12}" '
        f'stroke="#dfe3e8"/><text x="{x}" y="{TOP - 10}" font-size="12" '
        f'text-anchor="middle" fill="#333333">{said}</text>'
        for x, said in scale.ticks()
    ]


def _placed(marks: Sequence[Mark], scale: TimeScale) -> list[tuple[Mark, float, float]]:
    """Every mark with its place: in the first row of its lane in which it has room."""
    ends: dict[tuple[Lane, int], float] = {}
    placed: list[tuple[Mark, float, float]] = []
    for mark in sorted(marks, key=lambda mark: (mark.at, mark.number)):
        x = scale(mark.at)
        row = next((n for n in range(ROWS) if ends.get((mark.lane, n), -99) + _APART <= x), None)
        row = min(range(ROWS), key=lambda n: ends.get((mark.lane, n), -99)) if row is None else row
        x = max(x, ends.get((mark.lane, row), -99) + 4)
        ends[mark.lane, row] = x
        y = TOP + LANES.index(mark.lane) * LANE_HEIGHT + 11 + row * 14
        placed.append((mark, x, y))
    return placed


def _lines(marks: Sequence[Mark], scale: TimeScale) -> list[str]:
    places = {mark.number: (x, y) for mark, x, y in _placed(marks, scale)}
    lines = []
    for mark in marks:
        if mark.since is not None:
            x, y = places[mark.number]
            bottom = TOP + LANE_HEIGHT - 8
            lines.append(
                f'<line x1="{scale(mark.since)}" y1="{bottom}" x2="{x}" y2="{y}" '
                f'stroke="#9aa3ae" stroke-dasharray="3 3"/>'
                f'<circle cx="{scale(mark.since)}" cy="{bottom}" r="3" fill="{_COLOURS["fact"]}"/>'
            )
    return lines


def _marks(marks: Sequence[Mark], scale: TimeScale) -> list[str]:
    parts = []
    for mark, x, y in _placed(marks, scale):
        colour = _LATE if mark.late else _COLOURS[mark.lane]
        fill, ink = ("#ffffff", colour) if mark.open else (colour, "#ffffff")
        said = f"{mark.number} {mark.title} {mark.at.astimezone(JAPAN):%Y-%m-%d %H:%M}"
        parts.append(
            f"<g><title>{escape(clean_line(said))}</title>"
            f'<circle cx="{x}" cy="{y}" r="{_RADIUS}" fill="{fill}" stroke="{colour}" '
            f'stroke-width="1.5"/><text x="{x}" y="{y + 3.5}" font-size="9" text-anchor="middle" '
            f'fill="{ink}">{mark.number}</text></g>'
        )
    return parts
