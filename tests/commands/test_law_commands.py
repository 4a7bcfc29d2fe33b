"""`due`, `duties` and `regimes`: the law without an incident; refusals say what is right."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import cli
from regimes.loader import use_folder

CASE = Path(__file__).parents[2] / "cases" / "demo.yaml"
CLAUSE = """
id: shop-contract
title: {ja: 加盟店契約, en: merchant contract}
law_as_of: 2026-11-21
authorities: {shop: {ja: 加盟店, en: the merchant}}
rules:
  - id: shop-contract/clause-12
    title: {ja: 24時間以内の連絡, en: word within 24 hours}
    jurisdiction: ANY
    debtors: [controller, entrustor, entrustee, platform]
    binds: [ourselves]
    audience: counterparty
    authority: shop
    anchor: aware
    read_from: [suspected_at, confirmed_at]
    limit: {unit: hour, n: 24, first: instant}
    hard: false
    tz: Asia/Tokyo
    effective_from: 2025-04-01
    source: Contract of 2025-04-01, clause 12
    verified: false
"""


@pytest.fixture
def run(tmp_path: Path) -> Any:
    """The commands in an empty data folder, with a folder of rules of one's own."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "shop-contract.yaml").write_text(CLAUSE, encoding="utf-8")
    variables = {
        "SHIRASE_DATA_DIR": str(tmp_path / "data"),
        "SHIRASE_REGIMES_DIR": str(tmp_path / "rules"),
        "SHIRASE_LANGUAGE": "en",
    }

    def invoke(*words: str) -> Result:
        return CliRunner().invoke(cli.app, words, env=variables)

    yield invoke
    use_folder(None)
    assert not (tmp_path / "data").exists(), "the law needs no register"


def found(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    value: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return value


def test_due_answers_with_the_promised_keys(run: Any) -> None:
    answer = found(run("due", "jp-appi/final", "--from", "2026-01-06", "--json"))
    assert {**answer, "explanation": None, "source": None} == {
        "rule": "jp-appi/final",
        "anchor": "aware_reportable",
        "anchor_at": "2026-01-06",
        "target_at": None,
        "due_at": "2026-02-04",
        "hard": True,
        "verified": False,
        "explanation": None,
        "source": None,
    }
    assert "day 30 is Wed 2026-02-04" in " ".join(answer["explanation"])
    assert "APPI Art. 26(1)" in answer["source"]


@pytest.mark.parametrize(
    ("words", "due_at"),
    [
        (("jp-appi/final", "--from", "2026-11-20T16:30Z"), "2026-12-21"),
        (("jp-appi/final", "--from", "2026-11-20T16:30", "--tz", "UTC"), "2026-12-21"),
        (("jp-appi/final", "--from", "2026-11-20", "--tz", "America/New_York"), "2026-12-21"),
        (
            ("shop-contract/clause-12", "--from", "2026-11-21T09:00+09:00"),
            "2026-11-22T09:00:00+09:00",
        ),
        (
            ("shop-contract/clause-12", "--from", "2026-11-21T01:00", "--tz", "Europe/Berlin"),
            "2026-11-22T09:00:00+09:00",
        ),
    ],
)
def test_days_are_the_recipients_and_times_are_converted(
    run: Any, words: tuple[str, ...], due_at: str
) -> None:
    assert found(run("due", *words, "--json"))["due_at"] == due_at


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("jp-appi/finl", "--from", "2026-11-21"), "The nearest are: jp-appi/final"),
        (("nowhere", "--from", "2026-11-21"), "There is no rule nowhere"),
        (("jp-appi/final", "--from", "yesterday"), "yesterday is no day and no time"),
        (("jp-appi/final", "--from", "2026-02-30"), "is no day and no time"),
        (("shop-contract/clause-12", "--from", "2026-11-21"), "a day is not enough"),
        (("shop-contract/clause-12", "--from", "2026-11-21T09:00"), "the time needs its zone"),
        (("jp-appi/final", "--from", "2026-11-21", "--tz", "Asia/Edo"), "no time zone Asia/Edo"),
        (("jp-appi/final", "--from", "2021-11-21"), "is not in force on 2021-11-21"),
        (("jp-appi/final", "--from", "2027-12-05"), "JP_ADMIN is known until 2027-12-31"),
        (("jp-appi/final", "--from", "2026-11-21", "--member", "DE"), "no member state DE"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(
    run: Any, words: tuple[str, ...], said: str
) -> None:
    result = run("due", *words, "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_person_is_told_that_nobody_has_verified_the_rule(run: Any) -> None:
    result = run("due", "jp-appi/individual", "--from", "2026-11-21")
    assert "Nobody has compared this rule" in result.stdout
    assert "promptly" in result.stdout


def test_regimes_lists_every_law_and_ones_own(run: Any) -> None:
    rules = {rule["rule"]: rule for rule in found(run("regimes", "--json"))["rules"]}
    assert {"jp-appi/final", "jp-tba/accident", "shop-contract/clause-12"} <= set(rules)
    assert {rule["verified"] for rule in rules.values()} == {False}
    assert "24" in run("regimes", "shop-contract").stdout
    assert "No law is called xx" in run("regimes", "xx").stderr
    assert json.loads(run("regimes", "--schema").stdout)["title"] == "Regime"


def test_a_wrong_file_of_ones_own_is_refused_with_its_place(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "rules" / "shop-contract.yaml"
    path.write_text(CLAUSE.replace("hard:", "hrad:"), encoding="utf-8")
    result = run("regimes")
    line = next(n for n, text in enumerate(path.read_text().splitlines(), 1) if "hrad" in text)
    assert result.exit_code == 2
    assert f"shop-contract.yaml:{line}: rules.0.hrad: no such key" in result.stderr.replace(
        "there is ", ""
    )


def test_duties_of_a_file_are_those_of_each_party(run: Any) -> None:
    answer = found(run("duties", str(CASE), "--json"))
    owed = {
        (duty["rule"], duty["party"]): duty for duty in answer["duties"] if duty["status"] == "open"
    }
    merchant = owed["jp-appi/final-wrongful", "merchant-a"]
    assert merchant["anchor_at"].startswith("2026-01-08")
    assert merchant["due_at"] == "2026-03-09"
    assert ("jp-appi/preliminary", "platform") not in owed
    assert ("shop-contract/clause-12", "platform") in owed
    assert ("shop-contract/clause-12", "merchant-a") not in owed
    why = {(item["rule"], item["party"]): item["why"] for item in answer["not_applicable"]}
    assert "proviso" in why["jp-appi/preliminary", "platform"]
    assert why["shop-contract/clause-12", "merchant-a"].startswith("The contract or scheme")
    asked = {duty["rule"] for duty in answer["duties"] if duty["status"] == "unsettled"}
    assert "jp-tse/disclosure" in asked
    assert run("duties", str(CASE)).exit_code == 0
