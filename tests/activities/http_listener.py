"""A real HTTP listener on the loopback address that remembers what it was sent."""

import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class HttpListener:
    """Answers with `next_answers` first, then 200; keeps paths and bodies."""

    def __init__(self) -> None:
        self.next_answers: deque[int] = deque()
        self.received: list[tuple[str, str]] = []
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                listener.received.append((self.path, body.decode()))
                self._answer()

            def do_GET(self) -> None:
                listener.received.append((self.path, ""))
                self._answer()

            def _answer(self) -> None:
                status = listener.next_answers.popleft() if listener.next_answers else 200
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  named so by the base class
                """Keep the test output clean."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
