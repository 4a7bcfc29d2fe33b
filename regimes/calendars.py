"""Calendars of the offices that receive filings, built only for years that are really known."""

from collections.abc import Mapping
from datetime import date, timedelta

import holidays

from domain.calendars import BusinessCalendar
from domain.explanations import Bilingual

JP_ADMIN = "JP_ADMIN"

_FIRST_YEAR = 2022
"""Breach reports under the APPI became a duty on 2022-04-01; nothing is counted before."""

_YEAR_END = Bilingual(ja="年末年始の休日", en="year-end closure, 29 December to 3 January")


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
    in_japanese = holidays.country_holidays("JP", years=years, language="ja")
    in_english = holidays.country_holidays("JP", years=years, language="en_US")
    closed = {day: _YEAR_END for year in years for day in _year_end_days(year)}
    closed |= {day: Bilingual(ja=in_japanese[day], en=in_english[day]) for day in in_japanese}
    return BusinessCalendar(
        name=JP_ADMIN,
        closed=closed,
        known_from=date(_FIRST_YEAR, 1, 1),
        known_until=date(last_year, 12, 31),
    )


def calendars(as_of: date) -> Mapping[str, BusinessCalendar]:
    """Every calendar that a rule may name, as known on that day."""
    return {JP_ADMIN: jp_admin(as_of)}


def _year_end_days(year: int) -> tuple[date, ...]:
    new_year = [date(year, 1, day) for day in (1, 2, 3)]
    old_year = [date(year, 12, 29) + timedelta(days=offset) for offset in range(3)]
    return (*new_year, *old_year)
