"""Signed webhook events that a real intake verified and applied, each post committed."""

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import httpx
from sqlalchemy import func, select

from bench.parts.house import intake
from bench.parts.incident import let_go, plan_of, ready_incident
from contracts.names import EVENTS_PATH, attempt_argument
from demo.stage import open_stage_register, prepare_stage
from mailroom.signing import EventSigner
from register import claims, outcomes
from register.store import Register
from register.tables_people import notices
from register.waves import plan_wave
from tests.register_fixtures import Case

IN_HUNDREDS, ONE_BY_ONE = 60_000, 1_000
PEOPLE_A_BATCH = 1_000
POSTS_AT_ONCE = 8
OK = 200
Post = tuple[bytes, dict[str, str]]


def measure(folder: Path) -> dict[str, dict[str, int]]:
    """`events_per_s`, in posts of 100 and in posts of one."""
    return asyncio.run(_measure(folder))


async def _measure(folder: Path) -> dict[str, dict[str, int]]:
    signer = EventSigner.of_nobody()
    settings = prepare_stage(folder, "notice@example.jp", "bench").with_mailroom(
        signer.public_key()
    )
    register = open_stage_register(settings)
    case = ready_incident(register, IN_HUNDREDS + ONE_BY_ONE)
    events = [
        _event(case.incident_id, request_id, position)
        for request_id, people in _accepted(case)
        for position in range(people)
    ]
    many = _posts(signer, events[:IN_HUNDREDS], 100)
    single = _posts(signer, events[IN_HUNDREDS:], 1)
    process = intake(settings)
    await process.start()
    try:
        url = settings.intake_url + EVENTS_PATH
        found = {
            "posts_of_100": round(IN_HUNDREDS / await _seconds(url, many)),
            "posts_of_1": round(ONE_BY_ONE / await _seconds(url, single)),
        }
    finally:
        await process.stop()
    assert _delivered(register) == len(events), "an event was answered and not applied"
    register.dispose()
    return {"events_per_s": found}


def _accepted(case: Case) -> list[tuple[str, int]]:
    """Every request of a wave that the provider took, and how many people it holds."""
    with case.register.writing() as connection:
        plan = plan_wave(connection, plan_of(case, IN_HUNDREDS + ONE_BY_ONE, PEOPLE_A_BATCH))
    let_go(case, plan.wave_id)
    found = []
    now = datetime.now(UTC)
    with case.register.writing() as connection:
        shard = claims.open_shard(connection, plan.wave_id, 0, 0, now)
        while isinstance(claim := claims.claim(connection, shard, now), claims.Claim):
            outcomes.record_accepted(connection, claim.request_id, "bench", now)
            found.append((claim.request_id, claim.people))
    return found


def _event(incident_id: str, request_id: str, position: int) -> dict[str, object]:
    return {
        "event": "delivered",
        "email": f"p{position}@mail.example.jp",
        "timestamp": int(time.time()),
        "sg_event_id": f"{request_id}{position}",
        "sg_message_id": f"bench.{position}",
        "smtp-id": "<bench@mail.example.jp>",
        "response": "250 OK",
        "category": ["shirase-notice"],
        "shirase_incident": incident_id,
        "shirase_attempt": attempt_argument(request_id, position),
    }


def _posts(signer: EventSigner, events: Sequence[dict[str, object]], size: int) -> list[Post]:
    posts = []
    for start in range(0, len(events), size):
        body = json.dumps(events[start : start + size]).encode()
        posts.append((body, signer.headers(body, int(time.time()))))
    return posts


async def _seconds(url: str, posts: list[Post]) -> float:
    waiting = iter(posts)
    async with httpx.AsyncClient(trust_env=False, timeout=30.0) as client:

        async def deliver() -> None:
            for body, headers in waiting:
                while (await client.post(url, content=body, headers=headers)).status_code != OK:
                    print("posted again", file=sys.stderr)

        began = time.perf_counter()
        await asyncio.gather(*(deliver() for _ in range(POSTS_AT_ONCE)))
        return time.perf_counter() - began


def _delivered(register: Register) -> int:
    with register.reading() as connection:
        count: int = connection.execute(
            select(func.count()).select_from(notices).where(notices.c.state == "delivered")
        ).scalar_one()
        return count
