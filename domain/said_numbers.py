"""Figures and dates as a Japanese or English text says them, to hold them to what it was given.

A text is made of templates and of what they are given. A count or a date that stands in nothing
that was given has been typed into a template, and nobody vouches for it.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from domain.wording import JAPAN

_COUNTED = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:,\d{3})+|\d+)\s?"
    r"(?:名|件|社|人(?!口)|people|records|accounts|companies|contracts)"
)
# 「お一人おひとり」「一社」 is a manner of speaking, not a count.
_COUNTED_IN_KANJI = re.compile(
    r"(?!一[名件社人])([〇一二三四五六七八九十百千万億]+)(?:名|件|社|人(?!口))"
)
_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "億": 100_000_000}
_JAPANESE_DAY = re.compile(r"(?:(令和|平成)(\d+|元)|(\d{4}))年(\d{1,2})月(\d{1,2})日")
_ISO_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_ENGLISH_DAY = re.compile(r"(?<!\d)(\d{1,2}) ([A-Z][a-z]{2,8}) (\d{4})(?!\d)")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_ERA_BEGINS = {"令和": 2018, "平成": 1988}
_MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTHS = {
    name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in (names, names[:3])
}


def strangers(text: str, given: Any) -> tuple[str, ...]:
    """Counts and days of a text that stand nowhere in what it was given, as the text has them.

    `given` is a tree of plain values: texts, numbers, times. Days are days in Japan.
    """
    numbers, days = _known(given)
    found = [said for said, number in _counts(text) if number not in numbers]
    found += [said for said, day in _days(text) if day not in days]
    return tuple(dict.fromkeys(found))


def _counts(text: str) -> Iterator[tuple[str, int]]:
    for match in _COUNTED.finditer(text):
        yield match.group(0), int(match.group(1).replace(",", ""))
    for match in _COUNTED_IN_KANJI.finditer(text):
        yield match.group(0), number_in_kanji(match.group(1))


def number_in_kanji(said: str) -> int:
    """The number that kanji numerals say: 六千四百九十三, or digit by digit 六四九三."""
    if not set(said) & (_TENS.keys() | _MYRIADS.keys()):
        return int("".join(str(_DIGITS[sign]) for sign in said))
    whole = part = digit = 0
    for sign in said:
        if sign in _DIGITS:
            digit = digit * 10 + _DIGITS[sign]
        elif sign in _TENS:
            part, digit = part + (digit or 1) * _TENS[sign], 0
        else:
            whole, part, digit = whole + ((part + digit) or 1) * _MYRIADS[sign], 0, 0
    return whole + part + digit


def _days(text: str) -> Iterator[tuple[str, date]]:
    for match in _JAPANESE_DAY.finditer(text):
        era, of_era, year, month, day = match.groups()
        number = int(year) if year else _ERA_BEGINS[era] + (1 if of_era == "元" else int(of_era))
        yield from _day(match.group(0), number, int(month), int(day))
    for match in _ISO_DAY.finditer(text):
        yield from _day(match.group(0), *(int(part) for part in match.groups()))
    for match in _ENGLISH_DAY.finditer(text):
        if match.group(2) in _MONTHS:
            month = _MONTHS[match.group(2)]
            yield from _day(match.group(0), int(match.group(3)), month, int(match.group(1)))


def _day(said: str, year: int, month: int, day: int) -> Iterator[tuple[str, date]]:
    try:
        yield said, date(year, month, day)
    except ValueError:
        return


def _known(given: Any) -> tuple[set[int], set[date]]:
    numbers: set[int] = set()
    days: set[date] = set()
    for value in _leaves(given):
        if isinstance(value, bool):
            continue
        if isinstance(value, datetime):
            local = value.astimezone(JAPAN)
            # Midnight is said as 24:00 of the day before.
            days |= {local.date(), date.fromordinal(local.date().toordinal() - 1)}
        elif isinstance(value, int):
            numbers.add(value)
        elif isinstance(value, str):
            numbers |= {int(one.replace(",", "")) for one in _NUMBER.findall(value[:100_000])}
            numbers |= {number for _, number in _counts(value[:100_000])}
            days |= {day for _, day in _days(value)}
    return numbers, days


def _leaves(given: Any) -> Iterator[Any]:
    if isinstance(given, dict):
        for value in given.values():
            yield from _leaves(value)
    elif isinstance(given, Iterable) and not isinstance(given, str | bytes):
        for value in given:
            yield from _leaves(value)
    else:
        yield given
