"""What is not allowed comes back as a sentence, leaves one audit line and changes nothing."""

from collections.abc import Callable

import pytest
from temporalio.exceptions import ApplicationError

from activities.crash_points import NO_CRASH
from client import Given
from command_channel import answered
from contracts.document_payloads import ApproveDocument, Receipt
from contracts.failures import FailureKind
from contracts.incident_payloads import ClosingCheck, CommandRef, OpenItems
from contracts.names import document_workflow_id
from demo.waits import until
from domain.documents import DocumentKind
from domain.facts import Fact, FactStatus
from domain.mandates import MandateTerms
from domain.markings import Marking
from domain.phases import Phase
from register.duties import read_duties
from tests.endtoend.refusing import Refusing
from tests.endtoend.running_house import Incident, RunningHouse
from worker import make_activities, make_mailer
from workflows.document import DocumentWorkflow

MERCHANT_NOTICE = 1


@pytest.fixture
def refusing(running_house: RunningHouse, told: Incident) -> Refusing:
    return Refusing(running_house, told)


def test_closing_with_an_open_duty(refusing: Refusing) -> None:
    change = refusing.shirase.change_phase(refusing.id, Phase.FOLLOWING_UP, Given("commander"))
    refusing.house.run(change)
    close = refusing.shirase.close(refusing.id, Given("commander"))
    refusing.refuses(close, "commander", "duty jp-appi/preliminary|", "is open")


def test_closing_out_of_the_middle(refusing: Refusing, running_house: RunningHouse) -> None:
    fresh = Refusing(running_house, running_house.run(running_house.open()))
    close = fresh.shirase.close(fresh.id, Given("commander"))
    fresh.refuses(close, "commander", "phase 'detected' cannot end as 'closed'")


def test_approving_ones_own_draft(refusing: Refusing) -> None:
    draft = refusing.prepared(DocumentKind.PERSON_NOTICE, "merchant-a")
    approve = refusing.shirase.approve(refusing.id, draft.number, Given("privacy_officer"))
    refusing.refuses(approve, "privacy_officer", "nobody approves their own draft")


@pytest.mark.long
def test_approving_in_a_role_that_is_not_asked(refusing: Refusing) -> None:
    draft = refusing.prepared(DocumentKind.PERSON_NOTICE, "merchant-a")
    approve = refusing.shirase.approve(refusing.id, draft.number, Given("contact_desk"))
    refusing.refuses(approve, "contact_desk", "approved by counsel and commander")


def test_approving_a_text_that_has_moved(refusing: Refusing) -> None:
    draft = refusing.prepared(DocumentKind.PERSON_NOTICE, "merchant-a")
    fact = next(fact for fact in refusing.house.file.facts if fact.key == "overview")
    moved = fact.as_fact(at=draft.prepared_at, organisation="platform", recorder="commander")
    moved = moved.model_copy(update={"statement": "当社の委託先で、情報の漏えいが起きました。"})
    record = refusing.shirase.record_facts(refusing.id, [moved], Given("commander"))
    refusing.house.run(record)

    def has_moved() -> bool:
        now = refusing.document(draft.number)
        return now is not None and now.binding_digest != draft.binding_digest

    refusing.house.run(until(has_moved, "the new text"))
    given = Given("counsel")
    refusing.shirase._deposit(refusing.id, "approve", given, {"comment": ""})
    command = ApproveDocument(**given.fields(), binding_digest=draft.binding_digest, approves=True)
    workflow_id = document_workflow_id(refusing.id, draft.number)
    handle = refusing.house.temporal.get_workflow_handle(workflow_id)
    stale = answered(lambda: handle.execute_update(DocumentWorkflow.approve, command))
    refusing.refuses(stale, "counsel", "have moved since; read it again")


@pytest.mark.long
def test_approving_what_has_left_the_house(refusing: Refusing) -> None:
    approve = refusing.shirase.approve(refusing.id, MERCHANT_NOTICE, Given("counsel"))
    refusing.refuses(approve, "counsel", "document 1 has left the house; its text stands")


@pytest.mark.long
def test_approving_what_is_not_there(refusing: Refusing) -> None:
    approve = refusing.shirase.approve(refusing.id, 99, Given("counsel"))
    refusing.refuses(approve, "counsel", "there is no document 99 yet")


def test_issuing_without_approval(refusing: Refusing) -> None:
    draft = refusing.prepared(DocumentKind.MERCHANT_NOTICE, "merchant-a")
    issue = refusing.shirase.issue(refusing.id, draft.number, Given("commander"))
    refusing.refuses(issue, "commander", "missing: counsel, commander")


@pytest.mark.long
def test_issuing_with_one_approval_of_two(refusing: Refusing) -> None:
    draft = refusing.prepared(DocumentKind.MERCHANT_NOTICE, "merchant-a")
    refusing.house.run(refusing.shirase.approve(refusing.id, draft.number, Given("counsel")))
    issue = refusing.shirase.issue(refusing.id, draft.number, Given("commander"))
    refusing.refuses(issue, "commander", "missing: commander")


def test_issuing_in_a_role_that_may_not(refusing: Refusing) -> None:
    draft = refusing.prepared(DocumentKind.MERCHANT_NOTICE, "merchant-a")
    approved(refusing, draft.number)
    issue = refusing.shirase.issue(refusing.id, draft.number, Given("contact_desk"))
    refusing.refuses(issue, "contact_desk", "commander")


def test_issuing_a_text_whose_facts_have_moved(refusing: Refusing) -> None:
    draft = refusing.prepared(DocumentKind.MERCHANT_NOTICE, "merchant-a")
    approved(refusing, draft.number)
    fact = next(fact for fact in refusing.house.file.facts if fact.key == "overview")
    moved = fact.as_fact(at=draft.prepared_at, organisation="platform", recorder="commander")
    moved = moved.model_copy(update={"statement": "当社の委託先から、情報が外に出ました。"})
    record = refusing.shirase.record_facts(refusing.id, [moved], Given("commander"))
    refusing.house.run(record)
    issue = refusing.shirase.issue(refusing.id, draft.number, Given("commander"))
    refusing.refuses(issue, "commander", "missing: counsel, commander")


def test_issuing_a_notice_to_people_by_hand(refusing: Refusing) -> None:
    draft = refusing.prepared(DocumentKind.PERSON_NOTICE, "merchant-a")
    issue = refusing.shirase.issue(refusing.id, draft.number, Given("commander"))
    refusing.refuses(issue, "commander", "leaves with its wave")


@pytest.mark.long
def test_starting_a_wave_without_a_mandate(refusing: Refusing) -> None:
    number, _ = refusing.planned("merchant-h")
    start = refusing.shirase.start_wave(refusing.id, number, Given("commander"))
    refusing.refuses(start, "commander", "1 merchants of this wave have no mandate in force")


@pytest.mark.long
def test_starting_a_wave_that_nobody_approved(refusing: Refusing) -> None:
    number, _ = refusing.planned("merchant-a", approved=False)
    start = refusing.shirase.start_wave(refusing.id, number, Given("commander"))
    reasons = [f"The {word} of this wave is not approved" for word in ("mail", "letter")]
    refusing.refuses(start, "commander", *reasons)


@pytest.mark.long
def test_starting_a_wave_whose_words_were_bound_to_others_since(refusing: Refusing) -> None:
    number, documents = refusing.planned("merchant-c")
    refusing.plan(documents, "merchant-d")
    start = refusing.shirase.start_wave(refusing.id, number, Given("commander"))
    refusing.refuses(start, "commander", "mail of this wave has been bound to another population")


@pytest.mark.long
def test_planning_a_wave_of_nobody(refusing: Refusing) -> None:
    _, documents = refusing.planned("merchant-e")
    merchant = (refusing.incident.parties["merchant-e"],)
    mail, letter = (document.id for document in documents)
    given = Given("privacy_officer")
    again = refusing.shirase.plan_wave(refusing.id, merchant, mail, letter, given)
    refusing.refuses(again, "privacy_officer", "Nobody of these merchants is left to be told")


@pytest.mark.long
def test_resuming_a_wave_that_is_not_paused(refusing: Refusing) -> None:
    number, _ = refusing.planned("merchant-f", approved=False)
    resume = refusing.shirase.resume_wave(refusing.id, number, Given("commander"))
    refusing.refuses(resume, "commander", "this wave is not paused")


@pytest.mark.long
def test_a_second_other_choice(refusing: Refusing) -> None:
    merchant = refusing.incident.parties["merchant-a"]
    other = refusing.shirase.choose(
        refusing.id, merchant, "own_notice", Given("merchant-a"), terms=None
    )
    refusing.refuses(other, "merchant-a", "already chosen; withdraw that choice first")


@pytest.mark.long
def test_a_mandate_that_lacks_consent(refusing: Refusing) -> None:
    merchant = refusing.incident.parties["merchant-b"]
    terms = MandateTerms(given_by="店主", sender_name="見本", desk="窓口")
    mandate = refusing.shirase.choose(
        refusing.id, merchant, "mandate", Given("merchant-b"), terms=terms
    )
    refusing.refuses(mandate, "merchant-b", "it lacks its consent to our mail provider")


@pytest.mark.long
def test_a_choice_that_there_is_not(refusing: Refusing) -> None:
    merchant = refusing.incident.parties["merchant-b"]
    other = refusing.shirase.choose(refusing.id, merchant, "both", Given("merchant-b"))
    refusing.refuses(other, "merchant-b", "choose own_notice or mandate")


@pytest.mark.long
def test_an_act_of_a_merchant_that_is_none(refusing: Refusing) -> None:
    vendor = refusing.incident.parties["app-vendor"]
    acknowledge = refusing.shirase.acknowledge(refusing.id, vendor, Given("app-vendor"))
    refusing.refuses(acknowledge, "app-vendor", "no such merchant in this incident")


@pytest.mark.long
def test_a_receipt_for_what_is_no_filing(refusing: Refusing) -> None:
    draft = refusing.prepared(DocumentKind.MERCHANT_NOTICE, "merchant-a")
    receipt = refusing.shirase.record_receipt(
        refusing.id, draft.number, "見本-1", draft.prepared_at, Given("privacy_officer")
    )
    refusing.refuses(receipt, "privacy_officer", "only a filing to an authority has a receipt")


@pytest.mark.long
def test_a_receipt_for_what_has_left_and_is_no_filing(refusing: Refusing) -> None:
    at = refusing.incident.file.story[-1].at
    receipt = refusing.shirase.record_receipt(
        refusing.id, MERCHANT_NOTICE, "見本-1", at, Given("privacy_officer")
    )
    refusing.refuses(receipt, "privacy_officer", "document 1 has left the house")


@pytest.mark.long
def test_settling_a_duty_as_commander(refusing: Refusing) -> None:
    settle = refusing.shirase.settle_duty(
        refusing.id, duty_key(refusing, "open"), "不要と判断", Given("commander")
    )
    refusing.refuses(settle, "commander", "only counsel may declare a duty not applicable")


@pytest.mark.long
def test_settling_a_duty_that_was_met(refusing: Refusing) -> None:
    settle = refusing.shirase.settle_duty(
        refusing.id, duty_key(refusing, "met"), "不要と判断", Given("counsel")
    )
    refusing.refuses(settle, "counsel", "this duty has been met; its evidence stands")


@pytest.mark.long
def test_settling_a_duty_without_a_ground(refusing: Refusing) -> None:
    settle = refusing.shirase.settle_duty(
        refusing.id, duty_key(refusing, "open"), "", Given("counsel")
    )
    refusing.refuses(settle, "counsel", "only with a legal ground: name it")


def test_turning_the_clock_of_a_live_incident(running_house: RunningHouse) -> None:
    live = Refusing(running_house, running_house.run(running_house.open(marking=Marking.LIVE)))
    later = running_house.file.story[-1].at.replace(year=2099)
    turn = live.shirase.turn_clock(live.id, later)
    live.refuses(turn, "commander", "only a replay or a drill has a clock that can be turned")


def test_a_command_to_an_incident_that_has_ended(running_house: RunningHouse) -> None:
    ended = Refusing(running_house, running_house.run(running_house.open()))
    ground = Fact(
        key="false_alarm.ground",
        status=FactStatus.KNOWN,
        statement="取り違えで、漏えいはありません。",
        as_of=running_house.file.story[0].at,
        source="platform",
        vouched_by="counsel",
    )
    record = ended.shirase.record_facts(ended.id, [ground], Given("privacy_officer"))
    running_house.run(record)
    close = ended.shirase.close(ended.id, Given("commander"), Phase.FALSE_ALARM)
    running_house.run(close)
    phase = ended.shirase.change_phase(ended.id, Phase.ASSESSING, Given("commander"))
    ended.refuses(phase, "commander", "has ended as 'false_alarm': reopen it")


@pytest.mark.parametrize("activity", ["settle_duty", "record_receipt", "end_incident"])
def test_a_refusal_whose_worker_died_before_it_could_answer(
    refusing: Refusing, activity: str
) -> None:
    """The activity is then run again: it must refuse again, and leave no second line."""
    house, given = refusing.house, Given("commander")
    refusing.shirase._deposit(refusing.id, activity, given, {"duty_key": "none"})
    mailer = make_mailer(house.settings, NO_CRASH)
    methods = make_activities(house.register, mailer, house.settings, NO_CRASH)
    act = next(method for method in methods if method.__name__ == activity)
    at = refusing.incident.file.story[-1].at
    common = {"incident_id": refusing.id, "command_id": given.command_id, "actor": given.actor}
    document = refusing.document(MERCHANT_NOTICE)
    assert document is not None
    asked = {
        "settle_duty": CommandRef(**common, at=at),
        "record_receipt": Receipt(**common, at=at, document_id=document.id),
        "end_incident": ClosingCheck(**common, at=at, end=Phase.CLOSED),
    }
    house.run(house.quiet(refusing.id))
    before = len(house.audit_lines(refusing.id))
    for _ in range(2):
        assert is_refused(lambda: act(asked[activity]))
    [line] = house.audit_lines(refusing.id)[before:]
    assert line.outcome == "refused"


def approved(refusing: Refusing, number: int) -> None:
    """Everybody whom the policy asks approves a document."""
    for actor in ("counsel", "commander"):
        refusing.house.run(refusing.shirase.approve(refusing.id, number, Given(actor)))


def is_refused(act: Callable[[], object]) -> bool:
    """Whether an activity refuses, or lists what is open."""
    try:
        answer = act()
    except ApplicationError as error:
        return error.type == FailureKind.REFUSED.value
    return isinstance(answer, OpenItems) and bool(answer.items)


def duty_key(refusing: Refusing, status: str) -> str:
    with refusing.house.register.reading() as connection:
        duties = read_duties(connection, refusing.id)
    return next(duty.key for duty in duties if duty.status == status)
