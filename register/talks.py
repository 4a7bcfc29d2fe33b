"""One thread as a whole: who leads it, its matters and entries, and what the party states."""

from dataclasses import dataclass

from sqlalchemy import Connection

from domain.facts import LedgerEntry
from domain.parties import StaffRole
from domain.threads import Matter, matters
from register.ledger import read_ledger
from register.parties import PartyRow
from register.threads import EntryRow, read_entries, thread_owners
from sealing.values import ValueSealer


@dataclass(frozen=True, repr=False)
class Talk:
    """The talk with a party; `stated` is what the party states, as the ledger holds it."""

    party: PartyRow
    owner: StaffRole
    matters: tuple[Matter, ...]
    entries: tuple[EntryRow, ...]
    stated: tuple[LedgerEntry, ...]

    def words_of(self, matter: Matter) -> str:
        """The words in which it was asked or promised."""
        return next(entry.text for entry in self.entries if entry.id == matter.id)


def read_talk(
    connection: Connection, sealer: ValueSealer, incident_id: str, party: PartyRow
) -> Talk:
    """The thread with a party; empty where nothing was ever said."""
    entries = read_entries(connection, sealer, incident_id, party.id)
    ledger = read_ledger(connection, sealer, incident_id)
    return Talk(
        party=party,
        owner=thread_owners(connection, incident_id)[party.id],
        matters=matters(entries),
        entries=entries,
        stated=tuple(entry for entry in ledger.entries if entry.fact.source == party.key),
    )
