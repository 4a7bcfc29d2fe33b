"""Answers on the check page: limited in number, all after the same time, kept by nobody.

Whether a code exists shows in neither the time nor the size class of an answer. Who asked is known
for as long as the limit runs, in memory only.
"""

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import NamedTuple
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse

from publishing.check_page import HEADERS, IssuedNotice, check_page
from publishing.model import Locale

MOST_BYTES = 1_000
READ_SECONDS = 5.0
ANSWER_SECONDS = 0.4
"""Every answer comes after so long, or after the next multiple of it."""
Ask = Callable[[str], Sequence[IssuedNotice]]


class Limit(NamedTuple):
    """So many questions at once, and so many a second over time."""

    at_once: float
    a_second: float


ALL_TOGETHER = Limit(50, 5)
"""A house that sends a million notices is asked a few times a second at most."""
ONE_CLIENT = Limit(10, 1 / 60)
MOST_CLIENTS = 10_000


class Bucket:
    """Counts what may still be asked."""

    def __init__(self, limit: Limit, now: float) -> None:
        self._limit = limit
        self._left, self._seen = limit.at_once, now

    def takes(self, now: float) -> bool:
        """Whether one more may be asked now; it is counted then. `now` is a steady clock's."""
        grown = self._left + (now - self._seen) * self._limit.a_second
        self._left, self._seen = min(self._limit.at_once, grown), now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class CheckPage:
    """Serves the page and its answers; `ask` reads the register and may block for a while."""

    def __init__(
        self,
        ask: Ask,
        *,
        one_client: Limit = ONE_CLIENT,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._ask = ask
        self._one_client = one_client
        self._answer_seconds = answer_seconds
        self._all = Bucket(ALL_TOGETHER, time.monotonic())
        self._clients: OrderedDict[str, Bucket] = OrderedDict()

    async def show(self, request: Request) -> HTMLResponse:
        """GET: the form."""
        return HTMLResponse(check_page(_language(request)), headers=HEADERS)

    async def answer(self, request: Request) -> HTMLResponse:
        """POST: for which notice a code was issued; 429 where too much is asked."""
        started, language = time.monotonic(), _language(request)
        if not self._may_ask(request, started):
            busy = {**HEADERS, "Retry-After": "60"}
            return HTMLResponse(check_page(language, busy=True), status_code=429, headers=busy)
        code = await _code_in(request)
        found = await asyncio.to_thread(self._ask, code) if code else ()
        passed = time.monotonic() - started
        whole = math.ceil(passed / self._answer_seconds) * self._answer_seconds
        await asyncio.sleep(whole - passed)
        return HTMLResponse(check_page(language, found), headers=HEADERS)

    def _may_ask(self, request: Request, now: float) -> bool:
        client = request.client.host if request.client else ""
        bucket = self._clients.pop(client, None) or Bucket(self._one_client, now)
        self._clients[client] = bucket
        while len(self._clients) > MOST_CLIENTS:
            self._clients.popitem(last=False)
        return bucket.takes(now) and self._all.takes(now)


async def _code_in(request: Request) -> str:
    """What was typed; empty where nothing sensible came in."""
    body = b""
    try:
        async with asyncio.timeout(READ_SECONDS):
            async for part in request.stream():
                body += part
                if len(body) > MOST_BYTES:
                    return ""
    except TimeoutError:
        return ""
    fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=10)
    return fields.get("code", [""])[0][:40]


def _language(request: Request) -> Locale:
    return "en" if request.query_params.get("language") == "en" else "ja"
