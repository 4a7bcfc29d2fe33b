"""Parties, contacts and merchants as the register holds them, opened."""

import json
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, select

from domain.parties import PartyKind, PartyRole
from domain.roster import StaffDetails
from register.tables_incident import contacts, entrustments, mandates, merchants, parties
from sealing.values import ValueSealer


class PartyRow(BaseModel):
    """A party with its name and details; `details` are desk, address, sender and the like."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    id: str
    key: str
    kind: PartyKind
    role: PartyRole
    name: str = Field(repr=False)
    details: dict[str, Any] = Field(default_factory=dict, repr=False)


class ContactRow(BaseModel):
    """Somebody to be reached; `role` is a staff role for our own people."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    id: str
    party_id: str
    role: str
    name: str = Field(repr=False)
    mail: str = Field(repr=False)
    details: StaffDetails = Field(default=StaffDetails(), repr=False)


class MerchantRow(BaseModel):
    """Where a merchant stands; times are case times.

    `reports` holds what it did itself, by kind of report: when, with which receipt number or
    count, as the merchant states it.
    """

    model_config = ConfigDict(frozen=True)

    party_id: str
    shard: int
    told_at: datetime | None
    reminders: int
    escalated_at: datetime | None
    acknowledged_at: datetime | None
    choice: str | None
    chosen_at: datetime | None
    reports: dict[str, dict[str, Any]]


def read_parties(
    connection: Connection, sealer: ValueSealer, incident_id: str
) -> dict[str, PartyRow]:
    """Every party by id, in the order in which they were entered."""
    rows = connection.execute(
        select(parties).where(parties.c.incident_id == incident_id).order_by(parties.c.id)
    )
    return {
        row.id: PartyRow(
            id=row.id,
            key=row.key,
            kind=PartyKind(row.kind),
            role=PartyRole(row.role),
            name=sealer.open("parties", "name", row.id, row.name),
            details=json.loads(sealer.open("parties", "details", row.id, row.details)),
        )
        for row in rows
    }


def ourselves(known: dict[str, PartyRow]) -> PartyRow:
    """Our own organisation among an incident's parties."""
    return next(party for party in known.values() if party.kind is PartyKind.OURSELVES)


def with_contacts(connection: Connection, incident_id: str) -> frozenset[str]:
    """The ids of the parties to whom somebody can be written; opens nothing."""
    query = select(contacts.c.party_id).where(contacts.c.incident_id == incident_id).distinct()
    return frozenset(connection.execute(query).scalars())


def read_contacts(
    connection: Connection, sealer: ValueSealer, incident_id: str
) -> tuple[ContactRow, ...]:
    """Every contact of every party."""
    rows = connection.execute(
        select(contacts).where(contacts.c.incident_id == incident_id).order_by(contacts.c.id)
    )
    return tuple(
        ContactRow(
            id=row.id,
            party_id=row.party_id,
            role=row.role,
            name=sealer.open("contacts", "name", row.id, row.name),
            mail=sealer.open("contacts", "mail", row.id, row.mail),
            details=(
                StaffDetails.model_validate_json(
                    sealer.open("contacts", "details", row.id, row.details)
                )
                if row.details
                else StaffDetails()
            ),
        )
        for row in rows
    )


def read_entrustments(connection: Connection, incident_id: str) -> tuple[tuple[str, str], ...]:
    """Pairs of entrustor and entrustee, as party ids."""
    rows = connection.execute(
        select(entrustments.c.entrustor_id, entrustments.c.entrustee_id)
        .where(entrustments.c.incident_id == incident_id)
        .order_by(entrustments.c.entrustor_id)
    )
    return tuple((row.entrustor_id, row.entrustee_id) for row in rows)


def read_merchants(connection: Connection, incident_id: str) -> dict[str, MerchantRow]:
    """Every merchant's standing by party id."""
    rows = connection.execute(
        select(merchants)
        .where(merchants.c.incident_id == incident_id)
        .order_by(merchants.c.party_id)
    )
    return {row.party_id: MerchantRow.model_validate(row, from_attributes=True) for row in rows}


def mandates_in_force(connection: Connection, incident_id: str) -> dict[str, bool]:
    """Merchants with a mandate in force; the value says whether it covers filings by proxy."""
    rows = connection.execute(
        select(mandates.c.party_id, mandates.c.includes_filing).where(
            mandates.c.incident_id == incident_id, mandates.c.withdrawn_at.is_(None)
        )
    )
    return {row.party_id: row.includes_filing for row in rows}
