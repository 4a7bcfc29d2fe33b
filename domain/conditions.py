"""Findings about a breach, and the conditions that a law puts on them.

Every finding may be unknown (`None`). A condition then answers `None`, and each use of it says
what that means; nothing here turns "unknown" into "exempt".
"""

from collections.abc import Sequence
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator


class Findings(BaseModel):
    """What is held about one party's affected data from one moment on; `None` is unknown.

    `known_at` is when these findings were known; `None` only on the first, for what was so from
    the start. `affected_at_most` is the upper bound of individuals. Findings that rested on an
    error are left out by the caller, not followed by a second set: a set in between that showed
    "not reportable" would move the start of the clock.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    known_at: AwareDatetime | None = None
    affected_at_most: int | None = Field(default=None, ge=0)
    special_care: bool | None = None
    property_damage: bool | None = None
    wrongful_purpose: bool | None = None
    high_grade_encryption: bool | None = None
    key_safe: bool | None = None
    pseudonymised: bool | None = None
    recovered_unseen: bool | None = None
    content_kept_nothing_leaked: bool | None = None


COUNTS = frozenset({"affected_at_most"})
FLAGS = frozenset(Findings.model_fields) - COUNTS - {"known_at"}


class Condition(BaseModel):
    """One test on one finding: `equals` for a yes or no, `more_than` or `at_least` for a count.

    The operator is part of the rule: "more than 1,000" and "1,000 or more" are different laws.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    finding: str
    equals: bool | None = None
    more_than: int | None = Field(default=None, ge=0)
    at_least: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _names_one_test(self) -> Self:
        tests = {
            "equals": self.equals is not None,
            "more_than": self.more_than is not None,
            "at_least": self.at_least is not None,
        }
        given = [name for name, present in tests.items() if present]
        if self.finding not in COUNTS | FLAGS:
            raise ValueError(f"no finding is called {self.finding!r}")
        fitting = ["equals"] if self.finding in FLAGS else ["more_than", "at_least"]
        if len(given) != 1 or given[0] not in fitting:
            raise ValueError(f"{self.finding} takes exactly one of {', '.join(fitting)}")
        return self

    def holds(self, findings: Findings) -> bool | None:
        """Answer the condition; None when the finding is unknown."""
        value = getattr(findings, self.finding)
        if value is None:
            return None
        if self.more_than is not None:
            return bool(value > self.more_than)
        if self.at_least is not None:
            return bool(value >= self.at_least)
        return bool(value is self.equals)


def is_triggered(triggers: Sequence[Condition], findings: Findings) -> bool:
    """Whether one trigger is met or unknown; a rule without triggers always applies."""
    return not triggers or any(trigger.holds(findings) is not False for trigger in triggers)


def unknown_triggers(triggers: Sequence[Condition], findings: Findings) -> tuple[str, ...]:
    """Name the unknown findings on which alone the triggering rests; empty when one is met."""
    answers = [(trigger.finding, trigger.holds(findings)) for trigger in triggers]
    if any(answer for _, answer in answers):
        return ()
    return tuple(finding for finding, answer in answers if answer is None)


def all_known_true(conditions: Sequence[Condition], findings: Findings) -> bool:
    """Whether every condition is known to hold: the only reading that may exempt."""
    return all(condition.holds(findings) is True for condition in conditions)
