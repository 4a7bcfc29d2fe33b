"""Files that were written for somebody outside: where each lies, and its bytes by their digest."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select
from ulid import ULID

from register.tables_channels import produced_files


@dataclass(frozen=True, slots=True)
class ProducedFile:
    """One file. `path` holds ids and numbers only; `digest` is SHA-256 in hexadecimal."""

    kind: str
    path: str
    digest: str
    people: int
    made_at: datetime
    made_by: str
    wave_id: str | None = None
    party_id: str | None = None


def note_file(connection: Connection, incident_id: str, file: ProducedFile) -> bool:
    """Keep what was written; False where the same bytes are known at the same place already."""
    known = connection.execute(
        select(produced_files.c.id).where(
            produced_files.c.path == file.path, produced_files.c.digest == file.digest
        )
    ).first()
    if known is not None:
        return False
    connection.execute(
        insert(produced_files).values(
            id=str(ULID()),
            incident_id=incident_id,
            wave_id=file.wave_id,
            party_id=file.party_id,
            kind=file.kind,
            path=file.path,
            digest=file.digest,
            people=file.people,
            made_at=file.made_at,
            made_by=file.made_by,
        )
    )
    return True


def files_of(
    connection: Connection, incident_id: str, wave_id: str | None = None
) -> tuple[ProducedFile, ...]:
    """Every file of an incident, or of one wave, in the order in which they were made."""
    query = select(produced_files).where(produced_files.c.incident_id == incident_id)
    if wave_id is not None:
        query = query.where(produced_files.c.wave_id == wave_id)
    return tuple(
        ProducedFile(
            kind=row.kind,
            path=row.path,
            digest=row.digest,
            people=row.people,
            made_at=row.made_at,
            made_by=row.made_by,
            wave_id=row.wave_id,
            party_id=row.party_id,
        )
        for row in connection.execute(query.order_by(produced_files.c.id))
    )
