"""Who knew and when, and the report for the board, from the terminal."""

import io
import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook

from commands.dossier_reading import read_dossier
from contracts.decision_kinds import DecisionKind as Kind
from printing.board_report import report_html, report_pdf, report_sheets
from printing.sheets import as_workbook
from register.who_knew import ToldBy, read_who_knew
from tests.activities.paper_case import PaperCase
from tests.commands.command_folder import Folder
from tests.publishing.site_case import HOSTILE, Seen, site_case


@pytest.fixture
def case(tmp_path: Path) -> PaperCase:
    case = site_case(tmp_path)
    case.issued("first_release")
    case.correct(136_000, "figure.names")
    case.issued("preliminary_report")
    case.issued("follow_up_release")
    told_at = case.now.isoformat()
    case.decider.does(
        Kind.INSIDER_TOLD,
        "counsel",
        name="=HYPERLINK(0)",
        organisation=HOSTILE.replace("\ud800", "")[:150],
        way="電話",
        told_at=told_at,
    )
    return case


def test_everybody_who_was_told_stands_there_with_the_first_time(case: PaperCase) -> None:
    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        knew = read_who_knew(connection, sealer, case.incident_id)

    assert [one.told_at for one in knew] == sorted(one.told_at for one in knew)
    by = {one.by: one for one in knew}
    assert by[ToldBy.FILING].organisation == "個人情報保護委員会"
    assert (by[ToldBy.RELEASE].who, by[ToldBy.RELEASE].reference) == ("public", "1")
    assert by[ToldBy.RECORDED].who == "=HYPERLINK(0)"
    acted = {one.role for one in knew if one.by is ToldBy.ACTED}
    assert acted == {"privacy_officer", "counsel", "commander"}


def test_the_report_shows_course_duties_figures_and_decisions(case: PaperCase) -> None:
    report = read_dossier(case.register, case.incident_id, "ja")

    page = Seen(report_html(report))
    for said in ("経過報告書", "136,346名", "136,000名", "文書を承認", "法務", "【訓練】"):
        assert said in page.text
    assert not page.tags("script")
    assert not page.tags("img")
    assert len(page.tags("circle")) >= len(report.marks)
    picture = ET.fromstring(report.svg)  # noqa: S314 - our own
    assert picture.get("role") == "img"
    assert report_pdf(report).startswith(b"%PDF")
    english = Seen(report_html(read_dossier(case.register, case.incident_id, "en")))
    assert "Duties and clocks" in english.text


def test_hostile_words_come_out_as_words_in_the_workbook(case: PaperCase) -> None:
    report = read_dossier(case.register, case.incident_id, "ja")

    made = as_workbook(report_sheets(report), report.made_at)

    book = load_workbook(io.BytesIO(made))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert all(cell.data_type in {"s", "n"} for cell in cells)
    assert any(cell.value == "=HYPERLINK(0)" for cell in cells)
    assert "<f>" not in "".join(
        zipfile.ZipFile(io.BytesIO(made)).read(name).decode()
        for name in zipfile.ZipFile(io.BytesIO(made)).namelist()
        if name.startswith("xl/worksheets/")
    )


def test_the_commands_write_what_they_say(folder: Folder, tmp_path: Path) -> None:
    out = tmp_path / "report"
    made = json.loads(folder.told("dossier", "KAWASEMI", "--out", str(out), "--json"))["files"]
    assert [Path(path).name for path in made] == [
        *("report.html", "report.pdf", "course.svg", "tables.xlsx"),
    ]
    assert all(Path(path).stat().st_mode & 0o077 == 0 for path in made)
    assert "knew" in json.loads(folder.told("knew", "KAWASEMI", "--json"))
    folder.told("knew", "KAWASEMI")
    folder.told("knew", "KAWASEMI", "--out", str(tmp_path / "knew.xlsx"))
    assert load_workbook(tmp_path / "knew.xlsx").sheetnames == ["knew"]
    (tmp_path / "file").write_text("x")
    said = folder.refused("dossier", "KAWASEMI", "--out", str(tmp_path / "file" / "x"))
    assert "書き込めません" in said


def test_the_site_is_built_from_the_terminal(folder: Folder, tmp_path: Path) -> None:
    made = json.loads(folder.told("site", "build", "--out", str(tmp_path / "out"), "--json"))
    assert (made["incidents"], made["pages"]) == (0, 0)
    assert (tmp_path / "out" / "index.html").exists()
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "x").write_text("x")
    assert "書けません" in folder.refused("site", "build", "--out", str(tmp_path / "theirs"))
    assert "--out" in folder.refused("site", "build")
    assert json.loads(folder.told("site", "list", "--json")) == {"incidents": []}
