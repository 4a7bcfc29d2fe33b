"""The intake: receives the mail provider's signed events and puts them into the register.

It also serves the check page (`publishing.checking`), which must be reachable from outside as well.

Promises: an event that was answered with 2xx is committed. A post that the provider did not sign
is refused; one that is signed is never refused for its age, because retries go on for a day. What
is signed but not about us is answered all the same, or it would be sent again for a day. Every
answer comes within SendGrid's ten seconds: a register that is busy or away means 503, and the
provider sends the post again. Nothing about a person is ever logged. Source: SendGrid, Event
Webhook and Signed Event Webhook.
"""

import asyncio
import base64
import binascii
import logging
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import uvicorn
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from contracts.names import CHECK_PATH, EVENTS_PATH
from hosting.failures import HostingError
from hosting.keyring import keyring_of
from hosting.ports import LOOPBACK, require_free_port
from publishing.check_page import IssuedNotice
from publishing.checking import CheckPage
from register.code_questions import ask_code
from register.event_commits import EventCommitter
from register.migrate import SchemaOutOfRange
from register.store import Register, RegisterError, open_register
from sealing.errors import SealingError
from settings import Settings
from settings_complaints import SettingsError

SIGNATURE_HEADER = "X-Twilio-Email-Event-Webhook-Signature"
TIMESTAMP_HEADER = "X-Twilio-Email-Event-Webhook-Timestamp"
MOST_BYTES = 4_000_000
READ_SECONDS = 5.0
"""How long a post may take to arrive, and the register to say that it is there."""

PATIENCE_SECONDS = 4.0
"""How long a post waits for the register's lock; then the provider sends it again."""

_log = logging.getLogger("shirase.intake")


class IntakeError(Exception):
    """The intake cannot start as it is; the sentence says what would be right."""


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
    """Takes posts of the provider, and answers each within seconds."""

    def __init__(self, committer: EventCommitter, signer: Signer, most_bytes: int) -> None:
        self._committer = committer
        self._signer = signer
        self._most_bytes = most_bytes

    async def take_events(self, request: Request) -> Response:
        """POST of the provider: 200 once everything in it is committed.

        403 for what it did not sign, 413 for what is too large; 503 and 408 let it come again.
        """
        received_at = datetime.now(UTC)
        try:
            async with asyncio.timeout(READ_SECONDS):
                body = await _body_within(request, self._most_bytes)
        except TimeoutError:
            return self._refused("too_slow", 408)
        if body is None:
            return self._refused("too_large", 413)
        timestamp = request.headers.get(TIMESTAMP_HEADER, "")
        if not self._signer.has_signed(body, timestamp, request.headers.get(SIGNATURE_HEADER, "")):
            _log.warning("refused a post that the provider did not sign")
            return self._refused("forged", 403)
        committed = await self._committer.commit(body, timestamp, received_at)
        return Response(status_code=200) if committed else self._refused("put_off", 503)

    async def show_health(self, _request: Request) -> Response:
        """GET: whether the register answers, and what was counted since the start."""
        try:
            async with asyncio.timeout(READ_SECONDS):
                await self._committer.ask_register()
        except (SQLAlchemyError, TimeoutError):
            return JSONResponse({"status": "register unavailable"}, status_code=503)
        return JSONResponse({"status": "ok", **self._committer.counts})

    def _refused(self, reason: str, status: int) -> Response:
        self._committer.counts[reason] += 1
        return Response(status_code=status)


def create_intake(
    register: Register, public_key_base64: str, *, most_bytes: int = MOST_BYTES
) -> Starlette:
    """The web application of the intake.

    Raises IntakeError for a key that is none.
    """
    intake = Intake(EventCommitter(register), Signer(public_key_base64), most_bytes)
    checking = CheckPage(_asking(register))
    return Starlette(
        routes=[
            Route(EVENTS_PATH, intake.take_events, methods=["POST"]),
            Route("/health", intake.show_health, methods=["GET"]),
            Route(CHECK_PATH, checking.show, methods=["GET"]),
            Route(CHECK_PATH, checking.answer, methods=["POST"]),
        ]
    )


def _asking(register: Register) -> Callable[[str], Sequence[IssuedNotice]]:
    """What the check page asks; a register that is away knows no code, and that is all it says."""

    def ask(code: str) -> Sequence[IssuedNotice]:
        try:
            return ask_code(register, code, datetime.now(UTC))
        except (SQLAlchemyError, RegisterError, SealingError):
            _log.warning("the register did not answer a question about a check code")
            return ()

    return ask


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
            settings.database_url,
            keyring_of(settings),
            settings.temporal_namespace,
            patience_seconds=PATIENCE_SECONDS,
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
