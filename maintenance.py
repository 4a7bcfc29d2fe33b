"""Keeping a register in order: its schema, and the sentences that say what is wrong with it."""

from sqlalchemy import create_engine

from hosting.data_folder import prepare_data_folder
from register.engines import with_driver
from register.migrate import SchemaOutOfRange, upgrade
from register.store import RegisterError
from settings import Settings

REGISTER_ERRORS = (RegisterError, SchemaOutOfRange)


def upgrade_register(settings: Settings) -> None:
    """Bring the register that the settings name to the newest schema; safe to repeat.

    Raises:
        HostingError: the data folder cannot be used.
        sqlalchemy.exc.OperationalError: the database cannot be reached.
    """
    prepare_data_folder(settings.data_dir)
    engine = create_engine(with_driver(settings.database_url), hide_parameters=True)
    try:
        upgrade(engine)
    finally:
        engine.dispose()
