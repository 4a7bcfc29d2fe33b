"""Figures over time as a picture (SVG): what we stated when, and apart from it what others say.

Each figure has a panel with a scale of its own, since people and records are never compared. Our
own values are a line of steps. What a vendor or a threat actor says stands in a strip above it,
outside the scale, each with the name of who says it: a claim of 50,000 must not flatten what was
found, and must not look like it. Marks carry the numbers of the table beside the picture.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from typing import NamedTuple

from domain.plain_text import clean_line
from domain.wording import JAPAN
from printing.time_scale import TimeScale

WIDTH = 960
_LEFT, _RIGHT = 40, 40
_TOP = 34
_TITLE, _STRIP, _PLOT, _GAP = 30, 24, 92, 14
_OURS, _THEIRS, _FAINT, _GROUND = "#0b4f9c", "#8a5a00", "#c3c9d1", "#f6f7f9"
_APART = 19
_SIZE = 12
_LONGEST = 60


class Stated(NamedTuple):
    """A value of a figure at the time of its recording.

    `value` is None where nothing countable is stated (unknown, withheld, taken back): the line ends
    there. `apart`: somebody else says or claims it, `said` names who, and it is none of ours.
    `foreign`: it is in force, and yet another than we stated it; `said` names who.
    """

    number: int
    at: datetime
    value: int | None
    said: str
    apart: bool = False
    foreign: bool = False


class Panel(NamedTuple):
    """One figure with everything stated of it, in the order of time."""

    title: str
    stated: tuple[Stated, ...]


def figures_svg(panels: Sequence[Panel], title: str, font: str) -> str:
    """The picture; empty where no figure was ever stated."""
    times = [one.at for panel in panels for one in panel.stated]
    if not times:
        return ""
    scale = TimeScale(times, _LEFT, WIDTH - _RIGHT)
    grounds: list[str] = []
    parts: list[str] = []
    top = _TOP
    for panel in panels:
        grounds.append(
            f'<rect x="0" y="{top}" width="{WIDTH}" height="{_height(panel) - _GAP}" '
            f'fill="{_GROUND}"/>'
        )
        parts += _panel(panel, scale, top)
        top += _height(panel)
    ticks = "".join(
        f'<line x1="{x}" y1="{_TOP - 4}" x2="{x}" y2="{top}" stroke="#dfe3e8"/>'
        f'<text x="{x}" y="{_TOP - 14}" font-size="{_SIZE}" text-anchor="middle" '
        f'fill="#333333">{said}</text>'
        for x, said in scale.ticks()
    )
    name = escape(clean_line(title))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" role="img" '
        f'aria-label="{name}" font-family="{escape(font)}"><title>{name}</title>'
        f'<rect width="{WIDTH}" height="{top}" fill="#ffffff"/>{"".join(grounds)}{ticks}'
        f"{''.join(parts)}</svg>"
    )


def _strips(panel: Panel) -> int:
    """What others say stands one below the other: names are long."""
    return sum(one.apart for one in panel.stated)


def _height(panel: Panel) -> int:
    has_plot = any(not one.apart for one in panel.stated)
    return _TITLE + _STRIP * _strips(panel) + (_PLOT if has_plot else 0) + _GAP


def _panel(panel: Panel, scale: TimeScale, top: int) -> Iterator[str]:
    yield _text(10, top + 20, panel.title, "#1a1a1a", size=13, bold=True)
    theirs = [one for one in panel.stated if one.apart]
    for row, one in enumerate(theirs):
        yield _claim(one, scale(one.at), top + _TITLE + row * _STRIP + _STRIP / 2)
    ours = [one for one in panel.stated if not one.apart]
    if ours:
        yield from _steps(ours, scale, top + _TITLE + _STRIP * len(theirs))


def _claim(one: Stated, x: float, y: float) -> str:
    """A diamond in the strip with its words: to its left where the right has no room."""
    said = clean_line(one.said)[:_LONGEST]
    leftward = x + 14 + _width(said) > WIDTH
    anchor, beside = ("end", x - 14) if leftward else ("start", x + 14)
    shape = f"M{x} {y - 9}L{x + 9} {y}L{x} {y + 9}L{x - 9} {y}Z"
    return (
        f"<g>{_tooltip(one)}"
        f'<path d="{shape}" fill="#ffffff" stroke="{_THEIRS}" stroke-dasharray="3 2"/>'
        f"{_text(x, y + 3.5, str(one.number), _THEIRS, size=9, anchor='middle')}"
        f"{_text(beside, y + 4, said, _THEIRS, anchor=anchor)}"
        "</g>"
    )


def _steps(ours: Sequence[Stated], scale: TimeScale, top: float) -> Iterator[str]:
    """The line of steps, then the marks over it, the words where they have room."""
    base = top + _PLOT - 14
    most = max((one.value or 0 for one in ours), default=0) or 1
    places = scale.apart([one.at for one in ours], _APART)
    heights = [
        round(base - (one.value or 0) / most * (_PLOT - 50), 1) if one.value is not None else base
        for one in ours
    ]
    edge = WIDTH - _RIGHT / 2
    yield f'<line x1="{_LEFT / 2}" y1="{base}" x2="{edge}" y2="{base}" stroke="{_FAINT}"/>'
    for at, one in enumerate(ours):
        if one.value is None:
            continue
        until = places[at + 1] if at + 1 < len(ours) else edge
        path = f"M{places[at]} {heights[at]}H{until}"
        if at + 1 < len(ours) and ours[at + 1].value is not None:
            path += f"V{heights[at + 1]}"
        yield f'<path d="{path}" fill="none" stroke="{_OURS}" stroke-width="2"/>'
    labelled = _with_room(ours, places, heights)
    for at, one in enumerate(ours):
        yield _mark(one, places[at], heights[at], labelled.get(at))


def _mark(one: Stated, x: float, y: float, label: float | None) -> str:
    known = one.value is not None
    colour = _THEIRS if one.foreign else _OURS
    fill, ink = (colour, "#ffffff") if known else ("#ffffff", colour)
    words = ""
    if label is not None:
        said = clean_line(one.said)[:_LONGEST]
        wide = round(_width(said), 1)
        # Words that cross a line stay readable on a ground of their own.
        words = (
            f'<rect x="{round(label - wide / 2, 1)}" y="{y - 25}" width="{wide}" height="15" '
            f'fill="{_GROUND}"/>{_text(label, y - 13, said, "#1a1a1a", anchor="middle")}'
        )
    return (
        f'<g>{_tooltip(one)}<circle cx="{x}" cy="{y}" r="8" fill="{fill}" stroke="{colour}" '
        f'stroke-width="1.5"/>{_text(x, y + 3.5, str(one.number), ink, size=9, anchor="middle")}'
        f"{words}</g>"
    )


def _with_room(
    ours: Sequence[Stated], places: Sequence[float], heights: Sequence[float]
) -> dict[int, float]:
    """Where words stand without touching others: the latest first, then the largest value."""
    newest_first = list(reversed(range(len(ours))))
    largest = max(newest_first, key=lambda at: ours[at].value or 0)
    found: dict[int, float] = {}
    taken: list[tuple[float, float, float]] = []
    for at in dict.fromkeys((newest_first[0], largest, *newest_first)):
        half = _width(clean_line(ours[at].said)[:_LONGEST]) / 2
        middle = round(min(max(places[at], half + 4), WIDTH - half - 4), 1)
        if all(
            abs(middle - other) >= half + width + 8 or abs(heights[at] - height) >= _SIZE + 2
            for other, width, height in taken
        ):
            found[at] = middle
            taken.append((middle, half, heights[at]))
    return found


def _tooltip(one: Stated) -> str:
    said = f"{one.number} {one.said} {one.at.astimezone(JAPAN):%Y-%m-%d %H:%M}"
    return f"<title>{escape(clean_line(said))}</title>"


def _text(
    x: float,
    y: float,
    said: str,
    colour: str,
    *,
    size: int = _SIZE,
    anchor: str = "start",
    bold: bool = False,
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}" fill="{colour}"'
        f"{weight}>"
        f"{escape(clean_line(said))}</text>"
    )


def _width(said: str) -> float:
    """About how wide words are; Japanese letters are twice as wide as Latin ones."""
    wide = sum(unicodedata.east_asian_width(letter) in "WFA" for letter in said)
    return _SIZE * (wide + 0.55 * (len(said) - wide))
