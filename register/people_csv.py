"""Reads a merchant's list of people from CSV: who is in it, and which lines nobody can be made of.

Promises: a wrong file is refused with line and field and never with a value; a line that is no
person is named with its reason and is never dropped in silence. A field that cannot be used
removes nobody (see `person_rows`).
"""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from domain.explanations import Bilingual
from register.data_set import LONGEST_ITEMS, PeopleFileError, items_text
from register.person_rows import PersonRow

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "氏名", "お名前", "名前"),
    "mail": ("mail", "email", "e-mail", "メール", "メールアドレス"),
    "phone": ("phone", "tel", "電話", "電話番号"),
    "postal_code": ("postal_code", "zip", "郵便番号"),
    "address": ("address", "住所"),
    "items": ("items", "漏えい項目", "漏えいした項目"),
}
"""What the columns of a list may be called, in any case, by what they hold."""

ITEM_SIGNS = ("、", ";", "；")
_NAMES = {name: column for column, names in COLUMNS.items() for name in names}


class PeopleListError(PeopleFileError):
    """A file that cannot be read as a list; `said` names line and field in both languages."""

    def __init__(self, *, ja: str, en: str) -> None:
        super().__init__(en)
        self.said = Bilingual(ja=ja, en=en)


class _Reader(Protocol):
    """What `csv.reader` makes."""

    line_num: int

    def __next__(self) -> list[str]: ...

    def __iter__(self) -> Iterator[list[str]]: ...


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """A line that is no person as it stands; never with its values."""

    line: int
    field: str
    reason: Bilingual


@dataclass(frozen=True, slots=True, repr=False)
class PeopleList:
    """A list as it was read; `digest` is the SHA-256 of the file, in hexadecimal.

    `rows` holds every line, rejected ones too, so that lines can be accounted for.
    """

    rows: tuple[PersonRow, ...]
    rejected: tuple[RejectedLine, ...]
    digest: str


def read_people_csv(
    path: Path, items: Sequence[str] = (), *, ignore_columns: bool = False
) -> PeopleList:
    """The list in a UTF-8 CSV file whose first line names its columns.

    `items` is what leaked of everybody for whom the list itself does not say it. `ignore_columns`
    leaves out columns that are none of ours; otherwise they are refused.

    Raises:
        PeopleListError: with line and field, where the file cannot be read as a list.
        OSError: it cannot be opened.
    """
    body = path.read_bytes()
    reader = csv.reader(io.StringIO(_decoded(body), newline=""), strict=True)
    header = _next_record(reader)
    if header is None:
        raise PeopleListError(
            ja="ファイルが空です。1行目に列の名前を書いてください。",
            en="the file is empty; line 1 names the columns",
        )
    columns = _columns(header, ignore_columns=ignore_columns)
    rows: list[PersonRow] = []
    rejected: list[RejectedLine] = []
    for line, record in _records(reader):
        row = _row(line, record, columns, tuple(items))
        rows.append(row)
        rejected += _complaints(row, record, header)
    return PeopleList(tuple(rows), tuple(rejected), hashlib.sha256(body).hexdigest())


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        raise PeopleListError(
            ja=f"{line}行目: UTF-8 ではありません。UTF-8 の CSV で保存してください"
            "(Excel では「CSV UTF-8」)。",
            en=f"line {line}: not UTF-8; save the list as CSV in UTF-8 (in Excel: CSV UTF-8)",
        ) from None


def _columns(header: Sequence[str], *, ignore_columns: bool) -> list[str | None]:
    """What each column holds, None for one that is ignored.

    Names are never repeated: in a file without a line of names a person stands there.
    """
    columns = [_NAMES.get(name.strip().casefold()) for name in header]
    known = "; ".join("/".join(names) for names in COLUMNS.values())
    if "name" not in columns:
        raise PeopleListError(
            ja=f"1行目: 氏名の列がありません。1行目に列の名前を書いてください。使える名前: {known}",
            en=f"line 1: no column is the name; line 1 names the columns. Known names: {known}",
        )
    for number, column in enumerate(columns, start=1):
        if column is None and not ignore_columns:
            raise PeopleListError(
                ja=f"1行目の{number}列目: 知らない列です。名前を直すか、--ignore-columns で読み飛ば"
                f"してください。使える名前: {known}",
                en=f"line 1, column {number}: not a column that is known; rename it, or leave such "
                f"columns out with --ignore-columns. Known names: {known}",
            )
        if column is not None and columns.index(column) != number - 1:
            raise PeopleListError(
                ja=f"1行目の{number}列目: {column} の列が二つあります。一つだけ残してください。",
                en=f"line 1, column {number}: a second column of {column}; keep one",
            )
    return columns


def _records(reader: _Reader) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not blank, with the line on which it begins."""
    while True:
        line = reader.line_num + 1
        record = _next_record(reader)
        if record is None:
            return
        if any(field.strip() for field in record):
            yield line, record


def _next_record(reader: _Reader) -> list[str] | None:
    try:
        return next(reader, None)
    except csv.Error:
        line = reader.line_num
        raise PeopleListError(
            ja=f"{line}行目: CSV として読めません。コンマや改行を含む欄は引用符で囲んでください。",
            en=f"line {line}: not CSV; put fields with commas or line breaks into quotes",
        ) from None


def _row(
    line: int, record: Sequence[str], columns: Sequence[str | None], items: tuple[str, ...]
) -> PersonRow:
    values = {
        column: field.strip()
        for column, field in zip(columns, record, strict=False)
        if column is not None
    }
    return PersonRow(
        line=line,
        name=values.get("name", ""),
        mail=values.get("mail") or None,
        phone=values.get("phone") or None,
        postal_code=values.get("postal_code") or None,
        address=values.get("address") or None,
        items=_items(values.get("items", "")) or items,
    )


def _items(text: str) -> tuple[str, ...]:
    for sign in ITEM_SIGNS[1:]:
        text = text.replace(sign, ITEM_SIGNS[0])
    return tuple(item.strip() for item in text.split(ITEM_SIGNS[0]) if item.strip())


def _complaints(
    row: PersonRow, record: Sequence[str], header: Sequence[str]
) -> Iterator[RejectedLine]:
    if len(record) != len(header):
        found, right = len(record), len(header)
        yield _rejected(
            row,
            "",
            f"欄が{found}個あります(1行目の列は{right}個)",
            f"{found} fields where line 1 has {right} columns",
        )
        return
    if not row.name:
        yield _rejected(
            row,
            "name",
            "氏名がありません。書面での呼び名を書いてください",
            "no name; write how a letter should call the person",
        )
    if not row.items:
        yield _rejected(
            row,
            "items",
            "何が漏えいしたか分かりません。欄に書くか、--item で示してください",
            "nothing says what leaked; fill it in, or give --item",
        )
    elif not _fits(row):
        yield _rejected(
            row,
            "items",
            f"漏えい項目が{LONGEST_ITEMS}字を超えています。短く書いてください",
            f"what leaked takes more than {LONGEST_ITEMS} characters; write it shorter",
        )


def _fits(row: PersonRow) -> bool:
    try:
        items_text(row)
    except PeopleFileError:
        return False
    return True


def _rejected(row: PersonRow, field: str, ja: str, en: str) -> RejectedLine:
    return RejectedLine(row.line, field, Bilingual(ja=ja, en=en))
