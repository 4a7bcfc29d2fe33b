"""One clock on its ladder: what it has to say at a moment, and when it has to look again.

Pure: nothing here reads the time. A clock speaks at its rungs, at their repeats, and, while nobody
has taken it up, at the steps by which a rung is handed on: to the deputies, then up.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import NamedTuple

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts.clock_payloads import AlertLine, ClockEntry
    from contracts.policy import Rung
    from domain.quiet_hours import QuietHours, holding
    from workflows.ladder import Ladder, Reach

HANDED_ON = 2
"""Steps: 1 to the deputies of the rung's roles, 2 up."""
LATE = timedelta(seconds=60)
"""A rung that is so late was missed while nobody ran; a busy machine is not that slow."""
OVERTAKEN_LATE = timedelta(seconds=1)
"""The same for a rung after which the next one has passed already."""
NAMED_AT_MOST = 5


class Climbed(NamedTuple):
    """What a clock says, and where it stands then."""

    entry: ClockEntry
    line: AlertLine


class Climber:
    """Moves clocks along one ladder, with the quiet hours of each severity."""

    def __init__(self, ladder: Ladder, quiet_hours: tuple[QuietHours, ...]) -> None:
        self._ladder = ladder
        self._quiet_hours = quiet_hours

    def climb(
        self, entry: ClockEntry, now: datetime, severity: str, turned_at: datetime | None = None
    ) -> Climbed | None:
        """What the clock has to say at `now`; None while there is nothing to say.

        Where several rungs have passed, the latest speaks for all. `turned_at` is when a
        rehearsal's clock was last turned: what it jumped over was missed by nobody.
        """
        until = self._reckoned_until(entry, now, severity)
        before, reach = _reach(entry), self._ladder.reached(entry.due_at, until)
        if reach > before:
            return self._spoken(entry, before, reach, now, severity, turned_at)
        return self._handed_on(entry, until, now)

    def takes_over(self, entry: ClockEntry, earlier: "Climber", now: datetime) -> ClockEntry:
        """A clock that climbed another ladder until now, on this one.

        What it said there counts here: a rung that fell before that is done. Of those that have
        passed since, and that the other ladder did not have, the latest speaks at once, for all;
        none does where somebody has taken the clock up.
        """
        said_at = earlier.said_at(entry)
        until = now if entry.taken_up else said_at
        reach = self._ladder.reached(entry.due_at, until) if until else Reach(0, 0)
        return entry.model_copy(
            update={"rungs_done": reach.rungs, "repeats_done": reach.repeats, "since": now}
        )

    def said_at(self, entry: ClockEntry) -> datetime | None:
        """When the clock spoke last; None while it has said nothing."""
        if not entry.rungs_done:
            return None
        # A clock of an earlier version does not remember when: at its rung, or later.
        return entry.spoken_at or self._ladder.at(entry.due_at, _reach(entry))

    def next_at(self, entry: ClockEntry, severity: str) -> datetime | None:
        """When the clock next has something to say; None for one that has said all."""
        times = []
        following = self._ladder.following(entry.due_at, _reach(entry))
        if following is not None:
            times.append(self._ladder.at(entry.due_at, following))
        if (step_at := self._next_step_at(entry)) is not None:
            times.append(step_at)
        return min((self._effective(entry, at, severity) for at in times), default=None)

    def _spoken(
        self,
        entry: ClockEntry,
        before: Reach,
        reach: Reach,
        now: datetime,
        severity: str,
        turned_at: datetime | None,
    ) -> Climbed:
        missed, more = self._missed(entry, before, reach, now, severity, turned_at)
        rung = self._ladder.rungs[reach.rungs - 1]
        moved = entry.model_copy(
            update={
                "rungs_done": reach.rungs,
                "repeats_done": reach.repeats,
                "steps_done": 0,
                "spoken_at": now,
                "taken_up": False,
            }
        )
        line = _line(entry, rung, now).model_copy(
            update={
                # Whom a missed rung would have told is told by the one that speaks for it.
                "roles": _joined(rung.roles, (self._rung(step).roles for step in missed)),
                "channels": _joined(rung.channels, (self._rung(s).channels for s in missed)),
                "repeat": reach.repeats,
                "missed": tuple(self._ladder.at(entry.due_at, step) for step in missed),
                "missed_more": more,
            }
        )
        return Climbed(moved, line)

    def _missed(
        self,
        entry: ClockEntry,
        before: Reach,
        reach: Reach,
        now: datetime,
        severity: str,
        turned_at: datetime | None,
    ) -> tuple[list[Reach], int]:
        """Rungs that passed while nobody ran, the first of them, and how many more there are."""
        known_from = max((at for at in (entry.since, turned_at) if at is not None), default=None)
        if known_from is not None:
            before = max(before, self._ladder.reached(entry.due_at, known_from))
        passed = self._ladder.between(entry.due_at, before, reach)
        first = [
            step
            for step in islice(passed, NAMED_AT_MOST)
            if self._lateness(entry, step, now, severity)
            > (LATE if step == reach else OVERTAKEN_LATE)
        ]
        if not first or first[-1] == reach:
            return first, 0
        latest_too = self._lateness(entry, reach, now, severity) > LATE
        more = self._ladder.count(entry.due_at, first[-1], reach) - (0 if latest_too else 1)
        return first, more

    def _lateness(self, entry: ClockEntry, step: Reach, now: datetime, severity: str) -> timedelta:
        at = self._ladder.at(entry.due_at, step)
        return now - self._effective(entry, at, severity)

    def _handed_on(self, entry: ClockEntry, until: datetime, now: datetime) -> Climbed | None:
        at = self._next_step_at(entry)
        if at is None or entry.spoken_at is None or at > until:
            return None
        rung = self._ladder.rungs[entry.rungs_done - 1]
        steps = [entry.steps_done + 1]
        while (
            steps[-1] < HANDED_ON
            and (later := self._step_at(entry, steps[-1] + 1))
            and later <= until
        ):
            steps.append(steps[-1] + 1)
        moved = entry.model_copy(update={"steps_done": steps[-1]})
        line = _line(entry, rung, now)
        found = {"repeat": entry.repeats_done, "steps": tuple(steps), "up": rung.then_up}
        return Climbed(moved, line.model_copy(update=found))

    def _next_step_at(self, entry: ClockEntry) -> datetime | None:
        if entry.taken_up or entry.steps_done >= HANDED_ON:
            return None
        return self._step_at(entry, entry.steps_done + 1)

    def _step_at(self, entry: ClockEntry, step: int) -> datetime | None:
        if not entry.rungs_done or entry.spoken_at is None:
            return None
        after = self._ladder.rungs[entry.rungs_done - 1].then_after
        return None if after is None else self._ladder.rounded(entry.spoken_at + after * step)

    def _reckoned_until(self, entry: ClockEntry, now: datetime, severity: str) -> datetime:
        """`now`, or the last moment before the quiet that holds this clock back."""
        quiet = holding(self._quiet_hours, severity, now, entry.due_at, hard=entry.hard)
        return quiet.begins - datetime.resolution if quiet else now

    def _effective(self, entry: ClockEntry, at: datetime, severity: str) -> datetime:
        """When something that falls on `at` is really said."""
        quiet = holding(self._quiet_hours, severity, at, entry.due_at, hard=entry.hard)
        return quiet.ends if quiet else at

    def _rung(self, step: Reach) -> Rung:
        return self._ladder.rungs[step.rungs - 1]


def _reach(entry: ClockEntry) -> Reach:
    return Reach(entry.rungs_done, entry.repeats_done)


def _line(entry: ClockEntry, rung: Rung, now: datetime) -> AlertLine:
    return AlertLine(
        duty_key=entry.key,
        due_at=entry.due_at,
        rung=rung.name,
        rung_en=rung.name_en,
        roles=rung.roles,
        channels=rung.channels,
        reached_at=now,
    )


def _joined(first: tuple[str, ...], others: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Everything once, in order."""
    return tuple(dict.fromkeys((*first, *(item for other in others for item in other))))
