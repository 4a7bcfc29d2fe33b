"""A merchant's kit in words: its parts as one text, and the same parts out of an approved one.

The parts stand in the text between lines of their own, so that whoever approves it reads what the
merchant is handed, and what it is handed is cut out of what was approved.
"""

import re
from typing import NamedTuple

from markupsafe import Markup

from activities.words_facts import spoken
from contracts.document_context import DocumentContext
from domain.documents import DocumentKind
from domain.person_fields import PersonField
from domain.wording import Language

KIT_DRAFTS = {
    "mail": DocumentKind.PERSON_NOTICE,
    "letter": DocumentKind.PERSON_LETTER,
}
"""The drafts in a kit: what stands before the names of their passages, and of which kind it is."""
_RULE, _PLAIN_RULE = "■■■", "□□□"
_LETTER = re.compile(r"<!--letter-->(.*)<!--/letter-->", re.DOTALL)
_TITLE = re.compile(r'<h3 class="title">(.*?)</h3>(.*)', re.DOTALL)
_LESS_THAN_A_PAGE = (
    ("<h1>", '<h3 class="title">'),
    ("</h1>", "</h3>"),
    ('class="to"', 'class="reader"'),
    ('class="from"', 'class="signer"'),
)
"""Of the letter's page what the page around it has itself: a title, a reader and a signer."""
_MARKING = re.compile(r'<div role="note".*?</div>', re.DOTALL)
"""The marking stands once on the page, and on every sheet that is printed from it."""


class KitNames(NamedTuple):
    """How the files of a kit are called in one language, and what stands for a person's fields."""

    guide: str
    people: str
    mail: str
    letter: str
    answers: str
    end: str
    fields: dict[PersonField, str]


KIT_NAMES = {
    Language.JAPANESE: KitNames(
        guide="01_はじめに.pdf",
        people="02_名簿（鍵が必要）.xlsx",
        mail="03_通知文案（メール）",
        letter="04_通知文案（書面）",
        answers="05_回答例",
        end="以上",
        fields={
            PersonField.NAME: "〔氏名〕",
            PersonField.ITEMS: "〔名簿の「対象項目」〕",
            PersonField.CHECK_CODE: "〔名簿の「確認番号」〕",
            PersonField.POSTAL_CODE: "〔郵便番号〕",
            PersonField.ADDRESS: "〔住所〕",
        },
    ),
    Language.ENGLISH: KitNames(
        guide="01_Read_first.pdf",
        people="02_People_(needs_the_key).xlsx",
        mail="03_Draft_notice_(mail)",
        letter="04_Draft_notice_(letter)",
        answers="05_Answers",
        end="end",
        fields={
            PersonField.NAME: "[name: 氏名]",
            PersonField.ITEMS: "[items: 対象項目 of the list]",
            PersonField.CHECK_CODE: "[check code: 確認番号 of the list]",
            PersonField.POSTAL_CODE: "[postal code: 郵便番号]",
            PersonField.ADDRESS: "[address: 住所]",
        },
    ),
}
"""The list itself has Japanese columns in both: the brackets name them."""


class KitPart(NamedTuple):
    """One part: the file it becomes, its words, and a letter's words as a page."""

    file: str
    text: str
    page: Markup = Markup()

    @property
    def mark(self) -> str:
        """The line that opens it in the kit's text."""
        return _mark(self.file)


class KitWords(NamedTuple):
    """The parts of a kit as its templates see them, and the line that ends the last one."""

    parts: tuple[KitPart, ...]
    end: str


def in_its_own_name(context: DocumentContext) -> DocumentContext:
    """Words that the merchant sends itself: we are a third party in them, and send nothing."""
    keeper = context.platform.name if context.platform else ""
    facts = tuple(spoken(fact, keeper) for fact in context.facts)
    return context.model_copy(update={"platform": None, "facts": facts})


def draft_context(context: DocumentContext, draft: str) -> DocumentContext:
    """The context of one draft in a kit, with the passages that were edited in it."""
    begin = f"{draft}."
    edited = tuple(
        (name.removeprefix(begin), words)
        for name, words in context.passages
        if name.startswith(begin)
    )
    changed = {"kind": KIT_DRAFTS[draft], "passages": edited}
    return in_its_own_name(context).model_copy(update=changed)


def kit_words(language: Language, mail: str, letter: str, page: str, answers: str) -> KitWords:
    """The parts ready for the kit's templates; `page` is the HTML of the letter."""
    names = KIT_NAMES[language]
    return KitWords(
        parts=(
            KitPart(f"{names.mail}.txt", _plain(mail)),
            KitPart(f"{names.letter}.txt", _plain(letter), _within(page)),
            KitPart(f"{names.answers}.txt", _plain(answers)),
        ),
        end=_mark(names.end),
    )


def texts_of(text: str, language: Language) -> dict[str, str]:
    """The words of each file, cut out of the text of a kit; empty where a line is not there."""
    names = KIT_NAMES[language]
    files = [f"{name}.txt" for name in (names.mail, names.letter, names.answers)]
    found = {}
    for file, following in zip(files, [*files[1:], names.end], strict=True):
        after = text.partition(f"{_mark(file)}\n")[2]
        found[file] = after.partition(f"\n{_mark(following)}\n")[0].strip("\n")
    return found


def letter_of(html: str) -> str:
    """The letter as a page, cut out of the page of a kit; empty where it is not there."""
    found = _LETTER.search(html)
    said = _TITLE.search(found[1]) if found else None
    if found is None or said is None:
        return found[1] if found else ""
    return f"<h1>{said[1]}</h1>{said[2]}"


def _mark(name: str) -> str:
    return f"{_RULE} {name} {_RULE}"


def _plain(text: str) -> str:
    """Words in which no line can be taken for one of ours."""
    return text.replace(_RULE, _PLAIN_RULE).strip("\n")


def _within(page: str) -> Markup:
    body = page.partition("<body")[2].partition(">")[2].partition("</body>")[0] or page
    body = _MARKING.sub("", body, count=1)
    for own, other in _LESS_THAN_A_PAGE:
        body = body.replace(own, other)
    # Escaped by the letter's own template; only its frame is gone.
    return Markup(f"<!--letter-->{body.strip()}<!--/letter-->")  # noqa: S704
