"""What was decided about each data set: keep until a day, delete, or return."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, insert, select
from ulid import ULID

from domain.retention import RetentionDecision
from register.tables_incident import parties
from register.tables_people import data_sets
from register.tables_work import retention_decisions
from sealing.values import ValueSealer


class HeldDataSet(BaseModel):
    """A list that has come in; `merchant` is the key of its controller."""

    model_config = ConfigDict(frozen=True)

    id: str
    merchant: str
    people: int


class DecisionRow(BaseModel):
    """A decision about one data set; `number` counts the decisions about it."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    data_set_id: str
    number: int
    decision: RetentionDecision
    keep_until: date | None
    reason: str = Field(repr=False)
    decided_at: datetime
    decided_by: str


def read_data_sets(connection: Connection, incident_id: str) -> tuple[HeldDataSet, ...]:
    """Every data set of an incident, by merchant and in the order of import."""
    rows = connection.execute(
        select(data_sets.c.id, parties.c.key, data_sets.c.people)
        .join(parties, parties.c.id == data_sets.c.party_id)
        .where(data_sets.c.incident_id == incident_id)
        .order_by(parties.c.key, data_sets.c.imported_at, data_sets.c.id)
    )
    return tuple(HeldDataSet(id=row.id, merchant=row.key, people=row.people) for row in rows)


def named_data_sets(known: tuple[HeldDataSet, ...], name: str) -> tuple[HeldDataSet, ...]:
    """The data sets that a person may mean: one by its id, or all of a merchant by its key."""
    return tuple(held for held in known if name in {held.id, held.merchant})


def decisions_in_force(
    connection: Connection, sealer: ValueSealer, incident_id: str
) -> dict[str, DecisionRow]:
    """The decision that stands about each data set, by the data set's id."""
    rows = connection.execute(
        select(retention_decisions)
        .where(retention_decisions.c.incident_id == incident_id)
        .order_by(retention_decisions.c.number)
    )
    return {
        row.data_set_id: DecisionRow(
            data_set_id=row.data_set_id,
            number=row.number,
            decision=RetentionDecision(row.decision),
            keep_until=row.keep_until,
            reason=sealer.open("retention_decisions", "reason", row.id, row.reason),
            decided_at=row.decided_at,
            decided_by=row.decided_by,
        )
        for row in rows
    }


def undecided_data_sets(connection: Connection, incident_id: str) -> tuple[HeldDataSet, ...]:
    """Data sets about which nobody has decided."""
    decided = set(
        connection.execute(
            select(retention_decisions.c.data_set_id).where(
                retention_decisions.c.incident_id == incident_id
            )
        ).scalars()
    )
    known = read_data_sets(connection, incident_id)
    return tuple(held for held in known if held.id not in decided)


def add_decision(
    connection: Connection, sealer: ValueSealer, incident_id: str, decision: DecisionRow
) -> str:
    """Record a decision; returns its id."""
    identity = str(ULID())
    connection.execute(
        insert(retention_decisions).values(
            id=identity,
            incident_id=incident_id,
            data_set_id=decision.data_set_id,
            number=decision.number,
            decision=decision.decision.value,
            keep_until=decision.keep_until,
            reason=sealer.seal("retention_decisions", "reason", identity, decision.reason),
            decided_at=decision.decided_at,
            decided_by=decision.decided_by,
        )
    )
    return identity
