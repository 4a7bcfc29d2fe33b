"""Drafting: the ledger and the templates become a text, and the text becomes a binding."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from activities.document_contexts import ContextMaker
from activities.share_figures import BINDING
from activities.words import Rendered, render
from activities.words_environment import template_version
from activities.words_errors import FactNotPublicError
from contracts.document_context import DocumentContext
from contracts.document_payloads import DraftDocument, Drafted
from domain.documents import (
    RELEASES,
    RETRACTIONS,
    TO_ONE_MERCHANT,
    Binding,
    DocumentKind,
    DocumentState,
    digest_of,
)
from domain.facts import Ledger
from domain.said_numbers import strangers
from domain.said_passages import as_json
from register import audit
from register.documents import (
    DocumentRow,
    Rendition,
    digest_of_words,
    read_document,
    write_draft,
)
from register.house_record import is_behind
from register.passages import EditedPassage, read_passages
from register.store import Register
from sealing.values import ValueSealer

STRANGERS_AT_MOST = 20
SAYING_SHARES = TO_ONE_MERCHANT - RETRACTIONS
"""Filings read the figures of their form, which count as read by themselves."""


def draft_document(register: Register, draft: DraftDocument) -> Drafted:
    """Render a document, unless nothing that it reads has moved since the last time.

    Then its text, its binding and so its approvals stand. A document that has left the house, or
    was withdrawn, is never rendered again. One that would publish what is not public has no text,
    and no approval, until that fact may be said or is said otherwise.
    """
    sealer = register.sealer(draft.incident_id)
    with register.writing() as connection:
        known = read_document(connection, draft.document_id)
        maker = ContextMaker(connection, sealer, draft.incident_id, draft.at)
        if known is not None and _stands(connection, known, maker.ledger):
            return Drafted(
                binding_digest=known.binding_digest, ledger_revision=known.ledger_revision
            )
        edited = read_passages(connection, sealer, draft.document_id)
        before = known or blank_document(maker, draft)
        try:
            row, words = written(maker, before, draft.at, edited)
        except FactNotPublicError as error:
            row, words = _without_text(before, maker.ledger, error.key, draft.at), ()
        if row.withheld != before.withheld or not row.withheld:
            write_draft(connection, sealer, row, words)
            _audit(connection, sealer, draft, known, row)
    return Drafted(
        binding_digest=row.binding_digest,
        ledger_revision=row.ledger_revision,
        withheld=row.withheld,
    )


def _without_text(document: DocumentRow, ledger: Ledger, key: str, at: datetime) -> DocumentRow:
    """The document while it may not say what it would: what stood there is withheld, too."""
    binding = document.binding.model_copy(update={"text": "", "template": "", "facts": ""})
    return document.model_copy(
        update={
            "state": DocumentState.DRAFT,
            "ledger_revision": ledger.revision,
            "facts_read": tuple(sorted({*document.facts_read, key})),
            "strangers": (),
            "withheld": (key,),
            "binding": binding,
            "binding_digest": "",
            "prepared_at": at,
        }
    )


def _stands(connection: Connection, known: DocumentRow, ledger: Ledger) -> bool:
    if known.state in {DocumentState.ISSUED, DocumentState.WITHDRAWN}:
        return True
    if is_behind(connection, known):
        return False
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
    binding = row.binding.model_copy(
        update={
            "text": digest_of_words(words),
            "template": next(one.template_version for one in rendered.values()),
            "facts": _facts_digest(maker.ledger, read),
            "record": maker.bound_record(row),
        }
    )
    changed = row.model_copy(
        update={
            "state": DocumentState.IN_REVIEW,
            "ledger_revision": maker.ledger.revision,
            "facts_read": read,
            "strangers": _strangers(rendered, contexts, edited, rendered[first]),
            "withheld": (),
            "binding": binding,
            "binding_digest": binding.digest(),
            "prepared_at": at,
        }
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
            **({"withheld": ", ".join(row.withheld)} if row.withheld else {}),
        },
    )
    audit.append(connection, sealer, draft.incident_id, line)
