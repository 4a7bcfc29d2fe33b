"""Open tasks, awaited replies and promises, and the severity that somebody has to decide."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from commands import phrases
from commands.needs.look import Look
from commands.needs.need import Need
from commands.needs.papers import LEADERS
from domain.explanations import Locale
from domain.parties import StaffRole
from domain.plain_text import clean_line
from domain.threads import Matter, MatterState, Speaker
from policies.task_lists import containment_of, load_task_list
from register.parties import PartyRow, read_parties
from register.severity import read_severity
from register.tasks import TaskRow, read_tasks
from register.threads import read_matters, thread_owners
from screens.words import SEVERITIES, short_name

FIRST_HOUR = timedelta(hours=1)


def work_needs(look: Look) -> Iterator[Need]:
    """What people have to do beside documents and waves."""
    incident_id = look.board.incident.id
    yield from _severity(look)
    tasks = read_tasks(look.connection, look.sealer, incident_id)
    if not tasks:
        yield Need(
            kind="first_hour",
            what_ja="初動の一覧を開く",
            what_en="open a first-hour list",
            roles=LEADERS,
            due_at=look.board.incident.opened_at + FIRST_HOUR,
            since=look.board.incident.opened_at,
            command=phrases.open_list(look.incident),
        )
    yield from _containment(look, tasks)
    yield from (_task(look, task) for task in tasks if task.is_open)
    parties = read_parties(look.connection, look.sealer, incident_id)
    leads = thread_owners(look.connection, incident_id)
    for matter in read_matters(look.connection, incident_id):
        if matter.is_open:
            yield _matter(look, matter, parties[matter.party_id], leads[matter.party_id])
        elif matter.state is MatterState.REFUSED:
            yield _refused(look, matter, parties[matter.party_id], leads[matter.party_id])


def _severity(look: Look) -> Iterator[Need]:
    standing = read_severity(look.connection, look.sealer, look.board.incident.id)
    if not standing.differs:
        return
    proposed = standing.proposal.severity.value
    because_ja = standing.proposal.because(Locale.JA)
    because_en = standing.proposal.because(Locale.EN)
    yield Need(
        kind="severity",
        what_ja=f"重大度の判定（提案: {SEVERITIES['ja'].get(proposed, proposed)}。{because_ja}）",
        what_en=f"decide the severity (proposed: {proposed}; {because_en})",
        roles=LEADERS,
        since=look.board.incident.opened_at,
        command=phrases.decide_severity(look.incident, proposed),
    )


def _containment(look: Look, tasks: Sequence[TaskRow]) -> Iterator[Need]:
    """A first-hour list that is open asks for the containment list that belongs to it."""
    opened = {task.list_name for task in tasks if task.list_name}
    for name in sorted(opened):
        wanted = containment_of(name)
        if wanted and wanted not in opened:
            title = load_task_list(wanted).title
            yield Need(
                kind="containment",
                what_ja=f"「{title.ja}」の一覧を開く",
                what_en=f"open the list: {title.en}",
                roles=LEADERS,
                due_at=look.board.incident.opened_at + FIRST_HOUR,
                since=look.board.incident.opened_at,
                command=phrases.open_list(look.incident, wanted),
            )


def _task(look: Look, task: TaskRow) -> Need:
    owner = task.owner.value
    return Need(
        kind="task",
        what_ja=clean_line(task.title.ja),
        what_en=clean_line(task.title.en),
        roles=tuple(dict.fromkeys((owner, *LEADERS))),
        due_at=task.due_at,
        since=look.board.incident.opened_at,
        command=phrases.task_done(look.incident, task.number),
    )


def _refused(look: Look, matter: Matter, party: PartyRow, lead: StaffRole) -> Need:
    name = short_name(clean_line(party.name))
    return Need(
        kind="refused",
        what_ja=f"{name} が {matter.number}番を拒否。求め直すか、理由を付けて取り下げる",
        what_en=f"{name} refused number {matter.number}: ask anew, or take it back for a reason",
        roles=tuple(dict.fromkeys((lead.value, StaffRole.COUNSEL.value, *LEADERS))),
        since=matter.settled_at or matter.opened_at,
        command=phrases.withdraw_ask(look.incident, party.key, matter.number),
    )


def _matter(look: Look, matter: Matter, party: PartyRow, lead: StaffRole) -> Need:
    name = short_name(clean_line(party.name))
    ours = matter.awaited_from is Speaker.US
    return Need(
        kind="keep_promise" if ours else "answer",
        what_ja=f"{name} へ {matter.number}番を回答"
        if ours
        else f"{name} の {matter.number}番の回答",
        what_en=f"answer {name}, number {matter.number}"
        if ours
        else f"{name} owes an answer, number {matter.number}",
        roles=tuple(dict.fromkeys((lead.value, *LEADERS))),
        due_at=matter.due_at,
        since=matter.opened_at,
        command=phrases.answer(look.incident, party.key, matter.number),
    )
