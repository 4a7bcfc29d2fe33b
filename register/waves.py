"""Planning a wave: its population is frozen, and the approvals of its documents bind it.

Population: everybody of the named merchants who has no notice of this incident yet that is not
cancelled. First channel: mail where there is a usable address, else a letter, else a substitute.
A batch holds people of one merchant only, because sender and text differ by merchant, and no
mail address twice, because the provider would refuse all of them: relatives who share an address
go to different batches.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, exists, func, insert, select, update

from contracts.wave_payloads import PlanWave, WavePlan
from domain.documents import Binding, DocumentState, digest_of
from domain.notices import Channel, NoticeState
from register.refusals import NotAllowedError
from register.tables_incident import documents, parties
from register.tables_people import (
    notices,
    people,
    senders,
    wave_merchants,
    wave_shards,
    waves,
)
from register.wave_batches import Batching, CheckCodes
from register.wave_states import WaveState

PURPOSE = "incident"
ROWS_A_CHUNK = 10_000


def plan_wave(connection: Connection, plan: PlanWave) -> WavePlan:
    """Freeze a wave inside the caller's transaction; the same wave again changes nothing.

    Raises:
        NotAllowedError: with every reason.
    """
    known = read_plan(connection, plan.wave_id)
    if known is not None:
        return known
    _refuse_impossible(connection, plan)
    batching = Batching(plan.people_a_shard, plan.people_a_batch)
    connection.execute(insert(waves).values(**_wave_row(plan)))
    by_channel = _insert_notices(connection, plan, batching)
    population = sum(by_channel.values())
    if not population:
        raise NotAllowedError("Nobody of these merchants is left to be told.")
    content = {
        "by_channel": by_channel,
        "batch_sizes": batching.sizes,
        "merchants": sorted(plan.merchant_ids),
        "people_a_batch": plan.people_a_batch,
        "people_a_shard": plan.people_a_shard,
        "sender": plan.sender_id,
    }
    digests = {
        "population_digest": _population_digest(connection, plan.wave_id),
        "plan_digest": digest_of([json.dumps(content, sort_keys=True)]),
    }
    connection.execute(
        update(waves)
        .where(waves.c.id == plan.wave_id)
        .values(population=population, plan=content, shards=len(batching.sizes), **digests)
    )
    _insert_parts(connection, plan, batching)
    for document_id in {plan.mail_document_id, plan.letter_document_id}:
        _bind(connection, document_id, digests["population_digest"], digests["plan_digest"])
    return WavePlan(
        wave_id=plan.wave_id,
        population=population,
        shards=len(batching.sizes),
        by_channel=by_channel,
        **digests,
    )


def read_plan(connection: Connection, wave_id: str) -> WavePlan | None:
    """A wave's plan as it was frozen; None for a wave that was never planned."""
    row = connection.execute(select(waves).where(waves.c.id == wave_id)).one_or_none()
    if row is None:
        return None
    return WavePlan(
        wave_id=wave_id,
        population=row.population,
        population_digest=row.population_digest,
        plan_digest=row.plan_digest,
        shards=row.shards,
        by_channel=row.plan["by_channel"],
    )


def _refuse_impossible(connection: Connection, plan: PlanWave) -> None:
    found = set(
        connection.execute(
            select(parties.c.id).where(
                parties.c.incident_id == plan.incident_id, parties.c.id.in_(plan.merchant_ids)
            )
        ).scalars()
    )
    wanted = {plan.mail_document_id, plan.letter_document_id}
    known = connection.execute(
        select(func.count())
        .select_from(documents)
        .where(documents.c.incident_id == plan.incident_id, documents.c.id.in_(wanted))
    ).scalar_one()
    number_taken = select(waves.c.id).where(
        waves.c.incident_id == plan.incident_id, waves.c.number == plan.number
    )
    used_up = select(notices.c.id).where(
        notices.c.party_id.in_(plan.merchant_ids),
        notices.c.purpose == PURPOSE,
        notices.c.content_version == plan.mail_document_id,
        notices.c.state == NoticeState.CANCELLED.value,
    )
    sender = select(senders.c.id).where(senders.c.id == plan.sender_id)
    reasons = (
        (plan.people_a_shard < 1 or plan.people_a_batch < 1, "A batch holds one person at least."),
        (found != set(plan.merchant_ids), "A wave is for merchants of this incident only."),
        (known != len(wanted), "The documents of a wave belong to its incident."),
        (_any(connection, number_taken), "There is a wave of this number already."),
        (not _any(connection, sender), "This sender has not been set up."),
        (
            _any(connection, used_up),
            "Notices under this very document were cancelled: prepare a new document.",
        ),
    )
    if refused := [reason for holds, reason in reasons if holds]:
        raise NotAllowedError(*refused)


def _any(connection: Connection, query: Any) -> bool:
    return connection.execute(query.limit(1)).first() is not None


def _wave_row(plan: PlanWave) -> dict[str, Any]:
    return {
        "id": plan.wave_id,
        "incident_id": plan.incident_id,
        "number": plan.number,
        "state": WaveState.PLANNED.value,
        "sender_id": plan.sender_id,
        "mail_document_id": plan.mail_document_id,
        "letter_document_id": plan.letter_document_id,
        "population": 0,
        "population_digest": "",
        "plan_digest": "",
        "plan": {},
        "shards": 0,
        "watermark": 0,
        "planned_at": plan.at,
    }


def _insert_notices(connection: Connection, plan: PlanWave, batching: Batching) -> dict[str, int]:
    codes = CheckCodes()
    by_channel = {channel.value: 0 for channel in (Channel.MAIL, Channel.LETTER)}
    by_channel[Channel.SUBSTITUTE.value] = 0
    for rows in _chunks(_population(connection, plan)):
        records = []
        for row, code in zip(rows, codes.take(len(rows)), strict=True):
            channel = _first_channel(row)
            by_channel[channel.value] += 1
            by_mail = channel is Channel.MAIL
            shard, batch = batching.place((row.party_id, row.turn)) if by_mail else (0, 0)
            records.append(
                {
                    "incident_id": plan.incident_id,
                    "person_id": row.id,
                    "party_id": row.party_id,
                    "wave_id": plan.wave_id,
                    "purpose": PURPOSE,
                    "content_version": plan.mail_document_id,
                    "channel": channel.value,
                    "state": NoticeState.PLANNED.value,
                    "shard": shard,
                    "batch": batch,
                    "check_code": code,
                }
            )
        connection.execute(insert(notices), records)
    return by_channel


def untold() -> Any:
    """The condition "this person has no notice of the incident that is not cancelled"."""
    return ~exists().where(
        notices.c.person_id == people.c.id,
        notices.c.purpose == PURPOSE,
        notices.c.state != NoticeState.CANCELLED.value,
    )


def _population(connection: Connection, plan: PlanWave) -> Sequence[Row[Any]]:
    """Everybody to be told, in the order in which batches are filled.

    `turn` counts the people of a merchant who share one mail address: nobody of one turn shares.
    """
    turn = func.row_number().over(
        partition_by=(people.c.party_id, people.c.mail_digest), order_by=people.c.id
    )
    wanted = (
        select(
            people.c.id,
            people.c.party_id,
            people.c.mail.is_not(None).label("has_mail"),
            people.c.postal.is_not(None).label("has_postal"),
            turn.label("turn"),
        )
        .where(
            and_(
                people.c.incident_id == plan.incident_id,
                people.c.party_id.in_(plan.merchant_ids),
                untold(),
            )
        )
        .subquery()
    )
    return connection.execute(
        select(wanted).order_by(wanted.c.party_id, wanted.c.turn, wanted.c.id)
    ).all()


def _first_channel(row: Row[Any]) -> Channel:
    if row.has_mail:
        return Channel.MAIL
    return Channel.LETTER if row.has_postal else Channel.SUBSTITUTE


def _chunks(rows: Sequence[Row[Any]]) -> Iterator[Sequence[Row[Any]]]:
    for start in range(0, len(rows), ROWS_A_CHUNK):
        yield rows[start : start + ROWS_A_CHUNK]


def _population_digest(connection: Connection, wave_id: str) -> str:
    """SHA-256 over the frozen rows in order of their persons."""
    sha = hashlib.sha256()
    rows = connection.execute(
        select(people.c.id, notices.c.party_id, notices.c.channel, people.c.mail_digest)
        .join(people, people.c.id == notices.c.person_id)
        .where(notices.c.wave_id == wave_id)
        .order_by(people.c.id)
    )
    for row in rows:
        mail = row.mail_digest.hex() if row.mail_digest else ""
        sha.update(f"{row.id}|{row.party_id}|{row.channel}|{mail}\n".encode())
    return sha.hexdigest()


def _insert_parts(connection: Connection, plan: PlanWave, batching: Batching) -> None:
    merchants = [{"wave_id": plan.wave_id, "party_id": party} for party in set(plan.merchant_ids)]
    connection.execute(insert(wave_merchants), merchants)
    shards = [
        {"wave_id": plan.wave_id, "shard": shard, "epoch": 0, "batches": len(sizes)}
        for shard, sizes in enumerate(batching.sizes)
    ]
    if shards:
        connection.execute(insert(wave_shards), shards)


def _bind(connection: Connection, document_id: str, population: str, plan: str) -> None:
    """Make a document's approval bind the frozen population; an approval without it is void."""
    row = connection.execute(select(documents).where(documents.c.id == document_id)).one()
    bound = Binding.model_validate(row.binding).model_copy(
        update={"population": population, "plan": plan}
    )
    if bound.digest() == row.binding_digest:
        return
    connection.execute(
        update(documents)
        .where(documents.c.id == document_id)
        .values(
            binding=bound.model_dump(),
            binding_digest=bound.digest(),
            state=DocumentState.DRAFT.value,
        )
    )
