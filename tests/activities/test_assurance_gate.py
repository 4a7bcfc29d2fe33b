"""Nobody hears that they are not concerned while somebody who is has not been told."""

from pathlib import Path

import pytest
from sqlalchemy import update
from ulid import ULID

from activities.assurance_gate import why_no_assurance
from domain.documents import DocumentKind
from domain.facts import Fact, FactStatus
from domain.figures import Figure, FigureKind, FigureUnit
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


def test_people_whom_our_figures_count_and_no_list_holds_are_not_reached(case: Case) -> None:
    state(case, FactStatus.KNOWN)
    case.add(people_rows(3))
    case.planned_and_started()
    with case.register.writing() as connection:
        connection.execute(update(notices).values(state="delivered"))
    # About as many as the lists hold.
    figure(case, 4, "approximate")
    assert reason(case) == ""
    figure(case, 5)
    assert reason(case).endswith("2 people that our figures count are in no list")
    figure(case, 3)
    assert reason(case) == ""
    figure(case, None, "unknown")
    assert reason(case).endswith("these facts are still under investigation: figure.people")


def figure(case: Case, number: int | None, kind: str = "exact") -> None:
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        counted = Fact(
            key="figure.people",
            status=FactStatus.KNOWN,
            figure=Figure(kind=FigureKind(kind), unit=FigureUnit.PEOPLE, number=number),
            as_of=AT,
            source="ourselves",
            vouched_by="privacy_officer",
        )
        add_facts(connection, sealer, case.incident_id, [counted], AT, str(ULID()))
