"""The needles: every word about a person or a merchant that must be nowhere but where it belongs.

Postal codes are left out: seven digits with a hyphen also stand in ids and times by chance, and the
address beside them is searched for.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote

from contracts.incident_file import IncidentFile
from demo.people import synthetic_people
from demo.stage import scaled
from domain.parties import PartyKind

SHORTEST = 6
"""Bytes; a shorter text would be found by chance."""

FOUND, NOTHING_FOUND = 0, 1
"""What `grep` returns."""


def needles_of(file: IncidentFile, people: int) -> dict[str, set[str]]:
    """Texts by what they are."""
    assert file.people is not None
    assert file.people.synthetic is not None
    listed = list(synthetic_people(scaled(file.people.synthetic, people)))
    contacts = [contact for party in file.parties for contact in party.contacts]
    others = [party for party in file.parties if party.kind is not PartyKind.AUTHORITY]
    desks = [party.desk for party in file.parties if party.desk]
    found: dict[str, list[str | None]] = {
        "person names": [person.name for person in listed],
        "person mails": [person.mail for person in listed],
        "person phones": [person.phone for person in listed],
        "person addresses": [person.address for person in listed],
        "party names": [party.name for party in others],
        "party addresses": [party.address for party in others],
        "contact names": [*(c.name for c in contacts), *(s.name for s in file.staff)],
        "contact mails": [*(c.mail for c in contacts), *(s.mail for s in file.staff)],
        "contact phones": [contact.phone for contact in contacts],
        "desks": [text for desk in desks for text in (desk.phone, desk.mail)],
    }
    return {kind: {text for text in texts if text} for kind, texts in found.items()}


class Search:
    """Looks for needles in every form in which a log or a store may write them.

    By `grep -F`, because hundreds of names times many megabytes are too much for a loop here.
    """

    def __init__(self, needles: Mapping[str, Iterable[str]]) -> None:
        self._forms: dict[bytes, set[tuple[str, str]]] = {}
        for kind, texts in needles.items():
            for needle in texts:
                for form in _forms(needle):
                    self._forms.setdefault(form, set()).add((kind, needle))

    def found_in(self, haystack: str | bytes) -> set[tuple[str, str]]:
        """Kind and needle of all that stand in a text."""
        raw = haystack.encode(errors="replace") if isinstance(haystack, str) else haystack
        with tempfile.NamedTemporaryFile("wb") as file:
            file.write(raw)
            file.flush()
            return self.found_in_file(Path(file.name))

    def found_in_file(self, path: Path) -> set[tuple[str, str]]:
        """Kind and needle of all that stand in the content of a file, text or not."""
        with tempfile.NamedTemporaryFile("wb") as patterns:
            patterns.write(b"\n".join(self._forms))
            patterns.flush()
            grep = subprocess.run(
                ["grep", "-aioF", "-f", patterns.name, "--", str(path)],
                env={**os.environ, "LC_ALL": "C"},
                capture_output=True,
                check=False,
            )
        assert grep.returncode in {FOUND, NOTHING_FOUND}, grep.stderr
        forms = {line.lower() for line in grep.stdout.splitlines()}
        return {needle for form in forms for needle in self._forms[form]}

    def found_in_files(self, paths: Iterable[Path]) -> dict[Path, set[tuple[str, str]]]:
        """What stands in the contents of files, by file; clean files are left out."""
        found = {path: self.found_in_file(path) for path in paths}
        return {path: needles for path, needles in found.items() if needles}


def _forms(needle: str) -> set[bytes]:
    """As it is, without its blanks or hyphens, and as JSON, Python and URLs write it."""
    texts = {needle, needle.replace(" ", ""), needle.replace("-", "")}
    written = {
        form
        for text in texts
        for form in (text, json.dumps(text)[1:-1], quote(text), quote(text, safe="@"))
    }
    return {raw for form in written if len(raw := form.lower().encode()) >= SHORTEST}
