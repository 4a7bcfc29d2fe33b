"""A rehearsal in a shell that is set up for production reaches nothing of production."""

import json
import os
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from hosting.temporal_connection import uses_outside_cluster
from settings import Settings
from settings_complaints import SettingsError
from tests.endtoend.conftest import Shell
from tests.endtoend.listeners import RecordingListener
from tests.endtoend.running_house import Incident, RunningHouse

NONE = {"mail": 0, "temporal": 0, "profile": 0, "proxy": 0}
ROOT = Path(__file__).parents[2]


def test_the_shell_is_set_up_for_production(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it would prove nothing that nobody connected."""
    for name, value in shell.variables.items():
        monkeypatch.setenv(name, value)
    settings = Settings.load()
    assert not settings.is_rehearsal
    assert not settings.uses_mailroom
    assert settings.sendgrid_url == shell.variables["SHIRASE_SENDGRID_URL"]
    assert uses_outside_cluster(os.environ)


def connections(shell: Shell) -> dict[str, int]:
    return {name: listener.connections for name, listener in shell.listeners.items()}


def test_nobody_connected_to_production(told: Incident, shell: Shell) -> None:
    assert connections(shell) == NONE


def test_a_listener_would_have_noticed() -> None:
    with closing(RecordingListener()) as listener:
        assert listener.connections == 0
        for connections_so_far in (1, 2):
            socket.create_connection(("127.0.0.1", listener.port)).close()
            assert listener.has_counted(connections_so_far)


def test_nothing_of_production_was_written(told: Incident, shell: Shell) -> None:
    assert list(shell.production.iterdir()) == []


def test_everything_lands_in_the_rehearsals_folder(
    running_house: RunningHouse, told: Incident, shell: Shell
) -> None:
    folder = running_house.settings.data_dir
    assert list(folder.parent.iterdir()) == [folder]
    assert list(shell.home.rglob("*")) == []
    assert {"register.db", "temporal.db", "master.key"} <= {p.name for p in folder.iterdir()}


def test_the_rehearsal_has_a_key_of_its_own(running_house: RunningHouse, shell: Shell) -> None:
    assert running_house.settings.master_key is None
    key = running_house.settings.key_file.read_text().strip()
    assert key != shell.variables["SHIRASE_MASTER_KEY"]


@pytest.mark.long
@pytest.mark.timeout(400)
def test_the_demo_itself_reaches_nobody(shell: Shell, tmp_path: Path) -> None:
    before = connections(shell)
    ended = subprocess.run(
        [sys.executable, "-m", "cli", "demo", "--json", "--crash", "--people", "400"],
        env={**os.environ, **shell.variables, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert ended.returncode == 0, ended.stderr
    sums = json.loads(ended.stdout.splitlines()[-1])
    assert sums["phase"] == "closed"
    assert sums["mail"]["duplicates"] == 0
    assert connections(shell) == before
    assert [path.name for path in tmp_path.iterdir()] == [".data"]
    assert [path.name for path in (tmp_path / ".data").iterdir()] == ["demo"]
    assert list(shell.production.iterdir()) == []
    assert list(shell.home.rglob("*")) == []


@pytest.mark.parametrize(
    "url",
    [
        "https://api.sendgrid.com",
        "http://10.0.0.1:8432",
        "https://127.0.0.1.a-real-company.co.jp",
        "https://127.0.0.1@a-real-company.co.jp",
        "https://localhost.a-real-company.co.jp",
        "https://0x0a000001/",
    ],
)
def test_a_rehearsal_refuses_a_mail_url_off_this_machine(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError, match="SENDGRID_URL must"):
        Settings.rehearsal(tmp_path, sendgrid_url=url)
