"""What a merchant gets that tells its people itself: its own list, the words, answers, dates.

The list is a workbook that opens with a key only (ECMA-376 agile encryption: AES-256); the key is
made for this one kit and told apart from it. Nothing in the kit is about another merchant.
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
from activities.phones import as_dialled
from activities.words import render
from activities.words_environment import rendered
from activities.words_facts import FactReader
from contracts.document_context import DocumentContext
from contracts.document_payloads import DraftDocument
from domain.documents import DocumentKind
from domain.person_fields import PersonField, fill_html, fill_text
from domain.wording import banner, due_words, figure_words, moment_words
from printing.blocks import Block, Bullets, Fields, Heading, Note, Paper, Paragraph, Table
from printing.pages import read_page
from printing.sheets import Sheet, as_workbook
from printing.typesetting import paper_as_pdf
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
GUIDE, PEOPLE, FAQ = "01_はじめに.pdf", "02_名簿（鍵が必要）.xlsx", "05_回答例.txt"
_FAQ_TEMPLATE = "ja/merchant_kit/faq.txt.j2"
_WORDS = {
    DocumentKind.PERSON_NOTICE: "03_通知文案（メール）",
    DocumentKind.PERSON_LETTER: "04_通知文案（書面）",
}
_SHOWN = {
    PersonField.NAME: "〔氏名〕",
    PersonField.ITEMS: "〔名簿の「対象項目」〕",
    PersonField.CHECK_CODE: "〔名簿の「確認番号」〕",
    PersonField.POSTAL_CODE: "〔郵便番号〕",
    PersonField.ADDRESS: "〔住所〕",
}
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True, repr=False)
class Kit:
    """A kit as one ZIP file, and how many people its list holds."""

    content: bytes
    people: int


def make_kit(
    connection: Connection,
    sealer: ValueSealer,
    incident_id: str,
    party_id: str,
    key: str,
    at: datetime,
) -> Kit:
    """The kit of one merchant; its list opens with `key`. `at` is case time."""
    maker = ContextMaker(connection, sealer, incident_id, at)
    notice = _context(maker, DocumentKind.MERCHANT_NOTICE, incident_id, party_id, at)
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
        GUIDE: paper_as_pdf(_guide(notice, len(people)), at),
        PEOPLE: locked(as_workbook([Sheet("名簿", LIST_HEADERS, people)], at), key),
    }
    for kind, name in _WORDS.items():
        told = _context(maker, kind, incident_id, party_id, at)
        files |= _draft(told.model_copy(update={"platform": None}), name, at)
    files[FAQ] = (_BOM + _answers(notice)).encode()
    return Kit(_zipped(files, at), len(people))


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


def _draft(context: DocumentContext, name: str, at: datetime) -> dict[str, bytes]:
    """The words as text; those of a letter as pages too."""
    words = render(context)
    text = f"{words.subject}\n\n{fill_text(words.text, _SHOWN)}"
    files = {f"{name}.txt": (_BOM + text).encode()}
    if context.kind is DocumentKind.PERSON_LETTER:
        page = read_page(fill_html(words.html, _SHOWN))
        paper = Paper(
            title=page.title,
            running=f"{name[3:]}　{context.sender.name}",
            blocks=page.blocks,
        )
        files[f"{name}.pdf"] = paper_as_pdf(paper, at)
    return files


def _answers(context: DocumentContext) -> str:
    reader = FactReader(context.facts, public_only=False, keeper=context.sender.name)
    values = {
        "fact": reader.fact,
        "issued_at": context.issued_at,
        "sender": context.sender,
        "desk": context.sender.desk,
    }
    said = banner(context.marking)
    return (f"{said}\n\n" if said else "") + rendered(_FAQ_TEMPLATE, values)


def _guide(context: DocumentContext, people: int) -> Paper:
    return Paper(
        title="ご本人への通知のための資料",
        marking=banner(context.marking),
        date=moment_words(context.issued_at),
        addressee=f"{context.addressee}　御中",
        sender=context.sender.name,
        running=context.incident.title,
        blocks=_guide_blocks(context, people),
    )


def _guide_blocks(context: DocumentContext, people: int) -> tuple[Block, ...]:
    figures = context.merchant.figures if context.merchant else ()
    dates = [(clock.title, due_words(clock.due)) for clock in context.clocks]
    reply = context.reply
    ways = [
        ("整理番号", reply.reference if reply else ""),
        ("メール", reply.mail if reply else ""),
        ("電話", reply.phone if reply else ""),
    ]
    return (
        Paragraph(text="貴社がご本人への通知を自ら行われるための資料をお渡しします。"),
        Heading(text="1．この資料に含まれるもの"),
        Bullets(
            items=(
                f"{PEOPLE}：貴社のお客様のうち、対象となる方の名簿",
                "03・04：通知文案（電子メール用、書面用）。〔 〕の箇所は名簿の列で置き換えます",
                f"{FAQ}：お客様からのお問い合わせへの回答例",
            )
        ),
        Note(
            text="名簿は暗号化しています。開くための鍵は、この資料とは別の方法でお伝えします。"
            "鍵をこの資料と同じ場所に置かず、通知を終えたら名簿を消去してください。"
        ),
        Heading(text="2．件数"),
        Fields(
            rows=(
                ("名簿のお客様の数", f"{people:,}名"),
                *((figure.title, figure_words(figure.figure)) for figure in figures),
            )
        ),
        Heading(text="3．貴社の期限"),
        Table(head=("すること", "期限"), rows=tuple(dates), widths=(2, 2))
        if dates
        else Paragraph(text="現時点で計算できる期限はありません。確認でき次第お知らせします。"),
        Heading(text="4．当社へのご連絡"),
        Paragraph(
            text="通知を終えられましたら、通知した人数、通知を始めた日と終えた日、届かなかった方の人数と"
            "対応を、次の連絡先にお知らせください。公表や当局への報告をされたときも同様です。"
        ),
        Fields(rows=tuple((name, words) for name, words in ways if words)),
        Paragraph(text="以上", align="end"),
    )


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
