"""The printer's batch: letters as printable pages and a list of addresses, a file each a merchant.

The files are made from what the register holds, so a crash half-way is mended by running it
again. They stay in the data folder, readable by its owner only, until somebody hands them on.
"""

import csv
import io
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import Connection, select

from activities.batches import read_rendition
from domain.person_fields import PersonField, fill_html
from domain.plain_text import clean_line
from register.fall_backs import LetterPerson, letters_of, print_runs
from register.tables_people import waves
from sealing.values import ValueSealer

ADDRESS_HEADERS = ("連番", "郵便番号", "住所", "宛名")
_BODY = re.compile(r"^(.*?<body[^>]*>)(.*)(</body>.*)$", re.DOTALL | re.IGNORECASE)
_PAGE_START = '<section style="break-after: page">'
_PAGE_END = "</section>\n"
# A spreadsheet program would run a cell that starts so as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@")


class LetterWordsError(Exception):
    """The letter's words are no whole HTML page, so letters cannot be put one after another."""


def write_letters(
    connection: Connection, sealer: ValueSealer, outbox: Path, incident_id: str, wave_id: str
) -> int:
    """Write every file that is missing for the letters that wait for the post; how many letters.

    Raises LetterWordsError.
    """
    wave = connection.execute(
        select(waves.c.number, waves.c.letter_document_id).where(waves.c.id == wave_id)
    ).one()
    folder = outbox / incident_id / f"wave-{wave.number}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    letters = 0
    for run, party_id, count in print_runs(connection, wave_id):
        letters += count
        pages = folder / f"letters-{run}-{party_id}.html"
        if not pages.exists():
            html = read_rendition(connection, sealer, wave.letter_document_id, party_id)["html"]
            _write(pages, _pages(html, letters_of(connection, sealer, run, party_id)))
        addresses = folder / f"addresses-{run}-{party_id}.csv"
        if not addresses.exists():
            _write(addresses, _address_lines(letters_of(connection, sealer, run, party_id)))
    return letters


def _pages(html: str, people: Iterable[LetterPerson]) -> Iterator[str]:
    parts = _BODY.match(html)
    if parts is None:
        raise LetterWordsError("the letter is not a whole HTML page with a body")
    head, body, tail = parts.groups()
    yield head
    for person in people:
        yield _PAGE_START
        yield fill_html(body, _values(person))
        yield _PAGE_END
    yield tail


def _values(person: LetterPerson) -> dict[PersonField, str]:
    return {
        PersonField.NAME: person.name,
        PersonField.ITEMS: person.leaked,
        PersonField.CHECK_CODE: person.check_code,
        PersonField.POSTAL_CODE: person.postal_code,
        PersonField.ADDRESS: person.address,
    }


def _address_lines(people: Iterable[LetterPerson]) -> Iterator[str]:
    yield _csv_line(ADDRESS_HEADERS)
    for number, person in enumerate(people, start=1):
        cells = (person.postal_code, person.address, person.name)
        yield _csv_line((str(number), *(_cell(text) for text in cells)))


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _cell(text: str) -> str:
    line = clean_line(text)
    return f"'{line}" if line.startswith(_FORMULA_STARTS) else line


def _write(path: Path, chunks: Iterable[str]) -> None:
    """Write a file whole or not at all, for its owner only."""
    unfinished = path.with_suffix(path.suffix + ".unfinished")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        file.writelines(chunks)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
