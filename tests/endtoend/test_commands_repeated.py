"""Each acting command given twice: under one id it has one effect; without one nothing doubles."""

import shlex
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func, select
from ulid import ULID

from commands.sentences import EXIT_REFUSED
from register.columns import metadata
from register.tables_incident import dispatches, documents, mandates
from register.tables_people import requests, waves
from tests.endtoend.command_line import CommandLine
from tests.endtoend.kept_rows import kept_rows
from tests.endtoend.refusing import TRACES
from tests.endtoend.running_house import RunningHouse
from tests.endtoend.scripted_incident import DESK
from tests.endtoend.set_scenes import import_few, open_incident, wait_for_drafts

# A story of sixty commands, each given three times.
pytestmark = pytest.mark.long

NAME = "KODAMA"
LOOKS, LOOK_SECONDS = 5, 0.3
FUTURE = "2099-01-09T12:00+09:00"
BUSY = frozenset({*TRACES, "raw_events", "attempts", "notices", "requests", "dispatches", "waves"})
"""What the provider's events move by themselves; `left` counts it instead."""
OURS = [
    table for table in metadata.sorted_tables if "incident_id" in table.c and table.name not in BUSY
]


@dataclass(frozen=True)
class Line:
    """A command that is given twice under one id, and then once more without."""

    words: str
    drafts: int = 0
    holds: bool = False
    """Given again without an id, it is done once more only because it says so: what holds."""

    @property
    def typed(self) -> list[str]:
        return shlex.split(self.words)


def once(words: str, *, drafts: int = 0) -> Line:
    """Given again without an id it is refused, or says what holds, and changes nothing."""
    return Line(words, drafts, holds=True)


def anew(words: str, *, drafts: int = 0) -> Line:
    """Given again without an id it means another one: a second note, a second draft."""
    return Line(words, drafts)


STORY = [
    once(f"phase {NAME} assessing"),
    anew(f"fact {NAME} cause --say 設定の誤り"),
    anew(f"fact correct {NAME} cause --say 権限の設定の誤り --reason 調査の結果"),
    anew(f"fact withdraw {NAME} cause --reason 調査で否定された"),
    once(f"people adopt {NAME}"),
    anew(f"fact {NAME} figure.people --number 9000 --source app-vendor"),
    once(f"fact decide {NAME} figure.people --source app-vendor --reason 記録と照合した"),
    anew(f"approval delegate {NAME} counsel deputy --until {FUTURE} --reason 出張"),
    once(f"severity {NAME} critical"),
    once(f"task open {NAME} general"),
    once(f"task add {NAME} 店舗への電話 --owner counsel --due {FUTURE}"),
    once(f"task assign {NAME} 1 counsel"),
    once(f"task done {NAME} 2 --evidence 議事録"),
    once(f"task not-done {NAME} 3 --reason 対象外"),
    once(f"party add {NAME} insurer insurer --name 見本保険"),
    once(f"party contact {NAME} insurer --name 担当 --mail a@mihon-hoken.example"),
    once(f"party away {NAME} counsel --since 2099-01-01 --until 2099-01-09"),
    once(f"role {NAME} app-vendor entrustee --reason 契約書のとおり"),
    once(f"hold add {NAME} police --scope 名簿"),
    once(f"hold release {NAME} 1 --reason 捜査終了"),
    once(f"thread asked {NAME} app-vendor --summary 名簿を求めた"),
    once(f"thread answered {NAME} app-vendor 1 --summary 受け取った"),
    once(f"thread promised {NAME} app-vendor --summary 明日送る"),
    once(f"thread withdrawn {NAME} app-vendor 2 --summary 不要になった"),
    anew(f"thread noted {NAME} app-vendor --summary 電話した"),
    anew(f"note {NAME} 対策本部を設置した"),
    once(f"take {NAME} preliminary:platform:ppc"),
    once(f"waive {NAME} preliminary:platform:ppc --reason 当局と調整済み"),
    anew(f"prepare {NAME} merchant_notice --as merchant_care", drafts=1),
    once(f"passage edit {NAME} 1 apology --text 深くお詫び申し上げます。"),
    once(f"approve {NAME} 1 --as counsel"),
    once(f"reject {NAME} 1 --reason 件数を直す --as commander"),
    once(f"approve {NAME} 1 --as commander"),
    once(f"issue {NAME} 1"),
    once(f"ack {NAME} merchant-b"),
    once(f"mandate {NAME} merchant-a --given-by 総務部長 --accepts-provider --filing"),
    once(f"own-notice {NAME} merchant-b"),
    once(
        f"report {NAME} merchant-b preliminary_filed --submitted-at 2026-01-05T09:00+09:00"
        " --receipt 2026-7"
    ),
    anew(f"prepare {NAME} preliminary_report --merchant merchant-a --authority ppc", drafts=2),
    once(f"approval override {NAME} 2 --as commander --reason 期限が迫る"),
    once(f"approval override {NAME} 2 --as deputy --reason 法務が不在"),
    once(f"issue {NAME} 2"),
    once(f"receipt {NAME} 2 2026-1"),
    once(f"receipt {NAME} 2 2026-2 --corrects --reason 転記の誤り"),
    anew(f"prepare {NAME} person_notice --merchant merchant-a", drafts=3),
    anew(f"prepare {NAME} person_letter --merchant merchant-a", drafts=4),
    once(f"wave plan {NAME} --merchant merchant-a --mail 3 --letter 4"),
    once(f"approve {NAME} 3 --as counsel"),
    once(f"approve {NAME} 3 --as commander"),
    once(f"approve {NAME} 4 --as counsel"),
    once(f"approve {NAME} 4 --as commander"),
    anew(f"wave outside {NAME} --domain 別系統 --account 別系統 --provider 外部の事業者"),
    anew(f"desk test {NAME} {DESK}"),
    once(f"wave start {NAME} 1"),
    once(
        f"filing {NAME} final-wrongful:merchant-b:ppc --submitted-at 2026-01-05T09:00+09:00"
        " --receipt 見本-7 --as counsel"
    ),
    once(f"settle {NAME} preliminary:platform:ppc --ground 法26条1項ただし書"),
    once(f"retention decide {NAME} merchant-a delete --reason 通知を終えた"),
]


@pytest.fixture(scope="module")
def incident(
    running_house: RunningHouse, tmp_path_factory: pytest.TempPathFactory
) -> tuple[CommandLine, str]:
    shell = CommandLine(running_house)
    incident_id = open_incident(shell, tmp_path_factory.mktemp("repeated"), NAME)
    import_few(shell, incident_id)
    return shell, incident_id


def kept(shell: CommandLine, incident_id: str) -> dict[str, list[Any]]:
    """Every row of the incident but traces and what the provider's events move by themselves."""
    return kept_rows(shell.house.register, OURS, (incident_id,), frozenset({"computed_at"}))


def left(shell: CommandLine, incident_id: str) -> dict[str, int]:
    """How much has left or was made, which must never double: mails, waves, documents."""
    with shell.house.register.reading() as connection:
        return {
            table.name: connection.execute(
                select(func.count()).where(table.c.incident_id == incident_id)
            ).scalar_one()
            for table in (dispatches, requests, waves, documents, mandates)
        }


def changes_nothing(shell: CommandLine, incident_id: str, act: Callable[[], None]) -> bool:
    """Whether an act leaves the register as it was.

    What the engine still does about an earlier command falls into the first looks only, an effect
    of the act itself into each of them.
    """
    for _ in range(LOOKS):
        before = (kept(shell, incident_id), left(shell, incident_id))
        act()
        if (kept(shell, incident_id), left(shell, incident_id)) == before:
            return True
        time.sleep(LOOK_SECONDS)
    return False


@pytest.mark.parametrize("line", STORY, ids=lambda line: line.words)
def test_a_command_given_twice(incident: tuple[CommandLine, str], line: Line) -> None:
    shell, incident_id = incident
    same_id = ("--command-id", str(ULID()))

    first = shell.run(*line.typed, *same_id)
    assert first.exit_code == 0, first.output
    if line.drafts:
        wait_for_drafts(shell, NAME, line.drafts)

    def again() -> None:
        second = shell.run(*line.typed, *same_id)
        assert (second.exit_code, second.stdout) == (0, first.stdout)
        if line.holds:
            third = shell.run(*line.typed)
            assert third.exit_code in {0, EXIT_REFUSED}
            assert third.stdout or third.stderr

    assert changes_nothing(shell, incident_id, again)


def test_what_was_decided_and_overridden_is_in_the_log(incident: tuple[CommandLine, str]) -> None:
    """After the story: once each, by whom, and why."""
    shell, incident_id = incident
    lines = [line for line in shell.house.audit_lines(incident_id) if line.outcome == "done"]

    (decided,) = [line for line in lines if line.detail.get("why") == "記録と照合した"]
    assert (decided.action, decided.actor) == ("facts.recorded", "privacy_officer")
    assert decided.detail["corrected"] == decided.detail["keys"] == "figure.people"
    (people,) = [
        fact for fact in shell.read("fact", "list", NAME)["facts"] if fact["key"] == "figure.people"
    ]
    assert (people["figure"]["number"], people["source"]) == (9000, "app-vendor")

    first, second = [line for line in lines if line.action == "approval.overridden"]
    document = shell.read("documents", NAME)["documents"][1]
    assert [
        (line.actor, line.detail["why"], line.detail["complete"]) for line in (first, second)
    ] == [
        ("commander", "期限が迫る", False),
        ("deputy", "法務が不在", True),
    ]
    assert {line.detail["missing"] for line in (first, second)} == {"counsel, commander"}
    assert {line.subject for line in (first, second)} == {document["id"]}
    assert document["issued_at"] is not None


def test_every_text_that_was_put_to_approval_is_kept(incident: tuple[CommandLine, str]) -> None:
    """After the story: one passage was edited, and a wave bound the notice to its people."""
    shell, _ = incident
    for number in (1, 3):
        first, present = shell.read("document", "texts", NAME, str(number))["texts"]
        assert (first["proven"], present["proven"], present["present"]) == (True, True, True)
        assert first["binding_digest"] != present["binding_digest"]
        assert (first["text_digest"] == present["text_digest"]) is (number == 3)
    assert "深くお詫び申し上げます。" in shell.told("document", "diff", NAME, "1")


def test_a_correction_of_anothers_value_is_ours_and_of_its_time(
    incident: tuple[CommandLine, str],
) -> None:
    shell, _ = incident
    shell.told(
        *("fact", "correct", NAME, "figure.people", "--number", "8990"),
        *("--reason", "重複を除いた", "--as-of", "2026-01-05T09:00+09:00"),
    )
    shell.told("fact", "correct", NAME, "figure.people", "--public", "--reason", "公表する")
    *_, people = shell.read("fact", "history", NAME, "figure.people")["entries"]
    assert (people["figure"]["number"], people["source"], people["public"]) == (
        8990,
        "platform",
        True,
    )
    assert people["as_of"] == "2026-01-05T09:00:00+09:00"


def test_a_figure_is_withheld_and_counted_again(incident: tuple[CommandLine, str]) -> None:
    shell, _ = incident
    correct = ("fact", "correct", NAME, "figure.people", "--reason", "捜査上の理由")
    shell.told(*correct, "--count-kind", "withheld")
    shell.told(*correct, "--number", "8991")
    *_, withheld, again = shell.read("fact", "history", NAME, "figure.people")["entries"]
    assert (withheld["figure"]["kind"], withheld["figure"]["number"]) == ("withheld", None)
    assert (again["figure"]["kind"], again["figure"]["number"]) == ("exact", 8991)
