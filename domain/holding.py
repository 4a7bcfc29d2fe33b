"""No clock is loosened silently: an earlier date is taken at once, a later one waits for a person.

Taking a later date is a decision with consequences, and it may rest on a mistake in a fact; taking
an earlier one costs nothing but haste.
"""

from datetime import datetime
from typing import NamedTuple


class Dates(NamedTuple):
    """Target and limit of a duty; None where there is none, which is the latest of all."""

    target_at: datetime | None
    due_at: datetime | None

    @property
    def clock_at(self) -> datetime | None:
        """When the clock strikes: the limit, or the target where there is no limit."""
        return self.due_at or self.target_at


def held(standing: Dates, computed: Dates) -> Dates:
    """The dates that run: of target and limit the stricter each.

    They differ from `computed` exactly where a person has to confirm something.
    """
    return Dates(
        _earlier(standing.target_at, computed.target_at),
        _earlier(standing.due_at, computed.due_at),
    )


def is_looser(standing: Dates, other: Dates) -> bool:
    """Whether another duty in this one's place would let the clock strike later, or never."""
    strikes_at, would_strike_at = standing.clock_at, other.clock_at
    return strikes_at is not None and (would_strike_at is None or would_strike_at > strikes_at)


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    known = [at for at in (one, other) if at is not None]
    return min(known, default=None)
