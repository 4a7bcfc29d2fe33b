"""The intake: receives the mail provider's signed events and puts them into the register.

Promises: an event that was answered with 2xx is committed. A post that the provider did not sign
is refused; one that is signed is never refused for its age, because retries go on for a day. What
is signed but not about us is answered all the same, or it would be sent again for a day. Nothing
about a person is ever logged. Source: SendGrid, Event Webhook and Signed Event Webhook.
"""

import asyncio
import base64
import binascii
import json
import logging
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import uvicorn
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from contracts.names import (
    EVENTS_PATH,
    PROVIDER_ATTEMPT_ARGUMENT,
    PROVIDER_INCIDENT_ARGUMENT,
    parse_argument,
)
from hosting.failures import HostingError
from hosting.keyring import keyring_of
from hosting.ports import LOOPBACK, require_free_port
from register.migrate import SchemaOutOfRange
from register.provider_events import STATE_OF_EVENT, Report, apply_reports, keep_raw
from register.store import Register, RegisterError, open_register
from sealing.errors import SealingError
from settings import Settings, SettingsError

SIGNATURE_HEADER = "X-Twilio-Email-Event-Webhook-Signature"
TIMESTAMP_HEADER = "X-Twilio-Email-Event-Webhook-Timestamp"
MOST_BYTES = 4_000_000
_INCIDENT_ID_LENGTH = 26

_log = logging.getLogger("shirase.intake")


class IntakeError(Exception):
    """The intake cannot start as it is; the sentence says what would be right."""


@dataclass(slots=True)
class Post:
    """One signed POST, read: events as they came and as reports, by incident."""

    signed_at: datetime
    received_at: datetime
    events: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    reports: dict[str, list[Report]] = field(default_factory=dict)
    foreign: int = 0
    malformed: int = 0


class Signer:
    """Tells what the provider signed from what it did not."""

    def __init__(self, public_key_base64: str) -> None:
        try:
            key = load_der_public_key(base64.b64decode(public_key_base64, validate=True))
        except (ValueError, UnsupportedAlgorithm):
            key = None
        if not isinstance(key, ec.EllipticCurvePublicKey):
            raise IntakeError(
                "SHIRASE_SENDGRID_WEBHOOK_KEY must be the public key of SendGrid's signed Event "
                "Webhook: base64 text as its page shows it."
            )
        self._key = key

    def has_signed(self, body: bytes, timestamp: str, signature: str) -> bool:
        """Whether the body came with a signature of this key (ECDSA, SHA-256)."""
        try:
            raw = base64.b64decode(signature, validate=True)
            self._key.verify(raw, timestamp.encode() + body, ec.ECDSA(hashes.SHA256()))
        except (InvalidSignature, binascii.Error, ValueError):
            return False
        return True


class Intake:
    """Verifies, keeps and applies posts; posts that come together share one transaction."""

    def __init__(self, register: Register, signer: Signer, most_bytes: int) -> None:
        self._register = register
        self._signer = signer
        self._most_bytes = most_bytes
        self._counts: Counter[str] = Counter()
        self._waiting: list[tuple[Post, asyncio.Future[None]]] = []
        self._turn = asyncio.Lock()

    async def take_events(self, request: Request) -> Response:
        """POST of the provider: 200 once everything in it is committed."""
        body = await _body_within(request, self._most_bytes)
        if body is None:
            self._counts["too_large"] += 1
            return Response(status_code=413)
        timestamp = request.headers.get(TIMESTAMP_HEADER, "")
        signature = request.headers.get(SIGNATURE_HEADER, "")
        if not self._signer.has_signed(body, timestamp, signature):
            self._counts["forged"] += 1
            _log.warning("refused a post that the provider did not sign")
            return Response(status_code=403)
        try:
            await self._commit(read_post(body, timestamp, datetime.now(UTC)))
        except SQLAlchemyError as error:
            # Only the kind: the provider repeats the post, and values stay out of the log.
            _log.error("the register took no events: %s", type(error).__name__)
            return Response(status_code=503)
        return Response(status_code=200)

    async def show_health(self, _request: Request) -> Response:
        """GET: whether the register answers, and what was counted since the start."""
        try:
            await asyncio.to_thread(self._ask_register)
        except SQLAlchemyError:
            return JSONResponse({"status": "register unavailable"}, status_code=503)
        return JSONResponse({"status": "ok", **self._counts})

    async def _commit(self, post: Post) -> None:
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((post, done))
        async with self._turn:
            if not done.done():
                await self._commit_waiting()
        await done

    async def _commit_waiting(self) -> None:
        taken, self._waiting = self._waiting, []
        try:
            await asyncio.to_thread(self._apply, [post for post, _ in taken])
        except Exception as error:  # noqa: BLE001 - each waiting request raises it again
            for _, done in taken:
                done.set_exception(error)
        else:
            for _, done in taken:
                done.set_result(None)

    def _apply(self, posts: Sequence[Post]) -> None:
        counts: Counter[str] = Counter()
        reports: list[Report] = []
        with self._register.writing() as connection:
            for post in posts:
                counts.update(posts=1, foreign=post.foreign, malformed=post.malformed)
                for incident_id, events in post.events.items():
                    try:
                        sealer = self._register.sealer(incident_id, connection)
                    except RegisterError:
                        # Another installation's, or an incident that has been erased.
                        counts["foreign"] += len(events)
                        continue
                    counts["events"] += len(events)
                    raw = json.dumps(events, ensure_ascii=False)
                    times = (post.signed_at, post.received_at)
                    keep_raw(connection, sealer, incident_id, raw, len(events), times)
                    reports.extend(post.reports[incident_id])
            apply_reports(connection, reports, datetime.now(UTC))
        self._counts.update(counts)

    def _ask_register(self) -> None:
        with self._register.reading() as connection:
            connection.execute(text("SELECT 1"))


def create_intake(
    register: Register, public_key_base64: str, *, most_bytes: int = MOST_BYTES
) -> Starlette:
    """The web application of the intake.

    Raises IntakeError for a key that is none.
    """
    intake = Intake(register, Signer(public_key_base64), most_bytes)
    return Starlette(
        routes=[
            Route(EVENTS_PATH, intake.take_events, methods=["POST"]),
            Route("/health", intake.show_health, methods=["GET"]),
        ]
    )


def read_post(body: bytes, timestamp: str, received_at: datetime) -> Post:
    """Sort the events of a signed post; what is not about us is counted and left out."""
    post = Post(signed_at=_signed_at(timestamp, received_at), received_at=received_at)
    try:
        events = json.loads(body)
    except (ValueError, RecursionError):
        events = None
    if not isinstance(events, list):
        post.malformed = 1
        return post
    for event in events:
        _sort(post, event)
    return post


def _sort(post: Post, event: object) -> None:
    if not isinstance(event, dict):
        post.malformed += 1
        return
    incident_id = event.get(PROVIDER_INCIDENT_ARGUMENT)
    argument = event.get(PROVIDER_ATTEMPT_ARGUMENT)
    if not isinstance(incident_id, str) or len(incident_id) != _INCIDENT_ID_LENGTH:
        post.foreign += 1
        return
    try:
        identity, position = parse_argument(argument if isinstance(argument, str) else "")
    except ValueError:
        post.foreign += 1
        return
    post.events.setdefault(incident_id, []).append(event)
    reports = post.reports.setdefault(incident_id, [])
    state = STATE_OF_EVENT.get(str(event.get("event")))
    if state is not None:
        reports.append(Report(identity, position, state))


def _signed_at(timestamp: str, received_at: datetime) -> datetime:
    try:
        return datetime.fromtimestamp(int(timestamp), UTC)
    except (ValueError, OverflowError, OSError):
        return received_at


async def _body_within(request: Request, most_bytes: int) -> bytes | None:
    """The body, or None as soon as it is too large; the rest is not read then."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > most_bytes:
            return None
        parts.append(part)
    return b"".join(parts)


REFUSALS = (
    *(HostingError, SettingsError, RegisterError),
    *(SchemaOutOfRange, SealingError, IntakeError),
)


def main() -> int:
    """Serve until told to end; returns 2 with a sentence when the intake cannot start."""
    try:
        settings = Settings.load()
        register = open_register(
            settings.database_url, keyring_of(settings), settings.temporal_namespace
        )
        require_free_port(settings.intake_port, "intake_port")
        app = create_intake(register, settings.sendgrid_webhook_key or "")
    except REFUSALS as error:
        sys.stderr.write(f"intake: {error}\n")
        return 2
    uvicorn.run(
        app,
        host=LOOPBACK,
        port=settings.intake_port,
        log_level=settings.log_level.lower(),
        access_log=False,
    )
    register.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main())
