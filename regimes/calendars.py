"""Calendars of the offices that receive filings, built only for years that are really known.

Names: `JP_ADMIN` (Japan's administrative organs), `US_FEDERAL` (federal holidays, on which the SEC
is closed as well), the ISO code of a country in `COUNTRIES` (`BR`, `KR`), `EU_<code>` (a member of
the European Economic Area), `EU_COMMON` (days that are closed in every member state).
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache

from domain.calendars import BusinessCalendar
from domain.explanations import Bilingual
from domain.places import GROUPS
from regimes.one_country import holidays_of

JP_ADMIN = "JP_ADMIN"
US_FEDERAL = "US_FEDERAL"
EU_COMMON = "EU_COMMON"
COUNTRIES = (
    *("AU", "BR", "CA", "CH", "CN", "GB", "HK", "ID", "IN", "KR", "MY"),
    *("PH", "SG", "TH", "TW", "VN"),
)
_PARTS = {"GB": "ENG"}

_FIRST_YEAR = 2022
"""Breach reports under the APPI became a duty on 2022-04-01; nothing is counted before."""
LAST_ANNOUNCED_YEAR = 2027
"""The last year whose holidays were announced when this list was last looked at (2026-11).

Raise it each year, with a release of `holidays` that has them."""
_ESTIMATED = "estimated"

_YEAR_END = Bilingual(ja="年末年始の休日", en="year-end closure, 29 December to 3 January")
_NEW_YEAR = Bilingual(ja="元日", en="New Year's Day")
_CHRISTMAS = Bilingual(ja="クリスマス", en="Christmas Day")


def jp_admin(as_of: date) -> BusinessCalendar:
    """Days on which Japan's administrative organs are closed.

    Act on Holidays of Administrative Organs (1988 No. 91) Art. 1: Saturdays and Sundays, the
    holidays of the National Holidays Act with substitute and sandwiched days, and 29 December to
    3 January.

    The calendar is known until the end of the year after `as_of`. The two equinox holidays have
    no fixed date: each February the government announces those of the following year. The
    holiday library goes on with computed equinoxes, and cannot foresee a holiday that an act
    moves, so its later years are a forecast, not the law. In January the next year's equinoxes
    are not announced yet either, but no period of these rules reaches from there to March of
    the next year.
    """
    last_year = as_of.year + 1
    years = range(_FIRST_YEAR, last_year + 1)
    in_japanese = _holidays("JP", years, "ja")
    in_english = _holidays("JP", years)
    closed = {day: _YEAR_END for year in years for day in _year_end_days(year)}
    closed |= {day: Bilingual(ja=in_japanese[day], en=in_english[day]) for day in in_japanese}
    return _calendar(JP_ADMIN, closed, last_year)


def national(name: str, country: str, last_year: int) -> BusinessCalendar:
    """The weekends and nationwide public holidays of a country, up to the end of `last_year`.

    Days that only some regions keep are left out: the fewer days are closed, the earlier the limit.
    Ends before a year whose holidays the library only estimates (those that follow the moon).
    """
    while _is_estimated(country, last_year):
        last_year -= 1
    found = _holidays(country, range(_FIRST_YEAR, last_year + 1))
    closed = {day: Bilingual(ja=f"現地の祝日: {words}", en=words) for day, words in found.items()}
    return _calendar(name, closed, last_year)


def eu_common(last_year: int) -> BusinessCalendar:
    """Weekends, 1 January and 25 December: what is closed whichever member state is meant."""
    years = range(_FIRST_YEAR, last_year + 1)
    closed = {date(year, 1, 1): _NEW_YEAR for year in years}
    closed |= {date(year, 12, 25): _CHRISTMAS for year in years}
    return _calendar(EU_COMMON, closed, last_year)


class Calendars(Mapping[str, BusinessCalendar]):
    """Every calendar that a rule may name; one is built when it is first asked for."""

    def __init__(self, last_year: int) -> None:
        self._last_year = last_year

    def __getitem__(self, name: str) -> BusinessCalendar:
        """The calendar of that name; KeyError when there is none."""
        if name not in _names():
            raise KeyError(name)
        return _built(name, self._last_year)

    def __iter__(self) -> Iterator[str]:
        """The names, in one fixed order."""
        return iter(_names())

    def __len__(self) -> int:
        """How many there are."""
        return len(_names())


def calendars(as_of: date) -> Mapping[str, BusinessCalendar]:
    """Every calendar that a rule may name, as known on that day."""
    return Calendars(min(as_of.year + 1, LAST_ANNOUNCED_YEAR))


@cache
def _names() -> tuple[str, ...]:
    members = (f"EU_{member}" for member in GROUPS["EEA"])
    return (JP_ADMIN, US_FEDERAL, EU_COMMON, *members, *COUNTRIES)


@cache
def _built(name: str, last_year: int) -> BusinessCalendar:
    if name == JP_ADMIN:
        return jp_admin(date(last_year - 1, 1, 1))
    if name == EU_COMMON:
        return eu_common(last_year)
    country = "US" if name == US_FEDERAL else name.removeprefix("EU_")
    return national(name, country, last_year)


def _calendar(name: str, closed: Mapping[date, Bilingual], last_year: int) -> BusinessCalendar:
    return BusinessCalendar(
        name=name,
        closed=closed,
        known_from=date(_FIRST_YEAR, 1, 1),
        known_until=date(last_year, 12, 31),
    )


def _is_estimated(country: str, year: int) -> bool:
    named = _holidays(country, range(year, year + 1)).values()
    return year > _FIRST_YEAR and any(_ESTIMATED in name for name in named)


def _holidays(country: str, years: range, language: str = "en_US") -> Mapping[date, str]:
    return holidays_of(country, years, language, _PARTS.get(country))


def _year_end_days(year: int) -> tuple[date, ...]:
    new_year = [date(year, 1, day) for day in (1, 2, 3)]
    old_year = [date(year, 12, 29) + timedelta(days=offset) for offset in range(3)]
    return (*new_year, *old_year)
