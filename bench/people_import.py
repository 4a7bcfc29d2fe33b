"""A merchant's list of people, from a CSV file into the register on SQLite: sealed and merged.

Every line has a name, all three contacts and what leaked; one in fifty repeats an earlier person.
"""

import time
from collections.abc import Iterator
from pathlib import Path

from domain.people import NoPerson, PersonRow
from hosting.keyring import keyring_of
from maintenance import upgrade_register
from people_files.reading import HowToRead, PeopleList, open_list
from people_files.row_maker import ForAll
from register.people import import_people
from register.store import open_register
from settings import Settings
from tests.register_fixtures import AT, Case

LINES = 100_000
REPEATED_EVERY = 50


def measure(folder: Path) -> dict[str, float | int]:
    """`import_rows_per_s` from opening the file to the commit, and for how long it locks."""
    settings = Settings.rehearsal(folder)
    upgrade_register(settings)
    register = open_register(
        settings.database_url, keyring_of(settings), settings.temporal_namespace
    )
    case = Case(register).open()
    path = _written(folder / "list.csv")
    began = time.monotonic()
    found = open_list(path, HowToRead())
    reading = _Reading(found)
    summary = import_people(
        register, case.incident_id, case.merchant_ids[0], reading, found.digest, AT
    )
    ended = time.monotonic()
    register.dispose()
    assert summary.lines == LINES == summary.people + summary.merged
    return {
        "import_rows_per_s": round(LINES / (ended - began)),
        "merged": summary.merged,
        "write_lock_seconds": round(ended - reading.ended, 2),
    }


class _Reading:
    """The rows of a list, and when the last of them was read: only then the register is locked."""

    def __init__(self, found: PeopleList) -> None:
        self._found = found
        self.ended = 0.0

    def __iter__(self) -> Iterator[PersonRow | NoPerson]:
        yield from self._found.rows(ForAll())
        self.ended = time.monotonic()


def _written(path: Path) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.write("氏名,メールアドレス,電話番号,郵便番号,住所,漏えい項目\n")
        for line in range(LINES):
            person = line - 1 if line % REPEATED_EVERY == 1 else line
            file.write(
                f"見本 {person:07},p{person}@mail.example.jp,090-0{person // 10_000:03}-"
                f"{person % 10_000:04},000-{person % 10_000:04},見本県見本市{person},"
                "氏名;電話番号;住所\n"
            )
    return path
