"""Alerts to staff, on a real register and through a real mailroom: who gets what, and how often."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert
from temporalio.testing import ActivityEnvironment
from ulid import ULID

from activities.alerts import MailAlertActivities
from activities.crash_points import NO_CRASH
from activities.dispatching import Dispatcher, Letterhead
from activities.outside_alerts import OutsideAlerts
from activities.sendgrid_mailer import SendGridMailer
from contracts.clock_payloads import Alert, AlertLine, AlertSent
from domain.notices import AttemptState
from domain.parties import StaffRole
from domain.roster import Absence, StaffDetails
from domain.tasks import TaskTrack
from register import audit, dispatches
from register.acknowledgements import TakenUp, take_up
from register.incidents import NewContact
from register.parties import ourselves, read_parties
from register.party_acts import add_contact
from register.tables_work import tasks
from register.tasks import task_key
from tests.endtoend.mailroom_store import MailroomStore
from tests.mailroom.mailroom_runner import KEY, RunningMailroom
from tests.register_fixtures import Case

NOW = datetime(2026, 1, 13, 9, 0, tzinfo=UTC)
DUE = datetime(2026, 1, 14, 14, 59, tzinfo=UTC)
"""2026-01-14 23:59 in Japan, a Wednesday."""


class Alerting:
    """The alert activities of one case, its people and its open tasks."""

    def __init__(self, case: Case, mailroom: RunningMailroom, folder: Path) -> None:
        self.case = case
        self._numbers = count(1)
        self.store = MailroomStore(folder / "mailroom")
        mailer = SendGridMailer(KEY, mailroom.url, 5.0, NO_CRASH)
        letterhead = Letterhead(mail="notice@example.jp", name="見本")
        self.dispatcher = Dispatcher(case.register, mailer, letterhead)
        outside = OutsideAlerts(case.register)
        self.activities = MailAlertActivities(case.register, self.dispatcher, outside)

    def person(self, role: str, mail: str = "", **details: object) -> None:
        register, incident_id = self.case.register, self.case.incident_id
        with register.writing() as connection:
            sealer = register.sealer(incident_id, connection)
            us = ourselves(read_parties(connection, sealer, incident_id))
            contact = NewContact(
                id=str(ULID()),
                role=role,
                name=f"見本 {role}",
                mail=mail or f"{role.replace('_', '-')}@mihon.example",
                details=StaffDetails.model_validate(details) if details else None,
            )
            add_contact(connection, sealer, incident_id, us.id, contact)

    def task(self, title: str = "議事録", owner: str = "commander", due: datetime = DUE) -> str:
        register, identity = self.case.register, str(ULID())
        with register.writing() as connection:
            sealer = register.sealer(self.case.incident_id, connection)
            words = f'{{"title": {{"ja": "{title}", "en": "minutes"}}, "why": null}}'
            connection.execute(
                insert(tasks).values(
                    id=identity,
                    incident_id=self.case.incident_id,
                    number=next(self._numbers),
                    track=TaskTrack.OTHER.value,
                    owner=owner,
                    due_at=due,
                    evidence_required=False,
                    words=sealer.seal("tasks", "words", identity, words),
                    state="open",
                    opened_at=NOW,
                )
            )
        return task_key(identity)

    def alert(self, *lines: AlertLine, key: str = "0:run:1", shards: int = 1) -> AlertSent:
        alert = Alert(
            incident_id=self.case.incident_id, alert_key=key, at=NOW, lines=lines, shards=shards
        )
        sent: AlertSent = ActivityEnvironment().run(self.activities.send_alert, alert)
        return sent

    def mails(self) -> list[tuple[str, str, str]]:
        """Recipient, subject and text of each mail that the provider took, in order."""
        return [
            (
                body["personalizations"][0]["to"][0]["email"],
                body["personalizations"][0].get("subject", body.get("subject", "")),
                body["content"][0]["value"],
            )
            for body in self.store.bodies()
        ]

    def told(self) -> list[str]:
        return [recipient.partition("@")[0] for recipient, _, _ in self.mails()]

    def audited(self) -> list[audit.AuditLine]:
        register = self.case.register
        with register.reading() as connection:
            sealer = register.sealer(self.case.incident_id)
            lines = audit.read(connection, sealer, self.case.incident_id)
        return [line for line in lines if line.action == "clock.rung"]


@pytest.fixture
def alerting(case: Case, mailroom: RunningMailroom, tmp_path: Path) -> Alerting:
    return Alerting(case, mailroom, tmp_path)


def line(key: str, *roles: str, **more: object) -> AlertLine:
    return AlertLine(
        duty_key=key,
        due_at=DUE,
        rung="期限の前日",
        rung_en="the day before",
        roles=roles or ("commander",),
        reached_at=NOW,
    ).model_copy(update=more)


def test_the_mail_says_what_is_owed_when_and_how_to_take_it_up(alerting: Alerting) -> None:
    alerting.person("commander")
    key = alerting.task()

    assert alerting.alert(line(key)).mails == 1

    ((recipient, subject, text),) = alerting.mails()
    assert recipient == "commander@mihon.example"
    assert "KAWASEMI" in subject
    assert "議事録" in text
    assert "2026年1月14日（水）23:59（残り 1日5時間）" in text
    assert "日本時間" in text
    assert f"shirase take KAWASEMI '{key}' --role commander" in text


def test_the_same_alert_again_tells_nobody_twice_and_leaves_one_audit_line(
    alerting: Alerting,
) -> None:
    alerting.person("commander")
    key = alerting.task()
    assert [alerting.alert(line(key)).mails for _ in range(3)] == [1, 0, 0]
    assert [entry.subject for entry in alerting.audited()] == [key]


def test_one_person_gets_one_mail_whatever_roles_it_holds(alerting: Alerting) -> None:
    alerting.person("commander", "kou@mihon.example")
    alerting.person("counsel", "KOU@mihon.example")
    keys = [alerting.task(f"作業{n}") for n in range(3)]

    alerting.alert(*(line(key, "commander", "counsel") for key in keys))

    ((_, subject, text),) = alerting.mails()
    assert "ほか2件" in subject
    assert all(key in text for key in keys)


def test_a_long_list_is_one_mail_that_names_the_nearest_and_counts_the_rest(
    alerting: Alerting,
) -> None:
    alerting.person("commander")
    keys = [alerting.task(f"作業{n}") for n in range(120)]
    alerting.alert(*(line(key) for key in keys))
    ((_, _, text),) = alerting.mails()
    assert text.count("shirase take") == 50
    assert "ほかに70件" in text
    assert "shirase clocks KAWASEMI" in text
    assert len(alerting.audited()) == 120


def test_who_is_away_is_stood_in_for(alerting: Alerting) -> None:
    away: dict[str, Any] = {"away": (Absence(since=date(2026, 1, 13), until=date(2026, 1, 13)),)}
    alerting.person("commander", **away)
    alerting.person("counsel")
    alerting.person("deputy", "first@mihon.example", **away)
    alerting.person("deputy", "second@mihon.example")
    alerting.alert(line(alerting.task()))
    assert alerting.told() == ["second"]


def test_handed_on_it_goes_to_the_deputy_then_up(alerting: Alerting) -> None:
    alerting.person("commander")
    alerting.person("privacy_officer")
    alerting.person("deputy", deputises_for=(StaffRole.PRIVACY_OFFICER,))
    key = alerting.task(owner="privacy_officer")
    for number, steps in enumerate(((), (1,), (2,))):
        one = line(key, "privacy_officer", steps=steps, up=("commander",))
        alerting.alert(one, key=f"0:run:{number}")
    assert alerting.told() == ["privacy-officer", "deputy", "commander"]
    assert "引き受けがないため代理の方へ" in alerting.mails()[1][2]


def test_what_was_taken_up_or_has_ended_meanwhile_needs_nobody(alerting: Alerting) -> None:
    alerting.person("commander")
    key = alerting.task()
    with alerting.case.register.writing() as connection:
        by = TakenUp("commander", NOW + timedelta(seconds=1))
        take_up(connection, alerting.case.incident_id, key, by)

    assert alerting.alert(line(key), line("task|gone")).mails == 0
    later = line(key, reached_at=NOW + timedelta(days=1))
    assert alerting.alert(later, key="0:run:2").mails == 1


def test_nobody_in_the_role_leaves_a_line_that_says_so(alerting: Alerting) -> None:
    key = alerting.task()
    assert alerting.alert(line(key)).mails == 0
    assert [entry.detail["mails"] for entry in alerting.audited()] == [0]


def test_an_english_reader_gets_english_on_a_clock_of_its_own(alerting: Alerting) -> None:
    alerting.person("commander", language="en", time_zone="Europe/London")
    alerting.alert(line(alerting.task(), missed=(NOW - timedelta(hours=3),)))
    ((_, subject, text),) = alerting.mails()
    assert "[Action needed]" in subject
    assert "Wed 14 January 2026, 14:59" in text
    assert "The alerting was down. 1 alert that was due from Tue 13 January 2026, 06:00" in text


def test_shards_that_speak_at_once_are_one_mail(alerting: Alerting) -> None:
    alerting.person("commander")
    keys = [alerting.task(f"作業{n}") for n in range(6)]
    by_shard: list[Callable[[], AlertSent]] = [
        lambda n=n: alerting.alert(  # type: ignore[misc]
            *(line(key) for key in keys[n * 2 : n * 2 + 2]), key=f"{n}:run:1", shards=3
        )
        for n in range(3)
    ]
    with ThreadPoolExecutor(3) as threads:
        sent = list(threads.map(lambda shard: shard(), by_shard))

    assert sum(answer.mails for answer in sent) == 1
    ((_, _, text),) = alerting.mails()
    assert all(key in text for key in keys)
    assert len(alerting.audited()) == 6


def test_an_answer_that_was_lost_is_followed_by_one_more_mail(
    alerting: Alerting, mailroom: RunningMailroom
) -> None:
    """A second alert does no harm; one that nobody got may."""
    alerting.person("commander")
    mailroom.behave(reset_after_acceptance=1)
    alerting.alert(line(alerting.task()))
    register = alerting.case.register
    with register.reading() as connection:
        states = dispatches.states(connection, alerting.case.incident_id, "alert")
    assert sorted(states.values()) == sorted(
        [AttemptState.UNKNOWN.value, AttemptState.ACCEPTED.value]
    )
