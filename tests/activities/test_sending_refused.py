from pathlib import Path

import pytest
from temporalio.exceptions import ApplicationError

from register import senders
from tests.activities.wave_runner import (
    WaveRunner,
    free_port,
    resume,
)
from tests.mailroom.mailroom_runner import RunningMailroom
from tests.register_fixtures import (
    AT,
    SENDER,
    Case,
    people_rows,
)


@pytest.mark.parametrize("answers", [[500], [503, 500, 502], [429], [429, 500, 429, 503]])
def test_answers_of_refusal_are_tried_again_under_the_same_claim(
    case: Case, mailroom: RunningMailroom, runner: WaveRunner, answers: list[int]
) -> None:
    case.add(people_rows(40))
    plan = case.planned_and_started(batch=20)
    mailroom.behave(answer_next=answers, rate_limit_reset_seconds=0)
    result = runner.send(plan.wave_id)
    assert (result.messages, result.unknown_requests, result.requests) == (40, 0, 2)
    assert mailroom.status()["duplicates"] == 0
    assert mailroom.status()["messages"] == 40


def test_a_gateway_that_gave_up_leaves_the_outcome_unknown(
    case: Case, mailroom: RunningMailroom, runner: WaveRunner
) -> None:
    case.add(people_rows(5))
    plan = case.planned_and_started()
    mailroom.behave(answer_next=[504])
    assert runner.send(plan.wave_id).unknown_requests == 1


def test_a_provider_out_of_order_fails_for_now_and_leaves_everybody_unclaimed(
    case: Case, mailroom: RunningMailroom, runner: WaveRunner
) -> None:
    case.add(people_rows(40))
    plan = case.planned_and_started(batch=20)
    mailroom.behave(answer_next=[500] * 4)
    with pytest.raises(ApplicationError) as caught:
        runner.send(plan.wave_id)
    assert (caught.value.type, caught.value.non_retryable) == ("ProviderUnavailable", False)
    assert case.notice_states() == {"planned": 40}
    assert runner.send(plan.wave_id).messages == 40


def test_a_refused_connection_leaves_everybody_unclaimed(case: Case, tmp_path: Path) -> None:
    case.add(people_rows(10))
    plan = case.planned_and_started()
    runner = WaveRunner(case, f"http://127.0.0.1:{free_port()}", tmp_path)
    with pytest.raises(ApplicationError, match="cannot be reached"):
        runner.send(plan.wave_id)
    assert case.notice_states() == {"planned": 10}


@pytest.mark.parametrize("status", [401, 403, 400, 413])
def test_a_refusal_pauses_the_sender_and_marks_nobody(
    case: Case, mailroom: RunningMailroom, runner: WaveRunner, status: int
) -> None:
    case.add(people_rows(40))
    plan = case.planned_and_started(batch=20)
    mailroom.behave(answer_next=[status])
    result = runner.send(plan.wave_id)
    assert str(status) in result.paused
    assert (result.remaining, result.messages, result.unknown_requests) == (40, 0, 0)
    assert case.notice_states() == {"planned": 40}
    assert runner.send(plan.wave_id).paused == result.paused, "until somebody resumes"
    assert mailroom.status()["messages"] == 0
    resume(case)
    assert runner.send(plan.wave_id).messages == 40


def test_lost_answers_in_a_row_pause_the_sender(
    case: Case, mailroom: RunningMailroom, runner: WaveRunner
) -> None:
    case.add(people_rows(80))
    plan = case.planned_and_started(batch=10)
    mailroom.behave(reset_before_acceptance=20)
    result = runner.send(plan.wave_id)
    assert "in a row" in result.paused
    assert (result.unknown_requests, result.remaining) == (5, 30)


def test_a_pause_by_hand_stops_before_the_next_claim(
    case: Case, mailroom: RunningMailroom, runner: WaveRunner
) -> None:
    case.add(people_rows(30))
    plan = case.planned_and_started(batch=10)
    with case.register.writing() as connection:
        senders.pause_sender(connection, SENDER, "counsel asks to wait", AT)
    result = runner.send(plan.wave_id)
    assert (result.paused, result.remaining, result.requests) == ("counsel asks to wait", 30, 0)
