"""Notification rules as data: who owes what to whom, counted from what, until when.

One model carries every regime; a law that needs a new word needs it here first. Nothing in a
rule is computed, and an unknown key is refused.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from domain.conditions import Condition
from domain.deadlines import Term
from domain.explanations import Bilingual
from domain.parties import PartyRole
from domain.situations import MOMENT_NAMES

RuleId = Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", max_length=60)]
AuthorityKey = Annotated[str, Field(pattern=r"^[a-z0-9_-]+$", max_length=40)]

SUBMITTED = "submitted:"
_SUBMITTED_STAGE = re.compile(r"submitted:[a-z0-9-]+")


class Audience(StrEnum):
    """To whom a duty is owed."""

    AUTHORITY = "authority"
    ENTRUSTOR = "entrustor"
    INDIVIDUAL = "individual"


class Anchor(StrEnum):
    """What the period is counted from; besides these, `submitted:<stage>` is an own filing."""

    AWARE = "aware"
    AWARE_REPORTABLE = "aware_reportable"
    DETERMINED = "determined"
    OCCURRED = "occurred"
    DISCOVERED_OR_SHOULD_HAVE = "discovered_or_should_have"
    RECEIVED_FROM_PROCESSOR = "received_from_processor"
    REMEDY_AVAILABLE = "remedy_available"
    INDIVIDUALS_NOTIFIED = "individuals_notified"
    CALENDAR_YEAR_END = "calendar_year_end"
    PAYMENT_MADE = "payment_made"


class _RuleData(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Requirement(_RuleData):
    """A condition that decides between variants of a rule (30 or 60 days).

    `unknown_reads_as` says whether an unknown finding satisfies it: true for the stricter
    variant, false for the lenient one. `otherwise` is said when the rule is not the one.
    """

    condition: Condition
    unknown_reads_as: bool
    otherwise: Bilingual


class Exemption(_RuleData):
    """Conditions that, all known to hold, take the event out of the rule, with the legal ground."""

    all_of: tuple[Condition, ...] = Field(min_length=1)
    ground: Bilingual


class Relief(_RuleData):
    """A debtor in `role` is freed once it has done everything it owes under `rule`."""

    rule: RuleId
    role: PartyRole
    ground: Bilingual


class Rule(_RuleData):
    """One duty of one law.

    `read_from` names the moments of which the earliest is the anchor. `target` is what to aim
    at, `limit` the last day, `loose` a more generous reading that is shown but never relied on.
    `hard` is true for a statutory limit, false for guidance. `effective_from` to `effective_to`
    (both inclusive, read against the anchor's date) say when the text is in force; without a
    start the text is enacted but has no date yet. `verified` turns true only when somebody has
    checked the rule against the primary source.
    """

    id: RuleId
    title: Bilingual
    jurisdiction: str = Field(min_length=2)
    debtors: tuple[PartyRole, ...] = Field(min_length=1)
    audience: Audience
    authority: AuthorityKey | None = None
    triggers: tuple[Condition, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    requires: tuple[Requirement, ...] = ()
    relieved_by: Relief | None = None
    anchor: str
    read_from: tuple[str, ...] = ()
    target: Term | None = None
    policy_target: bool = False
    limit: Term
    loose: Term | None = None
    hard: bool
    calendar: str | None = None
    tz: str
    contents: tuple[str, ...] = ()
    effective_from: date | None
    effective_to: date | None = None
    source: str = Field(min_length=1)
    verified: bool
    note: str = ""

    @field_validator("anchor")
    @classmethod
    def _anchor_is_known(cls, anchor: str) -> str:
        if anchor not in set(Anchor) and not _SUBMITTED_STAGE.fullmatch(anchor):
            raise ValueError(f"no anchor is called {anchor!r}")
        return anchor

    @field_validator("read_from")
    @classmethod
    def _moments_are_known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if name not in MOMENT_NAMES:
                raise ValueError(f"no moment is called {name!r}")
        return names

    @field_validator("tz")
    @classmethod
    def _zone_exists(cls, tz: str) -> str:
        try:
            ZoneInfo(tz)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"no time zone is called {tz!r}") from error
        return tz

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if (self.audience is Audience.AUTHORITY) != (self.authority is not None):
            raise ValueError("authority is named exactly when the audience is the authority")
        if self.anchor.startswith(SUBMITTED) == bool(self.read_from):
            raise ValueError("read_from is given exactly when the anchor is not a submission")
        if any(term.needs_calendar for term in self.terms) and self.calendar is None:
            raise ValueError("a term counts or rolls by closed days, so the rule needs a calendar")
        if not any(term.has_number for term in self.terms):
            raise ValueError("a rule without a number needs a target set by policy")
        if self.hard and not self.limit.has_number:
            raise ValueError("a hard limit needs a number")
        if self.policy_target and self.target is None:
            raise ValueError("policy_target marks a target, and there is none")
        if self.effective_to and self.effective_from and self.effective_to < self.effective_from:
            raise ValueError("effective_to lies before effective_from")
        return self

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms that the rule has."""
        return tuple(term for term in (self.target, self.limit, self.loose) if term is not None)

    @property
    def regime(self) -> str:
        """The id of the regime that the rule belongs to."""
        return self.id.partition("/")[0]

    @property
    def anchor_label(self) -> str:
        """The anchor's key in explanations: a submission's stage is left off."""
        return self.anchor.partition(":")[0]

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which dates are read."""
        return ZoneInfo(self.tz)

    def in_force_on(self, day: date) -> bool:
        """Whether the text applies to an event whose anchor falls on that day."""
        if self.effective_from is None or day < self.effective_from:
            return False
        return self.effective_to is None or day <= self.effective_to


class Regime(_RuleData):
    """One law as a dated file: its authorities, the items a notice may hold, its rules."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: Bilingual
    law_as_of: date
    authorities: dict[AuthorityKey, Bilingual] = Field(default_factory=dict)
    contents: dict[str, Bilingual] = Field(default_factory=dict)
    rules: tuple[Rule, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _refers_to_itself(self) -> Self:
        ids = [rule.id for rule in self.rules]
        if len(set(ids)) != len(ids):
            raise ValueError("two rules have the same id")
        for rule in self.rules:
            if rule.regime != self.id:
                raise ValueError(f"{rule.id} does not start with {self.id}/")
            if rule.authority is not None and rule.authority not in self.authorities:
                raise ValueError(f"{rule.id}: no authority is called {rule.authority!r}")
            if rule.relieved_by is not None and rule.relieved_by.rule not in ids:
                raise ValueError(f"{rule.id}: no rule is called {rule.relieved_by.rule!r}")
            missing = sorted(set(rule.contents) - set(self.contents))
            if missing:
                raise ValueError(f"{rule.id}: no content is called {missing[0]!r}")
        return self
