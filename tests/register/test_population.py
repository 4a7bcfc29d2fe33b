"""Who is in a population: every line accounted for, nobody twice, whoever was told wrong again."""

from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update
from ulid import ULID

from activities.batches import BatchMaker
from activities.decisions import carry_out
from contracts.decision_kinds import DecisionKind
from contracts.incident_payloads import CommandRef
from contracts.wave_payloads import PlanWave
from domain.documents import Binding
from domain.facts import Fact, FactStatus
from domain.figures import Figure, FigureKind, FigureUnit
from domain.people import Addressee, NoPerson, PersonRow, RowProblem
from domain.person_fields import PersonField
from domain.phases import Phase
from register import audit, commands
from register.claims import Claim, claim, open_shard
from register.closing import open_items
from register.data_sets import held_people, imported_lists
from register.ledger import add_facts
from register.people import import_people
from register.people_bridge import Bridge, read_bridge
from register.refusals import NotAllowedError
from register.tables_incident import documents
from register.tables_people import data_sets, notices, people, undecided_rows
from register.undecided import rows_of
from tests.activities.decision_runner import Decider
from tests.register_fixtures import AT, Case, create_register, people_rows

NOBODY = [NoPerson(101, RowProblem.NO_NAME), NoPerson(102, RowProblem.FIELDS, 7)]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(create_register(tmp_path)).open(merchants=2)


@pytest.fixture
def decider(case: Case) -> Decider:
    return Decider(case)


def add(case: Case, *rows: PersonRow | NoPerson, merchant: int = 0) -> str:
    party_id = case.merchant_ids[merchant]
    done = import_people(case.register, case.incident_id, party_id, rows, str(ULID()), AT)
    return done.data_set_id


def another_document(case: Case) -> PlanWave:
    """A plan of the next wave under a document of its own."""
    with case.register.writing() as connection:
        row = connection.execute(
            select(documents).where(documents.c.id == case.mail_document_id)
        ).one()
        number = max(connection.execute(select(documents.c.number)).scalars()) + 1
        bound = Binding(text="t" * 64, template="v" * 64, facts="f" * 64)
        identity = str(ULID())
        values = {**row._asdict(), "id": identity, "number": number}
        values |= {"binding": bound.model_dump(), "binding_digest": bound.digest()}
        connection.execute(insert(documents).values(**values))
    plan = case.plan_input(number=number)
    return plan.model_copy(update={"mail_document_id": identity})


def finish(case: Case) -> None:
    """Let every notice be one that arrived."""
    with case.register.writing() as connection:
        connection.execute(update(notices).values(state="delivered"))


def bridge(case: Case) -> Bridge:
    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        return read_bridge(connection, sealer, case.incident_id)


def test_nothing_is_frozen_while_a_line_is_undecided(case: Case, decider: Decider) -> None:
    data_set = add(case, *people_rows(3), *NOBODY)
    add(case, *people_rows(2, mail_domain="b.example.jp"), merchant=1)
    with pytest.raises(NotAllowedError, match="2 lines of the lists are no person"):
        case.plan(case.plan_input())
    assert case.plan(case.plan_input(merchants=[1])).population == 2, "theirs are all people"

    said = {"lines": "101", "name": "見本 花子", "reason": "集計行のため"}
    done = decider.does(DecisionKind.ROWS_DECIDED, "privacy_officer", **said)
    assert done.sentence == "1 lines of a list of 'm0' are set aside"
    with pytest.raises(NotAllowedError, match="1 lines of the lists"):
        case.plan(case.plan_input(number=2, merchants=[0]))
    rest = {"list": data_set, "name": "見本 花子", "reason": "別の名簿で取り込む"}
    decider.does(DecisionKind.ROWS_DECIDED, "privacy_officer", **rest)

    assert case.plan(case.plan_input(number=2, merchants=[0])).population == 3
    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        first, second = rows_of(connection, sealer, case.incident_id, decided=True)
        (held, _other) = imported_lists(connection, case.incident_id)
        lines = audit.read(connection, sealer, case.incident_id)
    assert (first.name, first.reason, first.decided_by) == (
        "見本 花子",
        "集計行のため",
        "privacy_officer",
    )
    assert (second.problem, second.number) == ("fields", 7)
    assert (held.lines, held.people, held.set_aside, held.undecided) == (5, 3, 2, 0)
    assert [line.action for line in lines][-2:] == ["people.rows_decided"] * 2


def test_only_a_named_person_decides_and_only_about_lines_that_wait(
    case: Case, decider: Decider
) -> None:
    kind = DecisionKind.ROWS_DECIDED
    said = {"lines": "101", "name": "見本 花子", "reason": "集計行"}
    assert "no line of a list waits" in decider.refuses(kind, "counsel", **said)
    add(case, *people_rows(3), *NOBODY)

    assert "may decide about lines" in decider.refuses(kind, "contact_desk", **said)
    assert "name them" in decider.refuses(kind, "counsel", **{**said, "name": " "})
    assert "say which" in decider.refuses(kind, "counsel", **{**said, "reason": ""})
    assert "line 1 of this list waits for no" in decider.refuses(
        kind, "counsel", **{**said, "lines": "1-3"}
    )
    assert "such as 5,7-9" in decider.refuses(kind, "counsel", **{**said, "lines": "x"})
    assert "name one list" in decider.refuses(kind, "counsel", **{**said, "list": "m1"})
    decider.does(kind, "counsel", **said)
    assert "line 101" in decider.refuses(kind, "counsel", **said)


def test_the_same_decision_again_decides_nothing_anew(case: Case, decider: Decider) -> None:
    add(case, *people_rows(1), *NOBODY)
    ref = decider.deposit(
        DecisionKind.ROWS_DECIDED, "counsel", lines="101", name="見本 花子", reason="集計行"
    )
    assert decider.carry_out(ref) == carry_out(case.register, CommandRef(**ref.model_dump()))
    with case.register.reading() as connection:
        assert commands.is_handled(connection, ref.command_id)
        assert connection.execute(select(data_sets.c.set_aside)).scalar_one() == 1


def test_undecided_lines_hold_an_incident_open(case: Case) -> None:
    add(case, *NOBODY)
    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        items = open_items(connection, sealer, case.incident_id, Phase.CLOSED)
    assert "2 lines of lists are undecided" in items


def test_a_person_who_went_missing_stops_the_freezing(case: Case) -> None:
    add(case, *people_rows(3))
    with case.register.writing() as connection:
        connection.execute(delete(people).where(people.c.line == 2))

    with pytest.raises(NotAllowedError, match="decided lines are 2: somebody is missing"):
        case.plan(case.plan_input())


def test_whom_a_list_says_not_to_write_to_is_told_by_hand(case: Case) -> None:
    add(
        case,
        PersonRow(1, "見本 一", "a@example.jp", items=("氏名",)),
        PersonRow(2, "見本 二", "b@example.jp", items=("氏名",), do_not_write=True),
    )
    plan = case.plan(case.plan_input())

    assert (plan.population, plan.by_channel["mail"], plan.by_channel["human"]) == (2, 1, 1)
    with case.register.reading() as connection:
        (held, _other) = held_people(connection, case.incident_id)
    assert (held.mail, held.do_not_write, held.people) == (1, 1, 2)


def test_a_notice_names_who_stands_in_for_a_person(case: Case) -> None:
    add(
        case,
        PersonRow(1, "見本 一", "a@example.jp", items=("氏名",), addressee=Addressee.GUARDIAN),
    )
    plan = case.planned_and_started()
    with case.register.writing() as connection:
        shard = open_shard(connection, plan.wave_id, 0, 0, AT)
        found = claim(connection, shard, AT)
    assert isinstance(found, Claim)
    maker = BatchMaker(
        case.register, case.incident_id, plan.wave_id, "notices@example.jp", None, ()
    )
    (recipient,) = maker.make(found).recipients
    assert recipient.values[PersonField.NAME] == "見本 一 様の保護者"


def test_a_later_list_makes_a_delta_of_who_is_new_or_was_told_wrong(case: Case) -> None:
    add(
        case,
        PersonRow(1, "見本 一", "a@example.jp", items=("氏名",)),
        PersonRow(2, "見本 二", "b@example.jp", items=("氏名",)),
    )
    case.plan(case.plan_input())
    add(
        case,
        PersonRow(1, "見本 一", "a@example.jp", items=("氏名",)),
        PersonRow(2, "見本 二", "b@example.jp", items=("電話番号",)),
        PersonRow(3, "見本 三", "c@example.jp", items=("氏名",)),
    )
    assert bridge(case).total.told_wrong == 0, "nobody was told anything yet"
    finish(case)
    assert bridge(case).total.told_wrong == 1
    with pytest.raises(NotAllowedError, match="told by this very document"):
        case.plan(case.plan_input(number=2))

    plan = case.plan(another_document(case))

    assert plan.population == 2
    with case.register.reading() as connection:
        told = connection.execute(
            select(notices.c.told_items)
            .where(notices.c.wave_id == plan.wave_id)
            .order_by(notices.c.person_id)
        ).scalars()
        assert list(told) == ["氏名、電話番号", "氏名"]
    finish(case)
    with pytest.raises(NotAllowedError, match="Nobody of these merchants is left"):
        case.plan(another_document(case))


def test_a_document_that_is_wrong_now_is_corrected_to_whoever_got_it(case: Case) -> None:
    add(case, *people_rows(3))
    case.plan(case.plan_input())
    wrong = case.mail_document_id
    finish(case)

    plan = another_document(case).model_copy(update={"corrects": (wrong,)})
    assert case.plan(plan).population == 3
    finish(case)
    again = another_document(case).model_copy(update={"corrects": (wrong,)})
    with pytest.raises(NotAllowedError, match="Nobody"):
        case.plan(again)


def test_no_delta_is_frozen_while_an_outcome_is_unknown(case: Case) -> None:
    add(case, *people_rows(2))
    case.plan(case.plan_input())
    add(case, *people_rows(1, first=11))
    add(case, *people_rows(1, mail_domain="b.example.jp"), merchant=1)
    with case.register.writing() as connection:
        one = select(notices.c.id).limit(1).scalar_subquery()
        connection.execute(update(notices).where(notices.c.id == one).values(state="unknown"))

    with pytest.raises(NotAllowedError, match="1 people of these merchants have an unknown"):
        case.plan(case.plan_input(number=2, merchants=[0]))
    assert case.plan(case.plan_input(number=2, merchants=[1])).population == 1


def test_items_and_who_is_in_it_move_the_digest(case: Case) -> None:
    add(case, PersonRow(1, "見本", "a@example.jp", items=("氏名",)))
    add(case, PersonRow(1, "見本", "a@example.jp", items=("電話番号",)), merchant=1)
    one = case.plan(case.plan_input(merchants=[0]))
    with case.register.writing() as connection:
        connection.execute(delete(notices))
        connection.execute(update(people).values(items="電話番号"))
    two = case.plan(case.plan_input(number=2, merchants=[0]))
    assert one.population_digest != two.population_digest


def test_the_bridge_goes_from_figures_to_lines_to_people_to_notices(case: Case) -> None:
    add(case, *people_rows(4), NOBODY[0])
    add(case, *people_rows(3, mail_domain="b.example.jp"), merchant=1)
    figure = Figure(kind=FigureKind.EXACT, unit=FigureUnit.PEOPLE, number=8)
    fact = Fact(
        key="figure.people",
        status=FactStatus.KNOWN,
        figure=figure,
        as_of=AT,
        source="ourselves",
        vouched_by="counsel",
        public=True,
    )
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        add_facts(connection, sealer, case.incident_id, [fact], AT, str(ULID()))
        connection.execute(update(undecided_rows).values(decided_at=AT, decided_by="counsel"))
        connection.execute(update(data_sets).values(undecided=0, set_aside=data_sets.c.undecided))
    case.plan(case.plan_input(merchants=[0]))

    found = bridge(case)

    (published,) = found.published
    assert (published.figure.number, published.difference) == (8, 1)
    assert found.leaked == {"氏名": 7}
    total = found.total
    assert (total.lines, total.people, total.set_aside) == (8, 7, 1)
    assert (total.under_way, total.waiting, total.closes) == (4, 3, True)
    with case.register.writing() as connection:
        connection.execute(delete(people).where(people.c.party_id == case.merchant_ids[1]))
    assert bridge(case).total.closes is False
