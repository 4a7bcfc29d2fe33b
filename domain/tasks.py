"""Tasks: what somebody has to do by when, what shows that it was done, and who may say so.

A task ends as done, with its evidence, or as not done, with the reason. Both are answers; a task
that is merely forgotten stays open and holds the incident open.
"""

from collections.abc import Sequence
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from domain.parties import StaffRole


class TaskState(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    DONE = "done"
    NOT_DONE = "not_done"


class TaskTrack(StrEnum):
    """Which work a task belongs to (初動, 封じ込め, その他)."""

    FIRST_HOUR = "first_hour"
    CONTAINMENT = "containment"
    OTHER = "other"


LEADERS = frozenset({StaffRole.COMMANDER, StaffRole.DEPUTY})
"""May close, assign and add any task: the owner may be asleep or out of reach."""


class Task(BaseModel):
    """A task without its words; times are case times. `number` counts from 1 in its incident."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    id: str
    number: int = Field(ge=1)
    track: TaskTrack
    owner: StaffRole
    due_at: AwareDatetime
    evidence_required: bool
    state: TaskState = TaskState.OPEN
    closed_at: AwareDatetime | None = None
    closed_by: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do it."""
        return self.state is TaskState.OPEN

    @property
    def was_late(self) -> bool:
        """Whether it was closed after its due time."""
        return self.closed_at is not None and self.closed_at > self.due_at

    def is_overdue(self, at: AwareDatetime) -> bool:
        """Whether it is open after its due time; in the very moment it is still in time."""
        return self.is_open and at > self.due_at


class TrackSum(BaseModel):
    """How many tasks of one track stand where; `overdue` ones are open, too."""

    model_config = ConfigDict(frozen=True)

    track: TaskTrack
    open: int
    overdue: int
    done: int
    not_done: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.open + self.done + self.not_done


def track_sums(tasks: Sequence[Task], at: AwareDatetime) -> tuple[TrackSum, ...]:
    """The sums of each track that has tasks, in the order of the tracks."""
    found = []
    for track in TaskTrack:
        own = [task for task in tasks if task.track is track]
        if own:
            states = [task.state for task in own]
            found.append(
                TrackSum(
                    track=track,
                    open=states.count(TaskState.OPEN),
                    overdue=sum(task.is_overdue(at) for task in own),
                    done=states.count(TaskState.DONE),
                    not_done=states.count(TaskState.NOT_DONE),
                )
            )
    return tuple(found)


def may_close(task: Task, actor: str) -> bool:
    """The owner, the commander and the deputy may."""
    return actor == task.owner or actor in LEADERS


def why_not_closed(task: Task, ending: TaskState, actor: str, words: str) -> str:
    """The reason against closing a task like this; empty when there is none.

    `words` is the evidence of a task that is done, the reason of one that is not.
    """
    if not may_close(task, actor):
        return (
            f"task {task.number} belongs to '{task.owner}': its owner, the commander "
            "or the deputy closes it"
        )
    if not task.is_open:
        return (
            f"task {task.number} was closed as '{task.state}' before, and what was said then "
            "stands; add a task if there is more to do"
        )
    if ending is TaskState.DONE and task.evidence_required and not words.strip():
        return f"task {task.number} is done only with evidence: say what shows it and where it is"
    if ending is TaskState.NOT_DONE and not words.strip():
        return f"task {task.number} may be left undone only for a reason: say which"
    return ""
