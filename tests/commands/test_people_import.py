"""Importing a merchant's list: once, by who may, with every line accounted for."""

import csv
import json
import logging
import stat
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from commands.people_import import ImportedPeople, Wanted, import_list
from commands.people_opening import import_lists
from commands.sentences import NotPossible
from commands.undecided_file import undecided_path
from contracts.incident_file import PeopleFile
from domain.parties import StaffRole
from domain.phases import Phase
from people_files.reading import HowToRead
from register import audit
from register.data_sets import imported_lists
from register.incidents import set_phase
from tests.commands.command_folder import Folder, widest
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
    assert "3 lines = 2 people + 1 merged + 0 set aside + 0 undecided" in done.said("en")
    assert "(csv utf-8)" in done.said("en")
    (line,) = lines(folder)
    assert (line.actor, line.action, line.detail["people"]) == (
        "privacy_officer",
        "import_people",
        2,
    )
    assert not undecided_path(done.path).exists()


def test_the_same_file_again_adds_nothing(folder: Folder) -> None:
    path = written(folder, LIST)
    first = imported(folder, path)

    again = imported(folder, path, actor=StaffRole.COMMANDER)

    assert (again.was_known, again.summary) == (True, first.summary)
    assert "nothing was added" in again.said("en")
    assert (lists(folder), len(lines(folder))) == (1, 1)


def test_lines_that_are_no_person_wait_for_a_decision_and_are_written_down(
    folder: Folder,
) -> None:
    done = imported(folder, written(folder, BROKEN))

    sums = done.summary
    assert (sums.lines, sums.people, sums.merged, sums.undecided) == (5, 2, 1, 2)
    assert "2 lines are no person" in done.said("en")
    kept = undecided_path(done.path)
    assert done.undecided_file == kept
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    with kept.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["line"], row["problem"]) for row in rows] == [("5", "no_name"), ("6", "fields")]
    assert "example.jp" not in kept.read_text(encoding="utf-8-sig")
    assert not list(kept.parent.glob("*.part"))


def test_of_a_later_list_only_who_is_new_comes_in(folder: Folder) -> None:
    imported(folder, written(folder, LIST))
    other = written(folder, LIST + "見本 四郎,e@example.jp,,,氏名\n", "other.csv")

    done = imported(folder, other)

    # Of 二郎 no contact can be used, so nobody can say that these two are one.
    assert (done.was_known, done.summary.people, done.summary.merged) == (False, 2, 2)
    assert imported(folder, other, merchant="m1").summary.people == 3


@pytest.mark.parametrize(
    ("name", "asked", "words"),
    [
        ("list.csv", {"merchant": "m9"}, "There is: m0, m1"),
        ("list.csv", {"actor": StaffRole.CONTACT_DESK}, "Only privacy_officer"),
        ("list.pdf", {}, "files of this kind are not read"),
        ("list.xlsx", {}, "cannot be opened as a workbook"),
    ],
)
def test_what_cannot_be_imported_is_refused_with_what_would_be_right(
    folder: Folder, name: str, asked: dict[str, Any], words: str
) -> None:
    assert words in refused(folder, written(folder, LIST, name), **asked)
    assert lists(folder) == 0


def test_a_file_that_is_no_list_is_refused_by_line_and_column(folder: Folder) -> None:
    path = written(folder, "備考,氏名\n1,見本\n")

    assert "list.csv: line 1, column 1" in refused(folder, path)
    assert lists(folder) == 0
    how = HowToRead(columns={"備考": "-"})
    assert imported(folder, path, how=how, items=("氏名",)).summary.people == 1


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


def test_what_is_read_of_lists_fits_80_columns_and_shows_nobody(folder: Folder) -> None:
    path = written(folder, BROKEN)
    imported(folder, path)

    for command in ("list", "counts", "undecided", "bridge"):
        for language in ("ja", "en"):
            told = folder.told("people", command, "KAWASEMI", "--language", language)
            assert widest(told) <= 80
            assert "example.jp" not in told
    previewed = folder.told("people", "preview", str(path))
    assert widest(previewed) <= 80
    assert "example.jp" not in previewed
    assert (
        folder.run("people", "preview", str(written(folder, "氏名,備考\n", "x.csv"))).exit_code == 1
    )
    rows = json.loads(folder.told("people", "undecided", "KAWASEMI", "--json"))["rows"]
    assert [(row["merchant"], row["line"], row["problem"]) for row in rows] == [
        ("m0", 5, "no_name"),
        ("m0", 6, "fields"),
    ]
    bridge = json.loads(folder.told("people", "bridge", "KAWASEMI", "--json"))
    assert bridge["total"]["undecided"] == 2
    assert bridge["total"]["closes"] is True
    needed = json.loads(folder.told("next", "KAWASEMI", "--json"))["needs"]
    assert "shirase people undecided KAWASEMI" in [need["command"] for need in needed]


@pytest.mark.parametrize("told", ["phone", "=phone", "なし=phone", "備考=remarks"])
def test_a_mapping_that_fits_nothing_is_refused_in_one_sentence(folder: Folder, told: str) -> None:
    path = written(folder, "氏名,備考\n見本,x\n")

    assert "見本" not in folder.refused("people", "preview", str(path), "--map", told)


def test_ten_thousand_malformed_rows_are_accounted_for_and_echoed_nowhere(
    folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    random = Random(7)  # noqa: S311 - the same lines in every run
    pieces = [
        "mihon-secret@example.jp",
        '"',
        ",",
        "\0",
        "=",
        "見本",
        ";",
        "\u202e",
        "090-0000-0001",
    ]
    rows = ["".join(random.choices(pieces, k=random.randrange(1, 9))) for _ in range(10_000)]
    path = written(folder, "氏名,メール,電話\n" + "\n".join(rows))

    done = imported(folder, path, items=("氏名",))

    sums = done.summary
    assert sums.lines == sums.people + sums.merged + sums.undecided
    assert sums.undecided > 5_000
    assert sums.people > 100
    assert "mihon-secret" not in caplog.text
    assert "mihon-secret" not in undecided_path(path).read_text(encoding="utf-8-sig")
    assert "mihon-secret" not in f"{done} {lines(folder)}"
    assert imported(folder, path).was_known
