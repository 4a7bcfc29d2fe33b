"""Mail Send over real HTTP: answers, what is kept, bad days, the official client."""

import sqlite3
import time
import zlib
from pathlib import Path
from typing import Any

import httpx
import pytest
import sendgrid
from python_http_client.exceptions import BadRequestsError, TooManyRequestsError

from mailroom.mail_send import TOO_MANY_BYTES
from tests.mailroom.mailroom_runner import KEY, mail, person, running_mailroom


def test_acceptance_has_an_empty_body_and_an_id(tmp_path: Path) -> None:
    with running_mailroom(tmp_path) as mailroom:
        answer = mailroom.send(mail(person(0), person(1)))
        assert answer.status_code == 202
        assert answer.content == b""
        assert answer.headers["X-Message-Id"]
        assert mailroom.status() == {
            "forged_refused": 0,
            "forged_taken": 0,
            "null_bytes": 0,
            "null_requests": 0,
            "requests": 1,
            "refused": 0,
            "messages": 2,
            "duplicates": 0,
            "events_posted": 0,
            "events_pending": 4,
        }


def test_one_double_refuses_the_whole_request(tmp_path: Path) -> None:
    people = [person(n) for n in range(999)]
    with running_mailroom(tmp_path) as mailroom:
        answer = mailroom.send(mail(*people, {"to": [{"email": "Person7@example.jp"}]}))
        assert answer.status_code == 400
        (error,) = answer.json()["errors"]
        assert error["field"] == "personalizations.999.to.0.email"
        assert error.keys() == {"message", "field", "help"}
        counts = mailroom.status()
        assert (counts["refused"], counts["messages"]) == (1, 0)


def test_wrong_or_missing_key_is_401(tmp_path: Path) -> None:
    with running_mailroom(tmp_path) as mailroom:
        for authorization in ("", "Bearer", "Bearer wrong", f"Basic {KEY}", KEY):
            headers = {"Authorization": authorization}
            answer = mailroom.http.post("/v3/mail/send", json=mail(), headers=headers)
            assert answer.status_code == 401
            assert answer.json()["errors"][0]["field"] is None
        del mailroom.http.headers["Authorization"]
        assert mailroom.send(mail()).status_code == 401
        counts = mailroom.status()
        assert (counts["refused"], counts["messages"]) == (6, 0)


def test_size_is_held_against_30_megabytes(tmp_path: Path) -> None:
    with running_mailroom(tmp_path) as mailroom:
        body = httpx.Request("POST", mailroom.url, json=mail()).content
        padding = b" " * (TOO_MANY_BYTES - 1 - len(body))
        just_fits = mailroom.http.post("/v3/mail/send", content=body + padding)
        assert just_fits.status_code == 202
        too_large = mailroom.http.post("/v3/mail/send", content=body + padding + b" ")
        assert too_large.status_code == 413


def test_sandbox_mode_validates_and_keeps_nothing(tmp_path: Path) -> None:
    sandbox = {"mail_settings": {"sandbox_mode": {"enable": True}}}
    with running_mailroom(tmp_path) as mailroom:
        answer = mailroom.send(mail(**sandbox))
        assert (answer.status_code, answer.content) == (200, b"")
        assert mailroom.send(mail(subject="", **sandbox)).status_code == 400
        assert mailroom.status()["messages"] == 0


def test_duplicates_are_same_person_and_same_rendered_words(tmp_path: Path) -> None:
    def greeting(number: int, name: str) -> dict[str, object]:
        return person(number, substitutions={"-name-": name})

    def letter(*people: dict[str, object]) -> dict[str, object]:
        return mail(*people, content=[{"type": "text/plain", "value": "-name- 様"}])

    with running_mailroom(tmp_path) as mailroom:
        mailroom.send(letter(greeting(0, "山田"), greeting(1, "山田")))
        assert mailroom.status()["duplicates"] == 0
        mailroom.send(letter(greeting(0, "佐藤")))
        assert mailroom.status()["duplicates"] == 0
        mailroom.send(letter({**greeting(0, "山田"), "to": [{"email": "PERSON0@example.jp"}]}))
        mailroom.send(letter(greeting(0, "山田"), greeting(1, "山田")))
        assert mailroom.status()["duplicates"] == 3


def test_lost_answer_before_acceptance_leaves_nothing(tmp_path: Path) -> None:
    with running_mailroom(tmp_path) as mailroom:
        mailroom.behave(reset_before_acceptance=2)
        for _ in range(2):
            with pytest.raises(httpx.TransportError):
                mailroom.send(mail())
        assert mailroom.status()["requests"] == 0
        assert mailroom.send(mail()).status_code == 202


def test_lost_answer_after_acceptance_keeps_the_mail(tmp_path: Path) -> None:
    with running_mailroom(tmp_path) as mailroom:
        mailroom.behave(reset_after_acceptance=1)
        assert mailroom.send(mail(subject="")).status_code == 400  # nothing to lose an answer of
        with pytest.raises(httpx.TransportError):
            mailroom.send(mail())
        assert mailroom.status()["messages"] == 1
        assert mailroom.http.get("/behaviour").json()["reset_after_acceptance"] == 0
        assert mailroom.send(mail()).status_code == 202
        assert mailroom.status()["duplicates"] == 1


def test_ordered_answers_come_once_each_in_order(tmp_path: Path) -> None:
    with running_mailroom(tmp_path) as mailroom:
        mailroom.behave(answer_next=[429, 500, 401], rate_limit_reset_seconds=30)
        limited, *others = [mailroom.send(mail()) for _ in range(4)]
        assert limited.status_code == 429
        assert 29 <= int(limited.headers["X-RateLimit-Reset"]) - time.time() <= 31
        assert [answer.status_code for answer in others] == [500, 401, 202]
        counts = mailroom.status()
        assert (counts["refused"], counts["requests"]) == (3, 1)


def test_suspended_account_answers_403_until_it_is_restored(tmp_path: Path) -> None:
    with running_mailroom(tmp_path) as mailroom:
        mailroom.behave(suspended=True)
        assert [mailroom.send(mail()).status_code for _ in range(2)] == [403, 403]
        mailroom.behave()
        assert mailroom.send(mail()).status_code == 202


def test_slow_answers_and_null_sink(tmp_path: Path) -> None:
    with running_mailroom(tmp_path) as mailroom:
        mailroom.behave(answer_delay_ms=150, null_sink=True)
        begun = time.monotonic()
        answer = mailroom.send(mail())
        assert time.monotonic() - begun >= 0.15
        assert (answer.status_code, bool(answer.headers["X-Message-Id"])) == (202, True)
        counts = mailroom.status()
        assert (counts["messages"], counts["requests"], counts["null_requests"]) == (0, 0, 1)
        assert counts["null_bytes"] > 100


def test_the_null_sink_still_asks_for_the_key(tmp_path: Path) -> None:
    with running_mailroom(tmp_path) as mailroom:
        mailroom.behave(null_sink=True)
        headers = {"Authorization": "Bearer another"}
        answer = mailroom.http.post("/v3/mail/send", json=mail(), headers=headers)
        assert answer.status_code == 401
        assert mailroom.status()["null_requests"] == 0


def test_a_late_answer_comes_after_the_mail_was_taken(tmp_path: Path) -> None:
    with running_mailroom(tmp_path) as mailroom:
        mailroom.behave(late_answer_ms=2_000)
        with pytest.raises(httpx.ReadTimeout):
            mailroom.http.post("/v3/mail/send", json=mail(), timeout=0.3)
        assert mailroom.status()["messages"] == 1


def test_a_suspended_account_may_also_be_unauthorised(tmp_path: Path) -> None:
    with running_mailroom(tmp_path) as mailroom:
        mailroom.behave(suspended=True, suspended_status=401)
        assert mailroom.send(mail()).status_code == 401


def test_unknown_behaviour_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    wrong: list[object] = [
        {"colour": "red"},
        {"bounce_per_mille": 1_001},
        {"bounce_per_mille": 600, "drop_per_mille": 600},
        {"answer_next": [202]},
        {"hold_events": "yes"},
        [],
    ]
    with running_mailroom(tmp_path) as mailroom:
        mailroom.behave(suspended=True)
        for behaviour in wrong:
            assert mailroom.http.put("/behaviour", json=behaviour).status_code == 400
        assert mailroom.http.get("/behaviour").json()["suspended"] is True


def test_only_this_machine_is_served_by_its_own_names(tmp_path: Path) -> None:
    with running_mailroom(tmp_path) as mailroom:
        answer = mailroom.http.get("/status", headers={"Host": "evil.example"})
        assert answer.status_code == 400


def test_restart_keeps_mail_and_key(tmp_path: Path) -> None:
    with running_mailroom(tmp_path, is_started_again=True) as mailroom:
        mailroom.send(mail(person(0), person(1)))
        mailroom.send(mail(subject=""))
        before = mailroom.status()
        key = mailroom.http.get("/public-key").text
    with running_mailroom(tmp_path) as mailroom:
        assert mailroom.status() == before
        assert mailroom.http.get("/public-key").text == key


class TestOfficialClient:
    def client(self, url: str) -> Any:
        return sendgrid.SendGridAPIClient(api_key=KEY, host=url).client.mail.send

    def test_sends_1000_personalizations_as_a_dict(self, tmp_path: Path) -> None:
        people = [
            person(number, substitutions={"-name-": f"名前{number}", "-code-": f"K{number:04}"})
            for number in range(1_000)
        ]
        text = [{"type": "text/plain", "value": "-name- 様\n確認コード -code-"}]
        with running_mailroom(tmp_path) as mailroom:
            answer = self.client(mailroom.url).post(
                request_body=mail(*people, content=text), timeout=10
            )
            assert answer.status_code == 202
            assert answer.headers["X-Message-Id"]
            counts = mailroom.status()
            assert (counts["messages"], counts["duplicates"]) == (1_000, 0)
            assert "確認コード K0999" in mailroom.http.get("/messages/1000").text

    def test_sees_refusals_limits_and_lost_answers(self, tmp_path: Path) -> None:
        with running_mailroom(tmp_path) as mailroom:
            send = self.client(mailroom.url)
            with pytest.raises(BadRequestsError) as refused:
                send.post(request_body=mail(subject=""), timeout=10)
            assert refused.value.to_dict["errors"][0]["field"] == "subject"
            mailroom.behave(answer_next=[429])
            with pytest.raises(TooManyRequestsError) as limited:
                send.post(request_body=mail(), timeout=10)
            assert limited.value.headers["X-RateLimit-Reset"]
            mailroom.behave(reset_after_acceptance=1)
            with pytest.raises(OSError):  # noqa: PT011  a lost connection has many faces
                send.post(request_body=mail(), timeout=10)
            assert mailroom.status()["messages"] == 1


def test_body_is_kept_whole_and_compressed(tmp_path: Path) -> None:
    with running_mailroom(tmp_path) as mailroom:
        answer = mailroom.send(mail(*[person(n) for n in range(100)]))
        with sqlite3.connect(tmp_path / "mail.sqlite3") as file:
            ((message_id, body),) = file.execute("SELECT message_id, body FROM requests")
        file.close()
    assert message_id == answer.headers["X-Message-Id"]
    assert zlib.decompress(body) == answer.request.content
    assert len(body) < len(answer.request.content) / 4
