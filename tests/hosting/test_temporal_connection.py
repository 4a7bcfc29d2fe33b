import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path

import pytest
from temporalio.contrib.pydantic import pydantic_data_converter

from hosting.failures import HostingError
from hosting.ports import free_ports
from hosting.temporal_connection import connect, uses_outside_cluster
from hosting.temporal_server import TemporalServer
from settings import Settings
from tests.hosting.refusing_grpc_server import refusing_grpc_server

UNAUTHENTICATED, PERMISSION_DENIED = 16, 7
SECRET = "do-not-show"


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[TemporalServer]:
    running = TemporalServer(Settings.rehearsal(tmp_path, **free_ports()), with_ui=False)
    await running.start()
    yield running
    await running.kill()


def production(tmp_path: Path, **values: object) -> Settings:
    """Settings that are no rehearsal, whatever the machine's environment holds."""
    return Settings.rehearsal(tmp_path, **free_ports()).model_copy(
        update={"is_rehearsal": False, **values}
    )


async def problem_of(settings: Settings, environ: dict[str, str]) -> str:
    with pytest.raises(HostingError) as caught:
        await connect(settings, pydantic_data_converter, environ=environ)
    return str(caught.value)


def told_outside(home: Path, environments: Sequence[Mapping[str, str]]) -> list[bool]:
    """Asked in a process of its own: the default profile file is looked for in the real home."""
    program = (
        "import json, sys; from hosting.temporal_connection import uses_outside_cluster; "
        "print(json.dumps([uses_outside_cluster(each) for each in json.load(sys.stdin)]))"
    )
    result = subprocess.run(
        (sys.executable, "-c", program),
        env={"HOME": str(home), "PATH": os.environ["PATH"]},
        input=json.dumps(environments),
        check=True,
        capture_output=True,
        text=True,
    )
    return [bool(each) for each in json.loads(result.stdout)]


def test_an_outside_cluster_is_told_by_the_standard_variables(tmp_path: Path) -> None:
    embedded: Sequence[Mapping[str, str]] = (
        {},
        {"PATH": "/bin"},
        {"TEMPORAL_ADDRESS": ""},
        {"TEMPORAL_DEBUG": "1"},
    )
    outside = (
        {"TEMPORAL_ADDRESS": "cluster.invalid:7233"},
        {"TEMPORAL_API_KEY": SECRET},
        {"TEMPORAL_PROFILE": "production"},
        {"TEMPORAL_CONFIG_FILE": "temporal.toml"},
        {"TEMPORAL_TLS_CLIENT_CERT_PATH": "client.pem"},
    )

    assert told_outside(tmp_path, embedded) == [False] * len(embedded)
    assert told_outside(tmp_path, outside) == [True] * len(outside)


def test_an_outside_cluster_is_told_by_the_default_profile_file(tmp_path: Path) -> None:
    for folder in (".config/temporalio", "Library/Application Support/temporalio"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "temporal.toml").write_text(
            '[profile.default]\naddress = "cluster.invalid:7233"\n'
        )

    assert told_outside(tmp_path, [{}]) == [True]


async def test_a_rehearsal_connects_to_its_own_server_whatever_the_environment_says(
    server: TemporalServer,
) -> None:
    client = await connect(
        server.settings,
        pydantic_data_converter,
        environ={"TEMPORAL_ADDRESS": "cluster.invalid:7233", "TEMPORAL_API_KEY": SECRET},
    )

    assert client.service_client.config.target_host == server.address
    assert client.namespace == "shirase-rehearsal"


async def test_the_standard_profile_is_used_with_its_namespace(
    server: TemporalServer, tmp_path: Path
) -> None:
    file = tmp_path / "temporal.toml"
    file.write_text(
        f'[profile.breach]\naddress = "{server.address}"\nnamespace = "shirase-rehearsal"\n'
    )
    environ = {"TEMPORAL_CONFIG_FILE": str(file), "TEMPORAL_PROFILE": "breach"}

    client = await connect(production(tmp_path), pydantic_data_converter, environ=environ)

    assert client.namespace == "shirase-rehearsal"


async def test_a_missing_namespace_is_told_with_the_command(
    server: TemporalServer, tmp_path: Path
) -> None:
    environ = {"TEMPORAL_ADDRESS": server.address, "TEMPORAL_NAMESPACE": "nowhere"}

    problem = await problem_of(production(tmp_path, retention_days=30), environ)

    assert "temporal operator namespace create --namespace nowhere --retention 30d" in problem


async def test_no_embedded_server_is_told_with_the_remedy(tmp_path: Path) -> None:
    assert "`make up`" in await problem_of(production(tmp_path), {"HOME": str(tmp_path)})


async def test_an_unreachable_cluster_is_told_with_the_remedy(tmp_path: Path) -> None:
    port = free_ports()["temporal_port"]

    problem = await problem_of(
        production(tmp_path), {"TEMPORAL_ADDRESS": f"127.0.0.1:{port}", "TEMPORAL_API_KEY": SECRET}
    )

    assert "TEMPORAL_ADDRESS" in problem
    assert SECRET not in problem


async def test_tls_towards_a_server_without_is_told(server: TemporalServer, tmp_path: Path) -> None:
    environ = {"TEMPORAL_ADDRESS": server.address, "TEMPORAL_API_KEY": SECRET}

    problem = await problem_of(production(tmp_path), environ)

    assert "TLS" in problem
    assert SECRET not in problem


@pytest.mark.parametrize("status", [UNAUTHENTICATED, PERMISSION_DENIED])
async def test_a_refused_key_is_told_with_the_remedy(tmp_path: Path, status: int) -> None:
    async with refusing_grpc_server(status) as address:
        environ = {
            "TEMPORAL_ADDRESS": address,
            "TEMPORAL_API_KEY": SECRET,
            "TEMPORAL_TLS": "false",
        }
        problem = await asyncio.wait_for(problem_of(production(tmp_path), environ), 20)

    assert "TEMPORAL_API_KEY" in problem
    assert SECRET not in problem


async def test_an_unreadable_profile_is_told_without_its_content(tmp_path: Path) -> None:
    file = tmp_path / "temporal.toml"
    file.write_text(f'[profile.default\napi_key = "{SECRET}')

    problem = await problem_of(production(tmp_path), {"TEMPORAL_CONFIG_FILE": str(file)})

    assert "TEMPORAL_CONFIG_FILE" in problem
    assert SECRET not in problem


def test_the_process_environment_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEMPORAL_ADDRESS", "cluster.invalid:7233")

    assert uses_outside_cluster()
