"""Counts of imported lists reach the ledger by one command, and the documents through it."""

from pathlib import Path

import pytest

from activities.share_figures import Shares
from domain.facts import Fact, FactStatus, Ledger
from domain.figures import Figure, FigureKind, FigureUnit
from domain.wording import Language
from register.ledger import add_facts, read_ledger
from register.list_figures import counted_lists, not_adopted, share_key
from tests.register_fixtures import AT, Case, create_register, people_rows


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Two merchants with lists of 19 and 21 people."""
    made = Case(create_register(tmp_path)).open(2)
    made.add(people_rows(19), 0)
    made.add(people_rows(21, first=100), 1)
    return made


def proposed(case: Case) -> list[Fact]:
    """What the lists say and the ledger has not heard."""
    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        counted = counted_lists(connection, sealer, case.incident_id)
        ledger = read_ledger(connection, sealer, case.incident_id)
    assert counted is not None
    return list(not_adopted(ledger, counted.facts("privacy_officer", Language.JAPANESE)))


def entered(case: Case, facts: list[Fact]) -> Ledger:
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        ours = "ourselves"
        add_facts(connection, sealer, case.incident_id, facts, AT, f"c{len(facts)}", ours=ours)
        return read_ledger(connection, sealer, case.incident_id)


def decided(number: int) -> Fact:
    """A figure that our own people recorded."""
    return Fact(
        key="figure.people",
        status=FactStatus.KNOWN,
        figure=Figure(kind=FigureKind.EXACT, unit=FigureUnit.PEOPLE, number=number),
        as_of=AT,
        source="ourselves",
        vouched_by="privacy_officer",
    )


def said(ledger: Ledger, key: str) -> Figure | None:
    return ledger.current()[key].fact.figure


def test_the_counts_come_in_all_by_item_and_by_merchant_and_only_once(case: Case) -> None:
    ledger = entered(case, proposed(case))
    numbers = {
        key: figure.number for key in ledger.current() if (figure := said(ledger, key)) is not None
    }
    assert numbers == {
        "figure.people": 40,
        "figure.names": 40,
        share_key("m0"): 19,
        share_key("m1"): 21,
    }
    fact = ledger.current()["figure.people"].fact
    assert "現在の名簿による" in fact.statement
    assert proposed(case) == []


def test_a_decided_figure_stays_and_the_lists_compete_with_it(case: Case) -> None:
    entered(case, [decided(41)])
    ledger = entered(case, proposed(case))
    figure = said(ledger, "figure.people")
    assert figure is not None
    assert figure.number == 41
    (first, other) = ledger.competing()["figure.people"]
    assert (first.fact.source, other.fact.source) == ("ourselves", "lists")
    assert proposed(case) == [], "said once, it is for a person to decide"


def test_the_same_figure_of_ours_is_not_asked_for_again(case: Case) -> None:
    entered(case, [decided(40)])
    assert "figure.people" not in {fact.key for fact in proposed(case)}


def test_a_list_that_comes_later_is_proposed_anew(case: Case) -> None:
    entered(case, proposed(case))
    case.add(people_rows(5, first=500), 1)
    assert {fact.key: fact.figure.number for fact in proposed(case) if fact.figure} == {
        "figure.people": 45,
        "figure.names": 45,
        share_key("m1"): 26,
    }


def shares(case: Case, ledger: Ledger) -> dict[str, int | None]:
    with case.register.reading() as connection:
        found = Shares(connection, case.incident_id, ledger, Language.JAPANESE)
        return {one.title: one.figure.number for one in found.of(case.merchant_ids[0], "m0")}


def over(case: Case, ledger: Ledger, *merchants: int) -> bool | None:
    with case.register.reading() as connection:
        found = Shares(connection, case.incident_id, ledger, Language.JAPANESE)
        return found.over_threshold([(case.merchant_ids[n], f"m{n}") for n in merchants])


def test_documents_read_the_share_once_it_is_adopted(case: Case) -> None:
    assert shares(case, Ledger()) == {}
    assert shares(case, entered(case, proposed(case))) == {"本人の数": 19, "氏名": 19}


@pytest.mark.parametrize(
    ("kind", "number", "answer"),
    [
        (FigureKind.EXACT, 40, False),
        (FigureKind.AT_MOST, 1_000, False),
        (FigureKind.AT_MOST, 1_001, None),
        (FigureKind.AT_LEAST, 1_001, True),
        (FigureKind.AT_LEAST, 40, None),
        (FigureKind.EXACT, 1_001, True),
    ],
)
def test_a_recorded_number_of_people_answers_the_fourth_case_of_rule_7(
    case: Case, kind: FigureKind, number: int, answer: object
) -> None:
    figure = Figure(kind=kind, unit=FigureUnit.PEOPLE, number=number)
    ledger = entered(case, [decided(40).model_copy(update={"figure": figure})])
    assert over(case, ledger) is answer
    assert over(case, Ledger()) is None


def test_of_a_filing_for_merchants_each_share_counts(case: Case) -> None:
    assert over(case, entered(case, proposed(case)), 0, 1) is False
    large = decided(5_000)
    assert over(case, entered(case, [large]), 0, 1) is False
