"""The register's door: engine, transactions and the sealers of its incidents.

One `Register` a process. Writing transactions take SQLite's write lock at their start, so that a
claim reads and writes with nobody in between; on PostgreSQL the rows that matter are locked by
the statements themselves.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, select
from sqlalchemy.exc import OperationalError
from ulid import ULID

from register import tables_people, tables_work  # noqa: F401 - join the shared metadata
from register.migrate import check_schema
from register.tables_incident import data_keys, register_identity
from sealing.keyring import Keyring
from sealing.values import ValueSealer


class RegisterError(Exception):
    """The register cannot be used as it is; the sentence says why and what to do."""


class Register:
    """Transactions and sealing over one database."""

    def __init__(self, url: str, keyring: Keyring) -> None:
        self.engine = _engine(url)
        self.keyring = keyring
        self._sealers: dict[str, ValueSealer] = {}
        self._lock = Lock()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes; all or nothing, and durable once it has ended."""
        options = {"shirase_writes": True}
        with self.engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    def sealer(self, incident_id: str, connection: Connection | None = None) -> ValueSealer:
        """The sealer of an incident.

        Raises:
            RegisterError: the incident is unknown, or its data key has been destroyed.
            UnknownKey: the register belongs to another master key.
        """
        with self._lock:
            if incident_id in self._sealers:
                return self._sealers[incident_id]
        if connection is None:
            with self.reading() as connection_of_our_own:
                return self.sealer(incident_id, connection_of_our_own)
        row = connection.execute(
            select(data_keys.c.wrapped, data_keys.c.destroyed_at).where(
                data_keys.c.incident_id == incident_id
            )
        ).one_or_none()
        if row is None or row.destroyed_at is not None:
            raise RegisterError(f"incident {incident_id} is unknown here, or has been erased")
        sealer = ValueSealer(self.keyring.unwrap(row.wrapped, incident_id))
        with self._lock:
            self._sealers[incident_id] = sealer
        return sealer

    def create_data_key(self, incident_id: str, connection: Connection) -> ValueSealer:
        """Make and store the data key of a new incident, inside the transaction that opens it."""
        key = self.keyring.new_data_key()
        connection.execute(
            insert(data_keys).values(
                incident_id=incident_id,
                wrapped=self.keyring.wrap(key, incident_id),
                created_at=datetime.now(UTC),
            )
        )
        return ValueSealer(key)

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def open_register(url: str, keyring: Keyring, namespace: str) -> Register:
    """Open a register whose schema is up to date, and check that it is ours.

    Raises:
        RegisterError: it cannot be reached, belongs to another master key or another namespace,
            or its schema is not one that this version reads; with the remedy.
    """
    register = Register(url, keyring)
    try:
        check_schema(register.engine)
        with register.writing() as connection:
            _check_identity(connection, keyring, namespace)
    except OperationalError as error:
        raise RegisterError(
            "the register cannot be opened: check SHIRASE_DATABASE_URL, that the folder exists "
            f"and can be written, and that the disk is not full ({_cause(error)})"
        ) from None
    return register


def _check_identity(connection: Connection, keyring: Keyring, namespace: str) -> None:
    row = connection.execute(select(register_identity)).one_or_none()
    if row is None:
        connection.execute(
            insert(register_identity).values(
                id=str(ULID()),
                key_fingerprint=keyring.fingerprint(),
                namespace=namespace,
                created_at=datetime.now(UTC),
            )
        )
        return
    if not keyring.recognises(row.key_fingerprint):
        raise RegisterError(
            "this register was sealed with another master key: set SHIRASE_MASTER_KEY (or the "
            "key file in the data folder) to the key that it was opened with"
        )
    if row.namespace != namespace:
        raise RegisterError(
            f"this register belongs to the Temporal namespace '{row.namespace}', not "
            f"'{namespace}': set SHIRASE_TEMPORAL_NAMESPACE, or use another register"
        )


def _engine(url: str) -> Engine:
    if url.startswith("sqlite"):
        return _sqlite_engine(url)
    return create_engine(url, hide_parameters=True, pool_pre_ping=True)


def _sqlite_engine(url: str) -> Engine:
    path = url.removeprefix("sqlite:///")
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        hide_parameters=True,
        connect_args={"timeout": 60, "isolation_level": None, "check_same_thread": False},
        pool_size=16,
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
            "busy_timeout=60000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("shirase_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _cause(error: OperationalError) -> str:
    """The driver's own first line, which names files and hosts but no values of rows."""
    return str(error.orig).splitlines()[0][:200]
