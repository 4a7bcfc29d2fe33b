"""The board: one consistent look at an incident, for somebody who watches it.

Counts, names of organisations and dates; never a person. It is read every second while a wave of
hundreds of thousands runs, so of people and notices it reads grouped counts only.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, exists, func, select

from domain.approval import APPROVED, REJECTED
from domain.explanations import StepKey
from domain.notices import NoticeState
from domain.parties import PartyKind
from register.audit import AuditLine
from register.documents import DocumentRow, latest_words, read_documents
from register.duties import DutyRow, Proposal, read_duties
from register.incidents import IncidentRow, read_incident
from register.law_questions import LawQuestion, read_questions
from register.parties import (
    MerchantRow,
    PartyRow,
    mandates_in_force,
    read_merchants,
    read_parties,
)
from register.people_counts import count_people
from register.reopening import Reopened, last_reopening
from register.store import Register
from register.tables_incident import audit
from register.tables_people import data_sets, notices, waves
from register.wave_states import WavePurpose, WaveState
from register.wave_sums import counts_by_state
from sealing.values import ValueSealer


class _OnBoard(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class BoardDuty(_OnBoard):
    """A duty with the keys and names of its parties; `owed_to` may be an authority or people.

    `other_times` were stated for the moment from which its clock counts, and are later.
    """

    key: str
    rule: str
    debtor: str
    debtor_name: str = Field(repr=False)
    owed_to: str
    owed_to_name: str = Field(repr=False)
    target_at: datetime | None
    due_at: datetime | None
    due_on: date | None
    hard: bool
    status: str
    met_at: datetime | None
    late: bool
    evidence: dict[str, Any]
    proposal: Proposal | None = None
    waiver: dict[str, Any] | None = None
    other_times: tuple[str, ...] = ()

    @property
    def clock_at(self) -> datetime | None:
        """When the clock strikes: the limit, or the target where there is no limit."""
        return self.due_at or self.target_at


class BoardMerchant(_OnBoard):
    """Where a merchant stands; `people` are those of its imported lists, `reports` are by kind."""

    key: str
    name: str = Field(repr=False)
    told_at: datetime | None
    reminders: int
    escalated_at: datetime | None
    acknowledged_at: datetime | None
    choice: str | None
    has_mandate: bool
    people: int
    reports: dict[str, dict[str, Any]]


class BoardWave(_OnBoard):
    """A wave and its notices by state; they add up to the population."""

    id: str
    number: int
    purpose: WavePurpose = WavePurpose.INCIDENT
    state: WaveState
    population: int
    counts: dict[NoticeState, int]
    started_at: datetime | None
    finished_at: datetime | None


class BoardDocument(DocumentRow):
    """A document; exactly as it stands, so many roles approve it, and these sent it back."""

    approvals: int
    rejected_by: tuple[str, ...] = ()


class BoardPeople(_OnBoard):
    """Everybody affected, and of how many each item leaked (the items as the lists name them)."""

    total: int
    leaked: dict[str, int]


class Board(_OnBoard):
    """An incident at one moment; times are case times, duties come the nearest first.

    `notices` counts everybody once: a notice taken back counts only where no other replaced it.
    `people` is None where it was not asked for. `lines` are the newest of the audit log, in the
    order in which they were written. `reopened` is the newest reopening, if there was one.
    """

    incident: IncidentRow
    reopened: Reopened | None = None
    duties: tuple[BoardDuty, ...]
    questions: tuple[LawQuestion, ...] = ()
    merchants: tuple[BoardMerchant, ...]
    waves: tuple[BoardWave, ...]
    documents: tuple[BoardDocument, ...]
    notices: dict[NoticeState, int]
    people: BoardPeople | None
    lines: tuple[AuditLine, ...]


def read_board(
    register: Register, incident_id: str, *, with_people: bool = True, lines: int = 8
) -> Board:
    """Read an incident; without `with_people` what leaked of people is left out, which is faster.

    Raises:
        RegisterError: the incident is unknown, or has been erased.
    """
    with register.reading() as connection:
        sealer = register.sealer(incident_id, connection)
        parties = read_parties(connection, sealer, incident_id)
        sent = tuple(_waves(connection, incident_id))
        return Board(
            incident=read_incident(connection, sealer, incident_id),
            reopened=last_reopening(connection, incident_id),
            duties=tuple(_duty(duty, parties) for duty in read_duties(connection, incident_id)),
            questions=read_questions(connection, incident_id),
            merchants=tuple(_merchants(connection, incident_id, parties)),
            waves=sent,
            documents=tuple(_documents(connection, incident_id)),
            notices=_notices(connection, incident_id, sent),
            people=_people(connection, parties) if with_people else None,
            lines=_lines(connection, sealer, incident_id, lines),
        )


# What the board takes over from the register's own rows as it is.
_DUTY_FIELDS = set(BoardDuty.model_fields) & set(DutyRow.model_fields) - {"owed_to"}
_MERCHANT_FIELDS = set(BoardMerchant.model_fields) & set(MerchantRow.model_fields)


def _duty(duty: DutyRow, parties: dict[str, PartyRow]) -> BoardDuty:
    keys = {party.key: party for party in parties.values()}
    debtor = parties[duty.debtor_id]
    # Owed to a merchant by its id, to an authority by its key, or to the people affected.
    owed_to = parties.get(duty.owed_to) or keys.get(duty.owed_to)
    return BoardDuty(
        **duty.model_dump(include=_DUTY_FIELDS),
        debtor=debtor.key,
        debtor_name=debtor.name,
        other_times=_other_times(duty),
        owed_to=owed_to.key if owed_to else duty.owed_to,
        owed_to_name=owed_to.name if owed_to else duty.owed_to,
    )


def _other_times(duty: DutyRow) -> tuple[str, ...]:
    for step in duty.explanation.get("steps", ()):
        if step["key"] == StepKey.OTHER_TIMES_STATED.value:
            return tuple(str(step["values"]["times"]).split(","))
    return ()


def _merchants(
    connection: Connection, incident_id: str, parties: dict[str, PartyRow]
) -> Iterable[BoardMerchant]:
    mandates = mandates_in_force(connection, incident_id)
    counted = connection.execute(
        select(data_sets.c.party_id, func.sum(data_sets.c.people))
        .where(data_sets.c.incident_id == incident_id)
        .group_by(data_sets.c.party_id)
    )
    held: dict[str, int] = {party_id: int(count) for party_id, count in counted}
    known = read_merchants(connection, incident_id)
    for party_id in sorted(known, key=lambda party_id: parties[party_id].key):
        merchant = known[party_id]
        yield BoardMerchant(
            **merchant.model_dump(include=_MERCHANT_FIELDS),
            key=parties[party_id].key,
            name=parties[party_id].name,
            has_mandate=party_id in mandates,
            people=held.get(party_id, 0),
        )


def _waves(connection: Connection, incident_id: str) -> Iterable[BoardWave]:
    rows = connection.execute(
        select(waves).where(waves.c.incident_id == incident_id).order_by(waves.c.number)
    ).all()
    for row in rows:
        yield BoardWave(
            id=row.id,
            number=row.number,
            purpose=WavePurpose(row.purpose),
            state=WaveState(row.state),
            population=row.population,
            counts=counts_by_state(connection, row.id),
            started_at=row.started_at,
            finished_at=row.finished_at,
        )


def _documents(connection: Connection, incident_id: str) -> Iterable[BoardDocument]:
    for document in read_documents(connection, incident_id):
        said = latest_words(connection, document.id, document.binding_digest)
        approvals = sum(outcome == APPROVED for outcome in said.values())
        rejected_by = tuple(sorted(actor for actor, word in said.items() if word == REJECTED))
        yield BoardDocument(**dict(document), approvals=approvals, rejected_by=rejected_by)


def _notices(
    connection: Connection, incident_id: str, sent: tuple[BoardWave, ...]
) -> dict[NoticeState, int]:
    """By state over the whole incident; those of waves have been counted already.

    What takes a notice back is no second notice: retraction waves show their own counts.
    """
    rows = connection.execute(
        select(notices.c.state, func.count())
        .where(notices.c.wave_id.is_(None), notices.c.incident_id == incident_id)
        .group_by(notices.c.state)
    )
    counts = {NoticeState(state): count for state, count in rows}
    for wave in (wave for wave in sent if wave.purpose is WavePurpose.INCIDENT):
        for state, count in wave.counts.items():
            counts[state] = counts.get(state, 0) + count
    if counts.pop(NoticeState.CANCELLED, 0) and (left := _left_cancelled(connection, incident_id)):
        counts[NoticeState.CANCELLED] = left
    return counts


def _left_cancelled(connection: Connection, incident_id: str) -> int:
    """People whose every notice was taken back."""
    other = notices.alias("other")
    cancelled = NoticeState.CANCELLED.value
    replaced = exists().where(other.c.person_id == notices.c.person_id, other.c.state != cancelled)
    return connection.execute(
        select(func.count(notices.c.person_id.distinct())).where(
            notices.c.incident_id == incident_id,
            notices.c.purpose == WavePurpose.INCIDENT.value,
            notices.c.state == cancelled,
            ~replaced,
        )
    ).scalar_one()


def _people(connection: Connection, parties: dict[str, PartyRow]) -> BoardPeople:
    merchant_ids = [party.id for party in parties.values() if party.kind is PartyKind.MERCHANT]
    total, leaked = count_people(connection, merchant_ids)
    return BoardPeople(total=total, leaked=leaked)


def _lines(
    connection: Connection, sealer: ValueSealer, incident_id: str, number: int
) -> tuple[AuditLine, ...]:
    rows = connection.execute(
        select(audit)
        .where(audit.c.incident_id == incident_id)
        .order_by(audit.c.sequence.desc())
        .limit(number)
    ).all()
    return tuple(
        AuditLine(
            at=row.at,
            actor=row.actor,
            action=row.action,
            subject=row.subject,
            outcome=row.outcome,
            detail=json.loads(
                sealer.open("audit", "detail", f"{incident_id}:{row.sequence}", row.detail)
            ),
        )
        for row in reversed(rows)
    )
