"""One house for all tests of a process, in a shell set up for production; and what happens in it.

Each long story is told by one file alone, so that files can run beside each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.endtoend import stories
from tests.endtoend.bad_days import BadDays, live_through_bad_days
from tests.endtoend.killed_wave import KilledWave, kill_a_wave
from tests.endtoend.listeners import RecordingListener
from tests.endtoend.running_house import Incident, RunningHouse, play

FEW = 60


@dataclass(frozen=True)
class Shell:
    """What a user's shell holds for production, and who listens there."""

    variables: dict[str, str]
    listeners: dict[str, RecordingListener]
    home: Path
    production: Path


@pytest.fixture(scope="session")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """Every variable by which something of production could be reached."""
    folder = tmp_path_factory.mktemp("shell")
    home, production = folder / "home", folder / "production"
    home.mkdir()
    production.mkdir()
    listeners = {name: RecordingListener() for name in ("mail", "temporal", "profile", "proxy")}
    profiles = folder / "temporal.toml"
    profiles.write_text(f'[profile.production]\naddress = "{listeners["profile"].address}"\n')
    proxy = f"http://{listeners['proxy'].address}"
    variables = {
        "HOME": str(home),
        "HTTP_PROXY": proxy,
        "HTTPS_PROXY": proxy,
        "http_proxy": proxy,
        "https_proxy": proxy,
        "SHIRASE_DATABASE_URL": f"sqlite:///{production / 'register.db'}",
        "SHIRASE_DATA_DIR": str(production),
        "SHIRASE_MASTER_KEY": "cHJvZHVjdGlvbiBrZXkgb2YgMzIgYnl0ZXMhISEhISE=",
        "SHIRASE_SENDER_MAIL": "notice@a-real-company.co.jp",
        "SHIRASE_SENDGRID_API_KEY": "SG.production",
        "SHIRASE_SENDGRID_URL": f"http://{listeners['mail'].address}",
        "TEMPORAL_ADDRESS": listeners["temporal"].address,
        "TEMPORAL_API_KEY": "production",
        "TEMPORAL_CONFIG_FILE": str(profiles),
        "TEMPORAL_NAMESPACE": "production",
        "TEMPORAL_PROFILE": "production",
    }
    yield Shell(variables, listeners, home, production)
    for listener in listeners.values():
        listener.close()


@pytest.fixture(scope="session")
def running_house(tmp_path_factory: pytest.TempPathFactory, shell: Shell) -> Iterator[RunningHouse]:
    house = RunningHouse(tmp_path_factory.mktemp("house") / "data", shell.variables)
    yield house
    house.stop()


@pytest.fixture(scope="session")
def told(running_house: RunningHouse) -> Incident:
    """An incident whose merchants have been told; two of them have given their mandates."""
    return running_house.run(tell_the_merchants(running_house))


@pytest.fixture(scope="session")
def killed_wave(running_house: RunningHouse) -> KilledWave:
    return running_house.run(kill_a_wave(running_house))


@pytest.fixture(scope="session")
def bad_days(running_house: RunningHouse) -> BadDays:
    return running_house.run(live_through_bad_days(running_house))


async def tell_the_merchants(house: RunningHouse) -> Incident:
    acts = (
        *stories.up_to_the_merchants_told(house.file),
        *stories.mandates(house.file, "merchant-a", "merchant-c"),
    )
    incident = await house.open(acts, people=FEW)
    await play(incident, acts)
    return incident
