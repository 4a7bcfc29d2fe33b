"""The closed set of failures: whose fault, and whether trying again can help.

Only this file makes application errors. Their texts are bounded and free of values, because
they travel into Temporal histories and logs.
"""

from enum import StrEnum

from temporalio.exceptions import ApplicationError

TEXT_LIMIT = 300
REFUSAL_LIMIT = 2_000
"""A refusal may list all that is open, each with what to do about it."""


class FailureKind(StrEnum):
    """Whose fault (ours, the caller's, the recipient's, the provider's) and what follows."""

    REFUSED = "Refused"
    BAD_INPUT = "BadInput"
    STALE_EPOCH = "StaleEpoch"
    PROVIDER_PAUSES_US = "ProviderPausesUs"
    PROVIDER_REFUSES_REQUEST = "ProviderRefusesRequest"
    PROVIDER_UNAVAILABLE = "ProviderUnavailable"
    REGISTER_UNAVAILABLE = "RegisterUnavailable"
    REGISTER_BEHIND = "RegisterBehind"
    UNEXPECTED = "Unexpected"


FINAL = frozenset(
    {
        FailureKind.REFUSED,
        FailureKind.BAD_INPUT,
        FailureKind.STALE_EPOCH,
        FailureKind.PROVIDER_PAUSES_US,
        FailureKind.PROVIDER_REFUSES_REQUEST,
        FailureKind.REGISTER_BEHIND,
    }
)
"""Trying again by itself cannot help: a person, or another command, has to act first."""


def failure(kind: FailureKind, sentence: str, *numbers: int) -> ApplicationError:
    """The one way to fail an activity or an update on purpose.

    `sentence` says what is wrong and what would be right, without a value of any record;
    `numbers` go with it as details, for the workflow.
    """
    limit = REFUSAL_LIMIT if kind is FailureKind.REFUSED else TEXT_LIMIT
    return ApplicationError(
        sentence[:limit], *numbers, type=kind.value, non_retryable=kind in FINAL
    )


def refused(sentence: str) -> ApplicationError:
    """A command that is understood and not allowed; the audit log has it already."""
    return failure(FailureKind.REFUSED, sentence)
