"""What is posted for messages whose events are due, on a good day and on the bad ones.

On bad days events come twice (the second time under another id, and older), in another order, in
other posts, and beside them posts that somebody else has made up.
"""

import base64
import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mailroom.behaviour import Behaviour
from mailroom.storage import DueMessage

Event = dict[str, object]

SHUFFLED_INTO_POSTS = 3


@dataclass(frozen=True, slots=True)
class EventPost:
    """Events of one POST, signed as of so many seconds ago; a forged one by another's key."""

    events: Sequence[Event]
    age_seconds: int = 0
    forged: bool = False


def posts_of(messages: Sequence[DueMessage], behaviour: Behaviour) -> Iterator[EventPost]:
    """The posts to make for these messages, in this order."""
    events = [event for message in messages for event in event_bodies(message)]
    age = behaviour.duplicate_age_seconds
    copies = (
        [event for message in messages for event in event_bodies(message, 1, age)]
        if behaviour.duplicate_events
        else []
    )
    if behaviour.forged_events:
        yield EventPost([made_up(event) for event in events], forged=True)
    if not behaviour.shuffle_events:
        yield EventPost(events)
        if copies:
            yield EventPost(copies, age)
        return
    mixed = [*events, *copies]
    order = random.Random(f"{behaviour.seed}:{messages[0].id}:{messages[0].steps_posted}")  # noqa: S311  disorder, not secrets
    order.shuffle(mixed)
    for part in range(SHUFFLED_INTO_POSTS):
        if mixed[part::SHUFFLED_INTO_POSTS]:
            yield EventPost(mixed[part::SHUFFLED_INTO_POSTS])


def event_bodies(message: DueMessage, copy: int = 0, age_seconds: int = 0) -> list[Event]:
    """Return the events to post for one message; another `copy` has other event ids.

    Custom args are flattened into the event; the service's own fields win over them.
    """
    bodies = []
    for index, step in enumerate(message.steps(), start=message.steps_posted):
        body: Event = {
            **message.custom_args,
            "email": message.recipient,
            "event": step.event,
            "timestamp": int(message.due_at) - age_seconds,
            "sg_event_id": _event_id(message.sg_message_id, index, copy),
            "sg_message_id": message.sg_message_id,
            **step.fields,
        }
        if message.categories:
            body["category"] = message.categories
        bodies.append(body)
    return bodies


def made_up(event: Event) -> Event:
    """The event as somebody would forge it who wants people to be told twice, or never."""
    return {**event, "event": "bounce", "type": "bounce", "reason": "forged", "status": "5.1.1"}


def _event_id(sg_message_id: str, index: int, copy: int) -> str:
    # Derived, not drawn: an event posted again after a restart keeps its id.
    digest = hashlib.blake2b(f"{sg_message_id}:{index}:{copy}".encode(), digest_size=16).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
