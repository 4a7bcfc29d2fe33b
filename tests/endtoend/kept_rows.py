"""The register's rows as its file holds them: read raw, for they are compared hundreds of times."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table

from register.store import Register


def kept_rows(
    register: Register,
    tables: Iterable[Table],
    incident_ids: tuple[str, ...] = (),
    without: frozenset[str] = frozenset(),
) -> dict[str, list[Any]]:
    """The rows of each table in one order, without some columns; of these incidents, or of all."""
    asked = ", ".join("?" * len(incident_ids))
    of_these = f" WHERE incident_id IN ({asked})" if incident_ids else ""
    with register.reading() as connection:
        return {
            table.name: sorted(
                connection.exec_driver_sql(
                    f'SELECT {_columns(table, without)} FROM "{table.name}"{of_these}',  # noqa: S608 - our own names
                    incident_ids,
                ).all(),
                key=repr,
            )
            for table in tables
        }


def _columns(table: Table, without: frozenset[str]) -> str:
    return ", ".join(f'"{name}"' for name in table.columns.keys() if name not in without)  # noqa: SIM118 - a collection of columns, no dict
