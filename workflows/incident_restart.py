"""An incident that starts from the register: reopened under its number, or rebuilt.

Nothing of a former run is needed. What was spoken before an incident ended is not spoken again
when it is reopened: rungs and reminders whose time has passed count as done, except that a duty
which is overdue speaks once. A rebuilt incident cannot know what its clocks have said, so each
open duty speaks its latest rung: better twice than never.
"""

from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts.clock_payloads import ClockEntry
    from contracts.incident_payloads import (
        DutiesAssessed,
        DutyClock,
        OpenIncident,
        RestartIncident,
        RestartKind,
    )
    from contracts.merchant_payloads import MerchantsInput
    from contracts.names import WORK_CLOCKS
    from contracts.policy import IncidentPolicy
    from contracts.restart_activities import RestartActivities
    from contracts.restart_payloads import IncidentStanding, PartOfIncident, RecordRestart
    from contracts.retries import REGISTER
    from domain.casetime import CaseClock
    from workflows.children import start_clock, start_document, start_merchants, start_wave
    from workflows.incident_family import IncidentFamily
    from workflows.ladder import Ladder, Reach


class Restart:
    """Puts an incident's children back to work, each with what the register knows of it."""

    def __init__(
        self,
        opening: OpenIncident,
        command: RestartIncident,
        family: IncidentFamily,
    ) -> None:
        self._incident_id = opening.incident_id
        self._policy = opening.policy
        self._command = command
        self._family = family

    async def record(self, at: datetime) -> IncidentStanding:
        """Enter the restart into the register; refused for whom or what may not be restarted."""
        return await workflow.execute_activity_method(
            RestartActivities.record_restart,
            RecordRestart(
                incident_id=self._incident_id,
                command_id=self._command.command_id,
                actor=self._command.actor,
                at=at,
                kind=self._command.kind,
            ),
            **REGISTER,
        )

    async def start_children(
        self, standing: IncidentStanding, assessed: DutiesAssessed, clock: CaseClock
    ) -> None:
        """Clocks and merchants first, before anything can be due; then what was under way."""
        self._family.take_over(standing)
        await self._start_clocks(assessed, clock)
        for shard in range(standing.merchant_shards):
            await self._start_merchants(shard, clock)
        for number in standing.documents_to_go_on:
            document = await workflow.execute_activity_method(
                RestartActivities.read_document, self._part(number), **REGISTER
            )
            await start_document(document.model_copy(update={"clock": clock}))
        for number in standing.waves_to_go_on:
            wave = await workflow.execute_activity_method(
                RestartActivities.read_wave, self._part(number), **REGISTER
            )
            # Nothing overdue goes out by itself: what a reopened wave has sent is settled, no more.
            shards = () if self._is_reopened else wave.shards_open
            await start_wave(wave.model_copy(update={"clock": clock, "shards_open": shards}))

    async def _start_clocks(self, assessed: DutiesAssessed, clock: CaseClock) -> None:
        now = clock.case_time(workflow.now())
        for shard, duties in self._family.clocks_by_shard(assessed).items():
            severity = assessed.severity
            entries = tuple(spoken(self._policy, duty, now, severity) for duty in duties)
            given = self._family.clock_input(shard, clock)
            known = {"entries": entries if self._is_reopened else (), "severity": severity}
            await start_clock(given.model_copy(update=known))

    async def _start_merchants(self, shard: int, clock: CaseClock) -> None:
        given = await workflow.execute_activity_method(
            RestartActivities.read_merchants, self._part(shard), **REGISTER
        )
        if self._is_reopened:
            given = reminded(given, clock.case_time(workflow.now()))
        await start_merchants(given.model_copy(update={"clock": clock}))

    @property
    def _is_reopened(self) -> bool:
        return self._command.kind is RestartKind.REOPENED

    def _part(self, number: int) -> PartOfIncident:
        return PartOfIncident(incident_id=self._incident_id, number=number)


def spoken(
    policy: IncidentPolicy, duty: DutyClock, now: datetime, severity: str = ""
) -> ClockEntry:
    """A clock whose passed rungs count as spoken; of an overdue one the latest speaks once."""
    rungs = policy.rungs(severity, work=duty.key.startswith(WORK_CLOCKS))
    reach = Ladder(rungs, policy.merge_within).reached(duty.due_at, now)
    if duty.due_at <= now:
        reach = Reach(max(reach.rungs - 1, 0), 0)
    return ClockEntry(
        key=duty.key,
        due_at=duty.due_at,
        rungs_done=reach.rungs,
        repeats_done=reach.repeats,
        since=now,
    )


def reminded(given: MerchantsInput, now: datetime) -> MerchantsInput:
    """Merchants to whom no reminder is owed for the time in which the incident was ended."""
    care = given.care
    entries = tuple(
        entry.model_copy(
            update={"reminders": max(entry.reminders, care.reminders_due(entry.told_at, now))}
        )
        if entry.told_at
        else entry
        for entry in given.entries
    )
    return given.model_copy(update={"entries": entries})
