"""Imports a merchant's list of people into the register, once, for a role that may.

Promises: the same file again adds nothing, and of a later list of the same merchant only who is
new. Lines that are no person enter the register as undecided, and are written to a file beside the
list, by line and reason and without what stands in them; until a named person has decided about
each, nobody of this merchant enters a wave.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from commands.sentences import NotPossible
from commands.undecided_file import UndecidedFile
from domain.parties import PartyKind, StaffRole
from domain.people import Relation
from domain.phases import ENDS
from people_files.complaints import PeopleListError
from people_files.reading import HowToRead, PeopleList, open_list
from people_files.row_maker import ForAll
from register import audit
from register.case_time import case_time
from register.data_set import PeopleFileError
from register.data_sets import items_at_stake
from register.incidents import IncidentRow, read_incident
from register.parties import PartyRow, read_parties
from register.people import DataSetSummary, Source, import_people, known_list
from register.store import Register
from screens.words import ScreenLanguage, role_words

MAY_IMPORT = (
    StaffRole.PRIVACY_OFFICER,
    StaffRole.COMMANDER,
    StaffRole.DEPUTY,
    StaffRole.MERCHANT_CARE,
)

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "imported": "{merchant} の名簿を取り込みました({read})。",
        "known": "{merchant} のこの名簿は取込み済みです。何も追加していません。",
        "sums": "  {lines:,}行 = 対象者 {people:,}名 + 統合 {merged:,}行 + 除外 {aside:,}行"
        " + 未判断 {undecided:,}行",
        "undecided": "  1名として扱えない行が{undecided:,}行あります。判断するまで、この店舗の"
        "一斉通知は確定できません: shirase people decide",
        "file": "  その行の控え {file}",
    },
    "en": {
        "imported": "The list of {merchant} is imported ({read}).",
        "known": "This list of {merchant} is known already; nothing was added.",
        "sums": "  {lines:,} lines = {people:,} people + {merged:,} merged + {aside:,} set aside"
        " + {undecided:,} undecided",
        "undecided": "  {undecided:,} lines are no person as they stand; no wave of this merchant "
        "can be frozen before somebody decides: shirase people decide",
        "file": "  they are listed in {file}",
    },
}


@dataclass(frozen=True)
class Wanted:
    """An import as it is asked for: the file, its merchant's key, who asks, and how."""

    path: Path
    merchant: str
    actor: StaffRole
    how: HowToRead = field(default_factory=HowToRead)
    items: tuple[str, ...] = ()
    relation: Relation = Relation.CUSTOMER


@dataclass(frozen=True)
class ImportedPeople:
    """What became of a list; `was_known`: it had come in before, and nothing was added.

    `at` is the case time of the import, `read` how the file was read (format and encoding).
    """

    at: datetime
    merchant: str
    path: Path
    summary: DataSetSummary
    read: str
    undecided_file: Path | None
    was_known: bool

    def said(self, language: ScreenLanguage) -> str:
        """For a person."""
        sums, words = self.summary, _WORDS[language]
        known = "known" if self.was_known else "imported"
        told = [words[known].format(merchant=self.merchant, read=self.read)]
        told.append(
            words["sums"].format(
                lines=sums.lines,
                people=sums.people,
                merged=sums.merged,
                aside=sums.set_aside,
                undecided=sums.undecided,
            )
        )
        if sums.undecided:
            told.append(words["undecided"].format(undecided=sums.undecided))
        if self.undecided_file is not None:
            told.append(words["file"].format(file=self.undecided_file))
        return "\n".join(told)

    def as_json(self) -> dict[str, Any]:
        """For a program."""
        return {
            "merchant": self.merchant,
            "path": str(self.path),
            "read": self.read,
            "data_set_id": self.summary.data_set_id,
            "lines": self.summary.lines,
            "people": self.summary.people,
            "merged": self.summary.merged,
            "set_aside": self.summary.set_aside,
            "undecided": self.summary.undecided,
            "undecided_file": str(self.undecided_file) if self.undecided_file else None,
            "was_known": self.was_known,
        }


def import_list(
    register: Register,
    incident_id: str,
    wanted: Wanted,
    on_progress: Callable[[float], None] | None = None,
) -> ImportedPeople:
    """Import one list; the same file again is found. `on_progress` hears of parts of 1.

    Raises:
        NotPossible: the role may not, the incident has ended, there is no such merchant, or the
            file cannot be read as a list.
        OSError: the file cannot be opened, or nothing can be written beside it.
    """
    with register.reading() as connection:
        sealer = register.sealer(incident_id, connection)
        incident = read_incident(connection, sealer, incident_id)
        at = case_time(connection, incident_id, incident.marking, datetime.now(UTC))
        merchant = _merchant(read_parties(connection, sealer, incident_id).values(), wanted)
        items = wanted.items or items_at_stake(connection, merchant.id)
    _require(register, incident, wanted, at, _why_not(incident, wanted))
    found = opened(wanted.path, wanted.how)
    read = " ".join(part for part in (found.format, found.encoding) if part)
    with register.reading() as connection:
        known = known_list(connection, merchant.id, found.digest)
    if known is not None:
        return ImportedPeople(at, merchant.key, wanted.path, known, read, None, was_known=True)
    source = Source(wanted.path.name, found.format, found.encoding, wanted.actor.value)
    for_all = ForAll(items, wanted.relation, incident.language)
    with UndecidedFile(wanted.path) as undecided:
        rows = undecided.passing(found.rows(for_all, on_progress))
        try:
            summary = import_people(
                register, incident_id, merchant.id, rows, found.digest, at, source
            )
        except PeopleListError as error:
            raise _unreadable(wanted.path, error) from None
        except PeopleFileError:
            raise _overtaken() from None
        kept = undecided.keep()
    return ImportedPeople(at, merchant.key, wanted.path, summary, read, kept, was_known=False)


def opened(path: Path, how: HowToRead) -> PeopleList:
    """A list as a file gives it; NotPossible says by file, line and column why it gives none."""
    try:
        return open_list(path, how)
    except PeopleListError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: PeopleListError) -> NotPossible:
    return NotPossible(en=f"{path.name}: {error.said.en}", ja=f"{path.name}: {error.said.ja}")


def _overtaken() -> NotPossible:
    return NotPossible(
        en="Another list of this merchant came in meanwhile, so nothing was imported: give the "
        "command again.",
        ja="この店舗の別の名簿が同時に取り込まれたため、取り込みませんでした。同じ操作を繰り返して"
        "ください。",
    )


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
