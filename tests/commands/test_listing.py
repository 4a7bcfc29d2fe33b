"""The listings: tasks, threads, parties, holds, retention, waves, releases, lists of people."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import update

from contracts.decision_kinds import DecisionKind as Kind
from register.tables_incident import documents
from tests.activities.decision_runner import NOW, Decider
from tests.commands.command_folder import Folder, open_folder, widest
from tests.register_fixtures import people_rows

LANGUAGES = ("ja", "en")
LISTINGS = (
    ("task", "list", "KAWASEMI"),
    ("task", "show", "KAWASEMI", "1"),
    ("thread", "list", "KAWASEMI"),
    ("party", "list", "KAWASEMI"),
    ("party", "show", "KAWASEMI", "app-vendor"),
    ("hold", "list", "KAWASEMI"),
    ("retention", "list", "KAWASEMI"),
    ("wave", "list", "KAWASEMI"),
    ("wave", "status", "KAWASEMI"),
    ("release", "list", "KAWASEMI"),
    ("people", "list", "KAWASEMI"),
    ("people", "counts", "KAWASEMI"),
)
KEEP = {"decision": "keep", "keep_until": "2027-01-31", "reason": "照会対応"}
VENDOR = {
    "key": "app-vendor",
    "kind": "vendor",
    "role": "entrustee",
    "name": "見本ソフトウェアサービス株式会社",
    "contacts": [{"name": "安東", "mail": "security@soft.example"}],
}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    """An incident in which nothing has been done; nobody changes it."""
    with open_folder(tmp_path_factory.mktemp("empty") / "data") as folder:
        yield folder


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    """Work of every kind; nobody changes it."""
    with open_folder(tmp_path_factory.mktemp("work") / "data") as folder:
        fill(folder)
        yield folder


def fill(folder: Folder) -> None:
    """Tasks, a demand, a hold, a list of people, a wave, a release, promised updates."""
    desk = Decider(folder.case)
    desk.does(Kind.OPEN_TASKS, "commander", list="general")
    desk.does(Kind.TASK_NOT_DONE, "commander", task="2", reason="該当なし")
    desk.does(Kind.PARTY_ADD, "commander", **VENDOR)
    desk.does(
        Kind.THREAD_ENTRY,
        "commander",
        party="app-vendor",
        direction="asked",
        text="対象者の一覧",
        demand="affected_list",
        reply_due_at=(NOW + timedelta(days=1)).isoformat(),
    )
    folder.case.add(people_rows(3))
    folder.case.plan(folder.case.plan_input(merchants=[0]))
    desk.does(Kind.HOLD_ADD, "counsel", requester="counsel", scope="アクセスログ", data_sets=["m0"])
    desk.does(Kind.RETENTION_DECIDED, "counsel", data_set="m0", **KEEP)
    with folder.register.writing() as connection:
        connection.execute(
            update(documents)
            .where(documents.c.id == folder.case.letter_document_id)
            .values(kind="first_release", release_number=1, state="issued", issued_at=NOW)
        )
    due = (NOW + timedelta(days=5)).isoformat()
    desk.later(minutes=1).does(Kind.RELEASE_PROMISED, "public_relations", due_at=due)
    desk.later(minutes=1).does(Kind.RELEASE_DECLINED, "counsel", reason="個別に通知済みのため")
    desk.later(minutes=1).does(Kind.RELEASE_PROMISED, "public_relations", due_at=due)


def listed(folder: Folder, *command: str) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(folder.told(*command, "--json"))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", LISTINGS, ids=lambda command: "-".join(command[:2]))
def test_every_listing_fits_80_columns(
    work: Folder, command: tuple[str, ...], language: str
) -> None:
    printed = work.told(*command, "--language", language)

    assert widest(printed) <= 80
    assert "\x1b" not in printed
    json.loads(work.told(*command, "--json"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", [c for c in LISTINGS if c[1] != "show"], ids=lambda c: c[0])
def test_with_nothing_to_list_a_sentence_says_so(
    empty: Folder, command: tuple[str, ...], language: str
) -> None:
    printed = empty.told(*command, "--language", language)

    assert printed.strip()
    assert widest(printed) <= 80


def test_tasks_are_listed_by_track_with_their_state(work: Folder) -> None:
    tasks = listed(work, "task", "list", "KAWASEMI")["tasks"]

    assert [task["number"] for task in tasks] == list(range(1, len(tasks) + 1))
    assert {task["state"] for task in tasks} == {"open", "not_done"}
    assert all(str(task["key"]).startswith("task|") for task in tasks)
    open_now = listed(work, "task", "list", "KAWASEMI", "--open")["tasks"]
    assert len(open_now) == len(tasks) - 1
    assert "初動" in work.told("task", "list", "KAWASEMI")
    assert "該当なし" in work.told("task", "show", "KAWASEMI", "2")


def test_an_unknown_task_is_refused_with_the_numbers(work: Folder) -> None:
    number = len(listed(work, "task", "list", "KAWASEMI")["tasks"])

    sentence = work.refused("task", "show", "KAWASEMI", "99", "--language", "en")

    assert f"from 1 to {number}" in sentence


def test_a_thread_says_whose_turn_it_is(work: Folder) -> None:
    (matter,) = listed(work, "thread", "list", "KAWASEMI")["matters"]

    assert (matter["party"], matter["number"], matter["awaited_from"]) == ("app-vendor", 1, "them")
    assert (matter["state"], matter["demand"]) == ("awaited", "affected_list")
    assert matter["due_at"] == "2026-01-14T18:00:00+09:00"


def test_parties_are_listed_by_kind(work: Folder) -> None:
    everybody = listed(work, "party", "list", "KAWASEMI")["parties"]
    vendors = listed(work, "party", "list", "KAWASEMI", "--kind", "vendor")["parties"]

    assert [party["kind"] for party in everybody] == ["ourselves", "merchant", "merchant", "vendor"]
    assert [party["key"] for party in vendors] == ["app-vendor"]
    assert "security@soft.example" in work.told("party", "show", "KAWASEMI", "app-vendor")
    assert "app-vendor" in work.refused("party", "show", "KAWASEMI", "nobody")


def test_a_hold_and_a_decision_stand_beside_each_other(work: Folder) -> None:
    (hold,) = listed(work, "hold", "list", "KAWASEMI")["holds"]
    (held,) = listed(work, "retention", "list", "KAWASEMI")["data_sets"]

    assert (hold["number"], hold["in_force"], hold["data_sets"]) == (1, True, [held["id"]])
    decision = held["decision"]
    assert isinstance(decision, dict)
    assert (decision["decision"], held["on_hold"]) == ("keep", True)


def test_people_are_counted_by_the_way_they_can_be_told(work: Folder) -> None:
    counts = json.loads(work.told("people", "counts", "KAWASEMI", "--json"))
    (imported,) = listed(work, "people", "list", "KAWASEMI")["lists"]

    first, second = counts["merchants"]
    assert (first["merchant"], first["people"], first["mail"], first["letter"]) == ("m0", 3, 3, 0)
    assert (second["merchant"], second["lists"], second["people"]) == ("m1", 0, 0)
    assert counts["total"]["people"] == 3
    assert (imported["merchant"], imported["lines"], imported["merged"]) == ("m0", 3, 0)


def test_releases_show_their_promises_and_decisions(work: Folder) -> None:
    found = json.loads(work.told("release", "list", "KAWASEMI", "--json"))

    (release,) = found["releases"]
    assert (release["number"], release["title"], release["state"]) == (1, "第1報", "issued")
    states = [promise["state"] for promise in found["promises"]]
    assert states == ["dropped", "open"]
    (declined,) = found["declined"]
    assert (declined["by"], declined["reason"]) == ("counsel", "個別に通知済みのため")
    printed = work.told("release", "list", "KAWASEMI")
    for words in ("第1報", "未了", "公表しない判断", "個別に通知済みのため"):
        assert words in printed
    assert "There is: 1" in work.refused("release", "show", "KAWASEMI", "4", "--language", "en")


def test_what_the_public_was_promised_is_needed_by_public_relations(work: Folder) -> None:
    needs = listed(work, "next", "KAWASEMI", "--role", "public_relations")["needs"]

    (need,) = [need for need in needs if need["kind"] == "publish"]
    assert need["due_at"] == "2026-01-18T18:00:00+09:00"
    assert need["command"] == "shirase release prepare KAWASEMI --as public_relations"
    (clock,) = [
        item
        for item in json.loads(work.told("clocks", "KAWASEMI", "--json"))["work"]
        if item["key"] == "update|2"
    ]
    assert clock["title"]["ja"] == "公表を約束した続報"


def test_the_timeline_tells_of_promises_and_decisions(work: Folder) -> None:
    printed = work.told("timeline", "KAWASEMI")

    assert "続報の公表を約束" in printed
    assert "公表しないと決定" in printed


def test_a_wave_is_shown_in_all_and_by_merchant(work: Folder) -> None:
    (wave,) = listed(work, "wave", "status", "KAWASEMI", "1")["waves"]
    (brief,) = listed(work, "wave", "list", "KAWASEMI")["waves"]

    assert (brief["number"], brief["state"], brief["population"]) == (1, "planned", 3)
    assert wave["merchants"] == [{"merchant": "m0", "population": 3, "counts": {"planned": 3}}]
    assert wave["adds_up"] is False
    printed = work.told("wave", "status", "KAWASEMI", "--language", "en")
    assert "m0" in printed
    assert "There is: 1" in work.refused("wave", "status", "KAWASEMI", "2", "--language", "en")
