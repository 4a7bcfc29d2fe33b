"""What is said after an act on a document: its number, and what comes next, as it is typed.

A release has two numbers, its own and that of its document; what is typed next names its own.
"""

import asyncio
import time
from datetime import datetime
from pathlib import Path

from activities.issuing import document_path, outbox_in
from commands import phrases
from commands.acting_with import Acting
from commands.left_open import what_is_left_open
from commands.needs.papers import missing_by_number
from commands.release_stops import what_stops
from domain.documents import (
    FILINGS,
    MERCHANT_DOCUMENTS,
    PERSON_DOCUMENTS,
    WRITTEN_OUT,
    DocumentKind,
)
from register.board import BoardDocument
from register.incidents import read_policy
from screens.words import DOCUMENTS, ScreenLanguage, role_words

PATIENCE_SECONDS = 10.0
LOOK_SECONDS = 0.1
_WORDS = {
    "ja": {
        "drafted": "文書{number}「{kind}」を起案しました。読む: shirase show {incident} {number}。"
        "承認するのは {roles} です",
        "wave": "文書{number}「{kind}」を起案しました。読む: shirase show {incident} {number}。"
        "メールと書面が揃ったら: shirase wave plan {incident}(承認はその後)",
        "missing": "文書{number}の承認を記録しました。残る承認: {roles}",
        "approved": "文書{number}の承認が揃いました。次は: shirase issue {incident} {number}",
        "approved_wave": "文書{number}の承認が揃いました。一斉通知の開始とともに発出されます",
        "release": "文書{document}「{kind}」(公表 第{number}報)を起案しました。"
        "読む: shirase release show {incident} {number}。承認するのは {roles} です",
        "release_missing": "公表 第{number}報の承認を記録しました。残る承認: {roles}",
        "release_approved": "公表 第{number}報の承認が揃いました。次は: "
        "shirase release issue {incident} {number}",
        "issued": "文書{number}「{kind}」を発出しました",
        "file": "。ファイル: {path}",
        "filing": "\n様式に転記する: shirase filing sheet {incident} {number}\n"
        "提出したら: shirase receipt {incident} {number} 〔受付番号〕 --submitted-at 〔日時〕",
        "merchants": "\n返事が来たら: shirase ack {incident} 〔店舗〕、その後 "
        "shirase mandate または shirase own-notice(回答待ちは shirase next {incident} --all)",
        "kit": "文書{number}「{kind}」の文面を確定しました(まだ何も送っていません)。"
        "\n資料を作って渡す: shirase merchants kit {incident} 〔店舗〕",
        "sent_back": "文書{number}「{kind}」を差し戻しました。{roles}が承認するまで発出できません。"
        "直すには: shirase passage list {incident} {number}、または事実の訂正",
        "withdrawn": "文書{number}「{kind}」を取り下げました。起案し直すには: {again}",
    },
    "en": {
        "drafted": 'document {number}, "{kind}", is drafted; read it: shirase show {incident} '
        "{number}; to be approved by {roles}",
        "wave": 'document {number}, "{kind}", is drafted; read it: shirase show {incident} '
        "{number}; with mail and letter both: shirase wave plan {incident} (approvals come after)",
        "missing": "document {number}: approval recorded; still missing: {roles}",
        "approved": "document {number} has all approvals; next: shirase issue {incident} {number}",
        "approved_wave": "document {number} has all approvals; it leaves when its wave starts",
        "release": 'document {document}, "{kind}", is drafted; read it: '
        "shirase release show {incident} {number}; to be approved by {roles}",
        "release_missing": "release {number}: approval recorded; still missing: {roles}",
        "release_approved": "release {number} has all approvals; next: "
        "shirase release issue {incident} {number}",
        "issued": 'document {number}, "{kind}", has been issued',
        "file": "; the file: {path}",
        "filing": "\nto copy into the form: shirase filing sheet {incident} {number}\n"
        "once it is filed: shirase receipt {incident} {number} RECEIPT --submitted-at WHEN",
        "merchants": "\nonce they answer: shirase ack {incident} MERCHANT, then shirase mandate or "
        "shirase own-notice (who is awaited: shirase next {incident} --all)",
        "kit": 'the words of document {number}, "{kind}", stand now; nothing has been sent'
        "\nto make the kit and hand it over: shirase merchants kit {incident} MERCHANT",
        "sent_back": 'document {number}, "{kind}", is sent back: it cannot leave until {roles} '
        "approves; to mend it: shirase passage list {incident} {number}, or correct the facts",
        "withdrawn": 'document {number}, "{kind}", is withdrawn; to draft it anew: {again}',
    },
}


async def wait_for_draft(acting: Acting, number: int) -> None:
    """Wait a little for the draft, so that the next command finds the document."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while all(item.number != number for item in acting.board().documents):
        if time.monotonic() > deadline:
            return
        await asyncio.sleep(LOOK_SECONDS)


def drafted(acting: Acting, incident: str, number: int, kind: DocumentKind) -> str:
    """After a draft; words for people are approved once their wave is planned."""
    register = acting.commander.register
    language = acting.commander.settings.language
    with register.reading() as connection:
        approvers = read_policy(connection, acting.incident_id).approvers(kind.value)
    release = _release(acting, number)
    how = "wave" if kind in PERSON_DOCUMENTS else "release" if release else "drafted"
    return _WORDS[language][how].format(
        number=release or number,
        document=number,
        kind=DOCUMENTS[language][kind],
        incident=incident,
        roles=role_words(approvers, language),
    )


def sent_back(acting: Acting, incident: str, number: int) -> str:
    """After a rejection: whose approval it takes now, and where the words are mended."""
    language = acting.commander.settings.language
    document = next(item for item in acting.board().documents if item.number == number)
    return _WORDS[language]["sent_back"].format(
        number=number,
        kind=DOCUMENTS[language][document.kind],
        incident=incident,
        roles=role_words(document.rejected_by, language),
    )


def approved(acting: Acting, incident: str, number: int) -> str:
    """After an approval: whose is still missing, or what comes next."""
    language = acting.commander.settings.language
    documents = acting.board().documents
    register = acting.commander.register
    with register.reading() as connection:
        missing = missing_by_number(connection, documents).get(number, ())
    kind = next((item.kind for item in documents if item.number == number), None)
    release = _release(acting, number)
    how = "missing" if missing else "approved"
    if release:
        how = f"release_{how}"
    elif kind in PERSON_DOCUMENTS and not missing:
        how = "approved_wave"
    return _WORDS[language][how].format(
        number=release or number, incident=incident, roles=role_words(missing, language)
    )


def cannot_go_yet(acting: Acting, number: int, planned: datetime | None = None) -> str:
    """What would stop a public document today, or a final release leaves open; nothing for most.

    On lines of its own. Said when it is drafted, approved or planned for a time, so that nobody
    hears it first in the moment of leaving.
    """
    commander = acting.commander
    language = commander.settings.language
    stops = what_stops(commander.register, acting.incident_id, number, language, planned)
    return stops + what_is_left_open(commander.register, acting.incident_id, number, language)


def issued(acting: Acting, incident: str, number: int) -> str:
    """After a document has left: where its file lies, and what is typed once it was answered."""
    document = next(item for item in acting.board().documents if item.number == number)
    settings = acting.commander.settings
    path = document_path(outbox_in(settings.data_dir), document)
    return issued_words(document, incident, path, settings.language)


def issued_words(
    document: BoardDocument, incident: str, path: Path, language: ScreenLanguage
) -> str:
    """The answer for a document whose file, where it has one, lies at `path`."""
    words = _WORDS[language]
    said = words["issued"]
    if document.kind in WRITTEN_OUT:
        said += words["file"]
    if document.kind in FILINGS:
        said += words["filing"]
    if (
        document.kind in MERCHANT_DOCUMENTS
        and document.kind is not DocumentKind.MERCHANT_RETRACTION
    ):
        said += words["merchants"]
    if document.kind is DocumentKind.MERCHANT_KIT:
        said = words["kit"]
    kind = DOCUMENTS[language][document.kind]
    return said.format(number=document.number, kind=kind, incident=incident, path=path)


def withdrawn(acting: Acting, incident: str, number: int) -> str:
    """After a document was taken back: how another is drafted."""
    document = next(item for item in acting.board().documents if item.number == number)
    language = acting.commander.settings.language
    again = (
        phrases.prepare_release(incident)
        if document.release_number
        else phrases.prepare(incident, document.kind.value)
    )
    kind = DOCUMENTS[language][document.kind]
    return _WORDS[language]["withdrawn"].format(number=number, kind=kind, again=again)


def _release(acting: Acting, number: int) -> int | None:
    """The number of the release that this document is; None for any other."""
    found = (item.release_number for item in acting.board().documents if item.number == number)
    return next(found, None)
