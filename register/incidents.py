"""Incidents in the register: opening one, its phase, its end."""

import json
from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, insert, select, update

from contracts.names import MERCHANTS_A_SHARD
from contracts.policy import IncidentPolicy
from domain.groups import AffectedGroup
from domain.markings import Marking
from domain.parties import PartyKind, PartyRole
from domain.phases import ENDS, Phase
from domain.roster import StaffDetails
from register import commands
from register.store import Register, RegisterError
from register.tables_incident import (
    affected_groups,
    contacts,
    entrustments,
    incidents,
    merchants,
    parties,
)
from sealing.values import ValueSealer


class NewContact(BaseModel):
    """Somebody to be reached for a party; `role` is a staff role for our own people."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    id: str
    role: str = ""
    name: str
    mail: str
    phone: str | None = None
    details: StaffDetails | None = None


class NewParty(BaseModel):
    """A party as it enters the register; `details` are desk, address, sender and the like."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    id: str
    key: str
    kind: PartyKind
    role: PartyRole
    name: str
    details: Mapping[str, object] = {}
    contacts: tuple[NewContact, ...] = ()


class NewIncident(BaseModel):
    """Everything that is known when an incident opens, but the facts (a command holds them)."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    id: str
    code_name: str
    title: str
    severity: str
    track: str
    marking: Marking
    language: str
    private: bool
    file_digest: str
    policy: IncidentPolicy
    opened_at: datetime
    parties: tuple[NewParty, ...]
    entrustments: tuple[tuple[str, str], ...] = ()
    groups: tuple[AffectedGroup, ...] = ()
    opening_facts: list[dict[str, object]] = []


class IncidentRow(BaseModel):
    """An incident as the register holds it, opened."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    id: str
    code_name: str
    title: str
    phase: Phase
    severity: str
    track: str
    marking: Marking
    language: str
    private: bool
    opened_at: datetime
    closed_at: datetime | None


def open_incident(register: Register, new: NewIncident) -> None:
    """Write a new incident, all of it or nothing. The same incident again changes nothing.

    Raises:
        RegisterError: the id is taken by another incident.
    """
    with register.writing() as connection:
        found = connection.execute(
            select(incidents.c.file_digest).where(incidents.c.id == new.id)
        ).scalar_one_or_none()
        if found == new.file_digest:
            return
        if found is not None:
            raise RegisterError(f"incident {new.id} exists already and was opened differently")
        sealer = register.create_data_key(new.id, connection)
        _insert_incident(connection, sealer, new)
        for party in new.parties:
            _insert_party(connection, sealer, new.id, party)
        _insert_merchants(connection, new)
        for entrustor_id, entrustee_id in new.entrustments:
            connection.execute(
                insert(entrustments).values(
                    incident_id=new.id, entrustor_id=entrustor_id, entrustee_id=entrustee_id
                )
            )
        for group in new.groups:
            connection.execute(
                insert(affected_groups).values(
                    incident_id=new.id,
                    party_id=group.party_id,
                    relation=group.relation,
                    item_names=list(group.items),
                )
            )
        body = {"facts": new.opening_facts}
        commands.deposit(connection, sealer, new.id, new.id, "opening", "commander", body)


def read_incident(connection: Connection, sealer: ValueSealer, incident_id: str) -> IncidentRow:
    """One incident, opened."""
    row = connection.execute(select(incidents).where(incidents.c.id == incident_id)).one()
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping
    values["title"] = sealer.open("incidents", "title", incident_id, row.title)
    return IncidentRow.model_validate(values)


def read_policy(connection: Connection, incident_id: str) -> IncidentPolicy:
    """The policy frozen when the incident opened."""
    query = select(incidents.c.policy).where(incidents.c.id == incident_id)
    return IncidentPolicy.model_validate(connection.execute(query).scalar_one())


def set_phase(connection: Connection, incident_id: str, phase: Phase, at: datetime) -> None:
    """Record the phase; an end is dated."""
    values: dict[str, object] = {"phase": phase.value}
    values["closed_at"] = at if phase in ENDS else None
    connection.execute(update(incidents).where(incidents.c.id == incident_id).values(**values))


def _insert_incident(connection: Connection, sealer: ValueSealer, new: NewIncident) -> None:
    connection.execute(
        insert(incidents).values(
            id=new.id,
            code_name=new.code_name,
            title=sealer.seal("incidents", "title", new.id, new.title),
            phase=Phase.DETECTED.value,
            severity=new.severity,
            track=new.track,
            marking=new.marking.value,
            language=new.language,
            private=new.private,
            file_digest=new.file_digest,
            policy=new.policy.model_dump(mode="json"),
            opened_at=new.opened_at,
        )
    )


def _insert_party(
    connection: Connection, sealer: ValueSealer, incident_id: str, party: NewParty
) -> None:
    details = json.dumps(party.details, ensure_ascii=False)
    connection.execute(
        insert(parties).values(
            id=party.id,
            incident_id=incident_id,
            key=party.key,
            kind=party.kind.value,
            role=party.role.value,
            name=sealer.seal("parties", "name", party.id, party.name),
            details=sealer.seal("parties", "details", party.id, details),
        )
    )
    for contact in party.contacts:
        phone = contact.phone
        staff = contact.details and contact.details.model_dump_json()
        connection.execute(
            insert(contacts).values(
                id=contact.id,
                incident_id=incident_id,
                party_id=party.id,
                role=contact.role,
                name=sealer.seal("contacts", "name", contact.id, contact.name),
                mail=sealer.seal("contacts", "mail", contact.id, contact.mail),
                phone=phone and sealer.seal("contacts", "phone", contact.id, phone),
                details=staff and sealer.seal("contacts", "details", contact.id, staff),
            )
        )


def _insert_merchants(connection: Connection, new: NewIncident) -> None:
    found = [party.id for party in new.parties if party.kind is PartyKind.MERCHANT]
    for index, party_id in enumerate(found):
        connection.execute(
            insert(merchants).values(
                party_id=party_id, incident_id=new.id, shard=index // MERCHANTS_A_SHARD
            )
        )
