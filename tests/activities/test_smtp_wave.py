"""A wave that goes on by SMTP: the same truth as with the first provider."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from activities.bounce_mailbox import BounceMailbox
from activities.message_ids import MessageIds
from activities.smtp_mailer import SmtpMailer, SmtpSetUp
from activities.waves import RegisterWaveActivities, WaveSetUp
from contracts.names import attempt_argument
from domain.pacing import Canary, Pacing
from domain.smtp_servers import Security, SmtpServer
from register.senders import ensure_sender
from register.tables_people import attempts, raw_events, waves
from register.wave_controls import decide_to_send
from tests.activities.smtp_server import MailServer, mail_server
from tests.activities.test_bounce_reports import complaint_of, delivery_report
from tests.activities.wave_runner import QUICK, SENDER_MAIL, WaveRunner
from tests.mailroom.mailroom_runner import RunningMailroom
from tests.register_fixtures import AT, Case, long_ago, people_rows, soon

PEOPLE = 12


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def ids(case: Case) -> MessageIds:
    return MessageIds(case.register.keyring, SENDER_MAIL)


@pytest.fixture
def bounces(tmp_path: Path) -> Path:
    for name in ("new", "cur", "tmp"):
        (tmp_path / "Maildir" / name).mkdir(parents=True)
    return tmp_path / "Maildir"


@pytest.fixture
def by_smtp(
    case: Case,
    runner: WaveRunner,
    server: MailServer,
    ids: MessageIds,
    bounces: Path,
    tmp_path: Path,
) -> WaveRunner:
    """A runner whose second sender is the mail server; one wave is planned and started with it."""
    where = SmtpServer("127.0.0.1", server.port, Security.PLAIN)
    mailer = SmtpMailer(SmtpSetUp(where, 2.0, "bounces@shop.example"), ids)
    set_up = WaveSetUp(
        tmp_path / "outbox",
        SENDER_MAIL,
        other_mailers={"smtp": mailer},
        read_bounces=BounceMailbox(case.register, bounces, ids).read,
        patience=QUICK,
    )
    first = runner.activities._mailer
    runner.activities = RegisterWaveActivities(case.register, first, set_up)
    with case.register.writing() as connection:
        ensure_sender(connection, "smtp", 100_000, AT, people_a_request=1, reports_deliveries=False)
    return runner


@pytest.fixture
def wave_id(case: Case) -> str:
    case.add(people_rows(PEOPLE))
    return case.planned_and_started(batch=10).wave_id


def use_smtp(case: Case) -> None:
    with case.register.writing() as connection:
        connection.execute(waves.update().values(sender_id="smtp"))


def first_arguments(case: Case, count: int) -> list[str]:
    with case.register.reading() as connection:
        rows = connection.execute(
            select(attempts.c.request_id, attempts.c.position).order_by(attempts.c.request_id)
        ).all()
    return [attempt_argument(row.request_id, row.position) for row in rows[:count]]


def test_each_person_gets_one_mail_and_reports_move_only_who_they_are_about(
    case: Case,
    by_smtp: WaveRunner,
    server: MailServer,
    ids: MessageIds,
    bounces: Path,
    wave_id: str,
) -> None:
    use_smtp(case)
    server.next_rcpt.append("550 5.1.1 no such user")
    result = by_smtp.send(wave_id)
    assert (result.requests, result.remaining, result.unknown_requests) == (PEOPLE, 0, 0)
    assert len(server.messages) == PEOPLE - 1
    assert len(set(server.ids)) == PEOPLE - 1
    assert case.notice_states() == {"in_progress": PEOPLE - 1, "unreached": 1}

    refused, bounced, delayed, complained = first_arguments(case, 4)
    new = bounces / "new"
    (new / "1").write_bytes(delivery_report(bounced, ids=ids))
    (new / "2").write_bytes(delivery_report(bounced, ids=ids))
    (new / "3").write_bytes(delivery_report(delayed, "delayed", "4.4.1", ids=ids))
    (new / "4").write_bytes(complaint_of(complained, ids))
    standing = by_smtp.settle(wave_id, long_ago())
    assert standing.states == {"unreached": 2, "delivered": 1, "in_progress": PEOPLE - 3}
    assert not list(new.iterdir())
    with case.register.reading() as connection:
        assert len(connection.execute(select(raw_events.c.body)).all()) == 4
    standing = by_smtp.settle(wave_id, soon())
    assert standing.states["accepted_unconfirmed"] == PEOPLE - 3
    (new / "5").write_bytes(delivery_report(delayed, ids=ids))
    assert by_smtp.settle(wave_id, soon()).states["unreached"] == 3, "a late report still counts"
    assert refused != bounced


def test_a_lost_answer_leaves_one_person_in_doubt_and_nobody_gets_it_twice(
    case: Case, by_smtp: WaveRunner, server: MailServer, wave_id: str
) -> None:
    use_smtp(case)
    server.lost_after_taking = 1
    assert by_smtp.send(wave_id).unknown_requests == 1
    by_smtp.send(wave_id)
    assert case.notice_states() == {"in_progress": PEOPLE - 1, "unknown": 1}
    assert len(server.messages) == len(set(server.ids)) == PEOPLE


def test_a_server_that_refuses_us_pauses_with_nobody_failed(
    case: Case, by_smtp: WaveRunner, server: MailServer, wave_id: str
) -> None:
    use_smtp(case)
    server.next_rcpt.append("554 5.7.1 relay access denied")
    assert "refuses our mail" in by_smtp.send(wave_id).paused
    assert case.notice_states() == {"planned": PEOPLE}


def test_one_who_is_put_off_holds_up_nobody(
    case: Case, by_smtp: WaveRunner, server: MailServer, wave_id: str
) -> None:
    use_smtp(case)
    server.next_rcpt.append("450 4.2.0 greylisted")
    result = by_smtp.send(wave_id)
    assert (result.remaining, len(server.messages)) == (1, PEOPLE - 1)
    assert result.not_before is not None
    assert not result.paused


def test_only_the_unclaimed_move_over(
    case: Case,
    by_smtp: WaveRunner,
    server: MailServer,
    mailroom: RunningMailroom,
    wave_id: str,
) -> None:
    mailroom.behave(hold_events=True, reset_after_acceptance=1)
    canary = Pacing(
        canary=Canary(
            people=10,
            wait=timedelta(hours=1),
            most_bounced_per_mille=0,
            most_complained_per_mille=0,
        )
    )
    with case.register.writing() as connection:
        decide_to_send(connection, wave_id, canary, AT, urgent=False)
    first = by_smtp.send(wave_id)
    assert (first.unknown_requests, first.remaining) == (1, PEOPLE - 10)
    use_smtp(case)
    with case.register.writing() as connection:
        decide_to_send(connection, wave_id, Pacing(), AT, urgent=False)
    assert by_smtp.send(wave_id).remaining == 0
    assert len(server.messages) == PEOPLE - 10
    assert case.notice_states() == {"unknown": 10, "in_progress": PEOPLE - 10}
