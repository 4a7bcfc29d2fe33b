"""Lists that come back are read by line; what cannot be read keeps no other line out."""

from pathlib import Path

import pytest

from activities.phones import as_dialled
from commands.returned_lists import read_letters, read_results
from commands.sentences import NotPossible


def a_file(folder: Path, text: str, encoding: str = "utf-8-sig") -> Path:
    file = folder / "list.csv"
    file.write_bytes(text.encode(encoding))
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_results_are_read_in_japanese_and_in_japans_time(tmp_path: Path, encoding: str) -> None:
    text = (
        "確認番号,氏名,結果,日時,担当者,メモ\n"
        "AAAA0001,見本 太郎,通話済,2026-01-31 14:05,窓口 一号,\n"
        "AAAA0002,見本 花子,,,,\n"
        "AAAA0003,見本 次郎,応答なし,いつか,窓口 二号,留守\n"
    )
    assert read_results(a_file(tmp_path, text, encoding)) == [
        {
            "line": 2,
            "code": "AAAA0001",
            "outcome": "通話済",
            "by": "窓口 一号",
            "note": "",
            "at": "2026-01-31T14:05:00+09:00",
        },
        {"line": 4, "code": "AAAA0003", "outcome": "応答なし", "by": "窓口 二号", "note": "留守"},
    ]


def test_letters_are_read_with_their_new_addresses(tmp_path: Path) -> None:
    file = a_file(tmp_path, "letter,postal_code,address\n1-1-00001-5,000-0001,'=見本町\n")
    assert read_letters(file, with_addresses=True) == [
        {"line": 2, "number": "1-1-00001-5", "postal_code": "000-0001", "address": "=見本町"}
    ]


def test_a_list_without_a_needed_column_is_refused_with_its_name(tmp_path: Path) -> None:
    file = a_file(tmp_path, "書面番号\n1-1-00001-5\n")
    assert len(read_letters(file, with_addresses=False)) == 1
    with pytest.raises(NotPossible) as refused:
        read_letters(file, with_addresses=True)
    assert "郵便番号, 住所" in str(refused.value)
    with pytest.raises(NotPossible):
        read_results(tmp_path / "nowhere.csv")


def test_numbers_are_shown_as_people_dial_them() -> None:
    assert as_dialled("+819000000001") == "090-0000-0001"
    assert as_dialled("+12025550123") == "+12025550123"
    assert as_dialled("") == ""
