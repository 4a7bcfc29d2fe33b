"""The printer's batch: letters as PDF, lists of their addresses, and the sums that must agree.

The files are made from what the register holds, so a crash half-way is mended by running it
again: the same letters give the same bytes. They stay in the data folder, readable by its owner
only, until somebody hands them on; the register knows each by its digest.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, select
from ulid import ULID

from activities.batches import read_rendition
from activities.private_files import digest_of_file, write_private
from domain.envelopes import STANDARD_WINDOW, Window
from domain.person_fields import PersonField, fill_text
from domain.plain_text import clean_line, clean_prose
from printing.letters import Letter, LetterLook, letters_as_pdf
from printing.pages import read_page
from printing.sheets import Sheet, as_workbook
from register.fall_backs import print_runs
from register.letters import LetterPerson, letters_of
from register.produced_files import ProducedFile
from register.tables_channels import letter_runs
from register.tables_people import waves
from sealing.values import ValueSealer

ADDRESS_HEADERS = ("連番", "書面番号", "郵便番号", "住所", "宛名")
SUM_HEADERS = ("ファイル", "通数", "最初の書面番号", "最後の書面番号", "SHA-256")
NOT_SET = "（訓練・再現のため未作成）"
SAMPLE = 25
ENGINE = "engine"
# A spreadsheet program would run a cell that starts so as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class LetterSetUp:
    """How letters are laid out and dealt into files.

    `is_sample`: a rehearsal has no printer, so only the first letters of a merchant and a run are
    set; lists and sums name all of them.
    """

    window: Window = STANDARD_WINDOW
    letters_a_file: int = 250
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class LetterBatch:
    """What was written for the letters that wait for the post."""

    letters: int
    files: tuple[ProducedFile, ...]


def write_letters(
    connection: Connection,
    sealer: ValueSealer,
    outbox: Path,
    incident_id: str,
    wave_id: str,
    set_up: LetterSetUp,
) -> LetterBatch:
    """Write every file that is missing for the letters that wait for the post."""
    wave = connection.execute(
        select(waves.c.number, waves.c.letter_document_id).where(waves.c.id == wave_id)
    ).one()
    folder = outbox / incident_id / f"wave-{wave.number}"
    letters = 0
    files: list[ProducedFile] = []
    for run, party_id, count in print_runs(connection, wave_id):
        letters += count
        people = list(letters_of(connection, sealer, run, party_id))
        writer = _Writer(folder, wave_id, run, party_id, _number(connection, run), set_up)
        html = read_rendition(connection, sealer, wave.letter_document_id, party_id)["html"]
        files += writer.write(html, people)
    return LetterBatch(letters, tuple(files))


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the files of one merchant in one print run."""

    folder: Path
    wave_id: str
    run: str
    party_id: str
    number: int
    set_up: LetterSetUp

    @property
    def at(self) -> datetime:
        """When the run was made; the files show no other time."""
        return ULID.from_str(self.run).datetime

    def write(self, html: str, people: Sequence[LetterPerson]) -> Iterator[ProducedFile]:
        """Letters in parts, the list of their addresses twice, and the sums over all of it."""
        page = read_page(html)
        look = LetterLook(self.set_up.window, "", page.locale)
        sums: list[tuple[str, ...]] = []
        size, shown = (
            self.set_up.letters_a_file,
            people[:SAMPLE] if self.set_up.is_sample else people,
        )
        for part, start in enumerate(range(0, len(shown), size), start=1):
            letters = [_letter(person) for person in shown[start : start + size]]
            made = partial(letters_as_pdf, page, look, letters, self.at)
            file = self._file("letters", f"-{part:03}.pdf", made, len(letters))
            ends = (letters[0].number, letters[-1].number)
            sums.append((Path(file.path).name, f"{len(letters)}", *ends, file.digest))
            yield file
        rows = [_address(number, person) for number, person in enumerate(people, start=1)]
        yield self._file("addresses", ".csv", partial(_csv, ADDRESS_HEADERS, rows), len(rows))
        sheet = Sheet("宛名", ADDRESS_HEADERS, rows)
        yield self._file("addresses", ".xlsx", partial(as_workbook, [sheet], self.at), len(rows))
        if left := len(people) - len(shown):
            sums.append((NOT_SET, f"{left}", "", "", ""))
        sums.append(("合計", f"{len(people)}", "", "", ""))
        yield self._file("sums", ".csv", partial(_csv, SUM_HEADERS, sums), len(people))

    def _file(self, kind: str, ending: str, made: partial[bytes], people: int) -> ProducedFile:
        path = self.folder / f"{kind}-{self.number}-{self.party_id}{ending}"
        if not path.exists():
            write_private(path, made())
        return ProducedFile(
            kind=kind,
            path=str(Path(*path.parts[-3:])),
            digest=digest_of_file(path),
            people=people,
            made_at=self.at,
            made_by=ENGINE,
            wave_id=self.wave_id,
            party_id=self.party_id,
        )


def _number(connection: Connection, run: str) -> int:
    query = select(letter_runs.c.number).where(letter_runs.c.id == run)
    number: int = connection.execute(query).scalar_one()
    return number


def _letter(person: LetterPerson) -> Letter:
    values = {
        PersonField.NAME: person.name,
        PersonField.ITEMS: person.leaked,
        PersonField.CHECK_CODE: person.check_code,
        PersonField.POSTAL_CODE: person.postal_code,
        PersonField.ADDRESS: person.address,
    }
    return Letter(
        number=str(person.number),
        postal_code=clean_line(person.postal_code or ""),
        address=clean_prose(person.address),
        name=clean_line(person.name),
        fill=partial(fill_text, values=values),
    )


def _address(place: int, person: LetterPerson) -> tuple[str, ...]:
    cells = (person.postal_code or "", person.address, person.name)
    return (f"{place}", str(person.number), *(_cell(text) for text in cells))


def _csv(head: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """With the mark by which a spreadsheet program knows the encoding."""
    text = io.StringIO()
    csv.writer(text).writerows([list(head), *map(list, rows)])
    return text.getvalue().encode("utf-8-sig")


def _cell(text: str) -> str:
    line = clean_line(text)
    return f"'{line}" if line.startswith(_FORMULA_STARTS) else line
