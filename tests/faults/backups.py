"""Backups of a register as an operator would make and restore them."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.faults.stage import Stage
from tests.postgres_server import postgres_server


class Backup:
    """A copy of a register, and the way back to it."""

    def __init__(self, stage: Stage) -> None:
        self._engine = stage.case.register.engine
        self._name = str(self._engine.url.database)
        self._copy = f"{self._name}_backup"
        self._engine.dispose()
        if self._is_postgresql:
            postgres_server().copy(self._name, self._copy)
        else:
            copy_sqlite(self._name, self._copy)

    def restore(self) -> None:
        self._engine.dispose()
        if self._is_postgresql:
            postgres_server().drop(self._name)
            postgres_server().copy(self._copy, self._name)
        else:
            for suffix in ("", "-wal", "-shm"):
                Path(f"{self._name}{suffix}").unlink(missing_ok=True)
            copy_sqlite(self._copy, self._name)

    @property
    def _is_postgresql(self) -> bool:
        return self._engine.dialect.name == "postgresql"


def copy_sqlite(source: str, target: str) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
