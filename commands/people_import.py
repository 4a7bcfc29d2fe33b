"""Imports a merchant's list of people into the register, once, for a role that may.

Promises: the same file again adds nothing; a second list of a merchant is taken only when it is
said that it is one, since people who stand in both are told twice. Lines that are no person stop
the import until a role sets them aside for a reason; they are written to a file beside the list,
by line and reason and without what stands in them.
"""

import csv
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from commands.sentences import NotPossible
from domain.parties import PartyKind, StaffRole
from domain.phases import ENDS
from register import audit
from register.case_time import case_time
from register.data_set import PeopleFileError
from register.data_sets import imported_lists, items_at_stake
from register.incidents import IncidentRow, read_incident
from register.parties import PartyRow, read_parties
from register.people import DataSetSummary, SetAside, import_people
from register.people_csv import PeopleList, PeopleListError, RejectedLine, read_people_csv
from register.store import Register
from screens.words import ScreenLanguage, role_words

MAY_IMPORT = (
    StaffRole.PRIVACY_OFFICER,
    StaffRole.COMMANDER,
    StaffRole.DEPUTY,
    StaffRole.MERCHANT_CARE,
)
READERS = {".csv": read_people_csv}
"""What reads a list, by the ending of its file's name."""


_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "imported": "{merchant} の名簿を取り込みました。",
        "known": "{merchant} のこの名簿は取込み済みです。何も追加していません。",
        "sums": "  {lines:,}行 = 対象者 {people:,}名 + 統合 {merged:,}行 + 除外 {aside:,}行",
        "rejected": "  除外した行の控え {file}",
    },
    "en": {
        "imported": "The list of {merchant} is imported.",
        "known": "This list of {merchant} is known already; nothing was added.",
        "sums": "  {lines:,} lines = {people:,} people + {merged:,} merged + {aside:,} set aside",
        "rejected": "  lines set aside are listed in {file}",
    },
}


@dataclass(frozen=True)
class Wanted:
    """An import as it is asked for: the file, its merchant's key, who asks, and how."""

    path: Path
    merchant: str
    actor: StaffRole
    items: tuple[str, ...] = ()
    set_aside: str = ""
    another: bool = False
    ignore_columns: bool = False


@dataclass(frozen=True)
class ImportedPeople:
    """What became of a list; `was_known`: it had come in before, and nothing was added.

    `at` is the case time of the import.
    """

    at: datetime
    merchant: str
    path: Path
    summary: DataSetSummary
    rejected_file: Path | None
    was_known: bool

    def said(self, language: ScreenLanguage) -> str:
        """For a person."""
        sums = self.summary
        words = _WORDS[language]
        told = [words["known" if self.was_known else "imported"].format(merchant=self.merchant)]
        told.append(
            words["sums"].format(
                lines=sums.lines, people=sums.people, merged=sums.merged, aside=sums.set_aside
            )
        )
        if self.rejected_file is not None:
            told.append(words["rejected"].format(file=self.rejected_file))
        return "\n".join(told)

    def as_json(self) -> dict[str, Any]:
        """For a program."""
        return {
            "merchant": self.merchant,
            "path": str(self.path),
            "data_set_id": self.summary.data_set_id,
            "lines": self.summary.lines,
            "people": self.summary.people,
            "merged": self.summary.merged,
            "set_aside": self.summary.set_aside,
            "rejected_file": str(self.rejected_file) if self.rejected_file else None,
            "was_known": self.was_known,
        }


def import_list(register: Register, incident_id: str, wanted: Wanted) -> ImportedPeople:
    """Import one list; the same file again is found.

    Raises:
        NotPossible: the role may not, the incident has ended, there is no such merchant, the file
            cannot be read as a list, it has lines that are no person, or the merchant has a list.
        OSError: the file cannot be opened.
    """
    with register.reading() as connection:
        sealer = register.sealer(incident_id, connection)
        incident = read_incident(connection, sealer, incident_id)
        at = case_time(connection, incident_id, incident.marking, datetime.now(UTC))
        merchant = _merchant(read_parties(connection, sealer, incident_id).values(), wanted)
        lists = imported_lists(connection, incident_id)
        items = wanted.items or items_at_stake(connection, merchant.id)
    digests = {item.file_digest for item in lists if item.merchant == merchant.key}
    _require(register, incident, wanted, at, _why_not(incident, wanted))
    found = _read(wanted, items)
    was_known = found.digest in digests
    if not was_known:
        second = _second_list(merchant.key) if digests and not wanted.another else None
        _require(register, incident, wanted, at, second)
        _account_for(wanted, found)
    aside = frozenset() if was_known else frozenset(item.line for item in found.rejected)
    decided = SetAside(aside, wanted.actor.value, wanted.set_aside.strip())
    summary = _imported(register, incident_id, merchant.id, found, at, decided)
    kept = rejected_path(wanted.path) if aside else None
    return ImportedPeople(at, merchant.key, wanted.path, summary, kept, was_known)


def rejected_path(path: Path) -> Path:
    """Where the lines of a list that are no person are written down."""
    return path.with_name(f"{path.name}.rejected.csv")


def _imported(
    register: Register,
    incident_id: str,
    party_id: str,
    found: PeopleList,
    at: datetime,
    decided: SetAside,
) -> DataSetSummary:
    try:
        return import_people(register, incident_id, party_id, found.rows, found.digest, at, decided)
    except PeopleFileError as error:
        raise NotPossible(
            en=f"The list was not imported: {error}.",
            ja="名簿を取り込めません。同じ人の行を合わせた漏えい項目が長すぎます。短く書いてください。",
        ) from None


def _merchant(parties: Iterable[PartyRow], wanted: Wanted) -> PartyRow:
    known = [party for party in parties if party.kind is PartyKind.MERCHANT]
    found = next((party for party in known if wanted.merchant in {party.key, party.id}), None)
    if found is not None:
        return found
    keys = ", ".join(sorted(party.key for party in known)) or "-"
    raise NotPossible(
        en=f"No merchant of this incident has that key. There is: {keys}",
        ja=f"その鍵の契約店舗はこの事案にありません。あるもの: {keys}",
    )


def _why_not(incident: IncidentRow, wanted: Wanted) -> NotPossible | None:
    if wanted.actor not in MAY_IMPORT:
        roles = role_words(MAY_IMPORT, "ja")
        may = ", ".join(role.value for role in MAY_IMPORT)
        return NotPossible(
            en=f"Only {may} may import a list of people.",
            ja=f"名簿を取り込めるのは{roles}です。",
        )
    if incident.phase in ENDS:
        return NotPossible(
            en="This incident has ended, so it takes no list of people any more.",
            ja="この事案は終結しているため、名簿を取り込めません。",
        )
    return None


def _second_list(merchant: str) -> NotPossible:
    return NotPossible(
        en=f"{merchant} has a list already, and people who stand in both would be told twice. If "
        "this one holds other people, give --another.",
        ja=f"{merchant} の名簿は取込み済みです。両方に載る方には二重に通知されます。別の方々の"
        "名簿であれば --another を付けてください。",
    )


def _require(
    register: Register,
    incident: IncidentRow,
    wanted: Wanted,
    at: datetime,
    refusal: NotPossible | None,
) -> None:
    """Leave a line of the refused attempt, then refuse."""
    if refusal is None:
        return
    line = audit.AuditLine(
        at=at,
        actor=wanted.actor.value,
        action="command.import_people",
        subject=incident.id,
        outcome="refused",
        detail={"why": refusal.in_language("en")},
    )
    sealer = register.sealer(incident.id)
    with register.writing() as connection:
        audit.append(connection, sealer, incident.id, line)
    raise refusal


def _read(wanted: Wanted, items: tuple[str, ...]) -> PeopleList:
    if wanted.path.suffix.casefold() not in READERS:
        raise NotPossible(
            en=f"{wanted.path.name}: only CSV is read (a name ending in .csv); save the list so.",
            ja=f"{wanted.path.name}: 読めるのは CSV(.csv)だけです。CSV で保存してください。",
        )
    try:
        read = READERS[wanted.path.suffix.casefold()]
        return read(wanted.path, items, ignore_columns=wanted.ignore_columns)
    except PeopleListError as error:
        name, said = wanted.path.name, error.said
        raise NotPossible(en=f"{name}: {said.en}", ja=f"{name}: {said.ja}") from None


def _account_for(wanted: Wanted, found: PeopleList) -> None:
    """Write down the lines that are no person, and refuse unless somebody sets them aside."""
    if not found.rejected:
        return
    kept = rejected_path(wanted.path)
    _write_rejected(kept, found.rejected)
    if wanted.set_aside.strip():
        return
    first = found.rejected[0]
    number = len({item.line for item in found.rejected})
    field = f" ({first.field})" if first.field else ""
    raise NotPossible(
        en=f"{wanted.path.name}: nothing was imported. {number} lines are no person as they stand; "
        f"the first is line {first.line}{field}: {first.reason.en}. All are in {kept}. Mend them, "
        "or set them aside with --set-aside REASON.",
        ja=f"{wanted.path.name}: 取り込みませんでした。{number}行は、このままでは1名として"
        f"扱えません。最初は{first.line}行目{field}: {first.reason.ja}。すべての行は "
        f"{kept} にあります。直すか、--set-aside に理由を付けて除外してください。",
    )


def _write_rejected(path: Path, rejected: Sequence[RejectedLine]) -> None:
    draft = path.with_name(f"{path.name}.part")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["line", "field", "reason_ja", "reason_en"])
        for item in rejected:
            writer.writerow([item.line, item.field, item.reason.ja, item.reason.en])
    draft.replace(path)
