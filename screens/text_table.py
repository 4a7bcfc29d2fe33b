"""The texts of a document on screen: number, time, ledger revision, and the words on each."""

from collections.abc import Collection, Iterable, Sequence

from rich.console import RenderableType
from rich.text import Text

from domain.approval import APPROVED, OVERRIDDEN, REJECTED
from register.kept_texts import DocumentText
from screens.tables import titled_table
from screens.words import ScreenLanguage, role_words, short_moment

DIGITS = 12
"""Shown of a digest, as the mail that asks for an approval shows it."""
_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "title": "文書{number}の文面",
        "count": "文面: {count}つ",
        "more": "  (ほか{count}つ: shirase document texts {incident} {number})",
        "text": "文面",
        "at": "作成",
        "revision": "台帳",
        "binding": "照合値",
        "words": "承認・差戻し",
        "of": "第{revision}版",
        "from": "台帳第{revision}版",
        APPROVED: "承認: {roles}",
        REJECTED: "差戻し: {roles}",
        OVERRIDDEN: "例外の決裁: {roles}",
        "none": "承認なし",
        "present": "現在",
        "broken": "保存された文面が照合値と一致しません",
        "between": "、",
    },
    "en": {
        "title": "Texts of document {number}",
        "count": "Texts: {count}",
        "more": "  ({count} more: shirase document texts {incident} {number})",
        "text": "text",
        "at": "made",
        "revision": "ledger",
        "binding": "binding",
        "words": "words on it",
        "of": "rev. {revision}",
        "from": "ledger rev. {revision}",
        APPROVED: "approved by {roles}",
        REJECTED: "rejected by {roles}",
        OVERRIDDEN: "overridden by {roles}",
        "none": "not approved",
        "present": "stands",
        "broken": "the words kept are not those of this binding",
        "between": ", ",
    },
}


def text_lines(
    texts: Sequence[DocumentText],
    incident: str,
    document: int,
    language: ScreenLanguage,
    most: int = 5,
) -> Iterable[str]:
    """A line for each of the last texts, below their number; `incident` as commands call it."""
    words = _WORDS[language]
    yield words["count"].format(count=len(texts))
    if len(texts) > most:
        left = len(texts) - most
        yield words["more"].format(count=left, incident=incident, number=document)
    for text in texts[-most:]:
        told = (
            f"{text.number}",
            short_moment(text.text.prepared_at, with_year=True),
            words["from"].format(revision=text.text.ledger_revision),
            _words_on(text, language),
        )
        yield "  " + "  ".join(told)


def text_table(
    texts: Sequence[DocumentText],
    document: int,
    broken: Collection[int],
    language: ScreenLanguage,
) -> RenderableType:
    """All of them; `broken` are the numbers of those whose words do not give their digest."""
    words = _WORDS[language]
    table = titled_table(words["title"].format(number=document))
    table.add_column(words["text"], justify="right", no_wrap=True)
    table.add_column(words["at"], no_wrap=True)
    table.add_column(words["revision"], no_wrap=True)
    table.add_column(words["binding"], no_wrap=True, style="dim")
    table.add_column(words["words"], ratio=1, overflow="fold")
    for text in texts:
        said = Text(_words_on(text, language))
        if text.number in broken:
            said.append(f"\n{words['broken']}", "bold red")
        table.add_row(
            f"{text.number}",
            short_moment(text.text.prepared_at, with_year=True),
            words["of"].format(revision=text.text.ledger_revision),
            text.text.binding_digest[:DIGITS],
            said,
        )
    return table


def _words_on(text: DocumentText, language: ScreenLanguage) -> str:
    words = _WORDS[language]
    told = []
    for outcome in (APPROVED, OVERRIDDEN, REJECTED):
        roles = [word.actor for word in text.words if word.outcome == outcome]
        if roles:
            told.append(words[outcome].format(roles=role_words(sorted(roles), language)))
    said = words["between"].join(told) or words["none"]
    return f"{said} [{words['present']}]" if text.present else said
