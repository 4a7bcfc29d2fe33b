"""Duties along a chain: a vendor, the platform it works for, and eight merchants."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from domain.conditions import Findings
from domain.duties import Assessment, Duty, Reason, assess
from domain.parties import PartyRole
from domain.situations import Entrustment, Moments, Party, Situation
from regimes.calendars import calendars
from regimes.loader import load_rules

TOKYO = ZoneInfo("Asia/Tokyo")
RULES = load_rules("jp-appi")
CALENDARS = calendars(date(2026, 1, 10))
MERCHANTS = tuple(f"merchant-{number}" for number in range(1, 9))
OWN = {"jp-appi/preliminary", "jp-appi/final", "jp-appi/individual"}
FINDINGS = Findings(
    affected_at_most=136_346, special_care=False, property_damage=False, wrongful_purpose=None
)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 1, day, hour, tzinfo=TOKYO)


def party(party_id: str, role: PartyRole, **moments: datetime) -> Party:
    return Party(
        id=party_id,
        role=role,
        jurisdictions=("JP",),
        moments=Moments(**moments),
        findings=(FINDINGS,),
    )


def chain(
    vendor_told: datetime | None = None,
    merchants_told: dict[str, datetime] | None = None,
    platform_role: PartyRole = PartyRole.ENTRUSTEE,
    **merchant_moments: datetime,
) -> Assessment:
    told = merchants_told or {}
    platform = party("platform", platform_role, suspected_at=at(8, 11))
    merchants = [party(m, PartyRole.ENTRUSTOR, **merchant_moments) for m in MERCHANTS]
    up = [
        Entrustment(entrustee="platform", entrustor=m, notified_at=told.get(m)) for m in MERCHANTS
    ]
    situation = Situation(
        parties=(
            party("vendor", PartyRole.ENTRUSTEE, suspected_at=at(7, 9)),
            platform,
            *merchants,
        ),
        entrustments=(
            Entrustment(entrustee="vendor", entrustor="platform", notified_at=vendor_told),
            *up,
        ),
    )
    return assess(situation, RULES, CALENDARS)


def of(assessment: Assessment, debtor: str) -> list[Duty]:
    return [duty for duty in assessment.duties if duty.debtor == debtor]


def test_trap_7_an_unsent_notice_leaves_the_entrustees_own_duties_alive() -> None:
    found = of(chain(), "platform")
    assert {duty.rule_id for duty in found} == {*OWN, "jp-appi/entrustee-notice"}
    notices = [duty for duty in found if duty.rule_id == "jp-appi/entrustee-notice"]
    assert [duty.to for duty in notices] == list(MERCHANTS)
    assert notices[0].key == "jp-appi/entrustee-notice|platform|merchant-1"
    assert {duty.due_on for duty in notices} == {date(2026, 1, 12)}
    own = next(duty for duty in found if duty.rule_id == "jp-appi/final")
    assert own.relieved_by == tuple(duty.key for duty in notices)


def test_the_vendor_notifies_one_level_up() -> None:
    notices = [duty for duty in of(chain(), "vendor") if duty.audience == "entrustor"]
    assert [duty.to for duty in notices] == ["platform"]
    assert notices[0].due_on == date(2026, 1, 11)


def test_a_notice_that_one_merchant_did_not_get_relieves_of_nothing() -> None:
    found = chain(merchants_told=dict.fromkeys(MERCHANTS[:7], at(8, 20)))
    assert {duty.rule_id for duty in of(found, "platform")} >= OWN


def test_notice_to_all_merchants_relieves_the_platform_on_the_legal_ground() -> None:
    found = chain(merchants_told=dict.fromkeys(MERCHANTS, at(8, 20)))
    assert {duty.rule_id for duty in of(found, "platform")} == {"jp-appi/entrustee-notice"}
    relieved = [
        item
        for item in found.not_applicable
        if item.debtor == "platform" and item.reason is Reason.RELIEVED
    ]
    assert {item.rule_id for item in relieved} == OWN
    assert all("APPI Art. 26(1) proviso" in item.ground.en for item in relieved)
    assert {duty.rule_id for duty in of(found, "vendor")} >= OWN


def test_trap_7_each_merchant_has_a_clock_of_its_own_from_receipt() -> None:
    found = chain(received_from_processor_at=at(9, 9))
    for merchant in MERCHANTS:
        duties = {duty.rule_id: duty for duty in of(found, merchant)}
        assert set(duties) == OWN
        assert duties["jp-appi/preliminary"].due_on == date(2026, 1, 13)
        assert duties["jp-appi/final"].anchor_at == at(9, 9)


def test_a_merchant_that_knew_earlier_counts_from_then() -> None:
    found = chain(received_from_processor_at=at(9, 9), first_department_known_at=at(8, 18))
    assert {duty.anchor_at for duty in of(found, "merchant-3")} == {at(8, 18)}


def test_a_merchant_that_was_not_told_has_no_clock_yet() -> None:
    found = chain()
    assert of(found, "merchant-1") == []
    assert {p.rule_id for p in found.pending if p.debtor == "merchant-1"} == OWN


def test_a_notice_without_a_recorded_receipt_starts_the_merchants_clock() -> None:
    found = chain(merchants_told=dict.fromkeys(MERCHANTS, at(8, 20)))
    assert {duty.anchor_at for duty in of(found, "merchant-1")} == {at(8, 20)}


def test_an_entrustee_with_no_entrustor_on_record_is_not_relieved() -> None:
    vendor = party("vendor", PartyRole.ENTRUSTEE, suspected_at=at(7, 9))
    found = assess(Situation(parties=(vendor,)), RULES, CALENDARS)
    assert {duty.rule_id for duty in found.duties} == OWN


def test_an_undecided_platform_shows_the_duties_of_each_candidate_role() -> None:
    found = of(chain(platform_role=PartyRole.UNDECIDED), "platform")
    roles = {duty.key: duty.candidate_roles for duty in found}
    assert len(roles) == len(found)
    assert roles["jp-appi/final|platform|ppc"] == (
        PartyRole.CONTROLLER,
        PartyRole.ENTRUSTOR,
        PartyRole.ENTRUSTEE,
    )
    assert roles["jp-appi/entrustee-notice|platform|merchant-8"] == (PartyRole.ENTRUSTEE,)
    own = next(duty for duty in found if duty.rule_id == "jp-appi/final")
    assert own.relieved_by == ()


def test_an_undecided_platform_that_told_all_merchants_is_relieved_in_one_role_only() -> None:
    found = chain(
        merchants_told=dict.fromkeys(MERCHANTS, at(8, 20)), platform_role=PartyRole.UNDECIDED
    )
    own = next(d for d in of(found, "platform") if d.rule_id == "jp-appi/preliminary")
    assert own.candidate_roles == (PartyRole.CONTROLLER, PartyRole.ENTRUSTOR)
    relieved = [i for i in found.not_applicable if i.reason is Reason.RELIEVED]
    assert {item.candidate_roles for item in relieved} == {(PartyRole.ENTRUSTEE,)}


def test_the_order_of_candidate_roles_does_not_decide_about_relief() -> None:
    platform = Party(
        id="platform",
        role=PartyRole.UNDECIDED,
        candidate_roles=(PartyRole.ENTRUSTEE, PartyRole.CONTROLLER),
        jurisdictions=("JP",),
        moments=Moments(suspected_at=at(8, 11)),
    )
    situation = Situation(
        parties=(platform, party("shop", PartyRole.ENTRUSTOR)),
        entrustments=(Entrustment(entrustee="platform", entrustor="shop"),),
    )
    found = of(assess(situation, RULES, CALENDARS), "platform")
    own = next(duty for duty in found if duty.rule_id == "jp-appi/final")
    assert own.candidate_roles == (PartyRole.ENTRUSTEE, PartyRole.CONTROLLER)
    assert own.relieved_by == ()


def test_a_decided_role_carries_no_flag() -> None:
    assert {duty.candidate_roles for duty in chain().duties} == {()}


def test_an_entrustment_names_parties_of_the_situation() -> None:
    vendor = party("vendor", PartyRole.ENTRUSTEE)
    with pytest.raises(ValidationError, match="two different parties"):
        Situation(
            parties=(vendor,),
            entrustments=(Entrustment(entrustee="vendor", entrustor="nobody"),),
        )


def test_an_id_cannot_break_a_duty_key() -> None:
    with pytest.raises(ValidationError):
        party("a|b", PartyRole.CONTROLLER)
