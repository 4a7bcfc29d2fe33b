"""The texts that a document has had: when each was put to approval, and what was said to it."""

from typing import Any

from commands.sentences import NotPossible
from register.board import Board, BoardDocument
from register.documents import Rendition, digest_of_words, read_earlier_renditions
from register.kept_texts import DocumentText, TextRow, earlier_texts, words_given
from register.store import Register


def text_json(text: DocumentText) -> dict[str, Any]:
    """For a program; times are case times, the binding is what an approval stands for."""
    return {
        "number": text.number,
        "present": text.present,
        "prepared_at": text.text.prepared_at,
        "ledger_revision": text.text.ledger_revision,
        "facts_read": text.text.facts_read,
        "text_digest": text.text.binding.text,
        "binding_digest": text.text.binding_digest,
        "words": [word._asdict() for word in text.words],
    }


def texts_of(register: Register, board: Board) -> dict[int, tuple[DocumentText, ...]]:
    """Every text of every document, oldest first, by the document's number."""
    identity = board.incident.id
    with register.reading() as connection:
        earlier = earlier_texts(connection, identity)
        given = words_given(connection, identity)
    found = {}
    for document in board.documents:
        present = TextRow.model_validate(document, from_attributes=True)
        texts = (*earlier.get(document.id, ()), present)
        found[document.number] = tuple(
            DocumentText(number, text, given.get(text.binding_digest, ()), text is present)
            for number, text in enumerate(texts, 1)
        )
    return found


def find_text(texts: tuple[DocumentText, ...], number: int) -> DocumentText:
    """The text of that number.

    Raises:
        NotPossible: there is none; with how many there are.
    """
    if 1 <= number <= len(texts):
        return texts[number - 1]
    count = len(texts)
    raise NotPossible(
        en=f"This document has had {count} text{'s' if count > 1 else ''}; "
        f"give a number from 1 to {count}.",
        ja=f"この文書の文面は{count}つです。1から{count}までの番号を指定してください。",
    )


def text_before(texts: tuple[DocumentText, ...]) -> DocumentText:
    """The text that the present one replaced.

    Raises:
        NotPossible: the document has one text only.
    """
    if len(texts) > 1:
        return texts[-2]
    raise NotPossible(
        en="This document has had one text only: there is nothing earlier to compare it with. "
        "To compare two documents, name both.",
        ja="この文書の文面は1つだけで、比べる以前の文面がありません。"
        "二つの文書を比べるには、番号を二つ指定してください。",
    )


def words_of_text(
    register: Register, document: BoardDocument, text: DocumentText
) -> tuple[Rendition, ...]:
    """The words of a text, by addressee."""
    with register.reading() as connection:
        sealer = register.sealer(document.incident_id, connection)
        return read_earlier_renditions(connection, sealer, document, text.text.binding)


def is_proven(register: Register, document: BoardDocument, text: DocumentText) -> bool:
    """Whether the words that are kept give the very digest that was put to approval."""
    binding = text.text.binding
    words = digest_of_words(words_of_text(register, document, text))
    return words == binding.text and binding.digest() == text.text.binding_digest
