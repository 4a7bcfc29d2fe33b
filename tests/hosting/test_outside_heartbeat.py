"""Signs of life go out while everything answers, stop when something does not, and never fall."""

import asyncio
import contextlib
import time

from hosting.outside_heartbeat import Probe, send_signs_of_life
from tests.activities.http_listener import HttpListener

INTERVAL = 0.02


async def signs(listener: HttpListener, seconds: float, *probes: Probe) -> int:
    url = f"http://127.0.0.1:{listener.port}/alive"
    before = len(listener.received)
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(send_signs_of_life(url, probes, INTERVAL), seconds)
    return len(listener.received) - before


async def answers() -> None:
    """A part that is well."""


async def test_signs_go_out_again_and_again_while_everything_answers() -> None:
    listener = HttpListener()
    assert await signs(listener, 0.5, answers) >= 3
    assert {path for path, _ in listener.received} == {"/alive"}
    listener.close()


async def test_no_sign_while_a_part_does_not_answer_and_again_when_it_does() -> None:
    listener, begun = HttpListener(), time.monotonic()

    async def sick_at_first() -> None:
        if time.monotonic() - begun < 0.2:
            raise OSError("away")

    sending = asyncio.create_task(signs(listener, 0.8, answers, sick_at_first))
    await asyncio.sleep(0.15)
    assert not listener.received
    assert await sending >= 3
    listener.close()


async def test_an_address_that_is_away_or_refuses_ends_nothing() -> None:
    listener = HttpListener()
    listener.next_answers.extend([500, 404, 500])
    assert await signs(listener, 0.5) >= 5
    listener.close()
    assert await signs(listener, 0.2) == 0
