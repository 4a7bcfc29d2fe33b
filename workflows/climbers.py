"""Who climbs for a clock: duties and work have ladders of their own, and so may each severity."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts import names
    from contracts.clock_payloads import ClockInput
    from workflows.climbing import Climber
    from workflows.ladder import Ladder


class Climbers:
    """The climbers of one shard, by the key of a clock and the severity of the incident."""

    def __init__(self, given: ClockInput) -> None:
        self._given = given
        self._known: dict[tuple[str, bool], Climber] = {}

    def of(self, key: str, severity: str) -> Climber:
        """Tasks, awaited replies and promised updates have a shorter ladder than duties."""
        work = key.startswith(names.WORK_CLOCKS)
        if (severity, work) not in self._known:
            rungs = self._given.rungs(severity, work=work)
            ladder = Ladder(rungs, self._given.merge_within)
            self._known[severity, work] = Climber(ladder, self._given.quiet_hours)
        return self._known[severity, work]

    def differ(self, key: str, before: str, now: str) -> bool:
        """Whether a clock has another ladder under another severity."""
        work = key.startswith(names.WORK_CLOCKS)
        return self._given.rungs(before, work=work) != self._given.rungs(now, work=work)
