"""What becomes of parties after the opening: new ones, new contacts, roles, mandates taken back."""

import json
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from contracts.names import MERCHANTS_A_SHARD
from domain.parties import PartyKind, PartyRole
from domain.roster import StaffDetails
from register.incidents import NewContact, NewParty
from register.tables_incident import contacts, entrustments, mandates, merchants, parties
from register.tables_people import wave_merchants, waves
from register.wave_states import WaveState
from sealing.values import ValueSealer


def add_party(
    connection: Connection, sealer: ValueSealer, incident_id: str, party: NewParty
) -> None:
    """Enter a party with its contacts; a merchant gets its standing, in the last shard."""
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
        add_contact(connection, sealer, incident_id, party.id, contact)
    if party.kind is PartyKind.MERCHANT:
        known = connection.execute(
            select(func.count())
            .select_from(merchants)
            .where(merchants.c.incident_id == incident_id)
        ).scalar_one()
        connection.execute(
            insert(merchants).values(
                party_id=party.id, incident_id=incident_id, shard=known // MERCHANTS_A_SHARD
            )
        )


def add_contact(
    connection: Connection,
    sealer: ValueSealer,
    incident_id: str,
    party_id: str,
    contact: NewContact,
) -> None:
    """Enter somebody to be reached for a party."""
    phone = contact.phone
    staff = contact.details and contact.details.model_dump_json()
    connection.execute(
        insert(contacts).values(
            id=contact.id,
            incident_id=incident_id,
            party_id=party_id,
            role=contact.role,
            name=sealer.seal("contacts", "name", contact.id, contact.name),
            mail=sealer.seal("contacts", "mail", contact.id, contact.mail),
            phone=phone and sealer.seal("contacts", "phone", contact.id, phone),
            details=staff and sealer.seal("contacts", "details", contact.id, staff),
        )
    )


def set_details(
    connection: Connection, sealer: ValueSealer, contact_id: str, details: StaffDetails
) -> None:
    """What alerts know of one of our own people, from now on."""
    sealed = sealer.seal("contacts", "details", contact_id, details.model_dump_json())
    connection.execute(update(contacts).where(contacts.c.id == contact_id).values(details=sealed))


def add_entrustment(
    connection: Connection, incident_id: str, entrustor_id: str, entrustee_id: str
) -> None:
    """Note that one party handles data for another."""
    connection.execute(
        insert(entrustments).values(
            incident_id=incident_id, entrustor_id=entrustor_id, entrustee_id=entrustee_id
        )
    )


def set_role(connection: Connection, party_id: str, role: PartyRole) -> None:
    """Fix a party's legal standing."""
    connection.execute(update(parties).where(parties.c.id == party_id).values(role=role.value))


def withdraw_mandate(
    connection: Connection, incident_id: str, party_id: str, at: datetime
) -> tuple[str, ...]:
    """Take back a merchant's mandates in force; returns their ids, none when there was none.

    The merchant has then to choose anew how its people are told.
    """
    in_force = (
        (mandates.c.incident_id == incident_id)
        & (mandates.c.party_id == party_id)
        & mandates.c.withdrawn_at.is_(None)
    )
    found = tuple(connection.execute(select(mandates.c.id).where(in_force)).scalars())
    if found:
        connection.execute(update(mandates).where(in_force).values(withdrawn_at=at))
        connection.execute(
            update(merchants)
            .where(merchants.c.party_id == party_id)
            .values(choice=None, chosen_at=None)
        )
    return found


def waves_under_way(connection: Connection, party_id: str) -> tuple[int, ...]:
    """Numbers of the waves that are going out to this merchant's people now."""
    return tuple(
        connection.execute(
            select(waves.c.number)
            .join(wave_merchants, wave_merchants.c.wave_id == waves.c.id)
            .where(
                wave_merchants.c.party_id == party_id,
                waves.c.state == WaveState.SENDING.value,
            )
            .order_by(waves.c.number)
        ).scalars()
    )
