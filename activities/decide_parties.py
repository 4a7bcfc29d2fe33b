"""Parties after the opening: new ones, contacts, roles fixed by counsel, mandates taken back."""

from ulid import ULID

from activities.desk import STAFF, Desk, HandlerResult, demand
from contracts.decision_words import MandateWithdrawn, PartyAdd, PartyContactAdd, RoleDecided
from domain.parties import PartyKind, PartyRole, StaffRole
from domain.tasks import LEADERS
from register.incidents import NewContact, NewParty
from register.parties import ContactRow, PartyRow, ourselves, read_contacts, read_entrustments
from register.party_acts import (
    add_contact,
    add_entrustment,
    add_party,
    set_role,
    waves_under_way,
    withdraw_mandate,
)
from register.refusals import NotAllowedError

DETAILS = ("desk", "representative", "postal_code", "address")
NOBODY_ELSE = "'{0}' is the key of another party already; choose another key"


def party_add(desk: Desk, words: PartyAdd) -> HandlerResult:
    """A party that became known later. The same once more is the same party."""
    desk.require(STAFF, "add a party")
    if words.kind is PartyKind.OURSELVES:
        raise NotAllowedError("our own organisation is in the incident since its opening")
    known = desk.parties()
    us = ourselves(known)
    earlier = next((party for party in known.values() if party.key == words.key), None)
    if earlier is not None:
        if _says_the_same(desk, earlier, words, us):
            return _unchanged(earlier.id, f"'{earlier.key}' is in the incident already")
        raise NotAllowedError(NOBODY_ELSE.format(words.key))
    party = _new_party(words)
    add_party(desk.connection, desk.sealer, desk.incident_id, party)
    if words.entrusts_us:
        add_entrustment(desk.connection, desk.incident_id, party.id, us.id)
    return HandlerResult(
        sentence=f"'{party.key}' is in the incident now",
        ids=(party.id, *(contact.id for contact in party.contacts)),
        new_merchant=party.id if party.kind is PartyKind.MERCHANT else None,
        action="party.added",
        subject=party.id,
        detail={"key": party.key, "kind": party.kind.value, "role": party.role.value},
    )


def party_contact_add(desk: Desk, words: PartyContactAdd) -> HandlerResult:
    """Somebody to be reached; among our own people only the commander or deputy appoints."""
    party = desk.party(words.party)
    if party.kind is PartyKind.OURSELVES:
        desk.require(LEADERS, "give somebody of our own a role in the incident")
        if words.role is None:
            raise NotAllowedError("somebody of our own has a role in the incident: name it")
    else:
        desk.require(STAFF, "add a contact")
        if words.role is not None:
            raise NotAllowedError("a role in the incident is for our own people; leave it out")
    role = words.role.value if words.role else ""
    for contact in _contacts(desk, party.id):
        if (contact.mail.casefold(), contact.role) == (words.mail.casefold(), role):
            if contact.name == words.name:
                return _unchanged(contact.id, "this contact is there already")
            raise NotAllowedError("this party has that mail address under another name already")
    new = NewContact(id=str(ULID()), role=role, name=words.name, mail=words.mail, phone=words.phone)
    add_contact(desk.connection, desk.sealer, desk.incident_id, party.id, new)
    return HandlerResult(
        sentence=f"'{party.key}' has another contact now",
        ids=(new.id,),
        action="party.contact_added",
        subject=party.id,
        detail={"contact": new.id, "role": role},
    )


def role_decided(desk: Desk, words: RoleDecided) -> HandlerResult:
    """The legal standing of a party, by counsel; duties follow it."""
    desk.require({StaffRole.COUNSEL}, "decide a party's role")
    party = desk.party(words.party)
    if words.role is PartyRole.UNDECIDED:
        raise NotAllowedError("a decision names a role: controller, entrustor, entrustee, platform")
    reason = demand(words.reason, "a role is decided on a ground: name it")
    if party.role is words.role:
        return _unchanged(party.id, f"'{party.key}' is '{party.role}' already")
    set_role(desk.connection, party.id, words.role)
    return HandlerResult(
        sentence=f"'{party.key}' is '{words.role}' now; its duties follow",
        ids=(party.id,),
        action="party.role_decided",
        subject=party.id,
        detail={"from": party.role.value, "to": words.role.value, "why": reason},
    )


def mandate_withdrawn(desk: Desk, words: MandateWithdrawn) -> HandlerResult:
    """A merchant takes its order back: no claim for its people commits from now on."""
    merchant = desk.party(words.merchant, PartyKind.MERCHANT)
    if desk.actor != merchant.key:
        desk.require(STAFF, "record this, other than the merchant itself")
    reason = demand(words.reason, "say why, or how, the merchant withdrew its mandate")
    found = withdraw_mandate(desk.connection, desk.incident_id, merchant.id, desk.at)
    if not found:
        raise NotAllowedError(f"'{merchant.key}' has no mandate in force that could be withdrawn")
    waves = waves_under_way(desk.connection, merchant.id)
    going_out = f"; wave {waves[0]} stops before its people" if waves else ""
    return HandlerResult(
        sentence=f"the mandate of '{merchant.key}' is withdrawn{going_out}",
        ids=found,
        mandate_withdrawn=merchant.id,
        action="mandate.withdrawn",
        subject=merchant.id,
        detail={"why": reason, "by": words.withdrawn_by, "waves": len(waves)},
    )


def _new_party(words: PartyAdd) -> NewParty:
    return NewParty(
        id=str(ULID()),
        key=words.key,
        kind=words.kind,
        role=words.role,
        name=words.name,
        details=_details(words),
        contacts=tuple(
            NewContact(id=str(ULID()), name=contact.name, mail=contact.mail, phone=contact.phone)
            for contact in words.contacts
        ),
    )


def _details(words: PartyAdd) -> dict[str, object]:
    stated = words.model_dump(mode="json")
    return {name: stated[name] for name in DETAILS if stated.get(name) is not None}


def _says_the_same(desk: Desk, earlier: PartyRow, words: PartyAdd, us: PartyRow) -> bool:
    entrusting = read_entrustments(desk.connection, desk.incident_id)
    people = {(contact.name, contact.mail) for contact in _contacts(desk, earlier.id)}
    return (
        (earlier.kind, earlier.role, earlier.name) == (words.kind, words.role, words.name)
        and earlier.details == _details(words)
        and people == {(contact.name, contact.mail) for contact in words.contacts}
        and ((earlier.id, us.id) in entrusting) is words.entrusts_us
    )


def _contacts(desk: Desk, party_id: str) -> list[ContactRow]:
    known = read_contacts(desk.connection, desk.sealer, desk.incident_id)
    return [contact for contact in known if contact.party_id == party_id]


def _unchanged(identity: str, sentence: str) -> HandlerResult:
    return HandlerResult(
        sentence=sentence,
        ids=(identity,),
        action="party.repeated",
        subject=identity,
        detail={"changed": False},
    )
