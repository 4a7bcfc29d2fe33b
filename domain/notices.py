"""Notices and their attempts: what one person is owed, and what became of each try.

Provider events arrive twice, late and out of order. So an attempt's state is a join: the state
with the higher rank wins, whatever came first, and the same events in any order end the same.
"""

from collections.abc import Iterable
from enum import StrEnum


class Channel(StrEnum):
    """The way an attempt takes (手段)."""

    MAIL = "mail"
    LETTER = "letter"
    CALL = "call"
    SMS = "sms"
    IN_SERVICE = "in_service"
    MERCHANT = "merchant"
    SUBSTITUTE = "substitute"
    HUMAN = "human"


class AttemptState(StrEnum):
    """What became of one attempt.

    `delivered` means that the recipient's server took the message, never that it was read.
    A complaint means that it arrived.
    """

    CLAIMED = "claimed"
    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    DELIVERED = "delivered"
    DROPPED = "dropped"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    PRINTED = "printed"
    POSTED = "posted"
    RETURNED = "returned"
    READDRESSED = "readdressed"
    LISTED = "listed"
    SENT = "sent"
    REACHED = "reached"
    FAILED = "failed"
    HANDED_OVER = "handed_over"
    SUBSTITUTED = "substituted"
    SETTLED = "settled"
    CANCELLED = "cancelled"
    REFUSED = "refused"


# A bounce after a delivery report is real (a relay gave up later), so it outranks delivered;
# a complaint outranks all, since only somebody who got the mail can complain about it.
# Ranks are stored in the register: append, never renumber.
MAIL_RANK: dict[AttemptState, int] = {
    AttemptState.CLAIMED: 10,
    AttemptState.UNKNOWN: 20,
    AttemptState.REFUSED: 25,
    AttemptState.ACCEPTED: 30,
    AttemptState.DEFERRED: 40,
    AttemptState.SETTLED: 45,
    AttemptState.DELIVERED: 50,
    AttemptState.DROPPED: 60,
    AttemptState.BOUNCED: 70,
    AttemptState.COMPLAINED: 80,
}
LETTER_RANK: dict[AttemptState, int] = {
    AttemptState.PRINTED: 10,
    AttemptState.POSTED: 20,
    AttemptState.RETURNED: 30,
    AttemptState.READDRESSED: 40,
}
# People on a list for somebody who calls or sends: what is reported later counts for more, and
# that a person was reached counts most.
LIST_RANK: dict[AttemptState, int] = {
    AttemptState.LISTED: 10,
    AttemptState.SENT: 20,
    AttemptState.FAILED: 30,
    AttemptState.HANDED_OVER: 40,
    AttemptState.SETTLED: 40,
    AttemptState.REACHED: 50,
}


class NoticeState(StrEnum):
    """The state of a notice, derived from its attempts and shown on screen (状態)."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    UNKNOWN = "unknown"
    UNREACHED = "unreached"
    DELIVERED = "delivered"
    ACCEPTED_UNCONFIRMED = "accepted_unconfirmed"
    POSTED = "posted"
    REACHED = "reached"
    HANDED_OVER = "handed_over"
    SUBSTITUTED = "substituted"
    SETTLED = "settled"
    CANCELLED = "cancelled"


FINAL_NOTICE_STATES = frozenset(
    {
        NoticeState.DELIVERED,
        NoticeState.ACCEPTED_UNCONFIRMED,
        NoticeState.POSTED,
        NoticeState.REACHED,
        NoticeState.HANDED_OVER,
        NoticeState.SUBSTITUTED,
        NoticeState.SETTLED,
        NoticeState.CANCELLED,
    }
)

TOLD_BY_MAIL = frozenset(
    {
        AttemptState.ACCEPTED,
        AttemptState.DEFERRED,
        AttemptState.DELIVERED,
        AttemptState.COMPLAINED,
        AttemptState.SETTLED,
    }
)
"""The provider took the mail, or a person decided that it counts as told."""

POSSIBLY_TOLD_BY_MAIL = TOLD_BY_MAIL | {
    AttemptState.CLAIMED,
    AttemptState.UNKNOWN,
    AttemptState.CANCELLED,
}
"""The mail may have arrived. A mail attempt is cancelled only in doubt, to be sent once more."""

# What one attempt's state makes of its notice while no later attempt overrides it.
NOTICE_STATE_OF_ATTEMPT: dict[AttemptState, NoticeState] = {
    AttemptState.CLAIMED: NoticeState.IN_PROGRESS,
    AttemptState.UNKNOWN: NoticeState.UNKNOWN,
    AttemptState.REFUSED: NoticeState.UNREACHED,
    AttemptState.ACCEPTED: NoticeState.IN_PROGRESS,
    AttemptState.DEFERRED: NoticeState.IN_PROGRESS,
    AttemptState.DELIVERED: NoticeState.DELIVERED,
    AttemptState.COMPLAINED: NoticeState.DELIVERED,
    AttemptState.BOUNCED: NoticeState.UNREACHED,
    AttemptState.DROPPED: NoticeState.UNREACHED,
    AttemptState.PRINTED: NoticeState.IN_PROGRESS,
    AttemptState.POSTED: NoticeState.POSTED,
    AttemptState.RETURNED: NoticeState.UNREACHED,
    AttemptState.READDRESSED: NoticeState.UNREACHED,
    AttemptState.LISTED: NoticeState.IN_PROGRESS,
    AttemptState.SENT: NoticeState.ACCEPTED_UNCONFIRMED,
    AttemptState.REACHED: NoticeState.REACHED,
    AttemptState.FAILED: NoticeState.UNREACHED,
    AttemptState.HANDED_OVER: NoticeState.HANDED_OVER,
    AttemptState.SUBSTITUTED: NoticeState.SUBSTITUTED,
    AttemptState.SETTLED: NoticeState.SETTLED,
    AttemptState.CANCELLED: NoticeState.CANCELLED,
}


def joined(states: Iterable[AttemptState], ranks: dict[AttemptState, int]) -> AttemptState:
    """The state that a set of reports amounts to, whatever their order or number.

    Raises ValueError when there is none, and KeyError for a state foreign to the channel.
    """
    return max(states, key=lambda state: ranks[state])


def adds_up(counts: dict[NoticeState, int], population: int) -> bool:
    """Whether every person of a wave is in a final state, and none is missing or double."""
    final = sum(n for state, n in counts.items() if state in FINAL_NOTICE_STATES)
    return final == population == sum(counts.values())
