"""Keeps values out of errors: what leaves an activity is one of our failures, or says nothing.

The libraries beneath us quote what they choke on (pydantic its input, SQLAlchemy its parameters,
a codec its text). An unexpected error is therefore replaced before the SDK logs it or puts it
into a history: by its class and the line of ours that it came from.
"""

import asyncio
import traceback
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError
from temporalio.activity import _CompleteAsyncError  # the SDK has no public name for it
from temporalio.exceptions import ApplicationError, CancelledError
from temporalio.worker import (
    ActivityInboundInterceptor,
    ExecuteActivityInput,
    Interceptor,
)

from contracts.failures import FailureKind, failure
from register.store import RegisterError

OUR_ROOT = Path(__file__).resolve().parent.parent
PASSED_ON = (ApplicationError, CancelledError, asyncio.CancelledError, _CompleteAsyncError)


class SilentErrors(Interceptor):
    """Installed on the worker; covers every activity."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002 - the SDK's own name
        """Wrap the chain."""
        return _SilentActivity(super().intercept_activity(next))


class _SilentActivity(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 - see above
        try:
            return await super().execute_activity(input)
        except PASSED_ON:
            raise
        except Exception as error:  # noqa: BLE001 - the point is to let none through
            raise silenced(error) from None


def silenced(error: Exception) -> ApplicationError:
    """The failure that stands for an unexpected error: its class and where in our code it was."""
    if isinstance(error, DBAPIError | RegisterError):
        kind = FailureKind.REGISTER_UNAVAILABLE
    else:
        kind = FailureKind.UNEXPECTED
    return failure(kind, f"{type(error).__name__} at {_place(error)}")


def _place(error: Exception) -> str:
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(OUR_ROOT) and ".venv" not in path.parts:
            return f"{path.relative_to(OUR_ROOT)}:{frame.lineno}"
    return "a library"
