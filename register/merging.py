"""Which lines of one data set are the same person.

Two lines are one person when the name and one contact agree (mail, phone or postal address), also
by way of a third line. Only digests are kept in memory, so a list of a million lines fits.
"""

from hashlib import blake2b

from register.person_rows import PersonRow, same_mail, same_name, same_phone, same_postal

_DIGEST_BYTES = 16


class Merger:
    """Decides line by line; what was decided is read once all lines are in."""

    def __init__(self) -> None:
        self._owner: dict[bytes, int] = {}
        self._absorbed: dict[int, int] = {}
        self._joined: dict[int, list[PersonRow]] = {}
        self.merged = 0

    def is_new(self, row: PersonRow, mail: str | None) -> bool:
        """Whether this line is a person of its own so far; `mail` is its usable address."""
        keys = _keys(row, mail)
        persons = sorted({self._person(self._owner[key]) for key in keys if key in self._owner})
        person = persons[0] if persons else row.line
        for other in persons[1:]:
            self._absorbed[other] = person
            self.merged += 1
        for key in keys:
            self._owner[key] = person
        if persons:
            self._joined.setdefault(person, []).append(row)
            self.merged += 1
        return not persons

    def absorbed(self) -> dict[int, int]:
        """Lines that looked like persons of their own until a later line joined them: into whom."""
        return {line: self._person(line) for line in self._absorbed}

    def joined(self) -> dict[int, list[PersonRow]]:
        """Lines that were never persons of their own, by the line of their person."""
        joined: dict[int, list[PersonRow]] = {}
        for person, rows in self._joined.items():
            joined.setdefault(self._person(person), []).extend(rows)
        return joined

    def _person(self, line: int) -> int:
        while line in self._absorbed:
            line = self._absorbed[line]
        return line


def _keys(row: PersonRow, mail: str | None) -> list[bytes]:
    name = same_name(row.name)
    if not name:
        return []
    contacts = (
        ("mail", same_mail(mail) if mail else ""),
        ("phone", same_phone(row.phone)),
        ("postal", same_postal(row)),
    )
    return [_digest(f"{kind}\0{name}\0{contact}") for kind, contact in contacts if contact]


def _digest(text: str) -> bytes:
    # A badly decoded file may hold half characters; an error would quote them.
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).digest()
