"""Outside channels, by Apprise to a real listener: they learn code name, clock and command only."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.alerts import MailAlertActivities
from activities.outside_alerts import OutsideAlerts, UnknownTargetError, channels_of
from contracts.clock_payloads import Alert, AlertLine
from domain.alert_targets import AlertTarget, parse_targets
from register import audit
from register.tables_incident import incidents
from tests.activities.http_listener import HttpListener
from tests.activities.test_alerts import NOW, Alerting, line
from tests.mailroom.mailroom_runner import RunningMailroom
from tests.register_fixtures import Case

pytestmark = pytest.mark.filterwarnings("ignore:.imghdr. is deprecated:DeprecationWarning")
"""Of a library that Apprise brings along."""


@pytest.fixture
def listener() -> Iterator[HttpListener]:
    one = HttpListener()
    yield one
    one.close()


@pytest.fixture
def alerting(case: Case, mailroom: RunningMailroom, tmp_path: Path) -> Alerting:
    one = Alerting(case, mailroom, tmp_path)
    one.person("commander")
    return one


def send(alerting: Alerting, targets: str, *lines: AlertLine, key: str = "0:run:9") -> int:
    register = alerting.case.register
    outside = OutsideAlerts(register, channels_of(parse_targets(targets)))
    activities = MailAlertActivities(register, alerting.dispatcher, outside)
    alert = Alert(incident_id=alerting.case.incident_id, alert_key=key, at=NOW, lines=lines)
    sent = ActivityEnvironment().run(activities.send_outside, alert)
    return int(sent.channels)


def messages(listener: HttpListener) -> list[tuple[str, str]]:
    return [
        (said["title"], said["message"])
        for said in (json.loads(body) for _, body in listener.received)
    ]


def test_a_channel_learns_code_name_clock_and_command_and_nothing_else(
    alerting: Alerting, listener: HttpListener
) -> None:
    keys = [alerting.task(f"極秘の作業{n}") for n in range(2)]
    assert send(alerting, f"json://127.0.0.1:{listener.port}/", *map(line, keys)) == 1

    assert messages(listener) == [
        (
            "【訓練】KAWASEMI",
            "期限 2026年1月14日（水）23:59 (日本時間) 残り 1日5時間 ×2\nshirase next KAWASEMI",
        )
    ]
    ((_, body),) = listener.received
    said = json.dumps(json.loads(body), ensure_ascii=False)
    for secret in ("極秘", "task|", "見本", "commander", alerting.case.incident_id):
        assert secret not in said


def test_the_same_alert_again_is_not_sent_again(alerting: Alerting, listener: HttpListener) -> None:
    target, key = f"json://127.0.0.1:{listener.port}/", alerting.task()
    assert [send(alerting, target, line(key)) for _ in range(3)] == [1, 0, 0]
    assert len(listener.received) == 1


def test_a_channel_that_failed_is_tried_again_and_the_others_are_not(
    alerting: Alerting, listener: HttpListener
) -> None:
    key, other = alerting.task(), HttpListener()
    listener.next_answers.append(500)
    targets = f"json://127.0.0.1:{listener.port}/ json://127.0.0.1:{other.port}/"
    with pytest.raises(ApplicationError) as caught:
        send(alerting, targets, line(key))
    assert not caught.value.non_retryable
    assert send(alerting, targets, line(key)) == 1
    other.close()
    assert (len(listener.received), len(other.received)) == (2, 1)
    register = alerting.case.register
    with register.reading() as connection:
        lines = audit.read(
            connection, register.sealer(alerting.case.incident_id), alerting.case.incident_id
        )
    assert [e.detail["channels"] for e in lines if e.action == "alert.outside"] == [1, 1]


def test_a_channel_of_a_role_hears_what_is_for_that_role(
    alerting: Alerting, listener: HttpListener
) -> None:
    target, key = f"counsel=json://127.0.0.1:{listener.port}/", alerting.task()
    assert send(alerting, target, line(key)) == 0
    handed_up = line(key, steps=(2,), up=("counsel",))
    assert send(alerting, target, handed_up, key="0:run:10") == 1


def test_without_channels_nothing_happens(alerting: Alerting) -> None:
    assert send(alerting, "", line(alerting.task())) == 0


def test_a_drill_reaches_this_machine_only_and_a_live_incident_may_reach_others(
    alerting: Alerting, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached: list[str] = []
    (channel,) = channels_of(parse_targets("jsons://alerts.invalid/hook"))

    def notify(*, title: str, **_said: object) -> bool:
        reached.append(title)
        return True

    monkeypatch.setattr(channel.notifier, "notify", notify)
    register = alerting.case.register
    outside = OutsideAlerts(register, (channel,))
    activities = MailAlertActivities(register, alerting.dispatcher, outside)
    key = alerting.task()
    for number, marking in enumerate(("drill", "replay", "live")):
        with register.writing() as connection:
            connection.execute(update(incidents).values(marking=marking))
        alert = Alert(
            incident_id=alerting.case.incident_id,
            alert_key=f"0:run:{number}",
            at=NOW,
            lines=(line(key),),
        )
        ActivityEnvironment().run(activities.send_outside, alert)
    assert reached == ["KAWASEMI"]


def test_nothing_is_logged_and_no_repr_shows_an_address(
    alerting: Alerting, listener: HttpListener, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    listener.next_answers.append(500)
    # An address with a password could mislead about its host, so only a live incident uses it.
    with alerting.case.register.writing() as connection:
        connection.execute(update(incidents).values(marking="live"))
    with pytest.raises(ApplicationError) as caught:
        send(alerting, f"json://user:hush@127.0.0.1:{listener.port}/", line(alerting.task()))
    channels = channels_of(parse_targets(f"json://user:hush@127.0.0.1:{listener.port}/"))
    assert "hush" not in caplog.text + str(caught.value) + repr(channels)


def test_an_address_that_apprise_does_not_know_is_refused_by_its_place() -> None:
    with pytest.raises(UnknownTargetError, match="target 2") as caught:
        channels_of((AlertTarget(None, "json://127.0.0.1/"), AlertTarget(None, "nosuch://secret")))
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "stays"),
    [
        ("json://127.0.0.1:8/", True),
        ("form://localhost/", True),
        ("JSON://127.0.0.1/", True),
        ("json://10.0.0.1/", False),
        ("jsons://127.0.0.1.example/", False),
        ("slack://127.0.0.1/token", False),
        ("json://127.0.0.1@elsewhere.example/", False),
    ],
)
def test_only_what_names_this_machine_as_its_host_stays_here(url: str, *, stays: bool) -> None:
    assert AlertTarget(None, url).stays_here is stays


@pytest.mark.parametrize("text", ["slack", "boss=json://127.0.0.1/", "=json://127.0.0.1/"])
def test_what_is_no_list_of_addresses_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        parse_targets(text)


def test_an_address_may_hold_equals_signs() -> None:
    url = "json://127.0.0.1/?method=PUT"
    assert parse_targets(f"{url}\n counsel={url}") == (
        AlertTarget(None, url),
        AlertTarget("counsel", url),
    )
