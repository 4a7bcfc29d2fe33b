"""Effect, audit line, answer and mark of an act on a wave: all of them or none, and once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from temporalio.exceptions import ApplicationError
from ulid import ULID

from activities.wave_answers import decide_unknown, post_letters, substitute
from contracts.wave_payloads import FallBack, Moved, UnknownDecision
from register import audit, commands, fall_backs, outcomes
from register.claims import Claim, claim, open_shard
from register.person_rows import PersonRow
from tests.register_fixtures import AT, Case, create_register, people_rows, soon

LINES = ("post_letters", "substitute_notice", "decide_unknown")
DIES = "CREATE TRIGGER dies BEFORE UPDATE ON commands BEGIN SELECT RAISE(ABORT, 'power cut'); END"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Two people who get a letter, one whom nothing reaches."""
    case = Case(create_register(tmp_path)).open()
    case.add(
        [
            PersonRow(1, "見本 一郎", postal_code="000-0001", address="見本県1", items=("氏名",)),
            PersonRow(2, "見本 二郎", postal_code="000-0002", address="見本県2", items=("氏名",)),
            PersonRow(3, "見本 三郎", items=("氏名",)),
        ]
    )
    return case


@pytest.fixture
def wave_id(case: Case) -> str:
    plan = case.plan(case.plan_input())
    case.approve()
    case.start(plan.wave_id)
    with case.register.writing() as connection:
        assert fall_backs.claim_letters(connection, plan.wave_id, soon()) == 2
    return plan.wave_id


def given(case: Case, wave_id: str, kind: str, **words: str) -> FallBack:
    command_id = str(ULID())
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        commands.deposit(connection, sealer, case.incident_id, command_id, kind, "commander", words)
    return FallBack(
        incident_id=case.incident_id,
        wave_id=wave_id,
        command_id=command_id,
        actor="commander",
        at=AT,
    )


def lines(case: Case) -> list[tuple[str, str]]:
    with case.register.reading() as connection:
        assert audit.verify(connection, case.incident_id) is None
        sealer = case.register.sealer(case.incident_id, connection)
        found = audit.read(connection, sealer, case.incident_id)
    return [(line.action, line.outcome) for line in found if line.action in LINES]


@contextmanager
def crashing_at_the_mark(case: Case) -> Iterator[None]:
    """The database dies when the command is marked, the last thing that is written."""
    with case.register.writing() as connection:
        connection.execute(text(DIES))
    with pytest.raises(DBAPIError):
        yield
    with case.register.writing() as connection:
        connection.execute(text("DROP TRIGGER dies"))


def acts_once(case: Case, action: str, act: Callable[[], Moved], people: int) -> None:
    with crashing_at_the_mark(case):
        act()
    assert lines(case) == []
    assert [act().notices, act().notices] == [people, people]
    assert lines(case) == [(action, "done")]


def test_letters_are_posted_once(case: Case, wave_id: str) -> None:
    posted = given(case, wave_id, "letters_posted")
    acts_once(case, "post_letters", lambda: post_letters(case.register, posted), 2)


def test_the_substitute_notice_is_recorded_once(case: Case, wave_id: str) -> None:
    act = given(case, wave_id, "substitute", reason="連絡先がない")
    acts_once(case, "substitute_notice", lambda: substitute(case.register, act), 1)


def test_a_refusal_leaves_one_line_however_often_it_is_repeated(case: Case, wave_id: str) -> None:
    act = given(case, wave_id, "substitute", reason=" ")
    for _ in range(2):
        with pytest.raises(ApplicationError, match="needs a reason"):
            substitute(case.register, act)
    assert lines(case) == [("substitute_notice", "refused")]


def test_a_decision_about_what_is_in_doubt_is_taken_once(case: Case) -> None:
    case.add(people_rows(4, first=10))
    plan = case.plan(case.plan_input())
    case.approve()
    case.start(plan.wave_id)
    with case.register.writing() as connection:
        shard = open_shard(connection, plan.wave_id, 0, 0, AT)
        taken = claim(connection, shard, AT)
        assert isinstance(taken, Claim)
        outcomes.record_unknown(connection, taken.request_id, AT)
    command = given(case, plan.wave_id, "decide_unknown")
    decision = UnknownDecision(
        incident_id=case.incident_id,
        wave_id=plan.wave_id,
        request_ids=(taken.request_id,),
        decision="told",
        actor="commander",
        at=AT,
        command_id=command.command_id,
    )
    acts_once(case, "decide_unknown", lambda: decide_unknown(case.register, decision), 4)
