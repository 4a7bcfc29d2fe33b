"""The table rows of one data set: everything that must be closed is sealed in here."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.contact_forms import Contacts
from domain.people import ITEMS_JOINED_BY, LONGEST_ITEMS, Addressee, PersonRow
from register.person_rows import same_mail
from sealing.keyring import Keyring
from sealing.values import ValueSealer

CONTACTS = ("mail", "phone", "postal")
COLUMNS = (
    *("data_set_id", "line", "incident_id", "party_id", "name", *CONTACTS, "mail_digest", "items"),
    *("relation", "addressee", "do_not_write", "locale", *(f"{name}_problem" for name in CONTACTS)),
)
"""The columns of `people`, but its id, in the order in which table rows are made."""


class PeopleFileError(ValueError):
    """A list cannot be imported as it is; the sentence names the line and never a value."""


@dataclass(slots=True, repr=False)
class Facets:
    """What several lines may say of one person, opened: contacts, their problems, what leaked."""

    contacts: dict[str, str | None]
    problems: dict[str, str | None]
    items: str
    addressee: str
    do_not_write: bool

    def fold(self, other: "Facets") -> bool:
        """Take over what only the other line says: whether that changed anything.

        Contacts that are there stay; what leaked is told of both; whoever is not to be written to
        according to one line is not written to.
        """
        before = (dict(self.contacts), self.items, self.addressee, self.do_not_write)
        for name, said in other.contacts.items():
            if not self.contacts[name] and said:
                self.contacts[name] = said
                self.problems[name] = other.problems[name]
        self.items = joined_items([self.items, other.items])
        if self.addressee == Addressee.SELF:
            self.addressee = other.addressee
        self.do_not_write = self.do_not_write or other.do_not_write
        return before != (self.contacts, self.items, self.addressee, self.do_not_write)

    def to_json(self) -> str:
        """As text, to be sealed."""
        return json.dumps(
            [self.contacts, self.problems, self.items, self.addressee, self.do_not_write]
        )

    @classmethod
    def from_json(cls, text: str) -> "Facets":
        """What `to_json` made."""
        return cls(*json.loads(text))


def facets_of(row: PersonRow, contacts: Contacts) -> Facets:
    """What one line says of a person beside the name."""
    return Facets(
        contacts={name: getattr(contacts, name) for name in CONTACTS},
        problems=_problems(contacts),
        items=items_text(row),
        addressee=row.addressee.value,
        do_not_write=row.do_not_write,
    )


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
        self.incident_id = incident_id
        self.party_id = party_id
        self._keyring = keyring
        self._sealer = sealer

    def records(self, rows: Sequence[tuple[PersonRow, Contacts]]) -> list[tuple[Any, ...]]:
        """The table rows of persons, each in the order of `COLUMNS`."""
        names = self._sealed("name", [(row.line, row.name) for row, _ in rows])
        mails, phones, postals = (
            self._sealed(name, [(row.line, getattr(held, name)) for row, held in rows])
            for name in CONTACTS
        )
        return [
            (
                self.id,
                row.line,
                self.incident_id,
                self.party_id,
                names[row.line],
                mails.get(row.line),
                phones.get(row.line),
                postals.get(row.line),
                self._digest(held.mail),
                items_text(row),
                row.relation.value,
                row.addressee.value,
                row.do_not_write,
                row.locale,
                held.mail_problem and held.mail_problem.value,
                held.phone_problem and held.phone_problem.value,
                held.postal_problem and held.postal_problem.value,
            )
            for row, held in rows
        ]

    def opened(self, record: Mapping[str, Any]) -> Facets:
        """What a table row says, of this data set or of another of the same incident."""
        place = f"{record['data_set_id']}:{record['line']}"
        sealed = {name: record[name] for name in CONTACTS}
        return Facets(
            contacts={
                name: None if value is None else self._sealer.open("people", name, place, value)
                for name, value in sealed.items()
            },
            problems={name: record[f"{name}_problem"] for name in CONTACTS},
            items=record["items"],
            addressee=record["addressee"],
            do_not_write=bool(record["do_not_write"]),
        )

    def opened_name(self, record: Mapping[str, Any]) -> str:
        """The name in a table row."""
        place = f"{record['data_set_id']}:{record['line']}"
        return self._sealer.open("people", "name", place, record["name"])

    def changed(self, record: Mapping[str, Any], facets: Facets) -> dict[str, Any]:
        """The columns of a table row that lines joined to it may change."""
        place = f"{record['data_set_id']}:{record['line']}"
        return {
            **{
                name: self._sealer.seal("people", name, place, said) if said else None
                for name, said in facets.contacts.items()
            },
            **{f"{name}_problem": said for name, said in facets.problems.items()},
            "mail_digest": self._digest(facets.contacts["mail"]),
            "items": facets.items,
            "addressee": facets.addressee,
            "do_not_write": facets.do_not_write,
        }

    def _digest(self, mail: str | None) -> bytes | None:
        return self._keyring.lookup_digest(self.party_id, same_mail(mail)) if mail else None

    def sealed_facets(self, person_id: int, facets: Facets) -> bytes:
        """What a line says of a person of an earlier list, closed until the register takes it."""
        return self._sealer.seal("people", "joined", f"{self.id}:{person_id}", facets.to_json())

    def opened_facets(self, person_id: int, sealed: bytes) -> Facets:
        """What `sealed_facets` closed."""
        said = self._sealer.open("people", "joined", f"{self.id}:{person_id}", sealed)
        return Facets.from_json(said)

    def _sealed(self, column: str, texts: Iterable[tuple[int, str | None]]) -> dict[int, bytes]:
        held = [(line, text) for line, text in texts if text is not None]
        sealed = self._sealer.seal_many(
            "people", column, [(f"{self.id}:{line}", text) for line, text in held]
        )
        return {line: value for (line, _text), value in zip(held, sealed, strict=True)}


def _problems(contacts: Contacts) -> dict[str, str | None]:
    """As plain texts: drivers treat enums each in their own way."""
    found = {name: getattr(contacts, f"{name}_problem") for name in CONTACTS}
    return {name: problem and problem.value for name, problem in found.items()}


def items_text(row: PersonRow) -> str:
    """What leaked of a person, as it is shown. Raises PeopleFileError when it is too long."""
    text = ITEMS_JOINED_BY.join(row.items)
    if len(text) > LONGEST_ITEMS:
        raise PeopleFileError(
            f"line {row.line}: what leaked takes more than {LONGEST_ITEMS} characters"
        )
    return text


def joined_items(texts: Iterable[str]) -> str:
    """What leaked of a person according to several lines, each item once."""
    items = [item for text in texts for item in text.split(ITEMS_JOINED_BY) if item]
    return ITEMS_JOINED_BY.join(dict.fromkeys(items))
