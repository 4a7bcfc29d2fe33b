"""Canary, ramp, window and lateness: read and charged in the claim's own transaction."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from domain.notices import AttemptState
from domain.pacing import SLOT, Canary, Pacing, Ramp
from domain.sending_window import SendingWindow
from register import claims, outcomes, senders
from register.claims import Claim, OpenShard
from register.provider_events import Report, apply_reports
from register.senders import Paused, Wait
from register.tables_people import senders as senders_table
from register.tables_people import waves
from register.wave_controls import CanaryState, WaveControl, decide_to_send, read_control
from tests.register_fixtures import SENDER, Case, create_register, people_rows

START = datetime(2026, 1, 13, 1, 0, tzinfo=UTC)  # 10:00 in Japan
MINUTE = timedelta(minutes=1)
CANARY = Canary(
    people=20, wait=30 * MINUTE, most_bounced_per_mille=50, most_complained_per_mille=10
)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    case = Case(create_register(tmp_path)).open()
    case.add(people_rows(200))
    with case.register.writing() as connection:
        senders.ensure_sender(connection, SENDER, 60_000, START)
        connection.execute(update(senders_table).values(refilled_at=START, tokens=10_000.0))
    return case


class Sending:
    """One wave of 200 people in batches of 50, claimed and answered at chosen moments."""

    def __init__(self, case: Case, pacing: Pacing, *, urgent: bool = False) -> None:
        self.case = case
        self.pacing = pacing
        self.wave_id = case.planned_and_started(batch=50).wave_id
        self.decide(START, urgent=urgent)
        self.shard: OpenShard = self._open()

    def _open(self) -> OpenShard:
        with self.case.register.writing() as connection:
            return claims.open_shard(connection, self.wave_id, 0, 0, START)

    def decide(self, now: datetime, *, urgent: bool = False, canary_again: bool = True) -> None:
        with self.case.register.writing() as connection:
            decide_to_send(
                connection,
                self.wave_id,
                self.pacing,
                now,
                urgent=urgent,
                canary_again=canary_again,
            )

    def claim(self, now: datetime) -> Claim | Wait | Paused | None:
        with self.case.register.writing() as connection:
            return claims.claim(connection, self.shard, now)

    def send(self, now: datetime) -> int:
        """Claim and have accepted; how many people."""
        claim = self.claim(now)
        assert isinstance(claim, Claim), claim
        with self.case.register.writing() as connection:
            outcomes.record_accepted(connection, claim.request_id, "m", now)
        self.last = claim
        return claim.people

    def send_all(self, now: datetime) -> list[int]:
        """Send until the pace rests; the sizes of the requests."""
        sizes = []
        while not isinstance(found := self.claim(now), Wait | Paused | None):
            sizes.append(found.people)
            with self.case.register.writing() as connection:
                outcomes.record_accepted(connection, found.request_id, "m", now)
            self.last = found
        return sizes

    def report(self, state: AttemptState, count: int) -> None:
        """So many people of the last request have this reported."""
        reports = [Report(self.last.request_id, position, state) for position in range(count)]
        with self.case.register.writing() as connection:
            apply_reports(connection, reports, START)

    def control(self) -> WaveControl:
        with self.case.register.reading() as connection:
            control = read_control(connection, self.wave_id)
        assert control is not None
        return control


def test_the_canary_goes_first_then_everybody_waits_then_the_rest_goes(case: Case) -> None:
    sending = Sending(case, Pacing(canary=CANARY))
    assert sending.send(START) == 20
    assert sending.claim(START) == Wait(30 * 60.0)
    assert sending.claim(START + 29 * MINUTE) == Wait(60.0)
    sending.report(AttemptState.DELIVERED, 20)
    assert sending.send_all(START + 30 * MINUTE) == [30, 50, 50, 50]
    assert sending.control().canary is CanaryState.PASSED
    assert sending.claim(START + 31 * MINUTE) is None


@pytest.mark.parametrize(
    ("state", "count", "why"),
    [
        (AttemptState.BOUNCED, 2, "bounced"),
        (AttemptState.DROPPED, 2, "bounced"),
        (AttemptState.COMPLAINED, 1, "complained"),
        (AttemptState.DELIVERED, 0, "silent"),
    ],
)
def test_a_bad_canary_pauses_the_wave_with_its_figures(
    case: Case, state: AttemptState, count: int, why: str
) -> None:
    sending = Sending(case, Pacing(canary=CANARY))
    sending.send(START)
    sending.report(state, count)
    assert isinstance(sending.claim(START), Wait)
    assert isinstance(sending.claim(START + 30 * MINUTE), Paused)
    paused = sending.control().paused
    assert paused is not None
    assert (paused["why"], paused["sent"]) == (why, 20)
    assert isinstance(sending.claim(START + 99 * MINUTE), Paused), "until a person decides"

    sending.decide(START + 100 * MINUTE, canary_again=False)
    assert sending.send_all(START + 100 * MINUTE) == [30, 50, 50, 50]


def test_a_canary_of_a_provider_that_reports_no_deliveries_may_be_silent(case: Case) -> None:
    with case.register.writing() as connection:
        connection.execute(update(senders_table).values(reports_deliveries=False))
    sending = Sending(case, Pacing(canary=CANARY))
    sending.send(START)
    assert isinstance(sending.claim(START), Wait)
    assert sending.send(START + 30 * MINUTE) == 30


def test_a_ramp_lets_more_go_each_quarter_and_never_more_than_the_desk_can_take(
    case: Case,
) -> None:
    sending = Sending(case, Pacing(ramp=Ramp(people_an_hour=80, growth_percent=100)))
    assert sending.send_all(START) == [20]
    assert sending.claim(START) == Wait(SLOT.total_seconds())
    assert sending.send_all(START + SLOT) == [20]
    assert sending.send_all(START + 4 * SLOT) == [10, 50, 20], "two quarters, then a double one"
    with case.register.writing() as connection:
        decide_to_send(connection, sending.wave_id, sending.pacing, START, urgent=False, desk_cap=8)
    assert sending.send_all(START) == [2]


def test_rates_stop_a_ramp_as_well(case: Case) -> None:
    ramp = Ramp(people_an_hour=240)
    sending = Sending(case, Pacing(canary=CANARY, ramp=ramp))
    sending.send(START)
    sending.report(AttemptState.DELIVERED, 20)
    assert isinstance(sending.claim(START), Wait)
    later = START + 30 * MINUTE
    assert sending.send_all(later) == [30, 30]
    sending.report(AttemptState.BOUNCED, 10)
    assert isinstance(sending.claim(later + MINUTE), Wait)
    assert isinstance(sending.claim(later + SLOT), Paused)


def test_outside_its_window_a_wave_waits_and_past_it_asks_again(case: Case) -> None:
    pacing = Pacing(window=SendingWindow(since="10:30", until="12:00"))
    sending = Sending(case, pacing)
    assert sending.claim(START) == Wait(30 * 60.0)
    assert sending.send(START + 30 * MINUTE) == 50
    assert isinstance(sending.claim(START + 120 * MINUTE), Paused)
    paused = sending.control().paused
    assert paused == {"why": "window_over"}
    assert isinstance(sending.claim(START + timedelta(days=1)), Paused), "not by itself next day"

    sending.decide(START + 121 * MINUTE)
    assert isinstance(sending.claim(START + 121 * MINUTE), Wait)
    assert sending.send(START + timedelta(days=1, minutes=30)) == 50


def test_an_urgent_wave_goes_at_any_hour(case: Case) -> None:
    pacing = Pacing(window=SendingWindow(since="20:00", until="21:00"))
    sending = Sending(case, pacing, urgent=True)
    assert sending.send_all(START) == [50, 50, 50, 50]


def test_after_an_outage_a_wave_asks_but_not_after_a_wait_of_its_own(case: Case) -> None:
    pacing = Pacing(late_after=timedelta(hours=2), ramp=Ramp(people_an_hour=200))
    sending = Sending(case, pacing)
    assert sending.send_all(START) == [50]
    assert sending.send(START + timedelta(hours=2)) == 50
    assert isinstance(sending.claim(START + timedelta(hours=4, minutes=1)), Paused)
    assert sending.control().paused == {"why": "late"}


def test_a_waiting_request_is_not_repeated_once_its_window_is_over(case: Case) -> None:
    pacing = Pacing(window=SendingWindow(since="09:00", until="10:30"))
    sending = Sending(case, pacing)
    claim = sending.claim(START)
    assert isinstance(claim, Claim)
    with case.register.writing() as connection:
        outcomes.record_waiting(connection, claim.request_id)
        late = claims.reclaim(connection, sending.shard, claim.request_id, START + 31 * MINUTE)
    assert isinstance(late, Paused)


def test_a_sender_that_takes_one_person_a_request_gets_no_more(case: Case) -> None:
    with case.register.writing() as connection:
        senders.ensure_sender(connection, SENDER, 60_000, START, people_a_request=1)
    sending = Sending(case, Pacing())
    assert [sending.send(START) for _ in range(3)] == [1, 1, 1]


def test_who_was_put_off_goes_to_the_end_and_rests_and_is_given_up_in_the_end(case: Case) -> None:
    sending = Sending(case, Pacing())

    def put_off(now: datetime) -> None:
        claim = sending.claim(now)
        assert isinstance(claim, Claim)
        with case.register.writing() as connection:
            outcomes.record_put_off(connection, claim.request_id, now)

    put_off(START)
    assert sending.send_all(START) == [50, 50, 50], "nobody else waits for it"
    assert sending.claim(START) == Wait(600.0)
    for turn in range(1, 4):
        assert case.notice_states()["planned"] == 50
        put_off(START + turn * 10 * MINUTE)
    assert sending.claim(START + 40 * MINUTE) is None
    assert case.notice_states() == {"in_progress": 150, "unreached": 50}


def test_mail_that_cannot_arrive_is_unreached_at_once(case: Case) -> None:
    sending = Sending(case, Pacing())
    claim = sending.claim(START)
    assert isinstance(claim, Claim)
    with case.register.writing() as connection:
        outcomes.record_undeliverable(connection, claim.request_id, START)
    assert case.notice_states() == {"planned": 150, "unreached": 50}


def test_another_sender_takes_over_and_the_old_shard_is_stale(case: Case) -> None:
    sending = Sending(case, Pacing())
    sending.send(START)
    with case.register.writing() as connection:
        senders.ensure_sender(connection, "smtp", 600, START)
        wave = select(waves.c.sender_id)
        assert connection.execute(wave).scalar_one() == SENDER
        connection.execute(update(waves).values(sender_id="smtp"))
    with pytest.raises(claims.StaleEpochError):
        sending.claim(START)
