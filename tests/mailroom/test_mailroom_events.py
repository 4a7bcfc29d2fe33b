"""Signed events: what is posted, in which order, and until when."""

import base64
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from sendgrid.helpers.eventwebhook import EventWebhook, EventWebhookHeader

from mailroom.behaviour import Behaviour
from mailroom.outcomes import Outcome, outcome_of
from tests.mailroom.mailroom_runner import (
    EventReceiver,
    RunningMailroom,
    mail,
    person,
    running_mailroom,
    wait_until,
)


def wait_until_told(mailroom: RunningMailroom) -> None:
    wait_until(lambda: mailroom.status()["events_pending"] == 0)


def names(receiver: EventReceiver) -> list[str]:
    return [event["event"] for event in receiver.taken()]


def test_official_helper_verifies_the_signature(tmp_path: Path, receiver: EventReceiver) -> None:
    with running_mailroom(tmp_path, receiver.url) as mailroom:
        mailroom.send(mail(person(0, custom_args={"note": "漢字"})))
        wait_until_told(mailroom)
        public_key = mailroom.http.get("/public-key").text
    (post,) = receiver.posts
    signature = post.headers[EventWebhookHeader.SIGNATURE]
    timestamp = post.headers[EventWebhookHeader.TIMESTAMP]
    helper = EventWebhook(public_key)
    assert helper.verify_signature(post.body.decode(), signature, timestamp)
    assert not helper.verify_signature(post.body.decode() + " ", signature, timestamp)
    assert not helper.verify_signature(post.body.decode(), signature, str(int(timestamp) + 1))
    assert base64.b64decode(public_key, validate=True)[0] == 0x30  # DER, no PEM frame


def test_signing_key_is_private_to_its_owner(tmp_path: Path) -> None:
    with running_mailroom(tmp_path):
        assert (tmp_path / "event-signing-key.pem").stat().st_mode & 0o777 == 0o600


def test_events_carry_flattened_custom_args(tmp_path: Path, receiver: EventReceiver) -> None:
    body = mail(
        person(0, custom_args={"attempt": "A1", "event": "forged"}),
        custom_args={"incident": "I1", "attempt": "none"},
        categories=["notice"],
    )
    with running_mailroom(tmp_path, receiver.url) as mailroom:
        message_id = mailroom.send(body).headers["X-Message-Id"]
        wait_until_told(mailroom)
    processed, delivered = receiver.taken()
    assert (processed["event"], delivered["event"]) == ("processed", "delivered")
    for event in (processed, delivered):
        assert event["email"] == "person0@example.jp"
        assert (event["incident"], event["attempt"]) == ("I1", "A1")
        assert event["category"] == ["notice"]
        assert event["sg_message_id"].startswith(f"{message_id}.")
        assert isinstance(event["timestamp"], int)
    assert processed["sg_event_id"] != delivered["sg_event_id"]


def test_each_outcome_tells_its_events_in_order(tmp_path: Path, receiver: EventReceiver) -> None:
    expected = {
        "seed": ["processed", "delivered"],
        "bounce_per_mille": ["processed", "bounce"],
        "block_per_mille": ["processed", "bounce"],
        "drop_per_mille": ["dropped"],
        "defer_per_mille": ["processed", "deferred", "delivered"],
        "complaint_per_mille": ["processed", "delivered", "spamreport"],
    }
    with running_mailroom(tmp_path, receiver.url) as mailroom:
        for behaviour in expected:
            mailroom.behave(**{behaviour: 1_000})
            mailroom.send(mail(person(0, custom_args={"behaviour": behaviour})))
        wait_until_told(mailroom)
    told: dict[str, list[str]] = {behaviour: [] for behaviour in expected}
    for event in receiver.taken():
        told[event["behaviour"]].append(event["event"])
    assert told == expected


def test_bounces_say_type_reason_and_status(tmp_path: Path, receiver: EventReceiver) -> None:
    with running_mailroom(tmp_path, receiver.url) as mailroom:
        for behaviour in ("bounce_per_mille", "block_per_mille"):
            mailroom.behave(**{behaviour: 1_000})
            mailroom.send(mail())
            wait_until_told(mailroom)
    bounce, blocked = [event for event in receiver.taken() if event["event"] == "bounce"]
    assert (bounce["type"], bounce["status"], blocked["type"]) == ("bounce", "5.1.1", "blocked")
    assert bounce["reason"]
    assert blocked["reason"]


def test_bypassing_the_bounce_list_delivers(tmp_path: Path, receiver: EventReceiver) -> None:
    bypass = {"mail_settings": {"bypass_list_management": {"enable": True}}}
    everything_drops = Behaviour(drop_per_mille=1_000)
    with running_mailroom(tmp_path, receiver.url, behaviour=everything_drops) as mailroom:
        mailroom.send(mail(**bypass))
        wait_until_told(mailroom)
    assert names(receiver) == ["processed", "delivered"]


def test_shares_are_about_right_and_agree_between_runs() -> None:
    behaviour = Behaviour(bounce_per_mille=50, drop_per_mille=20, complaint_per_mille=5)
    addresses = [f"person{number}@example.jp" for number in range(20_000)]

    def outcomes(seed: int) -> list[Outcome]:
        seeded = behaviour.model_copy(update={"seed": seed})
        return [outcome_of(address, seeded, bypass_bounce_list=False) for address in addresses]

    counts = Counter(outcomes(0))
    assert 850 < counts[Outcome.BOUNCED] < 1_150
    assert 310 < counts[Outcome.DROPPED] < 490
    assert 60 < counts[Outcome.COMPLAINED] < 140
    assert outcomes(0) == outcomes(0)
    assert outcomes(0) != outcomes(1)


def test_refused_posts_are_retried_with_growing_gaps(
    tmp_path: Path, receiver: EventReceiver
) -> None:
    receiver.next_answers.extend([500, 302, 404, 200])
    with running_mailroom(tmp_path, receiver.url, retry_base_seconds=0.05) as mailroom:
        mailroom.send(mail())
        wait_until_told(mailroom)
        assert mailroom.status()["events_posted"] == 2
    assert [post.answered for post in receiver.posts] == [500, 302, 404, 200]
    assert len({post.body for post in receiver.posts}) == 1
    gaps = [later.at - earlier.at for earlier, later in pairwise(receiver.posts)]
    assert all(gap >= least for gap, least in zip(gaps, (0.05, 0.1, 0.2), strict=True))


def test_events_wait_for_a_receiver_that_is_down_and_survive_a_restart(
    tmp_path: Path, receiver: EventReceiver
) -> None:
    with running_mailroom(tmp_path, is_started_again=True) as mailroom:
        mailroom.send(mail(person(0), person(1)))
        assert mailroom.status()["events_pending"] == 4
    with running_mailroom(tmp_path, receiver.url) as mailroom:
        wait_until_told(mailroom)
        assert mailroom.status()["events_posted"] == 4
    assert Counter(names(receiver)) == {"processed": 2, "delivered": 2}


def test_held_events_go_out_when_they_are_let_go(tmp_path: Path, receiver: EventReceiver) -> None:
    holding = Behaviour(hold_events=True)
    with running_mailroom(tmp_path, receiver.url, behaviour=holding) as mailroom:
        mailroom.send(mail())
        with pytest.raises(AssertionError):
            wait_until(lambda: bool(receiver.posts), seconds=0.4)
        mailroom.behave()
        wait_until_told(mailroom)
    assert names(receiver) == ["processed", "delivered"]


def test_duplicate_events_have_other_ids(tmp_path: Path, receiver: EventReceiver) -> None:
    doubling = Behaviour(duplicate_events=True)
    with running_mailroom(tmp_path, receiver.url, behaviour=doubling) as mailroom:
        mailroom.send(mail())
        wait_until_told(mailroom)
        assert mailroom.status()["events_posted"] == 4
    events = receiver.taken()
    assert Counter(event["event"] for event in events) == {"processed": 2, "delivered": 2}
    assert len({event["sg_event_id"] for event in events}) == 4
    assert len({event["sg_message_id"] for event in events}) == 1


def test_duplicate_events_may_be_old(tmp_path: Path, receiver: EventReceiver) -> None:
    doubling = Behaviour(duplicate_events=True, duplicate_age_seconds=7_200)
    with running_mailroom(tmp_path, receiver.url, behaviour=doubling) as mailroom:
        mailroom.send(mail())
        wait_until_told(mailroom)
    first, second = receiver.posts
    signed = [int(post.headers[EventWebhookHeader.TIMESTAMP]) for post in (first, second)]
    assert 7_199 <= signed[0] - signed[1] <= 7_202
    times = [event["timestamp"] for event in receiver.taken()]
    assert times == [times[0], times[0], times[0] - 7_200, times[0] - 7_200]


def test_shuffled_events_are_the_same_events(tmp_path: Path, receiver: EventReceiver) -> None:
    shuffling = Behaviour(shuffle_events=True, duplicate_events=True)
    with running_mailroom(tmp_path, receiver.url, behaviour=shuffling) as mailroom:
        mailroom.send(mail(*[person(number) for number in range(20)]))
        wait_until_told(mailroom)
    told = Counter((event["email"], event["event"]) for event in receiver.taken())
    assert set(told.values()) == {2}
    assert len(told) == 40
    first_told = {event["email"]: event["event"] for event in reversed(receiver.taken())}
    assert set(first_told.values()) == {"processed", "delivered"}, "some came in the wrong order"


def test_forged_posts_say_bounce_under_a_key_that_nobody_knows(
    tmp_path: Path, receiver: EventReceiver
) -> None:
    receiver.next_answers.append(403)
    with running_mailroom(
        tmp_path, receiver.url, behaviour=Behaviour(forged_events=True)
    ) as mailroom:
        mailroom.send(mail())
        wait_until_told(mailroom)
        counts = mailroom.status()
        assert (counts["forged_refused"], counts["forged_taken"]) == (1, 0)
        key = mailroom.http.get("/public-key").text
    forged, right = receiver.posts
    helper = EventWebhook(key)
    verified = [
        helper.verify_signature(
            post.body.decode(),
            post.headers[EventWebhookHeader.SIGNATURE],
            post.headers[EventWebhookHeader.TIMESTAMP],
        )
        for post in (forged, right)
    ]
    assert verified == [False, True]
    assert {event["event"] for event in forged.events()} == {"bounce"}


def test_delayed_events_come_later(tmp_path: Path, receiver: EventReceiver) -> None:
    with running_mailroom(
        tmp_path, receiver.url, behaviour=Behaviour(event_delay_ms=400)
    ) as mailroom:
        begun = time.monotonic()
        mailroom.send(mail())
        wait_until_told(mailroom)
        assert time.monotonic() - begun >= 0.4
    assert names(receiver) == ["processed", "delivered"]


@pytest.mark.parametrize("size", [1, 7, 500])
def test_posts_hold_at_most_the_set_number_of_events(
    tmp_path: Path, receiver: EventReceiver, size: int
) -> None:
    with running_mailroom(tmp_path, receiver.url, events_per_post=size) as mailroom:
        mailroom.send(mail(*[person(number) for number in range(30)]))
        wait_until_told(mailroom)
    assert max(len(post.events()) for post in receiver.posts) <= size
    events = receiver.taken()
    assert len({event["sg_event_id"] for event in events}) == len(events) == 60


def test_scheduled_mail_waits_for_its_time(tmp_path: Path, receiver: EventReceiver) -> None:
    send_at = int(time.time()) + 2
    with running_mailroom(tmp_path, receiver.url) as mailroom:
        mailroom.send(mail(person(0, send_at=send_at), person(1)))
        wait_until(lambda: len(receiver.taken()) == 4)
        assert time.time() >= send_at
    assert [event["email"] for event in receiver.taken()][:2] == ["person1@example.jp"] * 2


def test_holding_also_stops_a_post_that_is_being_retried(
    tmp_path: Path, receiver: EventReceiver
) -> None:
    receiver.next_answers.extend([503] * 1_000)
    with running_mailroom(tmp_path, receiver.url, retry_most_seconds=0.02) as mailroom:
        mailroom.send(mail(*[person(number) for number in range(600)]))  # for both posts in flight
        wait_until(lambda: len({post.body for post in receiver.posts}) == 2)
        mailroom.behave(hold_events=True)
        time.sleep(0.1)
        posts = len(receiver.posts)
        time.sleep(0.2)
        assert len(receiver.posts) == posts
        receiver.next_answers.clear()
        mailroom.behave()
        wait_until_told(mailroom)
    assert Counter(names(receiver)) == {"processed": 600, "delivered": 600}
