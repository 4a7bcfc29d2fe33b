"""What the wave tests do to a wave, and what they read of it."""

from datetime import datetime
from typing import Any

from temporalio.client import WorkflowHandle

from contracts.names import wave_workflow_id
from contracts.wave_payloads import (
    DecideUnknown,
    ResumeWave,
    SendShard,
    SettleWave,
    StartWave,
    WaveInput,
    WaveStanding,
)
from tests.workflows.ear import IncidentEar
from tests.workflows.samples import INCIDENT, QUEUE, given, standing, wave
from tests.workflows.world import World
from workflows.wave import WaveWorkflow

Wave = WorkflowHandle[WaveWorkflow, WaveStanding]

DONE = standing(adds_up=True)


async def plan(world: World, start: WaveInput | None = None) -> Wave:
    return await world.client.start_workflow(
        WaveWorkflow.run, start or wave(), id=wave_workflow_id(INCIDENT, 1), task_queue=QUEUE
    )


async def begin(world: World, start: WaveInput | None = None) -> Wave:
    handle = await plan(world, start)
    assert await let_go(handle) == "sending"
    return handle


async def let_go(handle: Wave, fields: dict[str, Any] | None = None) -> str:
    command = StartWave(**(fields or given()))
    return (await handle.execute_update(WaveWorkflow.start, command)).sentence


async def resume(handle: Wave) -> str:
    return (await handle.execute_update(WaveWorkflow.resume, ResumeWave(**given()))).sentence


async def decide(handle: Wave, decision: str) -> str:
    command = DecideUnknown(**given(), request_ids=("request-1",), decision=decision)
    return (await handle.execute_update(WaveWorkflow.decide_unknown, command)).sentence


async def said(incident: WorkflowHandle[Any, Any]) -> list[str]:
    return [change.state for change in await incident.query(IncidentEar.heard)]


def looks(world: World) -> list[datetime]:
    return [look.at for look in world.calls.of("settle_wave", SettleWave)]


def sent(world: World) -> list[int]:
    return [shard.shard for shard in world.calls.of("send_shard", SendShard)]
