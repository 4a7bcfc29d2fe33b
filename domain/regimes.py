"""One law as a dated file: its authorities, what a notice may hold, its rules."""

from datetime import date
from itertools import combinations
from typing import Self

from pydantic import Field, model_validator

from domain.explanations import Bilingual
from domain.rule_parts import AuthorityKey, RuleData
from domain.rules import Rule


class Regime(RuleData):
    """One law. `law_as_of` is the day whose state of the law the file follows.

    Rules may refer to authorities and contents of the same file only. Two rules with one id are
    versions of one rule; no day may lie in both.
    """

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: Bilingual
    law_as_of: date
    authorities: dict[AuthorityKey, Bilingual] = Field(default_factory=dict)
    contents: dict[str, Bilingual] = Field(default_factory=dict)
    rules: tuple[Rule, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _refers_to_itself(self) -> Self:
        ids = {rule.id for rule in self.rules}
        for rule in self.rules:
            if rule.regime != self.id:
                raise ValueError(f"{rule.id} does not start with {self.id}/")
            delegated = (item.authority for item in rule.delegations)
            for authority in (rule.authority, *delegated):
                if authority is not None and authority not in self.authorities:
                    raise ValueError(f"{rule.id}: no authority is called {authority!r}")
            if rule.relieved_by is not None and rule.relieved_by.rule not in ids:
                raise ValueError(f"{rule.id}: no rule is called {rule.relieved_by.rule!r}")
            named = {*rule.contents, *(rule.late.contents if rule.late else ())}
            missing = sorted(named - set(self.contents))
            if missing:
                raise ValueError(f"{rule.id}: no content is called {missing[0]!r}")
        return self

    @model_validator(mode="after")
    def _versions_do_not_overlap(self) -> Self:
        for one, other in combinations(self.rules, 2):
            if one.id != other.id:
                continue
            if one.effective_from is None and other.effective_from is None:
                raise ValueError(f"{one.id}: two versions without a date")
            if one.overlaps(other):
                raise ValueError(
                    f"{one.id}: two versions are in force on the same days (from "
                    f"{one.effective_from} and from {other.effective_from}); end the older one by "
                    "effective_to"
                )
        return self
