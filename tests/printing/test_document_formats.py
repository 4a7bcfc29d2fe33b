"""Every format says the same, and hostile words are words in each of them."""

import io
import re
import zipfile
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest
from docx import Document
from pydantic import ValidationError

from activities.words import Rendered, render
from contracts.document_context import FactView
from domain.documents import DocumentKind
from domain.person_fields import CLOSING, OPENING
from domain.wording import Language, banner
from printing.blocks import Block, Bullets, Fields, Note, PageBreak, Table
from printing.document_formats import DocumentFormat, written_as
from printing.document_papers import paper_of
from printing.pages import read_page
from printing.typesetting import paper_as_pictures
from tests.activities.words_samples import FACTS, context

HOSTILE = (
    "<script>alert(1)</script>{{ 7*7 }}{% x %} | `code` **b** [t](http://x.example)\r\n"
    "- # Bcc: a@b.example \u202ertl\u2066\x00\x0b #let x = 1 \\ $" + "長" * 9_800
)
KINDS = [
    DocumentKind.PERSON_LETTER,
    DocumentKind.MERCHANT_NOTICE,
    DocumentKind.PRELIMINARY_REPORT,
    DocumentKind.BOARD_MEMO,
]


class _Shown(HTMLParser):
    """The words of a page's body."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words, self._hidden = "", 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the base's names
        self._hidden += tag in {"head", "style"}

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"head", "style"}

    def handle_data(self, data: str) -> None:
        self.words += "" if self._hidden else data


def made(words: Rendered, wanted: DocumentFormat, language: str = "ja") -> bytes:
    given = context(DocumentKind.FAQ)
    return written_as(
        wanted,
        subject=words.subject,
        text=words.text,
        html=words.html,
        language=language,
        marking=banner(given.marking, Language(language)),
        at=given.issued_at,
    )


def bare(words: str) -> str:
    """Letters alone: formats differ in blanks and marks between them."""
    return "".join(sorted(re.sub(rf"[^\w]|{OPENING}|{CLOSING}", "", words)))


def words_of(block: Block) -> str:
    match block:
        case Bullets():
            return " ".join(block.items)
        case Fields() | Table():
            return " ".join(" ".join(row) for row in block.rows)
        case PageBreak():
            return ""
        case _:
            return block.text


def document_words(data: bytes) -> str:
    file = Document(io.BytesIO(data))
    cells = [cell.text for t in file.tables for row in t.rows for cell in row.cells]
    lines = [paragraph.text for paragraph in file.paragraphs]
    header = [paragraph.text for paragraph in file.sections[0].header.paragraphs]
    return "\n".join((*header, *lines, *cells))


@pytest.mark.parametrize("kind", list(DocumentKind))
@pytest.mark.parametrize("language", list(Language))
def test_paper_and_markdown_hold_the_words_of_the_page(
    kind: DocumentKind, language: Language
) -> None:
    words = render(context(kind).model_copy(update={"language": language}))
    shown = bare(_Shown(words.html).words)
    said = banner(context(kind).marking, language)
    paper = paper_of(words.html, words.subject, language, said)
    blocks = " ".join(words_of(block) for block in paper.blocks)
    head = f"{paper.marking} {paper.title} {paper.date} {paper.addressee} {paper.sender}"
    whole = f"{head} {blocks}"
    assert bare(whole) == shown
    markdown = made(words, DocumentFormat.MARKDOWN, language).decode().replace("<br>", "")
    assert bare(markdown) == bare(whole + said)
    assert not any(isinstance(block, Note) and block.text == said for block in paper.blocks)


@pytest.mark.parametrize("kind", KINDS)
def test_a_word_file_holds_the_words_of_the_page(kind: DocumentKind) -> None:
    words = render(context(kind))
    file = document_words(made(words, DocumentFormat.WORD))
    assert bare(file) == bare(_Shown(words.html).words)


def test_half_a_surrogate_pair_does_not_come_in() -> None:
    with pytest.raises(ValidationError):
        FactView.model_validate({**FACTS[0].model_dump(), "statement": "\ud800"})


@pytest.mark.parametrize("kind", KINDS[:2])
def test_hostile_words_are_words_in_every_format(kind: DocumentKind) -> None:
    facts = tuple(
        FactView.model_validate(
            {**fact.model_dump(), "statement": HOSTILE, "figure": None, "moment": None}
        )
        for fact in FACTS
        if fact.key in {"overview", "cause", "data.items"}
    )
    words = render(context(kind, facts=facts))
    word = made(words, DocumentFormat.WORD)
    assert "<script>alert(1)</script>" in document_words(word)
    assert "{{ 7*7 }}" in document_words(word)
    with zipfile.ZipFile(io.BytesIO(word)) as parts:
        assert b"<script>" not in parts.read("word/document.xml")
    pdf = made(words, DocumentFormat.PDF)
    assert pdf.startswith(b"%PDF-")
    assert b"/JavaScript" not in pdf
    assert b"FontFile" in pdf
    markdown = made(words, DocumentFormat.MARKDOWN).decode()
    assert "<script>" not in markdown
    assert "[t](http" not in markdown
    text = made(words, DocumentFormat.TEXT).decode()
    page = made(words, DocumentFormat.HTML).decode()
    for body in (text, page, markdown, document_words(word)):
        assert not {"\u202e", "\u2066", "\r", "\x00", "\x0b"} & set(body)
        assert "長" * 9_800 in body


def test_a_hostile_title_forges_no_mail_header() -> None:
    plain = context(DocumentKind.MERCHANT_NOTICE)
    hostile = plain.incident.model_validate({"code_name": "X", "title": HOSTILE[:400]})
    words = render(plain.model_copy(update={"incident": hostile}))
    mail = EmailMessage()
    mail["Subject"] = words.subject
    mail.set_content(words.text)
    read = message_from_bytes(bytes(mail), policy=policy.default)
    assert read["Bcc"] is None
    assert read["Subject"] == words.subject


def test_the_same_document_gives_the_same_bytes() -> None:
    words = render(context(DocumentKind.FAQ))
    for wanted in DocumentFormat:
        assert made(words, wanted) == made(words, wanted)


def test_a_letter_is_addressed_in_its_language() -> None:
    letter = context(DocumentKind.PERSON_LETTER)
    english = letter.model_copy(update={"language": Language.ENGLISH})
    assert [read_page(render(given).html).locale for given in (letter, english)] == ["ja", "en"]


def test_a_page_can_be_looked_at() -> None:
    words = render(context(DocumentKind.TIMELY_DISCLOSURE))
    paper = paper_of(words.html, words.subject, "ja")
    (first, *_) = paper_as_pictures(paper, context(DocumentKind.FAQ).issued_at, 40)
    assert first.startswith(b"\x89PNG")


def test_a_disclosure_has_its_date_and_reader_above_who_discloses() -> None:
    words = render(context(DocumentKind.TIMELY_DISCLOSURE))
    paper = paper_of(words.html, words.subject, "ja")
    assert (paper.date, paper.addressee) == ("2026年1月13日（火）", "各位")
    assert "\n会社名　株式会社ことりレジ\n" in paper.sender


def test_labels_are_narrower_than_words_in_any_program() -> None:
    words = render(context(DocumentKind.PRELIMINARY_REPORT))
    for table in Document(io.BytesIO(made(words, DocumentFormat.WORD))).tables:
        label, value = (column.width for column in table.columns)
        assert label is not None
        assert value is not None
        assert label * 2 < value
