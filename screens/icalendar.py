"""Writing iCalendar: content lines, their folding, their escapes (RFC 5545, sections 3.1, 3.3)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

OCTETS = 75
"""The longest line, without its break (RFC 5545, 3.1)."""
_BREAK = "\r\n"
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def written(lines: Iterable[str]) -> str:
    """Content lines as a file: folded, each ended by CRLF."""
    return "".join(f"{fold(line)}{_BREAK}" for line in lines)


def fold(line: str) -> str:
    """The line in pieces of at most 75 octets, never within a character."""
    pieces: list[str] = []
    piece, octets = "", 0
    for character in line:
        size = len(character.encode())
        if octets + size > OCTETS:
            pieces.append(piece)
            # The space that begins a continued line counts as well.
            piece, octets = " ", 1
        piece += character
        octets += size
    return _BREAK.join([*pieces, piece])


def text(value: str) -> str:
    """A value of type TEXT; control characters that no reader takes are left out."""
    kept = "".join(character for character in value if character in "\n\t" or character >= " ")
    return kept.replace("\x7f", "").translate(_ESCAPES)


def instant(at: datetime) -> str:
    """A value of type DATE-TIME in UTC."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def day(on: date) -> str:
    """A value of type DATE."""
    return f"{on:%Y%m%d}"


def duration(span: timedelta) -> str:
    """A value of type DURATION, to the second; negative before what it is related to."""
    sign = "-" if span < timedelta(0) else ""
    seconds = int(abs(span).total_seconds())
    hours, seconds = divmod(seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    return f"{sign}PT{hours}H{minutes}M{seconds}S"
