"""Drafting: the ledger and the templates become a text, and the text becomes a binding."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from activities.document_contexts import ContextMaker
from activities.share_figures import BINDING
from activities.words import Rendered, render
from activities.words_environment import template_version
from contracts.document_context import DocumentContext
from contracts.document_payloads import DraftDocument, Drafted
from domain.documents import (
    MERCHANT_DOCUMENTS,
    RELEASES,
    RETRACTIONS,
    Binding,
    DocumentKind,
    DocumentState,
    digest_of,
)
from domain.facts import Ledger
from domain.said_numbers import strangers
from domain.said_passages import as_json
from register import audit
from register.documents import DocumentRow, Rendition, read_document, write_draft
from register.passages import EditedPassage, read_passages
from register.store import Register
from sealing.values import ValueSealer

STRANGERS_AT_MOST = 20
SAYING_SHARES = MERCHANT_DOCUMENTS - RETRACTIONS
"""Filings read the figures of their form, which count as read by themselves."""


def draft_document(register: Register, draft: DraftDocument) -> Drafted:
    """Render a document, unless nothing that it reads has moved since the last time.

    Then its text, its binding and so its approvals stand. A document that has left the house, or
    was withdrawn, is never rendered again.
    """
    sealer = register.sealer(draft.incident_id)
    with register.writing() as connection:
        known = read_document(connection, draft.document_id)
        maker = ContextMaker(connection, sealer, draft.incident_id, draft.at)
        if known is not None and _stands(known, maker.ledger):
            return Drafted(
                binding_digest=known.binding_digest, ledger_revision=known.ledger_revision
            )
        edited = read_passages(connection, sealer, draft.document_id)
        row, words = written(maker, known or blank_document(maker, draft), draft.at, edited)
        write_draft(connection, sealer, row, words)
        _audit(connection, sealer, draft, known, row)
    return Drafted(binding_digest=row.binding_digest, ledger_revision=row.ledger_revision)


def _stands(known: DocumentRow, ledger: Ledger) -> bool:
    if known.state in {DocumentState.ISSUED, DocumentState.WITHDRAWN}:
        return True
    same_facts = known.binding.facts == _facts_digest(ledger, known.facts_read)
    folder = f"{known.language}/{known.kind}"
    return same_facts and known.binding.template == template_version(folder)


def blank_document(maker: ContextMaker, draft: DraftDocument) -> DocumentRow:
    """A document of which nothing is written yet."""
    kind = DocumentKind(draft.kind)
    release = maker.release_number(draft.document_id) if kind in RELEASES else None
    return DocumentRow(
        id=draft.document_id,
        incident_id=draft.incident_id,
        number=draft.number,
        kind=kind,
        language=maker.incident.language,
        state=DocumentState.DRAFT,
        author=draft.author,
        addressees=draft.addressees,
        on_behalf_of=draft.on_behalf_of,
        release_number=release,
        ledger_revision=0,
        facts_read=(),
        binding=Binding(text="", template="", facts=""),
        binding_digest="",
        prepared_at=draft.at,
    )


def written(
    maker: ContextMaker, row: DocumentRow, at: datetime, edited: Mapping[str, EditedPassage]
) -> tuple[DocumentRow, tuple[Rendition, ...]]:
    """The document and its words as the register stands, at a case time; nothing is kept yet.

    `edited` are the passages that stand in place of the templates' own.

    Raises the errors of `words_errors`.
    """
    contexts = {
        key: context.model_copy(update={"passages": _places_and_words(edited)})
        for key, context in sorted(maker.contexts(row).items())
    }
    # Whoever edits a passage works on the first addressee's text; of the others words are enough.
    first = next(iter(contexts))
    rendered = {
        key: render(context, with_sources=key == first) for key, context in contexts.items()
    }
    said = {key for one in rendered.values() for key in one.facts_read}
    read = tuple(sorted(said | set(BINDING if row.kind in SAYING_SHARES else ())))
    binding = row.binding.model_copy(
        update={
            "text": _text_digest(rendered),
            "template": next(one.template_version for one in rendered.values()),
            "facts": _facts_digest(maker.ledger, read),
        }
    )
    changed = row.model_copy(
        update={
            "state": DocumentState.IN_REVIEW,
            "ledger_revision": maker.ledger.revision,
            "facts_read": read,
            "strangers": _strangers(rendered, contexts, edited, rendered[first]),
            "binding": binding,
            "binding_digest": binding.digest(),
            "prepared_at": at,
        }
    )
    words = tuple(
        Rendition(
            addressee_id=key,
            subject=one.subject,
            text=one.text,
            html=one.html,
            form=one.form.model_dump_json() if one.form else "",
            passages=as_json(one.passages) if key == first and one.passages else "",
        )
        for key, one in rendered.items()
    )
    return changed, words


def _places_and_words(edited: Mapping[str, EditedPassage]) -> tuple[tuple[str, str], ...]:
    return tuple((name, passage.words) for name, passage in edited.items())


def _strangers(
    rendered: dict[str, Rendered],
    contexts: dict[str, DocumentContext],
    edited: Mapping[str, EditedPassage],
    first: Rendered,
) -> tuple[str, ...]:
    """Counts and days that somebody typed and nobody declared: they stop the approval."""
    declared = [one.typed for passage in edited.values() for one in passage.declared]
    own = [passage.own for passage in first.passages if passage.edited]
    found = (
        said
        for key, one in rendered.items()
        for said in strangers(
            f"{one.subject}\n{one.text}",
            (contexts[key].model_dump(exclude={"passages"}), declared, own),
        )
    )
    return tuple(dict.fromkeys(found))[:STRANGERS_AT_MOST]


def _text_digest(rendered: dict[str, Rendered]) -> str:
    return digest_of(
        part
        for key, one in rendered.items()
        for part in (key, one.subject, one.text, hashlib.sha256(one.html.encode()).hexdigest())
    )


def _facts_digest(ledger: Ledger, keys: tuple[str, ...]) -> str:
    """The facts in force of these keys; a key that the ledger lacks counts as such."""
    current = ledger.current()
    return digest_of(f"{key}={current[key].fact.bound if key in current else ''}" for key in keys)


def _audit(
    connection: Connection,
    sealer: ValueSealer,
    draft: DraftDocument,
    known: DocumentRow | None,
    row: DocumentRow,
) -> None:
    voided = known is not None and known.state is DocumentState.APPROVED
    line = audit.AuditLine(
        at=draft.at,
        actor=draft.author if known is None else "engine",
        action="document.drafted" if known is None else "document.redrafted",
        subject=draft.document_id,
        detail={
            "number": row.number,
            "kind": row.kind.value,
            "revision": row.ledger_revision,
            "binding": row.binding_digest,
            "voided": voided,
        },
    )
    audit.append(connection, sealer, draft.incident_id, line)
