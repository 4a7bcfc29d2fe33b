"""Files for somebody outside: they lie at their place only once they are on record.

Promises: a command that is refused leaves no file. What an ended incident still owes (a merchant's
report on results) goes on record by a line of its own, since nothing runs for it any more.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from ulid import ULID

from contracts.channel_words import FileProduced
from domain.phases import ENDS
from register import audit
from register.incidents import read_incident
from register.produced_files import ProducedFile, note_file
from register.store import Register


@contextmanager
def whole_once_recorded(path: Path) -> Iterator[Path]:
    """Where to write beside `path`: moved there when the block ends well, removed otherwise."""
    beside = path.with_name(f".{ULID()}{path.suffix}")
    try:
        yield beside
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def has_ended(register: Register, incident_id: str) -> bool:
    """Whether nothing runs for this incident any more."""
    with register.reading() as connection:
        sealer = register.sealer(incident_id, connection)
        return read_incident(connection, sealer, incident_id).phase in ENDS


def record_after_the_end(
    register: Register, incident_id: str, file: FileProduced, actor: str, at: datetime
) -> None:
    """Put a merchant's paper of an ended incident on record, with its line in the log."""
    sealer = register.sealer(incident_id)
    made = ProducedFile(
        kind=file.kind,
        path=file.path,
        digest=file.digest,
        people=file.people,
        made_at=at,
        made_by=actor,
        party_id=file.merchant,
    )
    with register.writing() as connection:
        new = note_file(connection, incident_id, made)
        line = audit.AuditLine(
            at=at,
            actor=actor,
            action="file.produced",
            subject=file.path[-140:],
            detail={"kind": file.kind, "digest": file.digest, "people": file.people, "new": new},
        )
        audit.append(connection, sealer, incident_id, line)
