"""Documents in the register: renditions, bindings, approvals, issue, receipts."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, delete, insert, select, update
from ulid import ULID

from domain.approval import APPROVED
from domain.documents import Binding, DocumentKind, DocumentState, digest_of
from register.kept_texts import TextRow, keep_text, keep_words, kept_words
from register.tables_incident import approvals, documents, renditions
from sealing.values import ValueSealer


class Rendition(BaseModel):
    """The words for one addressee; in documents for persons with fields still to be filled."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    addressee_id: str
    subject: str = Field(repr=False)
    text: str = Field(repr=False)
    html: str = Field(repr=False)
    # The filled form of a report to an authority, as JSON; empty for everything else.
    form: str = Field(default="", repr=False)
    # The free paragraphs, as JSON; with their places for the first addressee only.
    passages: str = Field(default="", repr=False)


class DocumentRow(BaseModel):
    """A document without its words; times are case times."""

    model_config = ConfigDict(frozen=True)

    id: str
    incident_id: str
    number: int
    kind: DocumentKind
    language: str
    state: DocumentState
    author: str
    addressees: tuple[str, ...]
    on_behalf_of: tuple[str, ...]
    release_number: int | None
    ledger_revision: int
    facts_read: tuple[str, ...]
    binding: Binding
    binding_digest: str
    prepared_at: datetime
    issued_at: datetime | None = None
    receipt_number: str | None = None
    receipt_at: datetime | None = None
    strangers: tuple[str, ...] = ()
    # Keys of facts that its words would publish and may not; it has no text while there are any.
    withheld: tuple[str, ...] = ()


def digest_of_words(words: Iterable[Rendition]) -> str:
    """What an approval binds of the words, in the order of the addressees' ids."""
    return digest_of(
        part
        for one in sorted(words, key=lambda one: one.addressee_id)
        for part in (
            one.addressee_id,
            one.subject,
            one.text,
            hashlib.sha256(one.html.encode()).hexdigest(),
        )
    )


def read_documents(connection: Connection, incident_id: str) -> tuple[DocumentRow, ...]:
    """Every document of an incident, by number."""
    rows = connection.execute(
        select(documents).where(documents.c.incident_id == incident_id).order_by(documents.c.number)
    )
    return tuple(DocumentRow.model_validate(row, from_attributes=True) for row in rows)


def read_document(connection: Connection, document_id: str) -> DocumentRow | None:
    """One document; None where nothing was drafted under that id."""
    row = connection.execute(select(documents).where(documents.c.id == document_id)).one_or_none()
    return None if row is None else DocumentRow.model_validate(row, from_attributes=True)


def write_draft(
    connection: Connection,
    sealer: ValueSealer,
    document: DocumentRow,
    words: tuple[Rendition, ...],
) -> None:
    """Store a draft with all its renditions, in place of an earlier draft of the document.

    Of an earlier draft the text that was put to approval is kept (`register.kept_texts`).
    """
    values = document.model_dump(mode="python") | {
        "kind": document.kind.value,
        "state": document.state.value,
        "binding": document.binding.model_dump(),
        "addressees": list(document.addressees),
        "on_behalf_of": list(document.on_behalf_of),
        "facts_read": list(document.facts_read),
        "strangers": list(document.strangers),
        "withheld": list(document.withheld),
    }
    known = read_document(connection, document.id)
    if known is None:
        connection.execute(insert(documents).values(**values))
    else:
        _keep(connection, sealer, known, document)
        connection.execute(update(documents).where(documents.c.id == document.id).values(**values))
        connection.execute(delete(renditions).where(renditions.c.document_id == document.id))
    for rendition in words:
        place = f"{document.id}:{rendition.addressee_id}"
        body = json.dumps(
            rendition.model_dump(exclude={"addressee_id"}),
            ensure_ascii=False,
        )
        connection.execute(
            insert(renditions).values(
                document_id=document.id,
                addressee_id=rendition.addressee_id,
                text_digest=document.binding.text,
                body=sealer.seal("renditions", "body", place, body),
            )
        )


def read_renditions(
    connection: Connection, sealer: ValueSealer, document_id: str
) -> tuple[Rendition, ...]:
    """Every rendition of a document, by addressee."""
    rows = connection.execute(
        select(renditions)
        .where(renditions.c.document_id == document_id)
        .order_by(renditions.c.addressee_id)
    )
    found = []
    for row in rows:
        place = f"{document_id}:{row.addressee_id}"
        body = sealer.open("renditions", "body", place, row.body)
        found.append(_rendition(row.addressee_id, body))
    return tuple(found)


def read_earlier_renditions(
    connection: Connection, sealer: ValueSealer, document: DocumentRow, binding: Binding
) -> tuple[Rendition, ...]:
    """Every rendition of a text that the document had under a binding, by addressee."""
    if binding.text == document.binding.text:
        return read_renditions(connection, sealer, document.id)
    kept = kept_words(connection, sealer, document.id, binding.text)
    return tuple(_rendition(addressee_id, body) for addressee_id, body in kept)


def set_state(
    connection: Connection, document_id: str, state: DocumentState, **values: datetime | str
) -> None:
    """Move a document to a state, with the dates that go with it."""
    connection.execute(
        update(documents).where(documents.c.id == document_id).values(state=state.value, **values)
    )


def record_receipt(
    connection: Connection, document_id: str, number: str, submitted_at: datetime
) -> None:
    """A filing's receipt; a second, different one is for the caller to refuse."""
    connection.execute(
        update(documents)
        .where(documents.c.id == document_id)
        .values(receipt_number=number, receipt_at=submitted_at)
    )


def add_approval(
    connection: Connection,
    sealer: ValueSealer,
    document: DocumentRow,
    actor: str,
    outcome: str,
    comment: str,
    at: datetime,
) -> None:
    """Record an approval or a rejection of exactly the present binding."""
    identity = str(ULID())
    connection.execute(
        insert(approvals).values(
            id=identity,
            document_id=document.id,
            actor=actor,
            outcome=outcome,
            binding_digest=document.binding_digest,
            decided_at=at,
            comment=sealer.seal("approvals", "comment", identity, comment),
        )
    )


def approved_by(connection: Connection, document_id: str, binding_digest: str) -> tuple[str, ...]:
    """The roles whose latest word on exactly this binding is an approval, sorted."""
    said = latest_words(connection, document_id, binding_digest)
    return tuple(sorted(actor for actor, outcome in said.items() if outcome == APPROVED))


def latest_words(connection: Connection, document_id: str, binding_digest: str) -> dict[str, str]:
    """The latest outcome that each role has given to exactly this binding."""
    rows = connection.execute(
        select(approvals.c.actor, approvals.c.outcome)
        .where(approvals.c.document_id == document_id, approvals.c.binding_digest == binding_digest)
        .order_by(approvals.c.id)
    )
    return {row.actor: row.outcome for row in rows}


def _keep(
    connection: Connection, sealer: ValueSealer, known: DocumentRow, new: DocumentRow
) -> None:
    if not known.binding_digest or known.binding_digest == new.binding_digest:
        return
    text = TextRow.model_validate(known, from_attributes=True)
    keep_text(connection, text)
    if known.binding.text != new.binding.text:
        keep_words(connection, sealer, text)


def _rendition(addressee_id: str, body: str) -> Rendition:
    said: dict[str, Any] = json.loads(body)
    return Rendition(addressee_id=addressee_id, **said)
