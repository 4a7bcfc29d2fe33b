"""Staff in an incident file: who stands in, who is away, and that no role is called in vain."""

from datetime import date
from pathlib import Path

import pytest

from domain.parties import StaffRole
from incident_file import IncidentFileError, load_incident_file
from tests.test_incident_file import GOOD, saved

STANDS_IN = "    deputises_for: [counsel, privacy_officer, merchant_care]"


def problems(folder: Path, old: str, new: str) -> list[str]:
    assert old in GOOD
    with pytest.raises(IncidentFileError) as caught:
        load_incident_file(saved(folder, GOOD.replace(old, new)))
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("role", ["counsel", "privacy_officer", "merchant_care"])
def test_a_role_that_is_called_and_that_nobody_fills_is_refused_at_its_line(
    tmp_path: Path, role: str
) -> None:
    left = [other for other in ("counsel", "privacy_officer", "merchant_care") if other != role]
    (problem,) = problems(tmp_path, STANDS_IN, f"    deputises_for: [{', '.join(left)}]")
    line = GOOD.splitlines().index("staff:") + 2
    assert problem.startswith(f"case.yaml:{line}:3: staff: nobody has the role `{role}`")
    assert f"`deputises_for: [{role}]`" in problem


def test_without_merchants_nobody_has_to_care_for_them(tmp_path: Path) -> None:
    found = problems(tmp_path, STANDS_IN, "    deputises_for: [counsel]")
    assert any("merchant_care" in problem for problem in found)
    text = GOOD[: GOOD.index("parties:")] + "facts: []\n"
    alone = text.replace(STANDS_IN, "    deputises_for: [counsel, privacy_officer]")
    assert load_incident_file(saved(tmp_path, alone)).merchants == ()


def test_absences_languages_and_zones_are_read(tmp_path: Path) -> None:
    more = (
        f"{STANDS_IN}\n    away: [{{since: 2026-12-28, until: 2027-01-03}}]\n"
        "    language: en\n    time_zone: Europe/Berlin"
    )
    read = load_incident_file(saved(tmp_path, GOOD.replace(STANDS_IN, more)))
    deputy = read.staff[1]
    assert deputy.deputises_for[0] is StaffRole.COUNSEL
    assert (deputy.away[0].since, deputy.away[0].until) == (date(2026, 12, 28), date(2027, 1, 3))
    assert (deputy.language, deputy.time_zone) == ("en", "Europe/Berlin")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("away: [{since: 2026-12-28, until: 2026-12-01}]", "ends on the day it begins or later"),
        ("away: [{since: 2026-12-28}]", "this field is missing"),
        ("time_zone: Asia/Kyoto", "there is no such time zone"),
        ("language: fr", "not one of the allowed words"),
        ("deputises_for: [boss]", "not one of the allowed words"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, line: str, says: str) -> None:
    name = line.partition(":")[0]
    new = STANDS_IN if name != "deputises_for" else ""
    found = problems(tmp_path, STANDS_IN, f"{new}\n    {line}".lstrip("\n"))
    assert any(says in problem for problem in found)
