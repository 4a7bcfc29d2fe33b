"""Mail over SMTP: what is certain decides the result, and a report finds its attempt again."""

from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from pathlib import Path

import pytest
from ulid import ULID

from activities.mailer import (
    Accepted,
    Batch,
    Pause,
    PutOff,
    Recipient,
    Refused,
    RetryAfter,
    SendResult,
    Undeliverable,
    Unknown,
)
from activities.message_ids import MessageIds
from activities.smtp_mailer import SmtpMailer, SmtpSetUp
from contracts.names import attempt_argument
from domain.person_fields import PersonField
from domain.smtp_servers import Security, SmtpServer
from sealing.keys import Keyring, MasterKey
from tests.activities.smtp_server import LOST, PASSWORD, USER, MailServer, mail_server
from tests.activities.wave_runner import free_port

SENDER = "notice@shop.example"
IDS = MessageIds(Keyring(MasterKey.generate()), SENDER)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


def mailer_to(port: int, **more: object) -> SmtpMailer:
    where = SmtpServer("127.0.0.1", port, Security.PLAIN)
    return SmtpMailer(SmtpSetUp(where, 2.0, "bounces@shop.example"), IDS)


def batch(
    mail: str = "hanako@mail.example.jp", name: str = "見本 花子", argument: str = ""
) -> Batch:
    return Batch(
        incident_id=str(ULID()),
        sender_mail=SENDER,
        sender_name="見本店 お客様窓口",
        reply_to="desk@shop.example",
        subject="【重要】お客様情報について",
        text=f"{PersonField.NAME.marker} 様\r\n.\r\n.. 点で始まる行\r\n",
        html=f"<p>{PersonField.NAME.marker} 様</p>",
        recipients=(
            Recipient(mail, argument or attempt_argument(str(ULID()), 0), {PersonField.NAME: name}),
        ),
    )


def parts(message: Message) -> list[str]:
    return [
        part.get_payload(decode=True).decode()  # type: ignore[union-attr]
        for part in message.walk()
        if not part.is_multipart()
    ]


def test_a_mail_arrives_whole_with_an_id_that_names_its_attempt(server: MailServer) -> None:
    sent = batch(argument=attempt_argument(str(ULID()), 7))
    result = mailer_to(server.port).send(sent)
    ((envelope, message),) = server.messages
    assert result == Accepted(message["Message-ID"].strip())
    assert IDS.argument_in(message["Message-ID"]) == sent.recipients[0].argument
    assert envelope.mail_from == "bounces@shop.example"
    assert envelope.rcpt_tos == ["hanako@mail.example.jp"]
    assert any(option.startswith("ENVID=") for option in envelope.mail_options)
    assert envelope.rcpt_options == ["NOTIFY=FAILURE,DELAY"]
    assert message["Subject"] == "【重要】お客様情報について"
    assert str(message["From"]) == "見本店 お客様窓口 <notice@shop.example>"
    text, html = parts(message)
    assert text.replace("\r\n", "\n") == "見本 花子 様\n.\n.. 点で始まる行\n"
    assert "見本 花子 様" in html


def test_the_same_attempt_has_the_same_id_and_another_key_makes_another(
    server: MailServer,
) -> None:
    mailer, sent = mailer_to(server.port), batch()
    mailer.send(sent)
    mailer.send(sent)
    mailer.send(batch())
    assert server.ids[0] == server.ids[1] != server.ids[2]
    foreign = MessageIds(Keyring(MasterKey.generate()), SENDER)
    assert foreign.argument_in(server.ids[0]) is None
    assert IDS.argument_in(server.ids[0].upper()) == sent.recipients[0].argument
    rotated = MessageIds(Keyring(MasterKey.generate(), [IDS._keyring.current]), SENDER)
    assert rotated.argument_in(server.ids[0]) == sent.recipients[0].argument


def test_a_hostile_name_arrives_as_that_name_and_begins_no_header(server: MailServer) -> None:
    name = "<b>花子</b> {{7*7}}\r\nBcc: x@example.jp \ue000check_code\ue001"
    mailer_to(server.port).send(batch(name=name))
    ((envelope, message),) = server.messages
    assert message["Bcc"] is None
    assert envelope.rcpt_tos == ["hanako@mail.example.jp"]
    text, html = parts(message)
    assert text.startswith("<b>花子</b> {{7*7}} Bcc: x@example.jp")
    assert "&lt;b&gt;花子&lt;/b&gt;" in html
    assert "\ue000" not in text + html


def test_a_hostile_subject_and_sender_begin_no_header(server: MailServer) -> None:
    hostile = "題\r\nBcc: x@example.jp\r\n\r\n本文\x00 \u202e\ud800\u2028X-Evil: 1"
    mailer_to(server.port).send(replace(batch(), subject=hostile, sender_name=hostile))
    ((envelope, message),) = server.messages
    assert envelope.rcpt_tos == ["hanako@mail.example.jp"]
    assert (message["Bcc"], message["X-Evil"]) == (None, None)
    assert message["Subject"] == "題 Bcc: x@example.jp 本文 〓 X-Evil: 1"
    assert parts(message)[0].startswith("見本 花子 様")


@pytest.mark.parametrize("mail", ['"a..b"@keitai.example', "o'hara+x@mail.example.jp"])
def test_legacy_addresses_keep_their_form(server: MailServer, mail: str) -> None:
    assert isinstance(mailer_to(server.port).send(batch(mail)), Accepted)
    assert server.said[0].startswith(f"TO:<{mail}>")


@pytest.mark.parametrize(
    ("step", "answer", "result"),
    [
        ("rcpt", "550 5.1.1 no such user", Undeliverable("refused (550)")),
        ("rcpt", "550 no such user", Undeliverable("refused (550)")),
        ("rcpt", "552 5.2.2 mailbox full", Undeliverable("refused (552)")),
        ("rcpt", "450 4.2.0 greylisted", PutOff()),
        ("rcpt", "450 try later", PutOff()),
        ("rcpt", "451 4.3.0 out of order", RetryAfter()),
        ("rcpt", "421 4.3.2 closing", RetryAfter()),
        ("rcpt", "550 5.7.1 relaying denied", Pause("the mail server refuses our mail (550)")),
        ("rcpt", "554 no service", Pause("the mail server refuses our mail (554)")),
        ("mail", "550 sender rejected", Pause("the mail server refuses our mail (550)")),
        ("mail", "451 later", RetryAfter()),
        ("data", "554 5.7.1 spam", Pause("the mail server refuses our mail (554)")),
        ("data", "550 5.1.1 no such user", Undeliverable("refused (550)")),
        ("data", "451 4.3.0 disk full", RetryAfter()),
        ("data", LOST, Unknown()),
        ("rcpt", LOST, RetryAfter()),
    ],
)
def test_what_a_server_answers(
    server: MailServer, step: str, answer: str, result: SendResult
) -> None:
    mailer = mailer_to(server.port)
    getattr(server, f"next_{step}").append(answer)
    assert mailer.send(batch()) == result
    assert not server.messages or answer == LOST
    taken = len(server.messages)
    assert isinstance(mailer.send(batch()), Accepted), "the next mail is another matter"
    assert len(server.messages) == taken + 1


def test_an_answer_lost_after_the_mail_was_taken_is_unknown(server: MailServer) -> None:
    server.lost_after_taking = 1
    assert mailer_to(server.port).send(batch()) == Unknown()
    assert len(server.messages) == 1


def test_nobody_at_the_address_is_a_try_for_later() -> None:
    assert mailer_to(free_port()).send(batch()) == RetryAfter()


def test_an_address_that_no_header_holds_is_undeliverable(server: MailServer) -> None:
    assert isinstance(mailer_to(server.port).send(batch("a@b@c\r\nBcc: x@y")), Undeliverable)
    assert isinstance(mailer_to(server.port).send(batch(name="見本")), Accepted)


def test_a_field_without_a_value_is_refused_before_anything_is_said(server: MailServer) -> None:
    sent = batch()
    no_values = Recipient(sent.recipients[0].mail, sent.recipients[0].argument, {})
    broken = Batch(
        **{name: getattr(sent, name) for name in Batch.__slots__} | {"recipients": (no_values,)}
    )
    assert isinstance(mailer_to(server.port).send(broken), Refused)
    assert not server.messages


def test_tls_and_login(tmp_path: Path) -> None:
    with mail_server(tmp_path) as server:

        def result(password: str, ca_file: Path | None) -> SendResult:
            where = SmtpServer("127.0.0.1", server.port, Security.STARTTLS, USER, password)
            set_up = SmtpSetUp(where, 2.0, SENDER, ca_file)
            return SmtpMailer(set_up, IDS).send(batch())

        assert isinstance(result(PASSWORD, tmp_path / "server.pem"), Accepted)
        assert isinstance(result("wrong", tmp_path / "server.pem"), Pause)
        assert result(PASSWORD, None) == RetryAfter(), "nothing is said to a server nobody knows"
        plain = SmtpServer("127.0.0.1", server.port, Security.PLAIN, USER, PASSWORD)
        not_encrypted = SmtpMailer(SmtpSetUp(plain, 2.0, SENDER), IDS).send(batch())
        assert not isinstance(not_encrypted, Accepted)
        assert len(server.messages) == 1
