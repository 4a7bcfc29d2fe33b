from collections.abc import AsyncIterator

import pytest

from tests.workflows.world import World, short_history_world, time_skipping_world

CACHED = 1000


@pytest.fixture
def cached_workflows(request: pytest.FixtureRequest) -> int:
    """How many workflows the worker keeps in memory; 0 replays each from its history, always."""
    cached: int = getattr(request, "param", CACHED)
    return cached


@pytest.fixture
async def world(cached_workflows: int) -> AsyncIterator[World]:
    async with time_skipping_world(cached_workflows) as one:
        yield one


@pytest.fixture
async def short_world(cached_workflows: int) -> AsyncIterator[World]:
    """Workflows continue as new after some forty events."""
    async with short_history_world(40, cached_workflows) as one:
        yield one
