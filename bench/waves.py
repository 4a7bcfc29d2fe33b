"""Waves against plain sending, against one null sink, in one run on one machine.

`naive`: the SendGrid SDK in a loop, a render and a request a person. `raw`: batches of 1,000 from
open data in memory. `wave`: the whole engine, on SQLite and on PostgreSQL with every safeguard of
theirs on. A machine is never equally quiet, so naive and raw are measured before, between and after
the waves, and the mean of each counts.
"""

import asyncio
import sys
from dataclasses import asdict
from pathlib import Path
from statistics import fmean
from typing import Any

from bench.parts.house import Ground, ground
from bench.parts.measured_wave import Measured, Size, measured_wave
from bench.parts.plain_sending import naive, raw
from bench.parts.words import open_people
from tests.postgres_server import PostgresServer

PLAIN_NAIVE, PLAIN_RAW = 700, 20_000
QUICK = Size(60_000, a_shard=20_000)
LARGE, LARGEST = Size(100_000), Size(1_500_000)
ONE_BY_ONE = Size(100_000, a_batch=1)
AS_IN_PRODUCTION = (
    *("-c", "fsync=on", "-c", "full_page_writes=on", "-c", "synchronous_commit=on"),
    *("-c", "autovacuum=on", "-c", "shared_buffers=256MB"),
)
HUNDRED_THOUSAND = 100_000


def measure(folder: Path) -> dict[str, Any]:
    """With so few people that it takes two minutes."""
    return asyncio.run(_measure(folder, QUICK, ()))


def measure_full(folder: Path) -> dict[str, Any]:
    """With 100,000 people on both databases; then, on SQLite, 1,500,000, and a batch a person."""
    return asyncio.run(_measure(folder, LARGE, (LARGEST, ONE_BY_ONE)))


async def _measure(folder: Path, size: Size, more: tuple[Size, ...]) -> dict[str, Any]:
    server = PostgresServer(*AS_IN_PRODUCTION)
    try:
        async with ground(folder) as on:
            plain = [await _plain(on)]
            sqlite = await _wave(on, folder, size)
            plain.append(await _plain(on))
            postgresql = await measured_wave(on, server.new_database(), "postgresql", size)
            plain.append(await _plain(on))
            others = [await _wave(on, folder, other) for other in more]
    finally:
        server.end()
    return _figures(plain, sqlite, postgresql, others)


async def _plain(on: Ground) -> tuple[float, float]:
    people = open_people(PLAIN_RAW)
    one_by_one = await asyncio.to_thread(naive, on.sink_url, on.key, people[:PLAIN_NAIVE])
    return one_by_one, await asyncio.to_thread(raw, on.sink_url, on.key, people)


async def _wave(on: Ground, folder: Path, size: Size) -> Measured:
    name = f"sqlite-{size.people}-{size.a_batch}"
    return await measured_wave(on, f"sqlite:///{folder}/{name}.db", name, size)


def _figures(
    plain: list[tuple[float, float]],
    sqlite: Measured,
    postgresql: Measured,
    others: list[Measured],
) -> dict[str, Any]:
    every = [sqlite, postgresql, *others]
    for one in every:
        print(asdict(one), file=sys.stderr)
    naive_speed, raw_speed = (fmean(speeds) for speeds in zip(*plain, strict=True))
    slower = min(sqlite.people_per_s, postgresql.people_per_s)
    return {
        "naive": {"people_per_s": round(naive_speed)},
        "raw": {"people_per_s": round(raw_speed), "times_naive": _times(raw_speed, naive_speed)},
        "wave": {
            "people_per_s": round(slower),
            "sqlite": round(sqlite.people_per_s),
            "postgresql": round(postgresql.people_per_s),
            "people": sqlite.people,
            "sqlite_times_naive": _times(sqlite.people_per_s, naive_speed),
            "postgresql_times_naive": _times(postgresql.people_per_s, naive_speed),
            "sqlite_of_raw": _times(sqlite.people_per_s, raw_speed),
            "postgresql_of_raw": _times(postgresql.people_per_s, raw_speed),
        },
        "actions_per_100k": max(_per_100k(one) for one in every),
        "largest_history_events": max(one.largest_history_events for one in every),
        "rss_mb": {
            str(people): max(one.rss_mb for one in every if one.people == people)
            for people in sorted({one.people for one in every})
        },
    }


def _per_100k(one: Measured) -> int:
    """Actions in proportion to the people, so that a small wave looks dearer than it is."""
    return round(one.actions * HUNDRED_THOUSAND / one.people)


def _times(speed: float, other: float) -> float:
    return round(speed / other, 2)
