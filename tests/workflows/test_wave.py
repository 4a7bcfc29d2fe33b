"""A wave: gates, shards some at a time, pauses, settling with growing gaps, sums that close."""

import asyncio
from typing import Any

import pytest
from temporalio.client import WorkflowHandle

from contracts.failures import FailureKind, failure
from contracts.incident_payloads import Refusal
from contracts.names import document_workflow_id
from contracts.wave_payloads import (
    SendShard,
    SettleWave,
    UnknownDecision,
    WaveGate,
)
from tests.workflows.fake_waves import paused, through
from tests.workflows.samples import DAY, INCIDENT, QUEUE, document, given, standing, wave
from tests.workflows.wave_acts import DONE, begin, decide, let_go, looks, plan, resume, said, sent
from tests.workflows.world import (
    World,
    being_handled,
    both_ways,
    eventually,
    refusal,
)
from workflows.document import DocumentWorkflow


@both_ways
async def test_from_start_to_sums_that_close(world: World) -> None:
    incident = await world.listen()
    text = await world.client.start_workflow(
        DocumentWorkflow.run, document(), id=document_workflow_id(INCIDENT, 1), task_queue=QUEUE
    )
    world.fakes.waves.standings = [standing(open_mails=1), DONE]
    sending = await begin(world)

    assert await sending.result() == DONE
    assert sorted(sent(world)) == [0, 1, 2]
    states = [state for state in await said(incident) if state in {"sending", "settling"}]
    assert states[:2] == ["sending", "settling"]
    assert (await said(incident))[-1] == "finished"
    assert await text.result() == "issued"


async def test_shut_gates_refuse_with_every_reason(world: World) -> None:
    world.fakes.waves.gate_reasons = ("No mandate.", "No approval.")
    world.fakes.waves.standings = [DONE]
    planned = await plan(world)
    again = given()

    assert await refusal(let_go(planned, again)) == "No mandate. No approval."
    world.fakes.waves.gate_reasons = ()
    assert await refusal(let_go(planned, again)) == "No mandate. No approval."
    assert world.calls.count("check_wave_gates") == 1
    assert not sent(world)

    assert await let_go(planned) == "sending"
    await planned.result()


async def test_what_a_wave_does_not_allow_is_refused_and_audited(world: World) -> None:
    world.fakes.waves.standings = [standing(open_mails=1)]
    sending = await begin(world)

    assert "started" in await refusal(let_go(sending))
    assert "not paused" in await refusal(resume(sending))
    assert "send_again, told" in await refusal(decide(sending, "forget"))

    actions = [r.action for r in world.calls.of("record_refusal", Refusal)]
    assert actions == ["wave.start", "wave.resume", "wave.decide_unknown"]
    assert world.calls.count("decide_unknown") == 0


async def test_of_two_starts_at_the_same_moment_one_is_refused(world: World) -> None:
    world.fakes.waves.standings = [standing(open_mails=1)]
    planned = await plan(world)
    with world.calls.held("check_wave_gates"):
        starts = [asyncio.create_task(let_go(planned)) for _ in range(2)]
        await being_handled(planned, 2)
    answers = await asyncio.gather(*starts, return_exceptions=True)

    assert sorted(isinstance(answer, Exception) for answer in answers) == [False, True]
    await world.called("settle_wave")
    assert sorted(sent(world)) == [0, 1, 2]


async def test_so_many_shards_at_once_and_no_more(world: World) -> None:
    world.fakes.waves.standings = [DONE]
    with world.calls.held("send_shard"):
        sending = await begin(world, wave(shards=5))
        await world.called("send_shard", 2)
        await asyncio.sleep(0.3)
        assert sorted(sent(world)) == [0, 1]

    await sending.result()
    assert sorted(sent(world)) == [0, 1, 2, 3, 4]


@both_ways
@pytest.mark.parametrize(
    "trouble",
    [
        paused(1, "counsel asks to wait"),
        failure(FailureKind.REGISTER_BEHIND, "restored from an older backup"),
        failure(FailureKind.STALE_EPOCH, "taken over"),
    ],
    ids=["paused", "register behind", "stale epoch"],
)
async def test_a_shard_in_trouble_pauses_the_wave_until_somebody_resumes(
    world: World, trouble: Any
) -> None:
    incident = await world.listen()
    world.fakes.waves.shard_answers[1] = [trouble]
    world.fakes.waves.standings = [standing(open_mails=1), DONE]
    sending = await begin(world)
    await eventually(lambda: has_said(incident, "paused"))
    await world.skip(5 * DAY)
    assert sorted(sent(world)) == [0, 1, 2]
    assert not looks(world)

    assert await resume(sending) == "sending"

    await sending.result()
    assert sorted(sent(world)) == [0, 1, 1, 2]
    (gate,) = world.calls.of("resume_sender", WaveGate)
    assert gate.actor == "commander"


async def has_said(incident: WorkflowHandle[Any, Any], state: str) -> bool:
    return state in await said(incident)


async def test_the_watermark_only_rises_and_goes_with_each_shard(world: World) -> None:
    world.fakes.waves.shard_answers = {0: [through(0, 7)], 1: [through(1, 5)]}
    world.fakes.waves.standings = [DONE]
    one_by_one = wave().model_copy(
        update={"policy": wave().policy.model_copy(update={"shards_at_once": 1})}
    )
    sending = await begin(world, one_by_one)
    await sending.result()
    assert [s.watermark for s in world.calls.of("send_shard", SendShard)] == [0, 7, 7]


@both_ways
async def test_looks_come_with_growing_gaps_up_to_the_longest(world: World) -> None:
    world.fakes.waves.standings = [*[standing(open_mails=1)] * 6, DONE]
    sending = await begin(world)

    await sending.result()

    gaps = [
        round((after - before).total_seconds(), -1)
        for before, after in zip(looks(world), looks(world)[1:], strict=False)
    ]
    assert gaps == [10, 20, 40, 80, 80, 80]
    settle = world.calls.of("settle_wave", SettleWave)[-1]
    assert abs((settle.at - settle.settled_before) - 3 * DAY).total_seconds() < 5


@pytest.mark.parametrize(
    ("decision", "times_sent"), [("told", [0, 1, 2]), ("send_again", [0, 0, 1, 1, 2, 2])]
)
async def test_a_decision_about_doubtful_requests_is_carried_out_at_once(
    world: World, decision: str, times_sent: list[int]
) -> None:
    world.fakes.waves.standings = [standing(doubtful_requests=("request-1",))] * 2 + [DONE]
    sending = await begin(world)
    await world.called("settle_wave")

    assert await decide(sending, decision) == "1"

    await sending.result()
    assert sorted(sent(world)) == times_sent
    (decided,) = world.calls.of("decide_unknown", UnknownDecision)
    assert (decided.decision, decided.request_ids) == (decision, ("request-1",))


async def test_a_decision_that_moves_nobody_sends_nothing_again(world: World) -> None:
    world.fakes.waves.standings = [standing(doubtful_requests=("request-1",))] * 2 + [DONE]
    world.fakes.waves.moved = 0
    sending = await begin(world)
    await world.called("settle_wave")
    assert await decide(sending, "send_again") == "0"
    await sending.result()
    assert sorted(sent(world)) == [0, 1, 2]


async def test_whom_a_decision_adds_to_a_shard_under_way_is_not_forgotten(world: World) -> None:
    world.fakes.waves.standings = [standing(open_mails=1), DONE]
    with world.calls.held("send_shard"):
        sending = await begin(world, wave(shards=1))
        await world.called("send_shard")
        assert await decide(sending, "send_again") == "1"

    await sending.result()
    assert sent(world) == [0, 0]
