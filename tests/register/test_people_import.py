import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from ulid import ULID

from register import audit
from register.data_set import PeopleFileError
from register.merging import Merger
from register.people import DataSetSummary, SetAside, import_people
from register.person_rows import PersonRow, same_phone, usable_mail
from register.tables_people import data_sets, people
from tests.register_fixtures import AT, Case, create_register


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(create_register(tmp_path)).open(merchants=2)


def imported(case: Case, rows: list[PersonRow], merchant: int = 0) -> DataSetSummary:
    party_id = case.merchant_ids[merchant]
    return import_people(case.register, case.incident_id, party_id, rows, str(ULID()), AT)


def opened_people(case: Case) -> list[dict[str, str | None]]:
    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id)
        rows = connection.execute(select(people).order_by(people.c.id)).all()
    return [
        {
            column: None
            if getattr(row, column) is None
            else sealer.open(
                "people", column, f"{row.data_set_id}:{row.line}", getattr(row, column)
            )
            for column in ("name", "mail", "phone", "postal")
        }
        | {"leaked": row._mapping["items"]}
        for row in rows
    ]


def test_every_field_is_kept_sealed_and_opens_in_its_place(case: Case) -> None:
    row = PersonRow(
        7,
        "見本 花子",
        "Hanako@Mail.example.jp",
        "090-0000-0001",
        "000-0001",
        "見本町1",
        ("氏名", "電話番号"),
    )
    summary = imported(case, [row])
    assert (summary.lines, summary.people, summary.merged, summary.set_aside) == (1, 1, 0, 0)
    (person,) = opened_people(case)
    assert person["name"] == "見本 花子"
    assert person["mail"] == "Hanako@Mail.example.jp"
    assert person["phone"] == "090-0000-0001"
    assert json.loads(person["postal"] or "") == {"postal_code": "000-0001", "address": "見本町1"}
    assert person["leaked"] == "氏名、電話番号"
    raw = Path(case.register.engine.url.database or "").read_bytes()
    assert "見本 花子".encode() not in raw
    assert b"anako@" not in raw


def test_the_same_file_twice_adds_nothing(case: Case) -> None:
    rows = [PersonRow(1, "見本 一", "a@example.jp")]
    party_id = case.merchant_ids[0]
    first = import_people(case.register, case.incident_id, party_id, rows, "d" * 64, AT)
    again = import_people(case.register, case.incident_id, party_id, rows, "d" * 64, AT)
    assert again == first
    assert len(opened_people(case)) == 1


def test_an_import_that_dies_half_way_leaves_nothing(case: Case) -> None:
    def rows() -> Iterator[PersonRow]:
        for line in range(1, 12_001):
            yield PersonRow(line, f"見本 {line}", f"p{line}@example.jp")
        raise ConnectionAbortedError

    party_id = case.merchant_ids[0]
    with pytest.raises(ConnectionAbortedError):
        import_people(case.register, case.incident_id, party_id, rows(), "d" * 64, AT)
    with case.register.reading() as connection:
        assert connection.execute(select(func.count()).select_from(people)).scalar_one() == 0
        assert connection.execute(select(func.count()).select_from(data_sets)).scalar_one() == 0


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (PersonRow(1, "見本 花子", "h@example.jp"), PersonRow(2, "見本花子", "H@EXAMPLE.JP")),
        (
            PersonRow(1, "ミホン", phone="090-0000-1111"),
            PersonRow(2, "ﾐﾎﾝ", phone="+81 90 00001111"),
        ),
        (
            PersonRow(1, "見本", postal_code="000-0001", address="見本町１ー２"),
            PersonRow(2, "見本", postal_code="0000001", address="見本町 1ー2"),
        ),
    ],
)
def test_lines_whose_name_and_one_contact_agree_are_one_person(
    case: Case, first: PersonRow, second: PersonRow
) -> None:
    summary = imported(case, [first, second])
    assert (summary.lines, summary.people, summary.merged) == (2, 1, 1)


@pytest.mark.parametrize(
    "second",
    [
        PersonRow(2, "見本 太郎", "family@example.jp"),
        PersonRow(2, "見本 花子", "other@example.jp"),
        PersonRow(2, "", "family@example.jp"),
    ],
)
def test_people_who_share_only_an_address_or_only_a_name_stay_two(
    case: Case, second: PersonRow
) -> None:
    summary = imported(case, [PersonRow(1, "見本 花子", "family@example.jp"), second])
    assert (summary.people, summary.merged) == (2, 0)


def test_nobody_is_merged_across_data_sets(case: Case) -> None:
    row = PersonRow(1, "見本 花子", "h@example.jp")
    assert imported(case, [row]).people == 1
    assert imported(case, [row], merchant=1).people == 1
    with case.register.reading() as connection:
        digests = connection.execute(select(people.c.mail_digest)).scalars().all()
    assert len(set(digests)) == 2, "two controllers' digests of one address must not match"


def test_a_merged_person_keeps_every_channel_and_item(case: Case) -> None:
    summary = imported(
        case,
        [
            PersonRow(1, "見本", "h@example.jp", items=("氏名",)),
            PersonRow(2, "見本", phone="090-0000-0001", items=("電話番号",)),
            PersonRow(3, "見本", "h@example.jp", "090-0000-0001", "000-0001", "見本町1"),
        ],
    )
    assert (summary.people, summary.merged) == (1, 2)
    (person,) = opened_people(case)
    assert person["mail"] == "h@example.jp"
    assert person["phone"] == "090-0000-0001"
    assert "見本町1" in (person["postal"] or "")
    assert person["leaked"] == "氏名、電話番号"


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["甲", "乙"]),
        st.sampled_from([None, "a@example.jp", "b@example.jp"]),
        st.sampled_from([None, "090-0000-0001", "090-0000-0002"]),
    ),
    max_size=9,
)


@given(ROWS)
def test_merging_does_not_depend_on_the_order_of_lines(fields: list[tuple[str, str, str]]) -> None:
    rows = [PersonRow(n, name, mail, phone) for n, (name, mail, phone) in enumerate(fields, 1)]
    counts = []
    for order in (rows, rows[::-1]):
        merger = Merger()
        for row in order:
            merger.is_new(row, usable_mail(row.mail))
        counts.append(merger.merged)
    assert counts[0] == counts[1] <= len(rows)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)
@given(ROWS, st.frozensets(st.integers(1, 9)))
def test_lines_are_people_and_merged_and_set_aside(
    case: Case, fields: list[tuple[str, str, str]], aside: frozenset[int]
) -> None:
    rows = [PersonRow(n, name, mail, phone) for n, (name, mail, phone) in enumerate(fields, 1)]
    party_id = case.merchant_ids[0]
    decided = SetAside(aside, "privacy_officer", "test lines")
    summary = import_people(
        case.register, case.incident_id, party_id, rows, str(ULID()), AT, decided
    )
    with case.register.reading() as connection:
        query = select(func.count()).where(people.c.data_set_id == summary.data_set_id)
        assert connection.execute(query).scalar_one() == summary.people
    assert summary.lines == len(rows)
    assert summary.lines == summary.people + summary.merged + summary.set_aside
    assert summary.set_aside == len([row for row in rows if row.line in aside])


def test_lines_are_set_aside_by_a_named_person_only_and_audited(case: Case) -> None:
    rows = [PersonRow(1, "合計 2名"), PersonRow(2, "見本", "h@example.jp")]
    party_id = case.merchant_ids[0]
    with pytest.raises(PeopleFileError):
        import_people(
            case.register,
            case.incident_id,
            party_id,
            rows,
            "a",
            AT,
            SetAside(frozenset({1}), "", ""),
        )
    decided = SetAside(frozenset({1}), "privacy_officer", "a sum, not a person")
    import_people(case.register, case.incident_id, party_id, rows, "a", AT, decided)
    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id)
        (line,) = audit.read(connection, sealer, case.incident_id)
    assert (line.actor, line.detail["set_aside"]) == ("privacy_officer", 1)
    assert line.detail["reason"] == "a sum, not a person"


@pytest.mark.parametrize(
    ("given_text", "usable"),
    [
        (" taro@example.jp ", "taro@example.jp"),
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "taro@example.jp"),
        ("a..b@keitai.example", '"a..b"@keitai.example'),
        ("ab.@keitai.example", '"ab."@keitai.example'),
        ('"a..b"@keitai.example', '"a..b"@keitai.example'),
        ('"taro"@example.jp', "taro@example.jp"),
        ("a@b@example.jp", None),
        ("taro@localhost", None),
        ("taro@example.jp\r\nbcc: x@example.jp", None),
        ("taro@例え.jp", None),
        ("a@example.jp, b@example.jp", None),
        ("x" * 65 + "@example.jp", None),
        ("なし", None),
        ("", None),
        (None, None),
    ],
)
def test_usable_mail(given_text: str | None, usable: str | None) -> None:
    assert usable_mail(given_text) == usable


def test_a_bad_field_makes_only_its_channel_unusable(case: Case) -> None:
    rows = [
        PersonRow(1, "見本", "broken@", "12", "000-0001", "見本町1"),
        PersonRow(2, "長" * 301, "long@example.jp"),
        PersonRow(3, "\udc80", "half@example.jp"),
    ]
    assert imported(case, rows).people == 3
    assert [person["mail"] for person in opened_people(case)] == [None, None, "half@example.jp"]


def test_too_much_about_what_leaked_is_refused_without_a_value(case: Case) -> None:
    with pytest.raises(PeopleFileError, match="line 1") as caught:
        imported(case, [PersonRow(1, "見本", items=("秘密の項目" * 30,))])
    assert "秘密" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("０９０ー００００-0001", "09000000001"),
        ("+81(0)90-0000-0001", "09000000001"),
        ("12", ""),
        (None, ""),
    ],
)
def test_same_phone(text: str | None, digits: str) -> None:
    assert same_phone(text) == digits
