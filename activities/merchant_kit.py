"""What a merchant gets that tells its people itself: its own list, the words, answers, dates.

The list is a workbook that opens with a key only (ECMA-376 agile encryption: AES-256); the key is
made for this one kit and told apart from it. Nothing in the kit is about another merchant. Its
words are cut out of what was approved and issued for it; without such words there is no kit.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from msoffcrypto.format.ooxml import OOXMLFile
from sqlalchemy import Connection
from ulid import ULID

from activities.document_contexts import ContextMaker
from activities.drafting import blank_document
from activities.merchant_kit_guide import kit_guide
from activities.merchant_kit_words import standing_words
from activities.phones import as_dialled
from activities.words_kit import KIT_NAMES, letter_of, texts_of
from contracts.document_context import DocumentContext
from contracts.document_payloads import DraftDocument
from domain.documents import DocumentKind
from domain.wording import Language, banner
from printing.blocks import Paper
from printing.pages import read_page
from printing.sheets import Sheet, as_workbook
from printing.typesetting import paper_as_pdf
from register.documents import DocumentRow, read_renditions
from register.handover import people_handed_over
from sealing.values import ValueSealer

LIST_HEADERS = (
    "連番",
    "確認番号",
    "氏名",
    "郵便番号",
    "住所",
    "電話番号",
    "メールアドレス",
    "対象項目",
)
"""The columns of the list, in Japanese whatever the language of the words beside it."""
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True, repr=False)
class Kit:
    """A kit as one ZIP file, how many people its list holds, and whose words are in it."""

    content: bytes
    people: int
    document: DocumentRow


def make_kit(
    connection: Connection,
    sealer: ValueSealer,
    incident_id: str,
    party_id: str,
    key: str,
    at: datetime,
) -> Kit:
    """The kit of one merchant, with the words that were issued for it; its list opens with `key`.

    `at` is case time. Raises NoKitWordsError where no words stand for it.
    """
    maker = ContextMaker(connection, sealer, incident_id, at)
    document = standing_words(connection, maker.ledger, incident_id, party_id)
    words = next(
        one
        for one in read_renditions(connection, sealer, document.id)
        if one.addressee_id == party_id
    )
    notice = _context(maker, DocumentKind.MERCHANT_NOTICE, incident_id, party_id, at)
    language = Language(document.language)
    names = KIT_NAMES[language]
    people = [
        (
            f"{place}",
            person.check_code,
            person.name,
            person.postal_code,
            person.address,
            as_dialled(person.phone),
            person.mail,
            person.leaked,
        )
        for place, person in enumerate(people_handed_over(connection, sealer, party_id), start=1)
    ]
    files: dict[str, bytes] = {
        names.guide: paper_as_pdf(kit_guide(notice, len(people)), at),
        names.people: locked(as_workbook([Sheet("名簿", LIST_HEADERS, people)], at), key),
    }
    for file, text in texts_of(words.text, language).items():
        files[file] = f"{_BOM}{text}\n".encode()
        if file.startswith(names.letter):
            said = banner(notice.marking, language)
            sender = notice.addressee
            files[f"{names.letter}.pdf"] = _letter(words.html, language, said, sender, at)
    return Kit(_zipped(files, at), len(people), document)


def locked(workbook: bytes, key: str) -> bytes:
    """A workbook that opens with a key only."""
    made = io.BytesIO()
    OOXMLFile(io.BytesIO(workbook)).encrypt(key, made)
    return made.getvalue()


def _context(
    maker: ContextMaker, kind: DocumentKind, incident_id: str, party_id: str, at: datetime
) -> DocumentContext:
    draft = DraftDocument(
        incident_id=incident_id,
        document_id=str(ULID()),
        number=0,
        kind=kind.value,
        author="",
        addressees=(party_id,),
        on_behalf_of=(),
        at=at,
    )
    return maker.contexts(blank_document(maker, draft))[party_id]


def _letter(html: str, language: Language, marking: str, sender: str, at: datetime) -> bytes:
    """The letter of the kit's page, typeset."""
    page = read_page(letter_of(html))
    name = KIT_NAMES[language].letter[3:].replace("_", " ")
    paper = Paper(
        title=page.title,
        locale="ja" if language is Language.JAPANESE else "en",
        marking=marking,
        running=f"{name}　{sender}",
        blocks=page.blocks,
    )
    return paper_as_pdf(paper, at)


def _zipped(files: dict[str, bytes], at: datetime) -> bytes:
    made = io.BytesIO()
    stamp: Sequence[int] = at.timetuple()[:6]
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            year, month, day, hour, minute, second = stamp
            info = zipfile.ZipInfo(name, (year, month, day, hour, minute, second))
            info.external_attr = 0o600 << 16
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
