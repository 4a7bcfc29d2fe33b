"""Which lines of one merchant's lists are the same person.

Two lines are one person when the name and one contact agree (mail, phone or postal address), also
by way of a third line. Who is in the register already stays who they are: a line may join them,
but nothing joins two of them, since each may have been told.

Memory does not grow with the list: what must be remembered of each line is a digest, under a key
that ends with the process; what is too many goes to a file that only this process sees.
"""

import os
import sqlite3
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from domain.contact_forms import Contacts
from register.person_rows import same_mail, same_name, same_postal

_DIGEST_BYTES = 16
_ASKED_AT_ONCE = 500
MOST_IN_MEMORY = 400_000
"""Digests, at some 200 bytes each."""

Keys = tuple[bytes, ...]


class Merger:
    """Decides line by line, for lines in any order, whose they are.

    Persons are numbered: one of this list by its line, one who is in the register by the negative
    of its id.
    """

    def __init__(self, scratch: sqlite3.Connection, most_in_memory: int = MOST_IN_MEMORY) -> None:
        self._scratch = scratch
        self._most_in_memory = most_in_memory
        self._secret = os.urandom(_DIGEST_BYTES)
        self._owners: dict[bytes, int] = {}
        self._absorbed: dict[int, int] = {}
        self._in_file = False
        scratch.execute("CREATE TABLE owners (key BLOB PRIMARY KEY, owner INTEGER) WITHOUT ROWID")

    def keys(self, name: str, contacts: Contacts) -> Keys:
        """The digests of a person's name with each contact; none without a name."""
        spelt = same_name(name)
        if not spelt:
            return ()
        found = (
            ("mail", same_mail(contacts.mail) if contacts.mail else ""),
            ("phone", contacts.phone or ""),
            ("postal", same_postal(contacts.postal) if contacts.postal else ""),
        )
        return tuple(self._digest(f"{kind}\0{spelt}\0{said}") for kind, said in found if said)

    def know(self, persons: Iterable[tuple[int, Keys]]) -> None:
        """Learn who is in the register already, by id."""
        for identity, keys in persons:
            for key in keys:
                self._owners.setdefault(key, -identity)
            self._make_room()

    def take(self, lines: Sequence[tuple[int, Keys]]) -> tuple[list[int], dict[int, int]]:
        """Whose each line is, and who turned out to be somebody else.

        A line that is its own person so far is given its own number. The second part maps persons
        of earlier lines to whom they were joined by one of these.
        """
        self._remember(lines)
        absorbed_before = len(self._absorbed)
        decided = [self._decide(line, keys) for line, keys in lines]
        joined = list(self._absorbed)[absorbed_before:]
        self._make_room()
        return [self._person(person) for person in decided], {
            line: self._person(line) for line in joined
        }

    def _decide(self, line: int, keys: Keys) -> int:
        owners = self._owners
        persons = {self._person(owners[key]) for key in keys if key in owners}
        # The register's people first, the oldest of them; then the earliest line.
        person = min(persons, key=lambda p: (p > 0, abs(p)), default=line)
        for other in persons - {person}:
            if other > 0:
                self._absorbed[other] = person
        for key in keys:
            # A register's person keeps what is known to be theirs.
            if self._person(owners.get(key, person)) == person:
                owners[key] = person
        return person

    def _remember(self, lines: Sequence[tuple[int, Keys]]) -> None:
        """Bring back from the file what these lines ask for."""
        if not self._in_file:
            return
        asked = [key for _line, keys in lines for key in keys if key not in self._owners]
        for start in range(0, len(asked), _ASKED_AT_ONCE):
            some = asked[start : start + _ASKED_AT_ONCE]
            marks = ",".join("?" * len(some))
            query = f"SELECT key, owner FROM owners WHERE key IN ({marks})"  # noqa: S608 - marks only
            self._owners.update(self._scratch.execute(query, some))

    def _make_room(self) -> None:
        if len(self._owners) < self._most_in_memory:
            return
        # In order of the keys, so that neighbours go to one page.
        self._scratch.executemany(
            "INSERT OR REPLACE INTO owners VALUES (?, ?)", sorted(self._owners.items())
        )
        self._owners.clear()
        self._in_file = True

    def _person(self, person: int) -> int:
        while person in self._absorbed:
            person = self._absorbed[person]
        return person

    def _digest(self, text: str) -> bytes:
        # A badly decoded file may hold half characters; an error would quote them.
        said = text.encode("utf-8", "surrogatepass")
        return blake2b(said, digest_size=_DIGEST_BYTES, key=self._secret).digest()
