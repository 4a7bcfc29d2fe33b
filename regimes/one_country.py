"""The public holidays of one country, without loading all the others.

`holidays.countries` imports some 250 countries when the first is asked for, which takes longer than
everything else that one rule needs. The module of a country imports nothing of its neighbours, so
it is loaded from its file, under the name that the library's own registry gives.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any


def holidays_of(country: str, years: range, language: str, part: str | None) -> Mapping[date, str]:
    """The holidays by day, in the library's words for that language.

    Raises:
        NotImplementedError: the library does not know the country.
    """
    # Late: a rule without closed days needs none of it.
    made = _country(country)
    if made is not None:
        found: Mapping[date, str] = made(subdiv=part, years=years, language=language)
        return found
    from holidays import country_holidays

    return country_holidays(country, subdiv=part, years=years, language=language)


@cache
def _country(code: str) -> Any | None:
    """The class of a country by its code; None where the library is laid out in another way."""
    import holidays
    from holidays import registry

    known: Mapping[str, tuple[str, ...]] = getattr(registry, "COUNTRIES", {})
    module = next((name for name, (_, *codes) in known.items() if code in codes), None)
    if module is None:
        return None
    file = Path(holidays.__file__).parent / "countries" / f"{module}.py"
    spec = spec_from_file_location(f"regimes._holidays_{module}", file)
    if spec is None or spec.loader is None or not file.is_file():
        return None
    loaded = module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return getattr(loaded, known[module][0], None)
