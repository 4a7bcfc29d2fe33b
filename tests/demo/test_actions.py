"""Billable Actions: small histories by hand, and one that a real server wrote."""

import asyncio
import sysconfig
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from temporalio import activity, workflow
from temporalio.api.common.v1 import Payload, SearchAttributes
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.common import RetryPolicy
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from contracts.names import clock_workflow_id, incident_workflow_id
from demo.actions import actions_of, count_actions

START = datetime(2026, 1, 8, tzinfo=UTC)
QUEUE = "actions"


def history_event(number: int, kind: str, seconds: float = 0.0) -> HistoryEvent:
    made = HistoryEvent(event_id=number, event_type=EventType.Value(f"EVENT_TYPE_{kind}"))
    made.event_time.FromDatetime(START + timedelta(seconds=seconds))
    return made


def activity_history(
    *, lasts: float, heartbeat_timeout: float, attempt: int = 1, waits: float = 0.0
) -> list[HistoryEvent]:
    """An activity whose last attempt starts `waits` s after it was asked for, and takes `lasts`."""
    scheduled = history_event(5, "ACTIVITY_TASK_SCHEDULED")
    asked = scheduled.activity_task_scheduled_event_attributes
    asked.heartbeat_timeout.FromTimedelta(timedelta(seconds=heartbeat_timeout))
    started = history_event(6, "ACTIVITY_TASK_STARTED", waits)
    started.activity_task_started_event_attributes.scheduled_event_id = 5
    started.activity_task_started_event_attributes.attempt = attempt
    completed = history_event(7, "ACTIVITY_TASK_COMPLETED", waits + lasts)
    completed.activity_task_completed_event_attributes.scheduled_event_id = 5
    return [scheduled, started, completed]


def marker(number: int, name: str, task: int) -> HistoryEvent:
    made = history_event(number, "MARKER_RECORDED")
    made.marker_recorded_event_attributes.marker_name = name
    made.marker_recorded_event_attributes.workflow_task_completed_event_id = task
    return made


def upsert(*names: str) -> HistoryEvent:
    made = history_event(5, "UPSERT_WORKFLOW_SEARCH_ATTRIBUTES")
    fields = SearchAttributes(indexed_fields={name: Payload(data=b"1") for name in names})
    made.upsert_workflow_search_attributes_event_attributes.search_attributes.CopyFrom(fields)
    return made


@pytest.mark.parametrize(
    "kind",
    [
        "WORKFLOW_EXECUTION_STARTED",
        "TIMER_STARTED",
        "WORKFLOW_EXECUTION_SIGNALED",
        "WORKFLOW_EXECUTION_UPDATE_ACCEPTED",
        "WORKFLOW_EXECUTION_UPDATE_REJECTED",
        "ACTIVITY_TASK_SCHEDULED",
        "WORKFLOW_EXECUTION_OPTIONS_UPDATED",
    ],
)
def test_one_action_each(kind: str) -> None:
    assert actions_of([history_event(1, kind)]) == 1


@pytest.mark.parametrize(
    "kind",
    [
        "WORKFLOW_TASK_SCHEDULED",
        "WORKFLOW_TASK_COMPLETED",
        "TIMER_FIRED",
        "TIMER_CANCELED",
        "SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED",  # the receiver's history counts it
        "WORKFLOW_EXECUTION_UPDATE_COMPLETED",
        "WORKFLOW_EXECUTION_CONTINUED_AS_NEW",  # the next run's start counts it
        "WORKFLOW_EXECUTION_COMPLETED",
    ],
)
def test_what_costs_nothing(kind: str) -> None:
    assert actions_of([history_event(1, kind)]) == 0


def test_a_child_is_two_also_when_it_cannot_start() -> None:
    asked = history_event(5, "START_CHILD_WORKFLOW_EXECUTION_INITIATED")
    childs_own = [history_event(1, "WORKFLOW_EXECUTION_STARTED")]
    failed = history_event(6, "START_CHILD_WORKFLOW_EXECUTION_FAILED")

    assert actions_of([asked]) + actions_of(childs_own) == 2
    assert actions_of([asked, failed]) == 2


def test_every_attempt_of_an_activity_is_billed() -> None:
    assert actions_of(activity_history(lasts=3, heartbeat_timeout=0)) == 1
    assert actions_of(activity_history(lasts=3, heartbeat_timeout=0, attempt=4)) == 4


@pytest.mark.parametrize(
    ("lasts", "timeout", "heartbeats"),
    [
        (1, 30, 2),  # shorter than one interval of 24 s
        (24, 30, 3),
        (100, 30, 6),  # four full intervals
        (600, 300, 12),  # 240 s would be the interval, but 60 s is the longest
    ],
)
def test_heartbeats_are_bounded_by_the_throttle(
    lasts: float, timeout: float, heartbeats: int
) -> None:
    assert actions_of(activity_history(lasts=lasts, heartbeat_timeout=timeout)) == 1 + heartbeats


def test_heartbeats_of_earlier_attempts_count_from_the_scheduling() -> None:
    events = activity_history(lasts=24, heartbeat_timeout=30, attempt=2, waits=48)

    assert actions_of(events) == 2 + 3 + 2 * 2


def test_markers_of_one_task_are_one_and_version_markers_are_free() -> None:
    same_task = [marker(5, "core_local_activity", 4), marker(6, "core_local_activity", 4)]

    assert actions_of(same_task) == 1
    assert actions_of([*same_task, marker(9, "core_local_activity", 8)]) == 2
    assert actions_of([marker(5, "core_patch", 4)]) == 0


def test_search_attributes_of_one_upsert_are_one_and_that_of_versions_is_free() -> None:
    assert actions_of([upsert("ShirasePhase", "ShiraseDueAt")]) == 1
    assert actions_of([upsert("TemporalChangeVersion")]) == 0


@activity.defn
async def fail_once() -> None:
    if activity.info().attempt == 1:
        raise RuntimeError("the first attempt")


@workflow.defn
class Child:
    def __init__(self) -> None:
        self.told = False

    @workflow.run
    async def run(self) -> None:
        await workflow.wait_condition(lambda: self.told)

    @workflow.signal
    def tell(self) -> None:
        self.told = True


@workflow.defn
class Parent:
    def __init__(self) -> None:
        self.updated = False

    @workflow.run
    async def run(self, child_id: str, rounds: int) -> None:
        if rounds:
            workflow.continue_as_new(args=[child_id, rounds - 1])
        child = await workflow.start_child_workflow(Child.run, id=child_id)
        await child.signal(Child.tell)
        await child
        await workflow.execute_activity(
            fail_once,
            start_to_close_timeout=timedelta(seconds=9),
            retry_policy=RetryPolicy(initial_interval=timedelta(seconds=1)),
        )
        await workflow.sleep(timedelta(seconds=1))
        await workflow.wait_condition(lambda: self.updated)

    @workflow.update
    async def update(self) -> None:
        self.updated = True


@pytest.fixture
async def environment() -> AsyncIterator[WorkflowEnvironment]:
    program = Path(sysconfig.get_path("scripts")) / "temporal-test-server"
    async with await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(program)
    ) as started:
        yield started


async def the_end_of(environment: WorkflowEnvironment, workflow_id: str) -> None:
    """Also of a workflow that is only about to be started."""
    while True:
        try:
            await environment.client.get_workflow_handle(workflow_id).result()
        except RPCError:
            await asyncio.sleep(0.05)
        else:
            return


async def test_a_real_incident_is_counted_over_all_runs(environment: WorkflowEnvironment) -> None:
    incident_id = "01KEF0000000000000000000AA"
    child_id = clock_workflow_id(incident_id, 0)
    async with Worker(
        environment.client,
        task_queue=QUEUE,
        workflows=[Parent, Child],
        activities=[fail_once],
        workflow_runner=UnsandboxedWorkflowRunner(),
        build_id="tests",
    ):
        handle = await environment.client.start_workflow(
            Parent.run,
            args=[child_id, 2],
            id=incident_workflow_id(incident_id),
            task_queue=QUEUE,
        )
        await the_end_of(environment, child_id)
        latest = environment.client.get_workflow_handle(handle.id)
        await latest.execute_update(Parent.update)
        await handle.result()

        counts = await count_actions(environment.client, incident_id, [child_id])

    # Three runs, a child (2), its signal, two attempts, a timer, an update.
    assert counts.actions == 3 + 2 + 1 + 2 + 1 + 1
    assert counts.workflows == 2
    latest_run = [event async for event in latest.fetch_history_events()]
    assert counts.largest_history_events == len(latest_run) > 10


async def test_foreign_and_unknown_workflows_are_refused(environment: WorkflowEnvironment) -> None:
    with pytest.raises(ValueError, match="another incident"):
        await count_actions(environment.client, "A", [incident_workflow_id("B")])
    with pytest.raises(RPCError):
        await count_actions(environment.client, str(uuid4()), [])
