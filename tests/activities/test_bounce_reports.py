"""Delivery reports and complaints: ours are read, everything else changes nothing."""

import random
from email.message import EmailMessage
from pathlib import Path

import pytest
from ulid import ULID

from activities.bounce_mailbox import BounceMailbox
from activities.bounce_reports import read_report
from activities.message_ids import MessageIds
from contracts.names import attempt_argument
from domain.notices import AttemptState
from register.provider_events import Report
from sealing.keys import Keyring, MasterKey
from tests.register_fixtures import Case

IDS = MessageIds(Keyring(MasterKey.generate()), "notice@shop.example")


def delivery_report(
    argument: str,
    action: str = "failed",
    status: str = "5.1.1",
    *,
    ids: MessageIds = IDS,
    by_envelope: bool = False,
    whole: bool = False,
) -> bytes:
    """A report as Postfix writes one (RFC 3464)."""
    named = ids.token(argument) if by_envelope else ""
    envelope = f"Original-Envelope-Id: {named}\n" if named else ""
    original = "" if by_envelope else f"Message-ID: {ids.message_id(argument)}\n"
    kind = "message/rfc822" if whole else "text/rfc822-headers"
    return f"""From: MAILER-DAEMON@mx.example
To: bounces@shop.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

hanako@mail.example.jp: user unknown
--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
{envelope}
Final-Recipient: rfc822; hanako@mail.example.jp
Action: {action}
Status: {status}
--b1
Content-Type: {kind}

From: notice@shop.example
Subject: notice
{original}
{"text" if whole else ""}
--b1--
""".encode()


def complaint_of(argument: str, ids: MessageIds = IDS) -> bytes:
    """A feedback report (RFC 5965)."""
    return f"""From: feedback@isp.example
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b2"

--b2
Content-Type: text/plain

complaint
--b2
Content-Type: message/feedback-report

Feedback-Type: abuse
Version: 1
--b2
Content-Type: message/rfc822

From: notice@shop.example
Message-ID: {ids.message_id(argument)}

text
--b2--
""".encode()


@pytest.mark.parametrize(
    ("action", "state"),
    [
        ("failed", AttemptState.BOUNCED),
        ("Failed", AttemptState.BOUNCED),
        ("delayed", AttemptState.DEFERRED),
        ("delivered", AttemptState.DELIVERED),
    ],
)
@pytest.mark.parametrize("how", [{}, {"by_envelope": True}, {"whole": True}])
def test_a_delivery_report_names_attempt_and_state(
    action: str, state: AttemptState, how: dict[str, bool]
) -> None:
    request = str(ULID())
    raw = delivery_report(attempt_argument(request, 3), action, **how)  # type: ignore[arg-type]
    assert read_report(raw, IDS) == Report(request, 3, state)


def test_a_complaint_means_that_it_arrived() -> None:
    request = str(ULID())
    expected = Report(request, 0, AttemptState.COMPLAINED)
    assert read_report(complaint_of(attempt_argument(request, 0)), IDS) == expected


def test_what_only_looks_like_a_report_is_none() -> None:
    argument = attempt_argument(str(ULID()), 0)
    others = MessageIds(Keyring(MasterKey.generate()), "notice@shop.example")
    answer = EmailMessage()
    answer["In-Reply-To"] = IDS.message_id(argument)
    answer.set_content("なぜ送られてきたのですか")
    for raw in (
        delivery_report(argument, ids=others),
        delivery_report(argument, "relayed"),
        delivery_report(argument, "expanded"),
        answer.as_bytes(),
        b"",
        b"\xff\xfe\x00 not a mail",
    ):
        assert read_report(raw, IDS) is None


def test_broken_reports_never_crash_the_reader() -> None:
    source = random.Random(20_260_113)  # noqa: S311 - the same broken mails each time
    argument = attempt_argument(str(ULID()), 0)
    whole = delivery_report(argument)
    for _ in range(1_500):
        raw = bytearray(whole)
        for _ in range(source.randint(1, 60)):
            raw[source.randrange(len(raw))] = source.randrange(256)
        del raw[source.randrange(len(raw)) :]
        found = read_report(bytes(raw), IDS)
        assert found is None or found.identity == argument[:26]


def test_a_mailbox_is_cleared_of_reports_and_leaves_the_rest_to_people(
    case: Case, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "Maildir"
    assert BounceMailbox(case.register, folder, IDS).read() == 0, "no folder, no reports"
    for name in ("new", "cur", "tmp"):
        (folder / name).mkdir(parents=True)
    unknown = attempt_argument(str(ULID()), 0)
    (folder / "new" / "1.host").write_bytes(delivery_report(unknown))
    (folder / "new" / "2.host").write_bytes("Subject: 問い合わせ\n\n花子です\n".encode())
    (folder / "new" / "3.host").write_bytes(b"x" * 1_000_001)
    assert BounceMailbox(case.register, folder, IDS).read() == 0, "no attempt of this register"
    assert list((folder / "new").iterdir()) == []
    assert sorted(path.name for path in (folder / "cur").iterdir()) == ["2.host:2,S", "3.host:2,S"]
    assert "花子" not in caplog.text
    assert "2 mails" in caplog.text
