"""Who may do what in an incident: by the policy that it froze, and by who stands in for whom.

An incident that was opened before its policy named roles allows what it always allowed.
"""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, select

from contracts.permissions import DEEDS, Act
from domain.parties import StaffRole
from domain.roster import StaffDetails
from register.refusals import NotAllowedError
from register.tables_incident import contacts, incidents, parties
from sealing.values import ValueSealer

STAFF = frozenset(StaffRole)
BEFORE_POLICIES: Mapping[Act, Collection[str]] = {Act.SETTLE_DUTY: (StaffRole.COUNSEL,)}
"""What was never for everybody."""


def roles_for(connection: Connection, incident_id: str, act: str) -> tuple[str, ...] | None:
    """The roles that may by the frozen policy; None where it does not speak of this act."""
    query = select(incidents.c.policy).where(incidents.c.id == incident_id)
    rules = (connection.execute(query).scalar_one_or_none() or {}).get("permissions", ())
    return next((tuple(rule["roles"]) for rule in rules if rule["act"] == act), None)


def is_among(
    connection: Connection,
    sealer: ValueSealer,
    incident_id: str,
    actor: str,
    roles: Collection[str],
) -> bool:
    """Whether somebody acts in one of these roles, or stands in for one by name.

    The deputy stands in for the commander without being told so; for another role, as anybody
    else, only where the incident names it.
    """
    if actor in roles:
        return True
    if actor not in STAFF:
        return False
    if actor == StaffRole.DEPUTY and StaffRole.COMMANDER in roles:
        return True
    rows = connection.execute(
        select(contacts.c.id, contacts.c.details).where(
            contacts.c.incident_id == incident_id,
            contacts.c.role == actor,
            contacts.c.details.is_not(None),
        )
    )
    details = (
        StaffDetails.model_validate_json(sealer.open("contacts", "details", row.id, row.details))
        for row in rows
    )
    return any(role in roles for found in details for role in found.deputises_for)


def why_not(
    connection: Connection,
    sealer: ValueSealer,
    incident_id: str,
    actor: str,
    act: Act,
) -> str:
    """Why this actor may not do this, with who may; empty when it may."""
    roles = roles_for(connection, incident_id, act) or BEFORE_POLICIES.get(act)
    if roles is None or is_among(connection, sealer, incident_id, actor, roles):
        return ""
    return only(roles, DEEDS[act])


def why_not_for_merchant(
    connection: Connection, sealer: ValueSealer, incident_id: str, actor: str, merchant_id: str
) -> str:
    """As `why_not`, of what a merchant does: it may itself, and nobody else's merchant."""
    key = select(parties.c.key).where(parties.c.id == merchant_id)
    if actor == connection.execute(key).scalar_one_or_none():
        return ""
    return why_not(connection, sealer, incident_id, actor, Act.MERCHANT)


def require(
    connection: Connection, sealer: ValueSealer, incident_id: str, actor: str, act: Act
) -> None:
    """Raise NotAllowedError where `why_not` finds a reason."""
    if reason := why_not(connection, sealer, incident_id, actor, act):
        raise NotAllowedError(reason)


def only(roles: Iterable[str], deed: str) -> str:
    """The sentence of a refusal; `deed` goes on after "may"."""
    named = set(roles)
    who = ", ".join(role.value for role in StaffRole if role in named)
    return f"only {'our own staff' if named == STAFF else who} may {deed}"
