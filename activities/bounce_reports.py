"""Reads what mail servers report of mail that we sent ourselves.

Delivery reports (RFC 3464), and complaints of people (RFC 5965) as some providers pass them on.
A report counts only when it names one of our messages by its id, which nobody else can make; what
else stands in it, and who seems to have sent it, decides nothing.
"""

from collections.abc import Iterator
from email import message_from_bytes, message_from_string
from email.message import Message

from activities.message_ids import MessageIds
from contracts.names import parse_argument
from domain.notices import MAIL_RANK, AttemptState
from register.provider_events import Report

_STATE_OF_ACTION = {
    "failed": AttemptState.BOUNCED,
    "delayed": AttemptState.DEFERRED,
    "delivered": AttemptState.DELIVERED,
}
"""`relayed` and `expanded` say that a server passed the mail on, not what became of it."""

_STATUS, _COMPLAINT = "message/delivery-status", "message/feedback-report"
_HEADERS = frozenset({"text/rfc822-headers", "message/rfc822", "message/global-headers"})


def read_report(raw: bytes, ids: MessageIds) -> Report | None:
    """What a mail reports of one of our attempts; None for everything else, however broken."""
    try:
        parts = list(message_from_bytes(raw).walk())
        state, argument = _state(parts), _argument(parts, ids)
    except (LookupError, RecursionError, UnicodeError, ValueError, TypeError, AttributeError):
        # The parser takes nearly everything; what it cannot take is no report.
        return None
    if state is None or argument is None:
        return None
    identity, position = parse_argument(argument)
    return Report(identity, position, state)


def _state(parts: list[Message]) -> AttemptState | None:
    """The gravest thing reported: a mail of ours has one recipient only."""
    if any(part.get_content_type() == _COMPLAINT for part in parts):
        return AttemptState.COMPLAINED
    found = [
        _STATE_OF_ACTION[action]
        for part in parts
        if part.get_content_type() == _STATUS
        for action in _actions(part)
        if action in _STATE_OF_ACTION
    ]
    return max(found, key=lambda state: MAIL_RANK[state], default=None)


def _actions(status: Message) -> Iterator[str]:
    for group in _inner(status):
        yield str(group.get("Action", "")).partition(";")[0].strip().lower()


def _inner(part: Message) -> list[Message]:
    content = part.get_payload()
    found = content if isinstance(content, list) else []
    return [inner for inner in found if isinstance(inner, Message)]


def _argument(parts: list[Message], ids: MessageIds) -> str | None:
    found = (ids.argument_in(text) for text in _names(parts))
    return next((argument for argument in found if argument is not None), None)


def _names(parts: list[Message]) -> Iterator[str]:
    """Where a report names the mail that it is about."""
    for part in parts:
        kind = part.get_content_type()
        if kind == _STATUS:
            yield from (str(group.get("Original-Envelope-Id", "")) for group in _inner(part))
        elif kind in _HEADERS and part.is_multipart():
            yield from (str(inner.get("Message-ID", "")) for inner in _inner(part))
        elif kind in _HEADERS:
            yield str(message_from_string(str(part.get_payload())).get("Message-ID", ""))
