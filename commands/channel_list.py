"""Writes a list of people for somebody who calls or sends, for its owner only.

The same list is written with the same bytes whenever it is written again, so that its digest on
record proves what was handed on. The last columns are empty: filled in, the list comes back as
results.
"""

import csv
import hashlib
import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select
from ulid import ULID

from activities.batches import read_rendition, sender_name
from activities.phones import as_dialled
from activities.private_files import write_private
from domain.channels import OUTCOME_WORDS, OUTCOMES
from domain.notices import Channel
from domain.person_fields import PersonField, fill_text
from domain.plain_text import clean_line
from domain.wording import subject_mark
from printing.sheets import Sheet, as_workbook
from register.channel_lists import ListedPerson, people_of_list
from register.incidents import read_incident
from register.parties import ourselves, read_parties
from register.tables_people import waves
from sealing.values import ValueSealer

RESULTS = ("結果", "日時", "担当者", "メモ")
_PERSON = ("確認番号", "契約店舗", "氏名")
_HEADERS: dict[Channel, tuple[str, ...]] = {
    Channel.CALL: (*_PERSON, "電話番号", "対象項目"),
    Channel.SMS: ("確認番号", "電話番号", "本文"),
    Channel.IN_SERVICE: (*_PERSON, "メールアドレス", "電話番号", "件名", "本文"),
    Channel.MERCHANT: (*_PERSON, "メールアドレス", "電話番号", "郵便番号", "住所", "対象項目"),
    Channel.HUMAN: (*_PERSON, "メールアドレス", "電話番号", "郵便番号", "住所", "対象項目"),
}
_FORMULA_STARTS = ("=", "+", "-", "@")
_PHONE_SIGNS = frozenset("+-() 0123456789")


def channel_list(
    connection: Connection, sealer: ValueSealer, wave_id: str, channel: Channel, list_id: str
) -> list[tuple[str, ...]]:
    """The lines of a list, its header first."""
    words = _Words(connection, sealer, wave_id)
    people = people_of_list(connection, sealer, list_id)
    rows = [(*_line(channel, person, words), *("",) * len(RESULTS)) for person in people]
    return [(*_HEADERS[channel], *RESULTS), *rows]


def write_list(path: Path, lines: list[tuple[str, ...]], channel: Channel, list_id: str) -> str:
    """Write a list as CSV, or as XLSX where the name says so; its SHA-256."""
    head, *rows = lines
    if path.suffix.lower() == ".xlsx":
        made_at: datetime = ULID.from_str(list_id).datetime
        allowed = [OUTCOME_WORDS[name] for name in OUTCOMES[channel]]
        sheet = Sheet("名簿", head, rows, {head.index(RESULTS[0]): allowed})
        content = as_workbook([sheet], made_at)
    else:
        text = io.StringIO()
        csv.writer(text).writerows([head, *(map(_safe, row) for row in rows)])
        content = text.getvalue().encode("utf-8-sig")
    write_private(path, content)
    return hashlib.sha256(content).hexdigest()


class _Words:
    """The words that lists carry, by merchant."""

    def __init__(self, connection: Connection, sealer: ValueSealer, wave_id: str) -> None:
        self._connection = connection
        self._sealer = sealer
        wave = connection.execute(
            select(waves.c.incident_id, waves.c.mail_document_id).where(waves.c.id == wave_id)
        ).one()
        self._document_id = wave.mail_document_id
        known = read_parties(connection, sealer, wave.incident_id)
        self._ids = {party.key: party.id for party in known.values()}
        self._desk = ourselves(known).details.get("desk", {})
        self._mark = subject_mark(read_incident(connection, sealer, wave.incident_id).marking)
        self._renditions: dict[str, dict[str, str]] = {}
        self._names: dict[str, str] = {}

    def mail(self, person: ListedPerson) -> tuple[str, str]:
        """Subject and text as they were approved for the person's merchant, filled in."""
        if person.merchant not in self._renditions:
            self._renditions[person.merchant] = read_rendition(
                self._connection, self._sealer, self._document_id, self._ids[person.merchant]
            )
        rendition = self._renditions[person.merchant]
        values = {
            PersonField.NAME: person.name,
            PersonField.ITEMS: person.leaked,
            PersonField.CHECK_CODE: person.check_code,
        }
        return rendition["subject"], fill_text(rendition["text"], values)

    def short_message(self, person: ListedPerson) -> str:
        """What fits a short message: who, that it matters, whom to call. Never a link."""
        if person.merchant not in self._names:
            merchant_id = self._ids[person.merchant]
            self._names[person.merchant] = sender_name(self._connection, self._sealer, merchant_id)
        name = self._names[person.merchant]
        phone, desk = self._desk.get("phone", ""), self._desk.get("name", "")
        return (
            f"{self._mark}{name}より、お客様の個人情報に関する重要なお知らせがあります。"
            f"お手数ですが{desk}（電話 {phone}）までお問い合わせください。"
            f"確認番号 {person.check_code}。このメッセージにリンクはありません。"
        )


def _line(channel: Channel, person: ListedPerson, words: _Words) -> Iterator[str]:
    found = {
        "確認番号": person.check_code,
        "契約店舗": person.merchant,
        "氏名": person.name,
        "電話番号": person.phone if channel is Channel.SMS else as_dialled(person.phone),
        "メールアドレス": person.mail,
        "郵便番号": person.postal_code,
        "住所": person.address,
        "対象項目": person.leaked,
    }
    if channel is Channel.SMS:
        found["本文"] = words.short_message(person)
    if channel is Channel.IN_SERVICE:
        found["件名"], found["本文"] = words.mail(person)
    yield from (
        found[name] if name == "本文" else clean_line(found[name]) for name in _HEADERS[channel]
    )


def _safe(text: str) -> str:
    """A spreadsheet program would run a cell that starts so as a formula; not so a phone number."""
    is_phone = set(text) <= _PHONE_SIGNS
    return f"'{text}" if text.startswith(_FORMULA_STARTS) and not is_phone else text
