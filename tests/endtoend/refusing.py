"""Gives commands that must be refused, and looks at what a refusal leaves behind."""

from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from client import CommandRefused, Given
from contracts.incident_payloads import IncidentState
from contracts.names import incident_workflow_id
from demo.waits import until
from domain.documents import DocumentKind
from register.columns import metadata
from register.documents import DocumentRow, read_documents
from tests.endtoend.kept_rows import kept_rows
from tests.endtoend.running_house import Incident, RunningHouse
from workflows.incident import IncidentWorkflow

# What a refused command itself leaves: its words, and its line.
TRACES = {"audit", "commands"}


class Refusing:
    """Gives commands of one incident that must be refused, and prepares what they need."""

    def __init__(self, house: RunningHouse, incident: Incident) -> None:
        self.house, self.incident, self.shirase = house, incident, house.shirase
        self.id = incident.id

    def refuses(self, command: Awaitable[Any], actor: str, *words: str) -> None:
        """Assert that a command is refused for a reason in which all these words stand."""

        async def given() -> str:
            with pytest.raises(CommandRefused) as refusal:
                await command
            return str(refusal.value)

        with self._nothing_else_changes():
            lines_before = len(self.house.audit_lines(self.id))
            sentence = self.house.run(given())
            [line] = self.house.audit_lines(self.id)[lines_before:]
        assert (line.outcome, line.actor) == ("refused", actor)
        for word in words:
            assert word in sentence
            assert word in "\n".join(str(value) for value in line.detail.values())

    def prepared(self, kind: DocumentKind, *merchants: str) -> DocumentRow:
        """A draft, for merchants or for everybody."""
        addressees = tuple(self.incident.parties[key] for key in merchants)
        given = Given("privacy_officer")
        work = self.shirase.prepare_document(self.id, kind.value, given, addressees)
        number = self.house.run(work).number
        self.house.run(until(lambda: self.document(number) is not None, "a draft"))
        document = self.document(number)
        assert document is not None
        return document

    def planned(self, *merchants: str, approved: bool = True) -> tuple[int, list[DocumentRow]]:
        """A wave to these merchants' people: its number, its mail and its letter."""
        kinds = (DocumentKind.PERSON_NOTICE, DocumentKind.PERSON_LETTER)
        documents = [self.prepared(kind, *merchants) for kind in kinds]
        number = self.plan(documents, *merchants)
        for document in documents if approved else ():
            for actor in ("counsel", "commander"):
                self.house.run(self.shirase.approve(self.id, document.number, Given(actor)))
        return number, documents

    def plan(self, documents: list[DocumentRow], *merchants: str) -> int:
        """Plan a wave with these documents; its number."""
        ids = tuple(self.incident.parties[key] for key in merchants)
        mail, letter = (document.id for document in documents)
        given = Given("privacy_officer")
        self.house.run(self.shirase.plan_wave(self.id, ids, mail, letter, given))
        handle = self.house.temporal.get_workflow_handle(incident_workflow_id(self.id))
        state: IncidentState = self.house.run(handle.query(IncidentWorkflow.state))
        return max(wave.number for wave in state.waves)

    def document(self, number: int) -> DocumentRow | None:
        """A document as the register holds it."""
        with self.house.register.reading() as connection:
            documents = read_documents(connection, self.id)
        return next((d for d in documents if d.number == number), None)

    @contextmanager
    def _nothing_else_changes(self) -> Iterator[None]:
        self.house.run(self.house.quiet(self.id))
        before = self._state()
        yield
        assert self._state() == before

    def _state(self) -> dict[str, object]:
        """Every row of the register but traces, and what the incident's workflow remembers."""
        tables = (table for table in metadata.sorted_tables if table.name not in TRACES)
        rows = kept_rows(self.house.register, tables)
        handle = self.house.temporal.get_workflow_handle(incident_workflow_id(self.id))
        state: IncidentState = self.house.run(handle.query(IncidentWorkflow.state))
        return {**rows, "state": state.model_copy(update={"handled": ()})}
