"""Every text of a document that was put to approval, also after another has taken its place.

A text is what an approval binds: words, template, facts, recipients. Before one of these moves, the
text that stood is kept with its digests, so that it can be shown, and proven, what somebody saw
when they approved it. The words are kept once for each wording: a move of facts or recipients that
leaves every word as it was keeps none anew. Renditions of one wording are all but the same, so they
are packed together before they are sealed: of 8,000 merchants' notices a sixtieth is left. Words
are sealed under the incident's own key and go with it.
"""

import zlib
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, func, insert, select

from domain.documents import Binding
from register.tables_incident import approvals, documents, renditions
from register.tables_texts import document_texts, text_words
from sealing.values import ValueSealer

RENDITIONS_A_PART = 250
"""Packed into one sealed value: some megabytes unpacked, which is what a reader holds at once."""


class TextRow(BaseModel):
    """A text without its words, as it was put to approval at `prepared_at` (case time)."""

    model_config = ConfigDict(frozen=True)

    id: str
    incident_id: str
    ledger_revision: int
    facts_read: tuple[str, ...]
    binding: Binding
    binding_digest: str
    prepared_at: datetime


class WordGiven(NamedTuple):
    """One word on one text: `approved`, `rejected` or `overridden`, at a case time."""

    actor: str
    outcome: str
    at: datetime


class DocumentText(NamedTuple):
    """One of the texts of a document, from 1 on; the `present` one stands.

    `words` were given on this text, the latest of each actor.
    """

    number: int
    text: TextRow
    words: tuple[WordGiven, ...]
    present: bool


def keep_text(connection: Connection, text: TextRow) -> None:
    """Keep a text that another is about to replace, as the next number, without its words."""
    last = select(func.max(document_texts.c.number)).where(document_texts.c.document_id == text.id)
    connection.execute(
        insert(document_texts).values(
            document_id=text.id,
            number=(connection.execute(last).scalar_one() or 0) + 1,
            incident_id=text.incident_id,
            ledger_revision=text.ledger_revision,
            facts_read=list(text.facts_read),
            binding=text.binding.model_dump(),
            binding_digest=text.binding_digest,
            prepared_at=text.prepared_at,
        )
    )


def keep_words(connection: Connection, sealer: ValueSealer, text: TextRow) -> None:
    """Keep words that are about to be written over; a wording that is kept already is not again."""
    known = select(text_words.c.part).where(
        text_words.c.document_id == text.id, text_words.c.text_digest == text.binding.text
    )
    if connection.execute(known.limit(1)).one_or_none() is not None:
        return
    for part, packed in enumerate(list(_packed_parts(connection, sealer, text.id))):
        place = _place(text.id, text.binding.text, part)
        connection.execute(
            insert(text_words).values(
                document_id=text.id,
                text_digest=text.binding.text,
                part=part,
                incident_id=text.incident_id,
                body=sealer.seal("text_words", "body", place, packed),
            )
        )


def earlier_texts(connection: Connection, incident_id: str) -> dict[str, tuple[TextRow, ...]]:
    """The texts that others have replaced, oldest first, by the document's id."""
    rows = connection.execute(
        select(document_texts.c.document_id.label("id"), document_texts)
        .where(document_texts.c.incident_id == incident_id)
        .order_by(document_texts.c.document_id, document_texts.c.number)
    )
    found: defaultdict[str, list[TextRow]] = defaultdict(list)
    for row in rows:
        found[row.id].append(TextRow.model_validate(row, from_attributes=True))
    return {document_id: tuple(texts) for document_id, texts in found.items()}


def words_given(connection: Connection, incident_id: str) -> dict[str, tuple[WordGiven, ...]]:
    """The latest word of each actor on each text, by the digest of what it binds."""
    rows = connection.execute(
        select(
            approvals.c.actor,
            approvals.c.outcome,
            approvals.c.decided_at,
            approvals.c.binding_digest,
        )
        .join(documents, approvals.c.document_id == documents.c.id)
        .where(documents.c.incident_id == incident_id)
        .order_by(approvals.c.id)
    )
    found: defaultdict[str, dict[str, WordGiven]] = defaultdict(dict)
    for row in rows:
        found[row.binding_digest][row.actor] = WordGiven(row.actor, row.outcome, row.decided_at)
    return {digest: tuple(words.values()) for digest, words in found.items()}


def kept_words(
    connection: Connection, sealer: ValueSealer, document_id: str, text_digest: str
) -> Iterator[tuple[str, str]]:
    """The words of a kept wording: addressee and rendition as JSON, in order of the addressees."""
    rows = connection.execute(
        select(text_words.c.part, text_words.c.body)
        .where(text_words.c.document_id == document_id, text_words.c.text_digest == text_digest)
        .order_by(text_words.c.part)
    )
    for row in rows:
        place = _place(document_id, text_digest, row.part)
        packed = sealer.open("text_words", "body", place, row.body)
        unpacked = zlib.decompress(b64decode(packed)).decode("utf-8", "surrogatepass")
        for line in unpacked.split("\n"):
            addressee_id, _, body = line.partition("\t")
            yield addressee_id, body


def _packed_parts(connection: Connection, sealer: ValueSealer, document_id: str) -> Iterator[str]:
    rows = connection.execute(
        select(renditions.c.addressee_id, renditions.c.body)
        .where(renditions.c.document_id == document_id)
        .order_by(renditions.c.addressee_id),
        execution_options={"yield_per": RENDITIONS_A_PART},
    )
    for part in rows.partitions():
        sealed = [(f"{document_id}:{row.addressee_id}", row.body) for row in part]
        opened = sealer.open_many("renditions", "body", sealed)
        # JSON holds no line break of its own.
        lines = (f"{row.addressee_id}\t{body}" for row, body in zip(part, opened, strict=True))
        words = "\n".join(lines).encode("utf-8", "surrogatepass")
        yield b64encode(zlib.compress(words)).decode()


def _place(document_id: str, text_digest: str, part: int) -> str:
    return f"{document_id}:{text_digest}:{part}"
