"""Who knew and when, and the report for the board, from the terminal."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook

from commands.dossier_reading import read_dossier
from commands.dossier_summary import duty_margin
from commands.dossier_words import SUMMARY
from contracts.decision_kinds import DecisionKind as Kind
from printing.board_report import report_html, report_pdf, report_sheets
from printing.sheets import as_workbook
from register.board import BoardDuty
from register.who_knew import ToldBy, read_who_knew
from screens.words import ScreenLanguage
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


def test_the_first_page_sums_up_and_duties_say_by_how_much(case: PaperCase) -> None:
    languages: tuple[ScreenLanguage, ...] = ("ja", "en")
    for language in languages:
        report = read_dossier(case.register, case.incident_id, language)
        page = Seen(report_html(report)).text
        assert page.index(report.summary_heading) < page.index(report.picture_heading)
        assert "136,000" in dict(report.summary)[_summary("people", language)]
        assert len(report.summary) == 8
    at = datetime(2026, 1, 20, tzinfo=UTC)
    assert duty_margin(_duty(), at, "ja") == "期限を3日超過（未了）"
    assert duty_margin(_duty(), at, "en") == "3d after the limit (not met yet)"
    assert duty_margin(_duty(), at - timedelta(days=5), "ja") == "残り 2日"
    late = _duty(status="met", met_at=at - timedelta(days=2, hours=23, minutes=40), late=True)
    assert duty_margin(late, at, "ja") == "期限を20分超過"
    assert duty_margin(_duty(status="waived"), at, "ja") == "—"


def test_a_claim_stands_in_the_figures_under_its_name_and_never_as_ours(case: PaperCase) -> None:
    figure = {"kind": "exact", "unit": "people", "number": 50_000}
    case.states("figure.people", figure=figure, claimed_by="脅迫者<b>")
    report = read_dossier(case.register, case.incident_id, "ja")
    section = next(one for one in report.sections if one.panels)
    (claim,) = [row for row in section.rows if "50,000名" in row]
    assert claim[-1] == "脅迫者<b>の主張（当社の値ではない）"
    stated = [one for panel in section.panels for one in panel.stated]
    assert [one.number for one in stated] == [row[0] for row in section.rows]
    assert [one.apart for one in stated if one.value == 50_000] == [True]
    assert "50,000" not in dict(report.summary)[_summary("people", "ja")]
    assert "脅迫者&lt;b&gt;の主張" in section.svg
    assert section.svg in report_html(report)


def test_a_fact_of_an_earlier_time_has_a_line_from_then_to_its_recording(case: PaperCase) -> None:
    since = case.now - timedelta(days=3)
    case.states("cause", statement="設定の誤り", as_of=since)
    case.states("police", statement="相談済み")
    marks = read_dossier(case.register, case.incident_id, "ja").marks
    (drawn,) = [mark for mark in marks if mark.since == since]
    assert drawn.lane == "record"
    assert "設定の誤り" in drawn.title
    assert not [mark for mark in marks if "相談済み" in mark.title]


def _summary(name: str, language: ScreenLanguage) -> str:
    return SUMMARY[language][name]


def _duty(**changed: object) -> BoardDuty:
    given: dict[str, object] = {
        "key": "a|b|c",
        "rule": "jp-appi/final",
        "debtor": "us",
        "debtor_name": "見本",
        "owed_to": "ppc",
        "owed_to_name": "委員会",
        "target_at": None,
        "due_at": datetime(2026, 1, 17, tzinfo=UTC),
        "due_on": None,
        "hard": True,
        "status": "open",
        "met_at": None,
        "late": False,
        "evidence": {},
    }
    return BoardDuty.model_validate(given | changed)


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
    again = json.loads(
        folder.told("report", "KAWASEMI", "--out", str(tmp_path / "again"), "--json")
    )["files"]
    assert [Path(path).name for path in again] == [Path(path).name for path in made]
    mixed = folder.refused("report", "KAWASEMI", "merchant-a", "published", "--json")
    assert "経過報告書(事案だけを指定)" in mixed
    assert "何を行ったか" in folder.refused("report", "KAWASEMI", "merchant-a")
    assert "行ったことを書いて" in folder.refused("report", "KAWASEMI", "--receipt", "1")
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
    assert json.loads(folder.told("site", "list", "--json")) == {"incidents": [], "erased": []}
