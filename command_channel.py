"""How a command reaches its workflow: words into the register, an id through Temporal."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from temporalio.client import Client, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from ulid import ULID

from contracts.names import (
    document_workflow_id,
    incident_workflow_id,
    merchants_workflow_id,
    wave_workflow_id,
)
from contracts.payloads import Outcome
from register import commands
from register.documents import read_documents
from register.parties import read_merchants
from register.store import Register

T = TypeVar("T")


class CommandRefused(Exception):  # noqa: N818 - says what was decided, as on screen
    """The engine understood and does not allow it; the sentence says why."""


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
        return await self._update(incident_workflow_id(incident_id), update, command)

    async def _document(self, incident_id: str, number: int, update: Any, command: Any) -> Outcome:
        return await self._update(document_workflow_id(incident_id, number), update, command)

    async def _wave(self, incident_id: str, number: int, update: Any, command: Any) -> Outcome:
        return await self._update(wave_workflow_id(incident_id, number), update, command)

    async def _merchant(
        self, incident_id: str, merchant_id: str, update: Any, command: Any
    ) -> Outcome:
        with self._register.reading() as connection:
            standing = read_merchants(connection, incident_id).get(merchant_id)
        if standing is None:
            raise CommandRefused("no such merchant in this incident")
        workflow_id = merchants_workflow_id(incident_id, standing.shard)
        return await self._update(workflow_id, update, command)

    async def _update(self, workflow_id: str, update: Any, command: Any) -> Outcome:
        handle = self._handle(workflow_id)
        outcome: Outcome = await answered(
            lambda: handle.execute_update(update, command, id=command.command_id)
        )
        return outcome

    def _deposit(
        self, incident_id: str, kind: str, given: Given, words: Mapping[str, object]
    ) -> None:
        sealer = self._register.sealer(incident_id)
        with self._register.writing() as connection:
            commands.deposit(
                connection, sealer, incident_id, given.command_id, kind, given.actor, words
            )

    def _binding(self, incident_id: str, number: int) -> str:
        with self._register.reading() as connection:
            documents = read_documents(connection, incident_id)
        found = next((document for document in documents if document.number == number), None)
        if found is None:
            raise CommandRefused(f"there is no document {number} yet")
        return found.binding_digest


async def answered(call: Callable[[], Awaitable[T]]) -> T:
    """What a call answers; a failed update becomes CommandRefused with the engine's sentence."""
    try:
        return await call()
    except WorkflowUpdateFailedError as error:
        cause = error.cause
        if isinstance(cause, ApplicationError):
            raise CommandRefused(cause.message) from None
        raise
