"""From an incident file to an incident: ids minted once, words ready for the register."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime

from pydantic import BaseModel
from ulid import ULID

from contracts.incident_file import IncidentFile, Organisation, Party, StaffMember
from contracts.policy import ApprovalDelegate, IncidentPolicy
from domain.alarm import alarm_facts
from domain.documents import digest_of
from domain.groups import AffectedGroup
from domain.markings import Marking
from domain.parties import PartyKind, StaffRole
from domain.roster import StaffDetails
from register.incidents import NewContact, NewIncident, NewParty

UNDECIDED = "undecided"
AS_LONG_AS_IT_LASTS = datetime(9999, 12, 30, tzinfo=UTC)
"""For who stands in for a role that nobody holds."""
DETAILS = (
    *("sender", "desk", "department", "representative", "postal_code", "address"),
    *("standing", "form", "dates"),
)


def new_incident(
    file: IncidentFile,
    incident_id: str,
    marking: Marking,
    policy: IncidentPolicy,
    opened_at: datetime,
) -> NewIncident:
    """The incident that a file opens.

    The ids of its parties follow from the incident's id and their keys, so that a client that was
    killed half way opens the same incident when it is run again. `opened_at` is case time.
    """
    keys = party_ids(file, incident_id)
    facts = [
        entry.as_fact(
            at=opened_at, organisation=file.organisation.key, recorder=StaffRole.COMMANDER.value
        ).model_dump(mode="json")
        for entry in file.facts
    ]
    # A fact of the file comes after the alarm's, so that it stands where it says more.
    facts = [*_alarm(file, opened_at), *facts]
    return NewIncident(
        id=incident_id,
        code_name=file.incident.code_name,
        title=file.incident.title,
        severity=UNDECIDED,
        track=UNDECIDED,
        marking=marking,
        language=file.incident.language,
        private=file.incident.private,
        file_digest=digest_of([file.model_dump_json()]),
        policy=with_stand_ins(policy, file.staff),
        opened_at=opened_at,
        parties=(
            _ourselves(file.organisation, file.staff, incident_id, keys),
            *(_party(party, incident_id, keys) for party in file.parties),
        ),
        entrustments=tuple((keys[e.entrustor], keys[e.entrustee]) for e in file.entrustments),
        groups=tuple(
            AffectedGroup(party_id=keys[g.merchant], relation=g.relation, items=g.items)
            for g in file.groups
        ),
        opening_facts=facts,
    )


def with_stand_ins(policy: IncidentPolicy, staff: tuple[StaffMember, ...]) -> IncidentPolicy:
    """The policy with whoever stands in by name for a role that nobody holds, for approvals too.

    Each word still counts once, and nobody's for their own draft.
    """
    held = {member.role for member in staff}
    standing_in = tuple(
        ApprovalDelegate(role=role.value, to=member.role.value, until=AS_LONG_AS_IT_LASTS)
        for member in staff
        for role in member.deputises_for
        if role not in held
    )
    delegates = (*policy.approval_delegates, *standing_in)
    return policy.model_copy(update={"approval_delegates": delegates})


def _alarm(file: IncidentFile, opened_at: datetime) -> list[dict[str, object]]:
    if file.alarm is None:
        return []
    made = alarm_facts(
        file.alarm.source,
        file.alarm.vouched_by,
        file.alarm.called_back,
        at=opened_at,
        organisation=file.organisation.key,
        recorder=StaffRole.COMMANDER.value,
    )
    return [fact.model_dump(mode="json") for fact in made]


def party_ids(file: IncidentFile, incident_id: str) -> Mapping[str, str]:
    """The id of each party by its key in the file, our own organisation among them."""
    keys = [file.organisation.key, *(party.key for party in file.parties)]
    return {key: _identity(incident_id, "party", key) for key in keys}


def _ourselves(
    organisation: Organisation,
    staff: tuple[StaffMember, ...],
    incident_id: str,
    keys: Mapping[str, str],
) -> NewParty:
    return NewParty(
        id=keys[organisation.key],
        key=organisation.key,
        kind=PartyKind.OURSELVES,
        role=organisation.role,
        name=organisation.name,
        details=_details(organisation),
        contacts=tuple(
            NewContact(
                id=_identity(incident_id, "staff", f"{index}:{member.role}"),
                role=member.role.value,
                name=member.name,
                mail=member.mail,
                details=StaffDetails(
                    deputises_for=member.deputises_for,
                    away=member.away,
                    language=member.language,
                    time_zone=member.time_zone,
                ),
            )
            for index, member in enumerate(staff)
        ),
    )


def _party(party: Party, incident_id: str, keys: Mapping[str, str]) -> NewParty:
    return NewParty(
        id=keys[party.key],
        key=party.key,
        kind=party.kind,
        role=party.role,
        name=party.name,
        details=_details(party),
        contacts=tuple(
            NewContact(
                id=_identity(incident_id, "contact", f"{party.key}:{index}"),
                name=contact.name,
                mail=contact.mail,
                phone=contact.phone,
            )
            for index, contact in enumerate(party.contacts)
        ),
    )


def _details(section: BaseModel) -> dict[str, object]:
    known = section.model_dump(mode="json")
    return {name: known[name] for name in DETAILS if known.get(name) is not None}


def _identity(incident_id: str, kind: str, key: str) -> str:
    """An id that looks and sorts like a ULID: the incident's own time, then a digest."""
    digest = hashlib.sha256(f"{incident_id}|{kind}|{key}".encode()).digest()
    return str(ULID(ULID.from_str(incident_id).bytes[:6] + digest[:10]))
