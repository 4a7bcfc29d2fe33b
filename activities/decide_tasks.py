"""Tasks: opened from a list, added, given to somebody, done, or left undone for a reason."""

from activities.desk import Desk, HandlerResult, listed
from contracts.decision_words import OpenTasks, TaskAdd, TaskAssign, TaskDone, TaskNotDone
from domain.explanations import Bilingual
from domain.facts import Fact, FactStatus
from domain.parties import StaffRole
from domain.tasks import LEADERS, TaskState, why_not_closed
from policies.task_lists import (
    ListItem,
    containment_of,
    load_task_list,
    same_step,
    task_list_names,
)
from register.ledger import add_facts, read_ledger
from register.parties import ourselves
from register.refusals import NotAllowedError
from register.tasks import (
    NewTask,
    TaskRow,
    add_task,
    assign_task,
    close_task,
    has_item,
    named_task,
    read_tasks,
    task_key,
)

MAY_LEAD = frozenset({*LEADERS, StaffRole.PRIVACY_OFFICER, StaffRole.COUNSEL})
"""Who sets work for others."""


def open_tasks(desk: Desk, words: OpenTasks) -> HandlerResult:
    """Add every item of a list that is not there yet; due times count from now."""
    desk.require(MAY_LEAD, "open a list of tasks")
    if words.list not in task_list_names():
        raise NotAllowedError(f"there is no such list; there is: {', '.join(task_list_names())}")
    chosen = load_task_list(words.list)
    known = _known_facts(desk)
    wanted = [item for item in chosen.items if item.fact not in known]
    fresh = [item for item in wanted if not _is_there(desk, chosen.name, item)]
    ids = tuple(_open(desk, chosen.name, item) for item in fresh)
    there = len(wanted) - len(fresh)
    contain = containment_of(chosen.name)
    return HandlerResult(
        sentence=f"{len(fresh)} tasks opened"
        + (f", {there} were there already" if there else "")
        + (f"; its containment is the list '{contain}'" if contain else ""),
        ids=ids,
        action="tasks.opened",
        subject=desk.incident_id,
        detail={"list": chosen.name, "version": chosen.version, "opened": len(fresh)},
    )


def _is_there(desk: Desk, list_name: str, item: ListItem) -> bool:
    """Whether this item, or the same step of another list, was opened before."""
    return any(
        has_item(desk.connection, desk.incident_id, name, key)
        for name, key in {(list_name, item.key), *same_step(item)}
    )


def add(desk: Desk, words: TaskAdd) -> HandlerResult:
    """A task of one's own. The same once more, while it is open, is the same task."""
    desk.require(MAY_LEAD, "add a task")
    if words.due_at <= desk.at:
        raise NotAllowedError("a task is due in the future: name a later time")
    title = Bilingual(ja=words.title, en=words.title)
    for task in _tasks(desk):
        same = (task.title, task.owner, task.due_at) == (title, words.owner, words.due_at)
        if same and task.is_open and task.list_name is None:
            return _unchanged(task, f"task {task.number} says so already")
    new = NewTask(
        track=words.track,
        owner=words.owner,
        due_at=words.due_at,
        evidence_required=words.evidence_required,
        title=title,
        why=Bilingual(ja=words.why, en=words.why) if words.why else None,
    )
    identity, number = add_task(desk.connection, desk.sealer, desk.incident_id, new, desk.at)
    return HandlerResult(
        sentence=f"task {number} for '{words.owner}'",
        ids=(identity,),
        action="task.added",
        subject=task_key(identity),
        detail={"number": number, "owner": words.owner.value, "due": words.due_at.isoformat()},
    )


def assign(desk: Desk, words: TaskAssign) -> HandlerResult:
    """Another owner, by those who lead or by the owner who hands it over."""
    task = _named(desk, words.task)
    if desk.actor != task.owner:
        desk.require(MAY_LEAD, "give another's task away")
    if task.owner is words.owner:
        return _unchanged(task, f"task {task.number} belongs to '{task.owner}' already")
    if not task.is_open:
        raise NotAllowedError(f"task {task.number} is closed as '{task.state}'; add a new one")
    assign_task(desk.connection, task.id, words.owner)
    return HandlerResult(
        sentence=f"task {task.number} belongs to '{words.owner}' now",
        ids=(task.id,),
        action="task.assigned",
        subject=task_key(task.id),
        detail={"from": task.owner.value, "to": words.owner.value},
    )


def done(desk: Desk, words: TaskDone) -> HandlerResult:
    """Closed with its evidence."""
    return _close(desk, words.task, TaskState.DONE, words.evidence)


def not_done(desk: Desk, words: TaskNotDone) -> HandlerResult:
    """Closed with the reason for leaving it."""
    return _close(desk, words.task, TaskState.NOT_DONE, words.reason)


def _known_facts(desk: Desk) -> frozenset[str]:
    ledger = read_ledger(desk.connection, desk.sealer, desk.incident_id)
    return frozenset(
        key for key, entry in ledger.current().items() if entry.fact.status is FactStatus.KNOWN
    )


def _open(desk: Desk, list_name: str, item: ListItem) -> str:
    new = NewTask(
        track=item.track,
        owner=item.owner,
        due_at=desk.at + item.due,
        evidence_required=item.evidence,
        title=item.title,
        why=item.why,
        list_name=list_name,
        list_item=item.key,
        fact=item.fact,
    )
    identity, _ = add_task(desk.connection, desk.sealer, desk.incident_id, new, desk.at)
    return identity


def _close(desk: Desk, name: str, ending: TaskState, words: str) -> HandlerResult:
    task = _named(desk, name)
    if (task.state, task.closing_words) == (ending, words):
        return _unchanged(task, f"task {task.number} was closed like this before")
    if reason := why_not_closed(task, ending, desk.actor, words):
        raise NotAllowedError(reason)
    close_task(desk.connection, desk.sealer, task, ending, words, desk.by)
    late = ", after its time" if task.is_overdue(desk.at) else ""
    revision, changed = _told_ledger(desk, task, ending, words)
    return HandlerResult(
        sentence=f"task {task.number} is closed as '{ending}'{late}",
        ids=(task.id,),
        revision=revision,
        facts_changed=changed,
        action=f"task.{ending}",
        subject=task_key(task.id),
        detail={"from": task.state.value, "to": ending.value, "why": words, "late": bool(late)},
    )


def _told_ledger(
    desk: Desk, task: TaskRow, ending: TaskState, words: str
) -> tuple[int | None, tuple[str, ...]]:
    """The evidence of a task that answers a question of the ledger is the answer."""
    if task.fact is None or ending is not TaskState.DONE:
        return None, ()
    fact = Fact(
        key=task.fact,
        status=FactStatus.KNOWN,
        statement=words,
        as_of=desk.at,
        source=ourselves(desk.parties()).key,
        vouched_by=desk.actor,
    )
    return add_facts(
        desk.connection, desk.sealer, desk.incident_id, [fact], desk.at, desk.command_id
    )


def _tasks(desk: Desk) -> tuple[TaskRow, ...]:
    return read_tasks(desk.connection, desk.sealer, desk.incident_id)


def _named(desk: Desk, name: str) -> TaskRow:
    known = _tasks(desk)
    task = named_task(known, name)
    if task is None:
        raise NotAllowedError(
            "there is no such task in this incident; open are: "
            + listed(str(task.number) for task in known if task.is_open)
        )
    return task


def _unchanged(task: TaskRow, sentence: str) -> HandlerResult:
    return HandlerResult(
        sentence=sentence,
        ids=(task.id,),
        action="task.repeated",
        subject=task_key(task.id),
        detail={"changed": False},
    )
