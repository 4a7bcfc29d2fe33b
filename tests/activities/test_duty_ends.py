"""Duties end by a filing with its receipt, or by a waiver where no law strikes; never silently."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from contracts.decision_kinds import DecisionKind
from domain.parties import PartyRole
from register.duties import MET, OPEN, WAIVED
from register.law_questions import LawQuestion, read_questions
from tests.activities.law_case import KNEW, LawCase, law_case

WARNING, NOTIFICATION, FINAL = "eu-nis2/early-warning", "eu-nis2/notification", "eu-nis2/final"


@pytest.fixture
def european(tmp_path: Path) -> LawCase:
    """An essential entity in Germany with a significant incident."""
    case = law_case(tmp_path).open(
        PartyRole.CONTROLLER,
        places=["DE"],
        is_a=["essential_or_important"],
        is_no=["trust_service_provider", "card_merchant"],
    )
    case.states("event.significant_incident")
    case.states("moment.confirmed", moment=KNEW)
    return case


def files(case: LawCase, rule: str, submitted_at: datetime) -> str:
    return case.decider.does(
        DecisionKind.DUTY_FILED,
        "privacy_officer",
        key=case.duty(rule).key,
        submitted_at=submitted_at.isoformat(),
        receipt="BSI-2026-0007",
    ).sentence


def test_a_filing_meets_its_duty_and_starts_the_clock_that_counts_from_it(
    european: LawCase,
) -> None:
    assert FINAL not in {row.rule for row in european.duties()}
    european.later(hours=20)
    assert files(european, WARNING, european.now) == "recorded: met"
    european.later(hours=30)
    submitted_at = european.now - timedelta(hours=1)
    files(european, NOTIFICATION, submitted_at)
    running = {clock.key for clock in european.assess().open_clocks}
    met = european.duty(NOTIFICATION)
    assert (met.status, met.late, met.met_at) == (MET, False, submitted_at)
    assert met.evidence["receipt_number"] == "BSI-2026-0007"
    final = european.duty(FINAL)
    assert final.status == OPEN
    assert final.anchor_at == submitted_at
    assert final.key in running
    assert met.key not in running


def test_what_was_submitted_late_is_shown_as_late(european: LawCase) -> None:
    european.later(hours=25)
    assert files(european, WARNING, european.now) == "recorded: met, late"
    european.assess()
    assert european.duty(WARNING).late


def test_a_filing_is_refused_where_it_proves_nothing(european: LawCase) -> None:
    key = european.duty(WARNING).key
    refuses = european.decider.refuses
    tomorrow = (european.now + timedelta(days=1)).isoformat()
    common = {"key": key, "receipt": "1"}
    ahead = refuses(DecisionKind.DUTY_FILED, "counsel", **common, submitted_at=tomorrow)
    assert "lies in the past" in ahead
    now = european.now.isoformat()
    by_desk = refuses(DecisionKind.DUTY_FILED, "contact_desk", **common, submitted_at=now)
    assert "may record a filing" in by_desk
    nothing = refuses(
        DecisionKind.DUTY_FILED, "counsel", key="eu-nis2/x|a|b", receipt="1", submitted_at=now
    )
    assert "no such duty" in nothing
    files(european, WARNING, european.now)
    european.assess()
    again = refuses(DecisionKind.DUTY_FILED, "counsel", **common, submitted_at=now)
    assert "has been met" in again


def test_a_limit_that_the_law_sets_is_never_waived(european: LawCase) -> None:
    said = european.decider.refuses(
        DecisionKind.DUTY_WAIVED, "commander", key=european.duty(WARNING).key, reason="甲"
    )
    assert "cannot be waived" in said


def test_of_guidance_the_clock_falls_silent_and_the_duty_stays(tmp_path: Path) -> None:
    case = law_case(tmp_path).open()
    case.assess()
    row = case.duty("jp-appi/preliminary")
    by_counsel = case.decider.refuses(DecisionKind.DUTY_WAIVED, "counsel", key=row.key, reason="甲")
    assert "only commander" in by_counsel
    case.decider.does(DecisionKind.DUTY_WAIVED, "commander", key=row.key, reason="当局と調整済み")
    assert row.key not in {clock.key for clock in case.assess().open_clocks}
    assert case.duty(row.rule).status == OPEN
    # Other facts: the reason for waiting may not hold any more.
    case.states("category.special_care")
    assert row.key in {clock.key for clock in case.assess().open_clocks}


def test_a_contracts_clock_ends_with_its_duty(tmp_path: Path) -> None:
    case = law_case(tmp_path).open(PartyRole.CONTROLLER, places=["JP"], is_a=["card_merchant"])
    case.states("category.card_data")
    row = case.duty("card-visa/initial")
    case.decider.does(DecisionKind.DUTY_WAIVED, "commander", key=row.key, reason="提出不要と合意")
    case.assess()
    assert case.duty(row.rule).status == WAIVED
    case.states("cause", statement="設定の誤り")
    assert case.duty(row.rule).status == WAIVED


def questions(case: LawCase) -> dict[str, LawQuestion]:
    with case.register.reading() as connection:
        return {item.finding: item for item in read_questions(connection, case.incident_id)}


def test_what_nobody_said_of_the_company_is_a_question_with_its_dates(tmp_path: Path) -> None:
    case = law_case(tmp_path).open()
    case.assess()
    asked = questions(case)
    assert "entity.telecom_carrier" in asked
    would_owe = {duty.rule: duty for duty in asked["entity.telecom_carrier"].would_owe}
    assert would_owe["jp-tba/secrecy"].due_at == datetime(
        2026, 2, 4, 14, 59, 59, 999999, tzinfo=UTC
    )
    case.states("entity.telecom_carrier", "withdrawn")
    assert "entity.telecom_carrier" not in questions(case)
    case.states("entity.telecom_carrier")
    assert "entity.telecom_carrier" not in questions(case)
    assert case.duty("jp-tba/secrecy").status == OPEN


def test_trap_14_after_the_final_what_comes_to_light_owes_anew_and_what_was_filed_stays(
    tmp_path: Path,
) -> None:
    case = law_case(tmp_path).open()
    case.states("category.special_care")
    case.later(days=20)
    files(case, "jp-appi/final", case.now)
    case.assess()
    filed = case.duty("jp-appi/final")
    assert (filed.status, filed.met_at) == (MET, case.now)

    case.later(days=10)
    case.states("category.wrongful_purpose")

    assert case.duty("jp-appi/final") == filed
    wrongful = case.duty("jp-appi/final-wrongful")
    assert wrongful.status == OPEN
    # Sixty days of the same first day of knowing, Tuesday 2026-01-06: to Friday 2026-03-06.
    assert str(wrongful.due_on) == "2026-03-06"

    case.later(days=1)
    case.states("category.special_care", status="withdrawn")
    assert case.duty("jp-appi/final").status == MET


def test_trap_14_a_filing_that_was_made_does_not_silence_the_notice_to_people(
    tmp_path: Path,
) -> None:
    case = law_case(tmp_path).open()
    case.states("category.special_care")
    case.later(days=20)
    files(case, "jp-appi/final", case.now)
    running = {clock.key for clock in case.assess().open_clocks}
    assert case.duty("jp-appi/individual").key in running
