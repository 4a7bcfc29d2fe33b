import time
from dataclasses import replace

import pytest

from activities.mailer import Accepted, Batch, Recipient, Refused, RetryAfter
from activities.sendgrid_mailer import SendGridMailer, body_of
from domain.person_fields import PersonField
from domain.suppressions import Bypass
from mailroom.validation import validate
from tests.activities.wave_runner import free_port
from tests.mailroom.mailroom_runner import KEY, RunningMailroom

NAME = PersonField.NAME
CODE = PersonField.CHECK_CODE


def batch(*names: str, text: str = "", subject: str = "お知らせ") -> Batch:
    return Batch(
        incident_id="I" * 26,
        sender_mail="notice@example.jp",
        sender_name="見本店\r\nお客様窓口",
        subject=subject,
        text=text or f"{NAME.marker} 様 {CODE.marker} {NAME.marker}",
        html=f"<p>{NAME.marker} 様</p><p>{CODE.marker}</p>",
        recipients=tuple(
            Recipient(f"p{n}@mail.example.jp", f"{'R' * 26}:{n}", {NAME: name, CODE: "ABCD1234"})
            for n, name in enumerate(names)
        ),
        reply_to="desk@example.jp",
    )


def test_the_body_is_one_that_the_service_takes() -> None:
    body = body_of(batch("甲", "<b>&乙</b>"))
    assert validate(body, time.time()) == ()
    assert body["tracking_settings"]["click_tracking"] == {"enable": False, "enable_text": False}
    assert body["tracking_settings"]["open_tracking"] == {"enable": False}
    assert body["mail_settings"] == {"bypass_unsubscribe_management": {"enable": True}}
    assert body["from"]["name"] == "見本店 お客様窓口"
    assert body["reply_to"] == {"email": "desk@example.jp"}
    assert "甲" not in str(body["content"]), "names stand in the substitutions only"


def test_a_hostile_subject_is_one_line_of_text() -> None:
    hostile = "題\r\nBcc: x@example.jp\x00 {{7*7}}\u202e\ud800 -- =1+1"
    body = body_of(batch("甲", subject=hostile))
    assert body["subject"] == "題 Bcc: x@example.jp {{7*7}}〓 -- =1+1"
    assert validate(body, time.time()) == ()


def test_values_for_html_are_escaped_and_those_for_text_are_not() -> None:
    body = body_of(batch("<b>&乙</b>"))
    (person,) = body["personalizations"]
    values = sorted(person["substitutions"].values())
    assert values == sorted(["<b>&乙</b>", "&lt;b&gt;&amp;乙&lt;/b&gt;", "ABCD1234", "ABCD1234"])
    text, html = (part["value"] for part in body["content"])
    for tag, value in person["substitutions"].items():
        assert (tag in html) == ("&lt;" in value or (value == "ABCD1234" and tag not in text))


def test_arguments_are_opaque_and_nothing_else_is_said_about_a_person() -> None:
    (person,) = body_of(batch("甲"))["personalizations"]
    assert person["to"] == [{"email": "p0@mail.example.jp"}]
    assert person["custom_args"] == {
        "shirase_incident": "I" * 26,
        "shirase_attempt": f"{'R' * 26}:0",
    }


def test_tags_are_new_for_each_request() -> None:
    tags = [set(body_of(batch("甲"))["personalizations"][0]["substitutions"]) for _ in range(2)]
    assert not tags[0] & tags[1]


def test_a_text_without_fields_has_no_substitutions() -> None:
    plain = Batch(
        incident_id="I" * 26,
        sender_mail="notice@example.jp",
        sender_name="見本",
        subject="お知らせ",
        text="本文",
        html="<p>本文</p>",
        recipients=(Recipient("shop@example.jp", f"{'D' * 26}:", {}),),
    )
    assert "substitutions" not in body_of(plain)["personalizations"][0]
    assert "reply_to" not in body_of(plain)


def test_a_field_in_the_subject_is_refused_before_anything_leaves(
    mailroom: RunningMailroom,
) -> None:
    mailer = SendGridMailer(KEY, mailroom.url, 5.0)
    result = mailer.send(batch("甲", subject=f"{NAME.marker} 様"))
    assert isinstance(result, Refused)
    assert mailroom.status()["requests"] == 0


def test_an_accepted_batch_has_the_message_id_of_the_service(mailroom: RunningMailroom) -> None:
    result = SendGridMailer(KEY, f"{mailroom.url}/", 5.0).send(batch("甲", "乙"))
    assert isinstance(result, Accepted)
    assert result.message_id
    assert mailroom.status()["messages"] == 2


def test_a_refusal_names_the_field_and_no_address(mailroom: RunningMailroom) -> None:
    twice = batch("甲", "乙")
    same = Batch(
        **{
            **{name: getattr(twice, name) for name in Batch.__dataclass_fields__},
            "recipients": (twice.recipients[0], twice.recipients[0]),
        }
    )
    result = SendGridMailer(KEY, mailroom.url, 5.0).send(same)
    assert isinstance(result, Refused)
    assert "personalizations.1.to.0.email" in result.reason
    assert "example" not in result.reason


def test_a_wait_is_taken_as_seconds_or_as_a_unix_time(mailroom: RunningMailroom) -> None:
    mailer = SendGridMailer(KEY, mailroom.url, 5.0)
    mailroom.behave(answer_next=[429], rate_limit_reset_seconds=7)
    result = mailer.send(batch("甲"))
    assert isinstance(result, RetryAfter)
    assert result.seconds is not None
    assert 5.0 < result.seconds <= 8.0
    mailroom.behave(answer_next=[429], rate_limit_reset_seconds=86_400)
    assert mailer.send(batch("甲")) == RetryAfter(60.0)


def test_where_nobody_listens_nothing_was_taken() -> None:
    mailer = SendGridMailer(KEY, f"http://127.0.0.1:{free_port()}", 5.0)
    assert mailer.send(batch("甲")) == RetryAfter()
    unresolvable = SendGridMailer(KEY, "http://nobody.invalid", 5.0)
    assert unresolvable.send(batch("甲")) == RetryAfter()


def test_without_a_key_there_is_no_mailer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENDGRID_API_KEY", "SG.of-the-environment")
    with pytest.raises(ValueError, match="API key"):
        SendGridMailer("", "http://127.0.0.1:1", 5.0)


def test_lists_are_gone_past_by_policy_and_never_that_of_complaints() -> None:
    both = replace(batch("見本 花子"), bypass=tuple(Bypass))
    assert body_of(both)["mail_settings"] == {
        "bypass_unsubscribe_management": {"enable": True},
        "bypass_bounce_management": {"enable": True},
    }
    assert body_of(replace(both, bypass=()))["mail_settings"] == {}
