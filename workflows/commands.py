"""Commands are handled once, whoever repeats them, and a refusal is remembered like a success."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import NoReturn

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from contracts.failures import FailureKind, refused
    from contracts.incident_activities import IncidentActivities
    from contracts.incident_payloads import CommandRef, Refusal
    from contracts.payloads import Command, Outcome
    from contracts.retries import REGISTER
    from workflows.case_clock import WorkflowClock

REMEMBERED = 400
COMMAND_ID_LENGTH = 26


class CommandLog:
    """Remembers the outcome of handled commands, through continue-as-new."""

    def __init__(self, handled: Iterable[Outcome], clock: WorkflowClock) -> None:
        self._clock = clock
        self._outcomes = {outcome.command_id: outcome for outcome in handled}
        self._running: set[str] = set()

    @property
    def handled(self) -> tuple[Outcome, ...]:
        """The newest outcomes, oldest first, as many as travel on."""
        return tuple(self._outcomes.values())[-REMEMBERED:]

    async def once(self, command: Command, act: Callable[[], Awaitable[str]]) -> Outcome:
        """Run `act` unless this command was handled; `act` returns the sentence to answer.

        Raises the refusal again when the command had been refused.
        """
        if len(command.command_id) != COMMAND_ID_LENGTH or not command.actor:
            raise refused("a command needs an id of 26 characters and an actor")
        self._clock.turn_to(command.case_time)
        while command.command_id in self._running:
            # Of several that wait here, the first one to wake runs the command anew if it failed.
            await workflow.wait_condition(lambda: command.command_id not in self._running)
        known = self._outcomes.get(command.command_id)
        if known is None:
            known = await self._handle(command, act)
        if not known.accepted:
            raise refused(known.sentence)
        return known

    async def _handle(self, command: Command, act: Callable[[], Awaitable[str]]) -> Outcome:
        self._running.add(command.command_id)
        try:
            outcome = Outcome(command_id=command.command_id, accepted=True, sentence=await act())
        except (ActivityError, ApplicationError) as error:
            sentence = refusal_of(error)
            if sentence is None:
                raise
            outcome = Outcome(command_id=command.command_id, accepted=False, sentence=sentence)
        finally:
            self._running.discard(command.command_id)
        self._outcomes[command.command_id] = outcome
        return outcome


class Refusals:
    """Refuses what one workflow does not allow, with a trace in the audit log."""

    def __init__(self, incident_id: str, kind: str, clock: WorkflowClock) -> None:
        self._incident_id = incident_id
        self._kind = kind
        self._clock = clock

    async def refuse(self, command: Command, action: str, subject: str, sentence: str) -> NoReturn:
        """Write the attempt into the audit log, then fail the command with the sentence."""
        refusal = Refusal(
            incident_id=self._incident_id,
            command_id=command.command_id,
            actor=command.actor,
            at=self._clock.now(),
            action=f"{self._kind}.{action}",
            subject=subject,
            sentence=sentence,
        )
        await workflow.execute_activity_method(
            IncidentActivities.record_refusal, refusal, **REGISTER
        )
        raise refused(sentence)


def reference(incident_id: str, command: Command, at: datetime) -> CommandRef:
    """A command on its way to the register, at case time `at`."""
    return CommandRef(
        incident_id=incident_id, command_id=command.command_id, actor=command.actor, at=at
    )


def refusal_of(error: BaseException) -> str | None:
    """The sentence of a refusal, from an activity or from the workflow itself; else None."""
    cause = error.cause if isinstance(error, ActivityError) else error
    if isinstance(cause, ApplicationError) and cause.type == FailureKind.REFUSED.value:
        return cause.message
    return None
