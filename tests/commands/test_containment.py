"""Containment on the screen: its list is asked for, its state shown, telling while it is open."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from ulid import ULID

from commands.acting_with import Acting
from commands.containment_warning import containment_warning
from commands.context import Commander
from contracts.decision_kinds import DecisionKind as Kind
from domain.alarm import AlarmSource, alarm_facts
from domain.phases import Phase
from register.ledger import add_facts
from settings import Settings
from tests.activities.decision_runner import Decider
from tests.commands.command_folder import Folder, widest

LONG_AGO = datetime.now(UTC) - timedelta(days=3)


def opened(folder: Folder, *lists: str) -> Decider:
    desk = Decider(folder.case, at=LONG_AGO)
    for name in lists:
        desk.does(Kind.OPEN_TASKS, "commander", list=name)
    return desk


def asked_for(folder: Folder) -> list[str]:
    needs = json.loads(folder.told("next", "KAWASEMI", "--json"))["needs"]
    return [need["command"] for need in needs if need["kind"] == "containment"]


def test_each_first_hour_list_asks_for_its_containment(folder: Folder) -> None:
    opened(folder, "general", "ransomware")
    assert asked_for(folder) == [
        "shirase task open KAWASEMI containment-general --as commander",
        "shirase task open KAWASEMI containment-ransomware --as commander",
    ]
    opened(folder, "containment-general", "containment-ransomware")
    assert asked_for(folder) == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_status_shows_tracks_severity_and_the_alarm(folder: Folder, language: str) -> None:
    desk = opened(folder, "vendor-leak", "containment-vendor-leak")
    desk.does(Kind.TASK_DONE, "deputy", task="5", evidence="18:20 連携を停止")
    desk.does(Kind.TASK_NOT_DONE, "deputy", task="6", reason="渡した鍵はない")
    folder.incident(severity="low")
    known = (AlarmSource.VENDOR, "夜間当直", None)
    told = alarm_facts(*known, at=LONG_AGO, organisation="ourselves", recorder="commander")
    register, incident_id = folder.register, folder.case.incident_id
    with register.writing() as connection:
        sealer = register.sealer(incident_id, connection)
        add_facts(connection, sealer, incident_id, list(told), LONG_AGO, incident_id)

    printed = folder.told("status", "KAWASEMI", "--language", language)
    assert widest(printed) <= 80
    for words in {
        "ja": (
            *("封じ込め 完了 1/3  行わない 1  未了 1  超過 1", "初動     完了 0/4"),
            *("提案: 高", "人数の上限が不明です", "委託先・外部サービス", "裏付け 夜間当直"),
            "折返しの確認が未了",
        ),
        "en": (
            *("containment 1 of 3 done  1 left undone  1 open  1 overdue", "0 of 4 done"),
            *("proposed: high (how many people", "a vendor", "vouched for by 夜間当直"),
            "not called back yet",
        ),
    }[language]:
        assert words in printed
    status = json.loads(folder.told("status", "KAWASEMI", "--json"))
    assert status["tracks"]["containment"] == {"open": 1, "overdue": 1, "done": 1, "not_done": 1}
    assert status["alarm"]["called_back"] is None
    assert (status["severity"]["proposed"], status["severity"]["differs"]) == ("high", True)


def test_the_need_for_a_severity_says_why_in_both_languages(folder: Folder) -> None:
    folder.incident(severity="low")
    needs = json.loads(folder.told("next", "KAWASEMI", "--json"))["needs"]
    (need,) = [need for need in needs if need["kind"] == "severity"]
    assert "提案: 高。人数の上限が不明です" in need["what"]["ja"]
    assert "proposed: high; how many people at most is not known" in need["what"]["en"]


def test_who_goes_on_to_tell_is_warned_of_open_containment(folder: Folder) -> None:
    settings = Settings.rehearsal(folder.path).model_copy(update={"language": "en"})
    acting = Acting.model_construct(
        commander=Commander(settings, folder.register, None),  # type: ignore[arg-type]
        incident_id=folder.case.incident_id,
        actor="commander",
        command_id=str(ULID()),
    )
    assert containment_warning(acting, Phase.NOTIFYING) == ""
    desk = opened(folder, "vendor-leak", "containment-vendor-leak")
    assert "containment tasks 5, 6, 7 are open" in containment_warning(acting, Phase.NOTIFYING)
    assert containment_warning(acting, Phase.CONTAINING) == ""
    for task in "567":
        desk.does(Kind.TASK_NOT_DONE, "commander", task=task, reason="該当なし")
    assert containment_warning(acting, Phase.FOLLOWING_UP) == ""
