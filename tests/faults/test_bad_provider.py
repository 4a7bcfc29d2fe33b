"""A provider on its worst day: slow, out of order, its answers lost, its events odd."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import databases
from tests.faults.stage import Stage, fault_mailroom, on_database

PEOPLE, BATCH = 60, 5


@pytest.fixture(params=databases.BOTH)
def stage(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Stage]:
    with (
        on_database(request.param),
        fault_mailroom(tmp_path / "mailroom") as (mailroom, port),
    ):
        yield Stage(tmp_path, mailroom, port, people=PEOPLE, batch=BATCH)


def test_lost_answers_and_odd_events_tell_nobody_twice(stage: Stage) -> None:
    stage.mailroom.behave(
        hold_events=True,
        answer_delay_ms=10,
        answer_next=[429, 503, 500],
        rate_limit_reset_seconds=0,
        reset_before_acceptance=1,
        reset_after_acceptance=2,
    )
    stage.run_until_sent()
    assert stage.mails() == PEOPLE - BATCH, "one request was lost on its way"
    assert len(stage.in_doubt()) == 3
    stage.see_it_through(
        shuffle_events=True,
        duplicate_events=True,
        duplicate_age_seconds=7_200,
        forged_events=True,
    )
    counts = stage.mailroom.status()
    assert counts["forged_refused"] > 0
    assert counts["forged_taken"] == 0
