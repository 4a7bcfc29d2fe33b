from collections import Counter, defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from domain.documents import Binding
from register.handover import confirm_hand_over, hand_over, take_back
from register.person_rows import PersonRow
from register.refusals import NotAllowedError
from register.tables_incident import documents
from register.tables_people import notices, people, wave_shards, waves
from register.wave_batches import Batching
from tests.register_fixtures import HTML, Case, create_register, people_rows


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(create_register(tmp_path)).open(merchants=2)


def test_everybody_gets_one_notice_by_the_first_channel_that_is_held(case: Case) -> None:
    case.add(
        [
            PersonRow(1, "甲", "a@example.jp", address="見本町1"),
            PersonRow(2, "乙", address="見本町2"),
            PersonRow(3, "丙", "broken@"),
        ]
    )
    plan = case.plan(case.plan_input())
    assert plan.by_channel == {"mail": 1, "letter": 1, "substitute": 1}
    assert plan.population == 3
    assert case.notice_states() == {"planned": 3}


def test_batches_hold_one_merchant_and_no_address_twice(case: Case) -> None:
    shared = [PersonRow(line, f"家族 {line}", "family@example.jp") for line in range(501, 504)]
    case.add([*people_rows(500), *shared])
    case.add(people_rows(77, mail_domain="b.example.jp"), merchant=1)
    plan = case.plan(case.plan_input(shard=200, batch=60))
    with case.register.reading() as connection:
        rows = connection.execute(
            select(notices, people.c.mail_digest).join(people, people.c.id == notices.c.person_id)
        ).all()
        shards = connection.execute(select(wave_shards)).all()
    batches = defaultdict(list)
    for row in rows:
        batches[row.shard, row.batch].append(row)
    for members in batches.values():
        assert len(members) <= 60
        assert len({row.party_id for row in members}) == 1
        assert len({row.mail_digest for row in members}) == len(members)
    people_a_shard = Counter(row.shard for row in rows)
    assert max(people_a_shard.values()) <= 200
    assert sum(people_a_shard.values()) == plan.population == 580
    assert set(people_a_shard) == set(range(plan.shards)) == {row.shard for row in shards}
    assert {row.shard: row.batches for row in shards} == {
        shard: len([b for s, b in batches if s == shard]) for shard in people_a_shard
    }


@given(st.lists(st.integers(1, 400), max_size=12), st.integers(1, 300), st.integers(1, 100))
def test_batching_never_exceeds_a_size_and_loses_nobody(
    groups: list[int], a_shard: int, a_batch: int
) -> None:
    batching = Batching(a_shard, a_batch)
    placed: dict[tuple[int, int], set[int]] = defaultdict(set)
    for group, count in enumerate(groups):
        for _ in range(count):
            placed[batching.place(group)].add(group)
    assert all(len(found) == 1 for found in placed.values())
    assert all(0 < size <= a_batch for shard in batching.sizes for size in shard)
    assert all(sum(shard) <= a_shard for shard in batching.sizes)
    assert sum(map(sum, batching.sizes)) == sum(groups)


def test_planning_again_changes_nothing(case: Case) -> None:
    case.add(people_rows(10))
    given_plan = case.plan_input()
    assert case.plan(given_plan) == case.plan(given_plan)
    assert case.notice_states() == {"planned": 10}


def test_a_second_wave_takes_only_who_is_new(case: Case) -> None:
    case.add(people_rows(10))
    case.plan(case.plan_input())
    case.add(people_rows(3, mail_domain="later.example.jp"))
    assert case.plan(case.plan_input(number=2)).population == 3
    with pytest.raises(NotAllowedError, match="left to be told"):
        case.plan(case.plan_input(number=3))
    with case.register.reading() as connection:
        assert connection.execute(select(waves.c.number)).scalars().all() == [1, 2]


def test_cancelled_notices_can_be_planned_again_under_a_new_document_only(case: Case) -> None:
    case.add(people_rows(4))
    case.plan(case.plan_input())
    with case.register.writing() as connection:
        connection.execute(update(notices).values(state="cancelled"))
        new_mail = case._document(connection, 3, "person_notice", HTML)
    with pytest.raises(NotAllowedError, match="prepare a new document"):
        case.plan(case.plan_input(number=2))
    other = case.plan_input(number=2).model_copy(update={"mail_document_id": new_mail})
    assert case.plan(other).population == 4


def test_the_digest_is_of_exactly_this_population(case: Case) -> None:
    case.add(people_rows(10))
    case.add(people_rows(10, mail_domain="b.example.jp"), merchant=1)
    one = case.plan(case.plan_input(merchants=[0]))
    two = case.plan(case.plan_input(number=2, merchants=[1]))
    assert one.population_digest != two.population_digest
    assert len(one.population_digest) == len(one.plan_digest) == 64


def test_documents_are_bound_to_the_population_and_lose_their_approval(case: Case) -> None:
    case.add(people_rows(3))
    case.approve()
    plan = case.plan(case.plan_input())
    with case.register.reading() as connection:
        rows = connection.execute(select(documents)).all()
    for row in rows:
        bound = Binding.model_validate(row.binding)
        assert (bound.population, bound.plan) == (plan.population_digest, plan.plan_digest)
        assert bound.text == "t" * 64
        assert row.binding_digest == bound.digest()
        assert row.state == "draft"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"sender_id": "nobody"}, "sender"),
        ({"merchant_ids": ("0" * 26,)}, "merchants of this incident"),
        ({"mail_document_id": "0" * 26}, "documents"),
        ({"people_a_batch": 0}, "one person at least"),
    ],
)
def test_an_impossible_plan_is_refused_and_leaves_nothing(
    case: Case, change: dict[str, object], reason: str
) -> None:
    case.add(people_rows(3))
    with pytest.raises(NotAllowedError, match=reason):
        case.plan(case.plan_input().model_copy(update=change))
    assert case.notice_states() == {}
    assert case.plan(case.plan_input()).population == 3


def test_a_merchant_that_tells_its_people_itself_is_left_out_of_waves(case: Case) -> None:
    case.add(people_rows(5))
    case.add(people_rows(7, mail_domain="b.example.jp"), merchant=1)
    own = case.merchant_ids[1]
    with case.register.writing() as connection:
        assert hand_over(connection, case.incident_id, own) == 7
        assert hand_over(connection, case.incident_id, own) == 0
    assert case.plan(case.plan_input()).population == 5
    with case.register.writing() as connection:
        assert confirm_hand_over(connection, case.incident_id, own) == 7
        assert confirm_hand_over(connection, case.incident_id, own) == 0
    assert case.notice_states() == {"planned": 5, "handed_over": 7}


def test_a_hand_over_can_be_taken_back_and_given_again(case: Case) -> None:
    case.add(people_rows(4), merchant=1)
    own = case.merchant_ids[1]
    with case.register.writing() as connection:
        hand_over(connection, case.incident_id, own)
        assert take_back(connection, case.incident_id, own) == 4
        assert hand_over(connection, case.incident_id, own) == 4
        assert take_back(connection, case.incident_id, own) == 4
    assert case.plan(case.plan_input()).population == 4
    with case.register.writing() as connection:
        assert hand_over(connection, case.incident_id, own) == 0, "a wave has them already"
