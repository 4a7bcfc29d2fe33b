"""How an incident's workflow is started: opened, reopened under its number, or rebuilt."""

import asyncio
import time
from datetime import UTC, datetime

from temporalio.client import WorkflowExecutionStatus
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy

from command_channel import (
    PATIENCE_SECONDS,
    PAUSE_SECONDS,
    UNAVAILABLE,
    CommandChannel,
    CommandRefused,
    EngineUnavailableError,
    Given,
    NothingRunsThereError,
    answered,
)
from contracts.incident_payloads import (
    IncidentState,
    OpenIncident,
    RestartIncident,
    RestartKind,
)
from contracts.names import incident_workflow_id
from contracts.payloads import Outcome
from contracts.restart_payloads import RecordRestart
from domain.casetime import CaseClock, rehearsal_clock
from domain.markings import Marking
from domain.parties import PartyKind
from register.answers import Answer, read_answer
from register.case_time import case_time
from register.commands import is_handled
from register.incidents import NewIncident, open_incident, read_incident, read_policy
from register.reopening import refuse_restart, why_not_there
from workflows.incident import IncidentWorkflow


class IncidentStarts(CommandChannel):
    """Opens incidents and starts ended or lost ones again, each from what the register holds."""

    async def open(self, new: NewIncident, clock: CaseClock | None = None) -> str:
        """Write an incident into the register and start it; the same incident again is found.

        One that was begun is never begun anew, not even where its workflow has ended or was lost.
        """
        open_incident(self._register, new)
        with self._register.reading() as connection:
            if is_handled(connection, new.id):
                return new.id
        merchants = [p.id for p in new.parties if p.kind is PartyKind.MERCHANT]
        begin = OpenIncident(
            incident_id=new.id,
            marking=new.marking,
            track=new.track,
            severity=new.severity,
            policy=new.policy,
            merchant_ids=tuple(merchants),
            state=IncidentState(clock=clock or CaseClock()),
        )
        await self._start(begin, WorkflowIDReusePolicy.REJECT_DUPLICATE)
        return new.id

    async def reopen(self, incident_id: str, reason: str, given: Given) -> Outcome:
        """Open an ended incident again under its number, for a reason.

        Refused for one that is open, unknown or erased, and for whom may not reopen.
        """
        return await self._restart(incident_id, reason, given, RestartKind.REOPENED)

    async def rebuild(self, incident_id: str, given: Given) -> Outcome:
        """Go on with an open incident whose workflow was lost, from the register.

        Refused for one that has ended; one whose workflow runs is left as it is.
        """
        if await self.is_running(incident_id):
            raise CommandRefused("the workflow of this incident runs: there is nothing to rebuild")
        return await self._restart(incident_id, "", given, RestartKind.REBUILT)

    async def is_running(self, incident_id: str) -> bool:
        """Whether the engine has a running workflow for this incident."""
        handle = self._handle(incident_workflow_id(incident_id))
        try:
            found = await answered(handle.describe)
        except NothingRunsThereError:
            return False
        return found.status is WorkflowExecutionStatus.RUNNING

    async def _restart(
        self, incident_id: str, reason: str, given: Given, kind: RestartKind
    ) -> Outcome:
        with self._register.reading() as connection:
            sentence = why_not_there(connection, incident_id)
        if sentence:
            raise CommandRefused(sentence)
        self._deposit(incident_id, kind.value, given, {"reason": reason})
        known = await self._answer_at_the_door(incident_id, given, kind)
        if known is not None:
            return _outcome(given, known)
        command = RestartIncident(**given.fields(), kind=kind)
        begin = self._begin_again(incident_id, command)
        await answered(lambda: self._start(begin, WorkflowIDReusePolicy.ALLOW_DUPLICATE))
        handle = self._handle(incident_workflow_id(incident_id))
        try:
            outcome: Outcome = await answered(
                lambda: handle.execute_update(
                    IncidentWorkflow.restart, command, id=command.command_id
                )
            )
        except NothingRunsThereError:
            # It ended again before it could be asked; the register knows what it answered.
            with self._register.reading() as connection:
                sealer = self._register.sealer(incident_id, connection)
                known = read_answer(connection, sealer, given.command_id)
            if known is None:
                raise
            return _outcome(given, known)
        return outcome

    async def _start(self, begin: OpenIncident, reuse: WorkflowIDReusePolicy) -> None:
        """Start the incident's workflow; one that runs already is found, not doubled."""
        await self._temporal.start_workflow(
            IncidentWorkflow.run,
            begin,
            id=incident_workflow_id(begin.incident_id),
            task_queue=self._task_queue,
            id_reuse_policy=reuse,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        )

    async def _answer_at_the_door(
        self, incident_id: str, given: Given, kind: RestartKind
    ) -> Answer | None:
        """What this command was answered before, or why it is refused; None lets it in.

        An incident that was closed a moment ago is still telling its children; one that another
        command is reopening is open in a moment. Both are waited for.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            known = self._known_answer(incident_id, given, kind)
            if known is not None or not await self.is_running(incident_id):
                return known
            if time.monotonic() > deadline:
                raise EngineUnavailableError(UNAVAILABLE)
            await asyncio.sleep(PAUSE_SECONDS)

    def _known_answer(self, incident_id: str, given: Given, kind: RestartKind) -> Answer | None:
        restart = RecordRestart(
            incident_id=incident_id,
            command_id=given.command_id,
            actor=given.actor,
            at=given.case_time or datetime.now(UTC),
            kind=kind,
        )
        with self._register.writing() as connection:
            sealer = self._register.sealer(incident_id, connection)
            return refuse_restart(connection, sealer, restart)

    def _begin_again(self, incident_id: str, command: RestartIncident) -> OpenIncident:
        now = datetime.now(UTC)
        with self._register.reading() as connection:
            sealer = self._register.sealer(incident_id, connection)
            incident = read_incident(connection, sealer, incident_id)
            policy = read_policy(connection, incident_id)
            shown = case_time(connection, incident_id, incident.marking, now)
        live = incident.marking is Marking.LIVE
        return OpenIncident(
            incident_id=incident_id,
            marking=incident.marking,
            track=incident.track,
            severity=incident.severity,
            policy=policy,
            state=IncidentState(
                phase=incident.phase, clock=CaseClock() if live else rehearsal_clock(shown, now)
            ),
            restart=command,
        )


def _outcome(given: Given, known: Answer) -> Outcome:
    """A known answer, as the engine would give it; a refusal is raised."""
    if not known.accepted:
        raise CommandRefused(known.body)
    return Outcome(command_id=given.command_id, accepted=True, sentence=known.body)
