"""Where an incident stands, read so that its workflows can start again from the register alone."""

from typing import cast

from sqlalchemy import Connection, func, select

from contracts.document_payloads import DocumentInput, Issue
from contracts.incident_payloads import DocumentSummary, RestartKind, WaveSummary
from contracts.merchant_payloads import MerchantEntry, MerchantsInput
from contracts.restart_payloads import IncidentStanding
from contracts.wave_payloads import WaveInput, WavePlan
from domain.documents import FILINGS, MAILS_IN_DOUBT, DocumentState
from domain.phases import Phase
from register.document_mails import numbers_in_doubt
from register.documents import DocumentRow, approved_by, read_documents
from register.incidents import read_policy
from register.leftovers import NOT_ISSUED
from register.parties import MerchantRow, read_merchants
from register.tables_incident import audit, facts, incidents, merchants
from register.tables_people import waves
from register.wave_controls import is_cancelled
from register.wave_states import WaveState
from register.waves import read_plan

UNDER_WAY = frozenset({WaveState.PLANNED, WaveState.SENDING})


def read_standing(connection: Connection, incident_id: str, kind: RestartKind) -> IncidentStanding:
    """Phase, numbers and states of everything that the incident's workflow has to know."""
    incident = connection.execute(
        select(incidents.c.phase, incidents.c.severity).where(incidents.c.id == incident_id)
    ).one()
    count, last_shard = connection.execute(
        select(func.count(), func.max(merchants.c.shard)).where(
            merchants.c.incident_id == incident_id
        )
    ).one()
    revision = connection.execute(
        select(func.max(facts.c.revision)).where(facts.c.incident_id == incident_id)
    ).scalar_one()
    documents = read_documents(connection, incident_id)
    in_doubt = numbers_in_doubt(connection, incident_id)
    sent = connection.execute(
        select(waves.c.id, waves.c.number, waves.c.state)
        .where(waves.c.incident_id == incident_id)
        .order_by(waves.c.number)
    ).all()
    return IncidentStanding(
        phase=Phase(incident.phase),
        severity=incident.severity,
        ledger_revision=revision or 0,
        merchants=count,
        merchant_shards=0 if last_shard is None else last_shard + 1,
        documents=tuple(_summary(document, in_doubt) for document in documents),
        waves=tuple(WaveSummary(wave_id=w.id, number=w.number, state=w.state) for w in sent),
        documents_to_go_on=tuple(d.number for d in documents if _goes_on(d, kind, in_doubt)),
        waves_to_go_on=tuple(w.number for w in sent if w.state in UNDER_WAY),
    )


def read_merchants_input(connection: Connection, incident_id: str, shard: int) -> MerchantsInput:
    """What the merchants' workflow of a shard starts with, but for its clock."""
    known = read_merchants(connection, incident_id).values()
    return MerchantsInput(
        incident_id=incident_id,
        shard=shard,
        care=read_policy(connection, incident_id).merchant_care,
        entries=tuple(_entry(merchant) for merchant in known if merchant.shard == shard),
    )


def read_document_input(connection: Connection, incident_id: str, number: int) -> DocumentInput:
    """What a document's workflow starts with, but for its clock."""
    documents = read_documents(connection, incident_id)
    document = next(document for document in documents if document.number == number)
    shards = select(func.max(merchants.c.shard)).where(merchants.c.incident_id == incident_id)
    last_shard = connection.execute(shards).scalar_one()
    approvers = read_policy(connection, incident_id).approvers(document.kind.value)
    in_doubt = number in numbers_in_doubt(connection, incident_id)
    return DocumentInput(
        incident_id=incident_id,
        document_id=document.id,
        number=number,
        kind=document.kind.value,
        author=document.author,
        approvers=approvers,
        addressees=document.addressees,
        on_behalf_of=document.on_behalf_of,
        merchant_shards=0 if last_shard is None else last_shard + 1,
        state=document.state.value,
        binding_digest=document.binding_digest,
        approved_by=approved_by(connection, document.id, document.binding_digest),
        issue=_issue(connection, document, approvers) if in_doubt else None,
    )


def read_wave_input(connection: Connection, incident_id: str, number: int) -> WaveInput:
    """What a wave's workflow starts with, but for its clock.

    Every shard of a wave that was sending is open: what is claimed already is not claimed again.
    """
    wave = connection.execute(
        select(waves).where(waves.c.incident_id == incident_id, waves.c.number == number)
    ).one()
    plan = cast("WavePlan", read_plan(connection, wave.id))
    bound = {wave.mail_document_id, wave.letter_document_id}
    given_up = is_cancelled(connection, wave.id)
    sending = wave.state == WaveState.SENDING and not given_up
    return WaveInput(
        incident_id=incident_id,
        wave_id=wave.id,
        number=number,
        plan=plan,
        policy=read_policy(connection, incident_id).wave,
        document_numbers=tuple(
            document.number
            for document in read_documents(connection, incident_id)
            if document.id in bound
        ),
        state=wave.state,
        watermark=wave.watermark,
        shards_open=tuple(range(plan.shards)) if sending else (),
        given_up=given_up,
    )


def _summary(document: DocumentRow, in_doubt: frozenset[int]) -> DocumentSummary:
    state = document.state.value
    if document.number in in_doubt:
        state = MAILS_IN_DOUBT
    return DocumentSummary(
        document_id=document.id,
        number=document.number,
        kind=document.kind.value,
        state="awaiting_receipt" if _awaits_receipt(document) else state,
    )


def _goes_on(document: DocumentRow, kind: RestartKind, in_doubt: frozenset[int]) -> bool:
    """A filing still gets its receipt, and mails in doubt a decision.

    Texts that never left ended with their incident.
    """
    rebuilt = kind is RestartKind.REBUILT and document.state in NOT_ISSUED
    return rebuilt or _awaits_receipt(document) or document.number in in_doubt


def _issue(connection: Connection, document: DocumentRow, approvers: tuple[str, ...]) -> Issue:
    """The issue that left a document's mails in doubt, as the audit log has it."""
    line = connection.execute(
        select(audit.c.actor, audit.c.at)
        .where(
            audit.c.incident_id == document.incident_id,
            audit.c.subject == document.id,
            audit.c.action == "document.issued",
            audit.c.outcome == "done",
        )
        .order_by(audit.c.sequence)
        .limit(1)
    ).one()
    return Issue(
        incident_id=document.incident_id,
        document_id=document.id,
        command_id=document.id,
        actor=line.actor,
        approvers=approvers,
        at=line.at,
    )


def _awaits_receipt(document: DocumentRow) -> bool:
    issued = document.state is DocumentState.ISSUED
    return issued and document.kind in FILINGS and document.receipt_at is None


def _entry(merchant: MerchantRow) -> MerchantEntry:
    return MerchantEntry(
        merchant_id=merchant.party_id,
        told_at=merchant.told_at,
        reminders=merchant.reminders,
        escalated=merchant.escalated_at is not None,
        acknowledged=merchant.acknowledged_at is not None,
        choice=merchant.choice or "",
    )
