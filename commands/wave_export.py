"""Writes what became of each person of a wave, for its owner only: CSV, or XLSX by the name.

Written while it is read, so that a million people need no more memory than a thousand. Words are
words: no spreadsheet takes a name for a formula.
"""

import csv
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import xlsxwriter

from activities.issuing import outbox_in
from activities.private_files import digest_of_file
from commands.acting_with import Acting, carry_out, words_of
from commands.answer_words import written
from commands.handing_over import whole_once_recorded
from contracts.channel_words import FileProduced
from contracts.decision_kinds import DecisionKind
from domain.plain_text import clean_line
from domain.state_words import ATTEMPT_STATE_WORDS, CHANNEL_WORDS, NOTICE_STATE_WORDS
from domain.wording import JAPAN
from register.person_states import PersonState, person_states

HEAD = ("契約店舗", "名簿の行", "氏名", "確認番号", "手段", "状態", "最終記録", "日時")
KIND = "person_states"
# A sheet of the format ends after 1,048,576 lines, the head among them.
LINES_A_SHEET = 1_000_000
_FORMULA_STARTS = ("=", "+", "-", "@")

Row = tuple[str | int, ...]


async def states_written(acting: Acting, number: int, wave_id: str, out: Path | None) -> str:
    """Write the file and note its digest; how many people stand in it, and where it lies."""
    house = acting.commander
    folder = outbox_in(house.settings.data_dir) / acting.incident_id / f"wave-{number}"
    path = (out or folder / "states.csv").absolute()
    with whole_once_recorded(path) as beside:
        with house.register.reading() as connection:
            sealer = house.register.sealer(acting.incident_id, connection)
            rows = state_rows(person_states(connection, sealer, wave_id))
            count = write_states(beside, rows)
        produced = words_of(
            FileProduced,
            kind=KIND,
            path=f"{acting.incident_id}/wave-{number}/states{path.suffix.lower()}",
            digest=digest_of_file(beside),
            people=count,
            wave=number,
        )
        await carry_out(acting, DecisionKind.FILE_PRODUCED, produced)
    return written(count, path)


def write_states(path: Path, rows: Iterable[Row]) -> int:
    """Write rows under the head, whole or not at all, mode 0600; how many there were."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_suffix(f"{path.suffix}.unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600, exist_ok=False)
    write = _write_workbook if path.suffix.lower() == ".xlsx" else _write_csv
    try:
        count = write(unfinished, rows)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def state_rows(people: Iterable[PersonState]) -> Iterator[Row]:
    """Each person as a line under `HEAD`."""
    for person in people:
        at = person.at.astimezone(JAPAN).strftime("%Y-%m-%d %H:%M:%S") if person.at else ""
        yield (
            person.merchant,
            person.line,
            clean_line(person.name),
            person.check_code,
            CHANNEL_WORDS[person.channel],
            NOTICE_STATE_WORDS[person.state],
            ATTEMPT_STATE_WORDS[person.last] if person.last else "",
            at,
        )


def _write_csv(path: Path, rows: Iterable[Row]) -> int:
    count = 0
    # With its mark of UTF-8, which Excel needs.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        for row in rows:
            writer.writerow([_not_a_formula(cell) for cell in row])
            count += 1
        file.flush()
        os.fsync(file.fileno())
    return count


def _write_workbook(path: Path, rows: Iterable[Row]) -> int:
    count = 0
    with _workbook(path) as book:
        page = None
        for row in rows:
            line = count % LINES_A_SHEET + 1
            if line == 1:
                page = book.add_worksheet()
                page.write_row(0, 0, HEAD)
            assert page is not None  # noqa: S101 - the first row has made it
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    page.write_number(line, column, cell)
                else:
                    page.write_string(line, column, cell)
            count += 1
        if page is None:
            book.add_worksheet().write_row(0, 0, HEAD)
    return count


@contextmanager
def _workbook(path: Path) -> Iterator[xlsxwriter.Workbook]:
    # Rows leave memory as they come; the parts wait beside the file, which nobody else may read.
    options = {"constant_memory": True, "tmpdir": str(path.parent)}
    with xlsxwriter.Workbook(path, options) as book:
        yield book
    path.chmod(0o600)


def _not_a_formula(cell: str | int) -> str | int:
    formula = isinstance(cell, str) and cell.startswith(_FORMULA_STARTS)
    return f"'{cell}" if formula else cell
