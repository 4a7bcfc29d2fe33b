"""What a workflow cost, read from its histories."""

from collections.abc import Sequence
from datetime import UTC, datetime

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

BEATS_SENT_OF_TIMEOUT = 0.8
"""The SDK lets a heartbeat through each time that so much of the heartbeat's timeout has passed."""

# Temporal Cloud, "Actions": what counts as one each time it stands in a history. Those of a start
# with a schedule, an export or a query do not occur here.
ACTIONS = frozenset(
    {
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
        EventType.EVENT_TYPE_TIMER_STARTED,
        EventType.EVENT_TYPE_MARKER_RECORDED,
        EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
        EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED,
        EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED,
        EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED,
    }
)


def actions(events: Sequence[HistoryEvent]) -> int:
    """Actions as Temporal Cloud bills them: events, attempts of activities and their heartbeats.

    Heartbeats stand in no history; they are counted from how long each activity ran, as the SDK
    lets them through.
    """
    plain = sum(event.event_type in ACTIONS for event in events)
    return plain + sum(attempts + beats for attempts, beats in _activities(events))


def sending_seconds(events: Sequence[HistoryEvent], name: str = "send_shard") -> float:
    """From the start of the workflow until its last activity of a name was through."""
    wanted = {
        event.event_id
        for event in events
        if event.activity_task_scheduled_event_attributes.activity_type.name == name
    }
    ends = [
        _moment(event)
        for event in events
        if event.activity_task_completed_event_attributes.scheduled_event_id in wanted
    ]
    return (max(ends) - _moment(events[0])).total_seconds()


def _activities(events: Sequence[HistoryEvent]) -> list[tuple[int, int]]:
    """Attempts and heartbeats of each activity."""
    timeouts: dict[int, float] = {}
    started: dict[int, tuple[int, datetime]] = {}
    found = []
    for event in events:
        if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
            given = event.activity_task_scheduled_event_attributes
            timeouts[event.event_id] = given.heartbeat_timeout.ToMilliseconds() / 1_000
        elif event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED:
            begun = event.activity_task_started_event_attributes
            started[begun.scheduled_event_id] = (begun.attempt, _moment(event))
        elif event.event_type in _ENDS:
            scheduled = _scheduled_of(event)
            attempts, at = started.get(scheduled, (1, _moment(event)))
            gap = timeouts[scheduled] * BEATS_SENT_OF_TIMEOUT
            seconds = (_moment(event) - at).total_seconds()
            found.append((attempts, 1 + int(seconds / gap) if gap else 0))
    return found


_ENDS = frozenset(
    {
        EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
        EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED,
        EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT,
    }
)


def _scheduled_of(event: HistoryEvent) -> int:
    return (
        event.activity_task_completed_event_attributes.scheduled_event_id
        or event.activity_task_failed_event_attributes.scheduled_event_id
        or event.activity_task_timed_out_event_attributes.scheduled_event_id
    )


def _moment(event: HistoryEvent) -> datetime:
    return event.event_time.ToDatetime(UTC)
