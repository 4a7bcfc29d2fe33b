"""Tasks: who may close them, with what, and when they are late."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.parties import StaffRole
from domain.tasks import Task, TaskState, TaskTrack, may_close, why_not_closed

DUE = datetime(2026, 1, 8, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def task(**changes: object) -> Task:
    values: dict[str, object] = {
        "id": "01",
        "number": 3,
        "track": TaskTrack.FIRST_HOUR,
        "owner": StaffRole.COUNSEL,
        "due_at": DUE,
        "evidence_required": True,
    }
    return Task.model_validate(values | changes)


@pytest.mark.parametrize(
    ("actor", "may"),
    [
        ("counsel", True),
        ("commander", True),
        ("deputy", True),
        ("privacy_officer", False),
        ("app-vendor", False),
    ],
)
def test_the_owner_commander_and_deputy_close_a_task(actor: str, *, may: bool) -> None:
    assert may_close(task(), actor) is may
    refusal = why_not_closed(task(), TaskState.DONE, actor, "minutes of 9:30")
    assert (refusal == "") is may


@pytest.mark.parametrize(
    ("ending", "words", "required", "refused_for"),
    [
        (TaskState.DONE, "image at the firm", True, ""),
        (TaskState.DONE, "", True, "evidence"),
        (TaskState.DONE, " \n", True, "evidence"),
        (TaskState.DONE, "", False, ""),
        (TaskState.NOT_DONE, "no card data", True, ""),
        (TaskState.NOT_DONE, "", False, "reason"),
    ],
)
def test_done_needs_evidence_and_not_done_a_reason(
    ending: TaskState, words: str, *, required: bool, refused_for: str
) -> None:
    refusal = why_not_closed(task(evidence_required=required), ending, "counsel", words)
    assert refused_for in refusal
    assert bool(refusal) is bool(refused_for)


@pytest.mark.parametrize("state", [TaskState.DONE, TaskState.NOT_DONE])
def test_a_closed_task_stays_as_it_was_closed(state: TaskState) -> None:
    closed = task(state=state, closed_at=DUE, closed_by="counsel")
    assert "stands" in why_not_closed(closed, TaskState.DONE, "commander", "other")
    assert not closed.is_overdue(DUE + MINUTE)


def test_a_task_is_in_time_until_its_very_moment() -> None:
    assert not task().is_overdue(DUE)
    assert task().is_overdue(DUE + MINUTE)
    assert not task(state=TaskState.DONE, closed_at=DUE).was_late
    assert task(state=TaskState.DONE, closed_at=DUE + MINUTE).was_late
