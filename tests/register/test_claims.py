from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from domain.notices import AttemptState
from register import claims, outcomes, senders
from register.claimed_people import claimed_people
from register.claims import Claim, OpenShard, RegisterBehindError, StaleEpochError
from register.provider_events import Report, apply_reports
from register.senders import Paused, Wait
from register.tables_incident import mandates
from register.tables_people import attempts, notices, requests, waves
from tests.register_fixtures import SENDER, Case, create_register, people_rows


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    case = Case(create_register(tmp_path)).open(merchants=2)
    case.add(people_rows(25))
    case.add(people_rows(5, mail_domain="b.example.jp"), merchant=1)
    return case


@pytest.fixture
def wave_id(case: Case) -> str:
    return case.planned_and_started(batch=10).wave_id


def opened(case: Case, wave_id: str, watermark: int = 0) -> OpenShard:
    with case.register.writing() as connection:
        return claims.open_shard(connection, wave_id, 0, watermark, now())


def claimed(case: Case, shard: OpenShard) -> Claim | Wait | Paused | None:
    with case.register.writing() as connection:
        return claims.claim(connection, shard, now())


def a_claim(case: Case, shard: OpenShard) -> Claim:
    found = claimed(case, shard)
    assert isinstance(found, Claim)
    return found


def request_state(case: Case, request_id: str) -> str:
    with case.register.reading() as connection:
        query = select(requests.c.state).where(requests.c.id == request_id)
        return str(connection.execute(query).scalar_one())


def test_claims_take_everybody_once_batch_by_batch(case: Case, wave_id: str) -> None:
    shard = opened(case, wave_id)
    found = [a_claim(case, shard) for _ in range(4)]
    assert claimed(case, shard) is None
    assert sorted(claim.people for claim in found) == [5, 5, 10, 10]
    assert [claim.watermark for claim in found] == [1, 2, 3, 4]
    with case.register.reading() as connection:
        merchants = {claimed_people(connection, claim.request_id)[0] for claim in found[:3]}
        told = connection.execute(select(attempts.c.notice_id)).scalars().all()
    assert len(merchants) == 1
    assert len(set(told)) == len(told) == 30
    assert case.notice_states() == {"in_progress": 30}


def test_a_stale_epoch_cannot_claim(case: Case, wave_id: str) -> None:
    old = opened(case, wave_id)
    opened(case, wave_id)
    with pytest.raises(StaleEpochError):
        claimed(case, old)
    assert case.attempt_states() == {}


def test_what_an_older_epoch_left_claimed_is_in_doubt_and_never_claimed_again(
    case: Case, wave_id: str
) -> None:
    left = a_claim(case, opened(case, wave_id))
    shard = opened(case, wave_id, left.watermark)
    assert request_state(case, left.request_id) == "unknown"
    assert case.notice_states() == {"unknown": 10, "planned": 20}
    rest = [a_claim(case, shard) for _ in range(3)]
    assert claimed(case, shard) is None
    assert sum(claim.people for claim in rest) == 20


def test_a_crashed_claim_that_had_an_event_was_accepted(case: Case, wave_id: str) -> None:
    left = a_claim(case, opened(case, wave_id))
    with case.register.writing() as connection:
        reports = [Report(left.request_id, 0, AttemptState.DELIVERED)]
        apply_reports(connection, reports, now())
    opened(case, wave_id)
    assert request_state(case, left.request_id) == "accepted"
    assert case.attempt_states() == {"delivered": 1, "accepted": 9}
    assert case.notice_states() == {"delivered": 1, "in_progress": 9, "planned": 20}


def test_what_an_older_epoch_left_waiting_is_claimed_anew(case: Case, wave_id: str) -> None:
    left = a_claim(case, opened(case, wave_id))
    with case.register.writing() as connection:
        outcomes.record_waiting(connection, left.request_id)
    shard = opened(case, wave_id)
    assert request_state(case, left.request_id) == "refused"
    again = a_claim(case, shard)
    assert again.request_id != left.request_id
    with case.register.reading() as connection:
        before, after = (
            {person.row for person in claimed_people(connection, request_id)[1]}
            for request_id in (left.request_id, again.request_id)
        )
    assert after == before


def test_a_waiting_request_is_claimed_again_under_every_check(case: Case, wave_id: str) -> None:
    shard = opened(case, wave_id)
    claim = a_claim(case, shard)
    with case.register.writing() as connection:
        outcomes.record_waiting(connection, claim.request_id)
        assert claims.reclaim(connection, shard, claim.request_id, now()) is None
    assert request_state(case, claim.request_id) == "claimed"
    with case.register.writing() as connection:
        with pytest.raises(StaleEpochError):
            claims.reclaim(connection, shard, claim.request_id, now())
        outcomes.record_waiting(connection, claim.request_id)
        senders.pause_sender(connection, SENDER, "by hand", now())
    with case.register.writing() as connection:
        assert claims.reclaim(connection, shard, claim.request_id, now()) == Paused("by hand")


def test_no_claim_commits_after_a_pause_until_somebody_resumes(case: Case, wave_id: str) -> None:
    shard = opened(case, wave_id)
    a_claim(case, shard)
    with case.register.writing() as connection:
        senders.pause_sender(connection, SENDER, "first reason", now())
        senders.pause_sender(connection, SENDER, "second reason", now())
    assert claimed(case, shard) == Paused("first reason")
    with case.register.writing() as connection:
        senders.resume_sender(connection, SENDER, now())
    a_claim(case, shard)


def test_the_rate_is_kept_and_saved_up_only_for_a_while(case: Case, wave_id: str) -> None:
    with case.register.writing() as connection:
        senders.ensure_sender(connection, SENDER, 6, now())
    shard = opened(case, wave_id)
    a_claim(case, shard)
    wait = claimed(case, shard)
    assert isinstance(wait, Wait)
    assert 8.0 < wait.seconds <= 10.0
    with case.register.writing() as connection:
        later = now() + timedelta(hours=1)
        assert isinstance(claims.claim(connection, shard, later), Claim)
        assert isinstance(claims.claim(connection, shard, later), Wait)
        assert isinstance(claims.claim(connection, shard, now()), Wait), "a clock set back"


def test_nobody_is_claimed_for_a_merchant_that_withdrew_its_mandate(
    case: Case, wave_id: str
) -> None:
    shard = opened(case, wave_id)
    with case.register.writing() as connection:
        connection.execute(
            update(mandates)
            .where(mandates.c.party_id == case.merchant_ids[0])
            .values(withdrawn_at=now())
        )
    left = a_claim(case, shard)
    with case.register.reading() as connection:
        assert claimed_people(connection, left.request_id)[0] == case.merchant_ids[1]
    assert claimed(case, shard) == Paused("a merchant has withdrawn its mandate")


def test_nobody_is_claimed_while_the_wave_is_not_being_sent(case: Case, wave_id: str) -> None:
    shard = opened(case, wave_id)
    with case.register.writing() as connection:
        connection.execute(update(waves).values(state="planned"))
    assert isinstance(claimed(case, shard), Paused)


def test_a_register_behind_the_watermark_is_noticed(case: Case, wave_id: str) -> None:
    a_claim(case, opened(case, wave_id))
    with pytest.raises(RegisterBehindError):
        opened(case, wave_id, watermark=2)
    assert case.attempt_states() == {"claimed": 10}, "nothing is touched then"


def test_an_undone_claim_leaves_its_people_to_a_new_request(case: Case, wave_id: str) -> None:
    shard = opened(case, wave_id)
    first = a_claim(case, shard)
    with case.register.writing() as connection:
        outcomes.record_refused(connection, first.request_id, now())
    assert case.notice_states() == {"planned": 30}
    again = a_claim(case, shard)
    assert again.batch == first.batch
    assert again.request_id != first.request_id


def test_a_late_answer_still_counts_for_a_doubted_request(case: Case, wave_id: str) -> None:
    left = a_claim(case, opened(case, wave_id))
    opened(case, wave_id)
    with case.register.writing() as connection:
        outcomes.record_accepted(connection, left.request_id, "m", now())
    assert request_state(case, left.request_id) == "accepted"
    assert case.notice_states() == {"in_progress": 10, "planned": 20}


def test_an_answer_does_not_undo_an_event_that_was_faster(case: Case, wave_id: str) -> None:
    claim = a_claim(case, opened(case, wave_id))
    with case.register.writing() as connection:
        reports = [Report(claim.request_id, 3, AttemptState.BOUNCED)]
        apply_reports(connection, reports, now())
        outcomes.record_accepted(connection, claim.request_id, "m", now())
    assert case.attempt_states() == {"bounced": 1, "accepted": 9}
    with case.register.reading() as connection:
        unreached = connection.execute(
            select(notices.c.id).where(notices.c.state == "unreached")
        ).all()
    assert len(unreached) == 1


def test_a_lost_answer_is_no_doubt_when_an_event_has_come(case: Case, wave_id: str) -> None:
    claim = a_claim(case, opened(case, wave_id))
    with case.register.writing() as connection:
        reports = [Report(claim.request_id, 0, AttemptState.ACCEPTED)]
        apply_reports(connection, reports, now())
        outcomes.record_unknown(connection, claim.request_id, now())
    assert request_state(case, claim.request_id) == "accepted"
    assert case.attempt_states() == {"accepted": 10}
