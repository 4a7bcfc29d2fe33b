"""An incident is assessed by the rule files that it froze, until somebody adopts newer ones."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from activities import frozen_law
from activities.frozen_law import canonical, law_of
from contracts.decision_kinds import DecisionKind
from domain.regimes import Regime
from regimes.loader import load_bundled, use_folder
from register.duties import OPEN
from register.law_files import read_digests, read_editions
from tests.activities.law_case import LawCase, law_case

CONTRACT = """
id: own-contract
title: {{ja: 契約, en: Contract}}
law_as_of: 2026-01-01
authorities:
  customer: {{ja: 顧客, en: Customer}}
rules:
  - id: own-contract/first
    title: {{ja: 契約上の通知, en: notice under contract}}
    jurisdiction: ANY
    debtors: [controller, entrustor, entrustee, platform]
    binds: [ourselves]
    audience: counterparty
    authority: customer
    anchor: aware
    read_from: [suspected_at]
    limit: {{unit: hour, n: {hours}, first: instant}}
    hard: false
    tz: Asia/Tokyo
    effective_from: 2020-01-01
    source: contract clause 9
    verified: false
    marks: []
"""
RULE = "own-contract/first"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder of one's own rules, with one file; left behind as it was found."""
    own = tmp_path / "rules"
    own.mkdir()
    change(own, hours=24)
    yield own
    use_folder(None)


def change(folder: Path, hours: int) -> None:
    """Another version of the file, as the next start of a process reads it."""
    (folder / "own-contract.yaml").write_text(CONTRACT.format(hours=hours), encoding="utf-8")
    newer = folder.with_name(f"rules-{hours}")
    newer.mkdir(exist_ok=True)
    text = (folder / "own-contract.yaml").read_text(encoding="utf-8")
    (newer / "own-contract.yaml").write_text(text, encoding="utf-8")
    use_folder(newer)


@pytest.fixture
def case(tmp_path: Path, folder: Path) -> LawCase:
    opened = law_case(tmp_path / "register").open()
    opened.assess()
    return opened


@pytest.mark.parametrize("regime", load_bundled(), ids=lambda regime: str(regime.id))
def test_a_rule_file_reads_back_from_its_canonical_text(regime: Regime) -> None:
    digest, body = canonical(regime)
    again = Regime.model_validate_json(body)
    assert again == regime
    assert canonical(again)[0] == digest


def test_a_changed_file_changes_nothing_until_it_is_adopted(case: LawCase, folder: Path) -> None:
    day = case.duty(RULE).due_at
    change(folder, hours=48)
    case.assess()
    assert (case.duty(RULE).due_at, case.duty(RULE).proposal) == (day, None)

    said = case.decider.does(DecisionKind.LAW_ADOPTED, "counsel", reason="契約の改定").sentence
    assert said == "edition 2: own-contract; duties that change: 1 later"
    case.assess()
    # Later by newer rules is later all the same.
    assert case.duty(RULE).due_at == day
    assert case.duty(RULE).proposal is not None
    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        first, second = read_editions(connection, sealer, case.incident_id)
    assert (first.adopted_by, second.adopted_by) == (None, "counsel")
    assert second.reason == "契約の改定"
    assert first.digests["jp-appi"] == second.digests["jp-appi"]
    assert first.digests["own-contract"] != second.digests["own-contract"]
    (line,) = case.lines("law.adopted")
    assert line.detail["keys"] == case.duty(RULE).key


def test_stricter_rules_bite_as_soon_as_they_are_adopted(case: LawCase, folder: Path) -> None:
    day = case.duty(RULE).due_at
    change(folder, hours=12)
    case.decider.does(DecisionKind.LAW_ADOPTED, "commander", reason="契約の改定")
    case.assess()
    now = case.duty(RULE)
    assert (now.status, now.proposal) == (OPEN, None)
    assert now.due_at is not None
    assert day is not None
    assert now.due_at < day


def test_with_the_newest_files_there_is_nothing_to_adopt(case: LawCase) -> None:
    said = case.decider.refuses(DecisionKind.LAW_ADOPTED, "counsel", reason="甲")
    assert "nothing to adopt" in said


def test_a_process_that_knows_only_newer_files_reads_the_frozen_ones(
    case: LawCase, folder: Path
) -> None:
    change(folder, hours=48)
    frozen_law._thawed.clear()
    frozen_law._written.clear()
    with case.register.reading() as connection:
        digests = read_digests(connection, case.incident_id)
        rules = [rule for law in law_of(connection, case.incident_id) for rule in law.rules]
    assert len(digests) == len(load_bundled())
    (first,) = [rule for rule in rules if rule.id == RULE]
    assert first.limit.n == 24
