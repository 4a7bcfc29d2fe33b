"""Regime files: the bundled ones hold together, and a bad one is refused with its place."""

import re
from datetime import date
from pathlib import Path

import pytest

import regimes
from domain.deadlines import Unit
from domain.rules import Regime
from regimes.calendars import calendars
from regimes.loader import RegimeFileError, load_bundled, load_regime

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


def test_every_file_is_loaded_and_names_only_calendars_that_exist() -> None:
    loaded = load_bundled()
    assert [regime.id for regime in loaded] == ["jp-appi"]
    known = calendars(date(2026, 11, 21))
    named = {rule.calendar for regime in loaded for rule in regime.rules if rule.calendar}
    assert named == {"JP_ADMIN"}
    assert named <= set(known)


def test_no_rule_claims_to_be_verified_and_each_has_a_source() -> None:
    rules = [rule for regime in load_bundled() for rule in regime.rules]
    assert [rule.id for rule in rules if rule.verified] == []
    assert all("APPI Art. 26" in rule.source for rule in rules)


def test_a_frozen_regime_reads_back_as_itself() -> None:
    (regime,) = load_bundled()
    assert Regime.model_validate_json(regime.model_dump_json()) == regime


def test_only_the_final_reports_are_hard() -> None:
    rules = {rule.id: rule for rule in load_bundled()[0].rules}
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
        ("id: jp-appi/final\n", "id: jp-appi/preliminary\n", "two rules have the same id"),
        ("id: jp-appi/final\n", "id: eu-gdpr/final\n", "does not start with jp-appi/"),
        ("authority: ppc", "authority: fsa", "no authority is called 'fsa'"),
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
