"""A sign of life to an address outside, every minute: a dead host cannot escalate itself.

Whoever watches that address calls somebody when the signs stop. They stop as well when the worker
runs but could do nothing: each is sent only while everything that was asked answers.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

import httpx

INTERVAL_SECONDS = 60.0
_PATIENCE_SECONDS = 10.0
_log = logging.getLogger(__name__)

Probe = Callable[[], Awaitable[object]]
"""Returns when its part of the house answers; raises, or takes too long, when it does not."""


async def send_signs_of_life(
    url: str, probes: Sequence[Probe], interval_seconds: float = INTERVAL_SECONDS
) -> None:
    """Ping `url` by GET until cancelled; whatever goes wrong is logged, without the address."""
    async with httpx.AsyncClient(trust_env=True, timeout=_PATIENCE_SECONDS) as http:
        while True:
            if await _all_answer(probes):
                await _ping(http, url)
            await asyncio.sleep(interval_seconds)


async def _all_answer(probes: Sequence[Probe]) -> bool:
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            for probe in probes:
                await probe()
    except Exception as error:  # noqa: BLE001 - a watcher must not fall with what it watches
        _log.warning("no sign of life is sent: something does not answer (%s)", _name(error))
        return False
    return True


async def _ping(http: httpx.AsyncClient, url: str) -> None:
    try:
        answer = await http.get(url)
        answer.raise_for_status()
    except Exception as error:  # noqa: BLE001 - see above; the next one may arrive
        _log.warning("the sign of life did not arrive (%s)", _name(error))


def _name(error: Exception) -> str:
    return type(error).__name__
