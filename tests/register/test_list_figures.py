"""Counts of imported lists reach the ledger by one command, and the documents through it."""

from pathlib import Path

import pytest
from sqlalchemy import insert

from activities.share_figures import Shares
from commands.adopting_people import overlap_words
from domain.facts import Fact, FactStatus, Ledger
from domain.figures import Figure, FigureKind, FigureUnit
from domain.wording import Language
from register.ledger import add_facts, read_ledger
from register.list_figures import counted_lists, not_adopted, share_key
from register.tables_incident import merchants
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


def kinds(case: Case) -> dict[str, FigureKind]:
    return {fact.key: fact.figure.kind for fact in proposed(case) if fact.figure}


def test_people_of_several_lists_are_never_said_as_an_exact_number(case: Case) -> None:
    """The lists of two merchants hold the same person, whom nobody may match: at most so many."""
    made = kinds(case)

    assert made["figure.people"] is FigureKind.AT_MOST
    assert made["figure.names"] is FigureKind.EXACT, "a record is counted, not a person"
    assert made[share_key("m0")] is FigureKind.EXACT
    (fact,) = [fact for fact in proposed(case) if fact.key == "figure.people"]
    assert "名簿の間の重なりは除いていない" in fact.statement


def test_while_lists_are_missing_overlapping_ones_bound_nothing(tmp_path: Path) -> None:
    made = Case(create_register(tmp_path)).open(3)
    with made.register.writing() as connection:
        for party_id in made.merchant_ids:
            row = {"party_id": party_id, "incident_id": made.incident_id, "shard": 0}
            connection.execute(insert(merchants).values(**row))
    made.add(people_rows(19), 0)
    assert kinds(made)["figure.people"] is FigureKind.AT_LEAST

    made.add(people_rows(19), 1)
    assert kinds(made)["figure.people"] is FigureKind.APPROXIMATE


def test_one_list_is_exact(tmp_path: Path) -> None:
    made = Case(create_register(tmp_path)).open(1)
    made.add(people_rows(19), 0)
    assert kinds(made)["figure.people"] is FigureKind.EXACT


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


def test_one_large_list_is_above_the_threshold_however_lists_overlap(case: Case) -> None:
    at_most = Figure(kind=FigureKind.AT_MOST, unit=FigureUnit.PEOPLE, number=1_500)
    whole = decided(0).model_copy(update={"figure": at_most})
    share = decided(1_200).model_copy(update={"key": share_key("m0")})
    assert over(case, entered(case, [whole])) is None
    assert over(case, entered(case, [share])) is True


def test_of_a_filing_for_merchants_each_share_counts(case: Case) -> None:
    assert over(case, entered(case, proposed(case)), 0, 1) is False
    large = decided(5_000)
    assert over(case, entered(case, [large]), 0, 1) is False


def test_whoever_adopts_is_told_that_lists_overlap(case: Case) -> None:
    facts = proposed(case)
    assert "上限(最大)として記録しました" in overlap_words(facts, "ja")
    assert "the most that it can be" in overlap_words(facts, "en")
    assert overlap_words([decided(40)], "ja") == ""
