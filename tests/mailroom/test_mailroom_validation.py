"""Every refusal of Mail Send v3, with the exact field, and every limit at its edge."""

import json
from typing import Any

import pytest

from mailroom.checks.personalizations import MOST_BYTES, size_in_bytes
from mailroom.validation import check_request, validate
from tests.mailroom.mailroom_runner import mail, person

NOW = 1_768_000_000.0
HOURS_72 = 72 * 3_600
TEXT = {"type": "text/plain", "value": "a"}
HTML = {"type": "text/html", "value": "<p>a</p>"}
FILE = {"content": "YQ==", "filename": "a.pdf"}


def without(key: str) -> dict[str, object]:
    body = mail()
    del body[key]
    return body


def to(*emails: object, **more: object) -> dict[str, object]:
    return {"to": [{"email": email} for email in emails], **more}


def filled(size: int) -> dict[str, object]:
    """Return an object of exactly `size` bytes of compact JSON."""
    empty = size_in_bytes({"k": ""})
    return {"k": "x" * (size - empty)}


REFUSED: list[tuple[dict[str, object], str]] = [
    # personalizations and recipients
    (mail(personalizations=[]), "personalizations"),
    (without("personalizations"), "personalizations"),
    (mail(personalizations={}), "personalizations"),
    (mail(personalizations=["a"]), "personalizations.0"),
    (mail(*[person(n) for n in range(1_001)]), "personalizations"),
    (mail(to(*[f"p{n}@example.jp" for n in range(1_001)])), "personalizations"),
    (mail({}), "personalizations.0.to"),
    (mail({"to": []}), "personalizations.0.to"),
    (mail({"to": "a@example.jp"}), "personalizations.0.to"),
    (mail({"to": ["a@example.jp"]}), "personalizations.0.to.0"),
    (mail({"to": [{}]}), "personalizations.0.to.0.email"),
    (mail(person(0, cc={})), "personalizations.0.cc"),
    (mail(person(0, bcc=[{"name": "a"}])), "personalizations.0.bcc.0.email"),
    (mail(person(0, colour="red")), "personalizations.0.colour"),
    (mail(person(0, dynamic_template_data={})), "personalizations.0.dynamic_template_data"),
    (mail({"to": [{"email": "a@example.jp", "phone": "1"}]}), "personalizations.0.to.0.phone"),
    # addresses
    (mail(to(None)), "personalizations.0.to.0.email"),
    (mail(to(7)), "personalizations.0.to.0.email"),
    (mail(to("")), "personalizations.0.to.0.email"),
    (mail(to("nobody")), "personalizations.0.to.0.email"),
    (mail(to("a@localhost")), "personalizations.0.to.0.email"),
    (mail(to("a b@example.jp")), "personalizations.0.to.0.email"),
    (mail(to("a@example.jp\n")), "personalizations.0.to.0.email"),
    (mail(to("山田@example.jp")), "personalizations.0.to.0.email"),
    (mail(to("a..b@example.jp")), "personalizations.0.to.0.email"),
    (mail(to("ab.@example.jp")), "personalizations.0.to.0.email"),
    (mail(to(".ab@example.jp")), "personalizations.0.to.0.email"),
    (mail(to("a@-example.jp")), "personalizations.0.to.0.email"),
    (mail(to("a" * 65 + "@example.jp")), "personalizations.0.to.0.email"),
    # one address only once a request
    (mail(to("a@example.jp", "a@example.jp")), "personalizations.0.to.1.email"),
    (mail(to("a@example.jp", "A@Example.JP")), "personalizations.0.to.1.email"),
    (mail(to("a@example.jp"), to("a@example.jp")), "personalizations.1.to.0.email"),
    (mail(person(0, cc=[{"email": "PERSON0@example.jp"}])), "personalizations.0.cc.0.email"),
    (mail(person(0), person(1, bcc=[{"email": "person0@example.jp"}])),
     "personalizations.1.bcc.0.email"),
    # names
    (mail({"to": [{"email": "a@example.jp", "name": "a;b"}]}), "personalizations.0.to.0.name"),
    (mail({"to": [{"email": "a@example.jp", "name": "a,b"}]}), "personalizations.0.to.0.name"),
    (mail({"to": [{"email": "a@example.jp", "name": 1}]}), "personalizations.0.to.0.name"),
    (mail(person(0, cc=[{"email": "c@example.jp", "name": "c,"}])),
     "personalizations.0.cc.0.name"),
    # custom args and substitutions
    (mail(person(0, custom_args=[])), "personalizations.0.custom_args"),
    (mail(person(0, custom_args={"n": 1})), "personalizations.0.custom_args.n"),
    (mail(person(0, custom_args=filled(MOST_BYTES + 1))), "personalizations.0.custom_args"),
    (mail(custom_args=filled(MOST_BYTES + 1)), "personalizations.0.custom_args"),
    (mail(person(0, custom_args={"own": "é"}), custom_args=filled(MOST_BYTES - 10)),
     "personalizations.0.custom_args"),
    (mail(custom_args="a"), "custom_args"),
    (mail(custom_args={"n": None}), "custom_args.n"),
    (mail(person(0, substitutions="a")), "personalizations.0.substitutions"),
    (mail(person(0, substitutions={"-n-": 1})), "personalizations.0.substitutions.-n-"),
    (mail(person(0, substitutions={"": "a"})), "personalizations.0.substitutions"),
    (mail(person(0, substitutions=filled(MOST_BYTES + 1))), "personalizations.0.substitutions"),
    # times
    (mail(send_at=NOW + HOURS_72), "send_at"),
    (mail(send_at=int(NOW) + HOURS_72 + 1), "send_at"),
    (mail(send_at="1768000000"), "send_at"),
    (mail(send_at=True), "send_at"),
    (mail(person(0, send_at=1.5)), "personalizations.0.send_at"),
    (mail(person(0, send_at=int(NOW) + HOURS_72 + 1)), "personalizations.0.send_at"),
    (mail(send_at=int(NOW), send_each_at=[int(NOW)]), "send_each_at"),
    (mail(person(0, send_at=int(NOW)), send_each_at=[int(NOW)]), "send_each_at"),
    (mail(send_each_at=[int(NOW)]), "send_each_at"),
    # sender, answers
    (without("from"), "from.email"),
    (mail(**{"from": "a@example.jp"}), "from"),
    (mail(**{"from": {}}), "from.email"),
    (mail(**{"from": {"email": "desk"}}), "from.email"),
    (mail(**{"from": {"email": "a@example.jp", "name": 1}}), "from.name"),
    (mail(person(0, **{"from": {"email": "desk"}})), "personalizations.0.from.email"),
    (mail(reply_to="a@example.jp"), "reply_to"),
    (mail(reply_to={"email": "a"}), "reply_to.email"),
    (mail(reply_to_list={}), "reply_to_list"),
    (mail(reply_to_list=[{"email": "a"}]), "reply_to_list.0.email"),
    (mail(reply_to_list=[{"email": f"r{n}@example.jp"} for n in range(1_001)]), "reply_to_list"),
    (mail(reply_to={"email": "a@example.jp"}, reply_to_list=[]), "reply_to_list"),
    # subject, content
    (without("subject"), "subject"),
    (mail(subject=""), "subject"),
    (mail(subject=None), "subject"),
    (mail(subject=1), "subject"),
    (mail(person(0, subject="")), "personalizations.0.subject"),
    (without("content"), "content"),
    (mail(content=[]), "content"),
    (mail(content="a"), "content"),
    (mail(content=["a"]), "content.0"),
    (mail(content=[{"type": "text/plain", "value": ""}]), "content.0.value"),
    (mail(content=[{"type": "text/plain"}]), "content.0.value"),
    (mail(content=[{"type": "text/plain", "value": 1}]), "content.0.value"),
    (mail(content=[{"type": "", "value": "a"}]), "content.0.type"),
    (mail(content=[{"type": "text/plain;charset=utf-8", "value": "a"}]), "content.0.type"),
    (mail(content=[{**TEXT, "size": "1"}]), "content.0.size"),
    (mail(content=[HTML, TEXT]), "content"),
    (mail(content=[TEXT, TEXT]), "content"),
    (mail(content=[{"type": "text/calendar", "value": "a"}, TEXT]), "content"),
    # headers, categories, attachments
    (mail(headers=[]), "headers"),
    (mail(headers={"X-A": 1}), "headers.X-A"),
    (mail(headers={"X A": "1"}), "headers.X A"),
    (mail(headers={"X-é": "1"}), "headers.X-é"),
    (mail(headers={"Reply-To": "a@example.jp"}), "headers.Reply-To"),
    (mail(person(0, headers={"to": "a"})), "personalizations.0.headers.to"),
    (mail(categories="a"), "categories"),
    (mail(categories=[1]), "categories.0"),
    (mail(categories=[str(n) for n in range(11)]), "categories"),
    (mail(categories=["a", "a"]), "categories"),
    (mail(categories=["a" * 256]), "categories.0"),
    (mail(categories=["a", "分類"]), "categories.1"),
    (mail(attachments={}), "attachments"),
    (mail(attachments=[1]), "attachments.0"),
    (mail(attachments=[{"filename": "a"}]), "attachments.0.content"),
    (mail(attachments=[{**FILE, "content": "not base64!"}]), "attachments.0.content"),
    (mail(attachments=[{"content": "YQ=="}]), "attachments.0.filename"),
    (mail(attachments=[{**FILE, "filename": "a\r\nb"}]), "attachments.0.filename"),
    (mail(attachments=[{**FILE, "disposition": "beside"}]), "attachments.0.disposition"),
    (mail(attachments=[{**FILE, "size": 1}]), "attachments.0.size"),
    # options and what is not offered
    (mail(batch_id=1), "batch_id"),
    (mail(ip_pool_name=1), "ip_pool_name"),
    (mail(asm={"group_id": "1"}), "asm.group_id"),
    (mail(asm={"group_id": 1, "groups_to_display": list(range(26))}), "asm.groups_to_display"),
    (mail(mail_settings=[]), "mail_settings"),
    (mail(mail_settings={"sandbox": {}}), "mail_settings.sandbox"),
    (mail(mail_settings={"sandbox_mode": True}), "mail_settings.sandbox_mode"),
    (mail(mail_settings={"sandbox_mode": {"enable": "true"}}),
     "mail_settings.sandbox_mode.enable"),
    (mail(mail_settings={"footer": {"text": 1}}), "mail_settings.footer.text"),
    (mail(mail_settings={"bypass_list_management": {"enable": True},
                         "bypass_bounce_management": {"enable": True}}),
     "mail_settings.bypass_list_management"),
    (mail(tracking_settings={"open_tracking": {"enable": 1}}),
     "tracking_settings.open_tracking.enable"),
    (mail(template_id="d-1"), "template_id"),
    (mail(sections={}), "sections"),
    (mail(colour="red"), "colour"),
]  # fmt: skip

ACCEPTED: list[dict[str, object]] = [
    mail(),
    mail(*[person(n) for n in range(1_000)]),
    mail(to(*[f"p{n}@example.jp" for n in range(1_000)])),
    mail(to('"a..b"@docomo.ne.jp'), to('"ab."@ezweb.ne.jp')),
    mail(to("a" * 64 + "@example.jp"), to("o'neil+tag@sub.example.jp")),
    mail({"to": [{"email": "a@example.jp", "name": "山田 太郎"}]}),
    mail({"to": [{"email": "a@example.jp", "name": None}]}),
    mail(person(0, custom_args=filled(MOST_BYTES))),
    mail(person(0, custom_args={"own": "é"}), custom_args=filled(MOST_BYTES - 11)),
    mail(person(0, custom_args={"k": "own"}), custom_args=filled(MOST_BYTES)),
    mail(person(0, substitutions=filled(MOST_BYTES))),
    mail(send_at=int(NOW) + HOURS_72),
    mail(send_at=1),
    mail(categories=["a" * 255, *[str(n) for n in range(9)]]),
    mail(content=[HTML]),
    mail(content=[TEXT, HTML, {"type": "text/calendar", "value": "a"}]),
    mail(attachments=[{**FILE, "type": "application/pdf", "disposition": "inline"}]),
    mail(headers={"X-Notice": "1"}, reply_to={"email": "a@example.jp"}, batch_id="b"),
    mail(reply_to_list=[{"email": f"r{n}@example.jp"} for n in range(1_000)]),
    mail(asm={"group_id": 1, "groups_to_display": [1]}, ip_pool_name="mandated"),
    mail(mail_settings={"bypass_bounce_management": {"enable": True}}),
    mail(tracking_settings={"click_tracking": {"enable": False, "enable_text": False}}),
]


@pytest.mark.parametrize(("body", "field"), REFUSED)
def test_refuses_with_the_exact_field(body: dict[str, object], field: str) -> None:
    fields = {refusal.field for refusal in validate(body, NOW)}
    assert fields == {field}


@pytest.mark.parametrize("body", ACCEPTED)
def test_accepts_what_is_just_within_the_rules(body: dict[str, object]) -> None:
    assert validate(body, NOW) == ()


def test_subject_may_stand_in_every_personalization_instead() -> None:
    body = without("subject")
    body["personalizations"] = [person(0, subject="a"), person(1, subject="b")]
    assert validate(body, NOW) == ()
    body["personalizations"] = [person(0, subject="a"), person(1)]
    assert [refusal.field for refusal in validate(body, NOW)] == ["subject"]


def test_recipients_are_counted_over_to_cc_and_bcc() -> None:
    def body(copies: int) -> dict[str, object]:
        people = [person(n) for n in range(998)]
        people[0]["cc"] = [{"email": "cc@example.jp"}]
        people[1]["bcc"] = [{"email": f"bcc{n}@example.jp"} for n in range(copies)]
        return mail(*people)

    assert validate(body(1), NOW) == ()
    assert [refusal.field for refusal in validate(body(2), NOW)] == ["personalizations"]


def test_sender_names_outside_ascii_are_refusable() -> None:
    japanese = mail()
    assert validate(japanese, NOW) == ()
    refused = validate(japanese, NOW, ascii_senders=True)
    assert [refusal.field for refusal in refused] == ["from.name"]
    plain: dict[str, Any] = mail(**{"from": {"email": "desk@example.jp", "name": "Notice desk"}})
    assert validate(plain, NOW, ascii_senders=True) == ()


def test_every_fault_of_a_request_is_named() -> None:
    body = mail(to("nobody"), to("a@example.jp"), subject="", content=[])
    fields = [refusal.field for refusal in validate(body, NOW)]
    assert fields == ["personalizations.0.to.0.email", "subject", "content"]


def test_help_leads_to_the_topic_of_the_field() -> None:
    (refusal,) = validate(mail(to("nobody")), NOW)
    assert refusal.message == "Does not contain a valid address."
    assert refusal.help is not None
    assert refusal.help.endswith("errors.html#message.personalizations.to.email")


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "Bad Request"),
        (b"{", "Bad Request"),
        (b"[]", "Bad Request"),
        (b'{"a": NaN}', "Bad Request"),
        (b"[" * 100_000, "Bad Request"),
        (b'{"subject": "\xff"}', "Invalid UTF8 in request."),
        (b'{"subject": "\\ud842"}', "Invalid UTF8 in request."),
    ],
)
def test_refuses_what_is_no_json_text(raw: bytes, message: str) -> None:
    (refusal,) = check_request(raw, NOW, ascii_senders=False).refusals
    assert (refusal.message, refusal.field, refusal.help) == (message, None, None)


def test_escaped_characters_beyond_16_bits_are_read() -> None:
    raw = json.dumps(mail(subject="𠮷野様")).encode()
    checked = check_request(raw, NOW, ascii_senders=False)
    assert checked.refusals == ()
    assert checked.body["subject"] == "𠮷野様"
