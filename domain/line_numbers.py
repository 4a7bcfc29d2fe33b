"""Lines of a file as a person names them: `5,7-9`."""

import re

MOST_LINES = 1_000_000
_PART = re.compile(r"([0-9]{1,8})(?:-([0-9]{1,8}))?")


class LineNumbersError(ValueError):
    """Text that names no lines; says what would."""


def named_lines(text: str) -> frozenset[int]:
    """The lines that a text names: numbers and ranges, parted by commas.

    Raises LineNumbersError for anything else, and for more than a million lines.
    """
    found: set[int] = set()
    for part in text.replace("、", ",").split(","):
        match = _PART.fullmatch(part.strip())
        if match is None:
            raise LineNumbersError("lines are named as numbers and ranges, such as 5,7-9")
        first = int(match[1])
        last = int(match[2] or first)
        if not first or last < first or last - first + len(found) >= MOST_LINES:
            raise LineNumbersError("a range of lines goes from a lower to a higher number")
        found.update(range(first, last + 1))
    return frozenset(found)
