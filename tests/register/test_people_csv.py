"""Lists of people in CSV: what is read, and what is refused or rejected by line and field."""

from pathlib import Path

import pytest

from register.people_csv import PeopleListError, read_people_csv
from register.person_rows import PersonRow

SECRET = "mihon-secret@example.jp"


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_columns_are_known_in_both_languages_and_in_any_order(tmp_path: Path) -> None:
    text = (
        "\ufeffメールアドレス,氏名,郵便番号,住所,電話番号,漏えい項目\r\n"
        "a@example.jp,見本 一郎,100-0001,東京都千代田区1,090-0000-0001,氏名、電話番号\r\n"
        '\r\n,"見本, 二郎",,"大阪府\n大阪市",,氏名;メール\r\n'
    )
    read = read_people_csv(written(tmp_path, text))

    assert read.rejected == ()
    assert read.rows == (
        PersonRow(
            2,
            "見本 一郎",
            "a@example.jp",
            "090-0000-0001",
            "100-0001",
            "東京都千代田区1",
            ("氏名", "電話番号"),
        ),
        PersonRow(4, "見本, 二郎", address="大阪府\n大阪市", items=("氏名", "メール")),
    )
    assert len(read.digest) == 64


def test_what_leaked_may_be_said_for_the_whole_list(tmp_path: Path) -> None:
    path = written(tmp_path, "name,items\nA,\nB,電話番号\n")

    rows = read_people_csv(path, ("氏名",)).rows

    assert [row.items for row in rows] == [("氏名",), ("電話番号",)]
    assert [item.field for item in read_people_csv(path).rejected] == ["items"]


@pytest.mark.parametrize(
    ("line", "field", "words"),
    [
        (f",{SECRET},氏名", "name", "no name"),
        (f"A,{SECRET},氏名,x", "", "4 fields where line 1 has 3"),
        (f"A,{SECRET}", "", "2 fields"),
        (f"A,{SECRET},{'長' * 121}", "items", "more than 120"),
    ],
)
def test_a_line_that_is_no_person_is_rejected_with_its_reason(
    tmp_path: Path, line: str, field: str, words: str
) -> None:
    read = read_people_csv(written(tmp_path, f"name,mail,items\nB,b@example.jp,氏名\n{line}\n"))

    (rejected,) = read.rejected
    assert (rejected.line, rejected.field) == (3, field)
    assert words in rejected.reason.en
    assert SECRET not in f"{rejected} {read}"
    assert len(read.rows) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        (f"A,{SECRET}\n", "line 1: no column is the name"),
        (f"name,{SECRET}\n", "line 1, column 2"),
        ("name,mail,email\n", "line 1, column 3: a second column of mail"),
        (f'name\nA\n"B {SECRET}\n', "line 3: not CSV"),
        ("name\n見本\n".encode("cp932"), "line 2: not UTF-8"),
    ],
)
def test_a_file_that_is_no_list_is_refused_by_line_and_without_values(
    tmp_path: Path, text: str | bytes, words: str
) -> None:
    with pytest.raises(PeopleListError) as refused:
        read_people_csv(written(tmp_path, text))

    assert words in str(refused.value)
    assert refused.value.said.ja
    assert SECRET not in f"{refused.value} {refused.value.said}"


def test_other_columns_are_left_out_only_when_that_is_said(tmp_path: Path) -> None:
    path = written(tmp_path, "会員番号,氏名\n1,見本\n")

    with pytest.raises(PeopleListError, match="column 1"):
        read_people_csv(path, ("氏名",))
    assert read_people_csv(path, ("氏名",), ignore_columns=True).rows[0].name == "見本"
