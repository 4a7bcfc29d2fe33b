"""Worked examples of the APPI for one party, and the traps that they do not show."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from domain.conditions import Findings
from domain.duties import Assessment, Duty, NotApplicable, Reason, assess
from domain.parties import PartyRole
from domain.situations import Moments, Party, Situation
from regimes.calendars import calendars
from regimes.loader import load_rules

TOKYO = ZoneInfo("Asia/Tokyo")
RULES = load_rules("jp-appi")
CALENDARS = calendars(date(2026, 11, 21))
NOTHING = Findings(
    affected_at_most=1000, special_care=False, property_damage=False, wrongful_purpose=False
)
SPECIAL_CARE = NOTHING.model_copy(update={"special_care": True})
PROPERTY = NOTHING.model_copy(update={"property_damage": True})
WRONGFUL = NOTHING.model_copy(update={"wrongful_purpose": True})
MANY = NOTHING.model_copy(update={"affected_at_most": 1001})


def tokyo(day: str, at: str = "10:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=TOKYO)


def alone(
    *findings: Findings,
    known: str = "2026-11-21",
    role: PartyRole = PartyRole.CONTROLLER,
    **moments: datetime,
) -> Assessment:
    party = Party(
        id="shop",
        role=role,
        jurisdictions=("JP",),
        moments=Moments(**(moments or {"first_department_known_at": tokyo(known)})),
        findings=findings,
    )
    return assess(Situation(parties=(party,)), RULES, CALENDARS)


def duties(assessment: Assessment) -> dict[str, Duty]:
    return {duty.rule_id.removeprefix("jp-appi/"): duty for duty in assessment.duties}


def refused(assessment: Assessment) -> dict[str, NotApplicable]:
    return {item.rule_id.removeprefix("jp-appi/"): item for item in assessment.not_applicable}


def final(assessment: Assessment) -> date | None:
    (duty,) = (duty for duty in assessment.duties if duty.rule_id.startswith("jp-appi/final"))
    return duty.due_on


@pytest.mark.parametrize(
    ("known", "findings", "due_on"),
    [
        pytest.param("2026-01-06", MANY, date(2026, 2, 4), id="example 1"),
        pytest.param("2026-01-06", WRONGFUL, date(2026, 3, 6), id="example 2"),
        pytest.param("2026-03-05", WRONGFUL, date(2026, 5, 7), id="example 3"),
        pytest.param("2026-04-06", SPECIAL_CARE, date(2026, 5, 7), id="example 4"),
        pytest.param("2026-09-18", PROPERTY, date(2026, 10, 19), id="example 6"),
        pytest.param("2026-11-02", MANY, date(2026, 12, 1), id="example 8"),
        pytest.param("2026-11-02", WRONGFUL, date(2027, 1, 4), id="example 8, wrongful"),
        pytest.param("2026-11-21", MANY, date(2026, 12, 21), id="example 9"),
        pytest.param("2026-11-30", SPECIAL_CARE, date(2027, 1, 4), id="example 10"),
    ],
)
def test_the_final_report_falls_due(known: str, findings: Findings, due_on: date) -> None:
    assert final(alone(findings, known=known)) == due_on


@pytest.mark.parametrize(
    ("known", "target_on", "due_on"),
    [
        pytest.param("2026-01-06", date(2026, 1, 8), date(2026, 1, 10), id="example 1"),
        pytest.param("2026-09-18", date(2026, 9, 20), date(2026, 9, 22), id="example 6"),
    ],
)
def test_trap_4_the_preliminary_report_counts_calendar_days_and_never_moves(
    known: str, target_on: date, due_on: date
) -> None:
    duty = duties(alone(MANY, known=known))["preliminary"]
    assert (duty.target_on, duty.due_on, duty.hard) == (target_on, due_on, False)


def test_trap_1_a_naive_thirty_days_would_be_late() -> None:
    duty = duties(alone(MANY, known="2026-01-06"))["final"]
    assert duty.due_at is not None
    assert tokyo("2026-02-04", "23:59") <= duty.due_at < tokyo("2026-02-05", "00:00")


def test_trap_2_the_holiday_moves_the_final_report_and_nothing_else() -> None:
    found = duties(alone(SPECIAL_CARE, known="2026-04-29"))
    assert found["preliminary"].due_on == date(2026, 5, 3)  # a Sunday and a holiday
    assert found["individual"].target_on == date(2026, 5, 12)
    assert duties(alone(SPECIAL_CARE, known="2026-04-06"))["final"].due_on == date(2026, 5, 7)


def test_example_14_and_trap_12_an_alert_in_utc_belongs_to_the_next_day_in_japan() -> None:
    found = alone(MANY, suspected_at=datetime(2026, 11, 20, 16, 30, tzinfo=UTC))
    assert final(found) == date(2026, 12, 21)
    assert duties(found)["preliminary"].target_on == date(2026, 11, 23)


def test_example_15_any_department_starts_the_clock() -> None:
    found = alone(
        MANY,
        first_department_known_at=tokyo("2026-11-02"),
        confirmed_at=tokyo("2026-11-06"),
    )
    assert final(found) == date(2026, 12, 1)


def test_suspicion_starts_the_clock_before_confirmation() -> None:
    found = alone(MANY, suspected_at=tokyo("2026-11-02"), confirmed_at=tokyo("2026-11-30"))
    assert final(found) == date(2026, 12, 1)


def test_example_17_and_trap_10_a_thousand_is_not_more_than_a_thousand() -> None:
    before = alone(NOTHING)
    assert before.duties == ()
    assert {item.reason for item in before.not_applicable} == {Reason.NOT_TRIGGERED}
    passed = MANY.model_copy(update={"known_at": tokyo("2026-11-30")})
    found = alone(NOTHING, passed)
    assert final(found) == date(2027, 1, 4)
    assert duties(found)["final"].anchor_at == tokyo("2026-11-30")


def test_a_higher_count_later_does_not_restart_the_clock() -> None:
    grown = MANY.model_copy(
        update={"affected_at_most": 136_346, "known_at": tokyo("2026-11-30")},
    )
    assert final(alone(MANY, grown)) == date(2026, 12, 21)


def test_what_was_known_earlier_than_the_count_starts_the_clock() -> None:
    special = SPECIAL_CARE.model_copy(update={"known_at": tokyo("2026-11-22")})
    many = special.model_copy(update={"affected_at_most": 1001, "known_at": tokyo("2026-11-30")})
    found = duties(alone(NOTHING, special, many))
    assert found["final"].anchor_at == tokyo("2026-11-22")


def test_example_18_and_trap_15_a_withdrawn_exemption_starts_the_clock_then() -> None:
    encrypted = SPECIAL_CARE.model_copy(update={"high_grade_encryption": True, "key_safe": True})
    exempt = alone(encrypted)
    assert exempt.duties == ()
    assert {item.reason for item in exempt.not_applicable} == {Reason.EXEMPT}
    assert "7条1号" in refused(exempt)["final"].ground.ja
    leaked = encrypted.model_copy(update={"key_safe": False, "known_at": tokyo("2026-12-01")})
    assert final(alone(encrypted, leaked)) == date(2027, 1, 4)


@pytest.mark.parametrize("key_safe", [None, False])
def test_trap_15_unknown_is_never_exempt(key_safe: bool | None) -> None:  # noqa: FBT001 - a table
    encrypted = SPECIAL_CARE.model_copy(
        update={"high_grade_encryption": True, "key_safe": key_safe}
    )
    assert final(alone(encrypted)) == date(2026, 12, 21)


@pytest.mark.parametrize(
    "field", ["pseudonymised", "recovered_unseen", "content_kept_nothing_leaked"]
)
def test_the_other_exemptions_need_to_be_known(field: str) -> None:
    assert alone(SPECIAL_CARE.model_copy(update={field: True})).duties == ()
    assert alone(SPECIAL_CARE.model_copy(update={field: None})).duties != ()


def test_an_unknown_category_counts_and_is_named() -> None:
    unknown = NOTHING.model_copy(update={"special_care": None, "affected_at_most": None})
    found = duties(alone(unknown))
    assert set(found) == {"preliminary", "final", "individual"}
    assert found["preliminary"].rests_on_unknown == ("special_care", "affected_at_most")


def test_no_findings_at_all_count_as_unknown() -> None:
    assert set(duties(alone())) == {"preliminary", "final", "individual"}


def test_an_unknown_wrongful_purpose_keeps_the_thirty_days() -> None:
    unknown = MANY.model_copy(update={"wrongful_purpose": None})
    found = alone(unknown)
    assert final(found) == date(2026, 12, 21)
    assert duties(found)["final"].rests_on_unknown == ("wrongful_purpose",)
    assert refused(found)["final-wrongful"].reason is Reason.OTHER_RULE


def test_a_wrongful_purpose_found_later_counts_sixty_days_from_the_same_day() -> None:
    found_later = WRONGFUL.model_copy(
        update={"affected_at_most": 5000, "known_at": tokyo("2026-11-30")}
    )
    found = alone(MANY, found_later)
    duty = duties(found)["final-wrongful"]
    assert duty.anchor_at == tokyo("2026-11-21")
    assert duty.due_on == date(2027, 1, 19)
    assert duties(found)["preliminary"].due_on == date(2026, 11, 25)
    assert refused(found)["final"].reason is Reason.OTHER_RULE


def test_the_notice_to_individuals_has_a_target_of_policy_and_no_limit() -> None:
    duty = duties(alone(MANY))["individual"]
    assert (duty.due_at, duty.due_on, duty.hard) == (None, None, False)
    assert duty.policy_target
    assert duty.target_on == date(2026, 12, 4)
    assert duty.to == "individuals"


def test_keys_are_built_of_ids_and_times_are_utc() -> None:
    found = duties(alone(MANY))
    assert found["final"].key == "jp-appi/final|shop|ppc"
    assert found["individual"].key == "jp-appi/individual|shop|individuals"
    due_at = found["final"].due_at
    assert due_at is not None
    assert due_at.utcoffset() == found["final"].anchor_at.utcoffset() == timedelta(0)


def test_no_clock_runs_before_anybody_knew() -> None:
    found = alone(MANY, occurred_at=tokyo("2026-11-01"))
    assert found.duties == ()
    assert {item.rule_id for item in found.pending} == {
        "jp-appi/preliminary",
        "jp-appi/final",
        "jp-appi/individual",
    }


def test_the_report_goes_to_the_ministry_that_stands_in_for_the_commission() -> None:
    party = Party(
        id="lender",
        role=PartyRole.CONTROLLER,
        jurisdictions=("JP",),
        authorities={"jp-appi": "fsa"},
        moments=Moments(suspected_at=tokyo("2026-11-21")),
        findings=(MANY,),
    )
    found = duties(assess(Situation(parties=(party,)), RULES, CALENDARS))
    assert (found["preliminary"].to, found["final"].to) == ("fsa", "fsa")


def test_a_party_under_another_law_and_a_platform_owe_nothing_here() -> None:
    abroad = Party(
        id="abroad",
        role=PartyRole.CONTROLLER,
        jurisdictions=("DE",),
        moments=Moments(suspected_at=tokyo("2026-11-21")),
    )
    assert assess(Situation(parties=(abroad,)), RULES, CALENDARS).duties == ()
    assert alone(MANY, role=PartyRole.PLATFORM).duties == ()


def test_a_rule_binds_only_while_it_is_in_force() -> None:
    found = alone(MANY, known="2022-03-31")
    assert found.duties == ()
    reasons = {item.reason for item in found.not_applicable} - {Reason.OTHER_RULE}
    assert reasons == {Reason.NOT_IN_FORCE}
    assert final(alone(MANY, known="2022-04-01")) is not None


def test_findings_out_of_order_are_refused() -> None:
    later = NOTHING.model_copy(update={"known_at": tokyo("2026-11-30")})
    with pytest.raises(ValidationError, match="time order"):
        alone(later, MANY.model_copy(update={"known_at": tokyo("2026-11-29")}))
    with pytest.raises(ValidationError, match="only the first"):
        alone(later, MANY)
