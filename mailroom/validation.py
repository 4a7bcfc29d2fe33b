"""Strict validation of a Mail Send v3 body: what the real service refuses is refused here.

Source: the vendor's reference for `POST /v3/mail/send`, its error table and its limitations page.
Two things are refused that the real service offers, because this mailroom could not show the mail
as its reader would see it: templates (`template_id`) and `sections`.
"""

import json
from dataclasses import dataclass

from mailroom.checks.addresses import check_address, check_sender
from mailroom.checks.content import (
    check_attachments,
    check_categories,
    check_content,
    check_headers,
    check_subject,
)
from mailroom.checks.options import (
    check_mail_settings,
    check_tracking_settings,
    check_unsubscribe_groups,
)
from mailroom.checks.personalizations import (
    PersonalizationsCheck,
    check_send_at,
    check_strings,
)
from mailroom.checks.refusals import Refusal, Refusals

MOST_REPLY_ADDRESSES = 1_000
BODY_KEYS = frozenset(
    {
        "personalizations",
        "from",
        "reply_to",
        "reply_to_list",
        "subject",
        "content",
        "attachments",
        "template_id",
        "sections",
        "headers",
        "categories",
        "custom_args",
        "send_at",
        "batch_id",
        "asm",
        "ip_pool_name",
        "mail_settings",
        "tracking_settings",
    }
)
OPTIONAL_PARTS = {
    "attachments": check_attachments,
    "headers": check_headers,
    "categories": check_categories,
    "custom_args": check_strings,
    "reply_to": check_address,
    "asm": check_unsubscribe_groups,
    "mail_settings": check_mail_settings,
    "tracking_settings": check_tracking_settings,
    "batch_id": Refusals.as_string,
    "ip_pool_name": Refusals.as_string,
}
BAD_REQUEST = (Refusal("Bad Request", None, None),)
BAD_TEXT = (Refusal("Invalid UTF8 in request.", None, None),)


@dataclass(frozen=True, slots=True)
class Checked:
    """A request that was read: its body as plain JSON values, or why it is refused."""

    body: dict[str, object]
    refusals: tuple[Refusal, ...]


def check_request(raw: bytes, now: float, *, ascii_senders: bool) -> Checked:
    """Read and check a request body. `now` is in Unix seconds."""
    try:
        body = json.loads(raw.decode(), parse_constant=_refuse_constant)
        _refuse_half_characters(raw, body)
    except UnicodeError:
        return Checked({}, BAD_TEXT)
    except (ValueError, RecursionError):
        return Checked({}, BAD_REQUEST)
    refusals = validate(body, now, ascii_senders=ascii_senders)
    return Checked(body if isinstance(body, dict) else {}, refusals)


def validate(body: object, now: float, *, ascii_senders: bool = False) -> tuple[Refusal, ...]:
    """Return every reason to refuse `body`; an empty tuple means that it is accepted.

    `now` is in Unix seconds. With `ascii_senders` a sender name outside ASCII is refused.
    """
    if not isinstance(body, dict):
        return BAD_REQUEST
    refusals = Refusals()
    people = PersonalizationsCheck(refusals, body, now, ascii_senders=ascii_senders)
    people.check(body.get("personalizations", []))
    _check_sender(refusals, body, ascii_senders=ascii_senders)
    _check_subject(refusals, body)
    check_content(refusals, body.get("content", []), "content")
    for name, check in OPTIONAL_PARTS.items():
        if name in body:
            check(refusals, body[name], name)
    _check_reply_list(refusals, body)
    _check_schedule(refusals, body, now)
    _check_offered(refusals, body)
    return refusals.all()


def _check_sender(refusals: Refusals, body: dict[str, object], *, ascii_senders: bool) -> None:
    if "from" in body:
        check_sender(refusals, body["from"], "from", ascii_only=ascii_senders)
        return
    refusals.add(
        "from.email",
        "The from object must be provided for every email send. It is an object that requires the "
        "email parameter, but may also contain a name parameter.",
    )


def _check_subject(refusals: Refusals, body: dict[str, object]) -> None:
    if "subject" in body:
        check_subject(refusals, body["subject"], "subject")
        return
    people = body.get("personalizations")
    entries = people if isinstance(people, list) else []
    if entries and all(isinstance(entry, dict) and "subject" in entry for entry in entries):
        return
    refusals.add(
        "subject",
        "The subject is required. You can get around this requirement if you use a template with a "
        "subject defined or if every personalization has a subject defined.",
    )


def _check_reply_list(refusals: Refusals, body: dict[str, object]) -> None:
    if "reply_to_list" not in body:
        return
    addresses = refusals.as_array(body["reply_to_list"], "reply_to_list")
    for index, entry in enumerate(addresses or ()):
        check_address(refusals, entry, f"reply_to_list.{index}")
    if addresses is not None and len(addresses) > MOST_REPLY_ADDRESSES:
        refusals.add("reply_to_list", "There is a limit of 1000 reply_to addresses per request.")
    if "reply_to" in body:
        refusals.add("reply_to_list", "reply_to_list cannot be used together with reply_to.")


def _check_schedule(refusals: Refusals, body: dict[str, object], now: float) -> None:
    if "send_at" in body:
        check_send_at(refusals, body["send_at"], "send_at", now)
    people = body.get("personalizations")
    entries = people if isinstance(people, list) else []
    scheduled = "send_at" in body or any(
        isinstance(entry, dict) and "send_at" in entry for entry in entries
    )
    if scheduled and "send_each_at" in body:
        refusals.add("send_each_at", "send_at cannot be used with send_each_at.")


def _check_offered(refusals: Refusals, body: dict[str, object]) -> None:
    refusals.unknown_keys(body, BODY_KEYS, "")
    if "template_id" in body:
        refusals.add("template_id", "The Template ID must be a valid template id for your account.")
    if "sections" in body:
        refusals.add("sections", "This rehearsal mailroom does not offer sections.")


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _refuse_half_characters(raw: bytes, body: object) -> None:
    # JSON may spell one half of a surrogate pair, which no UTF-8 text can hold. Looking is only
    # worth its time when the request has an escape of that range at all.
    if b"\\ud" in raw or b"\\uD" in raw:
        json.dumps(body, ensure_ascii=False).encode()
