"""A wave that rests, pauses, is given up half-way, or goes on by another sender."""

import asyncio
from datetime import timedelta
from typing import Any

from temporalio.client import WorkflowHandle

from contracts.wave_payloads import (
    CancelWave,
    FallBack,
    PauseWave,
    ResumeWave,
    SendShard,
    ShardResult,
    WaveGate,
)
from domain.pacing import Canary, Pacing
from domain.suppressions import Bypass
from tests.workflows.fake_waves import paused, through
from tests.workflows.samples import DAY, HOUR, given, standing, wave
from tests.workflows.wave_acts import DONE, Wave, begin, decide, let_go, plan, said, sent
from tests.workflows.world import World, both_ways, eventually, refusal
from workflows.wave import WaveWorkflow

PACING = Pacing(
    canary=Canary(people=1, wait=HOUR, most_bounced_per_mille=50, most_complained_per_mille=1)
)


async def resting(world: World, shard: int, wait: timedelta) -> ShardResult:
    """A shard whose pace lets nobody go for a while."""
    until = await world.now() + wait
    left = through(shard).model_copy(update={"remaining": 1, "not_before": until})
    return ShardResult.model_validate(left)


async def pause(handle: Wave) -> str:
    return (await handle.execute_update(WaveWorkflow.pause, PauseWave(**given()))).sentence


async def cancel(handle: Wave) -> str:
    return (await handle.execute_update(WaveWorkflow.cancel, CancelWave(**given()))).sentence


async def has_said(incident: WorkflowHandle[Any, Any], state: str) -> bool:
    return state in await said(incident)


def paced(**more: Any) -> Any:
    policy = wave().policy.model_copy(update={"pacing": PACING, "bypass": (Bypass.BOUNCES,)})
    return wave(**more).model_copy(update={"policy": policy})


@both_ways
async def test_a_wave_rests_as_long_as_its_pace_says_and_goes_on_by_itself(world: World) -> None:
    world.fakes.waves.shard_answers[1] = [await resting(world, 1, HOUR)]
    world.fakes.waves.standings = [standing(open_mails=1), DONE]
    before = await world.now()
    sending = await begin(world, paced())
    await sending.result()

    assert sorted(sent(world)) == [0, 1, 1, 2]
    assert await world.now() - before >= HOUR
    (gate,) = world.calls.of("check_wave_gates", WaveGate)
    assert gate.pacing == PACING
    assert {shard.bypass for shard in world.calls.of("send_shard", SendShard)} == {
        (Bypass.BOUNCES,)
    }


@both_ways
async def test_a_pause_ends_a_rest_and_a_resume_goes_on(world: World) -> None:
    incident = await world.listen()
    rests = await resting(world, 1, 30 * DAY)
    world.fakes.waves.shard_answers[1] = [rests, paused(1, "a person paused this wave")]
    world.fakes.waves.standings = [standing(open_mails=1)]
    sending = await begin(world)
    await eventually(lambda: len(sent(world)) == 3)

    assert await pause(sending) == "paused"
    await eventually(lambda: has_said(incident, "paused"))
    command = ResumeWave(**given(), sender_id="smtp", urgent=True)
    assert (await sending.execute_update(WaveWorkflow.resume, command)).sentence == "sending"

    await eventually(lambda: len(sent(world)) == 5)
    world.fakes.waves.standings = [DONE]
    await sending.result()
    assert sorted(sent(world)) == [0, 1, 1, 1, 2]
    (gate,) = world.calls.of("resume_sender", WaveGate)
    assert (gate.sender_id, gate.urgent) == ("smtp", True)


@both_ways
async def test_a_wave_given_up_half_way_is_settled_and_sends_nothing_more(world: World) -> None:
    incident = await world.listen()
    world.fakes.waves.shard_answers[1] = [paused(1)]
    world.fakes.waves.standings = [standing(open_mails=1)]
    sending = await begin(world)
    await eventually(lambda: has_said(incident, "paused"))

    assert await cancel(sending) == "3"
    await world.called("settle_wave")
    assert "not paused" in await refusal(
        sending.execute_update(WaveWorkflow.resume, ResumeWave(**given()))
    )
    assert await decide(sending, "send_again") == "1"
    world.fakes.waves.standings = [DONE]

    assert await sending.result() == DONE
    assert sorted(sent(world)) == [0, 1, 2]
    assert (await said(incident))[-1] == "finished"
    assert world.calls.count("cancel_wave") == 1


async def test_giving_up_waits_for_no_pause_of_shards_on_their_way(world: World) -> None:
    incident = await world.listen()
    world.fakes.waves.standings = [standing(open_mails=1), DONE]
    world.fakes.waves.shard_answers[0] = [paused(0, "this wave was cancelled")]
    with world.calls.held("send_shard"):
        sending = await begin(world)
        await world.called("send_shard", 2)
        assert await cancel(sending) == "3"
    assert await sending.result() == DONE
    assert "paused" not in await said(incident)


async def test_a_wave_that_rests_can_be_hurried(world: World) -> None:
    world.fakes.waves.shard_answers[1] = [await resting(world, 1, 30 * DAY)]
    world.fakes.waves.standings = [standing(open_mails=1), DONE]
    sending = await begin(world)
    await eventually(lambda: len(sent(world)) == 3)
    await asyncio.sleep(0.1)
    before = await world.now()

    command = ResumeWave(**given(), urgent=True)
    assert (await sending.execute_update(WaveWorkflow.resume, command)).sentence == "sending"

    # Time stands still until a result is awaited: no timer has brought the wave here.
    await world.called("finish_wave")
    assert await world.now() - before < DAY
    await sending.result()


async def test_a_refused_cancellation_leaves_a_wave_as_it_is(world: World) -> None:
    world.fakes.waves.cancel_refusal = "Cancelling a wave needs a reason."
    world.fakes.waves.standings = [DONE]
    planned = await plan(world)
    assert "needs a reason" in await refusal(cancel(planned))
    assert await let_go(planned) == "sending"
    await planned.result()
    assert world.calls.of("cancel_wave", FallBack)
