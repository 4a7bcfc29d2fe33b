"""Findings about a breach, and the conditions that a law puts on them.

Every finding may be unknown (`None`). A condition then answers `None`, and each use of it says
what that means; nothing here turns "unknown" into "exempt".
"""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from domain.finding_words import COUNT_WORDS, FLAG_WORDS, is_count, is_flag, place_of

COUNTS = frozenset(COUNT_WORDS)
FLAGS = frozenset(FLAG_WORDS)
TOTAL = "affected_at_most"


class Findings(BaseModel):
    """What is held about one party's affected data from one moment on; what is absent is unknown.

    Takes every finding of the catalogue by its name: `True`, `False` or a number. `known_at` is
    when these findings were known; `None` only on the first, for what was so from the start.
    `affected_at_most` and `residents.<place>` are upper bounds of individuals. Findings that
    rested on an error are left out by the caller, not followed by a second set: a set in between
    that showed "not reportable" would move the start of the clock.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    known_at: AwareDatetime | None = None

    @model_validator(mode="after")
    def _are_catalogued(self) -> Self:
        for name, value in (self.model_extra or {}).items():
            if not (is_flag(name) or is_count(name)):
                raise ValueError(no_such_finding(name))
            fits = type(value) is bool if is_flag(name) else type(value) is int and value >= 0
            if value is not None and not fits:
                wanted = "true or false" if is_flag(name) else "a number from 0 on"
                raise ValueError(f"{name} takes {wanted}")
        return self

    def value(self, finding: str) -> bool | int | None:
        """What is held of one finding; None when it is unknown."""
        held = self.__pydantic_extra__
        found: bool | int | None = held.get(finding) if held else None
        return found


def no_such_finding(name: str) -> str:
    """The sentence for a name that is in no catalogue, with the nearest that is."""
    return f"no finding is called {name!r}{nearest(name, FLAGS | COUNTS)}"


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint at the name that was probably meant; empty when none is near."""
    near = get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    return f"; did you mean {near[0]!r}?" if near else ""


class Condition(BaseModel):
    """One test on one finding, or several tests joined by `any_of` or `all_of`.

    A yes or no is tested by `equals`, a count by `more_than`, `at_least`, `at_most` or
    `fewer_than`. The operator is part of the rule: "more than 1,000" and "1,000 or more" are
    different laws.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    finding: str | None = None
    equals: bool | None = None
    more_than: int | None = Field(default=None, ge=0)
    at_least: int | None = Field(default=None, ge=0)
    at_most: int | None = Field(default=None, ge=0)
    fewer_than: int | None = Field(default=None, ge=0)
    any_of: "tuple[Condition, ...]" = ()
    all_of: "tuple[Condition, ...]" = ()

    @model_validator(mode="after")
    def _names_one_test(self) -> Self:
        tests = ("equals", "more_than", "at_least", "at_most", "fewer_than")
        given = [name for name in tests if getattr(self, name) is not None]
        if self.finding is None:
            if given or bool(self.any_of) == bool(self.all_of):
                raise ValueError("a condition is one finding with its test, or any_of, or all_of")
            return self
        if self.any_of or self.all_of:
            raise ValueError("a finding is tested by itself; join tests by any_of or all_of")
        if not (is_flag(self.finding) or is_count(self.finding)):
            raise ValueError(no_such_finding(self.finding))
        fitting = ["equals"] if is_flag(self.finding) else list(tests[1:])
        if len(given) != 1 or given[0] not in fitting:
            raise ValueError(f"{self.finding} takes exactly one of {', '.join(fitting)}")
        return self

    def holds(self, findings: Findings) -> bool | None:
        """Answer the condition; None when what is known does not decide it."""
        if self.finding is not None:
            return self._tested(self.finding, findings)
        answers = [part.holds(findings) for part in self.any_of or self.all_of]
        decisive = bool(self.any_of)
        if decisive in answers:
            return decisive
        return None if None in answers else not decisive

    def is_known(self, findings: Findings) -> bool:
        """Whether the condition is known to hold; stops at the first part that decides."""
        if self.finding is not None:
            return self._tested(self.finding, findings) is True
        if self.any_of:
            return any(part.is_known(findings) for part in self.any_of)
        return all(part.is_known(findings) for part in self.all_of)

    def unknowns(self, findings: Findings) -> Iterator[str]:
        """The unknown findings that keep the condition from being answered."""
        if self.holds(findings) is not None:
            return
        if self.finding is not None:
            yield self.finding
        for part in self.any_of or self.all_of:
            yield from part.unknowns(findings)

    def findings(self) -> Iterator[str]:
        """Every finding that the condition asks for."""
        if self.finding is not None:
            yield self.finding
        for part in self.any_of or self.all_of:
            yield from part.findings()

    def _tested(self, finding: str, findings: Findings) -> bool | None:
        value = findings.value(finding)
        if value is None:
            return self._bounded(finding, findings)
        if self.equals is not None:
            return value is self.equals
        return self._compared(value)

    def _compared(self, count: int) -> bool:
        if self.more_than is not None:
            return count > self.more_than
        if self.at_least is not None:
            return count >= self.at_least
        if self.at_most is not None:
            return count <= self.at_most
        return self.fewer_than is not None and count < self.fewer_than

    def _bounded(self, finding: str, findings: Findings) -> bool | None:
        """Nobody lives in a place who is not among all: their number bounds that of the place."""
        total = findings.value(TOTAL)
        if total is None or place_of(finding) is None:
            return None
        if self.at_most is not None or self.fewer_than is not None:
            return True if self._compared(total) else None
        return None if self._compared(total) else False


def is_triggered(triggers: Sequence[Condition], findings: Findings) -> bool:
    """Whether one trigger is met or unknown; a rule without triggers always applies."""
    return not triggers or any(trigger.holds(findings) is not False for trigger in triggers)


def unknown_triggers(triggers: Sequence[Condition], findings: Findings) -> tuple[str, ...]:
    """Name the unknown findings on which alone the triggering rests; empty when one is met."""
    if any(trigger.holds(findings) for trigger in triggers):
        return ()
    named = (finding for trigger in triggers for finding in trigger.unknowns(findings))
    return tuple(dict.fromkeys(named))


def all_known_true(conditions: Sequence[Condition], findings: Findings) -> bool:
    """Whether every condition is known to hold: the only reading that may exempt."""
    return all(condition.is_known(findings) for condition in conditions)
