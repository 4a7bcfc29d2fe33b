"""Reads the ledger of an incident for a command, and gives it to programs."""

from datetime import datetime
from typing import Any

from commands.context import find_incident
from commands.sentences import NotPossible
from domain.facts import Ledger, LedgerEntry
from register.ledger import read_ledger
from register.store import Register


def ledger_of(register: Register, incident: str, at: int | None = None) -> Ledger:
    """The ledger, as it stands or as it stood at a revision.

    Raises:
        NotPossible: no such incident or revision; with those that there are.
    """
    identity = find_incident(register, incident)
    with register.reading() as connection:
        ledger = read_ledger(connection, register.sealer(identity, connection), identity)
    if at is None:
        return ledger
    if not 0 <= at <= ledger.revision:
        raise NotPossible(
            en=f"The ledger has revisions 1 to {ledger.revision}; 0 is the empty one.",
            ja=f"台帳の版は1から{ledger.revision}までです。0は何もない状態です。",
        )
    return ledger.at(at)


def changes_between(
    ledger: Ledger, before: int, after: int
) -> dict[str, tuple[LedgerEntry | None, LedgerEntry]]:
    """Keys whose entry in force differs between two revisions, with both entries."""
    earlier, later = ledger.at(before).current(), ledger.at(after)
    return {key: (earlier.get(key), later.current()[key]) for key in later.changed_since(before)}


def revisions_of(ledger: Ledger) -> dict[int, tuple[datetime, tuple[str, ...]]]:
    """Every revision with its time of recording and the keys that it holds, oldest first."""
    found: dict[int, tuple[datetime, tuple[str, ...]]] = {}
    for entry in sorted((*ledger.entries, *ledger.claims), key=lambda entry: entry.revision):
        _, keys = found.get(entry.revision, (entry.recorded_at, ()))
        found[entry.revision] = (entry.recorded_at, (*keys, entry.fact.key))
    return found


def entry_json(ledger: Ledger, entry: LedgerEntry | None) -> dict[str, Any] | None:
    """One entry, whole."""
    if entry is None:
        return None
    return {
        "revision": entry.revision,
        "recorded_at": entry.recorded_at,
        "beside": entry.beside,
        "superseded_by": ledger.superseded_by(entry),
        **entry.fact.model_dump(),
    }
