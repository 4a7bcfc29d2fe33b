"""The lists that an incident file names, taken in when the file opens its incident.

Promises: a list that cannot be taken never keeps an incident from opening; it is told with its
reason and the line to type. Repeating a killed opening takes the lists that are missing.
"""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from commands.people_import import ImportedPeople, Wanted, import_list
from commands.sentences import NotPossible
from contracts.incident_file import PeopleFile
from domain.parties import StaffRole
from register.store import Register
from screens.words import ScreenLanguage

_REMEDY: dict[ScreenLanguage, str] = {
    "ja": "{problem}\n  直してから: {command}",
    "en": "{problem}\n  Mend it, then: {command}",
}


@dataclass(frozen=True)
class OpenedList:
    """What became of one list of the file: it came in, or `problem` says why it did not."""

    merchant: str
    path: Path
    imported: ImportedPeople | None = None
    problem: NotPossible | None = None

    def as_json(self) -> dict[str, Any]:
        """For a program."""
        if self.imported is not None:
            return self.imported.as_json()
        problem = self.problem.in_language("en") if self.problem else ""
        return {"merchant": self.merchant, "path": str(self.path), "problem": problem}

    def said(self, incident: str, language: ScreenLanguage) -> str:
        """For a person; `incident` is what commands call it."""
        if self.problem is None:
            return self.imported.said(language) if self.imported else ""
        path = shlex.quote(str(self.path))
        command = f"shirase people import {incident} {path} --merchant {self.merchant}"
        problem = self.problem.in_language(language)
        return _REMEDY[language].format(problem=problem, command=command)


def import_lists(
    register: Register, incident_id: str, files: Sequence[PeopleFile], folder: Path
) -> tuple[OpenedList, ...]:
    """Import every list; their paths are relative to the folder of the incident file."""
    return tuple(
        _import(register, incident_id, file.merchant, folder / file.path) for file in files
    )


def newest(lists: Sequence[OpenedList]) -> datetime | None:
    """The case time of the last import; None where nothing came in."""
    return max((item.imported.at for item in lists if item.imported), default=None)


def _import(register: Register, incident_id: str, merchant: str, path: Path) -> OpenedList:
    wanted = Wanted(path, merchant, StaffRole.COMMANDER)
    try:
        return OpenedList(merchant, path, import_list(register, incident_id, wanted))
    except NotPossible as problem:
        return OpenedList(merchant, path, problem=problem)
    except OSError as error:
        reason = error.strerror or "unreadable"
        unreadable = NotPossible(
            en=f"The list {path} cannot be read: {reason}.",
            ja=f"名簿 {path} を開けません({reason})。",
        )
        return OpenedList(merchant, path, problem=unreadable)
