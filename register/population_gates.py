"""What stands against freezing a population.

Lines that nobody has decided about, sums that do not close, and people of whom nobody knows
whether an earlier wave has told them.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, select

from domain.notices import NoticeState
from register.tables_people import data_sets, notices, people, undecided_rows
from register.wave_states import WavePurpose


def reasons_against_freezing(connection: Connection, merchant_ids: Sequence[str]) -> list[str]:
    """Every reason, in sentences; none where every line of these merchants is accounted for."""
    return [
        *_undecided(connection, merchant_ids),
        *_sums(connection, merchant_ids),
        *_unknown(connection, merchant_ids),
    ]


def undecided_lines(connection: Connection, incident_id: str) -> int:
    """How many lines of an incident's lists wait for a decision."""
    query = select(func.coalesce(func.sum(data_sets.c.undecided), 0))
    found: int = connection.execute(
        query.where(data_sets.c.incident_id == incident_id)
    ).scalar_one()
    return int(found)


def _undecided(connection: Connection, merchant_ids: Sequence[str]) -> Iterator[str]:
    lines = connection.execute(
        select(func.count())
        .select_from(undecided_rows)
        .join(data_sets, data_sets.c.id == undecided_rows.c.data_set_id)
        .where(data_sets.c.party_id.in_(merchant_ids), undecided_rows.c.decided_at.is_(None))
    ).scalar_one()
    if lines:
        yield (
            f"{lines} lines of the lists are no person as they stand, and nobody has decided about "
            "them: decide first."
        )


def _sums(connection: Connection, merchant_ids: Sequence[str]) -> Iterator[str]:
    """Counted anew, not read from what the import said of itself."""
    held = _counted(
        connection,
        select(people.c.data_set_id, func.count())
        .where(people.c.party_id.in_(merchant_ids))
        .group_by(people.c.data_set_id),
    )
    decided = _counted(
        connection,
        select(undecided_rows.c.data_set_id, func.count())
        .join(data_sets, data_sets.c.id == undecided_rows.c.data_set_id)
        .where(data_sets.c.party_id.in_(merchant_ids))
        .group_by(undecided_rows.c.data_set_id),
    )
    lists = connection.execute(
        select(data_sets.c.id, data_sets.c.lines, data_sets.c.merged).where(
            data_sets.c.party_id.in_(merchant_ids)
        )
    )
    for row in lists:
        accounted = held.get(row.id, 0) + row.merged + decided.get(row.id, 0)
        if accounted != row.lines:
            yield (
                f"List {row.id} has {row.lines} lines, but people, merged and decided lines are "
                f"{accounted}: somebody is missing."
            )


def _counted(connection: Connection, query: Select[Any]) -> dict[str, int]:
    rows = connection.execute(query)
    return {data_set_id: count for data_set_id, count in rows}  # noqa: C416 - rows are no pairs


def _unknown(connection: Connection, merchant_ids: Sequence[str]) -> Iterator[str]:
    doubtful = connection.execute(
        select(func.count()).where(
            notices.c.party_id.in_(merchant_ids),
            notices.c.purpose == WavePurpose.INCIDENT.value,
            notices.c.state == NoticeState.UNKNOWN.value,
        )
    ).scalar_one()
    if doubtful:
        yield (
            f"{doubtful} people of these merchants have an unknown outcome in an earlier wave: "
            "settle these first."
        )
