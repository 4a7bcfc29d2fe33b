"""Personalizations: who gets the mail, and what is different for each of them."""

import json

from mailroom.checks.addresses import check_recipient, check_sender
from mailroom.checks.content import check_headers, check_subject
from mailroom.checks.refusals import Refusals

MOST_PERSONALIZATIONS = 1_000
MOST_RECIPIENTS = 1_000
MOST_BYTES = 10_000
FURTHEST_SEND_SECONDS = 72 * 3_600

RECIPIENT_KINDS = ("to", "cc", "bcc")
PERSONALIZATION_KEYS = frozenset(
    {*RECIPIENT_KINDS, "from", "subject", "headers", "substitutions", "custom_args", "send_at"}
)

compact_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class PersonalizationsCheck:
    """Checks the personalizations of one request, which share recipients and message-level args."""

    def __init__(
        self, refusals: Refusals, body: dict[str, object], now: float, *, ascii_senders: bool
    ) -> None:
        self._refusals = refusals
        self._now = now
        self._ascii_senders = ascii_senders
        self._seen: set[str] = set()
        self._recipients = 0
        shared = body.get("custom_args")
        self._shared_args = shared if isinstance(shared, dict) else {}

    def check(self, value: object) -> None:
        """Check the whole array."""
        field = "personalizations"
        entries = self._refusals.as_array(value, field)
        if entries is None:
            return
        if not entries:
            self._refusals.add(field, "You must have at least one personalization.")
        if len(entries) > MOST_PERSONALIZATIONS:
            self._refusals.add(
                field,
                "The personalization block is limited to 1000 personalizations per API request. "
                f"You have provided {len(entries)} personalizations. Please consider splitting "
                "this into multiple requests and resending your request.",
            )
            return
        for index, entry in enumerate(entries):
            self._check_one(entry, f"{field}.{index}")
        if self._recipients > MOST_RECIPIENTS:
            self._refusals.add(
                field, "There is a limit of 1000 total recipients (to + cc + bcc) per request."
            )

    def _check_one(self, value: object, field: str) -> None:
        entry = self._refusals.as_object(value, field)
        if entry is None:
            return
        self._refusals.unknown_keys(entry, PERSONALIZATION_KEYS, field)
        self._check_recipients(entry, field)
        if "from" in entry:
            check_sender(
                self._refusals, entry["from"], f"{field}.from", ascii_only=self._ascii_senders
            )
        if "subject" in entry:
            check_subject(self._refusals, entry["subject"], f"{field}.subject")
        if "headers" in entry:
            check_headers(self._refusals, entry["headers"], f"{field}.headers")
        if "substitutions" in entry:
            self._check_substitutions(entry["substitutions"], f"{field}.substitutions")
        if "custom_args" in entry or self._shared_args:
            self._check_custom_args(entry.get("custom_args", {}), f"{field}.custom_args")
        if "send_at" in entry:
            check_send_at(self._refusals, entry["send_at"], f"{field}.send_at", self._now)

    def _check_recipients(self, entry: dict[str, object], field: str) -> None:
        if not entry.get("to"):
            self._refusals.add(
                f"{field}.to",
                "The to array is required for all personalization objects, and must have at least "
                "one email object with a valid email address.",
            )
        for kind in RECIPIENT_KINDS:
            if kind in entry:
                self._check_kind(entry[kind], f"{field}.{kind}")

    def _check_kind(self, value: object, field: str) -> None:
        people = self._refusals.as_array(value, field)
        if people is None:
            return
        self._recipients += len(people)
        for index, person in enumerate(people):
            person_field = f"{field}.{index}"
            address = check_recipient(self._refusals, person, person_field)
            if address is None:
                continue
            known_as = address.lower()
            if known_as in self._seen:
                self._refusals.add(
                    f"{person_field}.email",
                    "Each email address in the personalization block should be unique between to, "
                    "cc, and bcc. We found the first duplicate instance of "
                    f"[{address}] in the {field} field.",
                )
            self._seen.add(known_as)

    def _check_substitutions(self, value: object, field: str) -> None:
        tags = check_strings(self._refusals, value, field)
        if tags is None:
            return
        if "" in tags:
            self._refusals.add(field, "A substitution tag must be at least one character long.")
        if size_in_bytes(tags) > MOST_BYTES:
            self._refusals.add(
                field, f"Substitutions are limited to {MOST_BYTES} bytes per personalization block."
            )

    def _check_custom_args(self, value: object, field: str) -> None:
        own = check_strings(self._refusals, value, field)
        if own is None:
            return
        if size_in_bytes({**self._shared_args, **own}) > MOST_BYTES:
            self._refusals.add(
                field,
                "The combined size of both global and personalization custom arguments may not "
                f"exceed {MOST_BYTES} bytes per personalization.",
            )


def size_in_bytes(values: dict[str, object]) -> int:
    """Return the size the service's limit is held against: compact JSON in UTF-8.

    The vendor does not say how it counts; this is the stricter reading, since it counts the
    punctuation too.
    """
    return len(compact_json(values).encode())


def check_strings(refusals: Refusals, value: object, field: str) -> dict[str, object] | None:
    """Check an object all of whose values are strings; return None if it is not one."""
    entries = refusals.as_object(value, field)
    if entries is None:
        return None
    sound = True
    for key, entry in entries.items():
        if not isinstance(entry, str):
            refusals.as_string(entry, f"{field}.{key}")
            sound = False
    return entries if sound else None


def check_send_at(refusals: Refusals, value: object, field: str, now: float) -> None:
    """Check a time to send: whole Unix seconds, at most 72 hours ahead; the past means at once."""
    if isinstance(value, bool) or not isinstance(value, int):
        refusals.add(
            field,
            "The send_at parameter is expecting a Unix timestamp as an integer. We will send "
            "immediately if you include a send_at timestamp that is in the past.",
        )
    elif value > now + FURTHEST_SEND_SECONDS:
        refusals.add(field, "Scheduling more than 72 hours in advance is forbidden.")
