"""Work that is still open: its clocks, and what it says against closing the incident.

Tasks and awaited replies run on the same clocks as duties, under keys of their own: `task|<id>`
and `reply|<id>`.
"""

from datetime import datetime

from sqlalchemy import Connection, select

from domain.explanations import Bilingual
from domain.tasks import TaskState
from domain.threads import Demand, Direction, Matter, Speaker
from register.retention import undecided_data_sets
from register.tables_incident import parties
from register.tables_work import holds, tasks
from register.tasks import read_tasks, task_key
from register.threads import read_matters, reply_key
from sealing.values import ValueSealer

_DEMANDS: dict[Demand, tuple[str, str]] = {
    Demand.AFFECTED_LIST: ("対象者の一覧", "the list of those affected"),
    Demand.LOGS: ("ログ", "logs"),
    Demand.PRESERVATION: ("証拠の保全", "preservation of evidence"),
    Demand.FORMAL_NOTICE: ("正式な通知", "a formal notice"),
    Demand.OTHER: ("回答", "an answer"),
}


def open_clocks(connection: Connection, incident_id: str) -> tuple[tuple[str, datetime], ...]:
    """Key and due time of every open task, awaited reply and promise, sorted by key."""
    rows = connection.execute(
        select(tasks.c.id, tasks.c.due_at).where(
            tasks.c.incident_id == incident_id, tasks.c.state == TaskState.OPEN.value
        )
    )
    clocks = [(task_key(row.id), row.due_at) for row in rows]
    clocks += [
        (reply_key(matter.id), matter.due_at)
        for matter in read_matters(connection, incident_id)
        if matter.is_open
    ]
    return tuple(sorted(clocks))


def work_titles(
    connection: Connection, sealer: ValueSealer, incident_id: str
) -> dict[str, Bilingual]:
    """What each open clock of this kind is about, by its key; parties by their opaque keys."""
    titles = {
        task_key(task.id): task.title
        for task in read_tasks(connection, sealer, incident_id)
        if task.is_open
    }
    keys = _party_keys(connection, incident_id)
    for matter in read_matters(connection, incident_id):
        if matter.is_open:
            titles[reply_key(matter.id)] = _title(matter, keys[matter.party_id])
    return titles


def work_parties(connection: Connection, incident_id: str) -> dict[str, str]:
    """The key of the party that each awaited reply or promise is about, by the clock's key."""
    keys = _party_keys(connection, incident_id)
    return {
        reply_key(matter.id): keys[matter.party_id]
        for matter in read_matters(connection, incident_id)
        if matter.is_open
    }


def work_owners(connection: Connection, incident_id: str) -> dict[str, str]:
    """The staff role that owns each open task, by the key of its clock."""
    rows = connection.execute(
        select(tasks.c.id, tasks.c.owner).where(
            tasks.c.incident_id == incident_id, tasks.c.state == TaskState.OPEN.value
        )
    )
    return {task_key(row.id): row.owner for row in rows}


def open_items(connection: Connection, incident_id: str) -> tuple[str, ...]:
    """What stands in the way of closing, one sentence an item; none means nothing does."""
    return (
        *_open_tasks(connection, incident_id),
        *_open_matters(connection, incident_id),
        *_undecided(connection, incident_id),
        *_holds(connection, incident_id),
    )


def _open_tasks(connection: Connection, incident_id: str) -> list[str]:
    rows = connection.execute(
        select(tasks.c.number, tasks.c.owner)
        .where(tasks.c.incident_id == incident_id, tasks.c.state == TaskState.OPEN.value)
        .order_by(tasks.c.number)
    )
    return [f"task {row.number} of '{row.owner}' is open" for row in rows]


def _open_matters(connection: Connection, incident_id: str) -> list[str]:
    keys = _party_keys(connection, incident_id)
    still_open = [matter for matter in read_matters(connection, incident_id) if matter.is_open]
    return [
        f"{_noun(matter)} {matter.number} in the thread with '{keys[matter.party_id]}' "
        f"is '{matter.state}'"
        for matter in sorted(still_open, key=lambda m: (keys[m.party_id], m.number))
    ]


def _undecided(connection: Connection, incident_id: str) -> list[str]:
    return [
        f"nobody has decided what happens to data set {held.id} of '{held.merchant}'"
        for held in undecided_data_sets(connection, incident_id)
    ]


def _holds(connection: Connection, incident_id: str) -> list[str]:
    rows = connection.execute(
        select(holds.c.number, holds.c.requester)
        .where(holds.c.incident_id == incident_id, holds.c.released_at.is_(None))
        .order_by(holds.c.number)
    )
    return [f"hold {row.number} for '{row.requester}' is in force" for row in rows]


def _party_keys(connection: Connection, incident_id: str) -> dict[str, str]:
    rows = connection.execute(
        select(parties.c.id, parties.c.key).where(parties.c.incident_id == incident_id)
    )
    return {row.id: row.key for row in rows}


def _noun(matter: Matter) -> str:
    return "promise" if matter.direction is Direction.PROMISED else "ask"


def _title(matter: Matter, party: str) -> Bilingual:
    ja, en = _DEMANDS[matter.demand]
    ours = matter.awaited_from is Speaker.US
    if matter.direction is Direction.PROMISED:
        ja, en = ("約束の履行", "a promise kept") if matter.demand is Demand.OTHER else (ja, en)
    who_ja = f"当社から{party}へ" if ours else f"{party}から"
    who_en = f"we owe {party}" if ours else f"awaited from {party}"
    return Bilingual(
        ja=f"{who_ja}：{ja}（{matter.number}番）", en=f"{who_en}: {en} (no. {matter.number})"
    )
