"""What the mailroom has kept, read from its own file: the provider's side of the truth."""

import json
import sqlite3
import zlib
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from contracts.names import (
    PROVIDER_ATTEMPT_ARGUMENT,
    PROVIDER_INCIDENT_ARGUMENT,
    parse_argument,
)
from mailroom.storage import FILE_NAME


class KeptMail(NamedTuple):
    """One mail: to whom (lower case), its subject, and what becomes of it."""

    recipient: str
    subject: str
    outcome: str


class MailroomStore:
    """The kept requests and messages of one mailroom's folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME

    def bodies(self) -> list[dict[str, Any]]:
        """Every accepted request as it came."""
        rows = self._rows("SELECT body FROM requests ORDER BY id")
        return [json.loads(zlib.decompress(body)) for (body,) in rows]

    def arguments_and_categories(self) -> list[str]:
        """What the provider keeps in the open and sends back with every event."""
        arguments = self._rows("SELECT DISTINCT custom_args FROM messages")
        categories = self._rows("SELECT DISTINCT categories FROM requests")
        return [text for (text,) in (*arguments, *categories)]

    def kinds(self, incident_id: str) -> Counter[tuple[str, str]]:
        """How often which kind of mail (its categories) of an incident went to which address."""
        rows = self._rows(
            "SELECT recipient, categories, custom_args FROM messages"
            " JOIN requests ON requests.id = messages.request"
        )
        return Counter(
            (recipient, categories)
            for recipient, categories, arguments in rows
            if json.loads(arguments)[PROVIDER_INCIDENT_ARGUMENT] == incident_id
        )

    def doubles(self, incident_id: str) -> int:
        """How many mails of an incident say the same to the same address once more."""
        rows = self._rows("SELECT recipient, digest, custom_args FROM messages")
        seen = Counter(
            (recipient, digest)
            for recipient, digest, arguments in rows
            if json.loads(arguments)[PROVIDER_INCIDENT_ARGUMENT] == incident_id
        )
        return sum(seen.values()) - len(seen)

    def mails(self, incident_id: str) -> list["KeptMail"]:
        """Every mail of an incident that was taken, in order."""
        rows = self._rows(
            "SELECT recipient, outcome, custom_args, body FROM messages "
            "JOIN requests ON requests.id = messages.request ORDER BY messages.id"
        )
        return [
            KeptMail(recipient, json.loads(zlib.decompress(body))["subject"], outcome)
            for recipient, outcome, arguments, body in rows
            if json.loads(arguments)[PROVIDER_INCIDENT_ARGUMENT] == incident_id
        ]

    def mails_of_waves(self, incident_id: str) -> int:
        """How many mails to people were taken for an incident."""
        return len(self._of_waves(incident_id))

    def wave_requests(self, incident_id: str) -> int:
        """How many requests to people were taken for an incident."""
        return len({identity for identity, _ in self._of_waves(incident_id)})

    def _of_waves(self, incident_id: str) -> list[tuple[str, int]]:
        """Request and position of every mail to a person."""
        told = [json.loads(text) for (text,) in self._rows("SELECT custom_args FROM messages")]
        parsed = [
            parse_argument(arguments[PROVIDER_ATTEMPT_ARGUMENT])
            for arguments in told
            if arguments[PROVIDER_INCIDENT_ARGUMENT] == incident_id
        ]
        return [(identity, position) for identity, position in parsed if position is not None]

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self._path)) as connection:
            return connection.execute(query).fetchall()
