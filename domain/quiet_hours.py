"""Quiet hours: when alerts of a mild incident wait for the morning.

They are hours of a wall clock, so that a change to summer time moves them along. They never hold
back what a hard limit needs: see `holding`.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, field_validator

from domain.severity import Severity


class Quiet(NamedTuple):
    """One span of quiet, in UTC: from its first moment to the first one after it."""

    begins: datetime
    ends: datetime


class QuietHours(BaseModel):
    """The quiet hours of incidents of one severity; from a time of day to the next `until`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    severity: Severity
    since: time
    until: time
    zone: str = "Asia/Tokyo"

    @field_validator("zone")
    @classmethod
    def _exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ValueError, OSError, ZoneInfoNotFoundError):
            raise ValueError("there is no such time zone") from None
        return value

    def around(self, moment: datetime) -> Quiet | None:
        """The span of quiet that a moment (aware) falls into."""
        zone = ZoneInfo(self.zone)
        local = moment.astimezone(zone)
        over_midnight = self.until <= self.since
        for days in (0, -1) if over_midnight else (0,):
            first = local.date() + timedelta(days=days)
            last = first + timedelta(days=1) if over_midnight else first
            begins = datetime.combine(first, self.since, zone).astimezone(UTC)
            ends = datetime.combine(last, self.until, zone).astimezone(UTC)
            if begins <= moment < ends:
                return Quiet(begins, ends)
        return None


def holding(
    hours: Iterable[QuietHours], severity: str, moment: datetime, due_at: datetime, *, hard: bool
) -> Quiet | None:
    """The span of quiet that holds back what falls on `moment`; None when it speaks at once.

    A hard limit is held back by no quiet that does not end before it: what is left until the limit
    is for acting. A severity that nobody has decided knows no quiet.
    """
    for each in hours:
        if each.severity == severity:
            quiet = each.around(moment)
            if quiet is not None and not (hard and quiet.ends >= due_at):
                return quiet
    return None
