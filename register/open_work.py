"""Work that is still open: its clocks, and what it says against closing the incident.

Tasks, awaited replies and updates promised to the public run on the same clocks as duties, under
keys of their own: `task|<id>`, `reply|<id>`, `update|<n>`, `publish|<n>` (a planned release) and
`held|<n>` (a hold on publishing).
"""

from datetime import datetime

from sqlalchemy import Connection, select

from domain.explanations import Bilingual
from domain.parties import StaffRole
from domain.tasks import TaskState, TaskTrack
from domain.thread_words import DEMAND_WORDS
from domain.threads import Demand, Direction, Matter, Speaker
from register.publication_holds import held_key, running_holds
from register.release_plans import plan_key, read_plans
from register.releases import open_updates, update_key
from register.retention import undecided_data_sets
from register.tables_incident import parties
from register.tables_work import holds, tasks
from register.tasks import read_tasks, task_key
from register.threads import read_matters, reply_key, thread_owners
from sealing.values import ValueSealer

_NEXT_RELEASE = Bilingual(ja="公表を約束した続報", en="the update promised to the public")
_HELD = Bilingual(ja="公表を控える依頼の期限", en="a hold on publishing: ask its requester")


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
    clocks += [
        (update_key(promise.number), promise.due_at)
        for promise in open_updates(connection, incident_id)
    ]
    clocks += [
        (plan_key(plan.number), plan.publish_at) for plan in read_plans(connection, incident_id)
    ]
    clocks += [
        (held_key(number), until) for number, until in running_holds(connection, incident_id)
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
    titles |= {
        update_key(promise.number): _NEXT_RELEASE
        for promise in open_updates(connection, incident_id)
    }
    titles |= {
        plan_key(plan.number): Bilingual(
            ja=f"第{plan.release}報の公表の実行指示",
            en=f"the go for publishing release {plan.release}",
        )
        for plan in read_plans(connection, incident_id)
    }
    return titles | {
        held_key(number): _HELD for number, _ in running_holds(connection, incident_id)
    }


def work_parties(connection: Connection, incident_id: str) -> dict[str, str]:
    """The key of the party that each awaited reply or promise is about, by the clock's key."""
    keys = _party_keys(connection, incident_id)
    return {
        reply_key(matter.id): keys[matter.party_id]
        for matter in read_matters(connection, incident_id)
        if matter.is_open
    }


def work_owners(connection: Connection, incident_id: str) -> dict[str, str]:
    """The staff role that each clock of a task or a reply belongs to, by the clock's key."""
    rows = connection.execute(
        select(tasks.c.id, tasks.c.owner).where(
            tasks.c.incident_id == incident_id, tasks.c.state == TaskState.OPEN.value
        )
    )
    leads = thread_owners(connection, incident_id)
    return (
        {task_key(row.id): row.owner for row in rows}
        | {
            reply_key(matter.id): leads[matter.party_id].value
            for matter in read_matters(connection, incident_id)
            if matter.is_open
        }
        | {
            update_key(promise.number): StaffRole.PUBLIC_RELATIONS.value
            for promise in open_updates(connection, incident_id)
        }
        | {
            plan_key(plan.number): StaffRole.COMMANDER.value
            for plan in read_plans(connection, incident_id)
        }
        | {
            held_key(number): StaffRole.COUNSEL.value
            for number, _ in running_holds(connection, incident_id)
        }
    )


def open_items(connection: Connection, incident_id: str) -> tuple[str, ...]:
    """What stands in the way of closing, one sentence an item; none means nothing does."""
    return (
        *_open_tasks(connection, incident_id),
        *_open_matters(connection, incident_id),
        *_promised(connection, incident_id),
        *_publishing(connection, incident_id),
        *_undecided(connection, incident_id),
        *_holds(connection, incident_id),
    )


def _open_tasks(connection: Connection, incident_id: str) -> list[str]:
    rows = connection.execute(
        select(tasks.c.number, tasks.c.owner, tasks.c.track)
        .where(tasks.c.incident_id == incident_id, tasks.c.state == TaskState.OPEN.value)
        .order_by(tasks.c.number)
    )
    return [f"{_kind(row.track)} {row.number} of '{row.owner}' is open" for row in rows]


def _kind(track: str) -> str:
    return "containment task" if track == TaskTrack.CONTAINMENT else "task"


def _open_matters(connection: Connection, incident_id: str) -> list[str]:
    keys = _party_keys(connection, incident_id)
    still_open = [matter for matter in read_matters(connection, incident_id) if matter.is_open]
    return [
        f"{_noun(matter)} {matter.number} in the thread with '{keys[matter.party_id]}' "
        f"is '{matter.state}'"
        for matter in sorted(still_open, key=lambda m: (keys[m.party_id], m.number))
    ]


def _promised(connection: Connection, incident_id: str) -> list[str]:
    return [
        f"promised update {promise.number} to the public is open: issue or decline it"
        for promise in open_updates(connection, incident_id)
    ]


def _publishing(connection: Connection, incident_id: str) -> list[str]:
    planned = [
        f"release {plan.release} is planned: issue it or give the plan up"
        for plan in read_plans(connection, incident_id)
    ]
    held = [
        f"publication hold {number} is in force"
        for number, _ in running_holds(connection, incident_id)
    ]
    return planned + held


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
    ja, en = DEMAND_WORDS[matter.demand].ja, DEMAND_WORDS[matter.demand].en
    ours = matter.awaited_from is Speaker.US
    if matter.direction is Direction.PROMISED:
        ja, en = ("約束の履行", "a promise kept") if matter.demand is Demand.OTHER else (ja, en)
    who_ja = f"当社から{party}へ" if ours else f"{party}から"
    who_en = f"we owe {party}" if ours else f"awaited from {party}"
    return Bilingual(
        ja=f"{who_ja}：{ja}（{matter.number}番）", en=f"{who_en}: {en} (no. {matter.number})"
    )
