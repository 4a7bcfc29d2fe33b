"""On which database `create_register` makes the registers of a test: SQLite, or PostgreSQL."""

from pathlib import Path

from tests.postgres_server import PostgresServer, postgres_server

SQLITE, POSTGRESQL = "sqlite", "postgresql"
BOTH = (SQLITE, POSTGRESQL)

chosen = SQLITE
"""What the running test asks for; set by a fixture of its folder."""

server: PostgresServer | None = None
"""A server of the test's own, where it must not take the one that all share: to kill it."""

_databases: dict[Path, str] = {}


def choose(database: str) -> None:
    """Let registers be made on this database until another is chosen."""
    global chosen  # noqa: PLW0603 - a test runs alone in its process
    chosen = database


def postgresql_url(folder: Path) -> str:
    """The URL of a folder's own database."""
    if folder not in _databases:
        _databases[folder] = (server or postgres_server()).new_register()
    return _databases[folder]
