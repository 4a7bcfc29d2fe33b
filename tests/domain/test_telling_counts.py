"""A count may stand for another only where every condition of every rule answers alike."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from domain.conditions import Condition, Findings
from domain.rules import Rule
from domain.telling_counts import TellingCounts, _conditions
from regimes.loader import load_bundled

RULES = [rule for regime in load_bundled() for rule in regime.rules]
TELLING = TellingCounts(RULES)


def leaves(condition: Condition) -> Iterator[Condition]:
    parts = condition.any_of or condition.all_of
    if not parts:
        yield condition
    for part in parts:
        yield from leaves(part)


def of_rule(rule: Rule) -> Iterator[Condition]:
    for condition in _conditions(rule):
        yield from leaves(condition)


CONDITIONS = [condition for rule in RULES for condition in of_rule(rule)]


@given(st.one_of(st.integers(0, 1200), st.integers(0, 2_000_000)))
def test_no_rule_tells_a_count_from_the_one_that_stands_for_it(count: int) -> None:
    real = Findings.model_validate({"affected_at_most": count})
    alike = Findings.model_validate({"affected_at_most": TELLING.alike(count)})
    for condition in CONDITIONS:
        assert condition.holds(real) == condition.holds(alike), condition


def test_thresholds_are_told_apart_from_their_neighbours() -> None:
    assert TELLING.alike(1_000) == 1_000
    assert TELLING.alike(1_001) == 1_001
    assert TELLING.alike(1_003) == TELLING.alike(1_002)
    assert TELLING.alike(0) == 0
