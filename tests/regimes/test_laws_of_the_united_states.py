"""The laws of the United States: determinations, thresholds of residents, notices that wait."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.conditions import Findings
from domain.duties import Assessment, Duty, Reason, assess
from domain.parties import PartyRole
from domain.situations import Moments, Party, Situation
from regimes.calendars import calendars
from regimes.loader import load_rules

CALENDARS = calendars(date(2026, 11, 21))
NEW_YORK = ZoneInfo("America/New_York")
KNOWN = datetime(2026, 11, 20, 10, tzinfo=NEW_YORK)
DAY = timedelta(days=1)


def judged(law: str, /, **state: Any) -> Assessment:
    """One firm's findings, besides its `places`, `role` and `moments`, put to one law."""
    places, role = state.pop("places", ("US",)), state.pop("role", "controller")
    moments = {"first_department_known_at": KNOWN, **state.pop("moments", {})}
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


def waiting(found: Assessment) -> set[str]:
    return {item.rule_id.partition("/")[2] for item in found.pending}


SEC: dict[str, Any] = {"entity.sec_registrant": True, "material_incident": True}


@pytest.mark.parametrize(
    ("determined_on", "due_on"),
    [
        pytest.param("2026-11-24", date(2026, 12, 1), id="Tuesday: 25, 27, 30, 1"),
        pytest.param("2026-11-25", date(2026, 12, 2), id="Wednesday: 27, 30, 1, 2"),
        pytest.param("2026-11-26", date(2026, 12, 2), id="Thanksgiving: Friday is day 1"),
        pytest.param("2026-11-27", date(2026, 12, 3), id="Friday: Monday is day 1"),
        pytest.param("2026-11-29", date(2026, 12, 3), id="Sunday: Monday is day 1"),
    ],
)
def test_form_8k_rolls_at_the_front(determined_on: str, due_on: date) -> None:
    at = datetime.fromisoformat(f"{determined_on}T20:00").replace(tzinfo=NEW_YORK)
    state = {**SEC, "entity.foreign_private_issuer": False}
    found = judged("us-sec", moments={"determined_at": at}, **state)
    assert due(found)["8k"].due_on == due_on


def test_form_8k_waits_for_the_determination_and_a_foreign_issuer_files_6k() -> None:
    assert waiting(judged("us-sec", **SEC)) == {"8k"}
    state = {**SEC, "entity.foreign_private_issuer": True}
    found = judged("us-sec", moments={"determined_at": KNOWN}, **state)
    assert reasons(found)["8k"] is Reason.OTHER_RULE
    assert (due(found)["6k"].target_on, due(found)["6k"].due_on) == (KNOWN.date(), None)


HIPAA: dict[str, Any] = {"entity.covered_entity": True, "health_data": True}


@pytest.mark.parametrize(
    ("people", "rule", "due_on", "other"),
    [
        pytest.param(499, "hhs-small", date(2027, 3, 1), "hhs", id="fewer than 500"),
        pytest.param(500, "hhs", date(2027, 1, 19), "hhs-small", id="500"),
        pytest.param(None, "hhs", date(2027, 1, 19), "hhs-small", id="unknown is the stricter"),
    ],
)
def test_hipaa_small_breaches_go_in_after_the_year(
    people: int | None, rule: str, due_on: date, other: str
) -> None:
    found = judged("us-hipaa", **HIPAA, affected_at_most=people)
    assert due(found)[rule].due_on == due_on
    assert reasons(found)[other] is Reason.OTHER_RULE


def test_hipaa_the_year_is_that_of_the_discovery_in_the_zone_of_the_recipient() -> None:
    still_2026 = datetime(2027, 1, 1, 3, tzinfo=ZoneInfo("UTC"))
    moments = {"first_department_known_at": still_2026, "occurred_at": KNOWN - 400 * DAY}
    found = judged("us-hipaa", **HIPAA, affected_at_most=3, moments=moments)
    assert due(found)["hhs-small"].due_on == date(2027, 3, 1)


def test_hipaa_counts_from_when_it_should_have_been_discovered() -> None:
    moments = {"should_have_discovered_at": KNOWN - 10 * DAY}
    found = judged("us-hipaa", **HIPAA, moments=moments)
    assert due(found)["individual"].due_on == date(2027, 1, 9)  # a Saturday, which stays


@pytest.mark.parametrize("answer", ["unintelligible", "low_probability_of_compromise"])
def test_hipaa_no_breach_frees_of_all_and_needs_evidence(answer: str) -> None:
    found = judged("us-hipaa", **HIPAA, affected_at_most=600, **{answer: True})
    assert found.duties == ()
    exempt = [item for item in found.not_applicable if item.reason is Reason.EXEMPT]
    assert {item.rule_id for item in exempt} >= {"us-hipaa/individual", "us-hipaa/hhs"}
    assert all(item.evidence for item in exempt)


@pytest.mark.parametrize(
    ("counts", "rests_on"),
    [
        ({"affected_at_most": 500}, None),
        ({"affected_at_most": 900, "residents.US-TX": 501}, ()),
        ({"affected_at_most": 900, "residents_of_one_us_state": 501}, ()),
        ({"affected_at_most": 900, "residents_of_one_us_state": 500}, "four states"),
    ],
)
def test_hipaa_the_media_are_told_of_more_than_500_in_one_state(
    counts: dict[str, int], rests_on: object
) -> None:
    media = due(judged("us-hipaa", **HIPAA, **counts)).get("media")
    if rests_on is None:
        assert media is None
        return
    assert media is not None
    open_counts = {f"residents.US-{state}" for state in ("CA", "FL", "NY", "TX")}
    assert set(media.rests_on_unknown) == (open_counts if rests_on else set())


STATE: dict[str, Any] = {"computerised_personal_information": True}


def test_california_counts_from_telling_people() -> None:
    before = judged("us-ca", places=("JP",), **STATE, **{"residents.US-CA": 501})
    assert due(before)["individual"].due_on == date(2026, 12, 20)
    assert waiting(before) == {"ag"}
    told = {"individuals_notified_at": datetime(2026, 12, 10, 9, tzinfo=NEW_YORK)}
    after = judged("us-ca", places=("JP",), moments=told, **STATE, **{"residents.US-CA": 501})
    assert due(after)["ag"].due_on == date(2026, 12, 25)  # a holiday, which stays


def test_california_a_holder_tells_the_owner_and_owes_residents_nothing() -> None:
    found = judged("us-ca", role="entrustee", **STATE, **{"residents.US-CA": 501})
    assert found.duties == ()  # no owner is on record
    assert waiting(found) == set()


def test_texas_takes_the_earlier_of_discovery_and_determination_for_the_attorney_general() -> None:
    held = {**STATE, "residents.US-TX": 250, "affected_at_most": 10_000}
    undetermined = judged("us-tx", **held)
    assert due(undetermined)["ag"].due_on == date(2026, 12, 20)
    assert waiting(undetermined) == {"individual"}
    determined = {"determined_at": datetime(2026, 11, 30, 9, tzinfo=ZoneInfo("America/Chicago"))}
    found = due(judged("us-tx", moments=determined, **held))
    assert found["ag"].due_on == date(2026, 12, 20)
    assert found["individual"].due_on == date(2027, 1, 29)


def test_florida_no_harm_frees_of_telling_people_only() -> None:
    held = {**STATE, "residents.US-FL": 500, "significant_harm": False}
    found = judged("us-fl", **held)
    assert reasons(found)["individual"] is Reason.EXEMPT
    assert due(found)["ag"].due_on == date(2026, 12, 20)


def test_florida_counts_from_the_reason_to_believe() -> None:
    moments = {"suspected_at": KNOWN - 3 * DAY, "determined_at": KNOWN + 5 * DAY}
    found = judged("us-fl", moments=moments, **STATE, **{"residents.US-FL": 1})
    assert due(found)["individual"].due_on == date(2026, 12, 17)


def test_new_york_medical_data_count_since_march_2025() -> None:
    only_medical = {
        "computerised_personal_information": False,
        "health_data": True,
        "residents.US-NY": 1,
    }
    assert due(judged("us-ny", **only_medical))["individual"].due_on == date(2026, 12, 20)
    earlier = {"first_department_known_at": datetime(2025, 3, 20, 12, tzinfo=NEW_YORK)}
    found = judged("us-ny", moments=earlier, **only_medical)
    assert reasons(found)["individual"] is Reason.NOT_TRIGGERED


def test_new_york_a_request_of_the_police_stops_the_residents_notice_and_no_filing() -> None:
    held = {**STATE, "residents.US-NY": 1, "law_enforcement_delay": True}
    found = due(judged("us-ny", **held))
    assert (found["individual"].due_at, found["individual"].delayed is None) == (None, False)
    for office in ("ag", "dos", "state-police"):
        assert found[office].target_on == date(2026, 12, 20)


def test_new_york_the_financial_regulator_is_told_by_its_own_only() -> None:
    held = {**STATE, "residents.US-NY": 1}
    assert "dfs" not in due(judged("us-ny", **held, **{"entity.nydfs_covered": False}))
    assert "dfs" in due(judged("us-ny", **held, **{"entity.nydfs_covered": True}))


def test_banks_count_from_their_determination() -> None:
    state = {"entity.bank": True, "notification_incident": True}
    assert "36h" in waiting(judged("us-bank", **state))
    found = judged("us-bank", moments={"determined_at": KNOWN + DAY}, **state)
    assert due(found)["36h"].due_at == KNOWN + DAY + timedelta(hours=36)


def test_the_financial_regulator_of_new_york_hears_of_a_payment_within_a_day() -> None:
    state = {"entity.nydfs_covered": True, "ransom_paid": True, "reportable_cyber_incident": True}
    found = judged("us-nydfs", places=("US-NY",), moments={"payment_made_at": KNOWN}, **state)
    assert due(found)["ransom"].due_at == KNOWN + DAY
    assert due(found)["ransom-explanation"].due_on == date(2026, 12, 20)
    assert waiting(found) == {"72h"}
