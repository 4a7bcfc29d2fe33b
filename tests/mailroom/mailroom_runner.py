"""Runs real mailrooms and a real receiver of events on loopback ports, for the tests here."""

import asyncio
import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx

from mailroom.serving import MailroomServer, listen
from mailroom.settings import MailroomSettings

KEY = "SG.rehearsal"
NOBODY_LISTENS = "http://127.0.0.1:9/events"


@dataclass(frozen=True)
class ReceivedPost:
    headers: Message
    body: bytes
    answered: int
    at: float

    def events(self) -> list[dict[str, Any]]:
        events: list[dict[str, Any]] = json.loads(self.body)
        return events


class EventReceiver:
    """Takes posted events; `next_answers` are given first, then 204."""

    def __init__(self) -> None:
        self.next_answers: deque[int] = deque()
        self.posts: list[ReceivedPost] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = receiver.next_answers.popleft() if receiver.next_answers else 204
                receiver.posts.append(ReceivedPost(self.headers, body, status, time.monotonic()))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  named so by the base class
                """Keep the test output clean."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/events"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def taken(self) -> list[dict[str, Any]]:
        """Return all events of posts that were answered with a 2xx."""
        return [event for post in self.posts if post.answered < 300 for event in post.events()]

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class RunningMailroom:
    """One mailroom in a thread of its own, with an HTTP client that has the right key."""

    def __init__(self, settings: MailroomSettings) -> None:
        ready = threading.Event()
        self.url = ""

        def when_ready(url: str) -> None:
            self.url = url
            ready.set()

        self._server = MailroomServer(settings, listen(0), when_ready)
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._server.run_until_stopped()), daemon=True
        )
        self._thread.start()
        assert ready.wait(10)
        self.http = httpx.Client(
            base_url=self.url, headers={"Authorization": f"Bearer {KEY}"}, trust_env=False
        )

    def send(self, body: object) -> httpx.Response:
        return self.http.post("/v3/mail/send", json=body)

    def behave(self, **behaviour: object) -> None:
        self.http.put("/behaviour", json=behaviour).raise_for_status()

    def status(self) -> dict[str, int]:
        counts: dict[str, int] = self.http.get("/status").json()
        return counts

    def begin_to_stop(self) -> None:
        self.http.close()
        self._server.should_exit = True

    def wait_for_the_end(self) -> None:
        self._thread.join(10)
        assert not self._thread.is_alive()


# A server takes a fifth of a second to stop, which only a test that starts it again must wait for.
stopping: list[RunningMailroom] = []


@contextmanager
def running_mailroom(
    data_dir: Path,
    events_url: str = NOBODY_LISTENS,
    *,
    is_started_again: bool = False,
    **settings: Any,
) -> Iterator[RunningMailroom]:
    mailroom = RunningMailroom(
        MailroomSettings(
            data_dir=data_dir,
            events_url=events_url,
            api_key=KEY,
            **{"retry_base_seconds": 0.02, **settings},
        )
    )
    try:
        yield mailroom
    finally:
        mailroom.begin_to_stop()
        stopping.append(mailroom)
        if is_started_again:
            mailroom.wait_for_the_end()


def wait_until(holds: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait until `holds()` is true; fail the test if it never is."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def person(number: int, **more: object) -> dict[str, object]:
    return {"to": [{"email": f"person{number}@example.jp"}], **more}


def mail(*personalizations: dict[str, object], **more: object) -> dict[str, object]:
    """Return a body that is accepted."""
    return {
        "personalizations": list(personalizations or (person(0),)),
        "from": {"email": "desk@example.jp", "name": "お知らせ窓口"},
        "subject": "お客様情報の漏えいに関するお知らせ",
        "content": [{"type": "text/plain", "value": "お知らせいたします。"}],
        **more,
    }
