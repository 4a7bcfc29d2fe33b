"""An ended incident starts again under its id, with what the register knows and nothing else."""

import asyncio
from datetime import timedelta
from typing import Any

from temporalio.client import WorkflowHandle
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy

from contracts.clock_payloads import Alert, ClockInput
from contracts.document_payloads import Receipt, RecordReceipt
from contracts.incident_payloads import (
    CarryOut,
    DocumentSummary,
    IncidentState,
    RestartIncident,
    RestartKind,
    WaveSummary,
)
from contracts.merchant_payloads import EscalateMerchants, MerchantEntry
from contracts.names import (
    clock_workflow_id,
    document_workflow_id,
    incident_workflow_id,
    merchants_workflow_id,
)
from contracts.restart_payloads import RecordRestart
from contracts.search_attributes import PHASE, SEVERITY
from domain.documents import DocumentKind
from domain.phases import Phase
from tests.workflows import samples
from tests.workflows.incident_acts import (
    Incident,
    clock_shows,
    close,
    opened,
    owe,
    plan_wave,
    prepare,
    record_facts,
    refusals,
    state,
    to_follow_up,
)
from tests.workflows.samples import DAY, HOUR, INCIDENT, QUEUE, given, merchant_ids, opening
from tests.workflows.wave_acts import DONE
from tests.workflows.world import World, both_ways, eventually, refusal
from workflows.clock import ClockWorkflow
from workflows.document import DocumentWorkflow
from workflows.incident import IncidentWorkflow
from workflows.merchants import MerchantsWorkflow

ISSUED = DocumentSummary(document_id="01JHD1", number=1, kind="merchant_notice", state="issued")
FILED = DocumentSummary(
    document_id="01JHD2", number=2, kind="preliminary_report", state="awaiting_receipt"
)
SENT = WaveSummary(wave_id=samples.WAVE, number=1, state="finished")


def reopening(kind: RestartKind = RestartKind.REOPENED, actor: str = "commander") -> Any:
    return RestartIncident(**given(actor), kind=kind)


async def begin(world: World, command: RestartIncident, phase: Phase = Phase.CLOSED) -> Incident:
    """Start the incident again, as the front door does."""
    return await world.client.start_workflow(
        IncidentWorkflow.run,
        opening(0, state=IncidentState(phase=phase), restart=command),
        id=incident_workflow_id(INCIDENT),
        task_queue=QUEUE,
        id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
    )


async def answer(incident: Incident, command: RestartIncident) -> str:
    return (await incident.execute_update(IncidentWorkflow.restart, command)).sentence


def stands(world: World, **more: Any) -> None:
    """What the register says after the restart."""
    world.fakes.restarts.standing = world.fakes.restarts.standing.model_copy(update=more)


async def closed(world: World) -> None:
    incident = await opened(world)
    await to_follow_up(incident)
    await close(incident)
    await incident.result()


@both_ways
async def test_a_reopened_incident_stands_where_the_register_says(world: World) -> None:
    await closed(world)
    known = MerchantEntry(
        merchant_id=merchant_ids(1)[0], told_at=await world.now(), choice="mandate"
    )
    world.fakes.restarts.merchants = {0: (known,)}
    stands(world, ledger_revision=7, merchants=1, merchant_shards=1, severity="critical")
    stands(world, documents=(ISSUED,), waves=(SENT,))
    owe(world, report=await world.now() + 30 * DAY)
    command = reopening()

    incident = await begin(world, command)

    assert await answer(incident, command) == "following_up"
    now = await state(incident)
    assert (now.phase, now.ledger_revision) == (Phase.FOLLOWING_UP, 7)
    assert (now.documents, now.waves) == ((ISSUED,), (SENT,))
    assert (now.clock_shards, now.merchant_shards) == (1, 1)
    merchants = world.client.get_workflow_handle(merchants_workflow_id(INCIDENT, 0))
    assert await merchants.query(MerchantsWorkflow.entries) == (known,)
    shown = (await incident.describe()).typed_search_attributes
    assert (shown[PHASE], shown[SEVERITY]) == ("following_up", "critical")
    assert world.calls.count("record_opening") == 1

    assert (await prepare(incident)).number == 2
    await plan_wave(incident)
    assert [wave.number for wave in (await state(incident)).waves] == [1, 2]
    await record_facts(incident)
    assert await close(incident) == "closed"
    assert await incident.result() == "closed"


async def test_the_same_reopening_twice_is_one_and_another_finds_it_open(world: World) -> None:
    await closed(world)
    command, other = reopening(), reopening(actor="deputy")

    incident = await begin(world, command)
    again = await begin(world, other)
    answers = await asyncio.gather(answer(incident, command), answer(again, command))
    sentence = await refusal(answer(again, other))

    assert list(answers) == ["following_up", "following_up"]
    assert "nothing to reopen" in sentence
    assert [r.command_id for r in world.calls.of("record_restart", RecordRestart)] == [
        command.command_id
    ]
    assert [(r.action, r.actor) for r in refusals(world)] == [("incident.restart", "deputy")]


async def test_an_open_incident_cannot_be_reopened(world: World) -> None:
    incident = await opened(world)
    command = reopening()
    await begin(world, command)
    assert "nothing to reopen" in await refusal(answer(incident, command))
    assert world.calls.count("record_restart") == 0


async def test_a_refused_reopening_ends_as_it_began(world: World) -> None:
    await closed(world)
    assessed = world.calls.count("assess_duties")
    world.fakes.restarts.refusal = "only the commander may"
    command = reopening(actor="public_relations")
    with world.calls.held("record_restart"):
        incident = await begin(world, command)
        asked = asyncio.create_task(refusal(answer(incident, command)))
        await world.called("record_restart")
    assert await asked == "only the commander may"

    assert await incident.result() == "closed"
    assert world.calls.count("assess_duties") == assessed


async def test_clocks_count_what_has_passed_as_spoken_and_go_on_with_the_next_rung(
    world: World,
) -> None:
    await closed(world)
    now = await world.now()
    owe(world, soon=now + 36 * HOUR, later=now + 30 * DAY, overdue=now - 12 * HOUR)
    stands(world, phase=Phase.ASSESSING)
    command = reopening()

    incident = await begin(world, command, Phase.FALSE_ALARM)
    await answer(incident, command)
    await clock_shows(world, "later", "overdue", "soon")
    await world.called("send_alert")
    # The rung "two days before" of `soon` has passed: only what is overdue and open speaks.
    [first] = world.calls.of("send_alert", Alert)
    assert [(line.duty_key, line.rung) for line in first.lines] == [("overdue", "due")]

    clock: WorkflowHandle[Any, Any] = world.client.get_workflow_handle(
        clock_workflow_id(INCIDENT, 0)
    )
    await world.at_rest(incident, clock)
    await world.skip(13 * HOUR)
    await world.called("send_alert", 2)
    spoken = [line for alert in world.calls.of("send_alert", Alert) for line in alert.lines]
    assert sorted((line.duty_key, line.rung) for line in spoken) == [
        ("overdue", "a day late"),
        ("overdue", "due"),
        ("soon", "the day before"),
    ]
    entries = await clock.query(ClockWorkflow.entries)
    assert {entry.key: entry.rungs_done for entry in entries} == {
        "soon": 2,
        "later": 0,
        "overdue": 4,
    }


async def test_merchants_are_not_reminded_for_the_time_in_which_it_was_ended(world: World) -> None:
    await closed(world)
    now = await world.now()
    chosen, silent, fresh = merchant_ids(3)
    world.fakes.restarts.merchants = {
        0: (
            MerchantEntry(merchant_id=chosen, told_at=now - 90 * DAY, choice="mandate"),
            MerchantEntry(merchant_id=silent, told_at=now - 90 * DAY, reminders=1),
            MerchantEntry(merchant_id=fresh),
        )
    }
    stands(world, merchants=3, merchant_shards=1)
    command = reopening()

    incident = await begin(world, command)
    await answer(incident, command)
    await world.called("escalate_merchants")
    await world.skip(5 * DAY)

    assert world.calls.count("remind_merchants") == 0
    [escalated] = world.calls.of("escalate_merchants", EscalateMerchants)
    assert escalated.merchant_ids == (silent,)


async def test_a_filing_still_gets_its_receipt_after_reopening(world: World) -> None:
    await closed(world)
    filing = samples.document(
        DocumentKind.PRELIMINARY_REPORT, state="issued", binding_digest="text-1"
    )
    world.fakes.restarts.documents = {2: filing.model_copy(update={"number": 2})}
    stands(world, documents=(ISSUED, FILED), documents_to_go_on=(2,))
    command = reopening()

    incident = await begin(world, command)
    await answer(incident, command)
    document = world.client.get_workflow_handle(document_workflow_id(INCIDENT, 2))
    await document.execute_update(DocumentWorkflow.record_receipt, RecordReceipt(**given()))

    assert await document.result() == "issued"
    assert len(world.calls.of("record_receipt", Receipt)) == 1
    assert world.calls.count("draft_document") == 0
    await eventually(lambda: documents_are(incident, "issued", "issued"))


async def documents_are(incident: Incident, *states: str) -> bool:
    return tuple(d.state for d in (await state(incident)).documents) == states


async def test_a_rebuilt_incident_takes_up_drafts_and_a_wave_that_was_sending(world: World) -> None:
    draft = samples.document(
        DocumentKind.MERCHANT_NOTICE, state="in_review", binding_digest="text-1"
    )
    world.fakes.restarts.documents = {1: draft}
    wave = samples.wave(2, state="sending", shards_open=(0, 1), watermark=5)
    world.fakes.restarts.waves = {1: wave}
    world.fakes.waves.standings = [DONE]
    at = await world.now()
    owe(world, soon=at + 36 * HOUR)
    stands(
        world,
        phase=Phase.NOTIFYING,
        ledger_revision=0,
        documents=(ISSUED.model_copy(update={"state": "in_review"}),),
        waves=(SENT.model_copy(update={"state": "sending"}),),
        documents_to_go_on=(1,),
        waves_to_go_on=(1,),
    )
    command = reopening(RestartKind.REBUILT)

    incident = await begin(world, command, Phase.NOTIFYING)

    assert await answer(incident, command) == "notifying"
    await world.called("send_shard", 2)
    # What the clocks said before is not known: each says its latest rung once more.
    await world.called("send_alert")
    [alert] = world.calls.of("send_alert", Alert)
    assert [(line.duty_key, line.rung) for line in alert.lines] == [("soon", "two days before")]
    await record_facts(incident)
    await world.called("draft_document")
    await world.called("finish_wave")


async def test_children_that_have_not_heard_of_the_end_make_room(world: World) -> None:
    """A clock of the former life still runs: it is told to end, and its place is taken."""
    left_behind: WorkflowHandle[Any, Any] = await world.client.start_workflow(
        ClockWorkflow.run,
        ClockInput(incident_id=INCIDENT, shard=0, ladder=samples.LADDER),
        id=clock_workflow_id(INCIDENT, 0),
        task_queue=QUEUE,
    )
    owe(world, report=await world.now() + 30 * DAY)
    command = reopening()

    incident = await begin(world, command)

    await asyncio.wait_for(left_behind.result(), 10)
    await answer(incident, command)
    await clock_shows(world, "report")


async def test_a_decided_severity_is_shown_and_goes_on(short_world: World) -> None:
    world = short_world
    incident = await opened(world)
    world.fakes.incidents.severity = "critical"
    await incident.execute_update(IncidentWorkflow.carry_out, CarryOut(**given()))
    world.fakes.incidents.severity = ""

    async def shown() -> bool:
        return (await incident.describe()).typed_search_attributes[SEVERITY] == "critical"

    await eventually(shown)
    first = (await incident.describe()).run_id
    while (await incident.describe()).run_id == first:
        await record_facts(incident)
    owe(world, report=await world.now() + timedelta(days=9))
    await record_facts(incident)
    await eventually(shown)
