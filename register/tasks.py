"""Tasks in the register, with their words."""

import json
from collections.abc import Iterable
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, Row, func, insert, select, update
from ulid import ULID

from domain.explanations import Bilingual
from domain.parties import StaffRole
from domain.tasks import Task, TaskState, TaskTrack
from register.tables_work import tasks
from sealing.values import ValueSealer

KEY_PREFIX = "task|"


class TaskRow(Task):
    """A task with its words; `closing_words` is the evidence, or the reason for not doing it.

    `fact`: the key under which the evidence enters the ledger when the task is done.
    """

    list_name: str | None = None
    list_item: str | None = None
    fact: str | None = None
    title: Bilingual = Field(repr=False)
    why: Bilingual | None = Field(default=None, repr=False)
    closing_words: str = Field(default="", repr=False)


class NewTask(BaseModel):
    """A task to be added; `due_at` is case time. List and item are None for one of one's own."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    track: TaskTrack
    owner: StaffRole
    due_at: datetime
    evidence_required: bool
    title: Bilingual = Field(repr=False)
    why: Bilingual | None = Field(default=None, repr=False)
    list_name: str | None = None
    list_item: str | None = None
    fact: str | None = None


def task_key(task_id: str) -> str:
    """The key of a task's clock."""
    return f"{KEY_PREFIX}{task_id}"


def read_tasks(
    connection: Connection, sealer: ValueSealer, incident_id: str
) -> tuple[TaskRow, ...]:
    """Every task of an incident by number."""
    rows = connection.execute(
        select(tasks).where(tasks.c.incident_id == incident_id).order_by(tasks.c.number)
    )
    return tuple(_opened(sealer, row) for row in rows)


def named_task(known: Iterable[TaskRow], name: str) -> TaskRow | None:
    """The task that a person means: by number, id, or the key of its clock."""
    wanted = name.removeprefix(KEY_PREFIX)
    return next((task for task in known if wanted in {str(task.number), task.id}), None)


def has_item(connection: Connection, incident_id: str, list_name: str, list_item: str) -> bool:
    """Whether the incident has this item of a list already."""
    found = connection.execute(
        select(tasks.c.id).where(
            tasks.c.incident_id == incident_id,
            tasks.c.list_name == list_name,
            tasks.c.list_item == list_item,
        )
    ).first()
    return found is not None


def open_containment(connection: Connection, incident_id: str) -> tuple[int, ...]:
    """The numbers of the tasks of containment that are still open."""
    rows = connection.execute(
        select(tasks.c.number)
        .where(
            tasks.c.incident_id == incident_id,
            tasks.c.track == TaskTrack.CONTAINMENT.value,
            tasks.c.state == TaskState.OPEN.value,
        )
        .order_by(tasks.c.number)
    )
    return tuple(row.number for row in rows)


def add_task(
    connection: Connection, sealer: ValueSealer, incident_id: str, new: NewTask, at: datetime
) -> tuple[str, int]:
    """Add a task under the next number of the incident; returns its id and number."""
    last = connection.execute(
        select(func.max(tasks.c.number)).where(tasks.c.incident_id == incident_id)
    ).scalar_one()
    identity, number = str(ULID()), (last or 0) + 1
    words = {
        "title": new.title.model_dump(),
        "why": new.why.model_dump() if new.why else None,
        "fact": new.fact,
    }
    connection.execute(
        insert(tasks).values(
            id=identity,
            incident_id=incident_id,
            number=number,
            track=new.track.value,
            list_name=new.list_name,
            list_item=new.list_item,
            owner=new.owner.value,
            due_at=new.due_at,
            evidence_required=new.evidence_required,
            words=sealer.seal("tasks", "words", identity, json.dumps(words, ensure_ascii=False)),
            state=TaskState.OPEN.value,
            opened_at=at,
        )
    )
    return identity, number


def close_task(
    connection: Connection,
    sealer: ValueSealer,
    task: Task,
    ending: TaskState,
    words: str,
    by: tuple[str, datetime],
) -> None:
    """End an open task; `by` is who closes it, and when (case time)."""
    actor, at = by
    connection.execute(
        update(tasks)
        .where(tasks.c.id == task.id)
        .values(
            state=ending.value,
            closed_at=at,
            closed_by=actor,
            closing_words=sealer.seal("tasks", "closing_words", task.id, words),
        )
    )


def assign_task(connection: Connection, task_id: str, owner: StaffRole) -> None:
    """Give a task another owner."""
    connection.execute(update(tasks).where(tasks.c.id == task_id).values(owner=owner.value))


def _opened(sealer: ValueSealer, row: Row[tuple[object, ...]]) -> TaskRow:
    words = json.loads(sealer.open("tasks", "words", row.id, row.words))
    closing = row.closing_words
    return TaskRow(
        id=row.id,
        number=row.number,
        track=TaskTrack(row.track),
        owner=StaffRole(row.owner),
        due_at=row.due_at,
        evidence_required=row.evidence_required,
        state=TaskState(row.state),
        closed_at=row.closed_at,
        closed_by=row.closed_by or "",
        list_name=row.list_name,
        list_item=row.list_item,
        fact=words.get("fact"),
        title=words["title"],
        why=words["why"],
        closing_words=sealer.open("tasks", "closing_words", row.id, closing) if closing else "",
    )
