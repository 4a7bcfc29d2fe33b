"""What cannot start says why and what to do, in one sentence, with exit code 2; no stack trace."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from hosting.house import child_environment
from hosting.ports import free_ports
from mailroom.signing import EventSigner
from maintenance import upgrade_register
from settings import Settings
from tests.ready_python import run_program

ANOTHER_KEY = "YW5vdGhlciBrZXkgb2YgdGhpcnR5LXR3byBieXRlcyE="
REFUSED = 2
OLD_SCHEMA = "0001"
SMALL_DISK = "size=700k"
ONE_SOONER = [
    ["worker"],
    pytest.param(["intake"], marks=pytest.mark.long),
    pytest.param(["cli", "up"], marks=pytest.mark.long),
]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A data folder with a register and a key of its own; nothing runs on its ports."""
    folder = tmp_path_factory.mktemp("bad-days")
    settings = Settings.rehearsal(folder / "data", language="en", **free_ports())
    upgrade_register(settings)
    signer = EventSigner.from_folder(folder)
    settings = settings.with_mailroom(signer.public_key())
    # The first to open a register leaves its key's mark in it; then Temporal is missing.
    assert "No Temporal server answers" in said_by(["worker"], settings)
    return settings


def said_by(
    program: Sequence[str], settings: Settings, *, before: Sequence[str] = (), **changed: str
) -> str:
    """Start `python -m program` and return its last words, once it has refused to run."""
    environment = {**child_environment(settings, os.environ), **changed}
    ended = (
        subprocess.run(
            [*before, sys.executable, "-m", *program],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        if before
        else run_program(program, environment)
    )
    assert ended.returncode == REFUSED, ended.stderr
    assert "Traceback" not in ended.stderr + ended.stdout
    return ended.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize("program", ["worker", pytest.param("intake", marks=pytest.mark.long)])
def test_a_register_of_another_master_key(opened: Settings, program: str) -> None:
    said = said_by([program], opened, SHIRASE_MASTER_KEY=ANOTHER_KEY)
    assert "sealed with another master key: set SHIRASE_MASTER_KEY" in said


def test_a_master_key_that_is_none(opened: Settings) -> None:
    said = said_by(["worker"], opened, SHIRASE_MASTER_KEY="correct horse battery staple")
    assert said.startswith("The master key is not base64; give 32 random bytes")
    assert "horse" not in said


def test_a_temporal_server_that_is_not_there(opened: Settings) -> None:
    said = said_by(["worker"], opened)
    assert f"No Temporal server answers at 127.0.0.1:{opened.temporal_port}" in said
    assert "Start it with `make up`" in said


@pytest.mark.parametrize("address", ["", "127.0.0.1:9"])
def test_a_temporal_server_that_is_not_there_in_production(
    opened: Settings, tmp_path: Path, address: str
) -> None:
    """As `make up` and a worker of one's own find it: no rehearsal, the shell's own variables."""
    production = opened.model_copy(update={"is_rehearsal": False})
    said = said_by(["worker"], production, HOME=str(tmp_path), TEMPORAL_ADDRESS=address)
    if address:
        assert f"The Temporal cluster at {address}, named by TEMPORAL_ADDRESS" in said
    else:
        assert "No Temporal server answers" in said


@pytest.fixture
def old_schema(opened: Settings, tmp_path: Path) -> Settings:
    settings = opened.model_copy(update={"database_url": f"sqlite:///{tmp_path / 'old.db'}"})
    upgrade_register(settings)
    engine = create_engine(settings.database_url)
    with engine.begin() as connection:
        statement = text("UPDATE alembic_version SET version_num = :version")
        connection.execute(statement, {"version": OLD_SCHEMA})
    engine.dispose()
    return settings


@pytest.mark.parametrize("program", ["worker", pytest.param("intake", marks=pytest.mark.long)])
def test_a_schema_that_is_too_old(old_schema: Settings, program: str) -> None:
    said = said_by([program], old_schema)
    assert f"schema version '{OLD_SCHEMA}', this Shirase reads" in said
    assert "run `shirase upgrade`" in said


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken.getsockname()[1]


def test_a_taken_port_of_the_house(opened: Settings, taken_port: int) -> None:
    said = said_by(["cli", "up"], opened, SHIRASE_TEMPORAL_PORT=str(taken_port))
    assert f"Port {taken_port} is taken by another program" in said
    assert "or set SHIRASE_TEMPORAL_PORT to a free port" in said


def test_a_taken_port_of_the_intake(opened: Settings, taken_port: int) -> None:
    said = said_by(["intake"], opened, SHIRASE_INTAKE_PORT=str(taken_port))
    assert "or set SHIRASE_INTAKE_PORT to a free port" in said


@pytest.mark.parametrize("program", ONE_SOONER)
def test_a_data_folder_that_cannot_be_made(
    opened: Settings, tmp_path: Path, program: Sequence[str]
) -> None:
    """A file stands where its parent should be, so that it fails for root as well."""
    (tmp_path / "file").touch()
    place = str(tmp_path / "file" / "data")
    said = said_by(program, opened, SHIRASE_DATA_DIR=place)
    assert place in said
    assert "that this user can write to" in said or "Give this user write access" in said


def test_a_setting_that_is_misspelt(opened: Settings) -> None:
    said = said_by(["worker"], opened, SHIRASE_SENDGRID_KEY="SG.secret")
    assert "The nearest name is SHIRASE_SENDGRID_API_KEY" in said
    assert "SG.secret" not in said


@pytest.fixture
def on_full_disk(opened: Settings, tmp_path: Path) -> Sequence[str]:
    """A command that runs the rest of its line with the data folder on a disk without room."""
    script = (
        f'mount -t tmpfs -o {SMALL_DISK} none "{tmp_path}" && '
        f'cp -R "{opened.data_dir}" "{tmp_path}/data" && '
        f'{{ dd if=/dev/zero of="{tmp_path}/filler" bs=1k 2>/dev/null; exec "$0" "$@"; }}'
    )
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script]
    if not shutil.which("unshare"):
        pytest.skip("a small disk of one's own needs `unshare`, which is a program of Linux")
    if subprocess.run([*command, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount a small disk of one's own")
    return command


@pytest.mark.parametrize("program", ONE_SOONER)
def test_a_data_folder_on_a_full_disk(
    opened: Settings, tmp_path: Path, on_full_disk: Sequence[str], program: Sequence[str]
) -> None:
    folder = tmp_path / "data"
    said = said_by(
        program,
        opened,
        before=on_full_disk,
        SHIRASE_DATA_DIR=str(folder),
        SHIRASE_DATABASE_URL=f"sqlite:///{folder / 'register.db'}",
    )
    assert "that the disk is not full" in said or "is nearly full" in said
