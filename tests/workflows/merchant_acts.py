"""What the merchant tests do to a shard of merchants, and what they read of it."""

from typing import Any

from temporalio.client import WorkflowHandle

from contracts.incident_payloads import Refusal
from contracts.merchant_payloads import (
    AcknowledgeMerchant,
    ChooseForPeople,
    EscalateMerchants,
    MerchantAct,
    MerchantEntry,
    MerchantReport,
    MerchantsInput,
    MerchantsTold,
    RemindMerchants,
)
from contracts.names import merchants_workflow_id
from contracts.policy import MerchantCare
from tests.workflows.samples import CARE, INCIDENT, QUEUE, given, merchant_ids
from tests.workflows.world import (
    World,
)
from workflows.merchants import MerchantsWorkflow

FIRST, SECOND, THIRD = merchant_ids(3)
Merchants = WorkflowHandle[MerchantsWorkflow, None]


async def start_merchants(world: World, care: MerchantCare = CARE) -> Merchants:
    entries = tuple(MerchantEntry(merchant_id=m) for m in (FIRST, SECOND, THIRD))
    shard = MerchantsInput(incident_id=INCIDENT, shard=0, care=care, entries=entries)
    return await world.client.start_workflow(
        MerchantsWorkflow.run, shard, id=merchants_workflow_id(INCIDENT, 0), task_queue=QUEUE
    )


async def tell(world: World, merchants: Merchants, *ids: str) -> None:
    told = MerchantsTold(merchant_ids=ids, at=await world.now())
    await merchants.signal(MerchantsWorkflow.merchants_told, told)
    # The test server may hand over a signal and the update after it in the wrong order.
    await merchants.query(MerchantsWorkflow.entries)


async def acknowledge(merchants: Merchants, merchant_id: str) -> str:
    command = AcknowledgeMerchant(**given("merchant_care"), merchant_id=merchant_id)
    return (await merchants.execute_update(MerchantsWorkflow.acknowledge, command)).sentence


async def choose(
    merchants: Merchants, merchant_id: str, choice: str, fields: dict[str, Any] | None = None
) -> str:
    command = ChooseForPeople(
        **(fields or given("merchant_care")), merchant_id=merchant_id, choice=choice
    )
    return (await merchants.execute_update(MerchantsWorkflow.choose, command)).sentence


async def report(merchants: Merchants, merchant_id: str, what: str) -> str:
    command = MerchantReport(**given("merchant_care"), merchant_id=merchant_id, what=what)
    return (await merchants.execute_update(MerchantsWorkflow.report, command)).sentence


async def entry(merchants: Merchants, merchant_id: str) -> MerchantEntry:
    entries = await merchants.query(MerchantsWorkflow.entries)
    return next(e for e in entries if e.merchant_id == merchant_id)


def reminders(world: World) -> list[RemindMerchants]:
    return world.calls.of("remind_merchants", RemindMerchants)


def escalations(world: World) -> list[EscalateMerchants]:
    return world.calls.of("escalate_merchants", EscalateMerchants)


def refusals(world: World) -> list[Refusal]:
    return world.calls.of("record_refusal", Refusal)


def acts(world: World) -> list[MerchantAct]:
    return world.calls.of("record_merchant_act", MerchantAct)
