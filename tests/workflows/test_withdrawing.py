"""What has not left can be taken back: drafts, planned waves. A retraction finds its own way."""

import asyncio

from contracts.document_payloads import (
    DraftDocument,
    PrepareDocument,
    ScopeRetraction,
    Withdrawal,
    WithdrawDocument,
)
from contracts.incident_payloads import Refusal
from contracts.names import document_workflow_id
from contracts.wave_payloads import CancelWave, FallBack, PlanWave, PlanWaveCommand
from domain.documents import DocumentKind
from tests.workflows import incident_acts, wave_acts
from tests.workflows.document_acts import Document, approve, drafted, issue, said
from tests.workflows.samples import DOCUMENT, INCIDENT, QUEUE, document, given, merchant_ids
from tests.workflows.world import World, both_ways, refusal
from workflows.document import DocumentWorkflow
from workflows.incident import IncidentWorkflow
from workflows.wave import WaveWorkflow


async def withdraw(text: Document, fields: dict[str, str] | None = None) -> str:
    command = WithdrawDocument(**(fields or given()))
    return (await text.execute_update(DocumentWorkflow.withdraw, command)).sentence


async def cancel(wave: wave_acts.Wave) -> str:
    command = CancelWave(**given())
    return (await wave.execute_update(WaveWorkflow.cancel, command)).sentence


@both_ways
async def test_a_draft_is_withdrawn_with_its_approvals(world: World) -> None:
    incident = await world.listen()
    text = await drafted(world)
    await approve(text, "counsel")

    command = given("commander")
    assert await withdraw(text, command) == "withdrawn"

    assert await text.result() == "withdrawn"
    assert await said(incident) == ["in_review", "in_review", "withdrawn"]
    (withdrawal,) = world.calls.of("withdraw_document", Withdrawal)
    assert (withdrawal.command_id, withdrawal.draft.number) == (command["command_id"], 1)


async def test_a_refused_withdrawal_leaves_the_document_as_it_was(world: World) -> None:
    world.fakes.documents.withdrawal_refusal = "wave 1 is planned with this document"
    text = await drafted(world)
    assert await refusal(withdraw(text)) == "wave 1 is planned with this document"
    assert await approve(text, "counsel") == "in_review"


async def test_a_document_on_its_way_out_is_not_withdrawn(world: World) -> None:
    text = await drafted(world)
    await approve(text, "counsel")
    await approve(text, "commander")
    with world.calls.held("issue_document"):
        issuing = asyncio.create_task(issue(text))
        await world.called("issue_document")
        assert "just leaving the house" in await refusal(withdraw(text))
    assert await issuing == "issued"
    assert [r.action for r in world.calls.of("record_refusal", Refusal)] == ["document.withdraw"]


async def test_a_draft_that_cannot_be_written_is_withdrawn_all_the_same(world: World) -> None:
    text = await world.client.start_workflow(
        DocumentWorkflow.run,
        document(DocumentKind.FIRST_RELEASE),
        id=document_workflow_id(INCIDENT, 1),
        task_queue=QUEUE,
    )
    with world.calls.held("draft_document"):
        await world.called("draft_document")
        assert await withdraw(text) == "withdrawn"
    assert await text.result() == "withdrawn"
    assert world.calls.count("ask_for_approval") == 0


@both_ways
async def test_a_planned_wave_is_cancelled_and_ends(world: World) -> None:
    incident = await world.listen()
    wave = await wave_acts.plan(world)

    assert await cancel(wave) == "3"

    assert (await wave.result()).states == {}
    assert await wave_acts.said(incident) == ["cancelled"]
    (act,) = world.calls.of("cancel_wave", FallBack)
    assert act.actor == "commander"
    assert world.calls.count("send_shard") == 0


async def test_a_wave_that_cannot_be_cancelled_goes_on(world: World) -> None:
    world.fakes.waves.cancel_refusal = "This wave has started."
    world.fakes.waves.standings = [wave_acts.DONE]
    wave = await wave_acts.plan(world)
    assert await refusal(cancel(wave)) == "This wave has started."
    assert await wave_acts.let_go(wave) == "sending"
    assert (await wave.result()).adds_up


@both_ways
async def test_the_register_says_to_whom_a_retraction_goes(world: World) -> None:
    incident = await incident_acts.opened(world)
    kind = DocumentKind.MERCHANT_RETRACTION.value
    command = PrepareDocument(**given("privacy_officer"), kind=kind)
    assert "nobody is left" in await refusal(
        incident.execute_update(IncidentWorkflow.prepare_document, command)
    )
    assert world.calls.count("draft_document") == 0

    world.fakes.documents.owed = merchant_ids(2)
    again = PrepareDocument(**given("privacy_officer"), kind=kind)
    prepared = await incident.execute_update(IncidentWorkflow.prepare_document, again)
    await world.called("draft_document")

    assert prepared.number == 1
    (draft,) = world.calls.of("draft_document", DraftDocument)
    assert draft.addressees == merchant_ids(2)
    asked = world.calls.of("scope_retraction", ScopeRetraction)
    assert [ask.kind for ask in asked] == [kind, kind]


async def test_a_retraction_wave_is_planned_as_one(world: World) -> None:
    incident = await incident_acts.opened(world)
    command = PlanWaveCommand(
        **given(),
        merchant_ids=(),
        mail_document_id=DOCUMENT,
        letter_document_id=DOCUMENT,
        retraction=True,
    )
    await incident.execute_update(IncidentWorkflow.plan_wave, command)
    (plan,) = world.calls.of("plan_wave", PlanWave)
    assert plan.retraction
