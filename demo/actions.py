"""What an incident would cost on Temporal Cloud: its billable Actions, counted from its histories.

Rules: https://docs.temporal.io/cloud/actions, as it read in 2026. One Action each: a workflow
started (by a client, as a child, or continued as new), a timer started (also the hidden one of a
wait with a timeout), a signal received (from a client or a workflow), an update accepted or
rejected, an activity started or retried (each attempt), an upsert of search attributes, all
markers of one workflow task together, a change of a workflow's options. A child workflow is two
in all: the intent to start it and the start itself. Free: a version marker (`patched`) and the
search attribute that comes with it.

Not in any history, so not counted: queries, and updates that their validator rejected (no event
is written). Heartbeats are in no history either, but here a bound from above is counted: the SDK
lets one through at once and then one each interval of 0.8 x the heartbeat timeout, 60 s at most.
So the result is never too low by heartbeats. Temporal's own web UI shows one Action more a child,
because it marks two in the parent's history and one in the child's.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from google.protobuf.timestamp_pb2 import Timestamp
from pydantic import BaseModel, ConfigDict
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client

from contracts.names import incident_of_workflow_id, incident_workflow_id

LONGEST_THROTTLE = timedelta(seconds=60)
THROTTLE_SHARE = 0.8
# One heartbeat passes at once, and one that was held back may leave as the attempt ends.
HEARTBEATS_BESIDE_INTERVALS = 2
VERSION_MARKERS = frozenset({"core_patch", "Version"})
VERSION_ATTRIBUTE = "TemporalChangeVersion"

_ALWAYS_ONE = frozenset(
    {
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
        EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED,
        EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
        EventType.EVENT_TYPE_TIMER_STARTED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_REJECTED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED,
    }
)


class TemporalCounts(BaseModel):
    """Workflows of an incident, their billable Actions, and the events of the longest run."""

    model_config = ConfigDict(frozen=True)

    workflows: int
    actions: int
    largest_history_events: int


async def count_actions(
    client: Client, incident_id: str, workflow_ids: Iterable[str]
) -> TemporalCounts:
    """Count over the incident's workflow and these of its children, every run of each.

    Raises:
        ValueError: a workflow id belongs to another incident.
        temporalio.service.RPCError: a workflow is unknown, or its history has expired.
    """
    wanted = dict.fromkeys((incident_workflow_id(incident_id), *workflow_ids))
    if any(incident_of_workflow_id(workflow_id) != incident_id for workflow_id in wanted):
        raise ValueError("a workflow of another incident cannot be counted here")
    runs = [run for workflow_id in wanted for run in await _runs(client, workflow_id)]
    return TemporalCounts(
        workflows=len(wanted),
        actions=sum(actions_of(run) for run in runs),
        largest_history_events=max(len(run) for run in runs),
    )


def actions_of(events: Sequence[HistoryEvent]) -> int:
    """The billable Actions of one run's history, with its heartbeats counted from above."""
    at_once = sum(_actions_of_event(event) for event in events)
    return at_once + _marker_actions(events) + _most_heartbeats(events)


async def _runs(client: Client, workflow_id: str) -> list[list[HistoryEvent]]:
    """The history of every run, the newest first: each names the one that it continues."""
    runs: list[list[HistoryEvent]] = []
    run_id: str | None = None
    while run_id != "":
        handle = client.get_workflow_handle(workflow_id, run_id=run_id)
        events = [event async for event in handle.fetch_history_events()]
        runs.append(events)
        run_id = events[0].workflow_execution_started_event_attributes.continued_execution_run_id
    return runs


def _actions_of_event(event: HistoryEvent) -> int:
    if event.event_type in _ALWAYS_ONE:
        return 1
    if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED:
        # Scheduling stands for the first attempt; attempts that were retried leave no event.
        return event.activity_task_started_event_attributes.attempt - 1
    if event.event_type == EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES:
        upsert = event.upsert_workflow_search_attributes_event_attributes
        return int(set(upsert.search_attributes.indexed_fields) != {VERSION_ATTRIBUTE})
    if event.event_type == EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_FAILED:
        # The attempt is billed too, and here no child's history will show it.
        return 1
    return 0


def _marker_actions(events: Sequence[HistoryEvent]) -> int:
    markers = [
        event.marker_recorded_event_attributes
        for event in events
        if event.event_type == EventType.EVENT_TYPE_MARKER_RECORDED
    ]
    billed = [marker for marker in markers if marker.marker_name not in VERSION_MARKERS]
    return len({marker.workflow_task_completed_event_id for marker in billed})


_CLOSING: dict[int, Callable[[HistoryEvent], int]] = {
    EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED: lambda event: (
        event.activity_task_completed_event_attributes.scheduled_event_id
    ),
    EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED: lambda event: (
        event.activity_task_failed_event_attributes.scheduled_event_id
    ),
    EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT: lambda event: (
        event.activity_task_timed_out_event_attributes.scheduled_event_id
    ),
    EventType.EVENT_TYPE_ACTIVITY_TASK_CANCELED: lambda event: (
        event.activity_task_canceled_event_attributes.scheduled_event_id
    ),
}


def _most_heartbeats(events: Sequence[HistoryEvent]) -> int:
    """The most heartbeats that activities with a heartbeat timeout can have got through."""
    closed = {
        _CLOSING[event.event_type](event): event.event_time
        for event in events
        if event.event_type in _CLOSING
    }
    scheduled = {event.event_id: event for event in events}
    most = 0
    for event in events:
        if event.event_type != EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED:
            continue
        started = event.activity_task_started_event_attributes
        asked = scheduled[started.scheduled_event_id]
        timeout = asked.activity_task_scheduled_event_attributes.heartbeat_timeout.ToTimedelta()
        if not timeout:
            continue
        # The history dates the last attempt only; those before it lie after the scheduling.
        begin = asked.event_time if started.attempt > 1 else event.event_time
        end = closed.get(started.scheduled_event_id, events[-1].event_time)
        interval = min(timeout * THROTTLE_SHARE, LONGEST_THROTTLE)
        most += (_moment(end) - _moment(begin)) // interval
        most += started.attempt * HEARTBEATS_BESIDE_INTERVALS
    return most


def _moment(stamp: Timestamp) -> datetime:
    return stamp.ToDatetime()
