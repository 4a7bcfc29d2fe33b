from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.notices import AttemptState
from register import claims, fall_backs, outcomes, wave_sums
from register.letters import letters_of
from register.person_rows import PersonRow
from register.provider_events import Report, apply_reports
from tests.register_fixtures import Case, create_register, soon


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Six people: mail and address, mail only, address only, nothing; two whose mail bounces."""
    case = Case(create_register(tmp_path)).open()
    case.add(
        [
            PersonRow(1, "甲", "a@example.jp", address="見本町1"),
            PersonRow(2, "乙", "b@example.jp"),
            PersonRow(3, "丙", address="見本町3"),
            PersonRow(4, "丁"),
            PersonRow(5, "戊", "e@example.jp", address="見本町5"),
            PersonRow(6, "己", "f@example.jp"),
        ]
    )
    return case


@pytest.fixture
def wave_id(case: Case) -> str:
    wave_id = case.planned_and_started().wave_id
    with case.register.writing() as connection:
        shard = claims.open_shard(connection, wave_id, 0, 0, now())
        claim = claims.claim(connection, shard, now())
        assert isinstance(claim, claims.Claim)
        outcomes.record_accepted(connection, claim.request_id, "m", now())
        bounced = [Report(claim.request_id, p, AttemptState.BOUNCED) for p in (2, 3)]
        delivered = [Report(claim.request_id, p, AttemptState.DELIVERED) for p in (0, 1)]
        apply_reports(connection, bounced + delivered, now())
    return wave_id


def test_letters_go_to_whom_mail_cannot_reach_once(case: Case, wave_id: str) -> None:
    with case.register.writing() as connection:
        standing = wave_sums.standing(connection, wave_id, soon())
        assert (standing.letters_to_print, standing.beyond_reach) == (2, 2)
        assert fall_backs.claim_letters(connection, wave_id, now()) == 2
        assert fall_backs.claim_letters(connection, wave_id, now()) == 0
        standing = wave_sums.standing(connection, wave_id, soon())
    assert (standing.letters_to_print, standing.letters_to_post) == (0, 2)
    assert case.notice_states() == {
        "delivered": 2,
        "in_progress": 2,
        "planned": 1,
        "unreached": 1,
    }


def test_posted_letters_are_final(case: Case, wave_id: str) -> None:
    with case.register.writing() as connection:
        assert fall_backs.mark_posted(connection, wave_id, now()) == 0
        fall_backs.claim_letters(connection, wave_id, now())
        assert fall_backs.mark_posted(connection, wave_id, now()) == 2
        assert fall_backs.mark_posted(connection, wave_id, now()) == 0
    assert case.notice_states()["posted"] == 2


def test_the_substitute_is_for_whom_no_channel_is_left(case: Case, wave_id: str) -> None:
    with case.register.writing() as connection:
        assert fall_backs.substitute(connection, wave_id, now()) == 2
        assert fall_backs.substitute(connection, wave_id, now()) == 0
        fall_backs.claim_letters(connection, wave_id, now())
        fall_backs.mark_posted(connection, wave_id, now())
        standing = wave_sums.standing(connection, wave_id, soon())
    assert standing.states == {"delivered": 2, "posted": 2, "substituted": 2}
    assert standing.adds_up


def test_letters_open_with_everything_that_they_show(case: Case, wave_id: str) -> None:
    with case.register.writing() as connection:
        fall_backs.claim_letters(connection, wave_id, now())
        ((run, party_id, count),) = fall_backs.print_runs(connection, wave_id)
        sealer = case.register.sealer(case.incident_id, connection)
        people = list(letters_of(connection, sealer, run, party_id))
    assert count == 2
    assert [(person.name, person.address) for person in people] == [
        ("丙", "見本町3"),
        ("戊", "見本町5"),
    ]
    assert all(len(person.check_code) == 8 for person in people)
