"""Questions that the law asks of ourselves and that nobody has answered yet."""

from datetime import datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict
from sqlalchemy import Connection, delete, insert, select

from register.tables_law import law_questions


class WouldOwe(BaseModel):
    """A duty as it would be: under which rule, to whom, by when; no dates where none runs yet."""

    model_config = ConfigDict(frozen=True)

    rule: str
    owed_to: str
    target_at: AwareDatetime | None = None
    due_at: AwareDatetime | None = None

    @property
    def clock_at(self) -> datetime | None:
        """When its clock would strike."""
        return self.due_at or self.target_at


class LawQuestion(BaseModel):
    """A finding that is unknown (`entity.telecom_carrier`), with what hangs on the answer."""

    model_config = ConfigDict(frozen=True)

    finding: str
    would_owe: tuple[WouldOwe, ...]

    @property
    def clock_at(self) -> datetime | None:
        """The nearest clock that hangs on the answer."""
        return min((duty.clock_at for duty in self.would_owe if duty.clock_at), default=None)


def read_questions(connection: Connection, incident_id: str) -> tuple[LawQuestion, ...]:
    """The open questions, by finding."""
    rows = connection.execute(
        select(law_questions.c.finding, law_questions.c.would_owe)
        .where(law_questions.c.incident_id == incident_id)
        .order_by(law_questions.c.finding)
    )
    return tuple(LawQuestion.model_validate(row, from_attributes=True) for row in rows)


def write_questions(
    connection: Connection, incident_id: str, wanted: tuple[LawQuestion, ...]
) -> None:
    """Make the register hold exactly these."""
    if read_questions(connection, incident_id) == wanted:
        return
    connection.execute(delete(law_questions).where(law_questions.c.incident_id == incident_id))
    if wanted:
        rows = [{"incident_id": incident_id, **item.model_dump(mode="json")} for item in wanted]
        connection.execute(insert(law_questions), rows)
