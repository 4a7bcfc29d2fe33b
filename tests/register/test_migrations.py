"""The migrations make exactly the tables that the code works with."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, text

from register import tables_incident, tables_people  # noqa: F401 - their tables are compared
from register.columns import metadata
from register.migrate import (
    MIGRATIONS,
    SchemaOutOfRange,
    check_schema,
    newest_version,
    upgrade,
)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return create_engine(f"sqlite:///{tmp_path / 'register.db'}")


def test_an_upgraded_register_has_the_tables_of_the_code(engine: Engine) -> None:
    upgrade(engine)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    assert differences == []


def test_the_newest_version_is_that_of_the_last_migration() -> None:
    """It is read from file names, so that no process loads Alembic only to ask."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert newest_version() == ScriptDirectory.from_config(config).get_current_head()


def test_an_upgrade_may_be_repeated(engine: Engine) -> None:
    upgrade(engine)
    upgrade(engine)
    check_schema(engine)


def test_an_empty_register_is_refused_with_the_remedy(engine: Engine) -> None:
    with pytest.raises(SchemaOutOfRange, match="shirase upgrade"):
        check_schema(engine)


def test_a_newer_schema_than_ours_is_refused(engine: Engine) -> None:
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaOutOfRange, match="9999"):
        check_schema(engine)
