"""Later dates, questions and rule files on the screen, each with the line that decides it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from ulid import ULID

from activities.frozen_law import freeze_law
from domain.decided_moments import Decided
from domain.facts import Fact, FactStatus
from domain.wording import JAPAN
from register.duties import Proposal
from register.law_questions import LawQuestion, WouldOwe, write_questions
from register.ledger import add_facts
from register.moment_decisions import MomentDecision, add_decision
from register.parties import ourselves, read_parties
from tests.commands.command_folder import Folder, widest
from tests.register_fixtures import AT

LATER = AT + timedelta(days=60)
LANGUAGES = ("ja", "en")


@pytest.fixture
def waiting(folder: Folder) -> Folder:
    """One duty whose later date waits, and one question that nobody has answered."""
    proposal = Proposal(
        due_at=LATER,
        explanation={"ja": "60日目まで。", "en": "Day 60."},
        ground={"ja": "不正の目的のため60日", "en": "wrongful purpose, so 60 days"},
        since=AT,
    )
    times = {"key": "other_times_stated", "values": {"times": "2026-01-15T11:00:00+09:00"}}
    explanation = {"ja": "30日目まで。", "en": "Day 30.", "steps": [times]}
    with folder.register.reading() as connection:
        sealer = folder.register.sealer(folder.case.incident_id, connection)
        us = ourselves(read_parties(connection, sealer, folder.case.incident_id)).id
    folder.duties(
        folder.duty("jp-appi/final", 30, debtor_id=us, proposal=proposal, explanation=explanation),
        folder.duty("jp-tse/disclosure", 2, debtor_id=us, owed_to="tse"),
    )
    asked = LawQuestion(
        finding="entity.telecom_carrier",
        would_owe=(WouldOwe(rule="jp-tba/secrecy", owed_to="mic", due_at=AT + timedelta(days=20)),),
    )
    with folder.register.writing() as connection:
        write_questions(connection, folder.case.incident_id, (asked,))
    state_discovery(folder, datetime(2026, 1, 15, 11, tzinfo=JAPAN))
    return folder


def state_discovery(folder: Folder, at: datetime) -> None:
    """Somebody of us states when we knew first."""
    fact = Fact(
        key="discovered",
        status=FactStatus.KNOWN,
        moment=at,
        as_of=AT,
        source="ourselves",
        vouched_by="counsel",
    )
    with folder.register.writing() as connection:
        sealer = folder.register.sealer(folder.case.incident_id, connection)
        add_facts(connection, sealer, folder.case.incident_id, [fact], AT, str(ULID()))


def test_a_decision_about_our_knowing_is_asked_for_once(waiting: Folder) -> None:
    """The board may still show the count from before the decision."""
    incident_id = waiting.case.incident_id
    stated = frozenset({AT, datetime(2026, 1, 15, 11, tzinfo=JAPAN)})
    with waiting.register.writing() as connection:
        sealer = waiting.register.sealer(incident_id, connection)
        us = ourselves(read_parties(connection, sealer, incident_id)).id
        decision = MomentDecision(str(ULID()), us, "suspected_at", Decided(AT, stated), "記録")
        add_decision(connection, sealer, incident_id, decision, ("counsel", AT))
    assert "awareness" not in kinds(waiting)


def test_a_question_of_the_opening_is_not_overdue(folder: Folder) -> None:
    now = datetime.now(UTC)
    folder.incident(opened_at=now)
    owed = WouldOwe(rule="jp-tba/secrecy", owed_to="mic", due_at=now - timedelta(hours=12))
    asked = LawQuestion(finding="entity.telecom_carrier", would_owe=(owed,))
    with folder.register.writing() as connection:
        write_questions(connection, folder.case.incident_id, (asked,))
    question = kinds(folder)["question"]
    assert question["overdue"] is False
    assert "その期限は過ぎている" in question["what"]["ja"]


def kinds(folder: Folder) -> dict[str, dict[str, Any]]:
    """The needs, the last of each kind."""
    needs = json.loads(folder.told("next", "KAWASEMI", "--json"))["needs"]
    return {need["kind"]: need for need in needs}


def test_next_gives_the_line_for_each_decision(waiting: Folder) -> None:
    needs = json.loads(waiting.told("next", "KAWASEMI", "--json"))["needs"]
    by_kind = {need["kind"]: need for need in needs}
    confirm = by_kind["confirm"]
    assert confirm["command"] == (
        "shirase confirm KAWASEMI final:ourselves:ppc --reason WORDS --as counsel"
    )
    assert confirm["roles"] == ["counsel"]
    assert "03-15" in confirm["what"]["ja"] or "03-14" in confirm["what"]["ja"]
    # The strictest, which counts until somebody decides, is offered; all are named with a source.
    assert by_kind["awareness"]["command"].startswith(
        "shirase awareness KAWASEMI 2026-01-13T18:00+09:00 "
    )
    assert (
        "01-13 18:00（事案の開始）、01-15 11:00（発覚の記録）" in by_kind["awareness"]["what"]["ja"]
    )
    question = by_kind["question"]
    assert question["command"] == (
        "shirase fact KAWASEMI entity.telecom_carrier --say WORDS --as counsel"
    )
    assert "電気通信事業者" in question["what"]["ja"]
    assert question["answers"] == [
        {
            "ja": "当たる",
            "en": "yes",
            "command": "shirase fact KAWASEMI entity.telecom_carrier --say WORDS --as counsel",
        },
        {
            "ja": "当たらない",
            "en": "no",
            "command": "shirase fact KAWASEMI entity.telecom_carrier --status withdrawn --say WORDS"
            " --as counsel",
        },
    ]
    filing = next(n for n in needs if "disclosure" in n["command"])
    assert "--submitted-at" in filing["command"]
    assert "--receipt REFERENCE" in filing["command"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_clocks_show_the_old_and_the_new_date(waiting: Folder, language: str) -> None:
    shown = waiting.told("clocks", "KAWASEMI", "--language", language)
    assert {"ja": "確認待ち", "en": "to be confirmed"}[language] in shown
    explained = waiting.told("clocks", "KAWASEMI", "--explain", "final", "--language", language)
    for words in {
        "ja": ("30日目まで", "60日目まで", "不正の目的のため60日"),
        "en": ("Day 30", "Day 60", "wrongful purpose, so 60 days"),
    }[language]:
        assert words in explained
    assert "shirase confirm KAWASEMI" in explained
    assert max(widest(shown), widest(explained)) <= 80


def test_clocks_tell_a_program_what_waits(waiting: Folder) -> None:
    listed = json.loads(waiting.told("clocks", "KAWASEMI", "--json"))["duties"]
    final = next(duty for duty in listed if duty["rule"] == "jp-appi/final")
    assert final["proposal"]["due_at"] is not None
    assert final["proposal"]["ground"]["en"] == "wrongful purpose, so 60 days"
    one = json.loads(waiting.told("clocks", "KAWASEMI", "--explain", "final", "--json"))
    assert one["proposal"]["explanation"]["ja"] == "60日目まで。"


@pytest.mark.parametrize("language", LANGUAGES)
def test_status_asks_what_the_company_is(waiting: Folder, language: str) -> None:
    shown = waiting.told("status", "KAWASEMI", "--language", language)
    assert "entity.telecom_carrier" in shown
    assert widest(shown) <= 80
    (asked,) = json.loads(waiting.told("status", "KAWASEMI", "--json"))["questions"]
    assert asked["finding"] == "entity.telecom_carrier"
    assert asked["would_owe"][0]["rule"] == "jp-tba/secrecy"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_law_of_an_incident_is_shown(folder: Folder, language: str) -> None:
    with folder.register.writing() as connection:
        sealer = folder.register.sealer(folder.case.incident_id, connection)
        freeze_law(connection, sealer, folder.case.incident_id, AT)
    shown = folder.told("law", "KAWASEMI", "--language", language)
    assert "jp-appi" in shown
    assert widest(shown) <= 80
    (edition,) = json.loads(folder.told("law", "KAWASEMI", "--json"))["editions"]
    assert edition["adopted_by"] is None
    assert len(edition["digests"]["eu-gdpr"]) == 64


def test_confirm_takes_one_duty_or_all(folder: Folder) -> None:
    assert "--all" in folder.run("confirm", "KAWASEMI", "--reason", "甲").stderr
