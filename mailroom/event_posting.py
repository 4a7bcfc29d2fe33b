"""Posts the events of accepted messages to the receiver, signed, until it takes them.

At least once: a post whose answer is lost is posted again, with the same event ids. Nothing is
given up, where the real service stops after 24 hours.
"""

import asyncio
import json
import time
from collections import Counter

import httpx

from mailroom.behaviour import BehaviourControl
from mailroom.event_posts import EventPost, posts_of
from mailroom.settings import MailroomSettings
from mailroom.signing import EventSigner
from mailroom.storage import DueMessage, MailStore

POST_TIMEOUT_SECONDS = 10.0
LONGEST_REST_SECONDS = 0.25


class EventPoster:
    """Keeps a fixed number of posts in flight for as long as events are due."""

    def __init__(
        self,
        settings: MailroomSettings,
        store: MailStore,
        signer: EventSigner,
        control: BehaviourControl,
    ) -> None:
        self._settings = settings
        self._store = store
        self._signer = signer
        self._control = control
        self._in_flight: set[int] = set()
        self._claiming = asyncio.Lock()
        self._news = asyncio.Event()
        self._forger = EventSigner.of_nobody()
        self.forged: Counter[str] = Counter(forged_refused=0, forged_taken=0)
        """What became of posts that were signed by nobody's key."""

    def wake(self) -> None:
        """Look for due events now instead of after the next short rest."""
        self._news.set()

    async def run(self) -> None:
        """Post until cancelled."""
        # The receiver is on this machine: a proxy from the environment must not see its mail.
        async with (
            httpx.AsyncClient(timeout=POST_TIMEOUT_SECONDS, trust_env=False) as client,
            asyncio.TaskGroup() as lanes,
        ):
            for _ in range(self._settings.posts_in_flight):
                lanes.create_task(self._run_lane(client))

    async def _run_lane(self, client: httpx.AsyncClient) -> None:
        while True:
            self._news.clear()
            messages = await self._claim()
            if not messages:
                await self._rest()
                continue
            posts = list(posts_of(messages, self._control.current))
            for post in posts:
                await self._post_until_taken(client, post)
            events = sum(len(post.events) for post in posts if not post.forged)
            await self._store.settle(messages, time.time(), events)
            self._in_flight.difference_update(message.id for message in messages)

    async def _claim(self) -> list[DueMessage]:
        if self._control.current.hold_events:
            return []
        async with self._claiming:
            messages = await self._store.due(
                time.time(), self._settings.events_per_post, self._in_flight
            )
            self._in_flight.update(message.id for message in messages)
            return messages

    async def _rest(self) -> None:
        try:
            await asyncio.wait_for(self._news.wait(), LONGEST_REST_SECONDS)
        except TimeoutError:
            return

    async def _post_until_taken(self, client: httpx.AsyncClient, post: EventPost) -> None:
        """Post until it is taken; a forged post only until it is answered."""
        body = json.dumps(post.events, ensure_ascii=False).encode()
        signer = self._forger if post.forged else self._signer
        gap = self._settings.retry_base_seconds
        while True:
            if self._control.current.hold_events:
                await asyncio.sleep(LONGEST_REST_SECONDS)
                continue
            answer = await self._post(client, signer, body, post.age_seconds)
            if answer is not None and post.forged:
                self.forged["forged_taken" if answer.is_success else "forged_refused"] += 1
                return
            if answer is not None and answer.is_success:
                return
            await asyncio.sleep(gap)
            gap = min(2 * gap, self._settings.retry_most_seconds)

    async def _post(
        self, client: httpx.AsyncClient, signer: EventSigner, body: bytes, age_seconds: int
    ) -> httpx.Response | None:
        headers = signer.headers(body, int(time.time()) - age_seconds)
        headers["Content-Type"] = "application/json"
        try:
            return await client.post(self._settings.events_url, content=body, headers=headers)
        except httpx.HTTPError:
            return None
