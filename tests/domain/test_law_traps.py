"""What naive engines get wrong, each as the engine answers it, on rules made for the purpose.

The arithmetic of each law stands in `test_law_worked_examples.py`; here are the ways of the engine
that every law relies on: which text applies, to whom, from when, and what unknown means.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.conditions import Condition, Findings
from domain.duties import Assessment, Duty, Pending, Reason, assess
from domain.explanations import Locale, explain
from domain.parties import PartyRole
from domain.regimes import Regime
from domain.rules import Rule
from domain.situations import Moments, Party, Situation
from regimes.calendars import calendars
from regimes.loader import load_rules

CALENDARS = calendars(date(2026, 11, 21))
TOKYO = ZoneInfo("Asia/Tokyo")
BERLIN = ZoneInfo("Europe/Berlin")
JAPAN = tuple(
    rule
    for law in ("jp-appi", "jp-mynumber", "jp-public", "jp-tba", "jp-tse", "jp-voluntary")
    for rule in load_rules(law)
)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
BOTH = {"ja": "根拠", "en": "ground"}
BASE: dict[str, Any] = {
    "id": "xx-law/notice",
    "title": {"ja": "届出", "en": "notice"},
    "jurisdiction": "JP",
    "debtors": ["controller"],
    "audience": "authority",
    "authority": "office",
    "anchor": "aware",
    "read_from": ["first_department_known_at", "confirmed_at"],
    "limit": {"unit": "hour", "n": 72, "first": "instant"},
    "hard": True,
    "tz": "Asia/Tokyo",
    "effective_from": "2020-01-01",
    "source": "an example",
    "verified": False,
}


def rule(**changes: Any) -> Rule:
    return Rule.model_validate({**BASE, **changes})


def shop(**changes: Any) -> Party:
    given: dict[str, Any] = {
        "id": "shop",
        "role": PartyRole.CONTROLLER,
        "jurisdictions": ("JP",),
        "moments": Moments(first_department_known_at=NOON),
        **changes,
    }
    return Party.model_validate(given)


def judged(*rules: Rule, **changes: Any) -> Assessment:
    return assess(Situation(parties=(shop(**changes),)), rules, CALENDARS)


def only(assessment: Assessment) -> Duty:
    (duty,) = assessment.duties
    return duty


def findings(**held: Any) -> tuple[Findings, ...]:
    return (Findings.model_validate(held),)


# Trap 2: roll only where the law gives it, and at the front where it says so.
def test_trap_2_a_period_in_hours_takes_no_roll_of_days() -> None:
    with pytest.raises(ValidationError, match="cannot take roll"):
        rule(limit={"unit": "hour", "n": 72, "first": "instant", "roll": "next_open_day"})


# Trap 3: calendars are data of years that are known.
def test_trap_3_substitute_and_sandwiched_holidays_and_the_year_end_are_closed() -> None:
    japan = CALENDARS["JP_ADMIN"]
    closed = (date(2026, 9, 22), date(2026, 5, 6), date(2026, 12, 29), date(2027, 1, 3))
    assert not any(japan.is_open(day) for day in closed)
    assert japan.known_until == date(2027, 12, 31)


@pytest.mark.parametrize("name", list(CALENDARS))
def test_trap_3_no_calendar_goes_past_what_was_announced(name: str) -> None:
    assert CALENDARS[name].known_until.year <= 2027
    assert calendars(date(2030, 1, 1))[name].known_until.year <= 2027


# Trap 5: one moment of awareness is not enough.
def test_trap_5_other_moments_do_not_start_a_clock_of_awareness() -> None:
    moments = Moments(occurred_at=NOON, determined_at=NOON, assessed_at=NOON)
    (pending,) = judged(rule(), moments=moments).pending
    assert pending.anchor == "aware"


def test_trap_5_the_earliest_of_several_stated_times_counts_and_the_others_are_named() -> None:
    moments = Moments(
        first_department_known_at=NOON,
        candidates={"first_department_known_at": (NOON - timedelta(days=2),)},
    )
    duty = only(judged(rule(), moments=moments))
    assert duty.anchor_at == NOON - timedelta(days=2)
    assert "The earliest counts until a person decides" in explain(duty.explanation, Locale.EN)


# Trap 6: the category changes the clock.
def test_trap_6_a_wrongful_purpose_moves_the_final_report_and_not_the_preliminary() -> None:
    few = {"affected_at_most": 10, "property_damage": False, "special_care": True}
    before = judged(*JAPAN, findings=findings(**few, wrongful_purpose=False))
    after = judged(*JAPAN, findings=findings(**few, wrongful_purpose=True))
    due = [{d.rule_id: d.due_on for d in found.duties} for found in (before, after)]
    assert due[0]["jp-appi/final"] == date(2026, 12, 21)
    assert due[1]["jp-appi/final-wrongful"] == date(2027, 1, 18)
    assert due[0]["jp-appi/preliminary"] == due[1]["jp-appi/preliminary"]


# Trap 8: anchors that are the debtor's own filings.
def test_trap_8_a_filing_starts_the_clock_that_counts_from_it() -> None:
    final = rule(
        id="xx-law/final",
        anchor="submitted:notice",
        read_from=[],
        limit={"unit": "month", "n": 1, "first": "exclude"},
    )
    assert judged(final).duties == ()
    assert [item.rule_id for item in judged(final).pending] == ["xx-law/final"]
    filed = Moments(
        first_department_known_at=NOON,
        submitted_at={"xx-law/notice": datetime(2026, 11, 22, 9, tzinfo=TOKYO)},
    )
    assert only(judged(final, moments=filed)).due_on == date(2026, 12, 22)


# Trap 9: occurrence is not knowledge.
def test_trap_9_the_accident_runs_from_its_occurrence_the_secrecy_leak_from_knowing() -> None:
    moments = Moments(
        occurred_at=datetime(2026, 11, 1, 9, tzinfo=TOKYO),
        first_department_known_at=datetime(2026, 11, 21, 9, tzinfo=TOKYO),
    )
    held = findings(
        **{
            "entity.telecom_carrier": True,
            "communications_secrecy": True,
            "service_users_hit": 30_000,
            "outage_minutes": 120,
        }
    )
    found = judged(*load_rules("jp-tba"), moments=moments, findings=held)
    due = {duty.rule_id: duty.due_on for duty in found.duties}
    assert due["jp-tba/accident"] == date(2026, 11, 30)
    assert due["jp-tba/secrecy"] == date(2026, 12, 21)


# Trap 10: the operator is part of the threshold, and residents are not everybody.
@pytest.mark.parametrize(
    ("test", "count", "holds"),
    [
        ({"more_than": 1000}, 1000, False),
        ({"more_than": 1000}, 1001, True),
        ({"at_least": 500}, 500, True),
        ({"at_least": 500}, 499, False),
        ({"fewer_than": 500}, 499, True),
        ({"fewer_than": 500}, 500, False),
        ({"at_most": 500}, 500, True),
        ({"at_most": 500}, 501, False),
    ],
)
def test_trap_10_each_operator_has_its_own_edge(
    test: dict[str, int],
    count: int,
    holds: bool,  # noqa: FBT001 - a table
) -> None:
    condition = Condition.model_validate({"finding": "residents.US-CA", **test})
    assert condition.holds(findings(**{"residents.US-CA": count})[0]) is holds


def test_trap_10_all_people_bound_the_residents_of_a_place_from_above_only() -> None:
    condition = Condition(finding="residents.US-TX", at_least=250)
    assert condition.holds(Findings(affected_at_most=249)) is False
    assert condition.holds(Findings(affected_at_most=250)) is None
    assert condition.holds(Findings()) is None


# Trap 12: zones and the change of the clock.
def test_trap_12_hours_run_through_the_change_of_the_clock() -> None:
    known = Moments(first_department_known_at=datetime(2026, 10, 23, 10, tzinfo=BERLIN))
    duty = only(judged(rule(tz="Europe/Berlin"), moments=known))
    assert duty.due_at == datetime(2026, 10, 26, 9, tzinfo=BERLIN)
    assert duty.due_timed


# Trap 13 and 15: unknown is a value, and never an exemption.
def test_trap_13_an_unknown_count_starts_the_clock_and_is_named() -> None:
    counted = rule(triggers=[{"finding": "affected_at_most", "more_than": 1000}])
    assert only(judged(counted)).rests_on_unknown == ("affected_at_most",)


@pytest.mark.parametrize("key_safe", [None, False])
def test_trap_15_an_exemption_needs_every_condition_known(key_safe: bool | None) -> None:  # noqa: FBT001 - a table
    exempt = rule(
        exemptions=[
            {
                "all_of": [
                    {"finding": "high_grade_encryption", "equals": True},
                    {"finding": "key_safe", "equals": True},
                ],
                "ground": BOTH,
                "evidence": {"ja": "記録", "en": "record"},
            }
        ]
    )
    assert judged(exempt, findings=findings(high_grade_encryption=True, key_safe=key_safe)).duties
    (refused,) = judged(
        exempt, findings=findings(high_grade_encryption=True, key_safe=True)
    ).not_applicable
    assert (refused.reason, refused.evidence and refused.evidence.en) == (Reason.EXEMPT, "record")


def test_trap_15_what_the_debtor_is_stays_open_until_somebody_says() -> None:
    carriers = rule(applies_to={"finding": "entity.telecom_carrier", "equals": True})
    unsettled = judged(carriers)
    assert (unsettled.duties, unsettled.not_applicable) == ((), ())
    (asked,) = unsettled.unsettled
    assert isinstance(asked, Duty)
    assert asked.asks == ("entity.telecom_carrier",)
    assert asked.due_at == NOON + timedelta(hours=72)
    (no,) = judged(carriers, findings=findings(**{"entity.telecom_carrier": False})).not_applicable
    assert no.reason is Reason.NOT_ADDRESSED
    assert judged(carriers, findings=findings(**{"entity.telecom_carrier": True})).duties


def test_an_unknown_joined_with_a_known_no_is_no() -> None:
    both = Condition.model_validate(
        {
            "all_of": [
                {"finding": "risk", "equals": True},
                {"any_of": [{"finding": "card_data", "equals": True}]},
            ]
        }
    )
    assert both.holds(Findings.model_validate({"risk": False})) is False
    assert both.holds(Findings.model_validate({"risk": True})) is None
    assert list(both.unknowns(Findings.model_validate({"risk": True}))) == ["card_data"]


# Trap 16: delegation; My Number first.
@pytest.mark.parametrize(
    ("my_number", "sector", "to"),
    [
        (False, True, "fsa"),
        (None, True, "ppc"),
        (True, True, "ppc"),
        (False, None, "ppc"),
    ],
)
def test_trap_16_the_ministry_takes_the_report_unless_it_includes_my_number(
    my_number: bool | None,  # noqa: FBT001 - a table
    sector: bool | None,  # noqa: FBT001 - a table
    to: str,
) -> None:
    held = findings(**{"my_number": my_number, "entity.sector_fsa": sector, "special_care": True})
    found = judged(*load_rules("jp-appi"), findings=held)
    assert {d.to for d in found.duties if d.rule_id == "jp-appi/preliminary"} == {to}


def test_trap_16_a_delegation_ends_with_its_last_day() -> None:
    delegated = rule(
        delegations=[
            {
                "authority": "bureau",
                "applies_to": {"finding": "entity.sector_mic", "equals": True},
                "effective_from": "2022-04-01",
                "effective_to": "2026-11-20",
                "source": "notice",
            }
        ]
    )
    held = findings(**{"entity.sector_mic": True})
    assert only(judged(delegated, findings=held)).to == "bureau"
    later = Moments(first_department_known_at=NOON + timedelta(days=1))
    assert only(judged(delegated, findings=held, moments=later)).to == "office"


# Trap 17: rules have dates, and two versions of one rule never both fire.
def test_trap_17_the_version_of_the_day_of_awareness_applies() -> None:
    old = rule(effective_to="2026-11-19", limit={"unit": "hour", "n": 96, "first": "instant"})
    new = rule(effective_from="2026-11-20")
    assert only(judged(old, new)).due_at == NOON + timedelta(hours=72)
    assert judged(old, new).not_applicable == ()
    before = Moments(first_department_known_at=NOON - timedelta(days=1))
    assert only(judged(old, new, moments=before)).due_at == NOON + timedelta(hours=96 - 24)


def test_trap_17_awareness_decides_also_for_what_counts_from_a_later_filing() -> None:
    changes: dict[str, Any] = {"id": "xx-law/final", "anchor": "submitted:notice", "read_from": []}
    old = rule(**changes, effective_to="2026-11-20")
    moments = Moments(
        first_department_known_at=NOON, submitted_at={"xx-law/notice": NOON + timedelta(days=3)}
    )
    assert judged(old, moments=moments).duties
    by_anchor = rule(**changes, effective_to="2026-11-20", effective_by="anchor")
    assert judged(by_anchor, moments=moments).duties == ()


def test_trap_17_proposed_law_never_fires_and_is_listed() -> None:
    proposed = rule(effective_from=None, status="proposed")
    (listed,) = judged(proposed).not_applicable
    assert listed.reason is Reason.NOT_IN_FORCE


def test_trap_17_versions_on_the_same_day_are_refused() -> None:
    one, other = BASE, {**BASE, "effective_from": "2026-09-11"}
    with pytest.raises(ValidationError, match="on the same days"):
        Regime.model_validate(
            {
                "id": "xx-law",
                "title": BOTH,
                "law_as_of": "2026-11-21",
                "authorities": {"office": BOTH},
                "rules": [one, other],
            }
        )


# Trap 19: a request of law enforcement stops only the notice it covers.
DELAY = {
    "all_of": [{"finding": "law_enforcement_delay", "equals": True}],
    "ground": BOTH,
    "evidence": BOTH,
}


def test_trap_19_the_notice_to_people_waits_and_the_filing_does_not() -> None:
    people = rule(id="xx-law/people", audience="individual", authority=None, delayed_by=DELAY)
    found = judged(people, rule(), findings=findings(law_enforcement_delay=True))
    due = {duty.rule_id: (duty.due_at, duty.delayed is not None) for duty in found.duties}
    assert due["xx-law/people"] == (None, True)
    assert due["xx-law/notice"] == (NOON + timedelta(hours=72), False)
    with pytest.raises(ValidationError, match="never waits"):
        rule(delayed_by=DELAY)


def test_trap_19_without_a_known_request_nothing_waits() -> None:
    people = rule(id="xx-law/people", audience="individual", authority=None, delayed_by=DELAY)
    assert only(judged(people)).due_at == NOON + timedelta(hours=72)


# The earlier of two, as DORA has it.
DORA = {
    "anchor": "classified",
    "read_from": ["classified_at"],
    "limit": {"unit": "hour", "n": 4, "first": "instant"},
    "caps": [
        {
            "anchor": "aware",
            "read_from": ["first_department_known_at"],
            "limit": {"unit": "hour", "n": 24, "first": "instant"},
            "lapses_if_anchor_later": True,
        }
    ],
}


@pytest.mark.parametrize(
    ("classified_after", "due_after"),
    [(None, 24), (2, 6), (22, 24), (30, 34)],
)
def test_the_earlier_of_two_limits_counts(classified_after: int | None, due_after: int) -> None:
    moments = Moments(
        first_department_known_at=NOON,
        classified_at=None
        if classified_after is None
        else NOON + timedelta(hours=classified_after),
    )
    assert only(judged(rule(**DORA), moments=moments)).due_at == NOON + timedelta(hours=due_after)


# Places.
@pytest.mark.parametrize(
    ("reach", "jurisdictions", "held", "binds"),
    [
        ("debtor", ("DE",), {}, True),
        ("debtor", ("JP",), {"residents.DE": 3}, False),
        ("people", ("JP",), {"residents.DE": 3}, True),
        ("people", ("JP",), {"residents.DE": 0}, False),
        ("either", ("JP", "FR"), {}, True),
        ("either", ("US-CA",), {}, False),
    ],
)
def test_a_law_reaches_by_the_debtor_or_by_its_people(
    reach: str,
    jurisdictions: tuple[str, ...],
    held: dict[str, int],
    binds: bool,  # noqa: FBT001 - a table
) -> None:
    union = rule(jurisdiction="EU", reach=reach)
    found = judged(union, jurisdictions=jurisdictions, findings=findings(**held))
    assert bool(found.duties) is binds


def test_without_an_establishment_each_state_of_the_people_is_told_in_its_zone() -> None:
    union = rule(
        jurisdiction="EEA",
        reach="either",
        by_member_state=True,
        tz="Europe/Brussels",
        limit={"unit": "business_day", "n": 1, "first": "exclude"},
        calendar="EU_COMMON",
    )
    abroad = judged(union, findings=findings(**{"residents.DE": 3, "residents.FI": 1}))
    assert {(duty.to, duty.tz) for duty in abroad.duties} == {
        ("office:DE", "Europe/Berlin"),
        ("office:FI", "Europe/Helsinki"),
    }
    here = judged(union, jurisdictions=("DE",), findings=findings(**{"residents.FI": 1}))
    assert only(here).to == "office:DE"


def test_a_contract_binds_whom_it_names() -> None:
    clause = rule(jurisdiction="ANY", binds=["ourselves"])
    assert judged(clause).duties == ()
    assert judged(clause, is_ourselves=True, jurisdictions=()).duties


def test_what_is_voluntary_is_no_duty() -> None:
    found = judged(*load_rules("jp-voluntary"), findings=findings(personal_data=True))
    assert found.duties == ()
    assert "jp-voluntary/police" in {item.rule_id for item in found.voluntary}


def test_without_questions_only_duties_are_worked_out() -> None:
    found = assess(Situation(parties=(shop(),)), JAPAN, CALENDARS, with_questions=False)
    whole = judged(*JAPAN)
    assert (found.duties, found.pending) == (whole.duties, whole.pending)
    assert (found.unsettled, found.voluntary) == ((), ())


# The same traps in the laws of Europe and of the United States, as they are encoded.
def under(*laws: str, moments: dict[str, Any] | None = None, **held: Any) -> Assessment:
    rules = tuple(rule for law in laws for rule in load_rules(law))
    stated = Moments.model_validate({"first_department_known_at": NOON, **(moments or {})})
    places = ("DE", "US", "US-NY", "JP", "GB")
    return judged(*rules, jurisdictions=places, moments=stated, findings=findings(**held))


def dates(found: Assessment) -> dict[str, date | None]:
    return {duty.rule_id: duty.due_on for duty in found.duties}


def test_trap_2_only_sec_and_dora_move_and_each_its_own_way() -> None:
    laws = [f"us-{name}" for name in ("hipaa", "ftc", "ca", "ny", "tx", "fl", "bank", "nydfs")]
    rules = [rule for law in laws for rule in load_rules(law)]
    assert {term.roll.value for rule in rules for term in rule.terms} == {"none"}
    moved = {
        rule.id: rule.limit.roll.value
        for law in ("us-sec", "eu-gdpr", "eu-nis2", "eu-dora", "eu-cra", "uk-gdpr", "uk-pecr")
        for rule in load_rules(law)
        if rule.limit.roll.value != "none"
    }
    assert moved == {
        "us-sec/8k": "start_on_next_business_day",
        "eu-dora/final": "noon_next_open_day",
    }


def test_trap_5_each_law_takes_its_own_moment() -> None:
    told = {
        "suspected_at": NOON - timedelta(days=4),
        "should_have_discovered_at": NOON - timedelta(days=9),
        "classified_at": NOON + timedelta(hours=1),
        "determined_at": NOON + timedelta(days=3),
    }
    held = {
        "personal_data": True,
        "health_data": True,
        "entity.covered_entity": True,
        "major_incident": True,
        "entity.financial_entity": True,
        "material_incident": True,
        "entity.sec_registrant": True,
    }
    found = under("eu-gdpr", "us-hipaa", "eu-dora", "us-sec", moments=told, **held)
    anchors = {duty.rule_id: (duty.anchor, duty.anchor_at) for duty in found.duties}
    assert anchors["eu-gdpr/authority"] == ("aware", NOON)
    assert anchors["us-hipaa/individual"] == (
        "discovered_or_should_have",
        told["should_have_discovered_at"],
    )
    assert anchors["eu-dora/initial"] == ("classified", told["classified_at"])
    assert anchors["us-sec/8k"] == ("determined", told["determined_at"])


@pytest.mark.parametrize(
    ("rule_id", "stated"),
    [
        ("eu-nis2/final", {"submitted_at": {"eu-nis2/notification": NOON}}),
        ("eu-dora/intermediate", {"submitted_at": {"eu-dora/initial": NOON}}),
        ("eu-dora/final", {"submitted_at": {"eu-dora/intermediate": NOON}}),
        ("eu-cra/final-incident", {"submitted_at": {"eu-cra/notification": NOON}}),
        ("eu-cra/final-vulnerability", {"remedy_available_at": NOON}),
        ("us-ca/ag", {"individuals_notified_at": NOON}),
    ],
)
def test_trap_8_what_runs_from_a_filing_a_fix_or_a_notice_waits_for_it(
    rule_id: str, stated: dict[str, Any]
) -> None:
    law = rule_id.partition("/")[0]
    entities = ("essential_or_important", "financial_entity", "manufacturer")
    events = ("significant_incident", "major_incident", "exploited_vulnerability")
    held: dict[str, Any] = {f"entity.{name}": True for name in entities}
    held |= dict.fromkeys((*events, "severe_incident", "computerised_personal_information"), True)
    held |= {"entity.trust_service_provider": False, "residents.US-CA": 501}
    assert rule_id in {item.rule_id for item in under(law, **held).pending}
    assert rule_id in dates(under(law, moments=stated, **held))


@pytest.mark.parametrize(
    ("rule_id", "finding", "enough"),
    [
        ("us-ca/ag", "residents.US-CA", 501),
        ("us-ny/consumer-reporting", "residents.US-NY", 5001),
        ("us-tx/ag", "residents.US-TX", 250),
        ("us-tx/consumer-reporting", "affected_at_most", 10_001),
        ("us-fl/ag", "residents.US-FL", 500),
        ("us-fl/consumer-reporting", "affected_at_most", 1001),
        ("us-hipaa/hhs", "affected_at_most", 500),
        ("us-hipaa/media", "residents.US-TX", 501),
        ("us-ftc/safeguards", "affected_at_most", 500),
    ],
)
def test_trap_10_each_law_has_its_own_threshold(rule_id: str, finding: str, enough: int) -> None:
    law = rule_id.partition("/")[0]
    moments = {"determined_at": NOON, "individuals_notified_at": NOON}
    held: dict[str, Any] = dict.fromkeys(
        (
            *("entity.covered_entity", "entity.nonbank_financial", "health_data"),
            *("customer_information", "computerised_personal_information"),
        ),
        True,
    )
    held |= {"residents.US-TX": 1, "residents.US-FL": 1, "affected_at_most": 20_000}
    held |= {f"residents.US-{state}": 0 for state in ("CA", "NY")}
    held |= {"residents_of_one_us_state": 0}
    assert rule_id in dates(under(law, moments=moments, **{**held, finding: enough}))
    assert rule_id not in dates(under(law, moments=moments, **{**held, finding: enough - 1}))


def test_trap_11_the_four_hours_of_a_bank_service_are_a_threshold_and_no_deadline() -> None:
    (provider,) = (r for r in load_rules("us-bank") if r.id == "us-bank/service-provider")
    assert all(term.unit.value != "hour" for term in provider.terms)
    short = Findings.model_validate({"outage_minutes": 239, "covered_services_disrupted": False})
    long = Findings.model_validate({"outage_minutes": 240, "covered_services_disrupted": False})
    assert [any(t.holds(held) for t in provider.triggers) for held in (short, long)] == [
        False,
        True,
    ]


def test_trap_12_the_72_hours_are_elapsed_time_in_every_zone() -> None:
    known = {"first_department_known_at": datetime(2026, 10, 23, 10, tzinfo=BERLIN)}
    found = under("eu-gdpr", "uk-gdpr", moments=known, personal_data=True)
    ends = {duty.rule_id: duty.due_at for duty in found.duties if duty.due_at}
    assert ends["eu-gdpr/authority"] == datetime(2026, 10, 26, 9, tzinfo=BERLIN)
    assert ends["uk-gdpr/authority"] == ends["eu-gdpr/authority"]


def test_trap_17_the_cra_applies_to_what_became_known_on_its_first_day() -> None:
    held = {"entity.manufacturer": True, "exploited_vulnerability": True}
    eve = datetime(2026, 9, 10, 23, 30, tzinfo=BERLIN)
    before = under("eu-cra", moments={"first_department_known_at": eve}, **held)
    assert before.duties == ()
    first = {"first_department_known_at": eve + timedelta(hours=1)}
    assert "eu-cra/early-warning" in dates(under("eu-cra", moments=first, **held))


def test_trap_18_encryption_frees_of_the_people_in_europe_and_of_both_in_japan() -> None:
    held: dict[str, Any] = {
        "personal_data": True,
        "high_risk": True,
        "special_care": True,
        "unintelligible": True,
        "high_grade_encryption": True,
        "key_safe": True,
    }
    found = dates(under("eu-gdpr", "jp-appi", **held))
    assert set(found) == {"eu-gdpr/authority", "eu-gdpr/register"}


def test_trap_20_clocks_run_side_by_side_and_none_takes_the_place_of_another() -> None:
    held: dict[str, Any] = {
        **dict.fromkeys(("personal_data", "special_care", "health_data"), True),
        **dict.fromkeys(("entity.covered_entity", "computerised_personal_information"), True),
        "affected_at_most": 1200,
        "residents.US-CA": 600,
    }
    laws = ("eu-gdpr", "uk-gdpr", "jp-appi", "us-hipaa", "us-ca")
    together = {duty.key: duty.due_at for duty in under(*laws, **held).duties}
    alone = {duty.key: duty.due_at for law in laws for duty in under(law, **held).duties}
    assert together == alone
    assert len({due_at for due_at in together.values() if due_at}) > 3


# The laws of Asia and the Pacific, the other Americas, Switzerland.
def owed(law: str, place: str, **held: Any) -> set[str]:
    """The rules under which a controller of that place owes something, or will."""
    moments = Moments(first_department_known_at=NOON, confirmed_at=NOON, assessed_at=NOON)
    found = judged(
        *load_rules(law), jurisdictions=(place,), moments=moments, findings=findings(**held)
    )
    return {item.rule_id.partition("/")[2] for item in (*found.duties, *found.pending)}


HARMLESS: dict[str, Any] = {
    "sensitive_data": False,
    "unique_id_data": False,
    "external_access": False,
    "data_traded": False,
    "victims_not_identifiable": False,
    "significant_harm": False,
    "larger_incident": False,
}


@pytest.mark.parametrize(
    ("law", "place", "rule_name", "count", "binds"),
    [
        ("jp-appi", "JP", "preliminary", 1000, False),
        ("jp-appi", "JP", "preliminary", 1001, True),
        ("kr-pipa", "KR", "authority", 999, False),
        ("kr-pipa", "KR", "authority", 1000, True),
        ("sg-pdpa", "SG", "authority", 499, False),
        ("sg-pdpa", "SG", "authority", 500, True),
        ("my-pdpa", "MY", "authority", 1000, False),
        ("my-pdpa", "MY", "authority", 1001, True),
        ("cn-cac", "CN", "report", 999_999, False),
        ("cn-cac", "CN", "report", 1_000_000, True),
    ],
)
def test_trap_10_one_more_or_that_many_is_another_law(
    law: str,
    place: str,
    rule_name: str,
    count: int,
    binds: bool,  # noqa: FBT001 - a table
) -> None:
    japan = {"special_care": False, "property_damage": False, "wrongful_purpose": False}
    held = {**HARMLESS, **japan, "entity.network_operator": True, "affected_at_most": count}
    assert (rule_name in owed(law, place, **held)) is binds


def test_trap_10_ten_people_are_enough_in_korea_when_the_access_came_from_outside() -> None:
    hacked = {**HARMLESS, "external_access": True, "affected_at_most": 10, "personal_data": True}
    assert owed("kr-pipa", "KR", **hacked) == {"authority", "individual"}
    assert owed("kr-pipa", "KR", **{**hacked, "external_access": False}) == {"individual"}


def test_trap_10_brazil_asks_for_relevant_harm_and_one_of_six() -> None:
    six = ("sensitive_data", "minors_or_elderly", "financial_data", "authentication_data")
    none = dict.fromkeys((*six, "secrecy_data", "large_scale"), False)
    both = {"authority", "individual", "supplement"}
    assert owed("br-lgpd", "BR", **none, significant_harm=True) == set()
    assert owed("br-lgpd", "BR", **{**none, "large_scale": True}, significant_harm=True) == both
    assert owed("br-lgpd", "BR", large_scale=True, significant_harm=False) == set()


def test_brazil_gives_a_small_agent_twice_the_time_only_when_it_is_known_to_be_one() -> None:
    relevant = {"significant_harm": True, "large_scale": True}
    assert "authority" in owed("br-lgpd", "BR", **relevant)
    small = owed("br-lgpd", "BR", **relevant, **{"entity.small_agent": True})
    assert {"authority-small", "individual-small"} <= small
    assert not {"authority", "individual"} & small


# Trap 11: numbers that look like deadlines.
def test_trap_11_what_lasts_or_leads_up_to_a_notice_is_no_limit_of_it() -> None:
    laws = ("kr-pipa", "br-lgpd", "sg-pdpa", "au-ndb")
    limits = {rule.id: rule.limit.n for law in laws for rule in load_rules(law)}
    assert 90 not in limits.values()
    thirty = {name for name, number in limits.items() if number == 30}
    assert thirty == {"sg-pdpa/assessment", "au-ndb/assessment"}


def test_trap_11_the_report_runs_from_the_assessment_however_early_it_ends() -> None:
    moments = Moments(first_department_known_at=NOON, assessed_at=NOON + timedelta(days=2))
    found = judged(
        *load_rules("sg-pdpa"),
        jurisdictions=("SG",),
        moments=moments,
        findings=findings(significant_harm=True),
    )
    due = {duty.rule_id: duty.due_on for duty in found.duties}
    assert due["sg-pdpa/assessment"] == date(2026, 12, 20)
    assert due["sg-pdpa/authority"] == date(2026, 11, 25)


# Trap 17 as these laws have it.
@pytest.mark.parametrize(
    ("known", "rules"),
    [
        (datetime(2026, 9, 10, 23, 59, tzinfo=ZoneInfo("Asia/Seoul")), set()),
        (
            datetime(2026, 9, 11, tzinfo=ZoneInfo("Asia/Seoul")),
            {"kr-pipa/authority", "kr-pipa/individual"},
        ),
    ],
)
def test_trap_17_ransomware_without_a_leak_counts_in_korea_since_the_amendment(
    known: datetime, rules: set[str]
) -> None:
    found = judged(
        *load_rules("kr-pipa"),
        jurisdictions=("KR",),
        moments=Moments(first_department_known_at=known),
        findings=findings(
            **{**HARMLESS, "external_access": True},
            personal_data=True,
            altered_or_destroyed_only=True,
        ),
    )
    assert {duty.rule_id for duty in found.duties} == rules


def test_trap_17_law_that_waits_for_its_day_is_listed_and_gives_nothing() -> None:
    held = findings(sensitive_data=True, personal_data=True)
    found = judged(*load_rules("tw-pdpa"), jurisdictions=("TW",), findings=held)
    listed = {item.rule_id for item in found.not_applicable if item.reason is Reason.NOT_IN_FORCE}
    assert "tw-pdpa/authority" in listed
    assert owed("in-dpdp", "IN", personal_data=True) == set()


# Trap 18: two duties, two exemptions.
@pytest.mark.parametrize(
    ("law", "place", "held", "rules"),
    [
        (
            *("sg-pdpa", "SG"),
            {"affected_at_most": 500, "significant_harm": False, "personal_data": False},
            {"authority"},
        ),
        (
            *("sg-pdpa", "SG"),
            {"significant_harm": True, "unintelligible": True, "personal_data": False},
            {"authority"},
        ),
        (
            *("sg-pdpa", "SG"),
            {"significant_harm": True, "internal_only": True, "personal_data": False},
            set(),
        ),
        ("cn-pipl", "CN", {"personal_data": True, "harm_avoided": True}, {"authority"}),
        (
            *("kr-pipa", "KR"),
            {**HARMLESS, "personal_data": True, "sensitive_data": True, "recovered_risk_low": True},
            {"individual"},
        ),
        ("my-pdpa", "MY", {"significant_harm": False, "affected_at_most": 5000}, {"authority"}),
        (
            *("ch-fadp", "CH"),
            {"high_risk": True, "notice_needed_for_protection": False},
            {"authority"},
        ),
        ("th-pdpa", "TH", {"risk": False, "high_risk": False, "personal_data": True}, set()),
    ],
)
def test_trap_18_what_frees_of_one_duty_leaves_the_other(
    law: str, place: str, held: dict[str, Any], rules: set[str]
) -> None:
    assert owed(law, place, **held) == rules


def test_trap_18_a_direction_not_to_tell_people_leaves_the_report() -> None:
    found = judged(
        *load_rules("sg-pdpa"),
        jurisdictions=("SG",),
        moments=Moments(assessed_at=NOON),
        findings=findings(significant_harm=True, notice_prohibited=True),
    )
    delayed = {duty.rule_id: duty.delayed is not None for duty in found.duties}
    assert delayed["sg-pdpa/individual"]
    assert not delayed["sg-pdpa/authority"]


@pytest.mark.parametrize(
    ("held", "rules"),
    [
        ({}, {"report": False, "report-infrastructure": True, "report-central": True}),
        ({"entity.critical_infrastructure": True}, {"report-infrastructure": False}),
        (
            {"entity.critical_infrastructure": False, "entity.central_body": False},
            {"report": False},
        ),
    ],
)
def test_one_of_the_three_clocks_of_china_counts_and_the_others_stay_questions(
    held: dict[str, bool], rules: dict[str, bool]
) -> None:
    found = judged(
        *load_rules("cn-cac"),
        jurisdictions=("CN",),
        findings=findings(**held, **{"entity.network_operator": True, "larger_incident": True}),
    )
    first = {duty.rule_id: False for duty in found.duties}
    first |= {item.rule_id: True for item in found.unsettled}
    assert {name.removeprefix("cn-cac/"): asked for name, asked in first.items()} == rules


@pytest.mark.parametrize(("core", "name"), [(True, "core"), (None, "core"), (False, "other")])
def test_the_shorter_clock_of_hong_kong_counts_until_the_core_function_is_known_to_run(
    core: bool | None,  # noqa: FBT001 - a table
    name: str,
) -> None:
    attacked = {"cyber_attack": True, "entity.critical_infrastructure": True}
    assert owed("hk-ci", "HK", **attacked, core_function_disrupted=core) == {name, "written"}


def test_a_card_scheme_binds_wherever_one_is() -> None:
    cards = {"card_data": True, "entity.card_merchant": True}
    assert owed("card-visa", "JP", **cards) == {"immediate", "initial", "accounts", "pfi"}
    assert owed("card-mastercard", "BR", **cards) == {"initial"}


# Properties.
FLAGS_OF_JAPAN = (
    *("special_care", "property_damage", "wrongful_purpose", "my_number", "high_grade_encryption"),
    *("key_safe", "recovered_unseen", "communications_secrecy", "entity.telecom_carrier"),
    *("entity.public_organ", "entity.listed_company", "material_company_fact"),
)
STATES = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.booleans() for name in FLAGS_OF_JAPAN},
        "affected_at_most": st.integers(0, 3000),
    },
)


def accounted(found: Assessment) -> set[str]:
    items: list[Duty | Pending] = [*found.duties, *found.pending, *found.unsettled]
    return {item.key for item in items}


@settings(deadline=None)
@given(held=STATES, more=STATES)
def test_a_fact_never_removes_a_duty_without_a_stated_reason(
    held: dict[str, Any], more: dict[str, Any]
) -> None:
    before = judged(*JAPAN, findings=findings(**held))
    after = judged(*JAPAN, findings=findings(**{**held, **more}))
    said = {(item.rule_id, item.debtor) for item in after.not_applicable if item.ground.ja}
    gone = accounted(before) - accounted(after)
    for key in gone:
        rule_id, debtor, _ = key.split("|")
        redirected = any(other.startswith(f"{rule_id}|{debtor}|") for other in accounted(after))
        assert redirected or (rule_id, debtor) in said


@settings(deadline=None)
@given(held=STATES)
def test_what_is_not_known_is_never_exempt(held: dict[str, Any]) -> None:
    """Taking any single answer away never takes a duty away."""
    found = accounted(judged(*JAPAN, findings=findings(**held)))
    for name in held:
        if name == "wrongful_purpose":
            continue  # decides between 30 and 60 days: unknown is the stricter of the two
        fewer = {key: value for key, value in held.items() if key != name}
        kept = {
            key.rpartition("|")[0] for key in accounted(judged(*JAPAN, findings=findings(**fewer)))
        }
        assert {key.rpartition("|")[0] for key in found} <= kept, name


@settings(deadline=None)
@given(hours=st.lists(st.integers(0, 2000), min_size=2, max_size=5))
def test_a_later_awareness_never_gives_an_earlier_limit(hours: list[int]) -> None:
    due = []
    for offset in sorted(hours):
        moments = Moments(first_department_known_at=NOON + timedelta(hours=offset))
        found = judged(
            *load_rules("jp-appi"), moments=moments, findings=findings(special_care=True)
        )
        limits = {}
        for duty in found.duties:
            limit = duty.due_at or duty.target_at
            assert limit is not None
            assert limit >= duty.anchor_at
            limits[duty.rule_id] = limit
        due.append(limits)
    for one, next_one in pairwise(due):
        assert all(one[name] <= next_one[name] for name in one)
