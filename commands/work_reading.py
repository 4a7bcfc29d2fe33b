"""What the listings of work read: tasks, threads, parties, holds, retention, in one look each."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from commands.finding import find_incident
from commands.sentences import NotPossible
from domain.parties import PartyKind
from register.case_time import case_time
from register.incidents import read_incident
from register.parties import ContactRow, PartyRow, read_contacts, read_parties
from register.store import Register
from register.tasks import TaskRow, named_task, read_tasks
from register.threads import read_matters, thread_owners
from screens.task_table import ListedMatter
from sealing.values import ValueSealer


@dataclass(frozen=True)
class Open:
    """One incident, open for reading; `at` is its case time."""

    connection: Connection
    sealer: ValueSealer
    incident_id: str
    at: datetime


@contextmanager
def opened(register: Register, incident: str) -> Iterator[Open]:
    """Read an incident in one transaction.

    Raises:
        NotPossible: no incident, or more than one, is called so.
        RegisterError: it has been erased.
    """
    identity = find_incident(register, incident)
    with register.reading() as connection:
        sealer = register.sealer(identity, connection)
        marking = read_incident(connection, sealer, identity).marking
        at = case_time(connection, identity, marking, datetime.now(UTC))
        yield Open(connection, sealer, identity, at)


def read_task_list(look: Open, *, only_open: bool) -> tuple[TaskRow, ...]:
    """The tasks of an incident by number."""
    known = read_tasks(look.connection, look.sealer, look.incident_id)
    return tuple(task for task in known if task.is_open or not only_open)


def find_task(look: Open, name: str) -> TaskRow:
    """The task of this number.

    Raises:
        NotPossible: there is none; with the numbers that there are.
    """
    known = read_tasks(look.connection, look.sealer, look.incident_id)
    found = named_task(known, name)
    if found is not None:
        return found
    last = known[-1].number if known else 0
    raise NotPossible(
        en=f"There is no such task; they are numbered from 1 to {last}."
        if last
        else "There is no task yet. `shirase task open` opens a first-hour list.",
        ja=f"その番号の作業はありません。番号は1から{last}までです。"
        if last
        else "作業はまだありません。`shirase task open` で初動の一覧を開けます。",
    )


def task_json(task: TaskRow, at: datetime) -> dict[str, Any]:
    """A task for a program."""
    return {
        "number": task.number,
        "key": f"task|{task.id}",
        "track": task.track,
        "list": task.list_name,
        "title": dict(task.title),
        "owner": task.owner,
        "due_at": task.due_at,
        "state": task.state,
        "overdue": task.is_overdue(at),
        "evidence_required": task.evidence_required,
        "why": dict(task.why) if task.why else None,
        "closed_at": task.closed_at,
        "closed_by": task.closed_by or None,
        "late": task.was_late,
        "closing_words": task.closing_words or None,
    }


def read_matter_list(look: Open, *, only_open: bool) -> tuple[ListedMatter, ...]:
    """The asks and promises of all threads, in the order in which they were opened."""
    parties = read_parties(look.connection, look.sealer, look.incident_id)
    owners = thread_owners(look.connection, look.incident_id)
    return tuple(
        ListedMatter(matter, parties[matter.party_id].key, owners[matter.party_id].value)
        for matter in read_matters(look.connection, look.incident_id)
        if matter.is_open or not only_open
    )


def matter_json(listed: ListedMatter, at: datetime) -> dict[str, Any]:
    """An ask or a promise for a program."""
    matter, party, owner = listed
    return {
        "party": party,
        "number": matter.number,
        "key": f"reply|{matter.id}",
        "owner": owner,
        "direction": matter.direction,
        "by": matter.speaker,
        "awaited_from": matter.awaited_from,
        "demand": matter.demand,
        "opened_at": matter.opened_at,
        "due_at": matter.due_at,
        "state": matter.state,
        "settled_at": matter.settled_at,
        "overdue": matter.is_overdue(at),
        "late": matter.was_late,
        "reminders": matter.reminders,
    }


@dataclass(frozen=True, repr=False)
class PartyLook:
    """A party with its contacts."""

    party: PartyRow
    contacts: tuple[ContactRow, ...]

    def as_json(self) -> dict[str, Any]:
        """For a program."""
        return {
            "key": self.party.key,
            "kind": self.party.kind,
            "role": self.party.role,
            "name": self.party.name,
            "contacts": [
                {"role": item.role or None, "name": item.name, "mail": item.mail}
                for item in self.contacts
            ],
        }


def read_party_list(look: Open, kind: PartyKind | None = None) -> tuple[PartyLook, ...]:
    """Every party, or those of a kind, in the order in which they were entered."""
    contacts = read_contacts(look.connection, look.sealer, look.incident_id)
    parties = read_parties(look.connection, look.sealer, look.incident_id).values()
    return tuple(
        PartyLook(party, tuple(item for item in contacts if item.party_id == party.id))
        for party in parties
        if kind in {None, party.kind}
    )


def find_party(look: Open, key: str) -> PartyLook:
    """The party of this key.

    Raises:
        NotPossible: there is none; with the keys that there are.
    """
    known = read_party_list(look)
    found = next((item for item in known if key in {item.party.key, item.party.id}), None)
    if found is not None:
        return found
    keys = ", ".join(item.party.key for item in known)
    raise NotPossible(
        en=f"No party of this incident has that key. There are: {keys}",
        ja=f"その鍵の関係先はこの事案にありません。あるもの: {keys}",
    )
