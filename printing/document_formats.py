"""A rendered document in the format that somebody asks for; all of them say the same."""

from datetime import datetime
from enum import StrEnum

from printing.bound_word_files import Bonds
from printing.document_papers import paper_of
from printing.markdown import as_markdown
from printing.typesetting import paper_as_pdf
from printing.word_files import as_word_file


class DocumentFormat(StrEnum):
    """What a document can be written out as; the value is what is typed."""

    HTML = "html"
    TEXT = "text"
    MARKDOWN = "md"
    WORD = "docx"
    PDF = "pdf"


BY_SUFFIX = {
    ".html": DocumentFormat.HTML,
    ".htm": DocumentFormat.HTML,
    ".txt": DocumentFormat.TEXT,
    ".md": DocumentFormat.MARKDOWN,
    ".docx": DocumentFormat.WORD,
    ".pdf": DocumentFormat.PDF,
}
BINARY = frozenset({DocumentFormat.WORD, DocumentFormat.PDF})


def written_as(  # noqa: PLR0913 - all that the formats differ in
    wanted: DocumentFormat,
    *,
    subject: str,
    text: str,
    html: str,
    language: str,
    marking: str,
    at: datetime,
    bonds: Bonds | None = None,
) -> bytes:
    """The document's bytes. `marking` is its banner, `at` the time that the file says it was made.

    `bonds` are written into a Word file, so that it can come back.

    Raises:
        TypesettingError: the pages of a PDF cannot be set.
    """
    if wanted is DocumentFormat.HTML:
        return html.encode()
    if wanted is DocumentFormat.TEXT:
        return text.encode()
    paper = paper_of(html, subject, language, marking)
    if wanted is DocumentFormat.MARKDOWN:
        return as_markdown(paper).encode()
    if wanted is DocumentFormat.WORD:
        return as_word_file(paper, at, bonds)
    return paper_as_pdf(paper, at)
