"""Listeners that stand where production would be, and remember whoever connects."""

import socket
import threading
import time
from contextlib import suppress

PATIENCE_SECONDS = 5.0


class RecordingListener:
    """Takes connections on a free loopback port, counts them, answers nothing."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.connections = 0
        self._thread = threading.Thread(target=self._take, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"

    def has_counted(self, wanted: int) -> bool:
        """Whether so many connections have come, or come within a moment."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.connections < wanted and time.monotonic() < deadline:
            time.sleep(0.01)
        return self.connections == wanted

    def close(self) -> None:
        """Stop listening."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()

    def _take(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            connection.close()
