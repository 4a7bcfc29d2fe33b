"""A country that is loaded alone keeps the holidays that the library gives it."""

import subprocess
import sys
from pathlib import Path

import pytest
from holidays import country_holidays

from regimes.one_country import holidays_of

YEARS = range(2022, 2028)


@pytest.mark.parametrize(
    ("country", "part"),
    [("JP", None), ("US", None), ("GB", "ENG"), ("DE", None), ("KR", None), ("BR", None)],
)
def test_its_holidays_are_those_of_the_library(country: str, part: str | None) -> None:
    alone = holidays_of(country, YEARS, "en_US", part)
    whole = country_holidays(country, subdiv=part, years=YEARS, language="en_US")
    assert dict(alone) == dict(whole)


def test_the_japanese_words_are_found() -> None:
    alone = holidays_of("JP", YEARS, "ja", None)
    assert "元日" in alone.values()


def test_no_other_country_is_loaded() -> None:
    asked = (
        "import sys; from regimes.one_country import holidays_of; "
        "holidays_of('JP', range(2026, 2028), 'ja', None); "
        "print([name for name in sys.modules if name.startswith('holidays.countries')])"
    )
    root = Path(__file__).parents[2]
    told = subprocess.run(
        [sys.executable, "-c", asked], check=True, capture_output=True, text=True, cwd=root
    )
    assert told.stdout.strip() == "[]"
