"""Lists of every kind and encoding come out line by line, whatever stands in them."""

import json
import logging
from pathlib import Path
from random import Random

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.people import Addressee, NoPerson, PersonRow, Relation, RowProblem
from people_files.complaints import PeopleListError
from people_files.encodings import CP932, SHIFT_JIS, UTF8, UTF8_BOM
from people_files.preview import preview
from people_files.reading import HowToRead, PeopleList, open_list
from people_files.row_maker import ForAll

SECRET = "mihon-secret@example.jp"
FOR_ALL = ForAll(("氏名",))
PLAIN = HowToRead()
TEXT = "氏名,メールアドレス\n見本 一郎,a@example.jp\n見本 二郎,b@example.jp\n"


def a_list(
    folder: Path, text: str | bytes, name: str = "list.csv", how: HowToRead = PLAIN
) -> PeopleList:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return open_list(path, how)


def rows_of(found: PeopleList, for_all: ForAll = FOR_ALL) -> list[PersonRow | NoPerson]:
    return list(found.rows(for_all))


def shown(rows: list[PersonRow | NoPerson]) -> list[tuple[int, str]]:
    """Names, and problems where nobody is."""
    return [(r.line, r.problem.value if isinstance(r, NoPerson) else r.name) for r in rows]


def refusal(folder: Path, text: str | bytes, name: str = "list.csv", how: HowToRead = PLAIN) -> str:
    with pytest.raises(PeopleListError) as refused:
        rows_of(a_list(folder, text, name, how))
    assert refused.value.said.ja
    assert SECRET not in f"{refused.value} {refused.value.said}"
    return str(refused.value)


def a_workbook(path: Path, *sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"名簿{number}")
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("encoded", "encoding"),
    [
        (TEXT.encode(), UTF8),
        (TEXT.encode("utf-8-sig"), UTF8_BOM),
        (TEXT.encode("cp932"), CP932),
        (TEXT.replace("\n", "\r\n").encode("cp932"), CP932),
        (TEXT.replace("\n", "\r").encode(), UTF8),
    ],
)
def test_the_encoding_is_found_and_said(tmp_path: Path, encoded: bytes, encoding: str) -> None:
    found = a_list(tmp_path, encoded)

    assert (found.encoding, found.encoding_told, found.undecodable) == (encoding, False, 0)
    assert shown(rows_of(found)) == [(2, "見本 一郎"), (3, "見本 二郎")]


def test_an_encoding_may_be_told(tmp_path: Path) -> None:
    found = a_list(tmp_path, TEXT.encode("cp932"), how=HowToRead(encoding=SHIFT_JIS))

    assert (found.encoding, found.encoding_told) == (SHIFT_JIS, True)
    assert shown(rows_of(found))[0] == (2, "見本 一郎")


def test_a_line_that_does_not_decode_is_no_person_and_costs_nobody_else(tmp_path: Path) -> None:
    for encoding, bad in ((UTF8, b"\x93\xfa\x96\x7b,b@example.jp\n"), (CP932, b"\x81\x20\xff,b\n")):
        lines = "氏名,メール\n" + "見本,a@example.jp\n" * 40
        found = a_list(tmp_path, lines.encode(encoding) + bad + "見本,c\n".encode(encoding))
        rows = rows_of(found)

        assert (found.encoding, found.undecodable) == (encoding, 1)
        assert shown(rows)[-2:] == [(42, "undecodable"), (43, "見本")]
        assert len(rows) == 42


def test_a_file_in_two_encodings_is_refused_until_somebody_says_which(tmp_path: Path) -> None:
    mixed = TEXT.encode() + TEXT.encode("cp932")

    assert "line 4: the encoding is not plain (3 lines fit UTF-8, 3 do not)" in refusal(
        tmp_path, mixed
    )
    found = a_list(tmp_path, mixed, how=HowToRead(encoding=UTF8))
    assert [name for _, name in shown(rows_of(found))].count("undecodable") == 3


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("", "list.csv", "empty"),
        (f"A,{SECRET}\n", "list.csv", "line 1: no column is the name"),
        (f"name,{SECRET}\n", "list.csv", "line 1, column 2"),
        ("name,mail,email\n", "list.csv", "line 1, column 2: more than one column of mail"),
        (f'"name,{SECRET}\n', "list.csv", "cannot be read as the names"),
        ("name\n見本\n".encode("utf-16"), "list.csv", "UTF-16"),
        (b"name\n" + b"x" * 1_100_000, "list.csv", "line 2: longer"),
        ("[]\n", "list.jsonl", "no JSON object"),
        (b"\xd0\xcf\x11\xe0" + SECRET.encode(), "list.xlsx", "has a password"),
        (SECRET, "list.pdf", "files of this kind"),
    ],
)
def test_what_is_no_list_is_refused_without_a_value(
    tmp_path: Path, text: str | bytes, name: str, words: str
) -> None:
    assert words in refusal(tmp_path, text, name)


def test_columns_are_known_by_many_names_in_any_order(tmp_path: Path) -> None:
    found = a_list(
        tmp_path,
        "会員番号,ﾒｰﾙｱﾄﾞﾚｽ,氏　名,Tel.,〒,ご住所,流出項目,関係,宛先,送付不可,言語\r\n"
        "7,a@example.jp,見本 花子,090-0000-0001,000-0001,見本町1,氏名;電話番号,学生,"
        "保護者,,英語\r\n"
        "8,,見本 太郎,,,,氏名,従業員,故人かもしれない,,\r\n"
        "9,,見本 次郎,,,,氏名,,,○,\r\n".replace("Tel.", "TEL"),
    )
    hanako, taro, jiro = rows_of(found, ForAll())

    assert [(column.field, column.state.value) for column in found.columns[:2]] == [
        ("", "left_out"),
        ("mail", "known"),
    ]
    assert hanako == PersonRow(
        2,
        "見本 花子",
        "a@example.jp",
        "090-0000-0001",
        "000-0001",
        "見本町1",
        ("氏名", "電話番号"),
        Relation.STUDENT,
        Addressee.GUARDIAN,
        do_not_write=False,
        locale="en",
    )
    assert isinstance(taro, PersonRow)
    assert (taro.relation, taro.do_not_write) == (Relation.EMPLOYEE, True), "nobody understood it"
    assert isinstance(jiro, PersonRow)
    assert jiro.do_not_write


def test_names_and_addresses_may_come_in_parts(tmp_path: Path) -> None:
    found = a_list(
        tmp_path, "姓,名,都道府県,市区町村,番地,建物名\n見本,太郎,見本県,見本市,1-2,見本荘 3\n"
    )
    (row,) = rows_of(found)

    assert isinstance(row, PersonRow)
    assert (row.name, row.address) == ("見本 太郎", "見本県見本市1-2 見本荘 3")


def test_a_person_says_what_a_column_holds(tmp_path: Path) -> None:
    text = "氏名,連絡先,携帯電話,備考\n見本,03-0000-0000,090-0000-0001,x\n"
    assert "column 2: not a column that is known" in refusal(tmp_path, text)

    told = HowToRead(columns={"連絡先": "phone", "#3": "-", "備考": "-"})
    (row,) = rows_of(a_list(tmp_path, text, how=told))
    assert isinstance(row, PersonRow)
    assert row.phone == "03-0000-0000"
    for columns in ({"なし": "phone"}, {"備考": "remarks"}):
        assert "備考" not in refusal(tmp_path, text, how=HowToRead(columns=columns))


def test_odd_csv_costs_its_own_line_only(tmp_path: Path) -> None:
    found = a_list(
        tmp_path,
        "氏名,メール\n"
        '"見本 一,a@example.jp\n'
        "見本 二,b@example.jp\n"
        '"見本, 三","c@example.jp"\n'
        '見本 四,"d@example.jp\n'
        '"見本\n五",e@example.jp\n'
        '"="" 見本 六""",f@example.jp\n'
        "=cmd|' /C calc'!A0,g@example.jp\n"
        "見\0本 七,h@example.jp,,\n"
        ",,\n"
        "合 計,2\n"
        "#N/A,i@example.jp\n"
        "見本 八\n",
    )
    assert shown(rows_of(found)) == [
        (2, "quotes"),
        (3, "見本 二"),
        (4, "見本, 三"),
        (5, "quotes"),
        (6, "見本 五"),
        (8, "見本 六"),
        (9, "formula"),
        (10, "見本 七"),
        (12, "sum"),
        (13, "no_name"),
        (14, "fields"),
    ]


def test_tabs_and_semicolons_part_fields_too(tmp_path: Path) -> None:
    for sign, name in (("\t", "list.tsv"), (";", "list.csv")):
        found = a_list(tmp_path, TEXT.replace(",", sign), name)
        assert [r.mail for r in rows_of(found) if isinstance(r, PersonRow)] == [
            "a@example.jp",
            "b@example.jp",
        ]


def test_what_leaked_may_be_said_for_the_whole_list(tmp_path: Path) -> None:
    found = a_list(tmp_path, f"name,items\nA,\nB,電話番号\nC,{'長' * 121}\n")

    items = [r.items if isinstance(r, PersonRow) else r.problem for r in rows_of(found)]
    assert items == [("氏名",), ("電話番号",), RowProblem.ITEMS_TOO_LONG]
    assert shown(rows_of(found, ForAll()))[0] == (2, "no_items")


def test_json_lines(tmp_path: Path) -> None:
    lines = (
        {"name": "見本 一", "items": ["氏名", "電話番号"], "phone": 9000000001},
        {"氏名": "見本 二", "name": "見本 二", "do_not_write": True},
        ["見本"],
        {"name": {"family": SECRET}},
        {"name": "\ud800見本"},
    )
    text = "\n".join(json.dumps(line) for line in lines) + '\n{"name": \n\n' + "[" * 100_000 + "\n"
    found = a_list(tmp_path, text, "list.jsonl", HowToRead(columns={"氏名": "-"}))
    rows = rows_of(found)

    assert shown(rows) == [
        (1, "見本 一"),
        (2, "見本 二"),
        (3, "not_an_object"),
        (4, "not_an_object"),
        (5, "〓見本"),
        (6, "not_an_object"),
        (8, "not_an_object"),
    ]
    first, second = rows[:2]
    assert isinstance(first, PersonRow)
    assert isinstance(second, PersonRow)
    assert (first.items, first.phone) == (("氏名", "電話番号"), "9000000001")
    assert second.do_not_write


def test_workbooks(tmp_path: Path) -> None:
    path = a_workbook(
        tmp_path / "list.xlsx",
        [
            [None, None],
            ["氏名", "電話番号", "郵便番号", None],
            ["見本 一", 9000000001, 1.0, None],
            [None, "  ", None, None],
            ["見本 二", "090-0000-0002", None, None, "x"],
            ["見本 三", None, None, None],
        ],
    )
    found = open_list(path, PLAIN)
    rows = rows_of(found)

    assert (found.format, found.detail, found.encoding) == ("xlsx", "名簿0", "")
    assert shown(rows) == [(3, "見本 一"), (5, "fields"), (6, "見本 三")]
    first = rows[0]
    assert isinstance(first, PersonRow)
    assert (first.phone, first.postal_code) == ("9000000001", "1")


def test_no_sheet_of_a_workbook_is_forgotten(tmp_path: Path) -> None:
    sheet: list[list[object]] = [["氏名"], ["見本"]]
    path = a_workbook(tmp_path / "list.xlsx", sheet, sheet, [])

    with pytest.raises(PeopleListError, match="2 sheets hold something"):
        open_list(path, PLAIN)
    assert len(rows_of(open_list(path, HowToRead(sheet="名簿1")))) == 1
    with pytest.raises(PeopleListError, match="no such sheet"):
        open_list(path, HowToRead(sheet="名簿9"))


def test_a_preview_counts_and_shows_nobody(tmp_path: Path) -> None:
    text = f"氏名,メール,電話\n見本 太郎,{SECRET},12\n見本 花子,broken@,\n,,1\n"
    found = preview(a_list(tmp_path, text), FOR_ALL)

    assert (found.lines, found.people, found.mail, found.phone) == (3, 2, 1, 0)
    assert found.undecided == {"no_name": 1}
    assert found.unusable == {"phone.malformed": 1, "mail.malformed": 1}
    assert SECRET not in found.model_dump_json()
    unclear = preview(a_list(tmp_path, "氏名,備考\n見本,x\n"), FOR_ALL)
    assert unclear.problem_ja
    assert [column.name for column in unclear.columns] == ["氏名", "備考"]
    headless = preview(a_list(tmp_path, f"見本,{SECRET}\n"), FOR_ALL)
    assert SECRET not in headless.model_dump_json()


FIELDS = st.text(alphabet='aあ",\n\r\t =@"\0', max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.lists(FIELDS, min_size=1, max_size=4), max_size=12))
def test_every_line_with_anything_in_it_comes_out(tmp_path: Path, rows: list[list[str]]) -> None:
    """As one record, or as one of several that a lost quotation mark had joined; in order, once."""
    body = "\n".join(",".join(row) for row in rows)
    found = rows_of(a_list(tmp_path, f"氏名,メール\n{body}\n"))

    lines = [row.line for row in found]
    assert lines == sorted(set(lines))
    physical = body.split("\n")
    assert set(lines) <= set(range(2, len(physical) + 2))
    alone = {
        n for n, line in enumerate(physical, start=2) if '"' not in body and line.strip(", \t\r\0")
    }
    assert alone <= {*lines}


def test_ten_thousand_malformed_rows_crash_nothing_and_are_echoed_nowhere(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    random = Random(5)  # noqa: S311 - the same lines in every run
    pieces = [
        SECRET,
        '"',
        ",",
        "\r",
        "\0",
        "=",
        "\udcff",
        "'",
        ";",
        "\t",
        "氏名",
        "\u202e",
        "{",
        "]",
    ]
    lines = [
        "".join(random.choices(pieces, k=random.randrange(1, 12))).encode(
            "utf-8", "surrogateescape"
        )
        for _ in range(10_000)
    ]
    csv_file = "氏名,メール\n".encode() + b"\n".join(lines)
    json_file = b'{"name": "a"}\n' + b"\n".join(lines)
    how = HowToRead(encoding=UTF8)

    for text, name in ((csv_file, "list.csv"), (json_file, "list.jsonl")):
        found = rows_of(a_list(tmp_path, text, name, how))
        nobody = [row for row in found if isinstance(row, NoPerson)]
        assert len(nobody) > 5_000
        assert SECRET not in repr(found)
    assert SECRET not in caplog.text + "".join(capfd.readouterr())
