"""The registry: files, rules, authorities, calendars and words agree, the user's own files too."""

import re
from datetime import date
from pathlib import Path

import pytest

import regimes
from domain.explanations import Locale, finding_label
from domain.places import ANYWHERE, GROUPS
from domain.rules import Rule
from regimes.calendars import COUNTRIES, calendars
from regimes.loader import RegimeFileError, load_bundled, load_rules, rule_ids, use_folder

REGIMES = load_bundled()
RULES = tuple(rule for regime in REGIMES for rule in regime.rules)
JAPAN = {
    *("jp-appi/preliminary", "jp-appi/final", "jp-appi/final-wrongful"),
    *("jp-appi/entrustee-notice", "jp-appi/individual"),
    *(f"jp-mynumber/{name}" for name in ("preliminary", "final", "final-wrongful", "individual")),
    *(f"jp-public/{name}" for name in ("preliminary", "final", "final-wrongful", "individual")),
    *("jp-tba/secrecy", "jp-tba/accident", "jp-tse/disclosure"),
}
EUROPE_AND_AMERICA = {
    *(f"eu-gdpr/{name}" for name in ("authority", "individual", "processor", "register")),
    *(f"eu-nis2/{name}" for name in ("early-warning", "notification", "final")),
    *(f"eu-dora/{name}" for name in ("initial", "intermediate", "final")),
    *("eu-cra/early-warning", "eu-cra/notification"),
    *("eu-cra/final-vulnerability", "eu-cra/final-incident"),
    *("uk-gdpr/authority", "uk-gdpr/individual", "uk-pecr/authority"),
    *("us-sec/8k", "us-ftc/safeguards", "us-bank/36h", "us-nydfs/72h"),
    *(f"us-hipaa/{name}" for name in ("individual", "hhs", "hhs-small", "media")),
    *(f"us-{state}/individual" for state in ("ca", "ny", "tx", "fl")),
    *(f"us-{state}/ag" for state in ("ca", "ny", "tx", "fl")),
}
ASIA_PACIFIC_AND_THE_REST = {
    *("kr-pipa/authority", "kr-pipa/individual", "kr-pipa/possible"),
    *("sg-pdpa/authority", "sg-pdpa/individual", "tw-pdpa/individual", "tw-pdpa/sector"),
    *("cn-pipl/authority", "cn-pipl/individual", "cn-cac/report", "cn-cac/closing"),
    *("hk-ci/core", "hk-ci/other", "hk-pdpo/authority", "id-pdp/authority", "id-pdp/individual"),
    *("th-pdpa/authority", "th-pdpa/individual", "in-certin/report", "in-dpdp/board"),
    *("au-ndb/assessment", "au-ndb/statement", "au-ransom/payment", "vn-pdp/authority"),
    *("ph-dpa/authority", "my-pdpa/authority", "my-pdpa/individual"),
    *("ca-pipeda/authority", "ca-pipeda/individual", "ca-qc/authority"),
    *("br-lgpd/authority", "br-lgpd/individual", "br-lgpd/supplement"),
    *("ch-fadp/authority", "ch-isa/report", "ch-isa/supplement"),
    *("card-visa/initial", "card-visa/accounts", "card-visa/pfi", "card-mastercard/initial"),
}
OWN = """
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
    triggers: [{finding: custom.their_data_touched, equals: true}]
    anchor: aware
    read_from: [suspected_at, confirmed_at]
    limit: {unit: hour, n: 24, first: instant}
    hard: false
    tz: Asia/Tokyo
    effective_from: 2025-04-01
    source: Contract of 2025-04-01, clause 12
    verified: true
"""


def test_every_file_is_named_after_its_law() -> None:
    files = {path.stem for path in Path(regimes.__file__).parent.glob("*.yaml")}
    assert {regime.id for regime in REGIMES} == files


def test_the_rules_of_japan_are_there() -> None:
    assert set(rule_ids()) >= JAPAN


def test_the_rules_of_europe_and_america_are_there() -> None:
    assert set(rule_ids()) >= EUROPE_AND_AMERICA


def test_the_rules_of_asia_the_pacific_and_the_rest_are_there() -> None:
    assert set(rule_ids()) >= ASIA_PACIFIC_AND_THE_REST


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_sourced_places_its_words_and_its_calendar(rule: Rule) -> None:
    assert re.search(r"[A-Za-z]", rule.source)
    assert not re.search(r"\[[SMD] ?\d*\]", rule.source)
    country = rule.jurisdiction.partition("-")[0]
    assert country in {ANYWHERE, "JP", "US", *GROUPS, *GROUPS["EEA"], *COUNTRIES}
    if rule.calendar is not None:
        assert rule.calendar in calendars(date(2026, 11, 21))
    conditions = [
        *rule.triggers,
        *(condition for exemption in rule.exemptions for condition in exemption.all_of),
        *(requirement.condition for requirement in rule.requires),
        *([rule.applies_to] if rule.applies_to else []),
    ]
    for finding in {name for condition in conditions for name in condition.findings()}:
        assert finding_label(finding, Locale.JA)


def test_no_rule_claims_to_be_verified() -> None:
    assert [rule.id for rule in RULES if rule.verified] == []


def test_versions_of_a_rule_have_one_title() -> None:
    titles: dict[str, set[str]] = {}
    for rule in RULES:
        titles.setdefault(rule.id, set()).add(rule.title.ja)
    assert {rule_id: found for rule_id, found in titles.items() if len(found) > 1} == {}


def test_a_folder_of_ones_own_adds_its_files(tmp_path: Path) -> None:
    (tmp_path / "shop-contract.yaml").write_text(OWN, encoding="utf-8")
    use_folder(tmp_path)
    try:
        assert "shop-contract/clause-12" in rule_ids()
        (rule,) = load_rules("shop-contract")
        assert rule.source == "Contract of 2025-04-01, clause 12"
        assert load_rules("jp-appi")
    finally:
        use_folder(None)
    assert "shop-contract/clause-12" not in rule_ids()


def test_a_file_of_ones_own_cannot_take_the_name_of_a_law(tmp_path: Path) -> None:
    (tmp_path / "jp-appi.yaml").write_text(
        OWN.replace("shop-contract", "jp-appi"), encoding="utf-8"
    )
    use_folder(tmp_path)
    try:
        with pytest.raises(RegimeFileError, match="is a bundled law"):
            load_bundled()
    finally:
        use_folder(None)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    use_folder(tmp_path / "missing")
    try:
        with pytest.raises(RegimeFileError, match="no such folder"):
            load_bundled()
    finally:
        use_folder(None)


def test_nothing_outside_the_folders_is_read() -> None:
    assert load_rules("../regimes/jp-appi") == ()
