"""A real incident, opened in a running house: by questions and by file, once and again."""

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import Result
from ulid import ULID

from tests.commands.command_folder import run
from tests.commands.test_opening_files import ANSWERS, written
from tests.hosting.live_house import LiveHouse

TYPED = "\n".join(
    answer if name != "noticed_at" else "2026-01-08 20:50" for name, answer in ANSWERS.items()
)


@dataclass(frozen=True)
class RunningHouse:
    """`shirase up` in a folder of its own."""

    path: Path
    variables: dict[str, str]

    def run(self, *arguments: str, typed: str | None = None) -> Result:
        return run(self.path, *arguments, "--language", "en", typed=typed, **self.variables)

    def told(self, *arguments: str, typed: str | None = None) -> str:
        result = self.run(*arguments, typed=typed)
        assert result.exit_code == 0, result.output
        return result.stdout


@pytest.fixture(scope="module")
def house(house_that_is_up: LiveHouse) -> RunningHouse:
    return RunningHouse(house_that_is_up.settings.data_dir, house_that_is_up.variables)


def test_the_doctor_finds_a_running_house_healthy(house: RunningHouse) -> None:
    told = json.loads(house.told("doctor", "--json"))

    found = {check["check"]: check["status"] for check in told["checks"]}
    assert found.pop("sender") == "warn"
    assert found.pop("disk") in {"ok", "warn"}
    assert set(found.values()) == {"ok"}
    assert {"worker", "search_attributes", "clock_temporal", "intake", "mail"} <= set(found)


def assessed(house: RunningHouse, incident: str) -> list[dict[str, Any]]:
    """The duties of an incident, a moment after it was opened."""
    end = time.monotonic() + 20
    while not (duties := json.loads(house.told("clocks", incident, "--json"))["duties"]):
        assert time.monotonic() < end
        time.sleep(0.1)
    return list(duties)


def test_questions_open_an_incident_whose_clocks_run(house: RunningHouse) -> None:
    printed = house.told("open", typed=f"{TYPED}\ny\n")

    assert "Incident SUMIRE is open." in printed
    assert "shirase next SUMIRE" in printed
    duties = assessed(house, "SUMIRE")
    rules = {duty["rule"] for duty in duties}
    assert {"jp-appi/preliminary", "jp-appi/individual"} <= rules
    assert {duty["debtor"] for duty in duties} == {"ourselves"}
    (incident,) = json.loads(house.told("list", "--json"))["incidents"]
    assert (incident["code_name"], incident["marking"]) == ("SUMIRE", "live")
    found = json.loads(house.told("next", "--json"))["needs"]
    assert "shirase prepare SUMIRE preliminary_report --as deputy" in [
        need["command"] for need in found
    ]
    assert not (house.path / "incidents" / "answers.json").exists()


def test_a_file_opens_one_incident_however_often(house: RunningHouse, tmp_path: Path) -> None:
    path = written(tmp_path, {**ANSWERS, "code_name": "RINDO"})

    first = json.loads(house.told("open", str(path), "--json"))
    second = json.loads(house.told("open", str(path), "--json"))

    assert (first["was_open"], second["was_open"]) == (False, True)
    assert first["incident_id"] == second["incident_id"]
    assert first["is_taken_up"] is True
    assert Path(first["id_file"]).read_text().strip() == first["incident_id"]

    third = json.loads(house.told("open", str(path), "--again", "--json"))

    assert third["incident_id"] != first["incident_id"]
    assert third["next"][1] == f"shirase next {third['incident_id']}"
    refused = house.run("status", "RINDO")
    assert refused.exit_code == 2
    assert first["incident_id"] in refused.stderr


def test_a_changed_file_opens_nothing(house: RunningHouse, tmp_path: Path) -> None:
    path = written(tmp_path, {**ANSWERS, "code_name": "KEYAKI"})
    house.told("open", str(path))
    path.write_text(path.read_text().replace("1200", "1300"))

    result = house.run("open", str(path))

    assert result.exit_code == 2
    assert "changed since it opened KEYAKI" in result.stderr
    assert "shirase fact" in result.stderr


def test_lists_of_a_file_come_in_and_more_are_imported(house: RunningHouse, tmp_path: Path) -> None:
    path = written_with_merchants(tmp_path, "TSUBAKI")

    opened = json.loads(house.told("open", str(path), "--json"))

    assert [item.get("people") for item in opened["lists"]] == [2, None]
    assert "missing.csv" in opened["lists"][1]["problem"]
    (tmp_path / "missing.csv").write_text("name,mail\n見本 三郎,c@mihon.example\n")
    again = house.told("open", str(path))
    assert "This list of shop-a is known already" in again
    assert "The list of shop-b is imported" in again
    imported = house.told(
        *("people", "import", "TSUBAKI", str(tmp_path / "missing.csv"), "--merchant", "shop-b")
    )
    assert "nothing was added" in imported
    counts = json.loads(house.told("people", "counts", "TSUBAKI", "--json"))
    assert [item["people"] for item in counts["merchants"]] == [2, 1]
    told = json.loads(house.told("timeline", "TSUBAKI", "--json"))["timeline"]
    assert [line["action"] for line in told].count("import_people") == 2


@pytest.mark.long
def test_a_release_is_promised_issued_and_listed(house: RunningHouse, tmp_path: Path) -> None:
    house.told("open", str(written(tmp_path, {**ANSWERS, "code_name": "NADESHIKO"})))

    nobody = house.run("release", "prepare", "NADESHIKO")
    assert "Nobody of this incident is public_relations. Held are: commander, deputy" in (
        nobody.stderr
    )
    chosen = house.run("fact", "NADESHIKO", "cause", "--say", "不明", "--as", "counsel")
    assert "for it stands in: deputy (--as deputy)" in chosen.stderr
    for role in ("public_relations", "counsel"):
        who = ("--role", role, "--name", "見本 花子", "--mail", f"{role}@mihon.example")
        house.told("party", "contact", "NADESHIKO", "ourselves", *who)
    held_back = house.run("release", "prepare", "NADESHIKO")
    assert "not public: overview" in held_back.stderr
    overview = "顧客名簿が外部から見える状態でした"
    house.told("fact", "NADESHIKO", "overview", "--public", "--say", overview)
    drafted = house.told("release", "prepare", "NADESHIKO")
    assert '"first release"' in drafted
    # What stops it is heard now, and not after everybody has approved it.
    assert "release 1 of NADESHIKO (document 1) cannot leave yet" in drafted
    assert "- authority (ppc)" in drafted
    second = house.run("release", "prepare", "NADESHIKO")
    assert "Release 1 is in preparation" in second.stderr
    due = (datetime.now(UTC) + timedelta(days=5)).strftime("%Y-%m-%dT%H:%M+00:00")
    unclear = house.run("release", "promise", "NADESHIKO", due)
    assert "stated_in" in unclear.stderr
    house.told("release", "promise", "NADESHIKO", due, "--stated-in", "1")
    assert not_duties(house) == []
    assert "次回の公表の予定" in house.told("release", "show", "NADESHIKO", "1")
    for role in missing(house):
        approved = house.told("release", "approve", "NADESHIKO", "1", "--as", role)
        assert "cannot leave yet" in approved
    later = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M+00:00")
    planned = house.told("release", "schedule", "NADESHIKO", "1", later)
    assert "a person is asked then\nrelease 1 of NADESHIKO (document 1) cannot leave" in planned
    house.told("release", "schedule", "NADESHIKO", "1", "--none")
    early = house.run("release", "issue", "NADESHIKO", "1")
    assert "    shirase prepare NADESHIKO preliminary_report --authority ppc\n" in early.stderr
    going = ("release", "issue", "NADESHIKO", "1", "--despite", "既に報道されているため")
    again = ("--command-id", str(ULID()))
    assert house.told(*going, *again) == house.told(*going, *again)
    (release,) = releases(house)["releases"]
    assert release["state"] == "issued"
    assert [Path(file).suffix for file in release["files"]] == [".html", ".txt"]
    assert all(Path(file).exists() for file in release["files"])
    assert not_duties(house) == ["update|1"]
    house.told("take", "NADESHIKO", "update|1", "--as", "public_relations")
    assert '"follow up release"' in house.told("release", "prepare", "NADESHIKO")
    house.told("release", "decline", "NADESHIKO", "--reason", "新しい事実がないため")
    found = releases(house)
    assert [item["state"] for item in found["promises"]] == ["dropped"]
    assert found["declined"][0]["reason"] == "新しい事実がないため"
    assert not_duties(house) == []
    house.told("fact", "NADESHIKO", "entity.listed_company", "--say", "上場")
    market = ("release", "decline", "NADESHIKO", "--timely-disclosure", "--reason", "影響が軽微")
    assert "no timely disclosure is needed is on record" in house.told(*market)
    assert "timely disclosure: none is needed (影響が軽微)" in house.told(
        "release", "list", "NADESHIKO"
    )


def not_duties(house: RunningHouse) -> list[str]:
    work = json.loads(house.told("clocks", "NADESHIKO", "--json"))["work"]
    return [item["key"] for item in work if item["key"].startswith("update|")]


def releases(house: RunningHouse) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = json.loads(
        house.told("release", "list", "NADESHIKO", "--json")
    )
    return found


def missing(house: RunningHouse) -> list[str]:
    roles: list[str] = releases(house)["releases"][0]["missing_approvals"]
    assert roles
    return roles


def written_with_merchants(folder: Path, code_name: str) -> Path:
    """A file with two merchants; the list of the second is not there yet."""
    path = written(folder, {**ANSWERS, "code_name": code_name})
    file = yaml.safe_load(path.read_text(encoding="utf-8"))
    file["parties"] = [
        {
            "key": key,
            "kind": "merchant",
            "role": "entrustor",
            "name": f"見本店 {key}",
            "contacts": [{"name": "店長", "mail": f"{key}@mihon.example"}],
        }
        for key in ("shop-a", "shop-b")
    ]
    file["groups"] = [
        {"merchant": key, "relation": "お客様", "items": ["氏名"]} for key in ("shop-a", "shop-b")
    ]
    file["people"] = {
        "files": [
            {"merchant": "shop-a", "path": "list.csv"},
            {"merchant": "shop-b", "path": "missing.csv"},
        ]
    }
    path.write_text(yaml.safe_dump(file, allow_unicode=True, sort_keys=False), encoding="utf-8")
    people = "氏名,メールアドレス\n見本 一郎,a@mihon.example\n見本 二郎,b@mihon.example\n"
    (folder / "list.csv").write_text(people, encoding="utf-8")
    return path
