"""Clocks of one shard of duties: one movable timer at the earliest rung of them all."""

import asyncio
from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts.clock_payloads import (
        AlertLine,
        ClockEntry,
        ClockInput,
        ClockTakenUp,
        DutiesReplaced,
    )
    from contracts.incident_payloads import CaseClockMoved
    from workflows.case_clock import WorkflowClock
    from workflows.climbers import Climbers
    from workflows.climbing import Climber
    from workflows.length import is_long
    from workflows.speaking import Speaker

SPEAKS_ASIDE = "clock-speaks-aside"
"""Patch: mails no longer hold up the clock, so a provider that is away cannot stop it."""


@workflow.defn
class ClockWorkflow:
    """Walks the ladder of each open duty, and alerts whom each rung names.

    A rung fires once. Where several have passed unseen (an outage, a due time moved nearer), the
    latest speaks for all: one honest alert, not a burst.
    """

    @workflow.init
    def __init__(self, given: ClockInput) -> None:
        self._input = given
        self._clock = WorkflowClock(given.clock)
        self._climbers = Climbers(given)
        self._said_before: list[AlertLine] = []
        self._entries = {entry.key: entry for entry in given.entries}
        self._severity = given.severity
        self._speaker = Speaker(given, self._clock.now)
        self._mailing: asyncio.Task[None] | None = None
        self._turned_at: datetime | None = None
        self._changed = False
        self._closed = False

    @workflow.run
    async def run(self, given: ClockInput) -> None:
        """Until the incident closes; continues as new before its history grows long."""
        del given
        aside = workflow.patched(SPEAKS_ASIDE)
        if aside:
            # Ends with this run: what is on its way then is needed by nobody.
            self._mailing = asyncio.create_task(self._speaker.mail_as_it_comes())
        while not self._closed:
            lines = self._lines()
            if aside:
                self._speaker.say(lines)
            elif lines:
                await self._speaker.mail(lines)
            if self._may_carry_on():
                workflow.continue_as_new(self._carried_on())
            await self._wait_for_next_rung()

    @workflow.signal
    def duties_replaced(self, change: DutiesReplaced) -> None:
        """The open duties of this shard, anew; a moved due time climbs its ladder again."""
        if change.severity and change.severity != self._severity:
            self._climb_by(change.severity)
        entries: dict[str, ClockEntry] = {}
        for clock in change.clocks:
            known = self._entries.get(clock.key)
            if known is None or known.due_at != clock.due_at:
                now = self._clock.now()
                known = ClockEntry(key=clock.key, due_at=clock.due_at, since=now)
            entries[clock.key] = known.model_copy(update={"hard": clock.hard})
        self._entries = entries
        self._changed = True

    @workflow.signal
    def clock_taken_up(self, taken: ClockTakenUp) -> None:
        """Somebody sees to it: silent at once, until the next rung or repeat."""
        entry = self._entries.get(taken.key)
        if entry is not None:
            self._entries[taken.key] = entry.model_copy(update={"taken_up": True})
            self._speaker.drop(taken.key)
            self._changed = True

    @workflow.signal
    def case_clock_moved(self, moved: CaseClockMoved) -> None:
        """A rehearsal has turned its clock forward."""
        self._clock.turn_to(moved.case_time)
        # Nobody slept through the time that was jumped over.
        self._turned_at = self._clock.now()
        self._changed = True

    @workflow.signal
    def incident_ended(self) -> None:
        """Nothing is owed any more."""
        self._closed = True

    @workflow.query
    def entries(self) -> tuple[ClockEntry, ...]:
        """Every running clock of this shard."""
        return tuple(self._entries.values())

    def _lines(self) -> list[AlertLine]:
        """What has to be said now; from then on it counts as said."""
        now = self._clock.now()
        lines, self._said_before = self._said_before, []
        for entry in self._entries.values():
            climbed = self._climber(entry).climb(entry, now, self._severity, self._turned_at)
            if climbed is not None:
                self._entries[entry.key] = climbed.entry
                lines.append(climbed.line)
        return lines

    def _climb_by(self, severity: str) -> None:
        """From now on by the ladders of another severity; first what the old ones have to say.

        So no rung is lost, and a clock that changes its ladder speaks at most once more.
        """
        before = self._severity
        others = [key for key in self._entries if self._climbers.differ(key, before, severity)]
        if others:
            self._said_before = self._lines()
        self._severity = severity
        for key in others:
            entry, earlier = self._entries[key], self._climbers.of(key, before)
            now = self._clock.now()
            self._entries[key] = self._climber(entry).takes_over(entry, earlier, now)

    async def _wait_for_next_rung(self) -> None:
        due = min(
            (
                at
                for entry in self._entries.values()
                if (at := self._climber(entry).next_at(entry, self._severity))
            ),
            default=None,
        )
        self._changed = False
        wait = None if due is None else due - self._clock.now()
        if wait is not None and wait.total_seconds() <= 0:
            return
        try:
            await workflow.wait_condition(
                lambda: self._changed or self._closed or self._may_carry_on(), timeout=wait
            )
        except TimeoutError:
            return

    def _climber(self, entry: ClockEntry) -> Climber:
        return self._climbers.of(entry.key, self._severity)

    def _may_carry_on(self) -> bool:
        return is_long() and not self._closed and self._speaker.is_idle

    def _carried_on(self) -> ClockInput:
        return self._input.model_copy(
            update={
                "clock": self._clock.state,
                "entries": tuple(self._entries.values()),
                "alerts_sent": self._speaker.alerts_sent,
                "severity": self._severity,
            }
        )
