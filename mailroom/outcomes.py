"""What becomes of an accepted mail, and which events tell it in which order."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mailroom.behaviour import PER_MILLE, Behaviour


class State(StrEnum):
    """How far a message has come, by the events that the receiver has taken."""

    ACCEPTED = "accepted"
    PROCESSED = "processed"
    DEFERRED = "deferred"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    DROPPED = "dropped"
    COMPLAINED = "complained"


class Outcome(StrEnum):
    """What will become of a message; decided when it is accepted."""

    DELIVERED = "delivered"
    BOUNCED = "bounced"
    BLOCKED = "blocked"
    DROPPED = "dropped"
    DEFERRED = "deferred"
    COMPLAINED = "complained"


@dataclass(frozen=True, slots=True)
class Step:
    """One event of an outcome: its name, fields of its own, and the seconds it waits."""

    event: str
    state: State
    fields: Mapping[str, str]
    wait_seconds: float = 0.0


PROCESSED = Step("processed", State.PROCESSED, {})
DELIVERED = Step("delivered", State.DELIVERED, {"response": "250 OK"})

# The waits are short enough for a rehearsal and long enough to come in a POST of their own.
SEQUENCES: Mapping[Outcome, tuple[Step, ...]] = {
    Outcome.DELIVERED: (PROCESSED, DELIVERED),
    Outcome.BOUNCED: (
        PROCESSED,
        Step(
            "bounce",
            State.BOUNCED,
            {"type": "bounce", "status": "5.1.1", "reason": "550 5.1.1 The mailbox does not exist"},
        ),
    ),
    Outcome.BLOCKED: (
        PROCESSED,
        Step(
            "bounce",
            State.BOUNCED,
            {"type": "blocked", "status": "5.7.1", "reason": "554 5.7.1 Refused by local policy"},
        ),
    ),
    Outcome.DROPPED: (
        Step("dropped", State.DROPPED, {"reason": "Bounced Address", "status": "5.0.0"}),
    ),
    Outcome.DEFERRED: (
        PROCESSED,
        Step("deferred", State.DEFERRED, {"response": "451 4.7.1 Try again later", "attempt": "1"}),
        Step("delivered", State.DELIVERED, {"response": "250 OK"}, wait_seconds=0.5),
    ),
    Outcome.COMPLAINED: (
        PROCESSED,
        DELIVERED,
        Step("spamreport", State.COMPLAINED, {}, wait_seconds=0.5),
    ),
}


def outcome_of(recipient: str, behaviour: Behaviour, *, bypass_bounce_list: bool) -> Outcome:
    """Decide what becomes of a mail to `recipient` (lower case); the same seed decides the same.

    With `bypass_bounce_list` a mail that would be dropped is delivered.
    """
    lot = _lot(recipient, behaviour.seed)
    shares = (
        (Outcome.BOUNCED, behaviour.bounce_per_mille),
        (Outcome.BLOCKED, behaviour.block_per_mille),
        (Outcome.DROPPED, behaviour.drop_per_mille),
        (Outcome.DEFERRED, behaviour.defer_per_mille),
        (Outcome.COMPLAINED, behaviour.complaint_per_mille),
    )
    for outcome, share in shares:
        if lot < share:
            dropped_anyway = outcome is Outcome.DROPPED and bypass_bounce_list
            return Outcome.DELIVERED if dropped_anyway else outcome
        lot -= share
    return Outcome.DELIVERED


def _lot(recipient: str, seed: int) -> int:
    digest = hashlib.blake2b(f"{seed}:{recipient}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) % PER_MILLE
