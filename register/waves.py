"""Planning a wave: its population is frozen, and the approvals of its documents bind it.

Population: everybody of the named merchants who has no notice of this incident yet that is not
cancelled, or was told something that is wrong by now. First channel: by the order of the policy,
the first whose contact is held, else a substitute; by hand for whom a list says not to write to.
The population of a retraction is everybody who may have been told, each by the channel that told
them, under the check code that they have in hands.

A batch holds people of one merchant only, because sender and text differ by merchant, and no
mail address twice, because the provider would refuse all of them: relatives who share an address
go to different batches.
"""

import json
from typing import Any

from sqlalchemy import Connection, insert, select, update

from contracts.wave_payloads import PlanWave, WavePlan
from domain.documents import LETTERS, PERSON_DOCUMENTS, RETRACTIONS, digest_of
from domain.notices import Channel, NoticeState
from register import retractions
from register.check_codes import check_codes, part_doubles
from register.population_gates import reasons_against_freezing
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
from register.wave_batches import Batching
from register.wave_population import (
    bind,
    channel_of,
    population_digest,
    population_of,
    purpose_of,
    to_be_told,
)
from register.wave_states import WaveState

MAILS_TO_PEOPLE = PERSON_DOCUMENTS - LETTERS


def plan_wave(connection: Connection, plan: PlanWave) -> WavePlan:
    """Freeze a wave inside the caller's transaction; the same wave again changes nothing.

    Raises:
        NotAllowedError: with every reason.
    """
    known = read_plan(connection, plan.wave_id)
    if known is not None:
        return known
    if plan.retraction:
        plan = _with_merchants(connection, plan)
    _refuse_impossible(connection, plan)
    batching = Batching(plan.people_a_shard, plan.people_a_batch)
    connection.execute(insert(waves).values(**_wave_row(plan)))
    by_channel = _insert_notices(connection, plan, batching)
    population = sum(by_channel.values())
    if not population:
        raise NotAllowedError("Nobody of these merchants is left to be told.")
    content: dict[str, Any] = {
        "by_channel": by_channel,
        "channels": list(plan.channels),
        "batch_sizes": batching.sizes,
        "merchants": sorted(plan.merchant_ids),
        "people_a_batch": plan.people_a_batch,
        "people_a_shard": plan.people_a_shard,
        "sender": plan.sender_id,
    }
    left_out = retractions.left_out(connection, plan.merchant_ids) if plan.retraction else {}
    if plan.retraction:
        content |= {"purpose": purpose_of(plan), "left_out": left_out}
    digests = {
        "population_digest": population_digest(connection, plan.wave_id),
        "plan_digest": digest_of([json.dumps(content, sort_keys=True)]),
    }
    connection.execute(
        update(waves)
        .where(waves.c.id == plan.wave_id)
        .values(population=population, plan=content, shards=len(batching.sizes), **digests)
    )
    _insert_parts(connection, plan, batching)
    for document_id in {plan.mail_document_id, plan.letter_document_id}:
        bind(connection, document_id, digests["population_digest"], digests["plan_digest"])
    return WavePlan(
        wave_id=plan.wave_id,
        population=population,
        shards=len(batching.sizes),
        by_channel=by_channel,
        left_out=left_out,
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
        left_out=row.plan.get("left_out", {}),
    )


def _with_merchants(connection: Connection, plan: PlanWave) -> PlanWave:
    """A retraction that names no merchant is for all whose people are owed one."""
    if plan.merchant_ids:
        return plan
    owed = tuple(retractions.people_to_plan(connection, plan.incident_id))
    return plan.model_copy(update={"merchant_ids": owed})


def _refuse_impossible(connection: Connection, plan: PlanWave) -> None:
    found = set(
        connection.execute(
            select(parties.c.id).where(
                parties.c.incident_id == plan.incident_id, parties.c.id.in_(plan.merchant_ids)
            )
        ).scalars()
    )
    wanted = {plan.mail_document_id, plan.letter_document_id}
    texts = select(documents.c.id, documents.c.kind).where(
        documents.c.incident_id == plan.incident_id, documents.c.id.in_(wanted)
    )
    kinds = {row.id: row.kind for row in connection.execute(texts)}
    misplaced = any((kind in RETRACTIONS) is not plan.retraction for kind in kinds.values())
    mail, letter = (kinds.get(one) for one in (plan.mail_document_id, plan.letter_document_id))
    to_others = mail not in MAILS_TO_PEOPLE or letter not in LETTERS
    number_taken = select(waves.c.id).where(
        waves.c.incident_id == plan.incident_id, waves.c.number == plan.number
    )
    used_up = select(notices.c.id).where(
        notices.c.party_id.in_(plan.merchant_ids),
        notices.c.purpose == purpose_of(plan),
        notices.c.content_version == plan.mail_document_id,
        notices.c.state == NoticeState.CANCELLED.value,
    )
    told_so = select(notices.c.id).where(
        notices.c.content_version == plan.mail_document_id,
        notices.c.person_id.in_(select(people.c.id).where(to_be_told(plan))),
    )
    sender = select(senders.c.id).where(senders.c.id == plan.sender_id)
    reasons = (
        (plan.people_a_shard < 1 or plan.people_a_batch < 1, "A batch holds one person at least."),
        (found != set(plan.merchant_ids), "A wave is for merchants of this incident only."),
        (len(kinds) != len(wanted), "The documents of a wave belong to its incident."),
        (to_others, "The mail of a wave is a notice to people, and its letter is one to print."),
        (misplaced, "A retraction wave needs retractions for people, and no other wave may."),
        (_any(connection, number_taken), "There is a wave of this number already."),
        (not _any(connection, sender), "This sender has not been set up."),
        (
            _any(connection, used_up),
            "Notices under this very document were cancelled: prepare a new document.",
        ),
        (
            not plan.retraction and _any(connection, told_so),
            "Some of these people were told by this very document: prepare a new document.",
        ),
    )
    refused = [reason for holds, reason in reasons if holds]
    if not plan.retraction:
        refused += reasons_against_freezing(connection, plan.merchant_ids)
    if refused:
        raise NotAllowedError(*refused)


def _any(connection: Connection, query: Any) -> bool:
    return connection.execute(query.limit(1)).first() is not None


def _wave_row(plan: PlanWave) -> dict[str, Any]:
    return {
        "id": plan.wave_id,
        "incident_id": plan.incident_id,
        "number": plan.number,
        "purpose": purpose_of(plan),
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
    order = [Channel(name) for name in plan.channels]
    by_channel = {channel.value: 0 for channel in (*order, Channel.SUBSTITUTE)}
    for rows in population_of(connection, plan):
        records = []
        for row, code in zip(rows, check_codes(len(rows)), strict=True):
            channel = channel_of(row, order)
            by_channel[channel.value] = by_channel.get(channel.value, 0) + 1
            by_mail = channel is Channel.MAIL
            shard, batch = batching.place((row.party_id, row.turn)) if by_mail else (0, 0)
            records.append(
                {
                    "incident_id": plan.incident_id,
                    "person_id": row.id,
                    "party_id": row.party_id,
                    "wave_id": plan.wave_id,
                    "purpose": purpose_of(plan),
                    "content_version": plan.mail_document_id,
                    "channel": channel.value,
                    "state": NoticeState.PLANNED.value,
                    "shard": shard,
                    "batch": batch,
                    "check_code": row.code or code,
                    "told_items": row.leaked,
                }
            )
        connection.execute(insert(notices), records)
    part_doubles(connection, plan.incident_id)
    return by_channel


def _insert_parts(connection: Connection, plan: PlanWave, batching: Batching) -> None:
    merchants = [{"wave_id": plan.wave_id, "party_id": party} for party in set(plan.merchant_ids)]
    connection.execute(insert(wave_merchants), merchants)
    shards = [
        {"wave_id": plan.wave_id, "shard": shard, "epoch": 0, "batches": len(sizes)}
        for shard, sizes in enumerate(batching.sizes)
    ]
    if shards:
        connection.execute(insert(wave_shards), shards)
