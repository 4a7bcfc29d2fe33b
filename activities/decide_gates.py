"""Gates that people open: the contact desk was tested, the sender is outside the incident."""

from sqlalchemy import select

from activities.desk import Desk, HandlerResult, demand
from contracts.channel_words import DeskTested, SenderOutside
from domain.parties import StaffRole
from domain.tasks import LEADERS
from register.desk_tests import (
    DeskTest,
    SenderStatement,
    desk_cap,
    last_desk_test,
    last_sender_statement,
    record_desk_test,
    record_sender_statement,
)
from register.refusals import NotAllowedError
from register.tables_people import senders

TESTERS = frozenset({*LEADERS, StaffRole.CONTACT_DESK, StaffRole.PRIVACY_OFFICER})
ANSWERABLE = frozenset({*LEADERS, StaffRole.PRIVACY_OFFICER})


def desk_tested(desk: Desk, words: DeskTested) -> HandlerResult:
    """The desk was called under its own number; its capacity caps how fast people are told."""
    desk.require(TESTERS, "record a test of the contact desk")
    passed = not words.failed
    if passed:
        demand(
            words.independent,
            "say why the desk is independent of what was hit: its telephone line and its files",
        )
    if passed and not (words.contacts_an_hour and words.contacts_a_day):
        raise NotAllowedError("a desk that passes its test answers at least one contact an hour")
    if words.contacts_a_day < words.contacts_an_hour:
        raise NotAllowedError("a day has at least the capacity of an hour")
    tested_at = words.tested_at or desk.at
    if tested_at > desk.at:
        raise NotAllowedError("a test lies in the past: when was it made?")
    test = DeskTest(
        passed=passed,
        tested_at=tested_at,
        recorded_by=desk.actor,
        contacts_an_hour=words.contacts_an_hour,
        contacts_a_day=words.contacts_a_day,
        contacts_per_mille=words.per_mille,
        words={
            "phone": words.phone,
            "hours": words.hours,
            "independent": words.independent,
            "failed": words.failed,
        },
    )
    if last_desk_test(desk.connection, desk.sealer, desk.incident_id) == test:
        return _unchanged(desk, "this test is on record already")
    identity = record_desk_test(desk.connection, desk.sealer, desk.incident_id, test, desk.at)
    cap = desk_cap(desk.connection, desk.incident_id) if passed else None
    sentence = (
        f"the desk is recorded as tested: at most {cap.people} people an hour are told, "
        f"{cap.urgent} by an urgent wave (it answers {cap.an_hour} an hour, by its day "
        f"{cap.by_day} in each of {cap.hours:g} hours of sending, of 1,000 told {cap.per_mille} "
        "get in touch)"
        if cap
        else "the desk is recorded as failed: no wave starts until it passes a test"
    )
    return HandlerResult(
        sentence=sentence,
        ids=(identity,),
        action="desk.tested",
        subject=desk.incident_id,
        detail={
            "passed": passed,
            "an_hour": words.contacts_an_hour,
            "a_day": words.contacts_a_day,
            "people_an_hour": cap.people if cap else None,
            "why": words.failed or words.independent,
        },
    )


def sender_outside(desk: Desk, words: SenderOutside) -> HandlerResult:
    """A named role states that a sender is outside the incident, or that it is not."""
    desk.require(ANSWERABLE, "state whether a sender is outside the incident")
    known = desk.connection.execute(select(senders.c.id).order_by(senders.c.id)).scalars().all()
    if words.sender not in known:
        raise NotAllowedError(f"no such sender has been set up; there is: {', '.join(known)}")
    stated = {"domain": words.domain, "account": words.account, "provider": words.provider}
    missing = [name for name, said in stated.items() if not said.strip()]
    if missing and not words.hit:
        raise NotAllowedError(
            f"say of each why it is outside the incident; missing: {', '.join(missing)}"
        )
    statement = SenderStatement(
        outside=not words.hit,
        recorded_at=desk.at,
        recorded_by=desk.actor,
        words={**stated, "hit": words.hit},
    )
    last = last_sender_statement(desk.connection, desk.sealer, desk.incident_id, words.sender)
    if last and (last.outside, last.words) == (statement.outside, statement.words):
        return _unchanged(desk, "this statement is on record already")
    identity = record_sender_statement(
        desk.connection, desk.sealer, desk.incident_id, words.sender, statement
    )
    return HandlerResult(
        sentence=(
            f"the sender '{words.sender}' is stated to be outside the incident"
            if statement.outside
            else f"the sender '{words.sender}' is stated to be hit: no further wave starts with it"
        ),
        ids=(identity,),
        action="sender.stated",
        subject=words.sender,
        detail={"outside": statement.outside, **statement.words},
    )


def _unchanged(desk: Desk, sentence: str) -> HandlerResult:
    return HandlerResult(
        sentence=sentence,
        action="gate.repeated",
        subject=desk.incident_id,
        detail={"changed": False},
    )
