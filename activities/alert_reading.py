"""What an alert needs to know of an incident at one moment: people, titles, who sees to what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from activities.clock_titles import ClockTitle, clock_titles
from contracts.clock_payloads import AlertLine as LineDue
from domain.parties import StaffRole
from domain.roster import Member, Roster
from domain.wording import Language
from register.acknowledgements import TakenUp, taken_up
from register.incidents import IncidentRow, read_incident
from register.open_work import work_owners
from register.overview import code_name_is_unique
from register.parties import ContactRow, read_contacts
from register.store import Register

STAFF = {role.value for role in StaffRole}


@dataclass(frozen=True, repr=False)
class AlertReading:
    """One state of the register. `handle` is what people type for the incident.

    Two contacts with one address are one person, who gets one mail.
    """

    incident: IncidentRow
    handle: str
    staff: dict[str, ContactRow]
    titles: dict[str, ClockTitle]
    owners: dict[str, str]
    taken: dict[str, TakenUp]
    at: datetime

    def called(
        self, roles: Iterable[str], steps: Iterable[int] = (), up: Iterable[str] = ()
    ) -> tuple[str, ...]:
        """The contacts to call, one for each person."""
        members = [
            Member(id=contact.id, role=contact.role, details=contact.details)
            for contact in self.staff.values()
        ]
        found = Roster(members, self.at).called(roles, steps, up)
        first: dict[str, str] = {}
        for contact in self.staff.values():
            first.setdefault(contact.mail.casefold(), contact.id)
        return tuple(dict.fromkeys(first[self.staff[each].mail.casefold()] for each in found))

    def called_for(self, line: LineDue) -> tuple[str, ...]:
        """Whom a line is for: its roles, and who owns the task."""
        owner = self.owners.get(line.duty_key)
        roles = (*line.roles, *((owner,) if owner else ()))
        return self.called(roles, line.steps, line.up)

    def needs_somebody(self, line: LineDue) -> bool:
        """Not what has ended since, nor what somebody has taken up since."""
        taken = self.taken.get(line.duty_key)
        is_taken = taken is not None and line.reached_at is not None and taken.at >= line.reached_at
        return line.duty_key in self.titles and not is_taken

    def language_of(self, contact: ContactRow) -> Language:
        """The language of a person's alerts."""
        return Language(contact.details.language or self.incident.language)


def read_for_alert(register: Register, incident_id: str, at: datetime) -> AlertReading:
    """Read it all in one transaction, at case time `at`."""
    sealer = register.sealer(incident_id)
    with register.reading() as connection:
        incident = read_incident(connection, sealer, incident_id)
        is_unique = code_name_is_unique(connection, incident.code_name)
        contacts = read_contacts(connection, sealer, incident_id)
        return AlertReading(
            incident=incident,
            handle=incident.code_name if is_unique else incident_id,
            staff={contact.id: contact for contact in contacts if contact.role in STAFF},
            titles=clock_titles(connection, sealer, incident_id),
            owners=work_owners(connection, incident_id),
            taken=taken_up(connection, incident_id),
            at=at,
        )
