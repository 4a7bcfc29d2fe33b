"""Which of several times stated for one moment counts: decided by a person, with a reason."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from domain.decided_moments import Decided
from register.tables_law import moment_decisions
from sealing.values import ValueSealer


class MomentDecision(NamedTuple):
    """A decision about one moment of one party; `id` is the command's, times are case times."""

    id: str
    party_id: str
    moment: str
    decided: Decided
    reason: str


def read_decided(connection: Connection, incident_id: str) -> dict[str, dict[str, Decided]]:
    """The newest decision by party and moment."""
    rows = connection.execute(
        select(moment_decisions)
        .where(moment_decisions.c.incident_id == incident_id)
        .order_by(moment_decisions.c.decided_at, moment_decisions.c.id)
    )
    found: dict[str, dict[str, Decided]] = {}
    for row in rows:
        considered = frozenset(datetime.fromisoformat(at) for at in row.considered)
        decided = Decided(chosen_at=row.chosen_at, considered=considered)
        found.setdefault(row.party_id, {})[row.moment] = decided
    return found


def add_decision(
    connection: Connection,
    sealer: ValueSealer,
    incident_id: str,
    decision: MomentDecision,
    by: tuple[str, datetime],
) -> None:
    """Record one; `by` is who decided, and when."""
    actor, at = by
    connection.execute(
        insert(moment_decisions).values(
            id=decision.id,
            incident_id=incident_id,
            party_id=decision.party_id,
            moment=decision.moment,
            chosen_at=decision.decided.chosen_at,
            considered=sorted(at.isoformat() for at in decision.decided.considered),
            decided_at=at,
            decided_by=actor,
            reason=sealer.seal("moment_decisions", "reason", decision.id, decision.reason),
        )
    )
