from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from domain.notices import AttemptState
from register import claims, doubts, outcomes, wave_sums
from register.doubts import DoubtDecision
from register.provider_events import Report, apply_reports
from register.refusals import NotAllowedError
from register.tables_people import attempts, notices, requests, waves
from tests.register_fixtures import Case, create_register, long_ago, people_rows, soon

BATCHES = 3
PEOPLE = 10


class Wave:
    """A wave of three batches of ten; `claim` sends the next one as far as a claim."""

    def __init__(self, folder: Path) -> None:
        self.case = Case(create_register(folder)).open()
        self.case.add(people_rows(BATCHES * PEOPLE))
        self.id = self.case.planned_and_started(batch=PEOPLE).wave_id
        with self.case.register.writing() as connection:
            self.shard = claims.open_shard(connection, self.id, 0, 0, datetime.now(UTC))

    def claim(self) -> str:
        with self.case.register.writing() as connection:
            claim = claims.claim(connection, self.shard, datetime.now(UTC))
        assert isinstance(claim, claims.Claim)
        return claim.request_id

    def accepted(self) -> str:
        request_id = self.claim()
        with self.case.register.writing() as connection:
            outcomes.record_accepted(connection, request_id, "m", datetime.now(UTC))
        return request_id

    def unknown(self) -> str:
        request_id = self.claim()
        with self.case.register.writing() as connection:
            outcomes.record_unknown(connection, request_id, datetime.now(UTC))
        return request_id

    def event(self, request_id: str, state: AttemptState, *positions: int) -> None:
        places = positions or range(PEOPLE)
        with self.case.register.writing() as connection:
            reports = [Report(request_id, position, state) for position in places]
            apply_reports(connection, reports, datetime.now(UTC))

    def settled(self, before: datetime) -> dict[str, int]:
        with self.case.register.writing() as connection:
            wave_sums.settle(connection, self.id, before, datetime.now(UTC))
        return self.case.notice_states(self.id)

    def doubtful(self, before: datetime) -> tuple[str, ...]:
        with self.case.register.reading() as connection:
            standing = wave_sums.standing(connection, self.id, before)
        assert standing.doubtful_people == PEOPLE * len(standing.doubtful_requests)
        return standing.doubtful_requests

    def decide(self, decision: DoubtDecision, *request_ids: str) -> int:
        with self.case.register.writing() as connection:
            return doubts.decide(connection, self.id, request_ids, decision, datetime.now(UTC))


@pytest.fixture
def wave(tmp_path: Path) -> Wave:
    return Wave(tmp_path)


def test_one_event_settles_a_whole_request_in_doubt(wave: Wave) -> None:
    request_id = wave.unknown()
    wave.event(request_id, AttemptState.DELIVERED, 4)
    assert wave.settled(long_ago()) == {"delivered": 1, "in_progress": 9, "planned": 20}
    assert wave.case.attempt_states() == {"delivered": 1, "accepted": 9}


def test_accepted_mail_without_news_counts_after_its_time(wave: Wave) -> None:
    first = wave.accepted()
    wave.event(first, AttemptState.DELIVERED, 0)
    wave.event(first, AttemptState.DEFERRED, 1)
    wave.event(first, AttemptState.BOUNCED, 2)
    assert wave.settled(long_ago())["in_progress"] == 8
    assert wave.settled(soon()) == {
        "delivered": 1,
        "unreached": 1,
        "accepted_unconfirmed": 8,
        "planned": 20,
    }


def test_a_claim_that_nobody_works_on_any_more_is_in_doubt(wave: Wave) -> None:
    stale = wave.claim()
    assert wave.settled(long_ago())["in_progress"] == PEOPLE, "still being sent"
    with wave.case.register.writing() as connection:
        wave.shard = claims.open_shard(connection, wave.id, 0, 0, datetime.now(UTC))
        connection.execute(update(requests).where(requests.c.id == stale).values(state="claimed"))
        connection.execute(update(attempts).values(state="claimed", rank=10))
    assert wave.settled(long_ago()) == {"unknown": PEOPLE, "planned": 20}


def test_doubt_is_offered_when_later_requests_had_events(wave: Wave) -> None:
    in_doubt = wave.unknown()
    later = wave.accepted()
    middle = datetime.now(UTC) - timedelta(milliseconds=1)
    with wave.case.register.writing() as connection:
        for request_id, at in ((in_doubt, -2), (later, 2)):
            connection.execute(
                update(requests)
                .where(requests.c.id == request_id)
                .values(claimed_at=middle + timedelta(hours=at))
            )
    assert wave.doubtful(long_ago()) == (), "its time is not over"
    assert wave.doubtful(middle) == (), "the webhook may just be late"
    wave.event(later, AttemptState.ACCEPTED, 0)
    assert wave.doubtful(middle) == (in_doubt,)


def test_doubt_is_offered_at_last_even_if_no_event_ever_comes(wave: Wave) -> None:
    in_doubt = wave.unknown()
    wave.accepted()
    assert wave.doubtful(soon()) == (in_doubt,)


def test_the_last_request_in_doubt_is_offered_too(wave: Wave) -> None:
    wave.event(wave.accepted(), AttemptState.DELIVERED)
    in_doubt = wave.unknown()
    assert wave.doubtful(soon()) == (in_doubt,)


def test_decided_as_told_the_people_are_settled(wave: Wave) -> None:
    in_doubt = wave.unknown()
    assert wave.decide(DoubtDecision.TOLD, in_doubt) == PEOPLE
    assert wave.decide(DoubtDecision.TOLD, in_doubt) == 0
    assert wave.case.notice_states() == {"settled": PEOPLE, "planned": 20}
    wave.event(in_doubt, AttemptState.BOUNCED, 0)
    assert wave.case.notice_states() == {"settled": 9, "unreached": 1, "planned": 20}


def test_decided_to_send_again_the_people_are_claimed_under_a_new_request(wave: Wave) -> None:
    in_doubt = wave.unknown()
    assert wave.decide(DoubtDecision.SEND_AGAIN, in_doubt) == PEOPLE
    assert wave.case.notice_states() == {"planned": 30}
    again = wave.accepted()
    assert again != in_doubt
    wave.event(in_doubt, AttemptState.ACCEPTED, 0)
    assert wave.case.notice_states() == {"in_progress": PEOPLE, "planned": 20}


def test_who_turns_out_to_be_told_is_not_sent_again(wave: Wave) -> None:
    in_doubt = wave.unknown()
    wave.decide(DoubtDecision.SEND_AGAIN, in_doubt)
    wave.event(in_doubt, AttemptState.DELIVERED, 0, 1)
    assert wave.case.notice_states() == {"delivered": 2, "planned": 28}
    again = wave.accepted()
    wave.event(again, AttemptState.BOUNCED)
    assert wave.case.notice_states() == {"delivered": 2, "unreached": 8, "planned": 20}


def test_a_decision_does_not_touch_who_is_no_longer_in_doubt(wave: Wave) -> None:
    in_doubt = wave.unknown()
    wave.event(in_doubt, AttemptState.DELIVERED)
    wave.settled(long_ago())
    assert wave.decide(DoubtDecision.SEND_AGAIN, in_doubt) == 0
    assert wave.case.notice_states() == {"delivered": PEOPLE, "planned": 20}


def test_a_wave_is_finished_only_when_its_states_add_up(wave: Wave) -> None:
    at = datetime.now(UTC)
    for _ in range(BATCHES - 1):
        wave.event(wave.accepted(), AttemptState.DELIVERED)
    with pytest.raises(NotAllowedError), wave.case.register.writing() as connection:
        wave_sums.finish(connection, wave.id, at)
    wave.event(wave.accepted(), AttemptState.DELIVERED)
    with wave.case.register.writing() as connection:
        assert wave_sums.standing(connection, wave.id, at).adds_up
        assert wave_sums.finish(connection, wave.id, at)
        assert not wave_sums.finish(connection, wave.id, at)
        row = connection.execute(select(waves.c.state, waves.c.finished_at)).one()
    assert tuple(row) == ("finished", at)


def test_a_lost_notice_keeps_a_wave_from_adding_up(wave: Wave) -> None:
    for _ in range(BATCHES):
        wave.event(wave.accepted(), AttemptState.DELIVERED)
    with wave.case.register.writing() as connection:
        some = select(notices.c.id).limit(1).scalar_subquery()
        connection.execute(update(notices).where(notices.c.id == some).values(wave_id=None))
        assert not wave_sums.standing(connection, wave.id, soon()).adds_up
