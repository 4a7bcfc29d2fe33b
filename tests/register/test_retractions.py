"""Who was warned, whom a retraction goes to, and what a false alarm owes before it may end."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from ulid import ULID

from contracts.wave_payloads import WavePlan
from domain.documents import DocumentKind
from domain.notices import AttemptState, Channel
from domain.phases import Phase
from register.closing import open_items
from register.handover import confirm_hand_over, hand_over
from register.person_rows import PersonRow
from register.refusals import NotAllowedError
from register.retraction_scope import Scope, scope_of
from register.retractions import people_owed, warned_contacts
from register.tables_incident import documents, merchants, parties
from register.tables_people import notices, people, waves
from register.wave_gates import reasons_against
from register.withdrawals import cancel_wave
from tests.false_alarm_fixtures import (
    STATES,
    attempt,
    contact,
    document,
    retraction,
    retractions,
    set_document,
    state_ground,
    warn_one_in_each_state,
    write_to,
)
from tests.register_fixtures import AT, Case, create_register, people_rows


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(create_register(tmp_path)).open(merchants=2)


def test_the_retraction_goes_to_whom_something_may_have_reached_by_the_same_channel(
    case: Case,
) -> None:
    warn_one_in_each_state(case)
    case.mail_document_id, case.letter_document_id = retractions(case)
    before = codes(case, "incident")

    plan = case.plan(retraction(case))

    wanted = {line: channel for line, (_, _, channel) in enumerate(STATES, 1) if channel}
    assert channels(case, plan.wave_id) == wanted
    assert plan.population == len(wanted)
    assert plan.by_channel == {"mail": 7, "letter": 1, "call": 1, "substitute": 0}
    assert plan.left_out == {"not_told": 8, "public_retraction": 1}
    assert codes(case, "retraction") == {line: before[line] for line in wanted}


def test_a_person_is_told_of_the_false_alarm_once(case: Case) -> None:
    warn_one_in_each_state(case)
    case.mail_document_id, case.letter_document_id = retractions(case)
    case.plan(retraction(case))

    case.mail_document_id, case.letter_document_id = retractions(case)
    with pytest.raises(NotAllowedError, match="left to be told"):
        case.plan(retraction(case, number=3))
    with case.register.writing() as connection:
        connection.execute(update(notices).values(state="delivered"))
        assert people_owed(connection, case.incident_id) == {}


def test_people_told_by_their_merchant_are_left_to_it(case: Case) -> None:
    case.add(people_rows(2), merchant=1)
    with case.register.writing() as connection:
        hand_over(connection, case.incident_id, case.merchant_ids[1])
        confirm_hand_over(connection, case.incident_id, case.merchant_ids[1])
    warn_one_in_each_state(case)
    case.mail_document_id, case.letter_document_id = retractions(case)
    both = retraction(case).model_copy(update={"merchant_ids": tuple(case.merchant_ids)})

    assert case.plan(both).left_out == {"merchant": 2, "not_told": 8, "public_retraction": 1}


@pytest.mark.parametrize("retracts", [True, False])
def test_a_wave_takes_only_documents_of_its_purpose(case: Case, *, retracts: bool) -> None:
    warn_one_in_each_state(case)
    case.add(people_rows(1, mail_domain="later.example.jp"))
    if not retracts:
        case.mail_document_id, case.letter_document_id = retractions(case)
    plan = retraction(case) if retracts else case.plan_input(number=2)
    with pytest.raises(NotAllowedError, match="no other wave may"):
        case.plan(plan)


def test_a_retraction_starts_while_outcomes_are_unknown_but_not_while_warnings_leave(
    case: Case,
) -> None:
    warn_one_in_each_state(case)
    case.mail_document_id, case.letter_document_id = retractions(case)
    plan = case.plan(retraction(case))
    case.approve()
    assert reasons(case, plan) == (
        "Wave 1 would still warn 3 people: stop it before it is retracted.",
    )

    with case.register.writing() as connection:
        connection.execute(
            update(notices)
            .where(notices.c.state == "planned", notices.c.purpose == "incident")
            .values(state="cancelled")
        )
    assert reasons(case, plan) == ()


def test_nobody_is_warned_once_the_ledger_says_that_it_is_a_false_alarm(case: Case) -> None:
    case.add(people_rows(1))
    plan = case.plan(case.plan_input())
    case.approve()
    assert reasons(case, plan) == ()
    state_ground(case)
    assert reasons(case, plan) == (
        "The ledger says that this is a false alarm: nobody is warned any more.",
    )


def test_a_planned_wave_is_cancelled_and_its_people_and_documents_are_free(case: Case) -> None:
    case.add(people_rows(3))
    plan = case.plan(case.plan_input())
    case.approve()
    with case.register.writing() as connection:
        assert cancel_wave(connection, plan.wave_id) == 3
    with case.register.reading() as connection:
        rows = connection.execute(select(documents.c.state, documents.c.binding)).all()
        assert connection.execute(select(waves.c.state)).scalar_one() == "cancelled"
    assert {(row.state, row.binding["population"]) for row in rows} == {("draft", "")}
    assert "3 people have no notice" in closing(case, Phase.CLOSED)
    assert not [item for item in closing(case, Phase.CLOSED) if item.startswith("wave")]
    assert reasons(case, plan) == ("This wave was cancelled.",)

    assert case.plan(case.plan_input(number=2)).population == 3

    with pytest.raises(NotAllowedError, match="cancelled already"), case.register.writing() as c:
        cancel_wave(c, plan.wave_id)


def test_a_wave_that_has_started_is_not_cancelled(case: Case) -> None:
    case.add(people_rows(3))
    plan = case.planned_and_started()
    with pytest.raises(NotAllowedError, match="has started"), case.register.writing() as c:
        cancel_wave(c, plan.wave_id)
    assert case.notice_states() == {"planned": 3}


def test_warned_contacts_are_those_at_which_a_mail_may_have_arrived(case: Case) -> None:
    arrived, bounced = contact(case, 0), contact(case, 0)
    unknown, never = contact(case, 1), contact(case, 1)
    for who, state in ((arrived, "delivered"), (bounced, "bounced"), (unknown, "unknown")):
        write_to(case, who, state)
    assert never not in warned(case)
    assert warned(case) == {arrived, unknown}


def test_a_merchant_that_answered_counts_though_its_mails_came_back(case: Case) -> None:
    bounced, never = contact(case, 0), contact(case, 0)
    write_to(case, bounced, "bounced")
    assert warned(case) == set()
    with case.register.writing() as connection:
        connection.execute(update(merchants).values(acknowledged_at=AT))
    assert warned(case) == {bounced}
    assert never not in warned(case)


def test_closing_lists_everything_that_is_owed_with_the_command_to_give(case: Case) -> None:
    warn_one_in_each_state(case)
    write_to(case, contact(case, 0), "delivered")
    document(case, "first_release", state="issued")
    document(case, "preliminary_report", state="issued", receipt_number="R-1")

    items = closing(case)

    assert [item.partition(" -> ")[2] for item in items] == [
        "shirase fact KAWASEMI false_alarm.ground --say WORDS --public",
        "shirase fact KAWASEMI false_alarm.examined --say WORDS --public",
        "shirase status KAWASEMI",
        "shirase prepare KAWASEMI merchant_retraction",
        "shirase prepare KAWASEMI person_retraction",
        "shirase prepare KAWASEMI retraction_release",
        "shirase prepare KAWASEMI withdrawal_report",
    ]
    assert "1 merchants were told: they are owed a retraction" in items[3]
    assert "9 people may have been told" in items[4]


def test_a_false_alarm_that_nobody_heard_of_needs_its_ground_alone(case: Case) -> None:
    case.add(people_rows(2))
    case.plan(case.plan_input())
    [item] = closing(case)
    assert "does not say why this is no leak (false_alarm.ground)" in item
    state_ground(case)
    assert closing(case) == ()


def test_each_step_of_a_retraction_is_named_until_nothing_is_owed(case: Case) -> None:
    case.add([PersonRow(1, "甲", "a@example.jp", address="見本町1")])
    attempt(case, case.planned_and_started(), 1, Channel.MAIL, AttemptState.DELIVERED)
    told = contact(case, 0)
    write_to(case, told, "delivered")
    state_ground(case)
    merchant = document(case, "merchant_retraction", addressees=case.merchant_ids[:1])
    case.mail_document_id, case.letter_document_id = retractions(case)
    assert commands(case) == [
        "shirase approve KAWASEMI 3",
        "shirase wave plan KAWASEMI --retraction --mail 4 --letter 5",
    ]

    plan = case.plan(retraction(case))
    set_document(case, merchant, state="approved")
    assert commands(case) == ["shirase issue KAWASEMI 3", "shirase wave start KAWASEMI 2"]

    set_document(case, merchant, state="issued")
    write_to(case, told, "unknown", purpose="merchant_retraction")
    case.start(plan.wave_id)
    assert commands(case) == [
        "shirase report KAWASEMI MERCHANT retraction_received",
        "shirase next KAWASEMI",
    ]

    with case.register.writing() as connection:
        connection.execute(update(merchants).values(reports={"retraction_received": {}}))
        which = notices.c.purpose == "retraction"
        connection.execute(update(notices).where(which).values(state="delivered"))
    assert closing(case) == ()


def test_a_filing_is_owed_a_withdrawal_with_a_receipt_of_its_own(case: Case) -> None:
    authority = (str(ULID()),)
    state_ground(case)
    for kind, number in (("preliminary_report", "R-1"), ("final_report", "R-2")):
        document(case, kind, state="issued", receipt_number=number, addressees=authority)
    assert scope(case, DocumentKind.WITHDRAWAL_REPORT) == (authority, ())
    withdrawal = document(case, "withdrawal_report", state="issued", addressees=authority)
    assert commands(case) == ["shirase receipt KAWASEMI 5 RECEIPT"]
    with pytest.raises(NotAllowedError, match="no filing with a receipt is left"):
        scope(case, DocumentKind.WITHDRAWAL_REPORT)
    set_document(case, withdrawal, receipt_number="R-3")
    assert closing(case) == ()


def test_a_release_after_the_retraction_is_owed_another(case: Case) -> None:
    state_ground(case)
    document(case, "first_release", state="issued")
    document(case, "retraction_release", state="issued")
    assert closing(case) == ()
    document(case, "follow_up_release", state="issued")
    assert commands(case) == ["shirase prepare KAWASEMI retraction_release"]


def test_the_scope_is_who_was_warned_and_has_no_retraction_yet(case: Case) -> None:
    for index in range(2):
        write_to(case, contact(case, index), "delivered")
    kind = DocumentKind.MERCHANT_RETRACTION
    with pytest.raises(NotAllowedError, match=r"'false_alarm\.ground' is missing"):
        scope(case, kind)
    state_ground(case)
    assert set(scope(case, kind).addressees) == set(case.merchant_ids)
    first, second = case.merchant_ids
    assert scope(case, kind, second).addressees == (second,)
    document(case, kind.value, addressees=[first])
    assert scope(case, kind).addressees == (second,)
    with pytest.raises(NotAllowedError, match="have a retraction already"):
        scope(case, kind, first)
    with pytest.raises(NotAllowedError, match="nobody is left"):
        scope(case, DocumentKind.PERSON_RETRACTION)
    with pytest.raises(NotAllowedError, match="nothing was published"):
        scope(case, DocumentKind.RETRACTION_RELEASE)


def test_what_is_published_needs_a_ground_that_is_public(case: Case) -> None:
    document(case, "first_release", state="issued")
    state_ground(case, public=False)
    with pytest.raises(NotAllowedError, match="--public"):
        scope(case, DocumentKind.RETRACTION_RELEASE)
    assert commands(case)[0] == "shirase fact KAWASEMI false_alarm.ground --say WORDS --public"


def closing(case: Case, end: Phase = Phase.FALSE_ALARM) -> tuple[str, ...]:
    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        return open_items(connection, sealer, case.incident_id, end)


def commands(case: Case) -> list[str]:
    return [item.partition(" -> ")[2] for item in closing(case)]


def scope(case: Case, kind: DocumentKind, *wanted: str) -> Scope:
    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        return scope_of(connection, sealer, case.incident_id, kind, wanted)


def reasons(case: Case, plan: WavePlan) -> tuple[str, ...]:
    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        return reasons_against(connection, sealer, case.incident_id, plan.wave_id)


def warned(case: Case) -> set[str]:
    with case.register.reading() as connection:
        found = warned_contacts(connection, case.incident_id)
    return {who for of_merchant in found.values() for who in of_merchant}


def channels(case: Case, wave_id: str) -> dict[int, str]:
    """Line and channel of everybody in a wave."""
    return _by_line(case, notices.c.channel, notices.c.wave_id == wave_id)


def codes(case: Case, purpose: str) -> dict[int, str]:
    return _by_line(case, notices.c.check_code, notices.c.purpose == purpose)


def _by_line(case: Case, column: Any, which: Any) -> dict[int, str]:
    with case.register.reading() as connection:
        rows = connection.execute(
            select(people.c.line, column)
            .join(people, people.c.id == notices.c.person_id)
            .where(which, people.c.party_id == parties.c.id, parties.c.key == "m0")
        )
        return {row[0]: row[1] for row in rows}
