"""Heartbeats of an activity that waits: for a mail provider's answer, or for its turn.

A heartbeat carries where the work stands, as (batch, watermark), so that the next attempt knows
how far the register must have come.
"""

import contextvars
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from temporalio import activity
from temporalio.exceptions import CancelledError

BEAT_SECONDS = 5.0
LOOK_SECONDS = 0.5


class Pulse:
    """Tells Temporal that we are alive, and us whether we are still wanted."""

    def __init__(self) -> None:
        self._details = (0, 0)

    def last_watermark(self) -> int:
        """The watermark of the last heartbeat of an earlier attempt; 0 without one."""
        details = activity.info().heartbeat_details
        return int(details[1]) if len(details) == len(self._details) else 0

    def beat(self, batch: int, watermark: int) -> None:
        """Heartbeat with where the work stands."""
        self._details = (batch, watermark)
        activity.heartbeat(*self._details)

    def stop_if_unwanted(self) -> None:
        """Raise CancelledError once the activity was cancelled; call it between two batches."""
        if activity.is_cancelled():
            raise CancelledError("stopped between two requests")

    def wait(self, seconds: float) -> None:
        """Sleep with heartbeats. Raises CancelledError once the activity was cancelled."""
        end = time.monotonic() + seconds
        with self.beating():
            while (left := end - time.monotonic()) > 0:
                self.stop_if_unwanted()
                time.sleep(min(left, LOOK_SECONDS))

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Heartbeat from beside while the body waits for something that has its own time limit."""
        over = threading.Event()

        def beat() -> None:
            while not over.wait(BEAT_SECONDS):
                activity.heartbeat(*self._details)

        context = contextvars.copy_context()
        beside = threading.Thread(target=context.run, args=(beat,), daemon=True)
        beside.start()
        try:
            yield
        finally:
            over.set()
            beside.join()
