"""The rule files that an incident is assessed by: frozen at opening, adopted anew by an act."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, insert, select

from register.tables_law import law_editions, law_files, law_texts
from sealing.values import ValueSealer


class Edition(BaseModel):
    """One set of rule files: digest by law; the first was frozen by the engine, later ones adopted.

    Times are case times.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    number: int
    frozen_at: datetime
    adopted_by: str | None
    reason: str = Field(default="", repr=False)
    digests: dict[str, str]


def read_digests(connection: Connection, incident_id: str) -> dict[str, str]:
    """Digest by law of the edition in use; empty while none was frozen."""
    rows = connection.execute(
        select(law_files.c.edition, law_files.c.law, law_files.c.digest)
        .where(law_files.c.incident_id == incident_id)
        .order_by(law_files.c.law)
    ).all()
    newest = max((row.edition for row in rows), default=0)
    return {row.law: row.digest for row in rows if row.edition == newest}


def read_editions(
    connection: Connection, sealer: ValueSealer, incident_id: str
) -> tuple[Edition, ...]:
    """Every edition, the oldest first."""
    found = connection.execute(
        select(law_editions)
        .where(law_editions.c.incident_id == incident_id)
        .order_by(law_editions.c.number)
    ).all()
    files = connection.execute(
        select(law_files).where(law_files.c.incident_id == incident_id).order_by(law_files.c.law)
    ).all()
    return tuple(
        Edition(
            number=row.number,
            frozen_at=row.frozen_at,
            adopted_by=row.adopted_by,
            reason=sealer.open(
                "law_editions", "reason", _place(incident_id, row.number), row.reason
            )
            if row.reason
            else "",
            digests={file.law: file.digest for file in files if file.edition == row.number},
        )
        for row in found
    )


def read_text(connection: Connection, digest: str) -> str:
    """The content of a rule file, as canonical JSON."""
    query = select(law_texts.c.body).where(law_texts.c.digest == digest)
    return str(connection.execute(query).scalar_one())


def write_edition(
    connection: Connection,
    sealer: ValueSealer,
    incident_id: str,
    texts: Mapping[str, tuple[str, str]],
    at: datetime,
    adopted: tuple[str, str] | None = None,
) -> int:
    """Freeze these files, digest and content by law; returns the number of the edition.

    `adopted`: who adopted them and why; None for the first, which nobody had to decide.
    """
    known = read_editions(connection, sealer, incident_id)
    number = known[-1].number + 1 if known else 1
    wanted = dict(texts.values())
    held = connection.execute(
        select(law_texts.c.digest).where(law_texts.c.digest.in_(tuple(wanted)))
    ).scalars()
    missing = wanted.keys() - set(held)
    if missing:
        rows = [{"digest": digest, "body": wanted[digest]} for digest in sorted(missing)]
        connection.execute(insert(law_texts), rows)
    who, why = adopted or (None, None)
    connection.execute(
        insert(law_editions).values(
            incident_id=incident_id,
            number=number,
            frozen_at=at,
            adopted_by=who,
            reason=sealer.seal("law_editions", "reason", _place(incident_id, number), why)
            if why
            else None,
        )
    )
    connection.execute(
        insert(law_files),
        [
            {"incident_id": incident_id, "edition": number, "law": law, "digest": digest}
            for law, (digest, _) in sorted(texts.items())
        ],
    )
    return number


def _place(incident_id: str, number: int) -> str:
    return f"{incident_id}:{number}"
