"""What is decided about a data set when an incident ends, and what keeps it from being deleted."""

from enum import StrEnum


class RetentionDecision(StrEnum):
    """What happens to a merchant's list (データの取扱い)."""

    KEEP = "keep"
    DELETE = "delete"
    RETURN = "return"


LEAVES_US = frozenset({RetentionDecision.DELETE, RetentionDecision.RETURN})
"""Decisions that a hold forbids: afterwards we could not show the data any more."""
