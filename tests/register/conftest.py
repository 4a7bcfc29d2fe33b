"""The register's tests hold on both databases: each runs on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from tests import databases

# Their subject is a file, or they choose their database themselves.
ON_THEIR_OWN = ("test_migrations", "test_two_databases")
# What "nobody twice, nobody forgotten" rests on runs on both each time, the rest in `test-all`.
CORE = ("claims", "people_import", "provider_events", "wave_plan", "wave_sums", "fall_backs")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    name = metafunc.module.__name__.rpartition(".")[2]
    if name in ON_THEIR_OWN:
        return
    marks = () if name.removeprefix("test_") in CORE else (pytest.mark.long,)
    both = [databases.SQLITE, pytest.param(databases.POSTGRESQL, marks=marks)]
    metafunc.fixturenames.insert(0, "database")
    metafunc.parametrize("database", both, indirect=True)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    databases.choose(request.param)
    yield request.param
    databases.choose(databases.SQLITE)
