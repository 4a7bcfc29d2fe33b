from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.activities.wave_runner import WaveRunner, free_port
from tests.mailroom.mailroom_runner import RunningMailroom, running_mailroom
from tests.register_fixtures import Case, create_register


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(create_register(tmp_path)).open()


@pytest.fixture
def intake_port() -> int:
    return free_port()


@pytest.fixture
def mailroom(tmp_path: Path, intake_port: int) -> Iterator[RunningMailroom]:
    url = f"http://127.0.0.1:{intake_port}/events/sendgrid"
    with running_mailroom(tmp_path / "mailroom", url) as mailroom:
        yield mailroom


@pytest.fixture
def runner(case: Case, mailroom: RunningMailroom, tmp_path: Path) -> WaveRunner:
    return WaveRunner(case, mailroom.url, tmp_path / "outbox", timeout_seconds=1.0)
