"""Schema versions: bring a register up to date, or refuse one that we cannot read."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

# Its lines at every start say nothing that the schema version does not.
logging.getLogger("alembic").setLevel(logging.WARNING)

MIGRATIONS = Path(__file__).parent / "migrations"


class SchemaOutOfRange(Exception):  # noqa: N818 - says what was found, as on screen
    """The register's schema is newer or older than this version reads."""


def upgrade(engine: Engine) -> None:
    """Bring the schema to the newest version; safe to repeat.

    Each version's changes are one transaction, so a killed upgrade is simply run again.
    """
    config = _config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def check_schema(engine: Engine) -> None:
    """Refuse a schema that this version does not know.

    Raises:
        SchemaOutOfRange: with the remedy.
    """
    head = ScriptDirectory.from_config(_config()).get_current_head()
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    if found != head:
        raise SchemaOutOfRange(
            f"the register has schema version '{found}', this Shirase reads '{head}': run "
            "`shirase upgrade` with the newer of the two versions"
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
