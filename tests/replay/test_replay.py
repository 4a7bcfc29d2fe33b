"""Incidents live for months: histories of every released shape still replay with this code."""

import json
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from worker import WORKFLOWS

GOLDEN = sorted((Path(__file__).parent / "histories").glob("*.json"))
REMEDY = """
{name} does not replay any more: an incident of this shape that runs somewhere would stand still
after the deploy.
- The commands changed by accident (another order, one more activity, timer or signal): undo it.
- The change is meant: put it behind workflow.patched("<what-changed>") so that this history takes
  the old way, and record the new shape beside it: python -m tests.replay.record <version>.
- This shape was never released: delete its file and record it anew.
What the replay says: {failure}
"""


def read(path: Path) -> WorkflowHistory:
    return WorkflowHistory.from_json(path.stem, path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
async def test_a_recorded_history_replays(path: Path) -> None:
    history = read(path)
    replayer = Replayer(
        workflows=WORKFLOWS, data_converter=pydantic_data_converter, build_id="tests"
    )

    replayed = await replayer.replay_workflow(history, raise_on_replay_failure=False)

    if replayed.replay_failure is not None:
        pytest.fail(REMEDY.format(name=path.name, failure=replayed.replay_failure), pytrace=False)


def test_every_workflow_has_a_recorded_history() -> None:
    started = [json.loads(path.read_text(encoding="utf-8"))["events"][0] for path in GOLDEN]
    recorded = {
        event["workflowExecutionStartedEventAttributes"]["workflowType"]["name"]
        for event in started
    }
    assert recorded == {kind.__name__ for kind in WORKFLOWS}
