"""A figure is a number that says how sure it is and what it counts.

Published incidents contradict themselves when "8,000" in one text means people and in another
records, or when "about" is lost on the way; so kind and unit travel with the number.
"""

from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class FigureKind(StrEnum):
    """How the number is to be read; the Japanese words follow it (約, 以上, 最大)."""

    EXACT = "exact"
    APPROXIMATE = "approximate"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    WITHHELD = "withheld"
    UNKNOWN = "unknown"


class FigureUnit(StrEnum):
    """What is counted. People and records are never added up or exchanged."""

    PEOPLE = "people"
    RECORDS = "records"
    ACCOUNTS = "accounts"
    CONTRACTS = "contracts"
    COMPANIES = "companies"


NUMBERLESS = frozenset({FigureKind.WITHHELD, FigureKind.UNKNOWN})


class Figure(BaseModel):
    """A number with kind and unit.

    `number` is None exactly when the kind is withheld or unknown.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: FigureKind
    unit: FigureUnit
    number: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _number_goes_with_kind(self) -> Self:
        if (self.number is None) != (self.kind in NUMBERLESS):
            raise ValueError(
                f"a figure of kind '{self.kind}' "
                + ("has no number" if self.kind in NUMBERLESS else "needs a number")
            )
        return self

    @property
    def upper_bound(self) -> int | None:
        """The most it can be, for thresholds: None where no bound is known."""
        if self.kind in {FigureKind.EXACT, FigureKind.AT_MOST}:
            return self.number
        return None
