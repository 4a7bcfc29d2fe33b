import asyncio
import base64
import json
import logging
import random
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import func, select, text
from ulid import ULID

import intake
from contracts.names import attempt_argument
from intake import IntakeError, create_intake
from register import claims, event_commits, outcomes
from register.event_commits import EventCommitter
from register.store import Register
from register.tables_people import raw_events
from tests import databases
from tests.activities.wave_runner import free_port, running_intake
from tests.register_fixtures import Case, create_register, people_rows

PATH = "/events/sendgrid"


class Provider:
    """Signs posts as the provider does, and knows one request that it accepted."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._key = ec.generate_private_key(ec.SECP256R1())
        public = self._key.public_key().public_bytes(
            Encoding.DER, PublicFormat.SubjectPublicKeyInfo
        )
        self.public_key = base64.b64encode(public).decode()
        wave_id = case.planned_and_started().wave_id
        now = datetime.now(UTC)
        with case.register.writing() as connection:
            shard = claims.open_shard(connection, wave_id, 0, 0, now)
            claim = claims.claim(connection, shard, now)
            assert isinstance(claim, claims.Claim)
            outcomes.record_accepted(connection, claim.request_id, "m", now)
        self.request_id = claim.request_id

    def event(self, position: int, event: str = "delivered", **fields: object) -> dict[str, Any]:
        return {
            "event": event,
            "email": f"hanako{position}@mail.example.jp",
            "sg_event_id": str(ULID()),
            "timestamp": int(time.time()),
            "shirase_incident": self.case.incident_id,
            "shirase_attempt": attempt_argument(self.request_id, position),
            **fields,
        }

    def headers(self, body: bytes, signed_at: datetime | None = None) -> dict[str, str]:
        timestamp = str(int((signed_at or datetime.now(UTC)).timestamp()))
        signature = self._key.sign(timestamp.encode() + body, ec.ECDSA(hashes.SHA256()))
        return {
            "X-Twilio-Email-Event-Webhook-Signature": base64.b64encode(signature).decode(),
            "X-Twilio-Email-Event-Webhook-Timestamp": timestamp,
        }


on_both = pytest.mark.parametrize("case", databases.BOTH, indirect=True)
on_both_later = pytest.mark.parametrize(
    "case",
    [databases.SQLITE, pytest.param(databases.POSTGRESQL, marks=pytest.mark.long)],
    indirect=True,
)


@pytest.fixture
def case(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Case]:
    databases.choose(getattr(request, "param", databases.SQLITE))
    case = Case(create_register(tmp_path)).open()
    case.add(people_rows(10))
    yield case
    databases.choose(databases.SQLITE)


@pytest.fixture
def provider(case: Case) -> Provider:
    return Provider(case)


@pytest.fixture
def client(case: Case, provider: Provider) -> Iterator[httpx.Client]:
    port = free_port()
    with (
        running_intake(case.register, provider.public_key, port, most_bytes=20_000),
        httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
    ):
        yield client


def post(client: httpx.Client, provider: Provider, events: object) -> int:
    body = json.dumps(events).encode()
    return client.post(PATH, content=body, headers=provider.headers(body)).status_code


def lose_attempts(case: Case) -> None:
    with case.register.writing() as connection:
        connection.execute(text("ALTER TABLE attempts RENAME TO attempts_elsewhere"))


def kept(case: Case) -> int:
    with case.register.reading() as connection:
        return connection.execute(select(func.count()).select_from(raw_events)).scalar_one()


@on_both
def test_signed_events_are_kept_and_applied(
    case: Case, client: httpx.Client, provider: Provider
) -> None:
    events = [
        provider.event(0),
        provider.event(1, "bounce", type="blocked"),
        provider.event(2, "open"),
    ]
    assert post(client, provider, events) == 200
    assert case.attempt_states() == {"delivered": 1, "bounced": 1, "accepted": 8}
    assert case.notice_states() == {"delivered": 1, "unreached": 1, "in_progress": 8}
    with case.register.reading() as connection:
        row = connection.execute(select(raw_events)).one()
        sealer = case.register.sealer(case.incident_id)
        assert json.loads(sealer.open("raw_events", "body", row.id, row.body)) == events
    assert client.get("/health").json() == {
        "status": "ok",
        "posts": 1,
        "events": 3,
        "foreign": 0,
        "malformed": 0,
        "unknown_kind": 0,
        "unknown_mail": 0,
    }


@pytest.mark.parametrize("what", ["body", "signature", "timestamp", "none", "garbage"])
def test_what_the_provider_did_not_sign_is_refused(
    case: Case, client: httpx.Client, provider: Provider, what: str
) -> None:
    body = json.dumps([provider.event(0)]).encode()
    headers = provider.headers(body)
    signature = "X-Twilio-Email-Event-Webhook-Signature"
    if what == "body":
        body = body.replace(b"delivered", b"processed")
    if what == "signature":
        headers[signature] = provider.headers(b"other")[signature]
    if what == "timestamp":
        headers["X-Twilio-Email-Event-Webhook-Timestamp"] = "1"
    if what == "none":
        headers = {}
    if what == "garbage":
        headers[signature] = "%%%"
    assert client.post(PATH, content=body, headers=headers).status_code == 403
    assert kept(case) == 0
    assert client.get("/health").json()["forged"] == 1


def test_age_is_recorded_and_never_a_reason_to_refuse(
    case: Case, client: httpx.Client, provider: Provider
) -> None:
    body = json.dumps([provider.event(0)]).encode()
    old = datetime.now(UTC) - timedelta(hours=23)
    assert client.post(PATH, content=body, headers=provider.headers(body, old)).status_code == 200
    with case.register.reading() as connection:
        row = connection.execute(select(raw_events)).one()
    assert row.received_at - row.signed_at > timedelta(hours=22)


def test_a_post_that_is_too_large_is_refused(
    case: Case, client: httpx.Client, provider: Provider
) -> None:
    assert post(client, provider, [provider.event(0, note="x" * 20_000)]) == 413
    assert kept(case) == 0


@pytest.mark.parametrize(
    "body", [b"", b"{", b"{}", b"null", b"[1, null]", b"\xff\xfe", b"[" * 9_000, b'[{"event": 3}]']
)
def test_what_is_signed_but_cannot_be_read_is_answered_and_counted(
    case: Case, client: httpx.Client, provider: Provider, body: bytes
) -> None:
    assert client.post(PATH, content=body, headers=provider.headers(body)).status_code == 200
    health = client.get("/health").json()
    assert health["malformed"] + health["foreign"] >= 1
    assert kept(case) == 0


@on_both_later
@pytest.mark.parametrize(
    ("counted", "change"),
    [
        ("foreign", {"shirase_incident": str(ULID())}),
        ("foreign", {"shirase_incident": None}),
        ("foreign", {"shirase_incident": ["x"]}),
        ("foreign", {"shirase_incident": "\x00" * 26}),
        ("foreign", {"shirase_incident": "\ud800" * 26}),
        ("unknown_mail", {"shirase_attempt": "1; DROP TABLE attempts"}),
        ("unknown_mail", {"shirase_attempt": 7}),
        ("unknown_mail", {"shirase_attempt": "R" * 26 + ":99999999"}),
        ("unknown_mail", {"shirase_attempt": f"{ULID()}:1"}),
        ("unknown_kind", {"event": "exploded"}),
        ("unknown_kind", {"event": {"deeper": "\ud800\x00"}}),
    ],
)
def test_strange_events_change_nothing_are_counted_and_keep_ours_not_out(
    case: Case, client: httpx.Client, provider: Provider, counted: str, change: dict[str, object]
) -> None:
    strange = {**provider.event(1), **change}
    assert post(client, provider, [strange, provider.event(0)]) == 200
    assert case.attempt_states() == {"delivered": 1, "accepted": 9}
    assert client.get("/health").json()[counted] == 1
    is_ours = counted != "foreign"
    with case.register.reading() as connection:
        row = connection.execute(select(raw_events)).one()
    body = case.register.sealer(case.incident_id).open("raw_events", "body", row.id, row.body)
    assert json.loads(body) == ([strange] if is_ours else []) + json.loads(body)[-1:]
    assert row.events == 1 + is_ours


@on_both
def test_posts_at_once_are_all_committed_before_they_are_answered(
    case: Case, provider: Provider
) -> None:
    port = free_port()
    bodies = [json.dumps([provider.event(position)]).encode() for position in range(10)] * 5

    async def post_all() -> list[int]:
        async with httpx.AsyncClient(trust_env=False) as client:
            answers = [
                client.post(
                    f"http://127.0.0.1:{port}{PATH}", content=body, headers=provider.headers(body)
                )
                for body in bodies
            ]
            return [answer.status_code for answer in await asyncio.gather(*answers)]

    with running_intake(case.register, provider.public_key, port):
        assert set(asyncio.run(post_all())) == {200}
        assert case.attempt_states() == {"delivered": 10}
        assert kept(case) == 50


@on_both
def test_a_register_that_takes_nothing_makes_the_provider_try_again(
    case: Case, client: httpx.Client, provider: Provider
) -> None:
    lose_attempts(case)
    assert post(client, provider, [provider.event(0)]) == 503
    assert kept(case) == 0, "raw event and effect are one transaction"


def test_nothing_about_a_person_is_logged(
    case: Case, client: httpx.Client, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    body = json.dumps([provider.event(0)]).encode()
    client.post(PATH, content=body)
    post(client, provider, [provider.event(0)])
    lose_attempts(case)
    post(client, provider, [provider.event(0)])
    assert "shirase.intake" in {record.name for record in caplog.records}
    assert "hanako" not in caplog.text


@pytest.mark.parametrize("key", ["", "not a key", base64.b64encode(b"x" * 91).decode()])
def test_without_a_right_key_the_intake_does_not_start(case: Case, key: str) -> None:
    with pytest.raises(IntakeError, match="SHIRASE_SENDGRID_WEBHOOK_KEY"):
        create_intake(case.register, key)


@on_both
def test_a_locked_register_lets_the_provider_try_again_within_seconds(
    case: Case, provider: Provider
) -> None:
    register = Register(
        case.register.engine.url.render_as_string(hide_password=False),
        case.register.keyring,
        patience_seconds=0.3,
    )
    port = free_port()
    with (
        running_intake(register, provider.public_key, port),
        httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
    ):
        with case.register.writing():
            began = time.monotonic()
            assert post(client, provider, [provider.event(0)]) == 503
            assert time.monotonic() - began < 5
        assert case.attempt_states() == {"accepted": 10}
        assert post(client, provider, [provider.event(0)]) == 200
        assert case.attempt_states() == {"delivered": 1, "accepted": 9}


@on_both
async def test_no_answer_takes_longer_than_told(case: Case, provider: Provider) -> None:
    committer = EventCommitter(case.register, answer_seconds=0.2)
    body = json.dumps([provider.event(0)]).encode()
    now = datetime.now(UTC)
    with case.register.writing():
        assert not await committer.commit(body, "1", now)
    assert await committer.commit(body, "1", now)
    assert case.attempt_states() == {"delivered": 1, "accepted": 9}


async def test_more_than_can_wait_is_put_off_at_once(
    case: Case, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_commits, "MOST_BYTES_WAITING", 100)
    committer = EventCommitter(case.register)
    assert not await committer.commit(b"[" + b" " * 100 + b"]", "1", datetime.now(UTC))
    assert await committer.commit(b"[]", "1", datetime.now(UTC))


def test_a_post_that_never_ends_is_given_up(case: Case, provider: Provider) -> None:
    port = free_port()
    with (
        running_intake(case.register, provider.public_key, port),
        pytest.MonkeyPatch.context() as patch,
        socket.create_connection(("127.0.0.1", port)) as connection,
    ):
        patch.setattr(intake, "READ_SECONDS", 0.2)
        head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n["
        connection.sendall(head.encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 408 ")


NEEDLE = "hanako-the-needle"


def malformed_bodies(provider: Provider, count: int, seed: int) -> Iterator[bytes]:
    """Posts that the provider signed and that are broken in every way that we can think of."""
    chance = random.Random(seed)  # noqa: S311 - breakage, not secrets
    odd: list[Any] = [None, [], {}, 0, -1, 1e308, "", "\x00", "\ud800", "\U0001f4a9", NEEDLE, [[]]]
    for _ in range(count):
        event = provider.event(chance.randrange(10), chance.choice(["delivered", "bounce"]))
        event["email"] = f"{NEEDLE}@mail.example.jp"
        names = list(event)
        if chance.random() < 0.5:
            # Never both arguments and the kind whole: such an event would be a right one.
            event[chance.choice(["event", "shirase_incident", "shirase_attempt"])] = chance.choice(
                odd
            )
            event[chance.choice(names)] = chance.choice(odd)
            yield json.dumps([event] * chance.randrange(1, 3)).encode()
            continue
        body = bytearray(json.dumps([event]).encode())
        for _ in range(chance.randrange(1, 4)):
            del body[chance.randrange(len(body) or 1) :]
            body += chance.choice([b"", b"\x00", b"[", b"\xff", b'"', b"}" * 50, b"9" * 5_000])
        yield bytes(body)


def test_ten_thousand_malformed_posts_do_nothing_and_are_echoed_nowhere(
    case: Case, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    before = (case.attempt_states(), case.notice_states())
    committer = EventCommitter(case.register, answer_seconds=60)

    async def commit_all() -> list[bool]:
        now = datetime.now(UTC)
        bodies = malformed_bodies(provider, 10_000, seed=2026)
        return await asyncio.gather(*(committer.commit(body, "x", now) for body in bodies))

    assert all(asyncio.run(commit_all()))
    assert (case.attempt_states(), case.notice_states()) == before
    assert committer.counts["posts"] == 10_000
    assert NEEDLE not in caplog.text
    assert NEEDLE not in repr(committer.counts)


def test_malformed_posts_over_the_wire_are_answered(
    client: httpx.Client, provider: Provider, caplog: pytest.LogCaptureFixture, case: Case
) -> None:
    caplog.set_level(logging.DEBUG)
    for body in malformed_bodies(provider, 60, seed=7):
        answer = client.post(PATH, content=body, headers=provider.headers(body))
        assert answer.status_code in {200, 413}
        assert NEEDLE not in answer.text
    assert case.attempt_states() == {"accepted": 10}
    assert NEEDLE not in caplog.text
