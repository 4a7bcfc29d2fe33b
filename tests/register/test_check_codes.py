"""Check codes: how they look, and that no two people of an incident share one."""

from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from register.check_codes import check_codes, part_doubles
from register.tables_people import notices
from tests.register_fixtures import Case, create_register, people_rows


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(create_register(tmp_path)).open()


def test_codes_are_crockford() -> None:
    codes = check_codes(20_000)
    assert {len(code) for code in codes} == {8}
    assert set("".join(codes)) == set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    assert len(set(codes)) == 20_000


def test_the_later_of_two_people_with_one_code_gets_another(case: Case) -> None:
    case.add(people_rows(4))
    case.plan(case.plan_input())
    with case.register.writing() as connection:
        first, *others = connection.execute(select(notices.c.id).order_by(notices.c.id)).scalars()
        connection.execute(update(notices).values(check_code="00000000"))
        assert part_doubles(connection, case.incident_id) == len(others) == 3
        kept = connection.execute(
            select(notices.c.id).where(notices.c.check_code == "00000000")
        ).scalars()
        assert list(kept) == [first]
        different = select(func.count(notices.c.check_code.distinct()))
        assert connection.execute(different).scalar_one() == 4
        assert part_doubles(connection, case.incident_id) == 0
