"""The arithmetic of a ladder: when its rungs speak, which have been reached, what comes next.

Pure: the same ladder, limit and moment always give the same answer. All moments are aware.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts.policy import Rung

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Reach(NamedTuple):
    """How far a ladder is climbed: rungs, and repeats of the last of them."""

    rungs: int
    repeats: int


class Ladder:
    """Rungs in the order in which they are reached.

    Rungs speak at the beginning of the `merge_within` that they fall into (a whole minute of the
    clock, say): clocks that know nothing of each other so speak at the same moment, never late.
    """

    def __init__(self, rungs: tuple[Rung, ...], merge_within: timedelta) -> None:
        self.rungs = tuple(sorted(rungs, key=lambda rung: rung.before_due, reverse=True))
        self._window = merge_within

    def at(self, due_at: datetime, reach: Reach) -> datetime:
        """When this rung, or this repeat of it, speaks."""
        rung = self.rungs[reach.rungs - 1]
        at = due_at - rung.before_due
        if rung.repeat_every is not None:
            at += rung.repeat_every * reach.repeats
        return self.rounded(at)

    def reached(self, due_at: datetime, until: datetime) -> Reach:
        """The latest rung, or repeat of it, that has spoken by `until`; (0, 0) for none."""
        rungs = sum(1 for n in range(len(self.rungs)) if self.at(due_at, Reach(n + 1, 0)) <= until)
        every = self.rungs[rungs - 1].repeat_every if rungs else None
        if every is None:
            return Reach(rungs, 0)
        first = due_at - self.rungs[rungs - 1].before_due
        end = self.rounded(until) + self._window if self._window else until
        repeats = max(0, (end - first) // every)
        # The end of a merging window belongs to the next one.
        while repeats and self.at(due_at, Reach(rungs, repeats)) > until:
            repeats -= 1
        return Reach(rungs, repeats)

    def following(self, due_at: datetime, reach: Reach) -> Reach | None:
        """What comes after: a repeat before the next rung, or the next rung; None at the end."""
        following = Reach(reach.rungs + 1, 0) if reach.rungs < len(self.rungs) else None
        if reach.rungs and self.rungs[reach.rungs - 1].repeat_every is not None:
            again = Reach(reach.rungs, reach.repeats + 1)
            if following is None or self.at(due_at, again) < self.at(due_at, following):
                return again
        return following

    def between(self, due_at: datetime, after: Reach, to: Reach) -> Iterator[Reach]:
        """Everything after one reach, up to and with another, in the order of time."""
        step = self.following(due_at, after)
        while step is not None and step <= to:
            yield step
            step = self.following(due_at, step)

    def count(self, due_at: datetime, after: Reach, to: Reach) -> int:
        """How many there are between one reach and another."""
        found = 0
        while after.rungs < to.rungs:
            before_next = self.at(due_at, Reach(after.rungs + 1, 0)) - datetime.resolution
            last = self.reached(due_at, before_next)
            found += 1 + (last.repeats - after.repeats if last.rungs == after.rungs else 0)
            after = Reach(after.rungs + 1, 0)
        return found + to.repeats - after.repeats

    def rounded(self, moment: datetime) -> datetime:
        """The beginning of the window that a moment falls into."""
        return moment - (moment - EPOCH) % self._window if self._window else moment
