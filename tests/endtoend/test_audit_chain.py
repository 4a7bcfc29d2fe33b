"""The audit log of an incident verifies, and no line of it can be changed unseen."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, delete, func, insert, select, update

from register import audit
from register.tables_incident import audit as lines
from tests.endtoend.running_house import Incident, RunningHouse

TAMPERED = 20


@pytest.fixture
def undone(running_house: RunningHouse) -> Iterator[Connection]:
    """A transaction in which a test may spoil the log; it is rolled back."""
    with running_house.register.engine.connect() as connection:
        transaction = connection.begin()
        yield connection
        transaction.rollback()


def test_the_log_verifies(running_house: RunningHouse, told: Incident) -> None:
    """That of a whole run, to the closing, is looked at on the bad days."""
    with running_house.register.reading() as connection:
        assert audit.verify(connection, told.id) is None
    assert len(running_house.audit_lines(told.id)) > TAMPERED


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "commander-2"},
        {"action": "document.approved"},
        {"subject": "somebody else"},
        {"outcome": "refused"},
        {"detail": b"\x00"},
        {"hash": "0" * 64},
        {"previous_hash": "f" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_line_is_found(
    undone: Connection, told: Incident, change: dict[str, object]
) -> None:
    this = (lines.c.incident_id == told.id) & (lines.c.sequence == TAMPERED)
    assert undone.execute(update(lines).where(this).values(**change)).rowcount == 1
    assert audit.verify(undone, told.id) == TAMPERED


def test_a_line_taken_out_is_found(undone: Connection, told: Incident) -> None:
    this = (lines.c.incident_id == told.id) & (lines.c.sequence == TAMPERED)
    undone.execute(delete(lines).where(this))
    assert audit.verify(undone, told.id) == TAMPERED


def test_a_line_put_in_is_found(undone: Connection, told: Incident) -> None:
    incident_id = told.id
    of_it = lines.c.incident_id == incident_id
    last = undone.execute(select(func.max(lines.c.sequence)).where(of_it)).scalar_one()
    row = undone.execute(select(lines).where(of_it & (lines.c.sequence == last))).one()
    undone.execute(insert(lines).values({**row._asdict(), "sequence": last + 1}))
    assert audit.verify(undone, incident_id) == last + 1
