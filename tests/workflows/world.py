"""One test's world: a Temporal server, a worker with fake activities, and its clock."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from temporalio.api.enums.v1 import EventType, IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.client import Client, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.exceptions import ApplicationError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from contracts.names import incident_workflow_id
from contracts.search_attributes import SEARCH_ATTRIBUTES
from tests.workflows.calls import Calls
from tests.workflows.ear import IncidentEar
from tests.workflows.fakes import Fakes
from tests.workflows.samples import INCIDENT, QUEUE
from worker import WORKFLOWS

PROGRAMS = Path(__file__).resolve().parents[2] / ".venv" / "bin"
PATIENCE_SECONDS = 15.0
STUCK_SECONDS = 5.0
both_ways = pytest.mark.parametrize(
    "cached_workflows",
    [
        pytest.param(1000, id="cached"),
        pytest.param(0, id="uncached", marks=pytest.mark.long),
    ],
    indirect=True,
)
"""`make test-all` runs a test a second time, every task replayed from the whole history."""

FAILED_TASK = "Failed activation on workflow"


class World:
    """What a test needs of Temporal."""

    def __init__(self, environment: WorkflowEnvironment, fakes: Fakes) -> None:
        self._environment = environment
        self.fakes = fakes

    @property
    def client(self) -> Client:
        return self._environment.client

    @property
    def calls(self) -> Calls:
        return self.fakes.calls

    async def now(self) -> datetime:
        """Server time."""
        return await self._environment.get_current_time()

    async def skip(self, duration: timedelta) -> None:
        """Let server time pass; whatever falls due on the way happens at its own time.

        On a busy machine the server now and then keeps time locked once more than it was asked to,
        and one call then waits for hours that do not pass: the next call takes that lock off.
        """
        end = await self.now() + duration
        while (left := end - await self.now()) > timedelta(0):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._environment.sleep(left), STUCK_SECONDS)

    async def at_rest(self, *handles: WorkflowHandle[Any, Any]) -> None:
        """Wait until these workflows wait for nothing but time, which may then be skipped.

        An activity that is under way while hours pass has run out of its own time.
        """

        async def nothing_pends() -> bool:
            for handle in handles:
                seen = (await handle.describe()).raw_description
                if seen.pending_activities or seen.HasField("pending_workflow_task"):
                    return False
            return True

        await eventually(nothing_pends, "rest")

    async def called(self, name: str, times: int = 1) -> None:
        """Wait until an activity has been called so often."""
        await eventually(lambda: self.calls.count(name) >= times, f"{times} x {name}")

    async def listen(self) -> WorkflowHandle[Any, Any]:
        """Stand in for the incident."""
        return await self.client.start_workflow(
            IncidentEar.run, id=incident_workflow_id(INCIDENT), task_queue=QUEUE
        )


async def eventually(holds: Callable[[], Any], what: str = "") -> Any:
    """What `holds` answers (or its awaitable does) as soon as that is true; real seconds."""
    deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    while asyncio.get_running_loop().time() < deadline:
        answer = holds()
        if isinstance(answer, Awaitable):
            answer = await answer
        if answer:
            return answer
        await asyncio.sleep(0.01)
    raise AssertionError(f"did not happen in time: {what or holds}")


async def run_of(handle: WorkflowHandle[Any, Any]) -> str:
    """The id of a workflow's present run."""
    run_id = (await handle.describe()).run_id
    assert run_id is not None
    return run_id


async def next_run(handle: WorkflowHandle[Any, Any], before: str) -> None:
    """Wait until a workflow has continued as new since the run `before`."""

    async def another() -> bool:
        return await run_of(handle) != before

    await eventually(another, "continue-as-new")


async def being_handled(handle: WorkflowHandle[Any, Any], updates: int) -> None:
    """Wait until a workflow has taken in so many updates, finished or not."""

    async def accepted() -> bool:
        history = await handle.fetch_history()
        kind = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED
        return sum(event.event_type == kind for event in history.events) >= updates

    await eventually(accepted, f"{updates} updates")


async def refusal(answer: Awaitable[Any]) -> str:
    """The sentence with which an update is refused."""
    with pytest.raises(WorkflowUpdateFailedError) as caught:
        await answer
    cause = caught.value.cause
    assert isinstance(cause, ApplicationError)
    assert cause.type == "Refused"
    return cause.message


@asynccontextmanager
async def time_skipping_world(cached_workflows: int = 1000) -> AsyncIterator[World]:
    """A world whose time stands still until it is skipped or a result is awaited."""
    environment = await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(PROGRAMS / "temporal-test-server"),
        data_converter=pydantic_data_converter,
        identity="tests",
    )
    kinds = {
        key.name: IndexedValueType.ValueType(key.indexed_value_type) for key in SEARCH_ATTRIBUTES
    }
    async with environment:
        await environment.client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(
                namespace=environment.client.namespace, search_attributes=kinds
            )
        )
        async with _working(environment, cached_workflows) as world:
            yield world


@asynccontextmanager
async def short_history_world(events: int, cached_workflows: int = 1000) -> AsyncIterator[World]:
    """A world on the real dev server, which suggests to continue as new after so many events."""
    environment = await WorkflowEnvironment.start_local(
        dev_server_existing_path=str(PROGRAMS / "temporal"),
        data_converter=pydantic_data_converter,
        search_attributes=SEARCH_ATTRIBUTES,
        dev_server_log_level="error",
        dev_server_extra_args=[
            "--dynamic-config-value",
            f"limit.historyCount.suggestContinueAsNew={events}",
        ],
        identity="tests",
    )
    async with environment, _working(environment, cached_workflows) as world:
        yield world


@asynccontextmanager
async def _working(environment: WorkflowEnvironment, cached: int) -> AsyncIterator[World]:
    fakes = Fakes()
    with ThreadPoolExecutor(20) as threads, _failed_tasks() as failed:
        async with Worker(
            environment.client,
            task_queue=QUEUE,
            workflows=[*WORKFLOWS, IncidentEar],
            activities=fakes.methods,
            activity_executor=threads,
            max_cached_workflows=cached,
            identity="tests",
            build_id="tests",
        ):
            yield World(environment, fakes)
    assert not failed, "a workflow task failed: " + "\n".join(failed)


class _FailedTasks(logging.Handler):
    """A failed task is retried for ever: without this, a test would see only a standstill."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if FAILED_TASK in record.getMessage():
            self.found.append(self.format(record))


@contextmanager
def _failed_tasks() -> Iterator[list[str]]:
    log = logging.getLogger("temporalio")
    handler = _FailedTasks()
    log.addHandler(handler)
    try:
        yield handler.found
    finally:
        log.removeHandler(handler)
