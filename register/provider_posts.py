"""A signed POST of the mail provider, read: events as they came and as reports, by incident.

What is about no mail of ours is counted and left out; what names an incident of ours is kept, also
when it says something that we do not know. Nothing here raises for what a POST holds.
"""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from contracts.names import (
    PROVIDER_ATTEMPT_ARGUMENT,
    PROVIDER_INCIDENT_ARGUMENT,
    parse_argument,
)
from register.provider_events import IGNORED_EVENTS, STATE_OF_EVENT, Report

# A ULID: nothing else goes into a statement of the register.
_INCIDENT_ID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")

FOREIGN = "foreign"
"""About no mail of ours: another program sends by the same account."""
MALFORMED = "malformed"
"""Signed, and still not what an event looks like."""
UNKNOWN_MAIL = "unknown_mail"
"""About an incident of ours, and no mail of it that we know; kept."""
UNKNOWN_KIND = "unknown_kind"
"""About a mail of ours, of a kind that nobody has told us of; kept."""


@dataclass(slots=True)
class ProviderPost:
    """What one POST holds; `events` are whole, by the incident that they name."""

    signed_at: datetime
    received_at: datetime
    events: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    reports: dict[str, list[Report]] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    odd: dict[str, Counter[str]] = field(default_factory=dict)


def read_post(body: bytes, timestamp: str, received_at: datetime) -> ProviderPost:
    """Sort the events of a signed post; `timestamp` is its header, in Unix seconds."""
    post = ProviderPost(signed_at=_signed_at(timestamp, received_at), received_at=received_at)
    try:
        events = json.loads(body)
    except (ValueError, RecursionError):
        events = None
    if not isinstance(events, list):
        post.left_out[MALFORMED] += 1
        return post
    for event in events:
        _sort(post, event)
    return post


def kept_text(events: list[dict[str, Any]]) -> str:
    """Events as they are kept: JSON, in ASCII, so that half characters survive as well.

    Events that are nested too deep to be written again are left out; they are about nothing of
    ours, since ours are flat.
    """
    try:
        return json.dumps(events)
    except RecursionError:
        return json.dumps([event for event in events if not _is_nested(event)])


def _sort(post: ProviderPost, event: object) -> None:
    if not isinstance(event, dict):
        post.left_out[MALFORMED] += 1
        return
    incident_id = event.get(PROVIDER_INCIDENT_ARGUMENT)
    if not isinstance(incident_id, str) or not _INCIDENT_ID.fullmatch(incident_id):
        post.left_out[FOREIGN] += 1
        return
    post.events.setdefault(incident_id, []).append(event)
    reports = post.reports.setdefault(incident_id, [])
    odd = post.odd.setdefault(incident_id, Counter())
    argument = event.get(PROVIDER_ATTEMPT_ARGUMENT)
    try:
        identity, position = parse_argument(argument if isinstance(argument, str) else "")
    except ValueError:
        odd[UNKNOWN_MAIL] += 1
        return
    kind = event.get("event")
    state = STATE_OF_EVENT.get(kind) if isinstance(kind, str) else None
    if state is not None:
        reports.append(Report(identity, position, state))
    elif not isinstance(kind, str) or kind not in IGNORED_EVENTS:
        odd[UNKNOWN_KIND] += 1


def _is_nested(event: dict[str, Any]) -> bool:
    return any(isinstance(value, dict | list) for value in event.values())


def _signed_at(timestamp: str, received_at: datetime) -> datetime:
    try:
        return datetime.fromtimestamp(int(timestamp), UTC)
    except (ValueError, OverflowError, OSError):
        return received_at
