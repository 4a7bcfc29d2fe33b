"""Whether a public document may leave now: the order of telling, holds, plans, the final release.

Asked in the moment of leaving, after the approvals. Nothing here ever stops a filing, a notice or
the retraction of a warning that was wrong.
"""

from datetime import datetime

from sqlalchemy import Connection, select

from domain.documents import (
    FILINGS,
    FOR_EVERYBODY,
    RELEASES,
    DocumentKind,
    DocumentState,
)
from domain.facts import Ledger
from domain.parties import PartyKind
from domain.telling_order import TellingStep, open_before_web, spoken_steps
from domain.wording import JAPAN
from regimes.loader import load_bundled
from register.documents import DocumentRow, read_documents
from register.duties import MET, OPEN, read_duties
from register.ledger import read_ledger
from register.parties import ourselves, read_parties
from register.publication_holds import read_publication_holds
from register.release_plans import dispensed_steps, read_plans
from register.tables_incident import incidents, merchants
from register.tables_people import waves
from register.wave_states import WavePurpose, WaveState
from sealing.values import ValueSealer

ORDERED = RELEASES - {DocumentKind.RETRACTION_RELEASE}
"""What waits its turn; whoever was warned wrongly is told so at once."""
_WAITING = frozenset({DocumentState.DRAFT, DocumentState.IN_REVIEW, DocumentState.APPROVED})


def reason_against_publishing(
    connection: Connection, sealer: ValueSealer, document: DocumentRow, at: datetime
) -> str:
    """Why a document may not be published now; empty when it may. `at` is case time."""
    if document.kind not in FOR_EVERYBODY:
        return ""
    reason = _held(connection, sealer, document) or _planned(connection, document, at)
    if reason or document.kind not in ORDERED:
        return reason
    return _after_final(connection, sealer, document) or _out_of_turn(connection, sealer, document)


def open_steps(
    connection: Connection, sealer: ValueSealer, incident_id: str
) -> dict[TellingStep, str]:
    """The steps before a release in which somebody is still to be told, as the policy orders."""
    found = {
        TellingStep.AUTHORITY: _authorities(connection, sealer, incident_id),
        TellingStep.BUSINESSES: _businesses(connection, incident_id),
        TellingStep.PEOPLE: _waves(connection, incident_id),
        TellingStep.TIMELY_DISCLOSURE: _disclosures(connection, incident_id),
    }
    return open_before_web(
        _order(connection, incident_id), {step: who for step, who in found.items() if who}
    )


def _order(connection: Connection, incident_id: str) -> tuple[str, ...]:
    """The order that the incident froze; one opened before there was any has none."""
    query = select(incidents.c.policy).where(incidents.c.id == incident_id)
    policy = connection.execute(query).scalar_one_or_none() or {}
    return tuple(policy.get("order_of_telling", ()))


def _held(connection: Connection, sealer: ValueSealer, document: DocumentRow) -> str:
    for hold in read_publication_holds(connection, sealer, document.incident_id):
        if hold.stops(document.kind):
            until = f"{hold.until.astimezone(JAPAN):%Y-%m-%dT%H:%M%z}"
            return (
                f"publication hold {hold.number} of '{hold.requester}' ({hold.ground}) stops this "
                f"until {until} at least: ask them, and end it with `shirase release free`"
            )
    return ""


def _planned(connection: Connection, document: DocumentRow, at: datetime) -> str:
    for plan in read_plans(connection, document.incident_id):
        if plan.document_id == document.id and at < plan.publish_at:
            planned = f"{plan.publish_at.astimezone(JAPAN):%Y-%m-%dT%H:%M%z}"
            return (
                f"release {plan.release} is planned for {planned}: give the go then, or plan it "
                "anew with `shirase release schedule`"
            )
    return ""


def _after_final(connection: Connection, sealer: ValueSealer, document: DocumentRow) -> str:
    """After the final release only what corrects it is published."""
    finals = [
        other
        for other in read_documents(connection, document.incident_id)
        if other.kind is DocumentKind.FINAL_RELEASE and other.state is DocumentState.ISSUED
    ]
    if not finals:
        return ""
    final = max(finals, key=lambda other: other.number)
    ledger = read_ledger(connection, sealer, document.incident_id)
    if corrected_keys(ledger, final):
        return ""
    return (
        f"release {final.release_number or 1} was the final one, and nothing that it states has "
        "changed: after it only corrections are published"
    )


def corrected_keys(ledger: Ledger, release: DocumentRow) -> tuple[str, ...]:
    """What a release states and the ledger states otherwise by now."""
    changed = set(ledger.changed_since(release.ledger_revision))
    return tuple(key for key in release.facts_read if key in changed)


def _out_of_turn(connection: Connection, sealer: ValueSealer, document: DocumentRow) -> str:
    let_through = dispensed_steps(connection, document.id)
    steps = open_steps(connection, sealer, document.incident_id)
    left = {step: who for step, who in steps.items() if step not in let_through}
    if not left:
        return ""
    return (
        f"still to be told before a release: {spoken_steps(left)}; tell them first, or let it "
        "leave for a reason with `shirase release issue --despite REASON`"
    )


def _authorities(connection: Connection, sealer: ValueSealer, incident_id: str) -> str:
    """Authorities to which we owe something and of which none has heard anything yet."""
    parties = read_parties(connection, sealer, incident_id)
    us = ourselves(parties).id
    known = {party.id: party.key for party in parties.values()}
    ours = {party.id for party in parties.values() if party.kind is PartyKind.AUTHORITY}
    ours |= {key for regime in load_bundled() for key in regime.authorities}
    ours |= {party.key for party in parties.values() if party.kind is PartyKind.AUTHORITY}
    owed = [
        duty
        for duty in read_duties(connection, incident_id)
        if duty.debtor_id == us and duty.owed_to in ours
    ]
    told = {duty.owed_to for duty in owed if duty.status == MET}
    filed = {
        addressee
        for document in read_documents(connection, incident_id)
        if document.kind in FILINGS and document.issued_at is not None
        for addressee in (*document.addressees, *(known.get(a, a) for a in document.addressees))
    }
    waiting = {duty.owed_to for duty in owed if duty.status == OPEN} - told - filed
    return ", ".join(sorted(known.get(owed_to, owed_to) for owed_to in waiting))


def _businesses(connection: Connection, incident_id: str) -> str:
    untold = connection.execute(
        select(merchants.c.party_id).where(
            merchants.c.incident_id == incident_id, merchants.c.told_at.is_(None)
        )
    ).all()
    return f"{len(untold)} not told" if untold else ""


def _waves(connection: Connection, incident_id: str) -> str:
    """Waves whose people are chosen and that have not begun: a release would overtake them."""
    rows = connection.execute(
        select(waves.c.number)
        .where(
            waves.c.incident_id == incident_id,
            waves.c.purpose == WavePurpose.INCIDENT.value,
            waves.c.started_at.is_(None),
            waves.c.state != WaveState.CANCELLED.value,
        )
        .order_by(waves.c.number)
    ).scalars()
    numbers = ", ".join(str(number) for number in rows)
    return f"wave {numbers}" if numbers else ""


def _disclosures(connection: Connection, incident_id: str) -> str:
    waiting = [
        str(document.number)
        for document in read_documents(connection, incident_id)
        if document.kind is DocumentKind.TIMELY_DISCLOSURE and document.state in _WAITING
    ]
    return f"document {', '.join(waiting)}" if waiting else ""
