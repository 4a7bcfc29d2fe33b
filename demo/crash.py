"""The crash of a rehearsal: the worker is killed in the middle of the people wave, then replaced.

The mailroom is slowed down meanwhile, so that the kill falls into a request with near certainty:
that is the one moment in which nobody can know whether it went out.
"""

from collections.abc import Callable

from sqlalchemy import func, select

from demo.mailroom_control import set_behaviour
from demo.waits import until
from hosting.house import House
from register.requests import RequestState
from register.store import Register
from register.tables_people import requests, wave_shards, waves

SENT_BEFORE_THE_CRASH = 0.2
SLOW_ANSWER_MILLISECONDS = 700
WHOLE_STORY = 600.0


async def crash_in_wave(
    house: House, register: Register, incident_id: str, say: Callable[[str, str], None]
) -> None:
    """Wait for the wave to be under way, kill the worker, start another."""
    await until(lambda: _accepted(register, incident_id) > 0, "the first mails", WHOLE_STORY)
    await set_behaviour(house, answer_delay_ms=SLOW_ANSWER_MILLISECONDS)
    enough = int(_planned(register, incident_id) * SENT_BEFORE_THE_CRASH)
    await until(lambda: _accepted(register, incident_id) >= enough, "a part of the wave")
    await until(lambda: _claimed(register, incident_id) > 0, "a request under way")
    await house.parts["worker"].kill()
    say("ワーカーを強制終了（SIGKILL）", "worker killed (SIGKILL) in the middle of a request")
    await set_behaviour(house, answer_delay_ms=0)
    await house.parts["worker"].start()
    say("新しいワーカーが引き継ぎ", "another worker takes over")


def _accepted(register: Register, incident_id: str) -> int:
    return _count(register, incident_id, RequestState.ACCEPTED)


def _claimed(register: Register, incident_id: str) -> int:
    return _count(register, incident_id, RequestState.CLAIMED)


def _planned(register: Register, incident_id: str) -> int:
    query = (
        select(func.sum(wave_shards.c.batches))
        .join(waves, waves.c.id == wave_shards.c.wave_id)
        .where(waves.c.incident_id == incident_id)
    )
    with register.reading() as connection:
        return connection.execute(query).scalar_one() or 0


def _count(register: Register, incident_id: str, state: RequestState) -> int:
    query = select(func.count()).where(
        requests.c.incident_id == incident_id, requests.c.state == state.value
    )
    with register.reading() as connection:
        return connection.execute(query).scalar_one()
