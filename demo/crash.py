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
CLAIMED, UNKNOWN, ACCEPTED = (
    RequestState.CLAIMED,
    RequestState.UNKNOWN,
    RequestState.ACCEPTED,
)


async def crash_in_wave(
    house: House, register: Register, incident_id: str, say: Callable[[str, str], None]
) -> None:
    """Wait for the wave to be under way, kill the worker, start another."""
    await until(lambda: _accepted(register, incident_id) > 0, "the first mails", WHOLE_STORY)
    await set_behaviour(house, answer_delay_ms=SLOW_ANSWER_MILLISECONDS)
    enough = int(_planned(register, incident_id) * SENT_BEFORE_THE_CRASH)
    await until(lambda: _accepted(register, incident_id) >= enough, "a part of the wave")
    await until(lambda: bool(_in_state(register, incident_id, CLAIMED)), "a request under way")
    await house.parts["worker"].kill()
    cut = _in_state(register, incident_id, CLAIMED)
    people = sum(cut.values())
    say(
        f"ワーカーを強制終了（SIGKILL）。{people:,}名への送信要求が途中",
        f"worker killed (SIGKILL) while a request for {people:,} people was under way",
    )
    await set_behaviour(house, answer_delay_ms=0)
    await house.parts["worker"].start()
    say(
        "新しいワーカーが引き継ぎ。途中だった要求は再送しない",
        "another takes over; nothing is resent",
    )
    await until(
        lambda: not cut.keys() & _in_state(register, incident_id, CLAIMED, UNKNOWN).keys(),
        "the doubt settled",
        WHOLE_STORY,
    )
    say("途中だった要求の結果を配信イベントで確定", "signed events have settled what was in doubt")


def _accepted(register: Register, incident_id: str) -> int:
    return len(_in_state(register, incident_id, ACCEPTED))


def _in_state(register: Register, incident_id: str, *states: RequestState) -> dict[str, int]:
    """People by request, of the requests in these states."""
    query = select(requests.c.id, requests.c.people).where(
        requests.c.incident_id == incident_id,
        requests.c.state.in_([state.value for state in states]),
    )
    with register.reading() as connection:
        return {row.id: row.people for row in connection.execute(query)}


def _planned(register: Register, incident_id: str) -> int:
    query = (
        select(func.sum(wave_shards.c.batches))
        .join(waves, waves.c.id == wave_shards.c.wave_id)
        .where(waves.c.incident_id == incident_id)
    )
    with register.reading() as connection:
        return connection.execute(query).scalar_one() or 0
