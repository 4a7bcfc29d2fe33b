"""Reads one document's words for one addressee, as an approver reads them."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commands.document_texts import find_text, text_json, texts_of, words_of_text
from commands.finding import find_document
from commands.looking import look_at
from commands.sentences import NotPossible
from contracts.names import PUBLIC
from domain.approval import APPROVED
from domain.document_needs import Completeness, completeness
from domain.documents import DocumentState
from domain.facts import Ledger
from domain.said_passages import SaidPassage, passages_of
from domain.wording import Language, banner
from printing.bound_word_files import Bonds, BoundPassage
from printing.document_formats import DocumentFormat, written_as
from register.board import Board, BoardDocument
from register.documents import Rendition
from register.kept_texts import DocumentText
from register.ledger import read_ledger
from register.parties import PartyRow, read_parties
from register.store import Register
from screens.board_json import document_json
from screens.document_words import readable
from screens.fact_words import fact_title
from screens.text_table import text_lines
from screens.words import DOCUMENT_STATES, DOCUMENTS, ScreenLanguage, role_words

MOST_NAMED = 12
_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "document": "文書{number} {kind} [{state}]",
        "subject": "件名: {subject}",
        "to": "宛先: {to}",
        "more": "宛先: {to} (ほかの宛先は --to で: {others})",
        "missing": "承認待ち: {roles}",
        "known": "充足: {percent}% (未判明: {keys})",
        "complete": "充足: 100%",
        "suspected": "(推定として記載: {keys})",
        "earlier": "以前の文面 {number}(全{count})。現在の文面ではありません",
    },
    "en": {
        "document": "Document {number}, {kind} [{state}]",
        "subject": "Subject: {subject}",
        "to": "To: {to}",
        "more": "To: {to} (others by --to: {others})",
        "missing": "Waits for: {roles}",
        "known": "Complete: {percent}% (unknown: {keys})",
        "complete": "Complete: 100%",
        "suspected": " (said as suspected: {keys})",
        "earlier": "Earlier text {number} of {count}; it no longer stands",
    },
}


@dataclass(frozen=True, repr=False)
class Page:
    """A document with the words for one addressee; `addressees` are the keys of all.

    `chosen` is the text that they belong to, one of the `texts` that the document has had; the
    document is as it was with that text.
    """

    document: BoardDocument
    missing: tuple[str, ...]
    texts: tuple[DocumentText, ...]
    chosen: DocumentText
    incident: str
    addressee: str
    addressees: tuple[str, ...]
    words: Rendition
    known: Completeness
    marking: str = ""
    passages: tuple[SaidPassage, ...] = ()
    language: ScreenLanguage = "ja"

    @property
    def text(self) -> str:
        """The plain text."""
        return self.words.text

    @property
    def html(self) -> str:
        """The HTML."""
        return self.words.html

    def as_json(self) -> dict[str, Any]:
        """For a program."""
        return {
            **document_json(self.document, self.missing),
            "complete_percent": self.known.percent,
            "unknown_facts": self.known.unknown,
            "suspected_facts": self.known.suspected,
            "addressee": self.addressee,
            "addressees": self.addressees,
            "text_number": self.chosen.number,
            "texts": [text_json(text) for text in self.texts],
            "subject": self.words.subject,
            "text": self.text,
            "html": self.html,
        }

    def with_head(self, language: ScreenLanguage) -> str:
        """The text below a head that says what it is and what it waits for."""
        words = _WORDS[language]
        head = [
            words["document"].format(
                number=self.document.number,
                kind=DOCUMENTS[language][self.document.kind],
                state=DOCUMENT_STATES[language][self.document.state],
            ),
            words["subject"].format(subject=self.words.subject),
            self._to(words),
        ]
        if self.missing and self.chosen.present:
            head.append(words["missing"].format(roles=role_words(self.missing, language)))
        head.append(self._completeness(words, language))
        head += text_lines(self.texts, self.incident, self.document.number, language)
        if not self.chosen.present:
            head.append(earlier_words(self.chosen, self.texts, language))
        return "\n".join((*head, "", self.text))

    def written_as(self, wanted: DocumentFormat) -> bytes:
        """The document in a format; its time of making is when it was issued or last drafted."""
        return written_as(
            wanted,
            subject=self.words.subject,
            text=self.text,
            html=self.html,
            language=self.document.language,
            marking=self.marking,
            at=self.document.issued_at or self.document.prepared_at,
            bonds=self.bonds,
        )

    @property
    def bonds(self) -> Bonds:
        """What a Word file needs to come back as this text."""
        return Bonds(
            incident=self.document.incident_id,
            document=self.document.id,
            number=self.document.number,
            text=self.document.binding.text,
            revision=self.document.ledger_revision,
            addressee=self.addressee,
            language=self.language,
            passages=tuple(BoundPassage(one.name, one.words, one.label) for one in self.passages),
        )

    def _completeness(self, words: dict[str, str], language: ScreenLanguage) -> str:
        def named(keys: tuple[str, ...]) -> str:
            return ("、" if language == "ja" else ", ").join(
                f"{fact_title(k, language)}({k})" for k in keys
            )

        known = self.known
        more = words["suspected"].format(keys=named(known.suspected)) if known.suspected else ""
        if not known.unknown:
            return words["complete"] + more
        return words["known"].format(percent=known.percent, keys=named(known.unknown)) + more

    def _to(self, words: dict[str, str]) -> str:
        others = [key for key in self.addressees if key != self.addressee]
        if not others:
            return words["to"].format(to=self.addressee)
        named = ", ".join(others[:MOST_NAMED]) + (", …" if len(others) > MOST_NAMED else "")
        return words["more"].format(to=self.addressee, others=named)


def read_page(
    register: Register,
    incident: str,
    number: int,
    addressee: str | None,
    language: ScreenLanguage,
    text: int | None = None,
) -> Page:
    """The document's words for an addressee, by its key; without one, for the first.

    `text` is the number of an earlier text of it; without one, the text that stands is read.

    Raises:
        NotPossible: no such incident, document, text or addressee; with those that there are.
    """
    seen = look_at(register, incident, language)
    found = find_document(seen.board, number)
    texts = texts_of(register, seen.board)[number]
    chosen = texts[-1] if text is None else find_text(texts, text)
    document = found if chosen.present else _as_of(found, chosen)
    with register.reading() as connection:
        sealer = register.sealer(document.incident_id, connection)
        parties = read_parties(connection, sealer, document.incident_id)
        known = known_of(read_ledger(connection, sealer, document.incident_id), document)
    keyed = {_key(one, parties): one for one in words_of_text(register, found, chosen)}
    if found.withheld:
        keys = ", ".join(found.withheld)
        raise NotPossible(
            en=f"This document has no words: they would publish what is not public ({keys}). Say "
            "publicly what may be said with `shirase fact correct KEY --public`, or withdraw it.",
            ja=f"この文書には文面がありません。公表できない事実({keys})を含むためです。公表してよい内容を"
            " `shirase fact correct 鍵 --public` で記録するか、文書を取り下げてください。",
        )
    if not keyed:
        raise NotPossible(
            en="This document has no words yet; its draft is being written.",
            ja="この文書にはまだ文面がありません。起案中です。",
        )
    to = next(iter(keyed)) if addressee is None else addressee.strip()
    if to not in keyed:
        named = ", ".join(list(keyed)[:MOST_NAMED])
        raise NotPossible(
            en=f"This document has no words for that addressee. There is: {named}",
            ja=f"その宛先の文面はありません。宛先: {named}",
        )
    spoken = Language(document.language)
    marks = [banner(seen.board.incident.marking, spoken)]
    if not chosen.present:
        marks.append(earlier_words(chosen, texts, "ja" if spoken is Language.JAPANESE else "en"))
    return Page(
        document=document,
        missing=seen.missing.get(number, ()),
        texts=texts,
        chosen=chosen,
        incident=seen.incident or seen.board.incident.code_name,
        addressee=to,
        addressees=tuple(keyed),
        words=readable(keyed[to], language),
        known=known,
        marking=" ".join(filter(None, marks)),
        passages=passages_of(keyed[to].passages),
        language=language,
    )


def earlier_words(
    chosen: DocumentText, texts: tuple[DocumentText, ...], language: ScreenLanguage
) -> str:
    """That a text is not the one that stands."""
    return _WORDS[language]["earlier"].format(number=chosen.number, count=len(texts))


def _as_of(document: BoardDocument, chosen: DocumentText) -> BoardDocument:
    """The document as it was with an earlier text, which never left the house."""
    approvals = sum(word.outcome == APPROVED for word in chosen.words)
    then = {
        **dict(chosen.text),
        "approvals": approvals,
        "state": DocumentState.IN_REVIEW,
        "issued_at": None,
        "receipt_number": None,
        "receipt_at": None,
    }
    return document.model_copy(update=then)


def known_of(ledger: Ledger, document: BoardDocument) -> Completeness:
    """How complete a document is; one that has left, by the facts that it left with."""
    left = document.state is DocumentState.ISSUED
    current = (ledger.at(document.ledger_revision) if left else ledger).current()
    return completeness(document.kind, {key: entry.fact.status for key, entry in current.items()})


def read_completeness(register: Register, board: Board) -> dict[int, Completeness]:
    """The meter of every document, by its number."""
    identity = board.incident.id
    with register.reading() as connection:
        ledger = read_ledger(connection, register.sealer(identity, connection), identity)
    return {document.number: known_of(ledger, document) for document in board.documents}


def write_page(path: Path, words: str | bytes) -> None:
    """Write a new file that its owner alone may read.

    Raises:
        NotPossible: there is such a file already.
        OSError: it cannot be written.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise NotPossible(
            en="There is a file of this name already; give another name.",
            ja="同じ名前のファイルがあります。別の名前を指定してください。",
        ) from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(words.encode() if isinstance(words, str) else words)


def _key(rendition: Rendition, parties: dict[str, PartyRow]) -> str:
    known = parties.get(rendition.addressee_id)
    return known.key if known else rendition.addressee_id or PUBLIC
