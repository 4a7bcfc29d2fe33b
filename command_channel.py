"""How a command reaches its workflow: words into the register, an id through Temporal."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from temporalio.client import (
    Client,
    WorkflowHandle,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode
from ulid import ULID

from contracts.names import (
    WAVE_NEWS,
    document_workflow_id,
    incident_of_workflow_id,
    incident_workflow_id,
    merchants_workflow_id,
    wave_workflow_id,
)
from contracts.payloads import Command, Outcome
from register import audit, commands
from register.documents import read_documents
from register.ended_work import UNEXPLAINED, why_nothing_runs
from register.parties import read_merchants
from register.store import Register

T = TypeVar("T")

PATIENCE_SECONDS = 60.0
# An answer may take as long as the mails to thousands of merchants, or a population, need.
LONGEST_ANSWER_SECONDS = 1800.0
PAUSE_SECONDS = 0.3
CUT_OFF = "AcceptedUpdateCompletedWorkflow"
# A server that starts, a worker that is being replaced, a stuck task that the next deploy heals.
PASSING = frozenset(
    {
        RPCStatusCode.UNAVAILABLE,
        RPCStatusCode.DEADLINE_EXCEEDED,
        RPCStatusCode.CANCELLED,
        RPCStatusCode.FAILED_PRECONDITION,
        RPCStatusCode.RESOURCE_EXHAUSTED,
        RPCStatusCode.ABORTED,
    }
)
NO_SUCH_MERCHANT = "no such merchant in this incident"
ID_IS_TAKEN = (
    "this command id stands for another command already: leave it out, or repeat exactly the "
    "command that it was given for"
)
# Commands that a person gives without a word: they are deposited so that their ids are known.
WORDLESS = frozenset(
    {
        "prepare_document",
        "plan_wave",
        "start",
        "resume",
        "decide_unknown",
        "decide_mails",
        "letters_posted",
    }
)
UNAVAILABLE = (
    "the engine does not take the command: check that the server and the worker run (their logs "
    "are in the data folder), then give the same command again"
)


class CommandRefused(Exception):  # noqa: N818 - says what was decided, as on screen
    """The engine understood and does not allow it; the sentence says why."""


class NothingRunsThereError(CommandRefused):
    """What the command is for has ended or was never started, so no workflow could refuse it."""


class EngineUnavailableError(Exception):
    """The engine could not be reached in time; the command may be given again."""


@dataclass(frozen=True)
class Given:
    """Who gives a command, when (case time; rehearsals only), and under which id.

    Keep the object to repeat a command: the same id takes effect once.
    """

    actor: str
    case_time: datetime | None = None
    command_id: str = field(default_factory=lambda: str(ULID()))

    def fields(self) -> dict[str, Any]:
        """The fields that every command has."""
        return {
            "command_id": self.command_id,
            "actor": self.actor,
            "case_time": self.case_time,
        }


class CommandChannel:
    """Deposits what a person wrote, then sends the command that refers to it."""

    def __init__(self, temporal: Client, register: Register, task_queue: str) -> None:
        self._temporal = temporal
        self._register = register
        self._task_queue = task_queue

    def _handle(self, workflow_id: str) -> WorkflowHandle[Any, Any]:
        return self._temporal.get_workflow_handle(workflow_id)

    async def _incident(self, incident_id: str, update: Any, command: Any) -> Outcome:
        outcome: Outcome = await self._update(incident_workflow_id(incident_id), update, command)
        return outcome

    async def _document(self, incident_id: str, number: int, update: Any, command: Any) -> Outcome:
        workflow_id = document_workflow_id(incident_id, number)
        outcome: Outcome = await self._update(workflow_id, update, command)
        return outcome

    async def _wave(self, incident_id: str, number: int, update: Any, command: Any) -> Outcome:
        workflow_id = wave_workflow_id(incident_id, number)
        outcome: Outcome = await self._update(workflow_id, update, command)
        return outcome

    async def _wave_has_news(self, incident_id: str, number: int) -> None:
        """Let a wave look at once; one that has ended needs nobody to tell it."""
        handle = self._handle(wave_workflow_id(incident_id, number))
        with suppress(NothingRunsThereError):
            await answered(lambda: handle.signal(WAVE_NEWS))

    async def _merchant(
        self, incident_id: str, merchant_id: str, update: Any, command: Any
    ) -> Outcome:
        with self._register.reading() as connection:
            standing = read_merchants(connection, incident_id).get(merchant_id)
        if standing is None:
            name, subject = update.__name__, incident_workflow_id(incident_id)
            self._leave_trace(incident_id, command, name, subject, NO_SUCH_MERCHANT)
            raise CommandRefused(NO_SUCH_MERCHANT)
        workflow_id = merchants_workflow_id(incident_id, standing.shard)
        outcome: Outcome = await self._update(workflow_id, update, command)
        return outcome

    async def _update(self, workflow_id: str, update: Any, command: Any) -> Any:
        """What the workflow's update answers."""
        handle = self._handle(workflow_id)
        incident_id, name = incident_of_workflow_id(workflow_id), update.__name__
        if name in WORDLESS:
            self._deposit(incident_id, name, command, {})
        try:
            return await answered(
                lambda: handle.execute_update(update, command, id=command.command_id)
            )
        except NothingRunsThereError:
            with self._register.reading() as connection:
                sentence = why_nothing_runs(connection, workflow_id)
            self._leave_trace(incident_id, command, name, workflow_id, sentence)
            raise NothingRunsThereError(sentence) from None

    def _leave_trace(
        self,
        incident_id: str,
        given: Given | Command,
        command: str,
        subject: str,
        sentence: str,
    ) -> None:
        """The audit line of an attempt that no workflow was there to refuse."""
        line = audit.AuditLine(
            at=given.case_time or datetime.now(UTC),
            actor=given.actor,
            action=f"command.{command}",
            subject=subject,
            outcome="refused",
            detail={"why": sentence},
        )
        sealer = self._register.sealer(incident_id)
        with self._register.writing() as connection:
            audit.append(connection, sealer, incident_id, line)

    def _deposit(
        self, incident_id: str, kind: str, given: Given | Command, words: Mapping[str, object]
    ) -> None:
        """Keep what a person wrote; the same command once more changes nothing.

        Raises CommandRefused where the id stands for another command.
        """
        sealer = self._register.sealer(incident_id)
        with self._register.writing() as connection:
            known = commands.stands_for(connection, given.command_id)
            if known is None:
                commands.deposit(
                    connection, sealer, incident_id, given.command_id, kind, given.actor, words
                )
        if known not in {None, (incident_id, kind, given.actor)}:
            subject = incident_workflow_id(incident_id)
            self._leave_trace(incident_id, given, kind, subject, ID_IS_TAKEN)
            raise CommandRefused(ID_IS_TAKEN)

    def _binding(self, incident_id: str, number: int, given: Given) -> str:
        with self._register.reading() as connection:
            documents = read_documents(connection, incident_id)
        found = next((document for document in documents if document.number == number), None)
        if found is None:
            sentence = f"there is no document {number} yet"
            subject = document_workflow_id(incident_id, number)
            self._leave_trace(incident_id, given, "approve", subject, sentence)
            raise CommandRefused(sentence)
        return found.binding_digest


async def answered(call: Callable[[], Awaitable[T]]) -> T:
    """What a call answers, tried again while the engine cannot take it.

    Trying again is harmless: the same command id takes effect once.

    Raises:
        CommandRefused: with the engine's sentence, or because nothing runs there any more.
        EngineUnavailableError: it did not take the command within a minute.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return await asyncio.wait_for(call(), LONGEST_ANSWER_SECONDS)
        except TimeoutError:
            raise EngineUnavailableError(UNAVAILABLE) from None
        except WorkflowUpdateFailedError as error:
            _raise_refusal(error)
        except WorkflowUpdateRPCTimeoutOrCancelledError:
            pass
        except RPCError as error:
            _raise_unless_passing(error)
        if time.monotonic() > deadline:
            raise EngineUnavailableError(UNAVAILABLE)
        await asyncio.sleep(PAUSE_SECONDS)


def _raise_refusal(error: WorkflowUpdateFailedError) -> None:
    """Raise what the engine said; an update cut off by continue-as-new is simply given again."""
    cause = error.cause
    if not isinstance(cause, ApplicationError):
        raise EngineUnavailableError(UNAVAILABLE) from None
    if cause.type != CUT_OFF:
        raise CommandRefused(cause.message) from None


def _raise_unless_passing(error: RPCError) -> None:
    if error.status is RPCStatusCode.NOT_FOUND:
        raise NothingRunsThereError(UNEXPLAINED) from None
    if error.status not in PASSING:
        raise EngineUnavailableError(UNAVAILABLE) from None
