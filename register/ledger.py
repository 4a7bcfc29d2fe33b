"""The fact ledger in the register: numbered revisions, sealed words."""

from datetime import datetime

from sqlalchemy import Connection, insert, select

from domain.facts import Fact, Ledger, LedgerEntry
from register.tables_incident import facts
from sealing.values import ValueSealer


def read_ledger(connection: Connection, sealer: ValueSealer, incident_id: str) -> Ledger:
    """All entries of an incident, oldest first."""
    rows = connection.execute(
        select(facts).where(facts.c.incident_id == incident_id).order_by(facts.c.id)
    )
    entries = [
        LedgerEntry(
            revision=row.revision,
            recorded_at=row.recorded_at,
            fact=Fact.model_validate_json(
                sealer.open("facts", "body", _place(incident_id, row.revision, row.key), row.body)
            ),
            beside=row.beside,
        )
        for row in rows
    ]
    return Ledger(
        entries=tuple(entry for entry in entries if not entry.fact.claimed_by),
        claims=tuple(entry for entry in entries if entry.fact.claimed_by),
    )


def ledger_keys(connection: Connection, incident_id: str) -> frozenset[str]:
    """Every key of which the ledger says anything; opens nothing."""
    query = select(facts.c.key).where(facts.c.incident_id == incident_id).distinct()
    return frozenset(connection.execute(query).scalars())


def add_facts(
    connection: Connection,
    sealer: ValueSealer,
    incident_id: str,
    new: list[Fact],
    recorded_at: datetime,
    command_id: str,
    ours: str | None = None,
) -> tuple[int, tuple[str, ...]]:
    """Add facts as one new revision; returns it with the keys that changed.

    Facts equal to those in force add nothing. Of two for one key the later stands, so that a
    revision never holds a key twice. With `ours`, our own key, what others state stands beside what
    was found before, and changes no key then; a claim never does.
    """
    ledger = read_ledger(connection, sealer, incident_id)
    last_of_key = {fact.key: fact for fact in new}
    extended = ledger.extended(last_of_key.values(), recorded_at, ours)
    added = (*extended.entries[len(ledger.entries) :], *extended.claims[len(ledger.claims) :])
    for entry in added:
        place = _place(incident_id, entry.revision, entry.fact.key)
        connection.execute(
            insert(facts).values(
                incident_id=incident_id,
                revision=entry.revision,
                key=entry.fact.key,
                status=entry.fact.status.value,
                public=entry.fact.public,
                body=sealer.seal("facts", "body", place, entry.fact.model_dump_json()),
                recorded_at=recorded_at,
                command_id=command_id,
                beside=entry.beside,
            )
        )
    return extended.revision, tuple(entry.fact.key for entry in added if not entry.beside)


def _place(incident_id: str, revision: int, key: str) -> str:
    return f"{incident_id}:{revision}:{key}"
