"""A notice that a crash left in doubt, on a real register and through a real mailroom."""

from datetime import timedelta
from pathlib import Path

import pytest
from temporalio.exceptions import ApplicationError
from ulid import ULID

from activities.crash_points import NO_CRASH
from activities.dispatching import Dispatcher, Letterhead
from activities.drafting import draft_document
from activities.issuing import Issuer
from activities.mail_decisions import decide_about_mails
from activities.sendgrid_mailer import SendGridMailer
from contracts.document_payloads import DraftDocument, Issue, Issued, MailsDecision
from domain.notices import AttemptState
from domain.parties import PartyKind, PartyRole
from register import dispatches
from register.document_mails import mail_doubts
from register.incidents import NewContact, NewParty
from register.parties import read_contacts, read_merchants
from register.party_acts import add_party
from tests.activities.paper_case import PaperCase, paper_case, refusal
from tests.endtoend.mailroom_store import MailroomStore
from tests.mailroom.mailroom_runner import KEY, RunningMailroom

SHOPS = ("shop-a", "shop-b")


class Notices:
    """A notice to two merchants, approved and ready to leave."""

    def __init__(self, folder: Path, mailroom: RunningMailroom) -> None:
        self.case: PaperCase = paper_case(folder)
        self.ids = {key: str(ULID()) for key in SHOPS}
        self.store = MailroomStore(folder / "mailroom")
        for key, identity in self.ids.items():
            self._add(key, identity)
        mailer = SendGridMailer(KEY, mailroom.url, 5.0, NO_CRASH)
        dispatcher = Dispatcher(
            self.case.register, mailer, Letterhead(mail="notice@example.jp", name="見本")
        )
        self.issuer = Issuer(self.case.register, dispatcher, self.case.outbox)
        self.document_id = self._approved()
        self.issue = Issue(
            incident_id=self.case.incident_id,
            document_id=self.document_id,
            command_id=self.case.deposited("issue", "commander", {}).command_id,
            actor="commander",
            approvers=(),
            at=self.case.tick(),
        )

    def _add(self, key: str, identity: str) -> None:
        contact = NewContact(
            id=str(ULID()), role="", name=f"見本 {key}", mail=f"{key}@mihon.example"
        )
        party = NewParty(
            id=identity,
            key=key,
            kind=PartyKind.MERCHANT,
            role=PartyRole.CONTROLLER,
            name=f"見本 {key}",
            details={},
            contacts=(contact,),
        )
        with self.case.register.writing() as connection:
            sealer = self.case.register.sealer(self.case.incident_id, connection)
            add_party(connection, sealer, self.case.incident_id, party)

    def _approved(self) -> str:
        identity = str(ULID())
        draft_document(
            self.case.register,
            DraftDocument(
                incident_id=self.case.incident_id,
                document_id=identity,
                number=1,
                kind="merchant_notice",
                author="merchant_care",
                addressees=tuple(self.ids.values()),
                on_behalf_of=(),
                at=self.case.tick(),
            ),
        )
        for role in ("counsel", "commander"):
            self.case.approve(identity, role)
        return identity

    def crash_after_claiming(self, key: str) -> None:
        """Leave what a worker leaves that dies between its claim and the request."""
        with self.case.register.writing() as connection:
            sealer = self.case.register.sealer(self.case.incident_id, connection)
            contacts = read_contacts(connection, sealer, self.case.incident_id)
            contact = next(c for c in contacts if c.party_id == self.ids[key])
            claimed = dispatches.claim(
                connection,
                self.case.incident_id,
                f"merchant_notice:{self.document_id}:{contact.party_id}:{contact.id}",
                "merchant_notice",
                contact.id,
                self.document_id,
                self.issue.at,
            )
        assert claimed

    def look(self) -> Issued:
        return self.issuer.issue(self.issue.model_copy(update={"looked_at": self.case.tick()}))

    def decide(self, decision: str, *keys: str, actor: str = "commander") -> MailsDecision:
        given = MailsDecision(
            incident_id=self.case.incident_id,
            document_id=self.document_id,
            command_id=self.case.deposited("decide_mails", actor, {}).command_id,
            actor=actor,
            decision=decision,
            party_ids=tuple(self.ids[key] for key in keys),
            at=self.case.tick(),
        )
        decide_about_mails(self.case.register, given)
        return given

    def reached(self) -> list[str]:
        """The merchants that a mail went to, in order."""
        return [
            body["personalizations"][0]["to"][0]["email"].partition("@")[0]
            for body in self.store.bodies()
        ]

    def told_at(self, key: str) -> object:
        with self.case.register.reading() as connection:
            return read_merchants(connection, self.case.incident_id)[self.ids[key]].told_at


@pytest.fixture
def notices(tmp_path: Path, mailroom: RunningMailroom) -> Notices:
    made = Notices(tmp_path, mailroom)
    made.crash_after_claiming("shop-a")
    assert made.issuer.issue(made.issue) == Issued(merchant_ids=(made.ids["shop-b"],), unsettled=1)
    return made


def pass_patience(notices: Notices) -> None:
    notices.case.now += timedelta(minutes=15)


def test_without_a_decision_it_stays_in_doubt_and_nothing_is_sent_twice(notices: Notices) -> None:
    pass_patience(notices)
    assert notices.look().unsettled == 1
    assert notices.reached() == ["shop-b"]
    with notices.case.register.reading() as connection:
        (doubt,) = mail_doubts(connection, notices.case.incident_id)
    assert (doubt.number, doubt.party_id, doubt.mails) == (1, notices.ids["shop-a"], 1)


def test_sent_again_it_is_told_at_the_time_of_the_second_mail(notices: Notices) -> None:
    pass_patience(notices)
    decision = notices.decide("send_again")
    decide_about_mails(notices.case.register, decision)
    notices.look()
    assert notices.look().unsettled == 0
    assert notices.reached() == ["shop-b", "shop-a"]
    assert notices.told_at("shop-b") == notices.issue.at
    assert notices.told_at("shop-a") == decision.at + timedelta(minutes=1)
    line = next(
        line for line in notices.case.decider.lines() if line.action == "document.mails_decided"
    )
    assert (line.actor, line.outcome, line.detail["parties"]) == (
        "commander",
        "done",
        notices.ids["shop-a"],
    )


def test_a_second_mail_in_doubt_may_be_sent_a_third_time(notices: Notices) -> None:
    pass_patience(notices)
    notices.decide("send_again", "shop-a")
    with notices.case.register.writing() as connection:
        states = dispatches.states(connection, notices.case.incident_id, "merchant_notice")
        (first,) = [key for key, state in states.items() if state == AttemptState.CANCELLED]
        contact_id = first.rpartition(":")[2]
        dispatches.claim(
            connection,
            notices.case.incident_id,
            f"{first}:2",
            "merchant_notice",
            contact_id,
            notices.document_id,
            notices.case.now,
        )
    assert notices.look().unsettled == 1
    pass_patience(notices)
    notices.decide("send_again")
    assert notices.look().unsettled == 0
    assert notices.reached() == ["shop-b", "shop-a"]


def test_counted_as_told_nothing_more_is_sent(notices: Notices) -> None:
    pass_patience(notices)
    notices.decide("told")
    assert notices.look().unsettled == 0
    assert notices.reached() == ["shop-b"]
    assert notices.told_at("shop-a") == notices.issue.at


@pytest.mark.parametrize(
    ("keys", "actor", "sentence"),
    [
        ((), "commander", "the mail provider may still report; decide in 14 minutes"),
        (("shop-b",), "commander", "no mail of this document to that party is in doubt"),
        ((), "public_relations", "may decide about what is in doubt"),
    ],
)
def test_a_refused_decision_moves_nothing(
    notices: Notices, keys: tuple[str, ...], actor: str, sentence: str
) -> None:
    assert sentence in refusal(lambda: notices.decide("send_again", *keys, actor=actor))
    assert notices.case.last_line().outcome == "refused"
    assert notices.look().unsettled == 1


def test_another_word_than_the_two_is_bad_input(notices: Notices) -> None:
    with pytest.raises(ApplicationError, match="A decision is one of: told, send_again"):
        notices.decide("perhaps")
