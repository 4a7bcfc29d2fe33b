"""What stands on a Japanese screen is Japanese: commands in the log, sources of rules, states."""

import ast
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from commands.conflict_words import conflicts_in_japanese
from commands.refusal_words import in_japanese
from contracts.decision_kinds import DecisionKind
from domain.explanations import Bilingual
from domain.facts import Fact, FactStatus
from domain.parties import StaffRole
from domain.tasks import TaskState, TaskTrack
from register.audit import AuditLine
from register.board import read_board
from register.ledger import add_facts
from register.tasks import TaskRow
from screens.command_words import COMMANDS, command_words
from screens.fact_words import fact_title
from screens.log_words import LogWords
from screens.source_words import source_in
from screens.task_table import task_table
from tests.commands.command_folder import Folder
from tests.register_fixtures import AT

ROOT = Path(__file__).parents[2]
CITED = (
    "個人情報保護法第26条第1項 / APPI Art. 26(1) (https://law.example/1); "
    "同法施行規則第7条、第8条第1項 / Enforcement Rules Arts. 7, 8(1)"
)


def deposited() -> set[str]:
    tree = ast.parse((ROOT / "client.py").read_text(encoding="utf-8"))
    return {
        str(node.args[1].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") == "_deposit"
        and isinstance(node.args[1], ast.Constant)
    }


def test_every_command_that_can_be_refused_has_japanese_words() -> None:
    assert "record_facts" in deposited()
    assert {*DecisionKind, *deposited()} <= COMMANDS.keys()


def test_a_refused_command_is_named_in_the_log(folder: Folder) -> None:
    board = read_board(folder.register, folder.case.incident_id, with_people=False, lines=0)
    line = AuditLine(
        at=datetime.now(UTC),
        actor="commander",
        action="command.record_facts",
        subject="x",
        outcome="refused",
    )
    assert LogWords(board, {}, {}, "ja").act(line) == "事実の記録"
    assert LogWords(board, {}, {}, "en").act(line) == "record facts"
    assert command_words("command.of_tomorrow", "ja") == "操作"


@pytest.mark.parametrize(
    ("language", "says"),
    [
        (
            "ja",
            "個人情報保護法第26条第1項 (https://law.example/1); 同法施行規則第7条、第8条第1項",
        ),
        ("en", "APPI Art. 26(1) (https://law.example/1); Enforcement Rules Arts. 7, 8(1)"),
    ],
)
def test_sources_are_cited_in_the_language_of_the_screen(language: str, says: str) -> None:
    assert source_in(CITED, "ja" if language == "ja" else "en") == says


def test_what_is_cited_in_one_language_stays_whole() -> None:
    source = "APRA Prudential Standard CPS 234 Information Security, paragraph 35"
    assert source_in(source, "ja") == source


def test_a_number_that_is_complete_is_refused_in_japanese() -> None:
    said = in_japanese("number 4 of this thread is 'complete' already, and stands so")
    assert said.startswith("番号 4 は対応済みです(完了)")


def test_an_argument_is_called_what_its_help_calls_it(folder: Folder) -> None:
    said = folder.refused("awareness", "KAWASEMI", "soon", "--reason", "x", "--language", "ja")
    assert "採る日時(WHEN)" in said


def test_keys_of_facts_stand_whole_with_a_japanese_title(folder: Folder) -> None:
    key = "entity.special_infrastructure"
    fact = Fact(
        key=key,
        status=FactStatus.KNOWN,
        statement="該当します。" * 20,
        as_of=AT,
        source="platform",
        vouched_by="counsel",
    )
    with folder.register.writing() as connection:
        add_facts(
            connection,
            folder.register.sealer(folder.case.incident_id, connection),
            folder.case.incident_id,
            [fact],
            AT,
            "0" * 26,
            ours="platform",
        )

    said = folder.told("fact", "list", "KAWASEMI", "--language", "ja")

    assert key in said
    assert fact_title(key, "ja") != key
    assert max(cell_len(line) for line in said.splitlines()) <= 80


def test_the_share_of_a_merchant_has_a_title() -> None:
    assert fact_title("figure.people_of.m0", "ja") == "対象者数（m0の名簿）"
    assert fact_title("figure.people_of.m0", "en") == "People in the list of m0"
    assert fact_title("submitted.eu_nis2.notification", "ja").startswith("提出日時")
    assert "対象者数（m0の名簿）" in conflicts_in_japanese("figure.people_of.m0: here 3")


def test_titles_of_tasks_have_room(folder: Folder) -> None:
    title = "漏えいした項目と対象者の範囲を委託先の記録で確かめる"
    task = TaskRow(
        id="0" * 26,
        number=1,
        title=Bilingual(ja=title, en=title),
        track=TaskTrack.FIRST_HOUR,
        owner=StaffRole.PRIVACY_OFFICER,
        due_at=AT,
        state=TaskState.OPEN,
        evidence_required=True,
    )
    screen = Console(width=80, record=True, file=io.StringIO())
    screen.print(task_table([task], AT, "ja"))
    assert title in screen.export_text()
