"""Records the golden histories: a whole incident, one that continued as new, one reopened.

    python -m tests.replay.record 0.1
    python -m tests.replay.record 0.1 incident-reopened

writes `histories/0.1-<what>.json`, all or those that are named. Run it for a release whose
workflows have a new shape. What is there already is never overwritten: incidents of that shape may
be running somewhere.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable
from datetime import timedelta
from pathlib import Path
from typing import Any

from temporalio.client import WorkflowHandle

from contracts.clock_payloads import ClockInput, DutiesReplaced
from contracts.document_payloads import ApproveDocument, IssueDocument, RecordReceipt
from contracts.incident_payloads import (
    CarryOut,
    DocumentSummary,
    DutyClock,
    IncidentState,
    RestartIncident,
    RestartKind,
)
from contracts.merchant_payloads import AcknowledgeMerchant, ChooseForPeople, MerchantEntry
from contracts.names import (
    clock_workflow_id,
    document_workflow_id,
    incident_workflow_id,
    merchants_workflow_id,
    wave_workflow_id,
)
from contracts.restart_payloads import IncidentStanding
from contracts.wave_payloads import LettersPosted
from domain.documents import DocumentKind
from domain.phases import Phase
from policies.loader import load_policy
from tests.workflows import incident_acts as acts
from tests.workflows import samples, wave_acts
from tests.workflows.fake_waves import paused
from tests.workflows.samples import DAY, HOUR, INCIDENT, given, merchant_ids, opening, standing
from tests.workflows.world import (
    World,
    eventually,
    refusal,
    run_of,
    short_history_world,
    time_skipping_world,
)
from workflows.clock import ClockWorkflow
from workflows.document import DocumentWorkflow
from workflows.incident import IncidentWorkflow
from workflows.merchants import MerchantsWorkflow
from workflows.wave import WaveWorkflow

STANDARD = load_policy()
HISTORIES = Path(__file__).parent / "histories"


async def whole_incident(world: World) -> dict[str, Any]:
    """From opening to closing, with refusals, reminders, a pause and a doubt on the way."""
    acts.owe(world, report=await world.now() + 5 * DAY)
    incident = await acts.opened(world)
    await refusal(acts.change_phase(incident, Phase.FOLLOWING_UP))
    await acts.walk(incident, Phase.ASSESSING, Phase.NOTIFYING)
    await _notice(world, incident)
    await _merchants(world)
    await _filing(world, incident)
    await _wave(world, incident)
    await world.skip(8 * DAY)
    acts.owe(world)
    await acts.record_facts(incident)
    await acts.clock_shows(world)
    world.fakes.incidents.open_items = ("wave 1 is settling",)
    await acts.walk(incident, Phase.FOLLOWING_UP)
    await refusal(acts.close(incident))
    world.fakes.incidents.open_items = ()
    await acts.close(incident)
    await incident.result()
    return {
        "incident": incident_workflow_id(INCIDENT),
        "clock": clock_workflow_id(INCIDENT, 0),
        "merchants": merchants_workflow_id(INCIDENT, 0),
        "merchant-notice": document_workflow_id(INCIDENT, 1),
        "filing": document_workflow_id(INCIDENT, 2),
        "person-notice": document_workflow_id(INCIDENT, 3),
        "wave": wave_workflow_id(INCIDENT, 1),
    }


async def _notice(world: World, incident: acts.Incident) -> None:
    """A notice whose text moves once between two approvals."""
    await acts.prepare(incident)
    await world.called("ask_for_approval")
    text = _document(world, 1)
    await _approve(world, text, "counsel")
    await refusal(_approve(world, text, "privacy_officer"))
    world.fakes.documents.digest = "text-2"
    await acts.record_facts(incident)
    await world.called("ask_for_approval", 2)
    await _leave(world, text, told=merchant_ids(2))


async def _merchants(world: World) -> None:
    """One chooses, one stays silent until it is escalated."""
    merchants: WorkflowHandle[Any, Any] = world.client.get_workflow_handle(
        merchants_workflow_id(INCIDENT, 0)
    )
    chooses, silent = merchant_ids(2)
    choice = ChooseForPeople(**given("merchant_care"), merchant_id=chooses, choice="mandate")
    await merchants.execute_update(MerchantsWorkflow.choose, choice)
    other = ChooseForPeople(**given("merchant_care"), merchant_id=chooses, choice="own_notice")
    await refusal(merchants.execute_update(MerchantsWorkflow.choose, other))
    seen = AcknowledgeMerchant(**given("merchant_care"), merchant_id=silent)
    await merchants.execute_update(MerchantsWorkflow.acknowledge, seen)
    await world.skip(61 * HOUR)
    await world.called("escalate_merchants")


async def _filing(world: World, incident: acts.Incident) -> None:
    await acts.prepare(incident, DocumentKind.PRELIMINARY_REPORT)
    await world.called("ask_for_approval", 3)
    text = _document(world, 2)
    await _leave(world, text)
    receipt = RecordReceipt(**given("privacy_officer"))
    await text.execute_update(DocumentWorkflow.record_receipt, receipt)
    await text.result()


async def _wave(world: World, incident: acts.Incident) -> None:
    """Planned, refused, started, paused, resumed, doubted, sent again, printed, posted."""
    fakes = world.fakes.waves
    person_notice = await acts.prepare(incident, DocumentKind.PERSON_NOTICE)
    await world.called("ask_for_approval", 4)
    await acts.plan_wave(incident, document_id=person_notice.document_id)
    wave: WorkflowHandle[Any, Any] = world.client.get_workflow_handle(wave_workflow_id(INCIDENT, 1))
    fakes.gate_reasons = ("no mandate",)
    await refusal(wave_acts.let_go(wave))
    fakes.gate_reasons = ()
    fakes.shard_answers[1] = [paused(1)]
    fakes.standings = [standing(doubtful_requests=("request-1",))]
    await wave_acts.let_go(wave)
    await eventually(lambda: _is_paused(incident))
    await wave_acts.resume(wave)
    await world.called("settle_wave")
    await wave_acts.decide(wave, "send_again")
    await world.called("send_shard", 7)
    fakes.standings = [standing(letters_to_print=1), standing(letters_to_post=1)]
    await world.skip(timedelta(minutes=3))
    await world.called("print_letters")
    fakes.standings = [wave_acts.DONE]
    await wave.execute_update(WaveWorkflow.letters_posted, LettersPosted(**given()))
    await wave.result()


async def _is_paused(incident: acts.Incident) -> bool:
    return [wave.state for wave in (await acts.state(incident)).waves] == ["paused"]


def _document(world: World, number: int) -> WorkflowHandle[DocumentWorkflow, str]:
    return world.client.get_workflow_handle_for(
        DocumentWorkflow.run, document_workflow_id(INCIDENT, number)
    )


async def _leave(
    world: World, text: WorkflowHandle[DocumentWorkflow, str], told: tuple[str, ...] = ()
) -> None:
    world.fakes.documents.told = told
    await _approve(world, text, "counsel")
    await _approve(world, text, "commander")
    await text.execute_update(DocumentWorkflow.issue, IssueDocument(**given()))


def _approve(
    world: World, text: WorkflowHandle[DocumentWorkflow, str], actor: str
) -> Awaitable[Any]:
    digest = world.fakes.documents.digest
    command = ApproveDocument(**given(actor), binding_digest=digest)
    return text.execute_update(DocumentWorkflow.approve, command)


async def continued_incident(world: World) -> dict[str, Any]:
    """The second run of an incident: it starts with all that the first one left."""
    incident = await acts.opened(world)
    await acts.prepare(incident)
    first = await run_of(incident)
    while await run_of(incident) == first:
        await acts.record_facts(incident)
    await acts.close(incident, Phase.FALSE_ALARM)
    await incident.result()
    return {"incident-continued": incident_workflow_id(INCIDENT)}


async def reopened_incident(world: World) -> dict[str, Any]:
    """The second life of an incident: from the register, with new facts, to another closing."""
    first = await acts.opened(world)
    await acts.close(first, Phase.FALSE_ALARM)
    await first.result()
    now = await world.now()
    acts.owe(world, overdue=now - HOUR, report=now + 5 * DAY)
    restarts = world.fakes.restarts
    restarts.merchants = {0: (MerchantEntry(merchant_id=merchant_ids(1)[0], told_at=now),)}
    filing = samples.document(DocumentKind.PRELIMINARY_REPORT, state="issued")
    restarts.documents = {1: filing}
    restarts.standing = IncidentStanding(
        phase=Phase.ASSESSING,
        severity="high",
        ledger_revision=1,
        merchants=1,
        merchant_shards=1,
        documents=(
            DocumentSummary(
                document_id=filing.document_id,
                number=1,
                kind=filing.kind,
                state="awaiting_receipt",
            ),
        ),
        documents_to_go_on=(1,),
    )
    command = RestartIncident(**given(), kind=RestartKind.REOPENED)
    again = await acts.start(
        world, opening(0, state=IncidentState(phase=Phase.FALSE_ALARM), restart=command)
    )
    await again.execute_update(IncidentWorkflow.restart, command)
    world.fakes.incidents.severity = "critical"
    await again.execute_update(IncidentWorkflow.carry_out, CarryOut(**given()))
    await acts.record_facts(again)
    await acts.close(again, Phase.FALSE_ALARM)
    await again.result()
    return {"incident-reopened": incident_workflow_id(INCIDENT)}


async def clock_of_another_severity(world: World) -> dict[str, Any]:
    """A clock whose incident became graver: it goes on by another ladder, and then ends."""
    workflow_id = clock_workflow_id(INCIDENT, 0)
    begin = ClockInput(
        incident_id=INCIDENT,
        shard=0,
        ladder=STANDARD.ladder,
        work_ladder=STANDARD.work_ladder,
        by_severity=STANDARD.by_severity,
        merge_within=STANDARD.merge_within,
    )
    clock = await world.client.start_workflow(
        ClockWorkflow.run, begin, id=workflow_id, task_queue=samples.QUEUE
    )
    clocks = (DutyClock(key="report", due_at=await world.now() + 5 * DAY),)
    for severity in ("low", "critical", "high"):
        change = DutiesReplaced(clocks=clocks, severity=severity)
        await clock.signal(ClockWorkflow.duties_replaced, change)
        await world.skip(DAY)
    await clock.signal(ClockWorkflow.duties_replaced, DutiesReplaced(clocks=()))
    await clock.signal(ClockWorkflow.incident_ended)
    await clock.result()
    return {"clock-of-another-severity": workflow_id}


async def record(label: str, wanted: frozenset[str] = frozenset()) -> None:
    """Play them all, and write the histories that are wanted; none named means all."""
    for play in (whole_incident, reopened_incident, clock_of_another_severity):
        async with time_skipping_world() as world:
            await _write(world, label, await play(world), wanted)
    async with short_history_world(40) as world:
        await _write(world, label, await continued_incident(world), wanted)


async def _write(
    world: World, label: str, workflow_ids: dict[str, str], wanted: frozenset[str]
) -> None:
    for what, workflow_id in workflow_ids.items():
        if wanted and what not in wanted:
            continue
        history = await world.client.get_workflow_handle(workflow_id).fetch_history()
        path = HISTORIES / f"{label}-{what}.json"
        with path.open("x", encoding="utf-8") as file:
            json.dump(_without_traces(history.to_json_dict()), file, separators=(",", ":"))
            file.write("\n")


def _without_traces(value: Any) -> Any:
    """A history without stack traces, which name the paths of one machine and decide nothing."""
    if isinstance(value, dict):
        return {key: _without_traces(v) for key, v in value.items() if key != "stackTrace"}
    return [_without_traces(item) for item in value] if isinstance(value, list) else value


if __name__ == "__main__":
    asyncio.run(record(sys.argv[1], frozenset(sys.argv[2:])))
