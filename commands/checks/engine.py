"""Temporal: reachable, its namespace, search attributes and clock; and a worker that is alive."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import (
    DescribeTaskQueueRequest,
    DescribeTaskQueueResponse,
    PollWorkflowTaskQueueRequest,
)
from temporalio.client import Client
from temporalio.service import RPCError
from ulid import ULID

from commands.checks.clocks import clock_finding
from commands.checks.finding import Finding, failed, fine, to_mend, worth_knowing
from contracts.search_attributes import SEARCH_ATTRIBUTES
from hosting.failures import HostingError
from hosting.temporal_connection import connect
from sealing.data_converter import shirase_data_converter
from sealing.keys import Keyring
from settings import Settings

# A worker asks again at least once a minute; the server remembers a dead one for five.
ALIVE_WITHIN = timedelta(seconds=90)
# A server refuses to hold a poll of two seconds or less; ours is given up once it was seen.
_POLL_FOR = timedelta(seconds=10)
_LOOK_SECONDS = 0.2
_LOOKS = 15


async def check_engine(settings: Settings, keyring: Keyring | None) -> AsyncIterator[Finding]:
    """Everything about Temporal, asked without changing anything there."""
    if keyring is None:
        yield to_mend(
            "temporal",
            "Without the key nothing is sealed for Temporal, so it was not asked. Mend the key.",
            "鍵がないため Temporal には問い合わせていません。先に鍵を直してください。",
        )
        return
    try:
        client = await connect(settings, shirase_data_converter(keyring))
    except HostingError as error:
        yield failed("temporal", error)
        return
    yield fine(
        "temporal",
        f"It answers; namespace {client.namespace}.",
        f"応答しています(名前空間 {client.namespace})。",
    )
    yield await _search_attributes(client)
    yield await _worker(client, settings)
    with suppress(RPCError):
        yield await _clock(client)


async def _search_attributes(client: Client) -> Finding:
    try:
        listed = await client.operator_service.list_search_attributes(
            ListSearchAttributesRequest(namespace=client.namespace)
        )
    except RPCError:
        return worth_knowing(
            "search_attributes",
            "This connection may not list them; the worker checks them when it starts.",
            "この接続では一覧を取得できません。ワーカーが起動時に確認します。",
        )
    missing = [key.name for key in SEARCH_ATTRIBUTES if key.name not in listed.custom_attributes]
    if missing:
        named = ", ".join(missing)
        return to_mend(
            "search_attributes",
            f"Missing: {named}. The start of a worker registers them, or says how.",
            f"不足: {named}。ワーカーの起動時に登録されるか、登録方法が表示されます。",
        )
    return fine("search_attributes", "All are registered.", "すべて登録されています。")


async def _worker(client: Client, settings: Settings) -> Finding:
    """Alive is who asked for work lately, on both kinds of its queue."""
    now = datetime.now(UTC)
    for kind in (
        TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
    ):
        described = await _described(client, settings.task_queue, kind)
        seen = [poller.last_access_time.ToDatetime(UTC) for poller in described.pollers]
        if not any(now - at < ALIVE_WITHIN for at in seen):
            return to_mend(
                "worker",
                f"No worker asks for work on the queue {settings.task_queue}. Start the house "
                "with `make up`, and see its log (logs/worker.log in the data folder).",
                f"キュー {settings.task_queue} で待つワーカーがいません。`make up` で起動し、記録"
                "(データフォルダーの logs/worker.log)を確認してください。",
            )
    return fine("worker", "It asks for work.", "動いています。")


async def _clock(client: Client) -> Finding:
    """The server tells its time only of somebody who polls, so a queue of our own is polled."""
    queue = f"shirase-doctor-{ULID()}"
    request = PollWorkflowTaskQueueRequest(
        namespace=client.namespace, task_queue=TaskQueue(name=queue), identity="shirase doctor"
    )
    asked = datetime.now(UTC)
    poll = asyncio.ensure_future(
        client.workflow_service.poll_workflow_task_queue(request, timeout=_POLL_FOR)
    )
    try:
        for _ in range(_LOOKS):
            await asyncio.sleep(_LOOK_SECONDS)
            described = await _described(client, queue, TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW)
            answered = datetime.now(UTC)
            if described.pollers:
                theirs = described.pollers[0].last_access_time.ToDatetime(UTC)
                return clock_finding("clock_temporal", asked, theirs, answered)
    finally:
        poll.cancel()
        with suppress(asyncio.CancelledError, RPCError):
            await poll
    return worth_knowing(
        "clock_temporal", "The server did not tell its time.", "サーバーの時刻を確認できません。"
    )


async def _described(
    client: Client, queue: str, kind: TaskQueueType.ValueType
) -> DescribeTaskQueueResponse:
    return await client.workflow_service.describe_task_queue(
        DescribeTaskQueueRequest(
            namespace=client.namespace, task_queue=TaskQueue(name=queue), task_queue_type=kind
        )
    )
