"""Posts the events of accepted messages to the receiver, signed, until it takes them.

At least once: a post whose answer is lost is posted again, with the same event ids. Nothing is
given up, where the real service stops after 24 hours.
"""

import asyncio
import base64
import hashlib
import json
import time
from collections.abc import Sequence

import httpx

from mailroom.behaviour import BehaviourControl
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
            copies = 2 if self._control.current.duplicate_events else 1
            for copy in range(copies):
                await self._post_until_taken(client, messages, copy)
            await self._store.settle(messages, time.time(), copies)
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

    async def _post_until_taken(
        self, client: httpx.AsyncClient, messages: Sequence[DueMessage], copy: int
    ) -> None:
        body = json.dumps(
            [event for message in messages for event in event_bodies(message, copy)],
            ensure_ascii=False,
        ).encode()
        gap = self._settings.retry_base_seconds
        while True:
            if self._control.current.hold_events:
                await asyncio.sleep(LONGEST_REST_SECONDS)
                continue
            if await self._post(client, body):
                return
            await asyncio.sleep(gap)
            gap = min(2 * gap, self._settings.retry_most_seconds)

    async def _post(self, client: httpx.AsyncClient, body: bytes) -> bool:
        headers = self._signer.headers(body, int(time.time()))
        headers["Content-Type"] = "application/json"
        try:
            answer = await client.post(self._settings.events_url, content=body, headers=headers)
        except httpx.HTTPError:
            return False
        return answer.is_success


def event_bodies(message: DueMessage, copy: int) -> list[dict[str, object]]:
    """Return the events to post for one message; another `copy` has other event ids.

    Custom args are flattened into the event; the service's own fields win over them.
    """
    bodies = []
    for index, step in enumerate(message.steps(), start=message.steps_posted):
        body: dict[str, object] = {
            **message.custom_args,
            "email": message.recipient,
            "event": step.event,
            "timestamp": int(message.due_at),
            "sg_event_id": _event_id(message.sg_message_id, index, copy),
            "sg_message_id": message.sg_message_id,
            **step.fields,
        }
        if message.categories:
            body["category"] = message.categories
        bodies.append(body)
    return bodies


def _event_id(sg_message_id: str, index: int, copy: int) -> str:
    # Derived, not drawn: an event posted again after a restart keeps its id.
    digest = hashlib.blake2b(f"{sg_message_id}:{index}:{copy}".encode(), digest_size=16).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
