"""Merchants continue as new, losing neither what was decided nor what comes in."""

import asyncio

from tests.workflows.merchant_acts import (
    FIRST,
    SECOND,
    THIRD,
    acknowledge,
    acts,
    choose,
    entry,
    refusals,
    start_merchants,
    tell,
)
from tests.workflows.samples import given
from tests.workflows.world import (
    World,
    both_ways,
    eventually,
    next_run,
    refusal,
    run_of,
)
from workflows.merchants import MerchantsWorkflow


@both_ways
async def test_continuing_as_new_keeps_choices_and_handled_commands(short_world: World) -> None:
    world = short_world
    merchants = await start_merchants(world)
    await tell(world, merchants, FIRST, SECOND)
    first = await run_of(merchants)
    once, never = given("merchant_care"), given("merchant_care")
    await choose(merchants, FIRST, "mandate", once)
    refused = await refusal(choose(merchants, THIRD, "mandate", never))
    for _ in range(12):
        await acknowledge(merchants, SECOND)
    await next_run(merchants, first)

    await tell(world, merchants, THIRD)
    assert await choose(merchants, FIRST, "mandate", once) == "mandate"
    assert await refusal(choose(merchants, THIRD, "mandate", never)) == refused
    assert (await entry(merchants, FIRST)).choice == "mandate"
    assert (await entry(merchants, SECOND)).acknowledged
    assert [act.act for act in acts(world)].count("chosen") == 1
    assert len(refusals(world)) == 1


async def test_an_end_that_comes_in_while_a_long_history_waits_for_a_handler_is_not_lost(
    short_world: World,
) -> None:
    world = short_world
    merchants = await start_merchants(world)
    await tell(world, merchants, FIRST)
    with world.calls.held("record_merchant_act"):
        answer = asyncio.create_task(acknowledge(merchants, FIRST))
        await eventually(lambda: acts(world))
        for _ in range(45):
            await tell(world, merchants, FIRST)
        await merchants.signal(MerchantsWorkflow.incident_ended)

    assert await answer == "acknowledged"
    await asyncio.wait_for(merchants.result(), 10)
