"""The hours in which mail to people may leave: of a wall clock, where those people live.

A decision to send holds for one window only: the one that is open, or else the next. What is left
when it closes asks again, so nothing overdue goes out by itself.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, field_validator, model_validator


class Span(NamedTuple):
    """From its first moment to the first one after it, in UTC."""

    opens: datetime
    closes: datetime


class SendingWindow(BaseModel):
    """From a time of day to the next `until`; over midnight where `until` is the earlier one."""

    model_config = ConfigDict(frozen=True, extra="ignore")

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

    @model_validator(mode="after")
    def _is_open(self) -> Self:
        if self.since == self.until:
            raise ValueError("a sending window must close at another time than it opens")
        return self

    @property
    def hours(self) -> float:
        """How long it is open on a day without a change of the clocks."""
        opens, closes = (each.hour + each.minute / 60 for each in (self.since, self.until))
        return (closes - opens) % 24

    def after(self, moment: datetime) -> Span:
        """The window that is open at a moment (aware), else the next one."""
        zone = ZoneInfo(self.zone)
        today = moment.astimezone(zone).date()
        spans = (self._on(today + timedelta(days=days), zone) for days in (-1, 0, 1))
        return next(span for span in spans if span.closes > moment)

    def _on(self, day: date, zone: ZoneInfo) -> Span:
        last = day + timedelta(days=1) if self.until < self.since else day
        opens = datetime.combine(day, self.since, zone)
        return Span(opens.astimezone(UTC), datetime.combine(last, self.until, zone).astimezone(UTC))
