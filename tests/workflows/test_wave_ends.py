"""How a wave comes to its end: letters, substitutes, the last look, its incident, a long life."""

import asyncio

from contracts.wave_payloads import FallBack, LettersPosted, SubstituteNotice
from tests.workflows.fake_waves import paused
from tests.workflows.samples import HOUR, given, standing, wave
from tests.workflows.wave_acts import DONE, begin, decide, let_go, looks, plan, said, sent
from tests.workflows.world import World, both_ways, eventually, next_run, refusal, run_of
from workflows.wave import WaveWorkflow


async def test_letters_are_printed_only_once_no_mail_is_open(world: World) -> None:
    world.fakes.waves.standings = [
        standing(open_mails=2, letters_to_print=1),
        standing(open_mails=1, letters_to_print=2),
        standing(letters_to_print=3),
        standing(letters_to_post=3),
        DONE,
    ]
    sending = await begin(world)

    await sending.result()

    asked = [name for name in world.calls.names if name in {"settle_wave", "print_letters"}]
    assert asked == [*["settle_wave"] * 3, "print_letters", *["settle_wave"] * 2]


async def test_letters_that_stay_unprinted_are_tried_at_each_look_and_not_faster(
    world: World,
) -> None:
    world.fakes.waves.standings = [*[standing(letters_to_print=1)] * 6, DONE]
    sending = await begin(world)

    await sending.result()

    assert world.calls.count("print_letters") == 3
    assert (looks(world)[-1] - looks(world)[0]).total_seconds() >= 60


async def test_posting_and_substituting_are_recorded_and_looked_at_at_once(world: World) -> None:
    world.fakes.waves.standings = [standing(letters_to_post=1, beyond_reach=1)]
    sending = await begin(world)
    await world.called("settle_wave")

    posted = LettersPosted(**given("contact_desk"))
    assert (await sending.execute_update(WaveWorkflow.letters_posted, posted)).sentence == "1"
    await world.called("settle_wave", 2)
    world.fakes.waves.standings = [DONE]
    reason = SubstituteNotice(**given("counsel"))
    assert (await sending.execute_update(WaveWorkflow.substitute, reason)).sentence == "1"

    await sending.result()
    (post,) = world.calls.of("post_letters", FallBack)
    (substitute,) = world.calls.of("substitute_notice", FallBack)
    assert (post.actor, substitute.actor) == ("contact_desk", "counsel")
    assert substitute.command_id == reason.command_id


@both_ways
async def test_a_wave_is_finished_only_when_its_sums_close(world: World) -> None:
    world.fakes.waves.standings = [standing(open_mails=1)]
    sending = await begin(world)
    await world.called("settle_wave")
    await world.skip(HOUR / 3)
    assert world.calls.count("finish_wave") == 0

    world.fakes.waves.standings = [DONE]

    assert await sending.result() == DONE
    assert world.calls.count("finish_wave") == 1


async def test_a_report_that_undoes_the_sums_at_the_last_moment_goes_on_settling(
    world: World,
) -> None:
    incident = await world.listen()
    world.fakes.waves.standings = [DONE]
    world.fakes.waves.finish_refusals = 2
    sending = await begin(world)

    assert await sending.result() == DONE

    assert world.calls.count("finish_wave") == 3
    assert world.calls.count("settle_wave") == 3
    assert (await said(incident)).count("finished") == 1


async def test_a_wave_that_was_never_started_ends_with_its_incident(world: World) -> None:
    planned = await plan(world)
    await planned.signal(WaveWorkflow.incident_ended)
    last = await planned.result()
    assert last.population == 3
    assert not last.adds_up
    assert not sent(world)


async def test_a_paused_wave_ends_with_its_incident(world: World) -> None:
    world.fakes.waves.shard_answers[0] = [paused(0)]
    world.fakes.waves.standings = [standing(open_mails=1)]
    incident = await world.listen()
    sending = await begin(world)

    async def is_paused() -> bool:
        return "paused" in await said(incident)

    await eventually(is_paused)
    await sending.signal(WaveWorkflow.incident_ended)
    assert not (await sending.result()).adds_up


@both_ways
async def test_continuing_as_new_keeps_open_shards_watermark_and_commands(
    short_world: World,
) -> None:
    world = short_world
    world.fakes.waves.standings = [standing(doubtful_requests=("request-1",))]
    quick = wave().policy.model_copy(update={"longest_look": wave().policy.first_look})
    start = given()
    sending = await plan(world, wave().model_copy(update={"policy": quick}))
    await let_go(sending, start)
    await world.called("settle_wave")
    first = await run_of(sending)
    for _ in range(6):
        assert await decide(sending, "told") == "1"
    await next_run(sending, first)

    assert await let_go(sending, start) == "sending"
    assert "started" in await refusal(let_go(sending))
    assert world.calls.count("check_wave_gates") == 1
    assert sorted(sent(world)) == [0, 1, 2]
    assert await decide(sending, "send_again") == "1"
    await world.called("send_shard", 6)
    world.fakes.waves.standings = [DONE]
    await decide(sending, "told")
    assert await sending.result() == DONE


async def test_a_decision_that_is_under_way_when_the_history_is_long_is_carried_over(
    short_world: World,
) -> None:
    world = short_world
    world.fakes.waves.standings = [standing(doubtful_requests=("request-1",))]
    sending = await begin(world)
    await world.called("settle_wave")
    await decide(sending, "told")
    with world.calls.held("decide_unknown"):
        decision = asyncio.create_task(decide(sending, "send_again"))
        await world.called("decide_unknown", 2)
        before = await run_of(sending)
        for _ in range(45):
            await sending.signal("nobody_listens")

    assert await decision == "1"
    await next_run(sending, before)
    await world.called("send_shard", 6)
    assert sorted(sent(world)) == [0, 0, 1, 1, 2, 2]
