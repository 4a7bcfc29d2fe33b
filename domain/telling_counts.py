"""Counts that no rule tells apart: whether 120 or 121 people are affected is one to the law."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from domain.conditions import TOTAL, Condition
from domain.finding_words import place_of
from domain.rules import Rule


class TellingCounts:
    """The thresholds of rules for numbers of people, each as the rule compares it."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        found = {number for rule in rules for number in _thresholds(_conditions(rule))}
        self._thresholds = sorted(found)

    def alike(self, count: int) -> int:
        """The smallest count that every rule answers like this one (0 stays itself)."""
        place = bisect_left(self._thresholds, count)
        if place < len(self._thresholds) and self._thresholds[place] == count:
            return count
        return self._thresholds[place - 1] + 1 if place else min(count, 1)


def _conditions(rule: Rule) -> Iterator[Condition]:
    if rule.applies_to is not None:
        yield rule.applies_to
    yield from rule.triggers
    for exemption in rule.exemptions:
        yield from exemption.all_of
    for requirement in rule.requires:
        yield requirement.condition
    if rule.delayed_by is not None:
        yield from rule.delayed_by.all_of
    for delegation in rule.delegations:
        yield delegation.applies_to


def _thresholds(conditions: Iterable[Condition]) -> Iterator[int]:
    for condition in conditions:
        finding = condition.finding
        # The number of all people bounds that of each place, so it is compared there as well.
        if finding is not None and (finding == TOTAL or place_of(finding) is not None):
            named = (
                *(condition.more_than, condition.at_least),
                *(condition.at_most, condition.fewer_than),
            )
            yield from (number for number in named if number is not None)
        yield from _thresholds(condition.any_of or condition.all_of)
