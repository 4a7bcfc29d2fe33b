"""The engines of the two databases: how a transaction begins, waits, and becomes durable.

SQLite: a writing transaction takes the one write lock at its start. PostgreSQL: a writing
transaction takes an advisory lock at its start, alone or together with others of its kind, so
that what was written for one writer at a time holds there too (`register.store`). On both a
reading transaction sees one moment, and a commit has reached the disk when it returns.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext

if TYPE_CHECKING:
    import psycopg

WRITES = "shirase_writes"
ALONE, TOGETHER = "alone", "together"
"""Values of the execution option `WRITES`; a connection without it only reads."""

PATIENCE_SECONDS = 60.0
"""How long a transaction waits for a lock before it fails, unless told otherwise."""

POOL_SIZE = 16
# "Shirase" in ASCII; advisory locks belong to a database, which is ours alone.
WRITERS_LOCK = 0x53686972617365
TAKE_WRITERS_LOCK = f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})"
# Data exceptions and violations of constraints (PostgreSQL, Appendix A. Error Codes).
_QUOTING_CLASSES = ("22", "23")
_TAKE_LOCK = {
    ALONE: TAKE_WRITERS_LOCK,
    TOGETHER: f"SELECT pg_advisory_xact_lock_shared({WRITERS_LOCK})",
}


def engine_of(url: str, patience_seconds: float = PATIENCE_SECONDS) -> Engine:
    """The engine for a database URL; nothing is connected yet."""
    if is_postgresql(url):
        return _postgresql_engine(with_driver(url), patience_seconds)
    return _sqlite_engine(url, patience_seconds)


def is_postgresql(url: str) -> bool:
    """Whether the URL names a PostgreSQL database."""
    return url.startswith("postgresql")


def with_driver(url: str) -> URL:
    """The URL under the one driver that we bring for its database, whichever it named."""
    made = make_url(url)
    return made.set(drivername="postgresql+psycopg") if is_postgresql(url) else made


def reading_options(engine: Engine) -> dict[str, Any]:
    """Options of a connection that only reads, and sees one moment in all its statements."""
    if engine.dialect.name != "postgresql":
        return {}
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def writing_options(engine: Engine, turn: str) -> dict[str, Any]:
    """Options of a connection that writes; `turn` is `ALONE` or `TOGETHER`."""
    if engine.dialect.name != "postgresql":
        return {WRITES: turn}
    # Said aloud, a standby server refuses at once instead of at the first change.
    return {WRITES: turn, "postgresql_readonly": False}


def _postgresql_engine(url: URL, patience_seconds: float) -> Engine:
    # A command on SQLite must not wait for a driver that it does not use.
    import psycopg

    milliseconds = int(patience_seconds * 1_000)
    # A commit must outlive a power cut whatever the server's default is: "send once" rests on it.
    # Dead connections must be noticed, or a lost network would hold a claim for hours.
    engine = create_engine(
        url,
        hide_parameters=True,
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        pool_size=POOL_SIZE,
        pool_timeout=patience_seconds,
        connect_args={
            "application_name": "shirase",
            "connect_timeout": 10,
            "keepalives_idle": 30,
            "keepalives_interval": 10,
            "keepalives_count": 3,
            "tcp_user_timeout": 60_000,
            "options": f"-c synchronous_commit=on -c lock_timeout={milliseconds} -c timezone=UTC",
        },
    )

    @event.listens_for(engine, "begin")
    def _take_turn(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES)
        if writes is not None:
            connection.exec_driver_sql(_TAKE_LOCK[writes])

    @event.listens_for(engine, "handle_error")
    def _keep_values_out(context: ExceptionContext) -> None:
        error = context.original_exception
        if isinstance(error, psycopg.Error):
            said = without_values(error)
            error.args = (said,)
            if context.sqlalchemy_exception is not None:
                context.sqlalchemy_exception.args = (f"({type(error).__name__}) {said}",)

    return engine


def without_values(error: "psycopg.Error") -> str:
    """What PostgreSQL says of an error, without the rows and values that it quotes.

    It quotes them in its details, and in the first line of errors about data and constraints.
    """
    said = error.diag.message_primary or (str(error).splitlines() or [""])[0]
    if (error.sqlstate or "").startswith(_QUOTING_CLASSES):
        place = error.diag.constraint_name or error.diag.column_name or error.diag.table_name
        said = f"at {place}" if place else "a value does not fit"
    return said


def _sqlite_engine(url: str, patience_seconds: float) -> Engine:
    path = url.removeprefix("sqlite:///")
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        hide_parameters=True,
        connect_args={
            "timeout": patience_seconds,
            "isolation_level": None,
            "check_same_thread": False,
        },
        pool_size=POOL_SIZE,
    )

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        # WAL lets intake and worker write by turns while pages read; FULL keeps a committed
        # claim through a power cut, which is what "send once" rests on.
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={int(patience_seconds * 1_000)}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
