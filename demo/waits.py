"""Waiting for the engine in a rehearsal: for what the register shows, never for a while."""

import asyncio
import time
from collections.abc import Callable

LOOK_SECONDS = 0.1


class EngineTooSlow(Exception):  # noqa: N818 - says what was seen, as on screen
    """What had to happen did not; the sentence says what was waited for."""


async def until(condition: Callable[[], bool], what: str, seconds: float = 60.0) -> None:
    """Look at the register until the condition holds.

    Raises:
        EngineTooSlow: it did not hold in `seconds`.
    """
    deadline = time.monotonic() + seconds
    while not await asyncio.to_thread(condition):
        if time.monotonic() > deadline:
            raise EngineTooSlow(f"waited {seconds:.0f} s for: {what}")
        await asyncio.sleep(LOOK_SECONDS)
