"""`POST /v3/mail/send`: authenticate, check, keep, answer; with bad days as ordered."""

import asyncio
import json
import math
import secrets
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from mailroom.behaviour import Behaviour, BehaviourControl
from mailroom.checks.options import bypasses_bounce_list, is_sandboxed
from mailroom.checks.personalizations import RECIPIENT_KINDS, compact_json
from mailroom.checks.refusals import Refusal
from mailroom.connections import NoAnswer
from mailroom.event_posting import EventPoster
from mailroom.outcomes import outcome_of
from mailroom.rendering import MailRenderer
from mailroom.settings import MailroomSettings
from mailroom.storage import MailStore, NewMessage, NewRequest
from mailroom.validation import check_request

# The real limit is "under 30 MB".
TOO_MANY_BYTES = 30 * 1024 * 1024
FAST_COMPRESSION = 1
MESSAGE_ID_BYTES = 16
OK, QUEUED, BAD_REQUEST, UNAUTHORIZED = 200, 202, 400, 401
FORBIDDEN, TOO_LARGE, TOO_MANY = 403, 413, 429
MESSAGES = {
    UNAUTHORIZED: "The provided authorization grant is invalid, expired, or revoked",
    FORBIDDEN: "access forbidden",
    TOO_LARGE: "Payload too large",
    TOO_MANY: "too many requests",
}


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a request came to: refused, or to be kept, or (in sandbox mode) neither."""

    refusals: tuple[Refusal, ...]
    request: NewRequest | None


class MailSend:
    """The endpoint and what it works with."""

    def __init__(
        self,
        settings: MailroomSettings,
        store: MailStore,
        control: BehaviourControl,
        poster: EventPoster,
    ) -> None:
        self._settings = settings
        self._store = store
        self._control = control
        self._poster = poster
        self.sunk: Counter[str] = Counter(null_requests=0, null_bytes=0)
        """What the null sink took."""

    async def answer(self, request: Request) -> Response:
        """Answer one request as the real service would, or as the behaviour of now demands."""
        raw = await read_body(request)
        await asyncio.sleep(self._control.current.answer_delay_ms / 1_000)
        if self._control.take_reset_before():
            return NoAnswer()
        response = await self._decide(request, raw)
        if response.status_code >= BAD_REQUEST:
            await self._store.count_refusal()
        elif response.status_code == QUEUED:
            await asyncio.sleep(self._control.current.late_answer_ms / 1_000)
            if self._control.take_reset_after():
                return NoAnswer()
        return response

    async def _decide(self, request: Request, raw: bytes | None) -> Response:
        ordered = self._control.take_answer()
        if ordered is not None:
            return refused(ordered, self._control.current.rate_limit_reset_seconds)
        if self._control.current.suspended:
            return refused(self._control.current.suspended_status)
        if not self._is_authorized(request):
            return refused(UNAUTHORIZED)
        if raw is None:
            return refused(TOO_LARGE)
        if self._control.current.null_sink:
            return self._sink(raw)
        return await self._accept(raw)

    def _sink(self, raw: bytes) -> Response:
        self.sunk["null_requests"] += 1
        self.sunk["null_bytes"] += len(raw)
        return taken(f"null-{self.sunk['null_requests']}")

    async def _accept(self, raw: bytes) -> Response:
        behaviour = self._control.current
        prepared = await asyncio.to_thread(prepare, raw, self._settings, behaviour, time.time())
        if prepared.refusals:
            errors = [refusal.as_json() for refusal in prepared.refusals]
            return JSONResponse({"errors": errors}, BAD_REQUEST)
        if prepared.request is None:
            return Response(status_code=OK)
        await self._store.keep(prepared.request)
        self._poster.wake()
        return taken(prepared.request.message_id)

    def _is_authorized(self, request: Request) -> bool:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            return False
        expected = self._settings.api_key
        return expected is None or secrets.compare_digest(
            token.encode(), expected.get_secret_value().encode()
        )


async def read_body(request: Request) -> bytes | None:
    """Return the body, or None if it is too large; the rest of it is read and let go of.

    A client that is still writing would see a broken connection instead of the 413.
    """
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size < TOO_MANY_BYTES:
            parts.append(part)
    return b"".join(parts) if size < TOO_MANY_BYTES else None


def taken(message_id: str) -> Response:
    """Return the answer to a request that was taken."""
    return Response(status_code=QUEUED, headers={"X-Message-Id": message_id})


def refused(status: int, reset_after_seconds: int = 1) -> Response:
    """Return an error answer; a 429 says in Unix seconds when the next request may come."""
    message = MESSAGES.get(status, "The request could not be handled.")
    errors = [{"message": message, "field": None, "help": None}]
    headers = {}
    if status == TOO_MANY:
        reset_at = math.ceil(time.time()) + reset_after_seconds
        headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(reset_at)}
    return JSONResponse({"errors": errors}, status, headers)


def prepare(raw: bytes, settings: MailroomSettings, behaviour: Behaviour, now: float) -> Prepared:
    """Check a body and make it ready for the store. Takes milliseconds: not for the event loop."""
    checked = check_request(raw, now, ascii_senders=settings.ascii_sender_names)
    if checked.refusals or is_sandboxed(checked.body):
        return Prepared(checked.refusals, None)
    message_id = secrets.token_urlsafe(MESSAGE_ID_BYTES)
    messages = list(_messages(checked.body, message_id, behaviour, now))
    request = NewRequest(
        message_id=message_id,
        accepted_at=now,
        categories=json.dumps(checked.body.get("categories", [])),
        body=zlib.compress(raw, FAST_COMPRESSION),
        messages=messages,
    )
    return Prepared((), request)


def _messages(
    body: Mapping[str, Any], message_id: str, behaviour: Behaviour, now: float
) -> Iterator[NewMessage]:
    mail = MailRenderer(body)
    bypass = bypasses_bounce_list(body)
    shared_args = body.get("custom_args", {})
    shared_args_json = compact_json(shared_args)
    for position, entry in enumerate(body["personalizations"]):
        own_args = entry.get("custom_args")
        custom_args = compact_json({**shared_args, **own_args}) if own_args else shared_args_json
        digest = mail.digest(position)
        send_at = entry.get("send_at", body.get("send_at", now))
        people = [person for kind in RECIPIENT_KINDS for person in entry.get(kind, ())]
        for index, person in enumerate(people):
            recipient = person["email"].lower()
            yield NewMessage(
                position=position,
                recipient=recipient,
                sg_message_id=f"{message_id}.mailroom-{position}.{index}",
                custom_args=custom_args,
                digest=digest,
                outcome=outcome_of(recipient, behaviour, bypass_bounce_list=bypass),
                next_event_at=max(now, send_at) + behaviour.event_delay_ms / 1_000,
            )
