"""What the shell completes besides commands: incidents, and the keys and numbers in one of them.

Promises: quick, silent whatever is wrong, and reading only; no register is made on the way. It
shows nothing that is sealed, so it needs no key.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from sqlalchemy import Connection

Offers = list[tuple[str, str]]
"""What may be typed, each with a word of help."""


def incidents(incomplete: str) -> Offers:
    """Code names, open incidents first; ids where one has been begun, or a name is not unique."""
    return _begun(_silent(lambda c: _incidents(c, with_ids=bool(incomplete))), incomplete)


def documents(ctx: typer.Context, incomplete: str) -> Offers:
    """Numbers of documents."""
    return _of_incident(ctx, _documents, incomplete)


def releases(ctx: typer.Context, incomplete: str) -> Offers:
    """Numbers of releases."""
    return _of_incident(ctx, _releases, incomplete)


def waves(ctx: typer.Context, incomplete: str) -> Offers:
    """Numbers of waves."""
    return _of_incident(ctx, _waves, incomplete)


def tasks(ctx: typer.Context, incomplete: str) -> Offers:
    """Numbers of open tasks."""
    return _of_incident(ctx, _tasks, incomplete)


def merchants(ctx: typer.Context, incomplete: str) -> Offers:
    """Keys of merchants."""
    return _of_incident(ctx, lambda c, i: _parties(c, i, only="merchant"), incomplete)


def parties(ctx: typer.Context, incomplete: str) -> Offers:
    """Keys of parties."""
    return _of_incident(ctx, _parties, incomplete)


def duties(ctx: typer.Context, incomplete: str) -> Offers:
    """Keys of duties."""
    return _of_incident(ctx, _duties, incomplete)


def _of_incident(
    ctx: typer.Context, read: Callable[["Connection", str], Iterable[Any]], incomplete: str
) -> Offers:
    named = str(ctx.params.get("incident") or "")

    def offers(connection: "Connection") -> Iterable[Any]:
        identity = _meant(connection, named)
        return read(connection, identity) if identity else ()

    return _begun(_silent(offers), incomplete)


def _silent(read: Callable[["Connection"], Iterable[Any]]) -> Offers:
    """What was read; nothing where anything at all is wrong: the line is being typed."""
    try:
        with _reading() as connection:
            return [(str(value), str(word)) for value, word in read(connection)]
    except Exception:  # noqa: BLE001 - a shell that completes must never show an error
        return []


@contextmanager
def _reading() -> Iterator["Connection"]:
    from pathlib import Path

    from sqlalchemy import create_engine

    from settings import Settings

    url = Settings.load().database_url
    prefix = "sqlite:///"
    if url.startswith(prefix) and not Path(url.removeprefix(prefix)).exists():
        raise FileNotFoundError
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _incidents(connection: "Connection", *, with_ids: bool) -> Iterable[tuple[str, str]]:
    from sqlalchemy import select

    from domain.phases import ENDS
    from register.tables_incident import incidents as table

    query = select(table.c.id, table.c.code_name, table.c.phase).order_by(table.c.id.desc())
    rows = sorted(connection.execute(query).all(), key=lambda row: row.phase in ENDS)
    names = [row.code_name for row in rows]
    for row in rows:
        is_unique = names.count(row.code_name) == 1
        if is_unique:
            yield row.code_name, row.phase
        if with_ids or not is_unique:
            yield row.id, row.code_name


def _meant(connection: "Connection", named: str) -> str | None:
    """The id of the incident that was typed before, as the commands find it."""
    from sqlalchemy import select

    from register.tables_incident import incidents as table

    wanted = named.strip().upper()
    rows = connection.execute(select(table.c.id, table.c.code_name)).all()
    found = [row.id for row in rows if wanted in {row.id, row.code_name}]
    found = found or [row.id for row in rows if wanted and row.id.startswith(wanted)]
    return str(found[0]) if len(found) == 1 else None


def _documents(connection: "Connection", incident_id: str) -> Iterable[Any]:
    from sqlalchemy import select

    from register.tables_incident import documents as table

    query = select(table.c.number, table.c.kind).where(table.c.incident_id == incident_id)
    return connection.execute(query.order_by(table.c.number)).all()


def _releases(connection: "Connection", incident_id: str) -> Iterable[Any]:
    from sqlalchemy import select

    from register.tables_incident import documents as table

    return connection.execute(
        select(table.c.release_number, table.c.state)
        .where(table.c.incident_id == incident_id, table.c.release_number.is_not(None))
        .order_by(table.c.release_number)
    ).all()


def _waves(connection: "Connection", incident_id: str) -> Iterable[Any]:
    from sqlalchemy import select

    from register.tables_people import waves as table

    query = select(table.c.number, table.c.state).where(table.c.incident_id == incident_id)
    return connection.execute(query.order_by(table.c.number)).all()


def _tasks(connection: "Connection", incident_id: str) -> Iterable[Any]:
    from sqlalchemy import select

    from register.tables_work import tasks as table

    return connection.execute(
        select(table.c.number, table.c.owner)
        .where(table.c.incident_id == incident_id, table.c.state == "open")
        .order_by(table.c.number)
    ).all()


def _parties(connection: "Connection", incident_id: str, only: str = "") -> Iterable[Any]:
    from sqlalchemy import select

    from register.tables_incident import parties as table

    query = select(table.c.key, table.c.kind).where(table.c.incident_id == incident_id)
    rows = connection.execute(query.order_by(table.c.key)).all()
    return [row for row in rows if only in {"", row.kind}]


def _duties(connection: "Connection", incident_id: str) -> Iterable[tuple[str, str]]:
    from sqlalchemy import select

    from register.tables_incident import duties as table
    from register.tables_incident import parties as known

    query = select(known.c.id, known.c.key).where(known.c.incident_id == incident_id)
    keys = {row.id: row.key for row in connection.execute(query)}
    rows = connection.execute(
        select(table.c.rule, table.c.debtor_id, table.c.owed_to, table.c.status)
        .where(table.c.incident_id == incident_id)
        .order_by(table.c.key)
    )
    for row in rows:
        rule, owed_to = row.rule.rpartition("/")[2], keys.get(row.owed_to, row.owed_to)
        yield f"{rule}:{keys[row.debtor_id]}:{owed_to}", row.status


def _begun(offers: Offers, incomplete: str) -> Offers:
    """Those that begin as typed; a shell would take no others."""
    return [offer for offer in offers if offer[0].startswith(incomplete)]
