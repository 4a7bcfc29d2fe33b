"""Faults of a database that pass, told apart by what has become of the transaction.

`certain`: the database says that it was rolled back, so that any act may be repeated. `lost`: the
connection broke, maybe after the commit, so that only an act may be repeated that is harmless the
second time.
"""

from enum import Enum

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError


class Passing(Enum):
    """What a passing fault says about its transaction."""

    CERTAIN = "certain"
    LOST = "lost"


# PostgreSQL, Appendix A. Error Codes. A unique violation is a race that somebody else has won:
# the second look finds what they wrote.
_ROLLED_BACK = {
    "40001": "serialization failure",
    "40P01": "deadlock detected",
    "55P03": "lock not available",
    "23505": "unique violation",
}
_LOST_CLASSES = ("08", "57P")
_NO_ROOM = "53300"
_SQLITE_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")


def passing(error: DBAPIError) -> Passing | None:
    """What kind of passing fault this is; None for one that a repetition meets again."""
    state = getattr(error.orig, "sqlstate", None)
    if state in _ROLLED_BACK:
        return Passing.CERTAIN
    if getattr(error.orig, "sqlite_errorname", "").startswith(_SQLITE_BUSY):
        return Passing.CERTAIN
    if error.connection_invalidated:
        return Passing.LOST
    if state is not None:
        return Passing.LOST if state.startswith(_LOST_CLASSES) or state == _NO_ROOM else None
    # psycopg reports a server that cannot be reached, or has gone, without a state.
    is_postgresql = type(error.orig).__module__.startswith("psycopg")
    return Passing.LOST if is_postgresql and isinstance(error, _WITHOUT_STATE) else None


_WITHOUT_STATE = (OperationalError, InterfaceError)
