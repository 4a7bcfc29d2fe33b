"""What a command works with: settings and register; for a command that acts, the engine too.

    with reader(language) as (settings, register): ...
    async with commander(language) as (settings, register, shirase): ...

`settings.language` is the screen's language. Nothing is made on the way: without a register there
is a sentence instead, and the engine is only called on once the register is open.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import NamedTuple

from activities.words_environment import use_templates
from client import Shirase
from commands.finding import find_incident
from commands.sentences import Language, NotPossible
from hosting.keyring import keyring_of
from hosting.temporal_connection import connect
from regimes.loader import use_folder
from register.store import Register, open_register
from sealing.data_converter import shirase_data_converter
from sealing.keys import Keyring
from settings import Settings

__all__ = ["Commander", "Reader", "commander", "find_incident", "reader"]

_SQLITE = "sqlite:///"


class Reader(NamedTuple):
    """For a command that only reads."""

    settings: Settings
    register: Register


class Commander(NamedTuple):
    """For a command that acts."""

    settings: Settings
    register: Register
    shirase: Shirase


@contextmanager
def reader(language: Language | None) -> Iterator[Reader]:
    """Settings and register of this shell.

    Raises:
        NotPossible: there is no register yet.
        SettingsError, RegisterError, SchemaOutOfRange, SealingError: with the remedy.
    """
    settings = _settings(language)
    register, _ = _open(settings)
    try:
        yield Reader(settings, register)
    finally:
        register.dispose()


@asynccontextmanager
async def commander(language: Language | None) -> AsyncIterator[Commander]:
    """Settings, register and the front door of the engine, which is known to answer.

    Raises:
        HostingError: the engine cannot be reached.
        NotPossible: there is no register yet.
        SettingsError, RegisterError, SchemaOutOfRange, SealingError: with the remedy.
    """
    settings = _settings(language)
    register, keyring = _open(settings)
    try:
        temporal = await connect(settings, shirase_data_converter(keyring))
        yield Commander(settings, register, Shirase(temporal, register, settings.task_queue))
    finally:
        register.dispose()


def register_file(settings: Settings) -> Path | None:
    """The file of a register on SQLite; None for another database."""
    url = settings.database_url
    return Path(url.removeprefix(_SQLITE)) if url.startswith(_SQLITE) else None


def _settings(language: Language | None) -> Settings:
    settings = Settings.load()
    use_folder(settings.regimes_dir)
    use_templates(settings.templates_dir)
    return settings.model_copy(update={"language": language.value}) if language else settings


def _open(settings: Settings) -> tuple[Register, Keyring]:
    file = register_file(settings)
    if file is not None and not file.exists():
        raise NotPossible(
            en=f"There is no register at {file} yet. Start the house with `make up`, or set "
            "SHIRASE_DATA_DIR to the folder of the one that runs.",
            ja=f"{file} に記録簿がまだありません。`make up` で起動するか、動いている環境の"
            "フォルダーを SHIRASE_DATA_DIR に指定してください。",
        )
    keyring = keyring_of(settings)
    register = open_register(settings.database_url, keyring, settings.temporal_namespace)
    return register, keyring
