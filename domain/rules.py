"""Notification rules as data: who owes what to whom, counted from what, until when.

`docs/regimes.md` explains every key with an example.
"""

from datetime import date
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, model_validator

from domain.conditions import Condition
from domain.deadlines import Term
from domain.explanations import Bilingual
from domain.parties import PartyRole
from domain.rule_parts import (
    TO_ONE_NAMED,
    Audience,
    AuthorityKey,
    Cap,
    Counted,
    Delay,
    Delegation,
    EffectiveBy,
    Exemption,
    Lateness,
    Mark,
    Reach,
    Relief,
    Requirement,
    RollIf,
    RuleId,
    Status,
    zone_exists,
)


class Rule(Counted):
    """One duty of one law.

    Whom it binds: `jurisdiction` and `reach`, the roles in `debtors`, `applies_to` (what the debtor
    is), `binds` (keys of parties, for a contract). When: `triggers`, of which one met or unknown is
    enough; less `exemptions`. Which variant: `requires`.

    `read_from` names the moments of which the earliest is the anchor. `target` is what to aim
    at, `limit` the last day, `loose` a more generous reading that is shown but never relied on,
    `caps` second limits from other anchors, `roll_if` when an end on a closed day moves, `late`
    what is owed after the limit. `hard` is true for a statutory limit, false for guidance.
    `voluntary` is no duty, but is worth thinking of.

    `effective_from` to `effective_to` (both inclusive) say when the text is in force, by the date
    that `effective_by` names; two versions of one rule share its id and have other dates.
    `verified` turns true only when somebody has checked the rule against the primary source.
    """

    id: RuleId
    title: Bilingual
    jurisdiction: str = Field(min_length=2)
    reach: Reach = Reach.DEBTOR
    debtors: tuple[PartyRole, ...] = Field(min_length=1)
    binds: tuple[str, ...] = ()
    applies_to: Condition | None = None
    audience: Audience
    authority: AuthorityKey | None = None
    delegations: tuple[Delegation, ...] = ()
    by_member_state: bool = False
    triggers: tuple[Condition, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    requires: tuple[Requirement, ...] = ()
    relieved_by: Relief | None = None
    delayed_by: Delay | None = None
    target: Term | None = None
    policy_target: bool = False
    limit: Term
    loose: Term | None = None
    caps: tuple[Cap, ...] = ()
    roll_if: RollIf | None = None
    late: Lateness | None = None
    hard: bool
    voluntary: bool = False
    calendar: str | None = None
    tz: Annotated[str, AfterValidator(zone_exists)]
    contents: tuple[str, ...] = ()
    status: Status = Status.IN_FORCE
    effective_from: date | None
    effective_to: date | None = None
    effective_by: EffectiveBy = EffectiveBy.AWARE
    source: str = Field(min_length=1)
    verified: bool
    marks: tuple[Mark, ...] = ()
    note: Bilingual | str = ""

    @model_validator(mode="after")
    def _is_addressed(self) -> Self:
        if (self.audience in TO_ONE_NAMED) != (self.authority is not None):
            raise ValueError(
                "authority is named exactly when the audience is the authority or a counterparty"
            )
        if self.delegations and self.audience is not Audience.AUTHORITY:
            raise ValueError("only a filing to an authority can be delegated")
        if self.delayed_by is not None and self.audience is Audience.AUTHORITY:
            raise ValueError("a filing to an authority never waits, so it takes no delayed_by")
        return self

    @model_validator(mode="after")
    def _counts(self) -> Self:
        if any(term.needs_calendar for term in self.terms) and self.calendar is None:
            raise ValueError("a term counts or rolls by closed days, so the rule needs a calendar")
        if not any(term.has_number for term in self.terms):
            raise ValueError("a rule without a number needs a target set by policy")
        if self.hard and not self.limit.has_number:
            raise ValueError("a hard limit needs a number")
        if self.hard and self.voluntary:
            raise ValueError("what is voluntary has no hard limit")
        if self.policy_target and self.target is None:
            raise ValueError("policy_target marks a target, and there is none")
        if any(not cap.limit.has_number for cap in self.caps):
            raise ValueError("a cap needs a number")
        return self

    @model_validator(mode="after")
    def _is_dated(self) -> Self:
        if (self.status is Status.IN_FORCE) != (self.effective_from is not None):
            raise ValueError(
                "effective_from is given exactly when the status is in_force; law that has no date "
                "yet is enacted or proposed"
            )
        if self.effective_to and self.effective_from and self.effective_to < self.effective_from:
            raise ValueError("effective_to lies before effective_from")
        if self.verified and self.marks:
            raise ValueError("a verified rule bears no mark")
        return self

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms that the rule has."""
        late = self.late.until if self.late else None
        own = (self.target, self.limit, self.loose, *(cap.limit for cap in self.caps), late)
        return tuple(term for term in (*own, *self._moved_terms()) if term is not None)

    def as_moved(self) -> "Rule":
        """The rule with its limits moved off closed days, for whom `roll_if` holds."""
        if self.roll_if is None:
            return self
        limit, *of_caps = self._moved_terms()
        caps = (
            cap.model_copy(update={"limit": term})
            for cap, term in zip(self.caps, of_caps, strict=True)
        )
        return self.model_copy(update={"limit": limit, "caps": tuple(caps), "loose": None})

    def _moved_terms(self) -> tuple[Term, ...]:
        if self.roll_if is None:
            return ()
        limits = (self.limit, *(cap.limit for cap in self.caps))
        return tuple(
            Term.model_validate({**limit.model_dump(), "roll": self.roll_if.roll})
            for limit in limits
        )

    @property
    def regime(self) -> str:
        """The id of the regime that the rule belongs to."""
        return self.id.partition("/")[0]

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which dates are read."""
        return ZoneInfo(self.tz)

    def in_force_on(self, day: date) -> bool:
        """Whether the text applies to an event of that day."""
        if self.effective_from is None or day < self.effective_from:
            return False
        return self.effective_to is None or day <= self.effective_to

    def overlaps(self, other: "Rule") -> bool:
        """Whether some day lies in the force of both."""
        if self.effective_from is None or other.effective_from is None:
            return False
        mine = self.effective_to or date.max
        its = other.effective_to or date.max
        return self.effective_from <= its and other.effective_from <= mine
