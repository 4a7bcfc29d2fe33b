"""Ctrl-C in a rehearsal: it ends in order, wherever it comes."""

import asyncio
import signal

AGAIN_SECONDS = 1.0


class Interrupts:
    """Cancels the running task on SIGINT and SIGTERM until it really ends.

    One cancellation can be lost: where what a task waits for is done in the same moment, Python
    3.11's `wait_for` forgets it. So it is repeated until the cleaning up has begun.
    """

    def __init__(self) -> None:
        self.came = False
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._cleaning = False
        for number in (signal.SIGINT, signal.SIGTERM):
            self._loop.add_signal_handler(number, self._interrupt)

    def cleaning_up(self) -> None:
        """From here on nothing is cancelled any more: the processes are being ended."""
        self._cleaning = True

    def _interrupt(self) -> None:
        self.came = True
        if not self._cleaning and self._task is not None:
            self._task.cancel()
            self._loop.call_later(AGAIN_SECONDS, self._interrupt)
