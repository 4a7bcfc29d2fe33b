"""From a situation and rules to duties: who owes what to whom by when, and what is not owed.

The assessment is complete: each rule that reaches a party in its role ends, for each one it is owed
to, as a duty, as not applicable with its legal ground, as pending until its anchor happens, or as
unsettled until somebody says what the party is. It knows nothing of what has been filed; that a
duty is met is for the record to say.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from domain.calendars import BusinessCalendar
from domain.claims import claims
from domain.judging import Judge
from domain.outcomes import Assessment, Duty, NotApplicable, Pending, Reason
from domain.rules import Rule
from domain.situations import Situation

__all__ = ["Assessment", "Duty", "NotApplicable", "Pending", "Reason", "assess"]


def assess(
    situation: Situation,
    rules: Iterable[Rule],
    calendars: Mapping[str, BusinessCalendar],
    *,
    with_questions: bool = True,
) -> Assessment:
    """Work out every duty of every party.

    Without questions, what is unsettled or voluntary is left out: the clocks of an incident run on
    duties alone, and thousands of parties are asked the same.

    Raises:
        KeyError: a rule names a calendar that is not among `calendars`.
        CalendarUnknown: a deadline needs a day that its calendar does not know.
    """
    duties: dict[object, Duty] = {}
    not_applicable: dict[object, NotApplicable] = {}
    pending: dict[object, Pending] = {}
    unsettled: dict[object, Duty | Pending] = {}
    voluntary: dict[object, Duty] = {}
    judge = Judge(calendars)
    for claim in claims(situation, tuple(rules), with_questions=with_questions):
        outcome = judge.outcome(claim)
        if isinstance(outcome, NotApplicable):
            _add(not_applicable, (outcome.key, outcome.reason), outcome)
        elif claim.rule.voluntary:
            if isinstance(outcome, Duty) and not outcome.asks:
                _add(voluntary, outcome.key, outcome)
        elif outcome.asks:
            unsettled.setdefault(outcome.key, outcome)
        elif isinstance(outcome, Pending):
            _add(pending, outcome.key, outcome)
        else:
            _add(duties, outcome.key, outcome)
    alive = {*duties, *pending, *unsettled, *voluntary}
    return Assessment(
        duties=tuple(duties.values()),
        not_applicable=tuple(_without_other_versions(not_applicable.values(), alive)),
        pending=tuple(pending.values()),
        unsettled=tuple(unsettled.values()),
        voluntary=tuple(voluntary.values()),
    )


def _without_other_versions(
    found: Iterable[NotApplicable], alive: set[object]
) -> Iterable[NotApplicable]:
    """Leave out versions of a rule that are not in force where another one is."""
    items = tuple(found)
    judged = {item.key for item in items if item.reason is not Reason.NOT_IN_FORCE} | alive
    for item in items:
        if item.reason is not Reason.NOT_IN_FORCE or item.key not in judged:
            yield item


_Kind = TypeVar("_Kind", Duty, NotApplicable, Pending)


def _add(outcomes: dict[object, _Kind], key: object, outcome: _Kind) -> None:
    """Keep one outcome a key; another candidate role only adds its name.

    Relief is kept only where every candidate role would have it.
    """
    if key not in outcomes:
        outcomes[key] = outcome
        return
    earlier: _Kind = outcomes[key]
    update: dict[str, object] = {
        "candidate_roles": (*earlier.candidate_roles, *outcome.candidate_roles)
    }
    if isinstance(earlier, Duty) and isinstance(outcome, Duty):
        same = earlier.relieved_by == outcome.relieved_by
        update["relieved_by"] = earlier.relieved_by if same else ()
    outcomes[key] = earlier.model_copy(update=update)
