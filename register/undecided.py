"""Lines that are no person as they stand: which there are, and what a named person decided."""

import json
from collections.abc import Collection
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, func, select, update

from register.refusals import NotAllowedError
from register.tables_incident import parties
from register.tables_people import data_sets, undecided_rows
from sealing.values import ValueSealer


class ClosedRow(BaseModel):
    """A line that is no person as it stands; `decided_by` is a role, `name` who that was."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    merchant: str
    list: str
    line: int
    problem: str
    number: int | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    name: str = Field(default="", repr=False)
    reason: str = Field(default="", repr=False)


class RowDecision(BaseModel):
    """What a named person says about lines, in a role and at a case time."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    name: str = Field(repr=False)
    reason: str = Field(repr=False)
    role: str
    at: datetime


def rows_of(
    connection: Connection, sealer: ValueSealer, incident_id: str, *, decided: bool = False
) -> tuple[ClosedRow, ...]:
    """Lines that wait, with `decided` also those about which somebody has decided."""
    query = (
        select(undecided_rows, parties.c.key.label("merchant"))
        .join(data_sets, data_sets.c.id == undecided_rows.c.data_set_id)
        .join(parties, parties.c.id == data_sets.c.party_id)
        .where(undecided_rows.c.incident_id == incident_id)
        .order_by(parties.c.key, undecided_rows.c.data_set_id, undecided_rows.c.line)
    )
    if not decided:
        query = query.where(undecided_rows.c.decided_at.is_(None))
    found = []
    for row in connection.execute(query):
        place = f"{row.data_set_id}:{row.line}"
        said = (
            json.loads(sealer.open("undecided_rows", "decision", place, row.decision))
            if row.decision
            else {}
        )
        found.append(
            ClosedRow(
                merchant=row.merchant,
                list=row.data_set_id,
                line=row.line,
                problem=row.problem,
                number=row.number,
                decided_at=row.decided_at,
                decided_by=row.decided_by,
                **said,
            )
        )
    return tuple(found)


def lists_with_undecided(connection: Connection, incident_id: str) -> dict[str, str]:
    """The lists in which lines wait, by id, with the key of their merchant."""
    rows = connection.execute(
        select(data_sets.c.id, parties.c.key)
        .join(parties, parties.c.id == data_sets.c.party_id)
        .where(data_sets.c.incident_id == incident_id, data_sets.c.undecided > 0)
        .order_by(parties.c.key, data_sets.c.id)
    )
    return {row.id: row.key for row in rows}


def decide(
    connection: Connection,
    sealer: ValueSealer,
    data_set_id: str,
    lines: Collection[int] | None,
    decision: RowDecision,
) -> int:
    """Set lines of one list aside, all that wait where none are named; how many that were.

    Raises:
        NotAllowedError: a named line does not wait for a decision.
    """
    waiting = set(
        connection.execute(
            select(undecided_rows.c.line).where(
                undecided_rows.c.data_set_id == data_set_id,
                undecided_rows.c.decided_at.is_(None),
            )
        ).scalars()
    )
    wanted = waiting if lines is None else set(lines)
    if foreign := sorted(wanted - waiting):
        raise NotAllowedError(
            f"line {foreign[0]} of this list waits for no decision"
            + (f", nor do {len(foreign) - 1} others" if len(foreign) > 1 else "")
        )
    said = json.dumps({"name": decision.name, "reason": decision.reason}, ensure_ascii=False)
    for line in sorted(wanted):
        place = f"{data_set_id}:{line}"
        connection.execute(
            update(undecided_rows)
            .where(undecided_rows.c.data_set_id == data_set_id, undecided_rows.c.line == line)
            .values(
                decided_at=decision.at,
                decided_by=decision.role,
                decision=sealer.seal("undecided_rows", "decision", place, said),
            )
        )
    open_rows = (
        select(func.count())
        .where(undecided_rows.c.data_set_id == data_set_id, undecided_rows.c.decided_at.is_(None))
        .scalar_subquery()
    )
    closed_rows = (
        select(func.count())
        .where(
            undecided_rows.c.data_set_id == data_set_id, undecided_rows.c.decided_at.is_not(None)
        )
        .scalar_subquery()
    )
    connection.execute(
        update(data_sets)
        .where(data_sets.c.id == data_set_id)
        .values(undecided=open_rows, set_aside=closed_rows)
    )
    return len(wanted)
