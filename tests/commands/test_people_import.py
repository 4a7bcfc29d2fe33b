"""Importing a merchant's list: once, by who may, with every line accounted for."""

import csv
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from commands.people_import import ImportedPeople, Wanted, import_list, rejected_path
from commands.people_opening import import_lists
from commands.sentences import NotPossible
from contracts.incident_file import PeopleFile
from domain.parties import StaffRole
from domain.phases import Phase
from register import audit
from register.data_sets import imported_lists
from register.incidents import set_phase
from tests.commands.command_folder import Folder
from tests.register_fixtures import AT

LIST = (
    "氏名,メールアドレス,郵便番号,住所,漏えい項目\n"
    "見本 一郎,a@example.jp,,,氏名\n"
    "見本　一郎,A@example.jp,100-0001,東京都千代田区1,氏名\n"
    "見本 二郎,not a mail,,,氏名\n"
)
BROKEN = LIST + ",c@example.jp,,,氏名\n見本 三郎,d@example.jp,,,氏名,x\n"


def written(folder: Folder, text: str, name: str = "list.csv") -> Path:
    path = folder.path.parent / name
    path.write_text(text, encoding="utf-8")
    return path


def imported(folder: Folder, path: Path, **asked: Any) -> ImportedPeople:
    usual = Wanted(path, "m0", StaffRole.PRIVACY_OFFICER)
    return import_list(folder.register, folder.case.incident_id, replace(usual, **asked))


def refused(folder: Folder, path: Path, **asked: Any) -> str:
    with pytest.raises(NotPossible) as caught:
        imported(folder, path, **asked)
    assert caught.value.in_language("ja") != caught.value.in_language("en")
    return caught.value.in_language("en")


def lines(folder: Folder) -> list[audit.AuditLine]:
    with folder.register.reading() as connection:
        sealer = folder.register.sealer(folder.case.incident_id)
        return audit.read(connection, sealer, folder.case.incident_id)


def lists(folder: Folder) -> int:
    with folder.register.reading() as connection:
        return len(imported_lists(connection, folder.case.incident_id))


def test_a_list_is_people_and_merged_lines(folder: Folder) -> None:
    done = imported(folder, written(folder, LIST))

    sums = done.summary
    assert (sums.lines, sums.people, sums.merged, sums.set_aside) == (3, 2, 1, 0)
    assert "3 lines = 2 people + 1 merged + 0 set aside" in done.said("en")
    (line,) = lines(folder)
    assert (line.actor, line.action, line.detail["people"]) == (
        "privacy_officer",
        "import_people",
        2,
    )
    assert not rejected_path(done.path).exists()


def test_the_same_file_again_adds_nothing(folder: Folder) -> None:
    path = written(folder, LIST)
    first = imported(folder, path)

    again = imported(folder, path, actor=StaffRole.COMMANDER)

    assert (again.was_known, again.summary) == (True, first.summary)
    assert "nothing was added" in again.said("en")
    assert (lists(folder), len(lines(folder))) == (1, 1)


def test_lines_that_are_no_person_stop_the_import_and_are_written_down(folder: Folder) -> None:
    path = written(folder, BROKEN)

    sentence = refused(folder, path)

    assert "2 lines are no person" in sentence
    assert "line 5 (name)" in sentence
    assert "c@example.jp" not in sentence
    kept = rejected_path(path)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    with kept.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["line"], row["field"]) for row in rows] == [("5", "name"), ("6", "")]
    assert "example.jp" not in kept.read_text(encoding="utf-8-sig")
    assert (lists(folder), lines(folder)) == (0, [])


def test_a_role_sets_lines_aside_for_a_reason(folder: Folder) -> None:
    path = written(folder, BROKEN)

    done = imported(folder, path, set_aside="店舗が個別に確認する")

    assert (done.summary.lines, done.summary.people, done.summary.set_aside) == (5, 2, 2)
    assert done.rejected_file == rejected_path(path)
    (line,) = lines(folder)
    assert line.detail["reason"] == "店舗が個別に確認する"
    assert imported(folder, path).was_known


def test_a_second_list_is_taken_only_when_it_is_said_to_be_one(folder: Folder) -> None:
    imported(folder, written(folder, LIST))
    other = written(folder, LIST + "見本 四郎,e@example.jp,,,氏名\n", "other.csv")

    assert "told twice" in refused(folder, other)
    assert [line.outcome for line in lines(folder)] == ["done", "refused"]
    assert imported(folder, other, another=True).summary.people == 3
    assert imported(folder, other, merchant="m1").summary.people == 3


@pytest.mark.parametrize(
    ("name", "asked", "words"),
    [
        ("list.csv", {"merchant": "m9"}, "There is: m0, m1"),
        ("list.csv", {"actor": StaffRole.CONTACT_DESK}, "Only privacy_officer"),
        ("list.xlsx", {}, "only CSV is read"),
    ],
)
def test_what_cannot_be_imported_is_refused_with_what_would_be_right(
    folder: Folder, name: str, asked: dict[str, Any], words: str
) -> None:
    assert words in refused(folder, written(folder, LIST, name), **asked)
    assert lists(folder) == 0


def test_a_file_that_is_no_list_is_refused_by_line_and_field(folder: Folder) -> None:
    path = written(folder, "会員番号,氏名\n1,見本\n")

    assert "list.csv: line 1, column 1" in refused(folder, path)
    assert imported(folder, path, ignore_columns=True, items=("氏名",)).summary.people == 1


def test_an_ended_incident_takes_no_list(folder: Folder) -> None:
    with folder.register.writing() as connection:
        set_phase(connection, folder.case.incident_id, Phase.CLOSED, AT)

    assert "has ended" in refused(folder, written(folder, LIST))
    assert lines(folder)[-1].outcome == "refused"


def test_the_lists_of_an_incident_file_come_in_once_and_never_stop_it(folder: Folder) -> None:
    written(folder, LIST)
    files = (
        PeopleFile(merchant="m0", path="list.csv"),
        PeopleFile(merchant="m1", path="missing.csv"),
    )
    identity, place = folder.case.incident_id, folder.path.parent

    first, missing = import_lists(folder.register, identity, files, place)

    assert first.as_json()["people"] == 2
    assert "problem" in missing.as_json()
    said = missing.said("KAWASEMI", "en")
    assert f"shirase people import KAWASEMI {place / 'missing.csv'} --merchant m1" in said
    written(folder, LIST, "missing.csv")
    known, late = import_lists(folder.register, identity, files, place)
    assert known.as_json()["was_known"] is True
    assert late.as_json()["people"] == 2
    assert lists(folder) == 2
