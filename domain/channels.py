"""The ways to a person: which contact each needs, and what may be reported back of it.

Mail goes out by itself and letters are printed; every other channel is a list in somebody's hands
(a call centre, an SMS service, the merchant), whose results come back by file.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from domain.notices import AttemptState, Channel


class Contact(StrEnum):
    """What is held of a person, by the column that holds it."""

    MAIL = "mail"
    POSTAL = "postal"
    PHONE = "phone"


CONTACT_OF: dict[Channel, Contact] = {
    Channel.MAIL: Contact.MAIL,
    Channel.LETTER: Contact.POSTAL,
    Channel.CALL: Contact.PHONE,
    Channel.SMS: Contact.PHONE,
}
"""Channels without an entry need no contact: a service shows its message to who has an account."""

LISTED = (
    Channel.CALL,
    Channel.SMS,
    Channel.IN_SERVICE,
    Channel.MERCHANT,
    Channel.HUMAN,
)
"""Channels whose people are written on a list for somebody."""

PLANNABLE = (Channel.MAIL, Channel.LETTER, *LISTED[:-1])
"""Channels that a policy may put in order; by hand go those whom a list says not to write to."""

FIRST_ORDER = (Channel.MAIL, Channel.LETTER)
"""The order of waves that were planned before an order was part of the plan."""

_REACHED, _SENT, _FAILED = AttemptState.REACHED, AttemptState.SENT, AttemptState.FAILED
NO_ANSWER = "no_answer"
_NEEDS_NOTE = "settled"

OUTCOMES: dict[Channel, dict[str, AttemptState]] = {
    Channel.CALL: {
        "reached": _REACHED,
        NO_ANSWER: AttemptState.LISTED,
        "wrong_number": _FAILED,
        "refused": _FAILED,
        "unreachable": _FAILED,
    },
    Channel.SMS: {"delivered": _REACHED, "sent": _SENT, "failed": _FAILED},
    Channel.IN_SERVICE: {"read": _REACHED, "shown": _SENT, "failed": _FAILED},
    Channel.MERCHANT: {"told": AttemptState.HANDED_OVER, "failed": _FAILED},
    Channel.HUMAN: {"told": AttemptState.SETTLED, _NEEDS_NOTE: AttemptState.SETTLED},
}
"""What may be reported of each, and what it makes of the attempt.

A call that nobody answers leaves it open until it was tried as often as the policy says.
"""

OUTCOME_WORDS: dict[str, str] = {
    "reached": "通話済",
    NO_ANSWER: "応答なし",
    "wrong_number": "番号違い",
    "refused": "受話拒否",
    "unreachable": "不通",
    "delivered": "到達確認",
    "sent": "送信済",
    "failed": "失敗",
    "read": "既読",
    "shown": "掲示済",
    "told": "通知済",
    _NEEDS_NOTE: "個別判断済",
}
"""The same in the words of a Japanese list."""


def outcome_of(channel: Channel, word: str) -> str | None:
    """The outcome that a list names, in English or Japanese; None for one that is none."""
    wanted = word.strip()
    for name in OUTCOMES.get(channel, {}):
        if wanted in {name, OUTCOME_WORDS[name]}:
            return name
    return None


def needs_note(outcome: str) -> bool:
    """Whether an outcome says nothing without words: what was decided, and why."""
    return outcome == _NEEDS_NOTE


def order_problem(order: Sequence[str]) -> str:
    """What is wrong with an order of channels; empty where nothing is."""
    allowed = {channel.value for channel in PLANNABLE}
    if foreign := [name for name in order if name not in allowed]:
        return f"no channel is called {', '.join(foreign)}; right: {', '.join(sorted(allowed))}"
    if len(set(order)) != len(order):
        return "a channel is named twice"
    if Channel.MAIL.value in order[1:]:
        return "mail comes first or not at all: its batches are frozen with the population"
    return ""


def first_channel(
    order: Iterable[Channel], held: Iterable[Contact], *, do_not_write: bool = False
) -> Channel:
    """The first channel of a person: by the order, among those whose contact is held.

    Whom a list says not to write to is told by hand; for whom nothing is held, a publication
    stands.
    """
    if do_not_write:
        return Channel.HUMAN
    known = set(held)
    for channel in order:
        if channel not in CONTACT_OF or CONTACT_OF[channel] in known:
            return channel
    return Channel.SUBSTITUTE
