"""From the terminal: letters, calls, the substitute, what comes back, papers for merchants."""

import csv
import io
import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import msoffcrypto
import openpyxl
import pytest

from contracts import story
from register.wave_sums import wave_ids
from tests.endtoend import stories
from tests.endtoend.command_line import CommandLine
from tests.endtoend.running_house import Incident, RunningHouse, play

PEOPLE = 150
CALLED_AT = "2026-01-08 12:00"


@pytest.fixture(scope="module")
def sent(running_house: RunningHouse) -> tuple[CommandLine, Incident]:
    """An incident whose first wave has sent its mails and printed its letters."""

    async def send() -> Incident:
        file = running_house.file
        start = next(act for act in file.story if isinstance(act, story.StartWave))
        acts = (*stories.up_to_the_merchants_told(file), *stories.first_wave(file), start)
        incident = await running_house.open(acts, people=PEOPLE)
        await play(incident, acts)
        return incident

    return CommandLine(running_house), running_house.run(send())


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def written(path: Path, lines: list[dict[str, str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    return path


def printed(shell: CommandLine, incident: Incident) -> Iterator[Path]:
    folder = shell.house.settings.data_dir / "outbox" / incident.id / "wave-1"
    yield from sorted(folder.glob("addresses-*.csv"))


def waiting(shell: CommandLine, incident: Incident) -> dict[str, object]:
    (wave,) = shell.read("wave", "status", incident.id, "1")["waves"]
    return dict(wave)


@pytest.mark.long
def test_every_channel_in_turn_until_the_wave_is_finished_and_after(
    sent: tuple[CommandLine, Incident], tmp_path: Path
) -> None:
    shell, incident = sent
    told = shell.told("wave", "letters", incident.id, "1")
    assert told.count(".pdf") >= 1
    numbers = [row["書面番号"] for path in printed(shell, incident) for row in rows(path)]
    lines = [{"書面番号": number} for number in (*numbers, "1-1-00001-0")]
    posted = shell.told(
        *("wave", "letters", incident.id, "1"),
        *("--posted", str(written(tmp_path / "posted.csv", lines))),
    )
    assert f"{len(numbers)} entered, 1 refused: line {len(numbers) + 2}" in posted

    calls = tmp_path / "calls.xlsx"
    shell.told("wave", "export", incident.id, "1", "--channel", "call", "--out", str(calls))
    assert stat.S_IMODE(calls.stat().st_mode) == 0o600
    book = openpyxl.load_workbook(calls)
    sheet = book.worksheets[0]
    head = [str(cell.value) for cell in sheet[1]]
    people = sheet.max_row - 1
    assert people > 1
    for line in range(2, sheet.max_row + 1):
        outcome = "通話済" if line > 2 else "番号違い"
        values = {"結果": outcome, "日時": CALLED_AT, "担当者": "窓口 一号"}
        for name, value in values.items():
            sheet.cell(line, head.index(name) + 1, value)
    book.save(calls)
    done = shell.told("wave", "results", incident.id, "1", str(calls), "--channel", "call")
    assert f"{people} entered" in done
    again = shell.told("wave", "results", incident.id, "1", str(calls), "--channel", "call")
    assert f"0 entered, {people} known already" in again
    assert waiting(shell, incident)["to_list"] == {}

    shell.told("wave", "substitute", incident.id, "1", "--reason", "連絡がつかないため")
    finished(shell, incident)
    back = written(tmp_path / "back.csv", [{"書面番号": numbers[0]}])
    shell.told("wave", "letters", incident.id, "1", "--returned", str(back))
    moved = [{"書面番号": numbers[0], "郵便番号": "000-0099", "住所": "見本県架空市9番地"}]
    anew = shell.told(
        *("wave", "letters", incident.id, "1"),
        *("--readdressed", str(written(tmp_path / "moved.csv", moved))),
    )
    assert "1 entered" in anew
    (again_printed,) = [path for path in printed(shell, incident) if "addresses-2-" in path.name]
    assert rows(again_printed)[0]["住所"] == "見本県架空市9番地"
    counts = waiting(shell, incident)["counts"]
    assert isinstance(counts, dict)
    assert counts["in_progress"] == 1, "a wave that was finished waits for this letter again"
    number = rows(again_printed)[0]["書面番号"]
    last = written(tmp_path / "last.csv", [{"書面番号": number}])
    shell.told("wave", "letters", incident.id, "1", "--posted", str(last))
    assert waiting(shell, incident)["adds_up"]


def finished(shell: CommandLine, incident: Incident) -> None:
    async def wait() -> None:
        from demo.waits import until
        from tests.endtoend.test_false_alarm import wave_of

        await until(lambda: wave_of(shell.house, incident, 1).finished_at is not None, "the end")

    shell.house.run(wait())
    with shell.house.register.reading() as connection:
        assert len(wave_ids(connection, incident.id)) == 1


@pytest.mark.long
def test_a_merchant_is_handed_its_report(
    sent: tuple[CommandLine, Incident], tmp_path: Path
) -> None:
    shell, incident = sent
    pdf, xlsx = tmp_path / "report.pdf", tmp_path / "report.xlsx"
    shell.told(
        *("merchants", "report", incident.id, "merchant-a"),
        *("--pdf", str(pdf), "--xlsx", str(xlsx)),
    )
    assert pdf.read_bytes().startswith(b"%PDF-1.7")
    assert stat.S_IMODE(pdf.stat().st_mode) == 0o600
    sheet = openpyxl.load_workbook(xlsx)["状態別"]
    *states, total = [int(str(row[1])) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert sum(states) == total > 0


@pytest.mark.long
def test_a_kit_opens_with_its_key_only(sent: tuple[CommandLine, Incident], tmp_path: Path) -> None:
    shell, incident = sent
    refused = shell.run("merchants", "kit", incident.id, "merchant-b")
    assert refused.exit_code == 2
    assert shell.run("prepare", incident.id, "merchant_kit").exit_code == 2
    shell.told("own-notice", incident.id, "merchant-b")
    assert _kit_needs(shell, incident) == [
        f"shirase prepare {incident.id} merchant_kit --merchant merchant-b"
    ]
    path = tmp_path / "kit.zip"
    refused = shell.run("merchants", "kit", incident.id, "merchant-b", "--out", str(path))
    assert refused.exit_code == 2
    assert "merchant_kit --merchant merchant-b" in refused.stderr
    drafted = shell.told("prepare", incident.id, "merchant_kit")
    number = re.findall(r"document (\d+),", drafted)[0]
    shell.told("approve", incident.id, number, "--as", "counsel")
    shell.told("approve", incident.id, number, "--as", "commander")
    assert _kit_needs(shell, incident) == []
    refused = shell.run("merchants", "kit", incident.id, "merchant-b", "--out", str(path))
    assert (refused.exit_code, path.exists()) == (2, False)
    assert f"shirase issue {incident.id} {number}" in refused.stderr
    assert f"shirase merchants kit {incident.id} MERCHANT" in shell.told(
        "issue", incident.id, number
    )
    assert _kit_needs(shell, incident) == [f"shirase merchants kit {incident.id} merchant-b"]
    told = shell.told("merchants", "kit", incident.id, "merchant-b", "--out", str(path))
    key = told.strip().rsplit(" ", 1)[-1]
    with zipfile.ZipFile(path) as kit:
        names = kit.namelist()
        locked = kit.read("02_名簿（鍵が必要）.xlsx")
        answers = kit.read("05_回答例.txt").decode()
    assert len(names) == 6
    assert "【再現】" in answers
    assert key.encode() not in path.read_bytes()
    opened = io.BytesIO()
    file = msoffcrypto.OfficeFile(io.BytesIO(locked))
    assert file.is_encrypted()
    file.load_key(password=key)
    file.decrypt(opened)
    people = openpyxl.load_workbook(opened)["名簿"].max_row - 1
    assert f"done: written, {people} people: {path}" in told
    assert people > 0
    log = [line for line in shell.house.audit_lines(incident.id) if line.action == "file.produced"]
    assert key not in str(log)
    assert log[-1].detail["document"] == int(number)
    assert _kit_needs(shell, incident) == []


def _kit_needs(shell: CommandLine, incident: Incident) -> list[str]:
    """The commands about kits that `next` names, without who acts."""
    needs = shell.read("next", incident.id)["needs"]
    return [
        need["command"].partition(" --as ")[0].replace(need["code_name"], incident.id)
        for need in needs
        if need["kind"] == "kit"
    ]
