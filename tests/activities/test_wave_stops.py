"""Pause, cancel, resume and another sender, against a real mailroom while shards are sent."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from temporalio.exceptions import ApplicationError
from ulid import ULID

from contracts.wave_payloads import ShardResult, WaveGate
from domain.pacing import Canary, Pacing
from register import commands, pausing
from register.audit import AuditLine, read
from register.desk_tests import SenderStatement, record_sender_statement
from register.refusals import NotAllowedError
from register.senders import ensure_sender
from register.tables_people import waves
from register.wave_controls import decide_to_send, read_control
from tests.activities.wave_runner import WaveRunner, running_intake
from tests.mailroom.mailroom_runner import RunningMailroom, wait_until
from tests.register_fixtures import AT, Case, long_ago, people_rows

LONGEST = 5.0


def canary_of(people: int, *, wait: timedelta = timedelta(hours=1), worst: int = 1_000) -> Pacing:
    canary = Canary(
        people=people, wait=wait, most_bounced_per_mille=worst, most_complained_per_mille=worst
    )
    return Pacing(canary=canary)


def act_of(case: Case, wave_id: str, reason: str = "counsel asks to wait") -> pausing.Pausing:
    return pausing.Pausing(case.incident_id, wave_id, str(ULID()), "commander", reason, AT)


@contextmanager
def being_sent(runner: WaveRunner, wave_id: str, shards: int) -> Iterator[list[ShardResult]]:
    """Shards on their way, each in a thread; the results are there at the end of the body."""
    results: list[ShardResult] = []
    threads = [
        threading.Thread(target=lambda n=shard: results.append(runner.send(wave_id, n)))
        for shard in range(shards)
    ]
    for thread in threads:
        thread.start()
    yield results
    for thread in threads:
        thread.join(20)


def gate(case: Case, wave_id: str, **more: Any) -> WaveGate:
    return WaveGate(incident_id=case.incident_id, wave_id=wave_id, actor="commander", at=AT, **more)


def with_reason(case: Case, command_id: str, reason: str) -> None:
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        words = {"reason": reason}
        commands.deposit(
            connection, sealer, case.incident_id, command_id, "cancel_wave", "commander", words
        )


def test_no_request_leaves_after_a_pause_has_returned(
    case: Case, mailroom: RunningMailroom, runner: WaveRunner
) -> None:
    case.add(people_rows(200))
    plan = case.planned_and_started(batch=5, shard=100)
    mailroom.behave(answer_delay_ms=40)
    with being_sent(runner, plan.wave_id, plan.shards) as results:
        wait_until(lambda: mailroom.status()["messages"] >= 20)
        pausing.pause_now(case.register, act_of(case, plan.wave_id))
        assert pausing.wait_until_still(case.register, plan.wave_id, LONGEST) == 0
        at_the_return = mailroom.status()
        time.sleep(0.4)
        assert mailroom.status() == at_the_return
    assert [result.paused for result in results] == ["a person paused this wave"] * 2
    so_far = pausing.how_far(case.register, plan.wave_id)
    assert so_far.out == at_the_return["messages"] < 200
    assert so_far.out + so_far.left == 200
    (line,) = lines_of(case, "pause_wave")
    assert line.detail["reason"] == "counsel asks to wait"

    mailroom.behave()
    runner.activities.resume_sender(gate(case, plan.wave_id))
    for shard in range(plan.shards):
        assert not runner.send(plan.wave_id, shard).paused
    assert mailroom.status()["messages"] == 200
    assert mailroom.status()["duplicates"] == 0


def set_up_second(case: Case) -> None:
    """Another sender, of which somebody has stated that it is outside the incident."""
    with case.register.writing() as connection:
        ensure_sender(connection, "second", 100_000, AT)
        sealer = case.register.sealer(case.incident_id, connection)
        outside = SenderStatement(outside=True, recorded_at=AT, recorded_by="counsel", words={})
        record_sender_statement(connection, sealer, case.incident_id, "second", outside)


def lines_of(case: Case, action: str) -> list[AuditLine]:
    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        found = read(connection, sealer, case.incident_id)
    return [line for line in found if line.action == action]


def test_a_wave_that_is_not_sent_cannot_be_paused_and_the_attempt_is_audited(case: Case) -> None:
    case.add(people_rows(5))
    plan = case.plan(case.plan_input())
    with pytest.raises(NotAllowedError, match="not being sent"):
        pausing.pause_now(case.register, act_of(case, plan.wave_id))
    assert [line.outcome for line in lines_of(case, "pause_wave")] == ["refused"]


def test_cancelling_half_way_gives_up_the_rest_and_settles_what_is_out(
    case: Case, mailroom: RunningMailroom, runner: WaveRunner, intake_port: int
) -> None:
    mailroom.behave(bounce_per_mille=200)
    case.add(people_rows(40))
    plan = case.planned_and_started(batch=10)
    with case.register.writing() as connection:
        decide_to_send(connection, plan.wave_id, canary_of(20), AT, urgent=False)
    result = runner.send(plan.wave_id)
    assert (result.messages, result.remaining, result.paused) == (20, 20, "")
    assert result.not_before is not None

    act = runner.fall_back(plan.wave_id)
    with_reason(case, act.command_id, "wrong text")
    assert runner.activities.cancel_wave(act).notices == 20
    assert runner.activities.cancel_wave(act).notices == 0, "a repeated activity"
    assert runner.send(plan.wave_id).messages == 20, "nobody further"
    again = runner.fall_back(plan.wave_id)
    with_reason(case, again.command_id, "once more")
    with pytest.raises(ApplicationError, match="cancelled already"):
        runner.activities.cancel_wave(again)
    with pytest.raises(ApplicationError, match="cancelled"):
        runner.activities.resume_sender(gate(case, plan.wave_id))

    with running_intake(case.register, mailroom.http.get("/public-key").text, intake_port):
        wait_until(lambda: mailroom.status()["events_pending"] == 0, 20)
    standing = runner.settle(plan.wave_id, long_ago())
    assert standing.states.keys() == {"delivered", "cancelled"}, "no letter follows a bounce"
    assert standing.states["cancelled"] > 20
    assert runner.activities.finish_wave(runner.ref(plan.wave_id)).adds_up


def test_a_suspended_account_moves_only_the_unclaimed_to_another_sender(
    case: Case, mailroom: RunningMailroom, runner: WaveRunner
) -> None:
    case.add(people_rows(60))
    plan = case.planned_and_started(batch=20)
    mailroom.behave(reset_before_acceptance=1, hold_events=True)
    with case.register.writing() as connection:
        decide_to_send(connection, plan.wave_id, canary_of(20), AT, urgent=False)
    first = runner.send(plan.wave_id)
    assert (first.unknown_requests, first.remaining) == (1, 40)
    with case.register.writing() as connection:
        decide_to_send(connection, plan.wave_id, Pacing(), AT, urgent=False)
    mailroom.behave(suspended=True)
    assert "403" in runner.send(plan.wave_id).paused or "401" in runner.send(plan.wave_id).paused
    assert case.notice_states() == {"unknown": 20, "planned": 40}, "nobody failed"

    with pytest.raises(ApplicationError, match="notices"):
        runner.activities.resume_sender(gate(case, plan.wave_id, sender_id="second"))
    set_up_second(case)
    mailroom.behave()
    moved = gate(case, plan.wave_id, sender_id="second", pacing=canary_of(10))
    runner.activities.resume_sender(moved)
    runner.activities.resume_sender(moved)
    result = runner.send(plan.wave_id)
    assert (result.messages, result.remaining) == (10, 30), "a new sender has a canary of its own"
    assert case.notice_states() == {"unknown": 20, "in_progress": 10, "planned": 30}
    with case.register.reading() as connection:
        assert connection.execute(select(waves.c.sender_id)).scalar_one() == "second"
    assert [line.outcome for line in lines_of(case, "resume_sender")] == ["refused", "done"]


def test_a_resume_after_seeing_the_figures_of_the_canary_does_not_begin_with_another(
    case: Case, mailroom: RunningMailroom, runner: WaveRunner
) -> None:
    mailroom.behave(hold_events=True)
    case.add(people_rows(30))
    plan = case.planned_and_started(batch=10)
    pace = canary_of(10, wait=timedelta(0))
    with case.register.writing() as connection:
        decide_to_send(connection, plan.wave_id, pace, long_ago(), urgent=False)
    assert "webhook" in runner.send(plan.wave_id).paused
    runner.activities.resume_sender(gate(case, plan.wave_id, pacing=pace))
    assert runner.send(plan.wave_id).messages == 30
    with case.register.reading() as connection:
        control = read_control(connection, plan.wave_id)
    assert control is not None
    assert control.paused is None
    assert mailroom.status()["messages"] == 30


def test_one_request_a_person_is_a_batch_size_like_any_other(
    case: Case, mailroom: RunningMailroom, runner: WaveRunner
) -> None:
    case.add(people_rows(12))
    plan = case.planned_and_started(batch=1)
    assert runner.send(plan.wave_id).requests == 12
    assert mailroom.status()["messages"] == 12
