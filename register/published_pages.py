"""What the public site shows of each document, and which release corrects which.

A published page keeps the digest of its words: other words under the same permalink are found,
and are refused unless a correction was noted since.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update
from ulid import ULID

from register.tables_publishing import published_pages, release_corrections


class PublishedPage(NamedTuple):
    """The words that a page showed when it was last published, and its notes of correction."""

    words_digest: str
    corrections: int
    published_at: datetime


class Correction(NamedTuple):
    """A note on a release: which document corrects it, since when (case time)."""

    document_id: str
    corrected_in: str
    noted_at: datetime


def read_published(connection: Connection, incident_id: str) -> Mapping[str, PublishedPage]:
    """Every published page of an incident by its document."""
    rows = connection.execute(
        select(published_pages).where(published_pages.c.incident_id == incident_id)
    )
    return {
        row.document_id: PublishedPage(row.words_digest, row.corrections, row.published_at)
        for row in rows
    }


def note_published(
    connection: Connection, incident_id: str, document_id: str, page: PublishedPage
) -> None:
    """Record what a page shows now."""
    values = page._asdict()
    known = published_pages.c.document_id == document_id
    done = connection.execute(update(published_pages).where(known).values(**values))
    if not done.rowcount:
        connection.execute(
            insert(published_pages).values(
                document_id=document_id, incident_id=incident_id, **values
            )
        )


def read_corrections(connection: Connection, incident_id: str) -> tuple[Correction, ...]:
    """Every note of correction, in the order in which they were made."""
    rows = connection.execute(
        select(release_corrections)
        .where(release_corrections.c.incident_id == incident_id)
        .order_by(release_corrections.c.noted_at, release_corrections.c.id)
    )
    return tuple(Correction(row.document_id, row.corrected_in, row.noted_at) for row in rows)


def add_correction(
    connection: Connection, incident_id: str, note: Correction, noted_by: str
) -> str:
    """Note that a published document is corrected in another one."""
    identity = str(ULID())
    connection.execute(
        insert(release_corrections).values(
            id=identity, incident_id=incident_id, noted_by=noted_by, **note._asdict()
        )
    )
    return identity
