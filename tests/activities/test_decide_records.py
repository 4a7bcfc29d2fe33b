"""Parties, holds, retention and severity by command."""

import pytest
from sqlalchemy import insert

from contracts.decision_kinds import DecisionKind as Kind
from domain.facts import Fact
from domain.parties import PartyKind, PartyRole
from domain.retention import RetentionDecision
from domain.severity import Severity
from register.ledger import add_facts
from register.open_work import open_items
from register.parties import (
    PartyRow,
    mandates_in_force,
    ourselves,
    read_contacts,
    read_entrustments,
    read_merchants,
    read_parties,
)
from register.retention import decisions_in_force, read_data_sets
from register.severity import SeverityStanding, read_severity
from register.tables_incident import merchants
from tests.activities.decision_runner import NOW, Decider
from tests.register_fixtures import Case, people_rows

VENDOR = {
    "key": "app-vendor",
    "kind": "vendor",
    "role": "entrustee",
    "name": "見本ソフト",
    "contacts": [{"name": "安東", "mail": "security@soft.example"}],
}
KEEP = {"data_set": "m0", "decision": "keep", "keep_until": "2027-01-31", "reason": "問い合わせ"}
DELETE = {"data_set": "m0", "decision": "delete", "reason": "終結"}


@pytest.fixture
def desk(case: Case) -> Decider:
    case.add(people_rows(3))
    return Decider(case)


def parties_of(desk: Decider) -> dict[str, PartyRow]:
    register, incident_id = desk.case.register, desk.case.incident_id
    with register.reading() as connection:
        found = read_parties(connection, register.sealer(incident_id), incident_id)
    return {party.key: party for party in found.values()}


def severity_of(desk: Decider) -> SeverityStanding:
    register, incident_id = desk.case.register, desk.case.incident_id
    with register.reading() as connection:
        return read_severity(connection, register.sealer(incident_id), incident_id)


def test_a_party_is_added_once(desk: Decider) -> None:
    added = desk.does(Kind.PARTY_ADD, "privacy_officer", **VENDOR)
    assert desk.does(Kind.PARTY_ADD, "commander", **VENDOR).ids == added.ids[:1]
    assert "another party already" in desk.refuses(
        Kind.PARTY_ADD, "commander", **VENDOR | {"name": "別の会社"}
    )
    party = parties_of(desk)["app-vendor"]
    assert (party.kind, party.role, party.name) == (
        PartyKind.VENDOR,
        PartyRole.ENTRUSTEE,
        "見本ソフト",
    )
    with desk.case.register.reading() as connection:
        sealer = desk.case.register.sealer(desk.case.incident_id)
        (contact,) = read_contacts(connection, sealer, desk.case.incident_id)
    assert (contact.party_id, contact.mail) == (party.id, "security@soft.example")


def test_a_merchant_that_becomes_known_later_has_a_standing_and_its_entrustment(
    desk: Decider,
) -> None:
    added = desk.does(
        Kind.PARTY_ADD, "commander", key="m9", kind="merchant", name="見本店9", entrusts_us=True
    )
    known = parties_of(desk)
    with desk.case.register.reading() as connection:
        standing = read_merchants(connection, desk.case.incident_id)[known["m9"].id]
        pairs = read_entrustments(connection, desk.case.incident_id)
    assert added.new_merchant == known["m9"].id
    assert (standing.shard, standing.told_at) == (0, None)
    assert pairs == ((known["m9"].id, ourselves(known).id),)


@pytest.mark.parametrize(
    ("actor", "words", "complaint"),
    [
        ("m0", {}, "only our own staff"),
        ("commander", {"kind": "ourselves"}, "since its opening"),
        ("commander", {"key": "App Vendor"}, "key: write a short key"),
        ("commander", {"contacts": [{"name": "a", "mail": "nobody"}]}, "contacts[0].mail: write"),
    ],
)
def test_a_party_that_cannot_be_is_refused(
    desk: Decider, actor: str, words: dict[str, object], complaint: str
) -> None:
    assert complaint in desk.refuses(Kind.PARTY_ADD, actor, **VENDOR | words)
    assert set(parties_of(desk)) == {"ourselves", "m0"}


def test_contacts_of_others_and_of_our_own(desk: Decider) -> None:
    shop = {"party": "m0", "name": "店長", "mail": "owner@shop.example", "phone": "03-0000-0000"}
    first = desk.does(Kind.PARTY_CONTACT_ADD, "merchant_care", **shop)
    assert desk.does(Kind.PARTY_CONTACT_ADD, "commander", **shop).ids == first.ids
    assert "under another name" in desk.refuses(
        Kind.PARTY_CONTACT_ADD, "commander", **shop | {"name": "副店長"}
    )
    assert "for our own people" in desk.refuses(
        Kind.PARTY_CONTACT_ADD, "commander", **shop | {"role": "counsel"}
    )
    ours = {"party": "ourselves", "name": "潮見", "mail": "counsel@us.example", "role": "counsel"}
    assert "only commander, deputy may" in desk.refuses(Kind.PARTY_CONTACT_ADD, "counsel", **ours)
    assert "name it" in desk.refuses(Kind.PARTY_CONTACT_ADD, "deputy", **ours | {"role": None})
    desk.does(Kind.PARTY_CONTACT_ADD, "deputy", **ours)
    with desk.case.register.reading() as connection:
        sealer = desk.case.register.sealer(desk.case.incident_id)
        known = read_contacts(connection, sealer, desk.case.incident_id)
    assert sorted(contact.role for contact in known) == ["", "counsel"]


def test_counsel_alone_fixes_a_role_on_a_ground(desk: Decider) -> None:
    words = {"party": "m0", "role": "entrustor", "reason": "委託契約 第3条"}
    assert "only counsel may" in desk.refuses(Kind.ROLE_DECIDED, "commander", **words)
    assert "ground" in desk.refuses(Kind.ROLE_DECIDED, "counsel", **words | {"reason": ""})
    assert "names a role" in desk.refuses(
        Kind.ROLE_DECIDED, "counsel", **words | {"role": "undecided"}
    )
    assert "there is: m0, ourselves" in desk.refuses(
        Kind.ROLE_DECIDED, "counsel", **words | {"party": "m7"}
    )
    desk.does(Kind.ROLE_DECIDED, "counsel", **words)
    assert parties_of(desk)["m0"].role is PartyRole.ENTRUSTOR
    assert desk.lines()[-1].detail == {
        "from": "controller",
        "to": "entrustor",
        "why": "委託契約 第3条",
    }
    assert "already" in desk.does(Kind.ROLE_DECIDED, "counsel", **words).sentence


def test_a_withdrawn_mandate_is_no_longer_in_force(desk: Decider) -> None:
    merchant_id = desk.case.merchant_ids[0]
    with desk.case.register.writing() as connection:
        standing = {"party_id": merchant_id, "incident_id": desk.case.incident_id, "shard": 0}
        connection.execute(insert(merchants).values(**standing, choice="mandate", chosen_at=NOW))
    assert "is no such merchant" in desk.refuses(
        Kind.MANDATE_WITHDRAWN, "commander", merchant="ourselves", reason="電話"
    )
    assert "say why" in desk.refuses(Kind.MANDATE_WITHDRAWN, "merchant_care", merchant="m0")
    done = desk.does(Kind.MANDATE_WITHDRAWN, "merchant_care", merchant="m0", reason="自社で行う")
    assert done.mandate_withdrawn == merchant_id
    with desk.case.register.reading() as connection:
        assert mandates_in_force(connection, desk.case.incident_id) == {}
        merchant = read_merchants(connection, desk.case.incident_id)[merchant_id]
    assert (merchant.choice, merchant.chosen_at) == (None, None)
    assert "no mandate in force" in desk.refuses(
        Kind.MANDATE_WITHDRAWN, "merchant_care", merchant="m0", reason="自社で行う"
    )


def test_a_running_wave_is_named_when_its_mandate_goes(desk: Decider) -> None:
    desk.case.planned_and_started()
    done = desk.does(Kind.MANDATE_WITHDRAWN, "m0", merchant="m0", reason="自社で行う")
    assert done.sentence == "the mandate of 'm0' is withdrawn; wave 1 stops before its people"


def test_a_hold_stands_until_it_is_released(desk: Decider) -> None:
    words = {"requester": "counsel", "scope": "全ログと一覧", "until": "2026-03-31"}
    hold = desk.does(Kind.HOLD_ADD, "deputy", **words)
    assert desk.does(Kind.HOLD_ADD, "commander", **words).ids == hold.ids
    # Past its day it still stands: time alone deletes nothing.
    desk.later(days=200)
    assert "hold 1 for 'counsel' forbids this" in desk.refuses(
        Kind.RETENTION_DECIDED, "counsel", **DELETE
    )
    assert "only privacy_officer, counsel" in desk.refuses(
        Kind.HOLD_RELEASE, "commander", hold=1, reason="終了"
    )
    assert "in force are: 1" in desk.refuses(Kind.HOLD_RELEASE, "counsel", hold=4, reason="終了")
    assert "for a reason" in desk.refuses(Kind.HOLD_RELEASE, "counsel", hold=1)
    desk.does(Kind.HOLD_RELEASE, "counsel", hold=1, reason="捜査終了")
    assert "before" in desk.does(Kind.HOLD_RELEASE, "counsel", hold=1, reason="捜査終了").sentence
    assert "for another reason" in desk.refuses(Kind.HOLD_RELEASE, "counsel", hold=1, reason="別")
    desk.does(Kind.RETENTION_DECIDED, "counsel", **DELETE)


@pytest.mark.parametrize(
    ("actor", "words", "complaint"),
    [
        ("public_relations", {}, "only commander, deputy, privacy_officer, counsel may"),
        ("counsel", {"scope": ""}, "name its scope"),
        ("counsel", {"requester": "court"}, "there is: m0, ourselves"),
        ("counsel", {"until": "2026-01-13"}, "lies in the future"),
        ("counsel", {"data_sets": ["m5"]}, "there is no such data set; there is: "),
    ],
)
def test_a_hold_that_cannot_be_is_refused(
    desk: Decider, actor: str, words: dict[str, object], complaint: str
) -> None:
    right = {"requester": "m0", "scope": "一覧", "data_sets": ["m0"]}
    assert complaint in desk.refuses(Kind.HOLD_ADD, actor, **right | words)


def test_a_hold_on_one_data_set_leaves_the_others(case: Case) -> None:
    two = Case(case.register).open(merchants=2)
    two.add(people_rows(2), merchant=0)
    two.add(people_rows(2, first=9), merchant=1)
    desk = Decider(two)
    desk.does(Kind.HOLD_ADD, "counsel", requester="m1", scope="一覧", data_sets=["m1"])
    desk.does(Kind.RETENTION_DECIDED, "counsel", **DELETE)
    assert "hold 1" in desk.refuses(
        Kind.RETENTION_DECIDED, "counsel", **DELETE | {"data_set": "m1"}
    )


def test_each_data_set_needs_a_decision_before_closing(desk: Decider) -> None:
    register, incident_id = desk.case.register, desk.case.incident_id
    with register.reading() as connection:
        (held,) = read_data_sets(connection, incident_id)
        assert open_items(connection, incident_id) == (
            f"nobody has decided what happens to data set {held.id} of 'm0'",
        )
    desk.does(Kind.RETENTION_DECIDED, "privacy_officer", **KEEP)
    assert "before" in desk.does(Kind.RETENTION_DECIDED, "counsel", **KEEP).sentence
    assert "say expressly" in desk.refuses(Kind.RETENTION_DECIDED, "counsel", **DELETE)
    desk.does(Kind.RETENTION_DECIDED, "counsel", **DELETE, changes_earlier=True)
    with register.reading() as connection:
        assert open_items(connection, incident_id) == ()
        standing = decisions_in_force(connection, register.sealer(incident_id), incident_id)
    assert standing[held.id].decision is RetentionDecision.DELETE
    assert (standing[held.id].number, standing[held.id].decided_by) == (2, "counsel")


@pytest.mark.parametrize(
    ("actor", "words", "complaint"),
    [
        ("commander", KEEP, "only privacy_officer, counsel may"),
        ("counsel", KEEP | {"reason": ""}, "say why"),
        ("counsel", KEEP | {"keep_until": None}, "until a day"),
        ("counsel", KEEP | {"keep_until": "2026-01-13"}, "in the future"),
        ("counsel", DELETE | {"keep_until": "2027-01-31"}, "leave it out"),
        ("counsel", KEEP | {"data_set": "m4"}, "there is no such data set"),
        ("counsel", KEEP | {"decision": "burn"}, "decision: "),
    ],
)
def test_a_retention_decision_that_cannot_be_is_refused(
    desk: Decider, actor: str, words: dict[str, object], complaint: str
) -> None:
    assert complaint in desk.refuses(Kind.RETENTION_DECIDED, actor, **words)


def test_of_a_merchant_with_two_lists_each_is_decided_for_itself(desk: Decider) -> None:
    desk.case.add(people_rows(2, first=50))
    assert "has 2 data sets" in desk.refuses(Kind.RETENTION_DECIDED, "counsel", **KEEP)


def test_severity_is_decided_by_a_person_beside_the_proposal(desk: Decider) -> None:
    assert severity_of(desk).proposal.severity is Severity.HIGH
    assert "only commander, deputy may" in desk.refuses(
        Kind.DECIDE_SEVERITY, "counsel", severity="high"
    )
    assert "proposed is 'high' (how many people" in desk.refuses(
        Kind.DECIDE_SEVERITY, "commander", severity="low"
    )
    done = desk.does(Kind.DECIDE_SEVERITY, "commander", severity="medium", reason="三人のみ")
    assert (done.severity, severity_of(desk).decided) == ("medium", Severity.MEDIUM)
    assert severity_of(desk).differs
    desk.does(Kind.DECIDE_SEVERITY, "deputy", severity="high")
    assert not severity_of(desk).differs
    known = Fact.model_validate(
        {
            "key": "category.special_care",
            "status": "known",
            "as_of": NOW,
            "source": "ourselves",
            "vouched_by": "counsel",
        }
    )
    register, incident_id = desk.case.register, desk.case.incident_id
    with register.writing() as connection:
        sealer = register.sealer(incident_id)
        add_facts(connection, sealer, incident_id, [known], NOW, desk.given[0].command_id)
    # The facts moved: the proposal follows, the decision stands.
    assert severity_of(desk).decided is Severity.HIGH
    assert severity_of(desk).proposal.severity is Severity.CRITICAL
