"""A person's choice among several times that were stated for one moment."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from domain.situations import Moments


class Decided(NamedTuple):
    """The time that counts, and the times that lay before whoever decided."""

    chosen_at: datetime
    considered: frozenset[datetime]


def as_decided(moments: Moments, decided: Mapping[str, Decided]) -> Moments:
    """The moments as a person decided them, by name of the moment.

    Only what was considered is out of the question: a time that was stated after the decision is a
    candidate again, and the earliest counts. A moment that nobody states any more stays out.
    """
    update: dict[str, object] = {}
    candidates = dict(moments.candidates)
    for name, choice in decided.items():
        stated = moments.stated(name)
        if not stated:
            continue
        fresh = {at for at in stated if at not in choice.considered}
        times = sorted({choice.chosen_at, *fresh})
        update[name] = times[0]
        candidates.pop(name, None)
        if times[1:]:
            candidates[name] = tuple(times[1:])
    return moments.model_copy(update={**update, "candidates": candidates}) if update else moments
