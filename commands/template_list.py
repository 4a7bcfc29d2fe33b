"""Every kind of document with its languages: which files are one's own, and the version bound."""

from collections.abc import Iterable
from typing import NamedTuple

from rich.console import RenderableType
from rich.text import Text

from activities.words_environment import own_files, template_version
from commands.sentences import ScreenLanguage
from domain.document_needs import NEEDS
from domain.documents import DocumentKind
from domain.wording import DOCUMENT_TITLES, Language
from domain.wording_english import ENGLISH_TITLES
from screens.tables import titled_table

SHOWN_DIGITS = 12
_WORDS: dict[ScreenLanguage, tuple[str, ...]] = {
    "ja": ("文書のひな形", "種類", "鍵", "言語", "版", "自社"),
    "en": ("Templates", "kind", "key", "language", "version", "own"),
}


class TemplateRow(NamedTuple):
    """One kind in one language; `own` are the files of a folder of one's own among its files."""

    kind: DocumentKind
    language: Language
    version: str
    own: tuple[str, ...]
    facts: tuple[str, ...]
    parts: tuple[str, ...]


def read_templates() -> tuple[TemplateRow, ...]:
    """Every kind in every language.

    Raises:
        WordsError: a kind lacks its files.
    """
    return tuple(
        TemplateRow(
            kind=kind,
            language=language,
            version=template_version(f"{language}/{kind}"),
            own=own_files(f"{language}/{kind}"),
            facts=NEEDS[kind].facts,
            parts=NEEDS[kind].parts,
        )
        for kind in DocumentKind
        for language in Language
    )


def template_table(rows: Iterable[TemplateRow], language: ScreenLanguage) -> RenderableType:
    """The rows as a table; of one's own files their number."""
    title, *heads = _WORDS[language]
    titles = DOCUMENT_TITLES if language == "ja" else ENGLISH_TITLES
    table = titled_table(title)
    table.add_column(heads[0], ratio=3, overflow="fold")
    table.add_column(heads[1], ratio=3, overflow="fold")
    for head in heads[2:]:
        table.add_column(head, no_wrap=True)
    for row in rows:
        own = Text(f"{len(row.own)}" if row.own else "", "yellow")
        version = Text(row.version[:SHOWN_DIGITS], "dim")
        table.add_row(Text(titles[row.kind]), Text(row.kind), Text(row.language), version, own)
    return table
