"""Nobody hears that they are not concerned while somebody who is has not been told."""

from pathlib import Path

import pytest
from sqlalchemy import update
from ulid import ULID

from activities.assurance_gate import why_no_assurance
from domain.documents import DocumentKind
from domain.facts import Fact, FactStatus
from register.ledger import add_facts
from register.tables_people import notices
from tests.register_fixtures import AT, Case, create_register, people_rows


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(create_register(tmp_path)).open()


def reason(case: Case, kind: DocumentKind = DocumentKind.NEGATIVE_ASSURANCE) -> str:
    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        return why_no_assurance(connection, sealer, case.incident_id, kind)


def state(case: Case, status: FactStatus) -> None:
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        fact = Fact(
            key="data.items",
            status=status,
            statement="氏名",
            as_of=AT,
            source="ourselves",
            vouched_by="privacy_officer",
        )
        add_facts(connection, sealer, case.incident_id, [fact], AT, str(ULID()))


def test_everything_that_is_open_is_named_and_the_last_thing_opens_the_gate(case: Case) -> None:
    assert "no list of people of m0" in reason(case)
    assert "data.items" in reason(case)
    assert reason(case, DocumentKind.FAQ) == ""

    case.add(people_rows(3))
    state(case, FactStatus.SUSPECTED)
    assert "3 people affected are not told yet" in reason(case)
    assert "data.items" in reason(case)
    assert "no list" not in reason(case)

    state(case, FactStatus.KNOWN)
    case.planned_and_started()
    assert reason(case).endswith("3 people affected are not told yet")

    with case.register.writing() as connection:
        connection.execute(update(notices).values(state="delivered"))
    assert reason(case) == ""
