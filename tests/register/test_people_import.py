import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from ulid import ULID

from domain.contact_forms import contacts_of
from domain.people import Addressee, NoPerson, Relation, RowProblem
from register import audit
from register.data_set import PeopleFileError
from register.merging import Merger
from register.people import DataSetSummary, import_people
from register.person_rows import PersonRow
from register.tables_people import data_sets, notices, people, undecided_rows
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
    assert person["phone"] == "+819000000001"
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
    assert person["phone"] == "+819000000001"
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


def taken(rows: Sequence[PersonRow], chunk: int, most_in_memory: int) -> tuple[int, int]:
    """How many lines were merged, and how many persons there are, however the lines come."""
    with closing(sqlite3.connect("", isolation_level=None)) as scratch:
        merger = Merger(scratch, most_in_memory)
        lines = [(row.line, merger.keys(row.name, contacts_of(row))) for row in rows]
        persons: set[int] = set()
        merged = 0
        for start in range(0, len(lines), chunk):
            some = lines[start : start + chunk]
            owners, absorbed = merger.take(some)
            own = {line for (line, _), owner in zip(some, owners, strict=True) if line == owner}
            joined = absorbed.keys() - {line for line, _ in some}
            merged += len(some) - len(own) + len(joined)
            persons = (persons | own) - joined
        return merged, len(persons)


@given(ROWS, st.integers(1, 9), st.integers(1, 9))
def test_merging_does_not_depend_on_the_order_of_lines(
    fields: list[tuple[str, str, str]], chunk: int, most_in_memory: int
) -> None:
    rows = [PersonRow(n, name, mail, phone) for n, (name, mail, phone) in enumerate(fields, 1)]
    merged, persons = taken(rows, len(rows) or 1, 1_000)
    assert merged + persons == len(rows)
    assert taken(rows[::-1], chunk, most_in_memory) == (merged, persons)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)
@given(ROWS, st.frozensets(st.integers(1, 9)), ROWS)
def test_lines_are_people_and_merged_and_undecided(
    case: Case,
    fields: list[tuple[str, str, str]],
    nobody: frozenset[int],
    later: list[tuple[str, str, str]],
) -> None:
    """Of any list, also of a later one of a merchant that has one, and counted anew."""
    for said in (fields, later):
        rows: list[PersonRow | NoPerson] = [
            NoPerson(n, RowProblem.NO_NAME) if n in nobody else PersonRow(n, name, mail, phone)
            for n, (name, mail, phone) in enumerate(said, 1)
        ]
        summary = import_people(
            case.register, case.incident_id, case.merchant_ids[0], rows, str(ULID()), AT
        )
        with case.register.reading() as connection:
            of_list = people.c.data_set_id == summary.data_set_id
            held = connection.execute(select(func.count()).where(of_list)).scalar_one()
            waiting = undecided_rows.c.data_set_id == summary.data_set_id
            undecided = connection.execute(select(func.count()).where(waiting)).scalar_one()
        assert summary.lines == len(rows) == held + summary.merged + undecided
        assert (summary.people, summary.undecided, summary.set_aside) == (held, undecided, 0)


def test_people_of_a_later_list_are_recognised_and_told_nothing_twice(case: Case) -> None:
    first = imported(case, [PersonRow(1, "見本", "h@example.jp", items=("氏名",))])
    second = imported(
        case,
        [
            PersonRow(1, "見　本", "H@example.jp", "090-0000-0001", items=("電話番号",)),
            PersonRow(2, "見本", "other@example.jp", items=("氏名",)),
        ],
    )

    assert (first.people, second.people, second.merged) == (1, 1, 1)
    known, new = opened_people(case)
    assert known["phone"] == "+819000000001"
    assert known["leaked"] == "氏名、電話番号"
    assert new["mail"] == "other@example.jp"
    with case.register.reading() as connection:
        lines = audit.read(connection, case.register.sealer(case.incident_id), case.incident_id)
    assert [line.detail["changed_earlier"] for line in lines] == [0, 1]


def test_a_later_list_joins_nobody_who_is_in_the_register(case: Case) -> None:
    imported(
        case, [PersonRow(1, "見本", "h@example.jp"), PersonRow(2, "見本", phone="090-0000-0001")]
    )
    second = imported(case, [PersonRow(1, "見本", "h@example.jp", "090-0000-0001")])

    assert (second.people, second.merged) == (0, 1)
    assert len(opened_people(case)) == 2


def test_what_a_list_says_of_a_person_is_kept(case: Case) -> None:
    imported(
        case,
        [
            PersonRow(
                1,
                "見本",
                "h@example.jp",
                relation=Relation.STUDENT,
                addressee=Addressee.GUARDIAN,
                do_not_write=True,
                locale="en",
            )
        ],
    )
    with case.register.reading() as connection:
        row = connection.execute(select(people)).one()
    assert (row.relation, row.addressee, row.do_not_write, row.locale) == (
        "student",
        "guardian",
        True,
        "en",
    )


def test_one_line_that_forbids_writing_forbids_it(case: Case) -> None:
    imported(case, [PersonRow(1, "見本", "h@example.jp")])
    case.plan(case.plan_input())
    imported(case, [PersonRow(1, "見本", "h@example.jp", do_not_write=True)])

    with case.register.reading() as connection:
        assert connection.execute(select(people.c.do_not_write)).scalar_one() is True
        assert connection.execute(select(notices.c.channel)).scalar_one() == "human"


def test_another_list_that_came_in_meanwhile_stops_this_one(case: Case) -> None:
    def rows() -> Iterator[PersonRow]:
        imported(case, [PersonRow(1, "見本", "h@example.jp")])
        yield PersonRow(1, "見本", "h@example.jp")

    with pytest.raises(PeopleFileError, match="came in meanwhile"):
        import_people(case.register, case.incident_id, case.merchant_ids[0], rows(), "e" * 64, AT)
    assert len(opened_people(case)) == 1


def test_a_bad_field_makes_only_its_channel_unusable(case: Case) -> None:
    rows = [
        PersonRow(1, "見本", "broken@", "12", "000-0001", "見本町1"),
        PersonRow(2, "長" * 301, "long@example.jp"),
        PersonRow(3, "\udc80", "half@example.jp"),
    ]
    assert imported(case, rows).people == 3
    assert [person["mail"] for person in opened_people(case)] == [None, None, "half@example.jp"]
    with case.register.reading() as connection:
        columns = (people.c.mail_problem, people.c.phone_problem, people.c.postal_problem)
        why = connection.execute(select(*columns).order_by(people.c.line)).all()
    assert [tuple(row) for row in why] == [
        ("malformed", "malformed", None),
        ("name_too_long", None, None),
        (None, None, None),
    ]


def test_too_much_about_what_leaked_is_refused_without_a_value(case: Case) -> None:
    with pytest.raises(PeopleFileError, match="line 1") as caught:
        imported(case, [PersonRow(1, "見本", items=("秘密の項目" * 30,))])
    assert "秘密" not in str(caught.value)
