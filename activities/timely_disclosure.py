"""Where a listed company stands with its timely disclosure: made, drafted, declined, undecided.

Whether one is owed is a person's judgement (有価証券上場規程 第402条第2号x: a fact with material
effect on investors' decisions). Either a document is made of it, or somebody says why none is
needed; that reason stands in the ledger as the answer to what the exchange's rule asks, so that
the law and the order of telling never know two answers.
"""

from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection

from domain.documents import DocumentKind, DocumentState
from domain.facts import FactStatus, Ledger
from domain.known_findings import fact_of
from domain.voices import OrganisationForm
from register.documents import DocumentRow, read_documents
from register.duties import ENDED, OPEN, DutyRow, read_duties
from register.ledger import read_ledger
from register.parties import PartyRow, ourselves, read_parties
from sealing.values import ValueSealer

RULE = "jp-tse/disclosure"
MATERIAL_FINDING = "material_company_fact"
MATERIAL = fact_of(MATERIAL_FINDING)
"""The fact that answers whether a disclosure is owed."""
_LISTED = "entity.listed_company"
_WAITING = frozenset({DocumentState.DRAFT, DocumentState.IN_REVIEW, DocumentState.APPROVED})


class DisclosureState(StrEnum):
    """`not_asked`: no listed company; `settled`: made, or declined for a reason."""

    NOT_ASKED = "not_asked"
    UNDECIDED = "undecided"
    DRAFTED = "drafted"
    SETTLED = "settled"


class Disclosure(NamedTuple):
    """Where it stands; `document` is the draft that waits, `duty` what the rule gave, if it did.

    `owed`: the ledger says that the fact matters to investors, so it cannot be declined.
    `declined`: why none was needed, where somebody said so.
    """

    state: DisclosureState
    document: DocumentRow | None = None
    duty: DutyRow | None = None
    owed: bool = False
    declined: str = ""


def read_disclosure(connection: Connection, sealer: ValueSealer, incident_id: str) -> Disclosure:
    """Where the incident stands with it; a draft counts, whoever made it."""
    papers = [
        document
        for document in read_documents(connection, incident_id)
        if document.kind is DocumentKind.TIMELY_DISCLOSURE
    ]
    us = ourselves(read_parties(connection, sealer, incident_id))
    duties = [
        duty
        for duty in read_duties(connection, incident_id)
        if duty.rule == RULE and duty.debtor_id == us.id
    ]
    duty = next((duty for duty in duties if duty.status == OPEN), None)
    waiting = [document for document in papers if document.state in _WAITING]
    if waiting:
        return Disclosure(DisclosureState.DRAFTED, waiting[-1], duty)
    ledger = read_ledger(connection, sealer, incident_id)
    if not _is_listed(ledger, us):
        return Disclosure(DisclosureState.NOT_ASKED)
    issued = any(document.state is DocumentState.ISSUED for document in papers)
    ended = any(duty.status in ENDED for duty in duties)
    material = _status(ledger, MATERIAL)
    if issued or ended:
        return Disclosure(DisclosureState.SETTLED, duty=duty)
    if material is FactStatus.WITHDRAWN:
        why = ledger.current()[MATERIAL].fact.statement or ""
        return Disclosure(DisclosureState.SETTLED, duty=duty, declined=why)
    owed = material is FactStatus.KNOWN
    return Disclosure(DisclosureState.UNDECIDED, duty=duty, owed=owed)


def _is_listed(ledger: Ledger, us: PartyRow) -> bool:
    """By what the ledger says last; before that by the incident file."""
    said = _status(ledger, _LISTED)
    if said is not None:
        return said is FactStatus.KNOWN
    standing = us.details.get("standing") or {}
    return us.details.get(
        "form"
    ) == OrganisationForm.LISTED_COMPANY or OrganisationForm.LISTED_COMPANY in standing.get(
        "is_a", ()
    )


def _status(ledger: Ledger, key: str) -> FactStatus | None:
    entry = ledger.current().get(key)
    return entry.fact.status if entry else None
