"""The clock as the first recorded histories have it: the code that a newer worker replaces."""

from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts import names
    from contracts.clock_payloads import Alert, AlertLine, ClockEntry, ClockInput, DutiesReplaced
    from contracts.incident_activities import AlertActivities
    from contracts.incident_payloads import CaseClockMoved
    from contracts.policy import Rung
    from contracts.retries import WORDS_AND_MAIL
    from workflows.case_clock import WorkflowClock
    from workflows.length import is_long


@workflow.defn(name="ClockWorkflow")
class EarlierClockWorkflow:
    """Walks the ladder of each open duty, and alerts whom each rung names.

    A rung fires once. Where several have passed unseen (an outage, a due time moved nearer), the
    latest speaks for all: one honest alert, not a burst.
    """

    @workflow.init
    def __init__(self, given: ClockInput) -> None:
        self._input = given
        self._clock = WorkflowClock(given.clock)
        self._ladder = _in_time(given.ladder)
        self._work_ladder = _in_time(given.work_ladder) or self._ladder
        self._entries = {entry.key: entry for entry in given.entries}
        self._alerts_sent = given.alerts_sent
        self._changed = False
        self._closed = False

    @workflow.run
    async def run(self, given: ClockInput) -> None:
        """Until the incident closes; continues as new before its history grows long."""
        del given
        while not self._closed:
            await self._alert_what_is_due()
            if is_long() and not self._closed:
                workflow.continue_as_new(self._carried_on())
            await self._wait_for_next_rung()

    @workflow.signal
    def duties_replaced(self, change: DutiesReplaced) -> None:
        """The open duties of this shard, anew; a moved due time climbs its ladder again."""
        entries: dict[str, ClockEntry] = {}
        for clock in change.clocks:
            known = self._entries.get(clock.key)
            kept = known is not None and known.due_at == clock.due_at
            entries[clock.key] = (
                known if known and kept else ClockEntry(key=clock.key, due_at=clock.due_at)
            )
        self._entries = entries
        self._changed = True

    @workflow.signal
    def case_clock_moved(self, moved: CaseClockMoved) -> None:
        """A rehearsal has turned its clock forward."""
        self._clock.turn_to(moved.case_time)
        self._changed = True

    @workflow.signal
    def incident_ended(self) -> None:
        """Nothing is owed any more."""
        self._closed = True

    @workflow.query
    def entries(self) -> tuple[ClockEntry, ...]:
        """Every running clock of this shard."""
        return tuple(self._entries.values())

    async def _alert_what_is_due(self) -> None:
        now = self._clock.now()
        lines = tuple(line for entry in self._entries.values() if (line := self._line(entry, now)))
        if not lines:
            return
        self._alerts_sent += 1
        key = f"{self._input.shard}:{self._alerts_sent}"
        alert = Alert(incident_id=self._input.incident_id, alert_key=key, at=now, lines=lines)
        await workflow.execute_activity_method(AlertActivities.send_alert, alert, **WORDS_AND_MAIL)

    def _line(self, entry: ClockEntry, now: datetime) -> AlertLine | None:
        ladder = self._ladder_of(entry.key)
        passed = sum(1 for rung in ladder if entry.due_at - rung.before_due <= now)
        if passed <= entry.rungs_done:
            return None
        self._entries[entry.key] = entry.model_copy(update={"rungs_done": passed})
        rung = ladder[passed - 1]
        return AlertLine(duty_key=entry.key, due_at=entry.due_at, rung=rung.name, roles=rung.roles)

    async def _wait_for_next_rung(self) -> None:
        due = min(
            (at for entry in self._entries.values() if (at := self._next_rung_at(entry))),
            default=None,
        )
        self._changed = False
        wait = None if due is None else due - self._clock.now()
        if wait is not None and wait.total_seconds() <= 0:
            return
        try:
            await workflow.wait_condition(lambda: self._changed or self._closed, timeout=wait)
        except TimeoutError:
            return

    def _next_rung_at(self, entry: ClockEntry) -> datetime | None:
        ladder = self._ladder_of(entry.key)
        if entry.rungs_done >= len(ladder):
            return None
        rung = ladder[entry.rungs_done]
        return entry.due_at - rung.before_due

    def _ladder_of(self, key: str) -> tuple[Rung, ...]:
        """Tasks and awaited replies have a shorter ladder than duties."""
        return self._work_ladder if key.startswith(names.WORK_CLOCKS) else self._ladder

    def _carried_on(self) -> ClockInput:
        return self._input.model_copy(
            update={
                "clock": self._clock.state,
                "entries": tuple(self._entries.values()),
                "alerts_sent": self._alerts_sent,
            }
        )


def _in_time(ladder: tuple[Rung, ...]) -> tuple[Rung, ...]:
    """The rungs in the order in which they are reached."""
    return tuple(sorted(ladder, key=lambda rung: rung.before_due, reverse=True))
