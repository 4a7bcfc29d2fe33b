import html
import logging
from pathlib import Path

import pytest
from sqlalchemy import select, update
from temporalio.exceptions import ApplicationError, CancelledError

from contracts.wave_payloads import SendShard
from register.person_rows import PersonRow
from register.tables_people import notices, people, waves
from sealing.errors import SealBroken
from tests.activities.wave_runner import (
    WaveRunner,
    resume,
    running_intake,
    states_of_requests,
)
from tests.mailroom.mailroom_runner import KEY, RunningMailroom, wait_until
from tests.register_fixtures import (
    AT,
    Case,
    long_ago,
    people_rows,
    soon,
)


def test_everybody_is_sent_one_mail(
    case: Case, mailroom: RunningMailroom, runner: WaveRunner
) -> None:
    case.add(people_rows(95))
    plan = case.planned_and_started(batch=20, shard=60)
    results = [runner.send(plan.wave_id, shard) for shard in range(plan.shards)]
    assert [result.messages for result in results] == [60, 35]
    assert sum(result.requests for result in results) == 5
    assert all(result.remaining == 0 and not result.paused for result in results)
    assert mailroom.status()["messages"] == 95
    assert mailroom.status()["duplicates"] == 0
    assert case.notice_states() == {"in_progress": 95}
    assert runner.send(plan.wave_id).messages == 60
    assert mailroom.status()["messages"] == 95, "a repeated run sends nothing"


def test_the_reader_sees_own_words_of_a_hostile_name_as_text(
    case: Case, mailroom: RunningMailroom, runner: WaveRunner
) -> None:
    name = "<b>花子</b> {{ 7*7 }}\r\nBcc: x@example.jp \ue000check_code\ue001"
    case.add([PersonRow(1, name, "a..b@keitai.example", items=("氏名", "電話番号"))])
    plan = case.planned_and_started()
    assert runner.send(plan.wave_id).messages == 1
    page = mailroom.http.get("/").text
    assert "a..b" in page
    message = mailroom.http.get("/messages/1").text
    seen = html.unescape(html.unescape(message))
    assert "&lt;b&gt;花子&lt;/b&gt;" in html.unescape(message)
    assert "氏名、電話番号" in seen
    assert "{{ 7*7 }}" in seen
    with case.register.reading() as connection:
        code = connection.execute(select(notices.c.check_code)).scalar_one()
    assert seen.count(code) >= 2, "in text and in HTML"
    assert "\ue000" not in seen
    assert "見本店 お客様窓口" in seen


def test_events_close_the_sums(
    case: Case, mailroom: RunningMailroom, runner: WaveRunner, intake_port: int
) -> None:
    mailroom.behave(bounce_per_mille=200, drop_per_mille=100, duplicate_events=True)
    case.add(
        PersonRow(line, f"見本 {line}", f"p{line}@mail.example.jp", address=f"見本町{line}")
        for line in range(1, 201)
    )
    plan = case.planned_and_started(batch=50)
    key = mailroom.http.get("/public-key").text
    with running_intake(case.register, key, intake_port):
        runner.send(plan.wave_id)
        wait_until(lambda: mailroom.status()["events_pending"] == 0, 20)
    standing = runner.settle(plan.wave_id, long_ago())
    assert standing.states.keys() == {"delivered", "unreached"}
    assert standing.open_mails == 0
    assert standing.letters_to_print == standing.states["unreached"] > 30
    letters = runner.activities.print_letters(runner.fall_back(plan.wave_id))  # type: ignore[arg-type]
    assert letters.letters == standing.letters_to_print
    runner.activities.post_letters(runner.fall_back(plan.wave_id))
    done = runner.activities.finish_wave(runner.ref(plan.wave_id))
    assert done.adds_up
    assert done.states == {
        "delivered": standing.states["delivered"],
        "posted": standing.states["unreached"],
    }


@pytest.mark.parametrize("after", [False, True])
def test_a_lost_answer_is_unknown_and_never_sent_again(
    case: Case, mailroom: RunningMailroom, runner: WaveRunner, *, after: bool
) -> None:
    case.add(people_rows(60))
    plan = case.planned_and_started(batch=20)
    lost = "reset_after_acceptance" if after else "reset_before_acceptance"
    mailroom.behave(**{lost: 1}, hold_events=True)
    result = runner.send(plan.wave_id)
    assert (result.requests, result.unknown_requests, result.remaining) == (3, 1, 0)
    assert states_of_requests(case) == ["unknown", "accepted", "accepted"]
    assert mailroom.status()["messages"] == (60 if after else 40)
    runner.send(plan.wave_id)
    assert mailroom.status()["messages"] == (60 if after else 40)
    assert case.notice_states() == {"unknown": 20, "in_progress": 40}


def test_an_unknown_request_is_sent_again_by_decision_only(
    case: Case, mailroom: RunningMailroom, runner: WaveRunner
) -> None:
    case.add(people_rows(40))
    plan = case.planned_and_started(batch=20)
    mailroom.behave(reset_before_acceptance=1, hold_events=True)
    runner.send(plan.wave_id)
    (doubtful,) = runner.settle(plan.wave_id, soon()).doubtful_requests
    assert runner.decide(plan.wave_id, (doubtful,), "send_again") == 20
    assert runner.decide(plan.wave_id, (doubtful,), "send_again") == 20, "a repeated activity"
    assert runner.send(plan.wave_id).messages == 40
    assert mailroom.status()["duplicates"] == 0
    with pytest.raises(ApplicationError, match="told"):
        runner.decide(plan.wave_id, (doubtful,), "perhaps")


def test_a_slow_answer_is_unknown(case: Case, mailroom: RunningMailroom, tmp_path: Path) -> None:
    case.add(people_rows(5))
    plan = case.planned_and_started()
    mailroom.behave(answer_delay_ms=1_500)
    slow = WaveRunner(case, mailroom.url, tmp_path, timeout_seconds=0.3)
    assert slow.send(plan.wave_id).unknown_requests == 1


def test_heartbeats_carry_batch_and_watermark(
    case: Case, mailroom: RunningMailroom, runner: WaveRunner
) -> None:
    case.add(people_rows(30))
    plan = case.planned_and_started(batch=10)
    result = runner.send(plan.wave_id)
    assert runner.heartbeats == [(0, 0), (1, 1), (2, 2), (3, 3)]
    assert result.watermark == 3


def test_a_register_restored_from_an_old_backup_stops_the_wave(
    case: Case, mailroom: RunningMailroom, runner: WaveRunner
) -> None:
    case.add(people_rows(30))
    plan = case.planned_and_started(batch=10)
    with pytest.raises(ApplicationError) as caught:
        runner.send(plan.wave_id, watermark=7)
    assert (caught.value.type, caught.value.non_retryable) == ("RegisterBehind", True)
    environment = runner.environment()
    environment.info = type(environment.info)(
        **{**vars(environment.info), "heartbeat_details": [2, 7]}
    )
    task = SendShard(
        incident_id=case.incident_id, wave_id=plan.wave_id, shard=0, watermark=0, at=AT
    )
    with pytest.raises(ApplicationError):
        environment.run(runner.activities.send_shard, task)
    assert mailroom.status()["messages"] == 0


def test_a_cancellation_stops_between_two_requests(
    case: Case, mailroom: RunningMailroom, runner: WaveRunner
) -> None:
    case.add(people_rows(30))
    plan = case.planned_and_started(batch=10)
    environment = runner.environment()

    def cancel_at_the_first_batch(*details: int) -> None:
        if details[0] == 1:
            environment.cancel()

    environment.on_heartbeat = cancel_at_the_first_batch
    task = SendShard(
        incident_id=case.incident_id, wave_id=plan.wave_id, shard=0, watermark=0, at=AT
    )
    with pytest.raises(CancelledError):
        environment.run(runner.activities.send_shard, task)
    assert mailroom.status()["messages"] == 10
    assert states_of_requests(case) == ["accepted"]


def test_words_that_ask_for_what_a_mail_does_not_hold_pause_the_sender(
    case: Case, mailroom: RunningMailroom, runner: WaveRunner
) -> None:
    case.add(people_rows(10))
    plan = case.planned_and_started()
    with case.register.writing() as connection:
        connection.execute(update(waves).values(mail_document_id=case.letter_document_id))
    assert "no value for the field" in runner.send(plan.wave_id).paused
    assert case.notice_states() == {"planned": 10}
    assert mailroom.status()["requests"] == 0


def test_values_that_cannot_be_opened_undo_the_claim(
    case: Case, mailroom: RunningMailroom, runner: WaveRunner
) -> None:
    case.add(people_rows(10))
    plan = case.planned_and_started()
    with case.register.writing() as connection:
        connection.execute(update(people).values(name=b"broken"))
    with pytest.raises(SealBroken):
        runner.send(plan.wave_id)
    assert case.notice_states() == {"planned": 10}
    assert mailroom.status()["requests"] == 0


def test_nothing_about_a_person_is_logged(
    case: Case,
    mailroom: RunningMailroom,
    runner: WaveRunner,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    case.add([PersonRow(1, "見本 花子", "hanako@mail.example.jp")])
    plan = case.planned_and_started()
    mailroom.behave(answer_next=[400])
    runner.send(plan.wave_id)
    resume(case)
    runner.send(plan.wave_id)
    assert mailroom.status()["messages"] == 1
    # The mailroom runs in this very process; what counts is what our side says.
    ours = [
        r.getMessage() for r in caplog.records if not r.name.startswith(("uvicorn", "mailroom"))
    ]
    assert not [line for line in ours if "hanako" in line or "花子" in line or KEY in line]
