"""The states of a request to the mail provider, one of which holds up to a batch of people."""

from enum import StrEnum

from domain.notices import MAIL_RANK, AttemptState


class RequestState(StrEnum):
    """What is known of a request.

    `waiting`: the provider, or the way to it, certainly took nothing; the same request will be
    claimed again. `refused`: it certainly took nothing, and the people count as unclaimed again.
    `returned`: it took nothing because the mail cannot arrive; the people need another channel.
    """

    CLAIMED = "claimed"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    RETURNED = "returned"
    SETTLED = "settled"
    CANCELLED = "cancelled"


OPEN_STATES = (RequestState.CLAIMED, RequestState.WAITING, RequestState.UNKNOWN)
"""States that an answer, however late, may still change."""

# A person's decision outranks everything but a report of what became of the mail itself.
DECIDED_RANK = MAIL_RANK[AttemptState.SETTLED]
