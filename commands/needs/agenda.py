"""Everything that an incident needs of a person now, the most urgent first."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from commands.finding import find_incident, handle_of
from commands.needs.contacts import contact_needs
from commands.needs.doubts import doubt_needs
from commands.needs.facts import fact_needs
from commands.needs.false_alarm import false_alarm_needs, is_false_alarm
from commands.needs.kits import kit_needs
from commands.needs.law import duty_needs
from commands.needs.legal_decisions import legal_decision_needs
from commands.needs.lists import list_needs
from commands.needs.look import Look
from commands.needs.need import Need
from commands.needs.papers import paper_needs
from commands.needs.partners import merchant_needs
from commands.needs.progress import progress_needs
from commands.needs.publishing import publishing_needs
from commands.needs.releases import release_needs
from commands.needs.sendings import wave_needs
from commands.needs.work import work_needs
from commands.sentences import NotPossible
from domain.parties import StaffRole
from domain.phases import ENDS
from register.board import read_board
from register.case_time import case_time
from register.incidents import read_policy
from register.overview import read_overview
from register.parties import mandates_in_force, ourselves, read_parties
from register.staff_roles import StaffRoles, staff_roles
from register.store import Register

_FAMILIES = (
    *(work_needs, duty_needs, legal_decision_needs, paper_needs, release_needs),
    publishing_needs,
    *(
        contact_needs,
        doubt_needs,
        merchant_needs,
        kit_needs,
        list_needs,
        fact_needs,
        wave_needs,
        progress_needs,
    ),
)
# Where there was no leak nobody is to be warned any more, only to be told so.
_OF_FALSE_ALARM = (false_alarm_needs, doubt_needs)


@dataclass(frozen=True)
class AgendaItem:
    """A need with its incident's code name and case time."""

    incident_id: str
    code_name: str
    case_time: datetime
    need: Need

    def as_json(self, role: str | None) -> dict[str, Any]:
        """The need for a program."""
        need = self.need
        return {
            "incident_id": self.incident_id,
            "code_name": self.code_name,
            "kind": need.kind,
            "what": {"ja": need.what_ja, "en": need.what_en},
            "roles": need.roles,
            "due_at": need.due_at,
            "since": need.since,
            "overdue": need.due_at is not None and need.due_at < self.case_time,
            "command": need.typed(role),
            "answers": [
                {"ja": ja, "en": en, "command": command}
                for (ja, en), command in need.choices(role).items()
                if need.others
            ],
        }


def require_role(role: str | None) -> None:
    """Refuse a role that no incident has.

    Raises:
        NotPossible: with the roles that there are.
    """
    if role is None or role in set(StaffRole):
        return
    roles = ", ".join(StaffRole)
    raise NotPossible(
        en=f"No role is called so. There is: {roles}",
        ja=f"この役割はありません。指定できる役割: {roles}",
    )


def agendas(register: Register, incident: str | None, role: str | None) -> tuple[AgendaItem, ...]:
    """What one incident needs, or all open ones, the most urgent first; with a role, its own.

    Raises:
        NotPossible: no incident, or more than one, is called so.
    """
    if incident is not None:
        wanted = [find_incident(register, incident)]
    else:
        wanted = [brief.id for brief in read_overview(register) if brief.phase not in ENDS]
    now = datetime.now(UTC)
    items = [item for identity in wanted for item in agenda(register, identity, now)]
    asked = [item for item in items if role is None or role in item.need.roles]
    return tuple(sorted(asked, key=_urgency))


def agenda(register: Register, incident_id: str, now: datetime) -> tuple[AgendaItem, ...]:
    """What an incident needs, in no order; nothing once it has ended. `now` is server time."""
    with register.reading() as connection:
        look = look_of(register, connection, incident_id, now)
        if look.board.incident.phase in ENDS:
            return ()
        roles = staff_roles(connection, look.sealer, incident_id)
        return tuple(
            AgendaItem(
                incident_id, look.board.incident.code_name, look.case_time, _asked(need, roles)
            )
            for family in (_OF_FALSE_ALARM if is_false_alarm(look) else _FAMILIES)
            for need in family(look)
        )


def _asked(need: Need, roles: StaffRoles) -> Need:
    """The need as asked of people who are there: who stands in for a role that nobody holds."""
    answering = tuple(dict.fromkeys(roles.answering(role) for role in need.roles))
    return need if answering == need.roles else need.model_copy(update={"roles": answering})


def look_of(register: Register, connection: Connection, incident_id: str, now: datetime) -> Look:
    """An incident as its needs are told from; `now` is server time."""
    board = read_board(register, incident_id, with_people=False)
    sealer = register.sealer(incident_id, connection)
    parties = read_parties(connection, sealer, incident_id)
    mandates = mandates_in_force(connection, incident_id)
    return Look(
        incident=handle_of(connection, incident_id),
        board=board,
        policy=read_policy(connection, incident_id),
        case_time=case_time(connection, incident_id, board.incident.marking, now),
        now=now,
        connection=connection,
        sealer=sealer,
        ourselves=ourselves(parties).key,
        ids={party.key: party.id for party in parties.values()},
        filing_by_us=frozenset(parties[party].key for party in mandates if mandates[party]),
    )


def _urgency(item: AgendaItem) -> tuple[bool, timedelta]:
    """By the time that is left; what has no clock comes after, the oldest first.

    Case times of a rehearsal and of a live incident are years apart, time left is not.
    """
    moment = item.need.due_at or item.need.since
    return item.need.due_at is None, moment - item.case_time
