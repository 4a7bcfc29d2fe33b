"""What the reading commands print: for people within 80 columns, for programs under fixed keys."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from domain.phases import Phase
from domain.wording import JAPAN
from register import audit
from register.incidents import set_phase
from register.merchant_acts import note_told
from register.tables_incident import audit as audit_table
from tests.commands.command_folder import Folder, run, widest
from tests.register_fixtures import AT, people_rows

LANGUAGES = ("ja", "en")
READING = (
    ("list", "--all"),
    ("status", "KAWASEMI"),
    ("next",),
    ("clocks", "KAWASEMI"),
    ("clocks", "KAWASEMI", "--explain", "final"),
    ("merchants", "KAWASEMI"),
    ("documents", "KAWASEMI"),
    ("timeline", "KAWASEMI"),
    ("log", "KAWASEMI"),
)
OF_INCIDENTS = ("status", "next", "clocks", "merchants", "documents", "timeline", "log")
SHELL_LINE = re.compile(r"^  shirase .*$", re.MULTILINE)


def line_of(action: str, outcome: audit.Outcome = "done", **detail: str) -> audit.AuditLine:
    return audit.AuditLine(
        at=AT, actor="commander", action=action, subject="x", outcome=outcome, detail={**detail}
    )


@pytest.fixture
def told(folder: Folder) -> Folder:
    """Two duties, one merchant told, and a log with one refused attempt."""
    folder.duties(
        folder.duty("jp-appi/preliminary", 3, target_at=AT + timedelta(days=1)),
        folder.duty("jp-appi/final", 30, status="met", met_at=AT + timedelta(days=2)),
    )
    folder.case.add(people_rows(3))
    with folder.register.writing() as connection:
        sealer = folder.register.sealer(folder.case.incident_id, connection)
        note_told(connection, sealer, folder.case.incident_id, folder.case.merchant_ids[0], AT)
        lines = (
            line_of("facts.recorded", keys="cause"),
            line_of("duties.assessed"),
            line_of("incident.close", "refused", why="duty \x1b[2Jpreliminary is open"),
        )
        for line in lines:
            audit.append(connection, sealer, folder.case.incident_id, line)
    return folder


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", READING, ids=lambda command: "-".join(command[::2]))
def test_every_table_fits_80_columns(told: Folder, command: tuple[str, ...], language: str) -> None:
    printed = told.told(*command, "--language", language)

    assert (
        "KAWASEMI" in printed or "m0" in printed or "見本" in printed or command[0] == "documents"
    )
    # The lines to copy are never broken.
    assert widest(SHELL_LINE.sub("", printed)) <= 80
    assert "\x1b" not in printed


def test_the_list_shows_what_is_open_and_the_next_clock(told: Folder) -> None:
    (incident,) = json.loads(told.told("list", "--json"))["incidents"]

    assert incident == {
        "id": told.case.incident_id,
        "code_name": "KAWASEMI",
        "phase": "notifying",
        "severity": "high",
        "marking": "live",
        "opened_at": "2026-01-13T18:00:00+09:00",
        "closed_at": None,
        "next_clock_at": "2026-01-16T18:00:00+09:00",
        "next_clock_of": "duty",
        "next_rule": "jp-appi/preliminary",
    }


def test_what_has_ended_is_listed_on_request_only(told: Folder) -> None:
    with told.register.writing() as connection:
        set_phase(connection, told.case.incident_id, Phase.CLOSED, AT)

    assert json.loads(told.told("list", "--json")) == {"incidents": []}
    assert "No incident is open." in told.told("list", "--language", "en")
    assert "KAWASEMI" in told.told("list", "--all")


def test_status_holds_the_whole_for_a_program(told: Folder) -> None:
    status = json.loads(told.told("status", "KAWASEMI", "--json"))

    assert set(status) == {
        *("incident", "at", "duties", "merchants", "waves", "documents", "notices", "lines"),
        *("severity", "alarm", "tracks", "questions"),
    }
    assert (status["severity"]["decided"], status["severity"]["differs"]) == ("high", False)
    assert status["severity"]["reasons"][0]["ja"]
    assert status["alarm"] == {"source": None, "vouched_by": None, "called_back": None}
    assert status["tracks"] == {}
    assert status["incident"]["title"] == "見本"
    assert [duty["key"] for duty in status["duties"]] == ["preliminary:m0:ppc", "final:m0:ppc"]
    assert [item["told_at"] for item in status["merchants"]] == [
        AT.astimezone(JAPAN).isoformat(),
        None,
    ]
    assert status["documents"][0]["missing_approvals"] == ["counsel", "commander"]
    assert status["lines"][-1]["outcome"] == "refused"


@pytest.mark.parametrize("language", LANGUAGES)
def test_status_says_the_phase_and_what_waits(told: Folder, language: str) -> None:
    printed = told.told("status", "KAWASEMI", "--language", language)

    for words in {
        "ja": ("● 通知・報告", "重大度 高", "承認待ち: 法務、指揮者", "拒否"),
        "en": ("● notifying", "severity high", "waits for counsel, commander", "refused"),
    }[language]:
        assert words in printed


def test_clocks_show_limit_target_state_and_margin(told: Folder) -> None:
    printed = told.told("clocks", "KAWASEMI")

    assert "目標 01-14（水）18:00" in printed
    assert "期限まで28日残し" in printed
    assert "preliminary:m0:ppc" in printed
    duties = json.loads(told.told("clocks", "KAWASEMI", "--json"))["duties"]
    assert duties[0]["due_at"] == "2026-01-16T18:00:00+09:00"
    assert duties[1]["status"] == "met"


def test_an_explanation_is_what_the_register_holds(told: Folder) -> None:
    for language, words in (("ja", "知った日から数えて5日目。"), ("en", "Day 5 from knowing.")):
        printed = told.told("clocks", "KAWASEMI", "--explain", "prel", "--language", language)
        assert words in printed
        assert "個人情報保護法26条1項" in printed
    explained = json.loads(told.told("clocks", "KAWASEMI", "--explain", "prel", "--json"))
    assert explained["explanation"]["en"] == "Day 5 from knowing."
    assert explained["verified"] is False


def test_the_timeline_tells_what_was_done_and_nothing_else(told: Folder) -> None:
    actions = [
        line["action"]
        for line in json.loads(told.told("timeline", "KAWASEMI", "--json"))["timeline"]
    ]

    assert actions == ["import_people", "merchant.told", "facts.recorded"]
    assert "契約店舗へ通知 見本店 0" in told.told("timeline", "KAWASEMI")


def test_the_log_has_refused_attempts_and_cannot_steer_the_terminal(told: Folder) -> None:
    printed = told.told("log", "KAWASEMI", "--language", "en")

    assert "refused" in printed
    assert "duty [2Jpreliminary is open" in printed
    lines = json.loads(told.told("log", "KAWASEMI", "--json"))["lines"]
    assert [line["sequence"] for line in lines] == [1, 2, 3, 4, 5]


def test_a_whole_log_verifies(told: Folder) -> None:
    verified = json.loads(told.told("log", "KAWASEMI", "--verify", "--json"))

    assert verified["holds"] is True
    assert verified["lines"] == 5
    assert verified["last_hash"] in told.told("log", "KAWASEMI", "--verify")


def test_the_first_broken_line_is_named(told: Folder) -> None:
    with told.register.writing() as connection:
        connection.execute(
            audit_table.update().where(audit_table.c.sequence == 3).values(actor="deputy")
        )

    result = told.run("log", "KAWASEMI", "--verify", "--language", "en")

    assert result.exit_code == 1
    assert "line 3 of 5" in result.stdout
    found = json.loads(told.run("log", "KAWASEMI", "--verify", "--json").stdout)
    assert (found["holds"], found["first_broken_line"]) == (False, 3)


@pytest.mark.parametrize("command", OF_INCIDENTS)
def test_an_unknown_incident_is_refused_with_what_there_is(folder: Folder, command: str) -> None:
    for language, words in (
        ("ja", "この名前の事案はありません"),
        ("en", "No incident is called so"),
    ):
        sentence = folder.refused(command, "HAYATE", "--language", language)
        assert words in sentence
        assert "KAWASEMI" in sentence


def test_reading_where_nothing_is_makes_nothing(tmp_path: Path) -> None:
    for command in (("list",), ("status", "KAWASEMI"), ("next",), ("log", "KAWASEMI")):
        result = run(tmp_path / "nothing", *command, "--language", "en")
        assert result.exit_code == 2
        assert "make up" in result.stderr
    assert not (tmp_path / "nothing").exists()


def test_another_key_is_one_sentence(folder: Folder) -> None:
    (folder.path / "master.key").unlink()

    assert "another master key" in folder.refused("list")
