"""How the approval of a document stands, by the incident's own frozen policy.

Whoever asks cannot bring a policy of their own: what must be approved by whom is read here, in the
moment in which something leaves.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select
from ulid import ULID

from contracts.policy import IncidentPolicy
from domain.approval import Delegate, Standing, Word, may_approve, standing
from register.documents import DocumentRow
from register.incidents import read_policy
from register.passages import editors
from register.tables_approvals import approval_delegates
from register.tables_incident import approvals
from sealing.values import ValueSealer


class Delegation(NamedTuple):
    """A role that another may approve for, named while the incident runs."""

    delegate: Delegate
    reason: str
    given_at: datetime
    given_by: str


def standing_of(connection: Connection, document: DocumentRow) -> Standing:
    """Who has approved exactly the present text, whose word is missing, who overrode that."""
    policy = read_policy(connection, document.incident_id)
    return standing(
        document.kind.value,
        document.author,
        policy.asked(document.kind.value),
        _words(connection, document),
        all_delegates(connection, document.incident_id, policy),
        policy.approval_override,
        editors(connection, document.id),
    )


def is_asked(connection: Connection, document: DocumentRow, actor: str, at: datetime) -> bool:
    """Whether an actor's word counts for this document at a time (case time)."""
    policy = read_policy(connection, document.incident_id)
    asked = policy.asked(document.kind.value)
    delegates = all_delegates(connection, document.incident_id, policy)
    return may_approve(actor, document.kind.value, asked, delegates, at)


def approves_for(
    connection: Connection, document: DocumentRow, actor: str, at: datetime
) -> tuple[str, ...]:
    """The roles in whose place an actor gives its word at a time; none for one asked itself."""
    policy = read_policy(connection, document.incident_id)
    kind = document.kind.value
    asked = policy.asked(kind).roles
    if actor in asked:
        return ()
    known = all_delegates(connection, document.incident_id, policy)
    found = (one.role for one in known if one.to == actor and one.holds(kind, at))
    return tuple(dict.fromkeys(role for role in found if role in asked))


def stand_ins(connection: Connection, document: DocumentRow, at: datetime) -> tuple[str, ...]:
    """Who may approve this document in another's place at a time (case time)."""
    policy = read_policy(connection, document.incident_id)
    kind = document.kind.value
    asked = policy.asked(kind).roles
    known = all_delegates(connection, document.incident_id, policy)
    return tuple(one.to for one in known if one.role in asked and one.holds(kind, at))


def all_delegates(
    connection: Connection, incident_id: str, policy: IncidentPolicy
) -> tuple[Delegate, ...]:
    """Those of the policy, then those named since."""
    rows = connection.execute(
        select(
            approval_delegates.c.role,
            approval_delegates.c.delegate,
            approval_delegates.c.until,
            approval_delegates.c.kinds,
        )
        .where(approval_delegates.c.incident_id == incident_id)
        .order_by(approval_delegates.c.id)
    )
    named = (Delegate(row.role, row.delegate, row.until, tuple(row.kinds)) for row in rows)
    return (*policy.delegates, *named)


def add_delegation(
    connection: Connection, sealer: ValueSealer, incident_id: str, given: Delegation
) -> str:
    """Let a role approve in another's place; returns the id of the record."""
    identity = str(ULID())
    connection.execute(
        insert(approval_delegates).values(
            id=identity,
            incident_id=incident_id,
            role=given.delegate.role,
            delegate=given.delegate.to,
            kinds=list(given.delegate.kinds),
            until=given.delegate.until,
            reason=sealer.seal("approval_delegates", "reason", identity, given.reason),
            given_at=given.given_at,
            given_by=given.given_by,
        )
    )
    return identity


def _words(connection: Connection, document: DocumentRow) -> tuple[Word, ...]:
    rows = connection.execute(
        select(approvals.c.actor, approvals.c.outcome, approvals.c.decided_at)
        .where(
            approvals.c.document_id == document.id,
            approvals.c.binding_digest == document.binding_digest,
        )
        .order_by(approvals.c.id)
    )
    return tuple(Word(row.actor, row.outcome, row.decided_at) for row in rows)
