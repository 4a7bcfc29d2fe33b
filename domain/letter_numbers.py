"""The number on a letter (書面番号), by which it is reported as posted or as come back.

`1-2-00034-7`: the wave, its print run, the letter's place in the run, and a check digit by which
a mistyped number is noticed. It says nothing about the person and stands in the window.
"""

import re
from typing import NamedTuple

from domain.plain_text import clean_line

_FORM = re.compile(r"([1-9]\d{0,4})-([1-9]\d{0,4})-(\d{5,8})-(\d)")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９－ー−‐", "0123456789----")


class LetterNumber(NamedTuple):
    """Which letter: of which wave and print run, at which place (from 0)."""

    wave: int
    run: int
    position: int

    def __str__(self) -> str:
        """As it is printed."""
        body = f"{self.wave}-{self.run}-{self.position + 1:05}"
        return f"{body}-{_check_digit(body)}"


def parse_letter_number(text: str) -> LetterNumber | None:
    """The letter that a number names; None for what is none, or was mistyped."""
    match = _FORM.fullmatch(clean_line(text).translate(_FULL_WIDTH))
    if match is None:
        return None
    wave, run, place, digit = match.groups()
    body = f"{wave}-{run}-{place}"
    if int(digit) != _check_digit(body) or not int(place):
        return None
    return LetterNumber(int(wave), int(run), int(place) - 1)


def _check_digit(body: str) -> int:
    """Luhn's digit (ISO/IEC 7812-1): any one wrong digit, and nearly any two swapped, show."""
    total = 0
    for place, digit in enumerate(reversed(body.replace("-", ""))):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - the sum of both digits
    return -total % 10
