"""Window envelopes: where an address has to stand on the sheet, and what must stay free.

A sheet of A4 folded in three (210 x 99 mm) lies loosely in a long envelope No. 3 (長形3号,
235 x 120 mm): it can slide by the difference. So an address is always seen whole only inside what
the window shows wherever the sheet lies; and nothing else may stand in what it can ever show.
"""

from typing import NamedTuple

ENVELOPE_WIDTH, ENVELOPE_HEIGHT = 235, 120
SHEET_WIDTH, FOLDED_HEIGHT = 210, 99
SMALLEST_WIDTH, SMALLEST_HEIGHT = 50, 18
"""Less than this holds no address."""

_GAP = 6


class Window(NamedTuple):
    """The window of an envelope, in millimetres from its upper left corner."""

    left: int
    top: int
    width: int
    height: int


STANDARD_WINDOW = Window(left=20, top=12, width=90, height=45)
"""The most usual window of a long envelope No. 3 in Japan; measure your own and set it."""


class Zone(NamedTuple):
    """On the sheet, in millimetres: where the address stands, and what stays free around it.

    Other words begin right of `clear_right` or below `clear_bottom`.
    """

    left: int
    top: int
    width: int
    height: int
    clear_right: int
    clear_bottom: int


def zone_of(window: Window) -> Zone:
    """The place of the address for a window.

    Raises:
        ValueError: the window is too small, or lies outside the envelope.
    """
    slide_x, slide_y = ENVELOPE_WIDTH - SHEET_WIDTH, ENVELOPE_HEIGHT - FOLDED_HEIGHT
    right, bottom = window.left + window.width, window.top + window.height
    zone = Zone(
        left=max(window.left, 1),
        top=max(window.top, 1),
        width=right - slide_x - window.left,
        height=bottom - slide_y - window.top,
        clear_right=right + _GAP,
        clear_bottom=min(bottom + _GAP, FOLDED_HEIGHT),
    )
    inside = right <= ENVELOPE_WIDTH and bottom <= ENVELOPE_HEIGHT and min(window) >= 0
    if not inside or zone.width < SMALLEST_WIDTH or zone.height < SMALLEST_HEIGHT:
        raise ValueError("an address cannot always be seen whole through this window")
    return zone


def parse_window(text: str) -> Window:
    """A window as a setting gives it: `20,12,90,45` (left, top, width, height in mm).

    Raises:
        ValueError: it is none, or no address fits.
    """
    parts = [int(part) for part in text.split(",")]
    if len(parts) != len(Window._fields):
        raise ValueError("a window is four whole numbers of millimetres")
    window = Window(*parts)
    zone_of(window)
    return window
