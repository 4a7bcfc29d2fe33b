"""When releases are planned to be published.

A plan publishes nothing: at its time a person is asked. The newest plan of a release counts.
"""

from datetime import datetime

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, func, insert, select, update
from ulid import ULID

from domain.documents import DocumentState
from register.tables_incident import documents
from register.tables_publishing import release_plans

KEY_PREFIX = "publish|"


class ReleasePlan(BaseModel):
    """A plan in force; `release` counts releases, `document` documents. Case times."""

    model_config = ConfigDict(frozen=True)

    number: int
    document_id: str
    document: int
    release: int
    publish_at: datetime
    planned_at: datetime
    planned_by: str


def plan_key(number: int) -> str:
    """The key of the clock of a plan: `publish|<n>`."""
    return f"{KEY_PREFIX}{number}"


def read_plans(connection: Connection, incident_id: str) -> tuple[ReleasePlan, ...]:
    """The plans that are in force: of releases that have neither left nor been withdrawn."""
    gone = (DocumentState.ISSUED.value, DocumentState.WITHDRAWN.value)
    rows = connection.execute(
        select(release_plans, documents.c.number.label("document"), documents.c.release_number)
        .join(documents, documents.c.id == release_plans.c.document_id)
        .where(
            release_plans.c.incident_id == incident_id,
            release_plans.c.ended_at.is_(None),
            documents.c.state.notin_(gone),
        )
        .order_by(release_plans.c.number)
    )
    return tuple(
        ReleasePlan(
            number=row.number,
            document_id=row.document_id,
            document=row.document,
            release=row.release_number or 1,
            publish_at=row.publish_at,
            planned_at=row.planned_at,
            planned_by=row.planned_by,
        )
        for row in rows
    )


def end_plan(connection: Connection, document_id: str, at: datetime) -> None:
    """Give up whatever is planned for a release."""
    connection.execute(
        update(release_plans)
        .where(release_plans.c.document_id == document_id, release_plans.c.ended_at.is_(None))
        .values(ended_at=at)
    )


def add_plan(
    connection: Connection,
    incident_id: str,
    document_id: str,
    publish_at: datetime,
    by: tuple[str, datetime],
) -> tuple[str, int]:
    """Plan a release in place of what was planned before; `by` is who, and when."""
    end_plan(connection, document_id, by[1])
    last = connection.execute(
        select(func.max(release_plans.c.number)).where(release_plans.c.incident_id == incident_id)
    ).scalar_one()
    identity, number = str(ULID()), (last or 0) + 1
    connection.execute(
        insert(release_plans).values(
            id=identity,
            incident_id=incident_id,
            number=number,
            document_id=document_id,
            publish_at=publish_at,
            planned_by=by[0],
            planned_at=by[1],
        )
    )
    return identity, number
