"""The laws of the Union and of the United Kingdom: stages that follow each other, tests of risk."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.conditions import Findings
from domain.duties import Assessment, Duty, Reason, assess
from domain.explanations import Locale, explain
from domain.parties import PartyRole
from domain.rule_parts import Audience
from domain.situations import Entrustment, Moments, Party, Situation
from regimes.calendars import calendars
from regimes.loader import load_rules

CALENDARS = calendars(date(2026, 11, 21))
BERLIN = ZoneInfo("Europe/Berlin")
AWARE = datetime(2026, 11, 20, 14, 20, tzinfo=BERLIN)
HOUR = timedelta(hours=1)


def judged(law: str, /, **state: Any) -> Assessment:
    """One firm's findings, besides its `places`, `role` and `moments`, put to one law."""
    places, role = state.pop("places", ("DE",)), state.pop("role", "controller")
    moments = {"first_department_known_at": AWARE, **state.pop("moments", {})}
    party = Party(
        id="firm",
        role=PartyRole(role),
        jurisdictions=places,
        moments=Moments.model_validate(moments),
        findings=(Findings.model_validate(state),),
    )
    return assess(Situation(parties=(party,)), load_rules(law), CALENDARS)


def due(found: Assessment) -> dict[str, Duty]:
    return {duty.rule_id.partition("/")[2]: duty for duty in found.duties}


def reasons(found: Assessment) -> dict[str, Reason]:
    return {item.rule_id.partition("/")[2]: item.reason for item in found.not_applicable}


def test_a_breach_without_a_likely_risk_is_only_written_down() -> None:
    found = judged("eu-gdpr", personal_data=True, risk=False, high_risk=False)
    assert set(due(found)) == {"register"}
    assert reasons(found)["authority"] is Reason.EXEMPT


def test_a_risk_that_nobody_judged_is_notified() -> None:
    found = judged("eu-gdpr", personal_data=True)
    authority = due(found)["authority"]
    assert (authority.to, authority.due_at) == ("supervisory:DE", AWARE + 72 * HOUR)
    assert authority.rests_on_unknown == ()
    assert due(found)["individual"].rests_on_unknown == ("high_risk",)


@pytest.mark.parametrize("law", ["eu-gdpr", "uk-gdpr"])
@pytest.mark.parametrize(
    ("answer", "told"),
    [("unintelligible", False), ("risk_removed", False), ("disproportionate_effort", False)],
)
def test_each_ground_frees_of_telling_people_and_none_of_the_authority(
    law: str,
    answer: str,
    told: bool,  # noqa: FBT001 - a table
) -> None:
    known: dict[str, bool] = {"personal_data": True, "high_risk": True, answer: True}
    found = judged(law, places=("DE", "GB"), **known)
    assert ("individual" in due(found)) is told
    assert "authority" in due(found)
    assert ("public-communication" in due(found)) is (answer == "disproportionate_effort")


def test_the_processor_tells_without_a_filter_and_the_controller_counts_from_being_told() -> None:
    told_at = AWARE + 5 * HOUR
    processor = Party(
        id="host",
        role=PartyRole.ENTRUSTEE,
        jurisdictions=("DE",),
        moments=Moments(first_department_known_at=AWARE),
        findings=(Findings.model_validate({"personal_data": True, "risk": False}),),
    )
    controller = Party(
        id="firm",
        role=PartyRole.CONTROLLER,
        jurisdictions=("FR",),
        findings=(Findings.model_validate({"personal_data": True}),),
    )
    handed = Entrustment(entrustee="host", entrustor="firm", notified_at=told_at)
    situation = Situation(parties=(processor, controller), entrustments=(handed,))
    found = assess(situation, load_rules("eu-gdpr"), CALENDARS)
    by_party = {(duty.debtor, duty.rule_id): duty for duty in found.duties}
    assert by_party["host", "eu-gdpr/processor"].to == "firm"
    assert by_party["host", "eu-gdpr/processor"].target_on == date(2026, 11, 20)
    assert by_party["firm", "eu-gdpr/authority"].due_at == told_at + 72 * HOUR
    assert ("host", "eu-gdpr/authority") not in by_party


def test_a_shop_abroad_notifies_each_state_of_its_people_unless_the_law_does_not_reach_it() -> None:
    held = {"residents.DE": 3, "residents.NO": 1, "personal_data": True}
    abroad = judged("eu-gdpr", places=("JP",), **held)
    to = {duty.to for duty in abroad.duties if duty.rule_id == "eu-gdpr/authority"}
    assert to == {"supervisory:DE", "supervisory:NO"}
    outside = judged("eu-gdpr", places=("JP",), **held, **{"entity.gdpr_scope": False})
    assert outside.duties == ()
    assert reasons(outside)["authority"] is Reason.EXEMPT


NIS2: dict[str, Any] = {"entity.essential_or_important": True, "significant_incident": True}


def test_nis2_counts_the_final_report_from_its_own_notification() -> None:
    assert "final" not in due(judged("eu-nis2", **NIS2))
    filed = {"submitted_at": {"eu-nis2/notification": AWARE + 20 * HOUR}}
    state = {**NIS2, "entity.trust_service_provider": False}
    duties = due(judged("eu-nis2", moments=filed, **state))
    assert duties["early-warning"].due_at == AWARE + 24 * HOUR
    assert duties["notification"].due_at == AWARE + 72 * HOUR
    assert duties["final"].due_on == date(2026, 12, 21)  # 20 hours on it was 21 November
    assert duties["final"].to == "csirt:DE"
    assert not {"progress", "notification-trust", "final-trust"} & set(duties)


def test_nis2_an_incident_that_goes_on_owes_progress_and_then_a_final_report() -> None:
    filed = {"eu-nis2/notification": AWARE}
    state = {**NIS2, "entity.trust_service_provider": False, "ongoing": True}
    before = judged("eu-nis2", moments={"submitted_at": filed}, **state)
    assert due(before)["progress"].due_on == date(2026, 12, 20)
    assert reasons(before)["final"] is Reason.OTHER_RULE
    assert "eu-nis2/final-after-handling" in {item.rule_id for item in before.pending}
    handled = {"submitted_at": filed, "handled_at": datetime(2027, 1, 31, 9, tzinfo=BERLIN)}
    after = due(judged("eu-nis2", moments=handled, **state))
    assert after["final-after-handling"].due_on == date(2027, 2, 28)


def test_nis2_a_trust_service_provider_notifies_within_a_day() -> None:
    filed = {"submitted_at": {"eu-nis2/notification-trust": AWARE}}
    state = {**NIS2, "entity.trust_service_provider": True}
    found = judged("eu-nis2", moments=filed, **state)
    assert due(found)["notification-trust"].due_at == AWARE + 24 * HOUR
    assert due(found)["final-trust"].due_on == date(2026, 12, 20)
    assert reasons(found)["notification"] is Reason.OTHER_RULE
    assert reasons(found)["final"] is Reason.OTHER_RULE


def test_nis2_whether_it_is_a_trust_service_provider_is_asked() -> None:
    asked = {item.rule_id for item in judged("eu-nis2", **NIS2).unsettled}
    assert asked == {"eu-nis2/notification-trust", "eu-nis2/final-trust"}


DORA: dict[str, Any] = {"entity.financial_entity": True, "major_incident": True}


@pytest.mark.parametrize(
    ("classified_after", "due_after"), [(None, 24), (2, 6), (20, 24), (21, 24), (30, 34)]
)
def test_dora_initial_is_the_earlier_of_two_until_the_classification_comes_late(
    classified_after: int | None, due_after: int
) -> None:
    moments = {} if classified_after is None else {"classified_at": AWARE + classified_after * HOUR}
    initial = due(judged("eu-dora", moments=moments, **DORA))["initial"]
    assert initial.due_at == AWARE + due_after * HOUR


def test_dora_each_stage_runs_from_the_submission_of_the_one_before() -> None:
    filed: dict[str, datetime] = {"eu-dora/initial": AWARE + 3 * HOUR}
    first = judged("eu-dora", moments={"submitted_at": filed}, **DORA)
    assert due(first)["intermediate"].due_at == AWARE + 75 * HOUR  # a Monday; no noon, no roll
    assert "final" not in due(first)
    filed["eu-dora/intermediate"] = datetime(2026, 12, 6, 18, tzinfo=UTC)
    second = judged("eu-dora", moments={"submitted_at": filed}, **DORA)
    assert due(second)["final"].due_on == date(2027, 1, 6)
    assert not due(second)["final"].due_timed


def test_dora_final_goes_to_noon_after_a_holiday_of_the_state_of_the_entity() -> None:
    filed = {"eu-dora/intermediate": datetime(2026, 12, 6, 18, tzinfo=UTC)}
    austrian = judged("eu-dora", places=("AT",), moments={"submitted_at": filed}, **DORA)
    final = due(austrian)["final"]
    assert final.to == "competent:AT"
    assert final.due_at == datetime(2027, 1, 7, 12, tzinfo=ZoneInfo("Europe/Vienna"))


def test_dora_initial_does_not_rely_on_the_relief_of_the_weekend() -> None:
    friday_night = datetime(2026, 11, 20, 23, tzinfo=BERLIN)
    moments = {"first_department_known_at": friday_night, "classified_at": friday_night}
    initial = due(judged("eu-dora", moments=moments, **DORA))["initial"]
    assert initial.due_at == friday_night + 4 * HOUR


@pytest.mark.parametrize("answer", [None, True])
def test_dora_the_relief_of_the_weekend_needs_to_be_known(answer: bool | None) -> None:  # noqa: FBT001 - a table
    friday_night = datetime(2026, 11, 20, 23, tzinfo=BERLIN)
    moments = {"first_department_known_at": friday_night, "classified_at": friday_night}
    held = {**DORA, "entity.no_weekend_relief": answer}
    assert due(judged("eu-dora", moments=moments, **held))["initial"].due_at == (
        friday_night + 4 * HOUR
    )


def test_dora_who_has_the_relief_of_the_weekend_files_by_noon_of_the_next_open_day() -> None:
    friday_night = datetime(2026, 11, 20, 23, tzinfo=BERLIN)
    moments = {"first_department_known_at": friday_night, "classified_at": friday_night}
    held = {**DORA, "entity.no_weekend_relief": False}
    initial = due(judged("eu-dora", moments=moments, **held))["initial"]
    assert initial.due_at == datetime(2026, 11, 23, 12, tzinfo=BERLIN)
    assert initial.due_timed
    said = explain(initial.explanation, Locale.JA)
    assert "閉庁日に当たる場合に延びる: 信用機関・清算機関・取引施設" in said
    assert "緩い読み方" not in said
    # On a working day nothing moves.
    monday = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
    moments = {"first_department_known_at": monday, "classified_at": monday}
    assert due(judged("eu-dora", moments=moments, **held))["initial"].due_at == monday + 4 * HOUR


def test_records_of_ones_own_are_kept_and_sent_to_nobody() -> None:
    for law in ("eu-gdpr", "uk-gdpr", "ca-pipeda", "ca-qc"):
        rule = next(rule for rule in load_rules(law) if rule.id == f"{law}/register")
        assert rule.audience is Audience.RECORD
        assert not rule.limit.has_number


CRA: dict[str, Any] = {"entity.manufacturer": True}


def test_cra_a_vulnerability_waits_for_its_fix_an_incident_for_its_notification() -> None:
    both = {**CRA, "exploited_vulnerability": True, "severe_incident": True}
    moments = {
        "submitted_at": {"eu-cra/notification": AWARE},
        "remedy_available_at": AWARE + timedelta(days=10),
    }
    before = judged("eu-cra", moments={"submitted_at": moments["submitted_at"]}, **both)
    assert [item.rule_id for item in before.pending] == ["eu-cra/final-vulnerability"]
    duties = due(judged("eu-cra", moments=moments, **both))
    assert duties["final-vulnerability"].due_on == date(2026, 12, 14)
    assert duties["final-incident"].due_on == date(2026, 12, 20)


def test_cra_an_incident_without_a_vulnerability_has_one_final_report() -> None:
    found = judged("eu-cra", **CRA, exploited_vulnerability=False, severe_incident=True)
    assert reasons(found)["final-vulnerability"] is Reason.NOT_TRIGGERED
    assert [item.rule_id for item in found.pending] == ["eu-cra/final-incident"]


@pytest.mark.parametrize("law", ["uk-csr", "us-circia"])
def test_law_that_is_not_in_force_is_listed_and_owes_nothing(law: str) -> None:
    state: dict[str, Any] = {
        "entity.uk_nis_regulated": True,
        "entity.critical_infrastructure": True,
        "significant_incident": True,
        "reportable_cyber_incident": True,
        "ransom_paid": True,
    }
    found = judged(law, places=("GB", "US"), moments={"payment_made_at": AWARE}, **state)
    assert (found.duties, found.pending, found.unsettled) == ((), (), ())
    assert set(reasons(found).values()) == {Reason.NOT_IN_FORCE}
    assert len(reasons(found)) == 2


def test_the_proposed_96_hours_leave_the_72_alone() -> None:
    rules = [rule for rule in load_rules("eu-gdpr") if rule.id == "eu-gdpr/authority"]
    assert [rule.effective_from for rule in rules] == [date(2018, 5, 25), None]
    found = judged("eu-gdpr", personal_data=True, high_risk=True)
    assert due(found)["authority"].due_at == AWARE + 72 * HOUR
