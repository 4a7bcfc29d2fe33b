"""Column types that the tables share."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Dialect, LargeBinary, MetaData, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An aware time, stored as UTC; a naive one is refused rather than guessed at."""

    impl = DateTime
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:
        """As `process_bind_param`; thousands of rows of one statement hold the same few times."""
        process = super().bind_processor(dialect)
        return process and lru_cache(maxsize=1024)(process)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware in, naive UTC to the database; raises ValueError for a naive time."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Naive UTC from the database, aware UTC out."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


class Sealed(LargeBinary):
    """Bytes from `sealing.values`; the name shows a reader which columns are closed."""

    cache_ok = True
    inherit_cache = True


@compiles(String, "postgresql")
def _without_length(_type: String, _compiler: Any, **_options: Any) -> str:
    """Lengths tell a reader what to expect; no database may stop an incident over one.

    SQLite never enforces them, so PostgreSQL does not either: what passes on one passes on both.
    """
    return "VARCHAR"
