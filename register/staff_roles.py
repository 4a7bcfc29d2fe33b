"""Which roles of an incident somebody holds, and who stands in for the others by name."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection, select

from domain.parties import StaffRole
from domain.roster import StaffDetails
from register.tables_incident import contacts
from sealing.values import ValueSealer


class StaffRoles(NamedTuple):
    """The roles held, and by role who of them stands in for it; nothing held: nobody was named."""

    held: tuple[str, ...]
    stand_ins: Mapping[str, tuple[str, ...]]

    def is_vacant(self, role: str) -> bool:
        """Whether our people are named, and none of them in this role."""
        return bool(self.held) and role in set(StaffRole) and role not in self.held

    def answering(self, role: str) -> str:
        """Who answers for a role: its holder, else who stands in; the role itself with neither."""
        stand_ins = self.stand_ins.get(role, ())
        return stand_ins[0] if self.is_vacant(role) and stand_ins else role


def staff_roles(connection: Connection, sealer: ValueSealer, incident_id: str) -> StaffRoles:
    """Read from our own people; a deputy stands in for the commander without being told so."""
    rows = connection.execute(
        select(contacts.c.id, contacts.c.role, contacts.c.details)
        .where(contacts.c.incident_id == incident_id, contacts.c.role != "")
        .order_by(contacts.c.id)
    ).all()
    held = {row.role for row in rows}
    stand_ins: dict[str, list[str]] = {}
    for row in rows:
        named: tuple[str, ...] = ()
        if row.details:
            opened = sealer.open("contacts", "details", row.id, row.details)
            named = StaffDetails.model_validate_json(opened).deputises_for
        if row.role == StaffRole.DEPUTY:
            named = (*named, StaffRole.COMMANDER)
        for role in named:
            stand_ins.setdefault(str(role), []).append(row.role)
    return StaffRoles(
        held=tuple(role.value for role in StaffRole if role in held),
        stand_ins={role: tuple(dict.fromkeys(who)) for role, who in stand_ins.items()},
    )
