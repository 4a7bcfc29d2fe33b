"""Counts and days that stand in nothing a text was given are found; what was given never is."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.said_numbers import number_in_kanji, strangers
from domain.wording import date_words, moment_words

AT = datetime(2026, 1, 8, 11, 50, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "given_values", "found"),
    [
        ("136,346件が漏えいしました。", {"n": 136346}, ()),
        ("136,346件と4,711名です。", {"n": 136346}, ("4,711名",)),
        ("12社のうち3社", {"words": "全12社、うち3社"}, ()),
        ("令和8年1月8日に発覚", {"at": AT}, ()),
        ("2026年1月9日に発覚", {"at": AT}, ("2026年1月9日",)),
        ("on 8 January 2026, 4,711 people", {"at": AT}, ("4,711 people",)),
        ("Reported 2026-02-30", {}, ()),
        ("第3報、第26条第1項、0120-000-000、9時から18時", {}, ()),
        ("1,000人口あたり", {}, ()),
        ("およそ百名、六千四百九十三件です。", {"n": 6493}, ("百名",)),
        ("百名です。", {"words": "対象は百名です。"}, ()),
        ("お一人おひとり、一社ずつ", {}, ()),
    ],
)
def test_what_nobody_gave_is_found(text: str, given_values: object, found: tuple[str, ...]) -> None:
    assert strangers(text, given_values) == found


@given(
    number=st.integers(0, 10**9),
    day=st.datetimes(datetime(2019, 5, 2), datetime(2090, 1, 1)),  # noqa: DTZ001 - hypothesis wants naive bounds
    era=st.booleans(),
)
def test_what_was_given_is_never_a_stranger(number: int, day: datetime, era: bool) -> None:  # noqa: FBT001 - drawn
    at = day.replace(tzinfo=UTC)
    text = f"{number:,}件、{date_words(at, era=era)}、{moment_words(at, era=era)}"
    assert strangers(text, [{"n": number, "at": at}]) == ()


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("百", 100),
        ("三十六", 36),
        ("六千四百九十三", 6493),
        ("六四九三", 6493),
        ("十三万六千三百四十六", 136_346),
        ("一億二千万", 120_000_000),
        ("〇", 0),
    ],
)
def test_kanji_numerals_are_read(said: str, number: int) -> None:
    assert number_in_kanji(said) == number


def test_a_year_of_an_era_is_read_as_it_is_written() -> None:
    assert strangers("令和元年5月1日", [datetime(2019, 5, 1, tzinfo=UTC)]) == ()
    assert strangers("平成31年4月30日", ["2019-04-30"]) == ()
