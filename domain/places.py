"""Places whose laws reach a debtor or its people: countries, their states, groups of countries.

Codes are ISO 3166: `JP`, `DE`, `US`, `US-CA`. `EU` and `EEA` stand for their members; `ANY` for
rules that bind wherever one is (a contract, a card scheme).
"""

from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

ANYWHERE = "ANY"

_ZONES_OF_EU: Mapping[str, str] = {
    "AT": "Europe/Vienna",
    "BE": "Europe/Brussels",
    "BG": "Europe/Sofia",
    "CY": "Asia/Nicosia",
    "CZ": "Europe/Prague",
    "DE": "Europe/Berlin",
    "DK": "Europe/Copenhagen",
    "EE": "Europe/Tallinn",
    "ES": "Europe/Madrid",
    "FI": "Europe/Helsinki",
    "FR": "Europe/Paris",
    "GR": "Europe/Athens",
    "HR": "Europe/Zagreb",
    "HU": "Europe/Budapest",
    "IE": "Europe/Dublin",
    "IT": "Europe/Rome",
    "LT": "Europe/Vilnius",
    "LU": "Europe/Luxembourg",
    "LV": "Europe/Riga",
    "MT": "Europe/Malta",
    "NL": "Europe/Amsterdam",
    "PL": "Europe/Warsaw",
    "PT": "Europe/Lisbon",
    "RO": "Europe/Bucharest",
    "SE": "Europe/Stockholm",
    "SI": "Europe/Ljubljana",
    "SK": "Europe/Bratislava",
}
_ZONES_OF_EEA: Mapping[str, str] = {
    **_ZONES_OF_EU,
    "IS": "Atlantic/Reykjavik",
    "LI": "Europe/Vaduz",
    "NO": "Europe/Oslo",
}
GROUPS: Mapping[str, Mapping[str, str]] = {"EU": _ZONES_OF_EU, "EEA": _ZONES_OF_EEA}
"""The members of each group, with the zone of their capitals."""


def within(place: str, jurisdiction: str) -> bool:
    """Whether a place lies in a jurisdiction: itself, its country, or a group of countries."""
    if jurisdiction in {ANYWHERE, place} or place.partition("-")[0] == jurisdiction:
        return True
    # The Union is part of the Economic Area also where no member state is named.
    return place in GROUPS.get(jurisdiction, {}) or (place, jurisdiction) == ("EU", "EEA")


def members_among(places: Iterable[str], group: str) -> tuple[str, ...]:
    """Those of the places that are members of the group, in their order."""
    return tuple(place for place in places if place in GROUPS.get(group, {}))


def zone_of_member(member: str) -> ZoneInfo:
    """The zone of a member's capital.

    Raises:
        KeyError: it is no member of any group.
    """
    return ZoneInfo(_ZONES_OF_EEA[member])
