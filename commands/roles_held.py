"""At the door: nobody acts in a role that no one of the incident's people holds."""

from commands.sentences import NotPossible
from commands.spoken_words import spoken
from register.parties import ourselves, read_parties
from register.staff_roles import StaffRoles, staff_roles
from register.store import Register


def acting_role(register: Register, incident_id: str, role: str, *, chosen: bool) -> str:
    """The role in which somebody acts.

    A role that a command takes by itself (not `chosen`) and that nobody holds passes to who stands
    in for it by name.

    Raises:
        NotPossible: nobody holds the role that was chosen; it names who holds what.
    """
    with register.reading() as connection:
        sealer = register.sealer(incident_id, connection)
        roles = staff_roles(connection, sealer, incident_id)
        if not roles.is_vacant(role):
            return role
        stand_in = roles.answering(role)
        if stand_in != role and not chosen:
            return stand_in
        us = ourselves(read_parties(connection, sealer, incident_id)).key
    raise _vacant(roles, role, us)


def _vacant(roles: StaffRoles, role: str, us: str) -> NotPossible:
    held = ", ".join(roles.held)
    instead = roles.stand_ins.get(role, ())
    appoint = f"shirase party contact INCIDENT {us} --role {role} --name NAME --mail ADDRESS"
    en = f"; for it stands in: {', '.join(instead)} (--as {instead[0]})" if instead else ""
    ja = f"代わりを務めるのは {spoken(', '.join(instead))} です。" if instead else ""
    return NotPossible(
        en=f"Nobody of this incident is {role}. Held are: {held}{en}. To appoint somebody: "
        f"{appoint}",
        ja=f"この事案に {spoken(role)} の担当者はいません。いる担当: {spoken(held)}。{ja}"
        f"新たに任命する場合: {appoint}",
    )
