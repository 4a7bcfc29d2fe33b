"""A mistyped key is refused with the nearest; a free one is taken, with a word."""

from datetime import UTC, datetime

import pytest
from typer._click.core import Context
from typer._click.exceptions import NoSuchOption
from typer.core import TyperGroup
from typer.main import get_command

from commands.acting_facts import facts
from commands.fact_keys import known_keys, remark_on, require_moment
from commands.sentences import NotPossible
from commands.usage_words import usage_sentence
from domain.fact_catalogue import FACT_CATALOGUE
from domain.facts import FactStatus
from tests.commands.command_folder import Folder


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("causee", "cause"),
        ("figure.poeple", "figure.people"),
        ("discoverd", "discovered"),
        ("entity.telecom_carier", "entity.telecom_carrier"),
    ],
)
def test_a_slip_is_refused_with_what_was_meant(typed: str, meant: str) -> None:
    with pytest.raises(NotPossible) as refused:
        remark_on(typed, (), "ja")
    for language in ("ja", "en"):
        said = refused.value.in_language(language)
        assert f": {meant}" in said
        assert "--new-key" in said


def test_whoever_insists_has_the_key_and_need_not_insist_again() -> None:
    assert "no rule" in remark_on("causee", (), "en", is_new=True)
    assert "no rule" in remark_on("causee", {"causee"}, "en")


@pytest.mark.parametrize(
    "key", ["custom.anything", "figure.residents.us_ca", "submitted.eu_nis2.x"]
)
def test_families_of_keys_need_no_remark(key: str) -> None:
    assert remark_on(key, (), "ja") == ""


def test_what_is_read_needs_no_remark_and_what_is_free_gets_one() -> None:
    assert set(FACT_CATALOGUE) <= known_keys()
    assert {remark_on(key, (), "ja") for key in known_keys()} == {""}
    assert "ありません" in remark_on("weather.outside", (), "ja")


@pytest.mark.parametrize("key", ["occurred", "discovered", "moment.confirmed", "submitted.x.y"])
def test_a_moment_is_not_stated_in_words_alone(folder: Folder, key: str) -> None:
    refused = folder.refused("fact", "KAWASEMI", key, "--say", "11月20日")
    assert "--moment に 2026-01-09T12:00+09:00" in refused
    for status, moment in ((FactStatus.UNKNOWN, None), (FactStatus.KNOWN, datetime.now(UTC))):
        require_moment(key, status, "調査中", moment)


def test_a_wrong_option_for_a_time_names_the_right_one() -> None:
    group = get_command(facts)
    assert isinstance(group, TyperGroup)
    error = NoSuchOption("--at", ctx=Context(group.commands["add"], info_name="fact"))
    assert "次のことではありませんか: --moment" in usage_sentence(error, "ja", ())
    assert "Did you mean --moment" in usage_sentence(error, "en", ())
