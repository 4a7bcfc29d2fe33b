"""The register's tests hold on both databases: each runs on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from tests import databases

# Their subject is a file, or no database at all.
ON_NONE = ("test_people_csv", "test_migrations")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.module.__name__.rpartition(".")[2] not in ON_NONE:
        metafunc.fixturenames.insert(0, "database")
        metafunc.parametrize("database", databases.BOTH, indirect=True)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    databases.choose(request.param)
    yield request.param
    databases.choose(databases.SQLITE)
