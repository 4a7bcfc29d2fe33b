"""The whole house, as `make up` runs it: real processes, real ports, a real Ctrl-C."""

import os
import signal
from pathlib import Path

import httpx

from hosting.house import child_environment
from settings import Settings
from tests.hosting.live_house import LiveHouse

PARTS = ("Temporal server", "codec server", "mailroom (no mail leaves)", "intake", "worker")


def answers(url: str) -> bool:
    try:
        httpx.get(url, trust_env=False)
    except httpx.TransportError:
        return False
    return True


def test_up_shows_restarts_and_stops_everything(house_that_is_up: LiveHouse) -> None:
    """Comes last of all that use this house, since it ends it."""
    house, settings = house_that_is_up, house_that_is_up.settings
    places = (settings.intake_url, settings.mailroom_url, settings.codec_url)
    for part in PARTS:
        assert part in house.table
    for place in places:
        assert place in house.table
        assert answers(place)
    first_worker = int(settings.ready_file("worker").read_text())

    os.kill(first_worker, signal.SIGKILL)
    told = house.read_until("runs again")
    assert "The worker has ended." in told
    assert str(settings.log_file("worker")) in told
    assert int(settings.ready_file("worker").read_text()) != first_worker

    house.process.send_signal(signal.SIGINT)
    assert "Everything is stopped." in house.read_until("stopped")
    assert house.process.wait(timeout=30) == 0
    assert not any(answers(place) for place in places)


def test_a_rehearsals_children_see_nothing_of_the_users_settings(tmp_path: Path) -> None:
    settings = Settings.rehearsal(tmp_path / "data")
    environ = {"PATH": "/bin", "SHIRASE_SENDGRID_API_KEY": "SG.real", "TEMPORAL_ADDRESS": "real:1"}

    environment = child_environment(settings, environ)

    assert environment["PATH"] == "/bin"
    assert environment["SHIRASE_SENDGRID_API_KEY"] != "SG.real"
    assert "TEMPORAL_ADDRESS" not in environment
