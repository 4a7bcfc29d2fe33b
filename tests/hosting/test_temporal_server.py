import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from temporalio.api.operatorservice.v1 import (
    ListSearchAttributesRequest,
    RemoveSearchAttributesRequest,
)
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.contrib.pydantic import pydantic_data_converter

from contracts.search_attributes import SEARCH_ATTRIBUTES
from hosting.failures import HostingError
from hosting.ports import free_ports
from hosting.search_attributes import ensure_search_attributes
from hosting.temporal_connection import connect
from hosting.temporal_server import TemporalServer
from settings import Settings


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[TemporalServer]:
    prepared = TemporalServer(
        Settings.rehearsal(tmp_path / "data", retention_days=30, **free_ports()), with_ui=False
    )
    yield prepared
    await prepared.kill()


async def client_of(server: TemporalServer) -> Client:
    return await connect(server.settings, pydantic_data_converter)


@pytest.mark.parametrize("ending", ["stop", "kill"])
async def test_incidents_survive_a_restart(server: TemporalServer, ending: str) -> None:
    await server.start()
    first_pid = server.pid
    await (await client_of(server)).start_workflow("Any", id="kept", task_queue="none")

    await getattr(server, ending)()
    assert not server.is_running
    await server.start()

    kept = await (await client_of(server)).get_workflow_handle("kept").describe()
    assert kept.status is WorkflowExecutionStatus.RUNNING
    assert server.pid != first_pid


async def test_namespace_has_retention_and_search_attributes(server: TemporalServer) -> None:
    await server.start()
    client = await client_of(server)

    described = await client.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace=client.namespace)
    )
    listed = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace)
    )

    assert described.config.workflow_execution_retention_ttl.ToTimedelta().days == 30
    assert {name: int(kind) for name, kind in listed.custom_attributes.items()} == {
        key.name: int(key.indexed_value_type) for key in SEARCH_ATTRIBUTES
    }


async def test_removed_search_attributes_are_registered_again(server: TemporalServer) -> None:
    await server.start()
    client = await client_of(server)
    name = SEARCH_ATTRIBUTES[0].name
    await client.operator_service.remove_search_attributes(
        RemoveSearchAttributesRequest(namespace=client.namespace, search_attributes=[name])
    )

    await ensure_search_attributes(client)

    listed = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace)
    )
    assert name in listed.custom_attributes


async def test_the_sqlite_file_uses_wal(server: TemporalServer) -> None:
    await server.start()

    assert server.database_file.with_name("temporal.db-wal").exists()


@pytest.mark.parametrize("setting", ["temporal_port", "temporal_ui_port"])
async def test_a_taken_port_is_told_with_its_setting(tmp_path: Path, setting: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        settings = Settings.rehearsal(tmp_path, **{**free_ports(), setting: port})
        server = TemporalServer(settings)

        with pytest.raises(HostingError) as caught:
            await server.start()

    assert f"Port {port} is taken" in str(caught.value)
    assert f"SHIRASE_{setting.upper()}" in str(caught.value)
    assert str(port) in caught.value.in_language("ja")
    assert not server.is_running


async def test_a_server_that_dies_at_once_is_told_with_its_last_words(
    server: TemporalServer,
) -> None:
    server.database_file.parent.mkdir()
    server.database_file.write_bytes(b"this is no database" * 100)

    with pytest.raises(HostingError) as caught:
        await server.start()

    assert "temporal.log" in str(caught.value)
    assert "not a database" in str(caught.value)
    assert not server.is_running
