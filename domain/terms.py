"""The periods that laws name: what is counted, from where, and what a closed day does to them."""

from datetime import time
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator


class Unit(StrEnum):
    """What is counted. `guideline_day` counts like a calendar day but is a rule of thumb."""

    HOUR = "hour"
    CALENDAR_DAY = "calendar_day"
    BUSINESS_DAY = "business_day"
    MONTH = "month"
    GUIDELINE_DAY = "guideline_day"
    NONE = "none"


class First(StrEnum):
    """Where the count starts: trigger day as day 1 or day 0, the instant, the next full hour."""

    INCLUDE = "include"
    EXCLUDE = "exclude"
    INSTANT = "instant"
    NEXT_FULL_HOUR = "next_full_hour"


class Roll(StrEnum):
    """What a closed day does to the end, or (the last one) to the start, of the period."""

    NONE = "none"
    NEXT_OPEN_DAY = "next_open_day"
    NOON_NEXT_OPEN_DAY = "noon_next_open_day"
    START_ON_NEXT_BUSINESS_DAY = "start_on_next_business_day"


_HOUR_FIRSTS = {First.INSTANT, First.NEXT_FULL_HOUR}
_HOUR_ROLLS = {Roll.NONE, Roll.NOON_NEXT_OPEN_DAY}


def _clock_time(written: object) -> object:
    """YAML reads 17:30 without quotes as the number 1050, which would be 00:17:30."""
    if written is not None and not isinstance(written, str | time):
        raise ValueError("write a time of day in quotes, such as '17:30'")
    return written


class Term(BaseModel):
    """A period of law or guidance; unit `none` ("promptly") has neither number nor count.

    `ends_at`: the recipient's day is over at that time of its clock already (EDGAR dates to the
    next day what comes after 17:30).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit: Unit
    n: int | None = Field(default=None, ge=1, le=1000)
    first: First | None = None
    roll: Roll = Roll.NONE
    ends_at: Annotated[time | None, BeforeValidator(_clock_time)] = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.unit is Unit.NONE:
            if (self.n, self.first, self.roll, self.ends_at) != (None, None, Roll.NONE, None):
                raise ValueError("unit none takes no n, first, roll or ends_at")
            return self
        if self.n is None or self.first is None:
            raise ValueError(f"unit {self.unit} needs n and first")
        in_hours = self.unit is Unit.HOUR
        if in_hours != (self.first in _HOUR_FIRSTS):
            raise ValueError(f"unit {self.unit} cannot start with first {self.first}")
        if in_hours and self.roll not in _HOUR_ROLLS:
            # Holiday Acts and Regulation 1182/71 exclude periods in hours from the roll-over.
            raise ValueError(f"a period in hours cannot take roll {self.roll}")
        if self.ends_at and (in_hours or self.roll is Roll.NOON_NEXT_OPEN_DAY):
            raise ValueError("ends_at is for periods in days that do not end at noon")
        if self.ends_at and self.first is First.INCLUDE and self.n == 1:
            # What is known in the evening would be late before it is known.
            raise ValueError("a period that is over on its first day takes no ends_at")
        return self

    @property
    def has_number(self) -> bool:
        """Whether a date can be computed."""
        return self.unit is not Unit.NONE

    @property
    def needs_calendar(self) -> bool:
        """Whether closed days decide anything."""
        return self.unit is Unit.BUSINESS_DAY or self.roll is not Roll.NONE
