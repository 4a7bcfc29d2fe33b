"""Reopening an ended incident under its number: who may, what is kept, and what it leaves.

What was never issued when the incident ended was withdrawn with it. Retention decisions stand
until somebody decides anew.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from contracts.incident_payloads import RestartKind
from contracts.restart_payloads import RecordRestart
from domain.parties import StaffRole
from domain.phases import ENDS, FOLLOWERS, Phase
from domain.tasks import LEADERS
from register import audit, commands
from register.answers import Answer, read_answer, record_answer
from register.incidents import set_phase
from register.leftovers import withdraw_leftovers
from register.tables_incident import audit as audit_table
from register.tables_incident import data_keys, incidents
from sealing.values import ValueSealer

MAY_REOPEN = LEADERS | {StaffRole.COUNSEL}
ACTIONS = {RestartKind.REOPENED: "incident.reopened", RestartKind.REBUILT: "incident.rebuilt"}
UNKNOWN = "there is no incident of this number in the register: list them with their numbers"
ERASED = (
    "the data key of this incident was destroyed, so nobody can read it again: open a new incident "
    "and name this number in it"
)
HAS_ENDED = "this incident has ended: reopen it, for a reason, instead of rebuilding it"


class Reopened(NamedTuple):
    """When (case time) and by whom an incident was reopened."""

    at: datetime
    actor: str


def why_not_there(connection: Connection, incident_id: str) -> str:
    """Why nothing of an incident can be started; empty when it can."""
    query = select(incidents.c.id).where(incidents.c.id == incident_id)
    if connection.execute(query).first() is None:
        return UNKNOWN
    destroyed = select(data_keys.c.destroyed_at).where(data_keys.c.incident_id == incident_id)
    return "" if connection.execute(destroyed).scalar_one_or_none() is None else ERASED


def why_not_restarted(kind: RestartKind, phase: Phase, actor: str, reason: str) -> str:
    """The sentence against restarting; empty when nothing speaks against it."""
    if kind is RestartKind.REBUILT:
        return HAS_ENDED if phase in ENDS else ""
    if phase not in ENDS:
        return f"this incident is open, in phase '{phase}': there is nothing to reopen"
    if actor not in MAY_REOPEN:
        return "only the commander, the deputy or counsel may reopen an incident"
    if not reason.strip():
        return "an incident is reopened for a reason: say what has come up"
    return ""


def refuse_restart(
    connection: Connection, sealer: ValueSealer, restart: RecordRestart
) -> Answer | None:
    """The answer that this command got before, or the refusal that it gets now, audited.

    None means that the incident may be restarted.
    """
    known = read_answer(connection, sealer, restart.command_id)
    if known is not None:
        return known
    phase, reason = _phase(connection, restart), _reason(connection, sealer, restart)
    sentence = why_not_restarted(restart.kind, phase, restart.actor, reason)
    if not sentence:
        return None
    detail: dict[str, str | int | bool | None] = {"why": sentence}
    return _settle(connection, sealer, restart, Answer(accepted=False, body=sentence), detail)


def record_restart(connection: Connection, sealer: ValueSealer, restart: RecordRestart) -> Answer:
    """Reopen, or note that a lost incident goes on; the same command again changes nothing.

    The answer is the phase in which the incident is then, or why it is refused.
    """
    answer = refuse_restart(connection, sealer, restart)
    if answer is not None:
        return answer
    phase = before = _phase(connection, restart)
    if restart.kind is RestartKind.REOPENED:
        [phase] = FOLLOWERS[before]
        # Incidents that ended under an older version still have theirs.
        withdraw_leftovers(connection, sealer, restart.incident_id, restart.at)
        set_phase(connection, restart.incident_id, phase, restart.at)
    detail: dict[str, str | int | bool | None] = {
        "from": before.value,
        "to": phase.value,
        "why": _reason(connection, sealer, restart),
    }
    done = Answer(accepted=True, body=phase.value)
    return _settle(connection, sealer, restart, done, detail)


def last_reopening(connection: Connection, incident_id: str) -> Reopened | None:
    """The newest reopening; None for an incident that never was."""
    row = connection.execute(
        select(audit_table.c.at, audit_table.c.actor)
        .where(
            audit_table.c.incident_id == incident_id,
            audit_table.c.action == ACTIONS[RestartKind.REOPENED],
            audit_table.c.outcome == "done",
        )
        .order_by(audit_table.c.sequence.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else Reopened(row.at, row.actor)


def _settle(
    connection: Connection,
    sealer: ValueSealer,
    restart: RecordRestart,
    answer: Answer,
    detail: dict[str, str | int | bool | None],
) -> Answer:
    """Audit line, answer and mark together."""
    outcome: audit.Outcome = "done" if answer.accepted else "refused"
    line = audit.AuditLine(
        at=restart.at,
        actor=restart.actor,
        action=ACTIONS[restart.kind],
        subject=restart.incident_id,
        outcome=outcome,
        detail=detail,
    )
    audit.append(connection, sealer, restart.incident_id, line)
    record_answer(connection, sealer, restart.command_id, answer)
    commands.mark_handled(connection, restart.command_id, outcome)
    return answer


def _phase(connection: Connection, restart: RecordRestart) -> Phase:
    query = select(incidents.c.phase).where(incidents.c.id == restart.incident_id)
    return Phase(connection.execute(query).scalar_one())


def _reason(connection: Connection, sealer: ValueSealer, restart: RecordRestart) -> str:
    return str(commands.words_of(connection, sealer, restart.command_id).get("reason", ""))
