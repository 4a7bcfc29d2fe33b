"""A document: drafted, asked for, approved as exactly that text, issued; then its text stands."""

import asyncio
from typing import Any

import pytest
from temporalio.client import WorkflowHandle

from contracts.document_payloads import (
    RecordApproval,
    RecordReceipt,
)
from contracts.merchant_payloads import MerchantEntry, MerchantsInput
from contracts.names import document_workflow_id, merchants_workflow_id
from domain.documents import DocumentKind, DocumentState
from tests.workflows.document_acts import approve, drafted, issue, move_facts, said, state
from tests.workflows.samples import CARE, INCIDENT, QUEUE, document, given, merchant_ids
from tests.workflows.world import World, both_ways, refusal
from workflows.document import DocumentWorkflow
from workflows.merchants import MerchantsWorkflow


@both_ways
async def test_draft_ask_approve_issue(world: World) -> None:
    incident = await world.listen()
    text = await drafted(world)
    (ask,) = world.calls.of("ask_for_approval", RecordApproval)
    assert ask.approvers == ("counsel", "commander")
    assert await state(text) == "in_review"

    assert await approve(text, "counsel") == "in_review"
    assert await approve(text, "commander") == "approved"
    assert await issue(text) == "issued"

    assert await text.result() == "issued"
    assert await said(incident) == ["in_review", "in_review", "approved", "issued"]


async def test_issuing_tells_every_shard_of_merchants_who_was_told(world: World) -> None:
    shards = [await start_merchants(world, number) for number in range(2)]
    world.fakes.documents.told = merchant_ids(4)[:3]
    text = await drafted(world, document(merchant_shards=2))
    await approve(text, "counsel")
    await approve(text, "commander")

    await issue(text)

    entries = [e for shard in shards for e in await shard.query(MerchantsWorkflow.entries)]
    assert [entry.told_at is not None for entry in entries] == [True, True, True, False]


async def start_merchants(world: World, shard: int) -> WorkflowHandle[MerchantsWorkflow, None]:
    ids = merchant_ids(4)[2 * shard : 2 * shard + 2]
    given_shard = MerchantsInput(
        incident_id=INCIDENT,
        shard=shard,
        care=CARE,
        entries=tuple(MerchantEntry(merchant_id=m) for m in ids),
    )
    return await world.client.start_workflow(
        MerchantsWorkflow.run,
        given_shard,
        id=merchants_workflow_id(INCIDENT, shard),
        task_queue=QUEUE,
    )


async def test_a_text_that_moved_is_asked_for_anew_and_loses_its_approvals(world: World) -> None:
    text = await drafted(world)
    await approve(text, "counsel")
    await approve(text, "commander")
    world.fakes.documents.digest = "text-2"

    await move_facts(world, text)

    await world.called("ask_for_approval", 2)
    assert await state(text) == "in_review"
    ask = world.calls.of("ask_for_approval", RecordApproval)[1]
    assert ask.binding_digest == "text-2"
    assert "not approved as it stands" in await refusal(issue(text))
    assert "moved since" in await refusal(approve(text, "counsel", "text-1"))
    assert await approve(text, "counsel", "text-2") == "in_review"


@both_ways
async def test_a_revision_that_moves_nothing_in_the_text_keeps_its_approval(world: World) -> None:
    text = await drafted(world)
    await approve(text, "counsel")
    await approve(text, "commander")

    await move_facts(world, text)

    await world.called("draft_document", 2)
    assert await state(text) == "approved"
    assert await issue(text) == "issued"
    assert world.calls.count("ask_for_approval") == 1


@pytest.mark.parametrize(
    ("actor", "digest", "why"),
    [
        ("privacy_officer", "text-1", "own draft"),
        ("public_relations", "text-1", "not asked"),
        ("counsel", "text-0", "moved since"),
        ("counsel", "", "moved since"),
    ],
)
async def test_who_may_not_approve_is_refused(
    world: World, actor: str, digest: str, why: str
) -> None:
    text = await drafted(world)
    assert why in await refusal(approve(text, actor, digest))
    assert await state(text) == "in_review"
    (asked,) = world.calls.of("record_approval", RecordApproval)
    assert asked.binding_digest == digest


async def test_a_rejection_takes_an_approved_text_back_into_review(world: World) -> None:
    text = await drafted(world)
    await approve(text, "counsel")
    assert await approve(text, "commander", approves=False) == "in_review"
    assert await state(text) == "in_review"


async def test_the_same_command_again_answers_the_same_and_runs_once(world: World) -> None:
    text = await drafted(world)
    once, never = given("counsel"), given("privacy_officer")
    assert await approve(text, "counsel", fields=once) == "in_review"
    assert await approve(text, "counsel", fields=once) == "in_review"
    sentence = await refusal(approve(text, "privacy_officer", fields=never))
    assert await refusal(approve(text, "privacy_officer", fields=never)) == sentence
    assert world.calls.count("record_approval") == 2


async def test_a_filing_is_at_rest_only_with_its_receipt(world: World) -> None:
    incident = await world.listen()
    text = await drafted(world, document(DocumentKind.PRELIMINARY_REPORT))
    await approve(text, "counsel")
    await approve(text, "commander")
    assert await issue(text) == "issued"
    assert (await said(incident))[-1] == "awaiting_receipt"
    assert await state(text) == "issued"

    receipt = RecordReceipt(**given("privacy_officer"))
    answer = await text.execute_update(DocumentWorkflow.record_receipt, receipt)

    assert answer.sentence == "receipted"
    assert await text.result() == "issued"
    assert (await said(incident))[-1] == "issued"


async def test_a_text_that_left_is_not_drafted_again(world: World) -> None:
    text = await drafted(world, document(DocumentKind.FINAL_REPORT))
    await approve(text, "counsel")
    await approve(text, "commander")
    await issue(text)
    world.fakes.documents.digest = "text-2"

    await move_facts(world, text)

    assert await state(text) == "issued"
    assert world.calls.count("draft_document") == 1
    assert world.calls.count("ask_for_approval") == 1


@pytest.mark.parametrize(
    ("signal", "end"),
    [
        (DocumentWorkflow.issued_by_wave, DocumentState.ISSUED),
        (DocumentWorkflow.incident_ended, DocumentState.IN_REVIEW),
    ],
)
async def test_what_else_ends_a_document(world: World, signal: Any, end: DocumentState) -> None:
    text = await drafted(world)
    await text.signal(signal)
    assert await text.result() == end.value


@both_ways
async def test_a_wave_that_starts_during_a_redraft_still_makes_the_text_stand(
    world: World,
) -> None:
    text = await drafted(world)
    world.fakes.documents.digest = "text-2"
    with world.calls.held("draft_document"):
        await move_facts(world, text)
        await world.called("draft_document", 2)
        await text.signal(DocumentWorkflow.issued_by_wave)

    assert await asyncio.wait_for(text.result(), 10) == "issued"
    assert world.calls.count("ask_for_approval") == 1


async def test_an_approval_waits_for_a_redraft_and_is_then_for_an_old_text(world: World) -> None:
    text = await drafted(world)
    world.fakes.documents.digest = "text-2"
    with world.calls.held("draft_document"):
        await move_facts(world, text)
        await world.called("draft_document", 2)
        waiting = asyncio.create_task(approve(text, "counsel", "text-1"))
        await asyncio.sleep(0.2)
        assert world.calls.count("record_approval") == 0

    assert "moved since" in await refusal(waiting)
    assert await approve(text, "counsel", "text-2") == "in_review"


async def test_a_redraft_waits_for_an_approval_and_then_voids_it(world: World) -> None:
    text = await drafted(world)
    await approve(text, "counsel")
    with world.calls.held("record_approval"):
        last = asyncio.create_task(approve(text, "commander"))
        await world.called("record_approval", 2)
        await move_facts(world, text)
        await asyncio.sleep(0.2)
        assert world.calls.count("draft_document") == 1
    assert await last == "approved"

    await world.called("draft_document", 2)
    assert await state(text) == "approved"
    world.fakes.documents.digest = "text-2"
    await move_facts(world, text)
    await world.called("ask_for_approval", 2)
    assert await state(text) == "in_review"


async def test_a_draft_that_ends_after_its_incident_harms_nobody(world: World) -> None:
    text = await world.client.start_workflow(
        DocumentWorkflow.run, document(), id=document_workflow_id(INCIDENT, 1), task_queue=QUEUE
    )
    with world.calls.held("draft_document"):
        await world.called("draft_document")
        await text.signal(DocumentWorkflow.incident_ended)
    assert await text.result() == "in_review"
