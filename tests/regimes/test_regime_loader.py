"""Regime files: the bundled ones hold together, and a bad one is refused with its place."""

import re
from pathlib import Path

import pytest

import regimes
from domain.deadlines import Unit
from domain.regimes import Regime
from regimes.loader import RegimeFileError, load_regime

BUNDLED = Path(regimes.__file__).parent / "jp-appi.yaml"


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = BUNDLED.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "changed.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def line_of(path: Path, part: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if part in line)


def appi() -> Regime:
    return load_regime(BUNDLED)


def test_a_frozen_regime_reads_back_as_itself() -> None:
    assert Regime.model_validate_json(appi().model_dump_json()) == appi()


def test_only_the_final_reports_are_hard() -> None:
    rules = {rule.id: rule for rule in appi().rules}
    assert {rule.id for rule in rules.values() if rule.hard} == {
        "jp-appi/final",
        "jp-appi/final-wrongful",
    }
    individual = rules["jp-appi/individual"]
    assert individual.limit.unit is Unit.NONE
    assert individual.contents == (
        "overview",
        "data_items",
        "cause",
        "secondary_damage",
        "other",
    )


@pytest.mark.parametrize(
    ("old", "new", "place", "field"),
    [
        ("hard: false", "hard: false\n    harder: true", "harder", "rules.0.harder"),
        ("n: 30,", "n: thirty,", "thirty", "rules.1.limit.n"),
        ("n: 3, first: include", "n: 3, first: instant", "instant", "rules.0.target"),
        ("{finding: special_care,", "{finding: special,", "special,", "rules.0.triggers.0"),
        ("tz: Asia/Tokyo", "tz: Asia/Edo", "Asia/Edo", "rules.0.tz"),
        ("anchor: aware_reportable", "anchor: told", "anchor: told", "rules.0.anchor"),
        ("    title: {ja: 速報,", "    title: {", "preliminary report", "rules.0.title.ja"),
        ("    hard: false", "    hrad: false", "hrad", "rules.0.hrad"),
        (
            "    read_from: &knowing\n      [sus",
            "    read_from: &knowing\n      [sas",
            "read_from",
            "rules.0.read_from",
        ),
    ],
)
def test_a_bad_value_is_refused_with_file_line_and_field(
    tmp_path: Path, old: str, new: str, place: str, field: str
) -> None:
    path = changed(tmp_path, old, new)
    expected = f"changed.yaml:{line_of(path, place)}: {field}: "
    with pytest.raises(RegimeFileError, match=re.escape(expected)):
        load_regime(path)


def test_a_key_given_twice_is_refused(tmp_path: Path) -> None:
    path = changed(tmp_path, "    hard: false\n", "    hard: false\n    hard: true\n")
    expected = f"changed.yaml:{line_of(path, 'hard: true')}: rules.0.hard: the key stands here"
    with pytest.raises(RegimeFileError, match=re.escape(expected)):
        load_regime(path)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id: jp-appi/final\n", "id: jp-appi/preliminary\n", "on the same days"),
        ("id: jp-appi/final\n", "id: eu-gdpr/final\n", "does not start with jp-appi/"),
        ("authority: ppc", "authority: fso", "no authority is called 'fso'"),
        ("rule: jp-appi/entrustee-notice", "rule: jp-appi/other", "no rule is called"),
        ("data_items, cause,", "data_items, causes,", "no content is called 'causes'"),
        ("    calendar: JP_ADMIN\n", "", "the rule needs a calendar"),
        (
            "    limit: {unit: none}\n    hard: false",
            "    limit: {unit: none}\n    hard: true",
            "a hard",
        ),
    ],
)
def test_references_inside_a_file_must_hold(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    path = changed(tmp_path, old, new)
    with pytest.raises(RegimeFileError, match=message):
        load_regime(path)


@pytest.mark.parametrize("text", ["", "- a list\n", "id: [unclosed\n"])
def test_what_is_not_a_mapping_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RegimeFileError, match=r"broken\.yaml"):
        load_regime(path)
    with pytest.raises(RegimeFileError, match="cannot be read"):
        load_regime(tmp_path / "missing.yaml")


def test_overlapping_versions_are_refused_at_the_line_of_the_later_one(tmp_path: Path) -> None:
    path = changed(tmp_path, "id: jp-appi/final\n", "id: jp-appi/preliminary\n")
    line = line_of(path, "title: {ja: 確報（30日）") - 1
    with pytest.raises(RegimeFileError, match=rf"changed\.yaml:{line}: .* on the same days"):
        load_regime(path)


def test_a_wrong_key_is_refused_with_the_nearest_right_one(tmp_path: Path) -> None:
    path = changed(tmp_path, "    hard: false", "    hrad: false")
    with pytest.raises(RegimeFileError, match="no such key here; did you mean 'hard'"):
        load_regime(path)
