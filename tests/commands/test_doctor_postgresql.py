"""The doctor on a register in PostgreSQL: there, not there, of another schema."""

import json
from typing import Any

import pytest
from sqlalchemy import create_engine

from hosting.ports import free_ports
from register.migrate import upgrade
from tests.commands.command_folder import Folder
from tests.postgres_server import postgres_server


@pytest.fixture
def alone(folder: Folder) -> Folder:
    """A folder whose ports nobody listens on."""
    folder.variables |= {
        f"SHIRASE_{name.upper()}": str(port) for name, port in free_ports().items()
    }
    return folder


def register_check(folder: Folder, url: str) -> dict[str, dict[str, Any]]:
    folder.variables["SHIRASE_DATABASE_URL"] = url
    told = json.loads(folder.run("doctor", "--json").stdout)
    return {check["check"]: check for check in told["checks"]}


def test_a_register_in_postgresql_is_looked_at_and_its_clock_too(alone: Folder) -> None:
    url = postgres_server().new_database()
    engine = create_engine(url)
    upgrade(engine)
    engine.dispose()
    found = register_check(alone, url)
    assert found["register"]["status"] == "ok"
    assert found["clock_database"]["status"] == "ok"


def test_a_server_that_is_not_there_is_named_without_its_password(alone: Folder) -> None:
    found = register_check(alone, "postgresql+psycopg://shirase:hanako@127.0.0.1:9/register")
    assert found["register"]["status"] == "fail"
    said = found["register"]["found"]["en"]
    assert "SHIRASE_DATABASE_URL" in said
    assert "refused" in said
    assert "hanako" not in json.dumps(found)


def test_an_empty_database_is_to_be_upgraded(alone: Folder) -> None:
    found = register_check(alone, postgres_server().new_database())
    assert found["register"]["status"] == "fail"
    assert "shirase upgrade" in found["register"]["found"]["en"]
