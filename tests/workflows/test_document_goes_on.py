"""A document continues as new, losing neither what was decided nor what comes in."""

import asyncio

import pytest

from contracts.document_payloads import RecordReceipt
from tests.workflows.document_acts import approve, drafted, issue, move_facts
from tests.workflows.samples import given
from tests.workflows.world import World, both_ways, next_run, run_of
from workflows.document import DocumentWorkflow


@both_ways
async def test_continuing_as_new_keeps_text_approvals_and_handled_commands(
    short_world: World,
) -> None:
    world = short_world
    text = await drafted(world)
    once, first = given("counsel"), await run_of(text)
    assert await approve(text, "counsel", fields=once) == "in_review"
    for revision in range(2, 9):
        await move_facts(world, text, revision)
        await world.called("draft_document", revision)
    await next_run(text, first)

    assert await approve(text, "counsel", fields=once) == "in_review"
    assert world.calls.count("record_approval") == 1
    assert world.calls.count("ask_for_approval") == 1
    assert await approve(text, "commander") == "approved"
    assert await issue(text) == "issued"


@pytest.mark.parametrize("news", ["incident_ended", "facts_moved"])
async def test_news_that_come_in_while_a_long_history_waits_for_a_handler_are_not_lost(
    short_world: World, news: str
) -> None:
    world = short_world
    text = await drafted(world)
    with world.calls.held("record_approval"):
        answer = asyncio.create_task(approve(text, "counsel"))
        await world.called("record_approval")
        for _ in range(6):
            receipt = RecordReceipt(**given("privacy_officer"))
            await text.execute_update(DocumentWorkflow.record_receipt, receipt)
        if news == "incident_ended":
            await text.signal(DocumentWorkflow.incident_ended)
        else:
            world.fakes.documents.digest = "text-2"
            await move_facts(world, text)
    await asyncio.gather(answer, return_exceptions=True)

    if news == "incident_ended":
        await asyncio.wait_for(text.result(), 10)
    else:
        await world.called("ask_for_approval", 2)
