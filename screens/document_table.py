"""The documents of an incident: number, kind, state, whose word is missing, issue and receipt."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from rich.console import RenderableType
from rich.text import Text

from domain.documents import FILINGS, DocumentState
from register.board import BoardDocument
from screens.console import said
from screens.status_screen import WAITING
from screens.tables import titled_table
from screens.words import (
    DOCUMENT_STATES,
    DOCUMENTS,
    ScreenLanguage,
    role_words,
    short_moment,
)

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "documents": "文書",
        "number": "番号",
        "kind": "種類",
        "state": "状態",
        "author": "起案",
        "known": "充足",
        "texts": "文面",
        "next": "承認・発出",
        "missing": "承認待ち: {roles}",
        "rejected": "差戻し: {roles}",
        "withheld": "公表できない事実: {keys}",
        "ready": "発出できます",
        "issued": "発出 {at}",
        "receipt": "受付番号 {number}",
        "no_receipt": "受付番号が未記録",
        "none": "文書はまだありません。",
    },
    "en": {
        "documents": "Documents",
        "number": "no.",
        "kind": "kind",
        "state": "state",
        "author": "author",
        "known": "known",
        "texts": "texts",
        "next": "approval, issue",
        "missing": "waits for {roles}",
        "rejected": "sent back by {roles}",
        "withheld": "not public: {keys}",
        "ready": "may be issued",
        "issued": "issued {at}",
        "receipt": "receipt {number}",
        "no_receipt": "no receipt recorded",
        "none": "There is no document yet.",
    },
}


def document_table(
    documents: Sequence[BoardDocument],
    missing: Mapping[int, tuple[str, ...]],
    language: ScreenLanguage,
    known: Mapping[int, int] = MappingProxyType({}),
    texts: Mapping[int, int] = MappingProxyType({}),
) -> RenderableType:
    """All of them by number; `missing` are the roles that have not approved.

    `known` is how much of what each needs is known, in per cent; `texts` how many each has had,
    told as soon as one has had more than one.
    """
    words = _WORDS[language]
    if not documents:
        return Text(words["none"])
    table = titled_table(words["documents"])
    table.add_column(words["number"], justify="right", no_wrap=True)
    table.add_column(words["kind"], ratio=3, overflow="fold")
    table.add_column(words["state"], no_wrap=True)
    table.add_column(words["author"], ratio=2, overflow="fold")
    if known:
        table.add_column(words["known"], justify="right", no_wrap=True)
    several = any(count > 1 for count in texts.values())
    if several:
        table.add_column(words["texts"], justify="right", no_wrap=True)
    table.add_column(words["next"], ratio=3, overflow="fold")
    for document in documents:
        cells = list(_cells(document, missing.get(document.number, ()), language))
        if known:
            cells.insert(-1, Text(f"{known[document.number]}%", "dim"))
        if several:
            cells.insert(-1, Text(f"{texts[document.number]}", "dim"))
        table.add_row(*cells)
    return table


def _cells(
    document: BoardDocument, missing: tuple[str, ...], language: ScreenLanguage
) -> Iterable[Text]:
    yield Text(f"{document.number}")
    yield Text(DOCUMENTS[language][document.kind])
    yield Text(DOCUMENT_STATES[language][document.state])
    yield Text(role_words([document.author], language), "dim")
    yield _next(document, missing, language)


def _next(document: BoardDocument, missing: tuple[str, ...], language: ScreenLanguage) -> Text:
    words = _WORDS[language]
    if document.withheld:
        return Text(words["withheld"].format(keys=", ".join(document.withheld)), "red")
    if document.state in WAITING:
        if document.rejected_by:
            roles = role_words(document.rejected_by, language)
            return Text(words["rejected"].format(roles=roles), "red")
        if missing:
            return Text(words["missing"].format(roles=role_words(missing, language)), "yellow")
        return Text(words["ready"], "yellow")
    if document.issued_at is None or document.state is not DocumentState.ISSUED:
        return Text()
    told = Text(words["issued"].format(at=short_moment(document.issued_at)), "dim")
    if document.receipt_number:
        told.append("\n")
        told.append_text(said(words["receipt"].format(number=document.receipt_number), "dim"))
    elif document.kind in FILINGS:
        told.append(f"\n{words['no_receipt']}", "yellow")
    return told
