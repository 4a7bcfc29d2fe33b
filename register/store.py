"""The register's door: transactions and the sealers of its incidents.

One `Register` a process. A writing transaction has the register to itself from its start, so that
it reads and writes with nobody in between. What is frequent and locks its own rows (claims,
outcomes, events) may run together with others of its kind, where the database can do that.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, insert, select
from sqlalchemy.exc import DBAPIError, OperationalError
from ulid import ULID

from register import (  # noqa: F401 - join the shared metadata
    tables_alerts,
    tables_approvals,
    tables_channels,
    tables_law,
    tables_passages,
    tables_people,
    tables_publishing,
    tables_releases,
    tables_sending,
    tables_work,
)
from register.engines import (
    ALONE,
    PATIENCE_SECONDS,
    TOGETHER,
    engine_of,
    reading_options,
    writing_options,
)
from register.migrate import check_schema
from register.passing_faults import Passing, passing
from register.tables_incident import data_keys, register_identity
from sealing.keyring import Keyring
from sealing.values import ValueSealer

T = TypeVar("T")

FIRST_PAUSE_SECONDS = 0.05
LONGEST_PAUSE_SECONDS = 1.0


class RegisterError(Exception):
    """The register cannot be used as it is; the sentence says why and what to do."""


class Register:
    """Transactions and sealing over one database."""

    def __init__(
        self, url: str, keyring: Keyring, *, patience_seconds: float = PATIENCE_SECONDS
    ) -> None:
        self.engine = engine_of(url, patience_seconds)
        self.keyring = keyring
        self._patience_seconds = patience_seconds
        self._reading = reading_options(self.engine)
        self._sealers: dict[str, ValueSealer] = {}
        self._lock = Lock()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads, and sees one moment from its first statement on."""
        with (
            self.engine.connect().execution_options(**self._reading) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def writing(self, *, together: bool = False) -> Iterator[Connection]:
        """A transaction that writes; all or nothing, and durable once it has ended.

        `together` is for acts that lock every row on which they decide: on PostgreSQL they run
        at the same time as others of their kind, and never beside one that is not.
        """
        options = writing_options(self.engine, TOGETHER if together else ALONE)
        with self.engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    def carry_out(
        self, act: Callable[[Connection], T], *, together: bool = False, may_repeat: bool = False
    ) -> T:
        """Do an act in a writing transaction of its own, again if a passing fault undid it.

        `may_repeat`: the act is harmless the second time, so that it is also repeated when the
        connection broke and nobody knows whether it was committed. Gives up, with the database's
        own error, when the patience of this register has passed.
        """
        return self._patiently(lambda: self.writing(together=together), act, may_repeat=may_repeat)

    def look_up(self, question: Callable[[Connection], T]) -> T:
        """Ask in a reading transaction of its own, again while a passing fault stands between."""
        return self._patiently(self.reading, question, may_repeat=True)

    def _patiently(
        self,
        transaction: Callable[[], AbstractContextManager[Connection]],
        act: Callable[[Connection], T],
        *,
        may_repeat: bool,
    ) -> T:
        end = time.monotonic() + self._patience_seconds
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                with transaction() as connection:
                    return act(connection)
            except DBAPIError as error:
                fault = passing(error)
                helps = fault is Passing.CERTAIN or (fault is Passing.LOST and may_repeat)
                if not helps or time.monotonic() + pause > end:
                    raise
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

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

    def answers(self) -> None:
        """Return once the database answers; raises what the database raises."""
        with self.reading() as connection:
            connection.execute(select(register_identity.c.id)).first()

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def open_register(
    url: str, keyring: Keyring, namespace: str, *, patience_seconds: float = PATIENCE_SECONDS
) -> Register:
    """Open a register whose schema is up to date, and check that it is ours.

    Raises:
        RegisterError: it cannot be reached, belongs to another master key or another namespace,
            or its schema is not one that this version reads; with the remedy.
    """
    register = Register(url, keyring, patience_seconds=patience_seconds)
    try:
        check_schema(register.engine)
        _check_identity(register, keyring, namespace)
    except OperationalError as error:
        raise RegisterError(
            "the register cannot be opened: check SHIRASE_DATABASE_URL, that the folder exists "
            f"and can be written, and that the disk is not full ({_cause(error)})"
        ) from None
    return register


def _check_identity(register: Register, keyring: Keyring, namespace: str) -> None:
    with register.reading() as connection:
        row = connection.execute(select(register_identity)).one_or_none()
    if row is None:
        row = register.carry_out(lambda c: _identify(c, keyring, namespace), may_repeat=True)
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


def _identify(connection: Connection, keyring: Keyring, namespace: str) -> Row[Any]:
    """Whose register this is from now on, unless another process was faster."""
    if connection.execute(select(register_identity.c.id)).first() is None:
        connection.execute(
            insert(register_identity).values(
                id=str(ULID()),
                key_fingerprint=keyring.fingerprint(),
                namespace=namespace,
                created_at=datetime.now(UTC),
            )
        )
    return connection.execute(select(register_identity)).one()


def _cause(error: OperationalError) -> str:
    """The driver's own first line, which names files and hosts but no values of rows."""
    return str(error.orig).splitlines()[0][:200]
