"""Reads one thread, with what the other side states and what it still owes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from commands.finding import find_incident
from commands.sentences import NotPossible
from domain.parties import PartyKind
from domain.thread_letter import Reminded, reminder
from domain.threads import Matter, Speaker
from register.case_time import case_time
from register.incidents import read_incident
from register.parties import PartyRow, ourselves, read_parties
from register.store import Register
from register.talks import Talk, read_talk
from register.threads import EntryRow


@dataclass(frozen=True)
class SeenThread:
    """A thread at a case time; `us` is what we are called."""

    thread: Talk
    us: str
    case_time: datetime

    def as_json(self) -> dict[str, Any]:
        """For a program."""
        thread = self.thread
        return {
            "party": thread.party.key,
            "kind": thread.party.kind,
            "owner": thread.owner,
            "at": self.case_time,
            "matters": [self._matter(matter) for matter in thread.matters],
            "entries": [_entry(entry) for entry in thread.entries],
            "stated": [
                {**dict(entry.fact), "revision": entry.revision, "beside_ours": entry.beside}
                for entry in thread.stated
            ],
        }

    def _matter(self, matter: Matter) -> dict[str, Any]:
        return {
            "number": matter.number,
            "direction": matter.direction,
            "by": matter.speaker,
            "awaited_from": matter.awaited_from,
            "demand": matter.demand,
            "text": self.thread.words_of(matter),
            "opened_at": matter.opened_at,
            "due_at": matter.due_at,
            "state": matter.state,
            "settled_at": matter.settled_at,
            "late": matter.was_late,
            "overdue": matter.is_overdue(self.case_time),
            "reminders": matter.reminders,
            "reminded_at": matter.reminded_at,
        }


def read_thread(register: Register, incident: str, party: str) -> SeenThread:
    """The talk with the party of this key.

    Raises:
        NotPossible: no incident or party is called so.
        RegisterError: the incident has been erased.
    """
    identity = find_incident(register, incident)
    with register.reading() as connection:
        sealer = register.sealer(identity, connection)
        known = read_parties(connection, sealer, identity)
        found = _party(tuple(known.values()), party)
        thread = read_talk(connection, sealer, identity, found)
        marking = read_incident(connection, sealer, identity).marking
        at = case_time(connection, identity, marking, datetime.now(UTC))
    return SeenThread(thread, ourselves(known).name, at)


def reminder_for(seen: SeenThread, numbers: Sequence[int]) -> tuple[str, str]:
    """Subject and text of a reminder for what is awaited from the other side.

    Raises:
        NotPossible: nothing is awaited, or not under a number that was named.
    """
    awaited = [
        matter
        for matter in seen.thread.matters
        if matter.is_open and matter.awaited_from is Speaker.THEM
    ]
    chosen = [matter for matter in awaited if not numbers or matter.number in numbers]
    if not chosen or set(numbers) - {matter.number for matter in chosen}:
        listed = ", ".join(str(matter.number) for matter in awaited)
        raise NotPossible(
            en=f"Nothing of that is awaited from this party; awaited are: {listed or 'none'}",
            ja=f"その番号の回答は待っていません。回答待ち: {listed or 'なし'}",
        )
    words = [Reminded(matter, seen.thread.words_of(matter)) for matter in chosen]
    return reminder(seen.thread.party.name, seen.us, words, seen.case_time)


def _party(known: Sequence[PartyRow], key: str) -> PartyRow:
    others = [party for party in known if party.kind is not PartyKind.OURSELVES]
    found = next((party for party in others if key in {party.key, party.id}), None)
    if found is None:
        keys = ", ".join(sorted(party.key for party in others)) or "-"
        raise NotPossible(
            en=f"No party of this incident has that key. There are: {keys}",
            ja=f"その鍵の関係先はこの事案にありません。あるのは次のとおりです: {keys}",
        )
    return found


def _entry(entry: EntryRow) -> dict[str, Any]:
    return {
        "sequence": entry.sequence,
        "direction": entry.direction,
        "by": entry.speaker,
        "number": entry.number or entry.answers,
        "complete": entry.complete,
        "officer": entry.officer,
        "text": entry.text,
        "at": entry.happened_at,
        "actor": entry.actor,
        "recorded_at": entry.recorded_at,
        "revision": entry.revision,
    }
