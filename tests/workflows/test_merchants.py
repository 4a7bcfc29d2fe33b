"""Merchants are told, reminded, escalated; what they answer stands; silence is no answer."""

import asyncio
from datetime import timedelta

from contracts.incident_payloads import SomethingChanged
from contracts.merchant_payloads import (
    MerchantsTold,
)
from tests.workflows.ear import IncidentEar
from tests.workflows.merchant_acts import (
    FIRST,
    SECOND,
    acknowledge,
    acts,
    choose,
    entry,
    escalations,
    refusals,
    reminders,
    report,
    start_merchants,
    tell,
)
from tests.workflows.samples import CARE, DAY, HOUR, given
from tests.workflows.world import (
    World,
    being_handled,
    both_ways,
    eventually,
    refusal,
)
from workflows.merchants import MerchantsWorkflow


@both_ways
async def test_a_silent_merchant_is_reminded_twice_then_escalated(world: World) -> None:
    merchants = await start_merchants(world)
    told_at = await world.now()
    await tell(world, merchants, FIRST, SECOND)

    await world.skip(10 * DAY)

    await eventually(lambda: escalations(world))
    assert [(r.number, r.merchant_ids) for r in reminders(world)] == [
        (1, (FIRST, SECOND)),
        (2, (FIRST, SECOND)),
    ]
    (escalation,) = escalations(world)
    assert escalation.merchant_ids == (FIRST, SECOND)
    assert escalation.roles == ("commander",)
    times = [*(r.at for r in reminders(world)), escalation.at]
    for at, expected in zip(times, (DAY, 2 * DAY, 60 * HOUR), strict=True):
        assert timedelta(0) <= at - told_at - expected < timedelta(seconds=5)
    assert (await entry(merchants, FIRST)).choice == ""


async def test_escalation_does_not_wait_for_a_later_reminder(world: World) -> None:
    care = CARE.model_copy(update={"reminders": 5, "escalate_after": 30 * HOUR})
    merchants = await start_merchants(world, care)
    told_at = await world.now()
    await tell(world, merchants, FIRST)

    await world.skip(10 * DAY)

    (escalation,) = await eventually(lambda: escalations(world))
    assert escalation.at - told_at < 31 * HOUR
    assert [r.number for r in reminders(world)] == [1]


async def test_an_acknowledgement_alone_does_not_stop_the_reminders(world: World) -> None:
    merchants = await start_merchants(world)
    await tell(world, merchants, FIRST)
    assert await acknowledge(merchants, FIRST) == "acknowledged"

    await world.skip(3 * DAY)

    await eventually(lambda: escalations(world))
    assert [r.number for r in reminders(world)] == [1, 2]
    assert (await entry(merchants, FIRST)).acknowledged


async def test_a_choice_stops_the_reminders_and_means_that_the_notice_was_read(
    world: World,
) -> None:
    incident = await world.listen()
    merchants = await start_merchants(world)
    await tell(world, merchants, FIRST, SECOND)
    assert await choose(merchants, FIRST, "mandate") == "mandate"

    await world.skip(3 * DAY)

    await eventually(lambda: escalations(world))
    assert {r.merchant_ids for r in reminders(world)} == {(SECOND,)}
    assert escalations(world)[0].merchant_ids == (SECOND,)
    chosen = await entry(merchants, FIRST)
    assert chosen.acknowledged
    assert chosen.choice == "mandate"
    (act,) = acts(world)
    assert (act.act, act.choice, act.actor) == ("chosen", "mandate", "merchant_care")
    heard: list[SomethingChanged] = await incident.query(IncidentEar.heard)
    assert [change.what for change in heard] == ["merchants"]


async def test_before_it_was_told_a_merchant_can_do_nothing(world: World) -> None:
    merchants = await start_merchants(world)

    for answer in (
        acknowledge(merchants, FIRST),
        choose(merchants, FIRST, "mandate"),
        report(merchants, FIRST, "published"),
    ):
        assert await refusal(answer) == "this merchant was not told yet"
    assert await refusal(acknowledge(merchants, "nobody")) == "no such merchant in this incident"

    assert [(r.action, r.subject) for r in refusals(world)] == [
        ("merchant.acknowledge", FIRST),
        ("merchant.choose", FIRST),
        ("merchant.report", FIRST),
        ("merchant.acknowledge", "nobody"),
    ]
    assert not acts(world)


async def test_what_is_neither_a_choice_nor_a_report_is_refused_and_audited(world: World) -> None:
    merchants = await start_merchants(world)
    await tell(world, merchants, FIRST)

    assert "own_notice or mandate" in await refusal(choose(merchants, FIRST, "later"))
    assert "published" in await refusal(report(merchants, FIRST, "nothing"))
    assert await report(merchants, FIRST, "published") == "published"

    assert [r.action for r in refusals(world)] == ["merchant.choose", "merchant.report"]
    assert [act.act for act in acts(world)] == ["published"]


async def test_a_choice_is_never_changed_silently(world: World) -> None:
    merchants = await start_merchants(world)
    await tell(world, merchants, FIRST)
    await choose(merchants, FIRST, "own_notice")

    assert await choose(merchants, FIRST, "own_notice") == "own_notice"
    assert "already chosen" in await refusal(choose(merchants, FIRST, "mandate"))

    assert (await entry(merchants, FIRST)).choice == "own_notice"
    assert "mandate" not in [act.choice for act in acts(world)]
    assert [r.action for r in refusals(world)] == ["merchant.choose"]


@both_ways
async def test_of_two_choices_at_the_same_moment_one_is_refused(world: World) -> None:
    merchants = await start_merchants(world)
    await tell(world, merchants, FIRST)
    with world.calls.held("record_merchant_act"):
        first = asyncio.create_task(choose(merchants, FIRST, "own_notice"))
        await eventually(lambda: acts(world))
        second = asyncio.create_task(choose(merchants, FIRST, "mandate"))
        await being_handled(merchants, 2)

    assert await first == "own_notice"
    assert "already chosen" in await refusal(second)
    assert [act.choice for act in acts(world)] == ["own_notice"]
    assert (await entry(merchants, FIRST)).choice == "own_notice"


async def test_reminders_passed_unseen_become_one(world: World) -> None:
    merchants = await start_merchants(world)
    long_ago = MerchantsTold(merchant_ids=(FIRST,), at=await world.now() - 50 * HOUR)
    await merchants.signal(MerchantsWorkflow.merchants_told, long_ago)

    await eventually(lambda: reminders(world))
    await world.skip(HOUR)

    assert [r.number for r in reminders(world)] == [2]
    assert (await entry(merchants, FIRST)).reminders == 2
    assert not escalations(world)


async def test_told_twice_counts_from_the_first_time(world: World) -> None:
    merchants = await start_merchants(world)
    await tell(world, merchants, FIRST)
    told_at = (await entry(merchants, FIRST)).told_at
    assert told_at is not None
    await world.skip(20 * HOUR)
    await tell(world, merchants, FIRST)
    await world.skip(5 * HOUR)

    (reminder,) = await eventually(lambda: reminders(world))
    assert reminder.at - told_at < 25 * HOUR
    assert (await entry(merchants, FIRST)).told_at == told_at


async def test_the_same_command_again_answers_the_same_and_runs_once(world: World) -> None:
    merchants = await start_merchants(world)
    await tell(world, merchants, FIRST)
    once = given("merchant_care")
    never = given("merchant_care")

    assert await choose(merchants, FIRST, "mandate", once) == "mandate"
    assert await choose(merchants, FIRST, "mandate", once) == "mandate"
    first = await refusal(choose(merchants, SECOND, "mandate", never))
    await tell(world, merchants, SECOND)
    assert await refusal(choose(merchants, SECOND, "mandate", never)) == first

    assert len(acts(world)) == 1
    assert len(refusals(world)) == 1


async def test_merchants_end_with_their_incident(world: World) -> None:
    merchants = await start_merchants(world)
    await tell(world, merchants, FIRST)
    await merchants.signal(MerchantsWorkflow.incident_ended)
    await merchants.result()
    assert not reminders(world)


@both_ways
async def test_a_merchant_that_answers_when_its_incident_is_gone_is_still_recorded(
    world: World,
) -> None:
    merchants = await start_merchants(world)
    await tell(world, merchants, FIRST)
    assert await acknowledge(merchants, FIRST) == "acknowledged"
    assert (await entry(merchants, FIRST)).acknowledged


async def test_an_answer_under_way_when_the_incident_ends_is_still_given(world: World) -> None:
    merchants = await start_merchants(world)
    await tell(world, merchants, FIRST)
    with world.calls.held("record_merchant_act"):
        answer = asyncio.create_task(acknowledge(merchants, FIRST))
        await world.called("record_merchant_act")
        await merchants.signal(MerchantsWorkflow.incident_ended)
        await merchants.query(MerchantsWorkflow.entries)

    assert await answer == "acknowledged"
    await merchants.result()
