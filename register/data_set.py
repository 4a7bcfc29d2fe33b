"""The table rows of one data set: everything that must be closed is sealed in here."""

import json
from collections.abc import Sequence
from typing import Any

from register.person_rows import LONGEST_MAIL_NAME, PersonRow, same_mail, usable_mail
from sealing.keyring import Keyring
from sealing.values import ValueSealer

LONGEST_ITEMS = 120
ITEMS_JOINED_BY = "、"


class PeopleFileError(ValueError):
    """A list cannot be imported as it is; the sentence names the line and never a value."""


class DataSet:
    """Makes table rows of file rows, under one data set id."""

    def __init__(
        self,
        identity: str,
        incident_id: str,
        party_id: str,
        keyring: Keyring,
        sealer: ValueSealer,
    ) -> None:
        self.id = identity
        self._incident_id = incident_id
        self._party_id = party_id
        self._keyring = keyring
        self._sealer = sealer

    def record(self, row: PersonRow, mail: str | None) -> dict[str, Any]:
        """The table row of a person."""
        return {
            "data_set_id": self.id,
            "line": row.line,
            "incident_id": self._incident_id,
            "party_id": self._party_id,
            "name": self._sealed("name", row.line, row.name),
            "items": items_text(row),
            **self.contacts(row.line, mail, row.phone, postal_text(row)),
        }

    def contacts(
        self, line: int, mail: str | None, phone: str | None, postal: str | None
    ) -> dict[str, Any]:
        """The contact columns of a person, sealed; None where there is no such contact."""
        return {
            "mail": self._sealed("mail", line, mail) if mail else None,
            "phone": self._sealed("phone", line, phone) if phone else None,
            "postal": self._sealed("postal", line, postal) if postal else None,
            "mail_digest": self._digest(mail) if mail else None,
        }

    def opened(self, column: str, line: int, sealed: bytes | None) -> str | None:
        """A contact as it was read from the file."""
        if sealed is None:
            return None
        return self._sealer.open("people", column, f"{self.id}:{line}", sealed)

    def _sealed(self, column: str, line: int, text: str) -> bytes:
        return self._sealer.seal("people", column, f"{self.id}:{line}", text)

    def _digest(self, mail: str) -> bytes:
        return self._keyring.lookup_digest(self._party_id, same_mail(mail))


def mail_of(row: PersonRow) -> str | None:
    """The address that this person can be mailed at, or None."""
    return usable_mail(row.mail) if len(row.name) <= LONGEST_MAIL_NAME else None


def postal_text(row: PersonRow) -> str | None:
    """Postal code and address as the JSON text that is sealed, or None without an address."""
    if not row.address or not row.address.strip():
        return None
    parts = {"postal_code": row.postal_code or "", "address": row.address}
    return json.dumps(parts, ensure_ascii=False)


def items_text(row: PersonRow) -> str:
    """What leaked of a person, as it is shown. Raises PeopleFileError when it is too long."""
    return _bounded(ITEMS_JOINED_BY.join(row.items), row.line)


def joined_items(texts: Sequence[str]) -> str:
    """What leaked of a person according to several lines, each item once."""
    items = [item for text in texts for item in text.split(ITEMS_JOINED_BY) if item]
    return _bounded(ITEMS_JOINED_BY.join(dict.fromkeys(items)), None)


def _bounded(text: str, line: int | None) -> str:
    if len(text) > LONGEST_ITEMS:
        where = "merged lines" if line is None else f"line {line}"
        raise PeopleFileError(f"{where}: what leaked takes more than {LONGEST_ITEMS} characters")
    return text
