"""Opens a real incident from a file; the same file again finds the same incident."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from commands.context import Commander, commander
from commands.file_remarks import remarks_said
from commands.finding import handle_of
from commands.opening_check import require_live
from commands.opening_id import id_file_of, id_for
from commands.people_opening import OpenedList, import_lists, newest
from commands.sentences import Language, NotPossible
from contracts.incident_file import IncidentFile
from contracts.policy import IncidentPolicy
from domain.markings import Marking
from domain.phases import ENDS
from incident_file import load_incident_file
from opening import new_incident
from policies.loader import load_policy, with_wave
from register.incidents import NewIncident, read_policy
from register.overview import file_digest_of, read_overview
from register.store import Register
from register.tables_incident import audit
from screens.words import ScreenLanguage
from settings import Settings

PATIENCE_SECONDS = 10.0
LOOK_SECONDS = 0.2
_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "opened": "事案 {name} を開始しました。",
        "found": "このファイルの事案 {name} は開始済みです。",
        "id": "  事案番号  {id}",
        "file": "  番号の控え {file}",
        "waiting": "ワーカーがまだ受け取っていません。`shirase doctor` で確認してください。",
        "next": "次にすること:",
        "general": "初動の一覧を開く",
        "needs": "いま必要なことを見る",
        "status": "全体を見る",
    },
    "en": {
        "opened": "Incident {name} is open.",
        "found": "The incident of this file, {name}, is open already.",
        "id": "  id       {id}",
        "file": "  kept in  {file}",
        "waiting": "The worker has not taken it up yet: see `shirase doctor`.",
        "next": "What to do next:",
        "general": "open a first-hour list",
        "needs": "see what needs you now",
        "status": "see the whole",
    },
}


@dataclass(frozen=True)
class Opened:
    """An incident that a file has opened, now or before; `name` is what commands call it."""

    incident_id: str
    code_name: str
    name: str
    id_file: Path
    was_open: bool
    is_taken_up: bool
    lists: tuple[OpenedList, ...]
    language: ScreenLanguage
    remarks: str = ""

    @property
    def next_commands(self) -> dict[str, str]:
        """What to type next, by what it is for."""
        return {
            "general": f"shirase task open {self.name} general",
            "needs": f"shirase next {self.name}",
            "status": f"shirase status {self.name}",
        }

    def as_json(self) -> dict[str, Any]:
        """For a program."""
        return {
            "incident_id": self.incident_id,
            "code_name": self.code_name,
            "id_file": str(self.id_file),
            "was_open": self.was_open,
            "is_taken_up": self.is_taken_up,
            "lists": [item.as_json() for item in self.lists],
            "next": list(self.next_commands.values()),
        }

    def said(self) -> str:
        """For a person."""
        words = _WORDS[self.language]
        told = [
            words["found" if self.was_open else "opened"].format(name=self.code_name),
            words["id"].format(id=self.incident_id),
            words["file"].format(file=self.id_file),
        ]
        if not self.is_taken_up:
            told.append(words["waiting"])
        told += [item.said(self.name, self.language) for item in self.lists]
        told += [self.remarks] if self.remarks else []
        told += [words["next"], *(f"  {c}  # {words[w]}" for w, c in self.next_commands.items())]
        return "\n".join(told)


async def open_from(path: Path, language: Language | None, *, again: bool) -> Opened:
    """Open the incident of a file, and wait a little until the worker has taken it up.

    Raises:
        IncidentFileError: with every problem of the file.
        NotPossible: it is a rehearsal's, has changed since it opened, or its incident has ended.
        HostingError, RegisterError: the house cannot be reached.
    """
    file = load_incident_file(path)
    require_live(file)
    async with commander(language) as house:
        incident_id = id_for(path, again=again)
        new, was_open = _incident(house, file, incident_id)
        await house.shirase.open(new)
        is_taken_up = await _taken_up(house.register, incident_id)
        lists = await _people(house, file, path.parent, incident_id)
        with house.register.reading() as connection:
            name = handle_of(connection, incident_id)
    return Opened(
        incident_id=incident_id,
        code_name=new.code_name,
        name=name,
        id_file=id_file_of(path),
        was_open=was_open,
        is_taken_up=is_taken_up,
        lists=lists,
        language=house.settings.language,
        remarks=remarks_said(file, house.settings.language),
    )


async def _people(
    house: Commander, file: IncidentFile, folder: Path, incident_id: str
) -> tuple[OpenedList, ...]:
    """Take in the lists that the file names; those of an opening that was killed come in now."""
    files = file.people.files if file.people else None
    lists = import_lists(house.register, incident_id, files or (), folder)
    at = newest(lists)
    if at is not None:
        await house.shirase.people_imported(incident_id, at)
    return lists


def live_policy(settings: Settings) -> IncidentPolicy:
    """The policy that a real incident freezes: the standard one, with the settings' sizes."""
    return with_wave(
        load_policy(batch_size=settings.mail_batch_size),
        settle_after=timedelta(seconds=settings.webhook_settle_seconds),
    )


def _incident(house: Commander, file: IncidentFile, incident_id: str) -> tuple[NewIncident, bool]:
    """The incident as it is to be opened, or as it was, and whether it was."""
    known = next((item for item in read_overview(house.register) if item.id == incident_id), None)
    if known is None:
        policy, opened_at = live_policy(house.settings), datetime.now(UTC)
        return new_incident(file, incident_id, Marking.LIVE, policy, opened_at), False
    with house.register.reading() as connection:
        # A client that was killed half way froze these; its repeat must not freeze others.
        policy = read_policy(connection, incident_id)
        digest = file_digest_of(connection, incident_id)
    new = new_incident(file, incident_id, known.marking, policy, known.opened_at)
    if new.file_digest != digest:
        raise NotPossible(
            en=f"This file has changed since it opened {known.code_name} ({incident_id}). What "
            "has been learnt since is recorded with `shirase fact` and `shirase party add`; "
            "--again opens another incident.",
            ja=f"このファイルは {known.code_name}({incident_id})の開始後に変更されています。"
            "その後に分かったことは `shirase fact` や `shirase party add` で記録します。別の事案を"
            "開始するには --again を付けてください。",
        )
    if known.phase in ENDS:
        raise NotPossible(
            en=f"The incident of this file, {known.code_name} ({incident_id}), has ended. "
            "--again opens another one.",
            ja=f"このファイルの事案 {known.code_name}({incident_id})は終結しています。"
            "別の事案を開始するには --again を使ってください。",
        )
    return new, True


async def _taken_up(register: Register, incident_id: str) -> bool:
    """Whether the worker has recorded the opening, within a few seconds."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    query = select(audit.c.sequence).where(audit.c.incident_id == incident_id).limit(1)
    while time.monotonic() < deadline:
        with register.reading() as connection:
            if connection.execute(query).first() is not None:
                return True
        await asyncio.sleep(LOOK_SECONDS)
    return False
