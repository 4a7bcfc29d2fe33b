"""Commands are handled once, whoever repeats them, and a refusal is remembered like a success."""

from collections.abc import Awaitable, Callable, Iterable

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from contracts.failures import FailureKind, refused
    from contracts.payloads import Command, Outcome
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


def refusal_of(error: BaseException) -> str | None:
    """The sentence of a refusal, from an activity or from the workflow itself; else None."""
    cause = error.cause if isinstance(error, ActivityError) else error
    if isinstance(cause, ApplicationError) and cause.type == FailureKind.REFUSED.value:
        return cause.message
    return None
