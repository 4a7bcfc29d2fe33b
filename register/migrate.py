"""Schema versions: bring a register up to date, or refuse one that we cannot read.

Alembic is loaded for an upgrade only: every process and command asks for the version when it
starts, and that takes one row of a table.
"""

import logging
from pathlib import Path

from sqlalchemy import Engine, column, inspect, select, table

from register.engines import TAKE_WRITERS_LOCK

# Its lines at every start say nothing that the schema version does not.
logging.getLogger("alembic").setLevel(logging.WARNING)

MIGRATIONS = Path(__file__).parent / "migrations"
# As Alembic makes it.
_VERSION = table("alembic_version", column("version_num"))


class SchemaOutOfRange(Exception):  # noqa: N818 - says what was found, as on screen
    """The register's schema is newer or older than this version reads."""


def upgrade(engine: Engine) -> None:
    """Bring the schema to the newest version; safe to repeat.

    Each version's changes are one transaction, so a killed upgrade is simply run again. On
    PostgreSQL all versions are one, and two upgrades at once take turns.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(TAKE_WRITERS_LOCK)
        command.upgrade(config, "head")
        connection.commit()


def newest_version() -> str:
    """The schema version that this code reads: each migration's file begins with its own."""
    return max(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py")).partition("_")[0]


def check_schema(engine: Engine) -> None:
    """Refuse a schema that this version does not know.

    Raises:
        SchemaOutOfRange: with the remedy.
    """
    found, head = _version_of(engine), newest_version()
    if found != head:
        raise SchemaOutOfRange(
            f"the register has schema version '{found}', this Shirase reads '{head}': run "
            "`shirase upgrade` with the newer of the two versions"
        )


def _version_of(engine: Engine) -> str | None:
    """The version that a register says it has; None where no upgrade has ever been."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(_VERSION.name):
            return None
        version: str | None = connection.scalar(select(_VERSION.c.version_num))
        return version
