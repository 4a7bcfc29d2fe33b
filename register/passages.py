"""Edited passages of documents: the words as edited, with their places and declarations."""

import json
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, insert, select

from domain.passages import Declared
from register.tables_passages import passage_edits
from sealing.values import ValueSealer


class EditedPassage(BaseModel):
    """A passage as somebody edited it last: `words` hold places (［figure.people］)."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    name: str
    words: str = Field(repr=False)
    declared: tuple[Declared, ...] = Field(default=(), repr=False)
    edit: int
    edited_at: datetime
    edited_by: str


def read_passages(
    connection: Connection, sealer: ValueSealer, document_id: str
) -> dict[str, EditedPassage]:
    """The newest edit of each passage of a document, by name."""
    rows = connection.execute(
        select(passage_edits)
        .where(passage_edits.c.document_id == document_id)
        .order_by(passage_edits.c.name, passage_edits.c.edit)
    )
    newest = {row.name: row for row in rows}
    found = {}
    for name, row in newest.items():
        body = json.loads(sealer.open("passage_edits", "body", _place(row), row.body))
        found[name] = EditedPassage(
            name=name,
            words=body["words"],
            declared=tuple(Declared(*pair) for pair in body["declared"]),
            edit=row.edit,
            edited_at=row.edited_at,
            edited_by=row.edited_by,
        )
    return found


def editors(connection: Connection, document_id: str) -> tuple[str, ...]:
    """Whose edits stand in the present text of a document, sorted."""
    rows = connection.execute(
        select(passage_edits.c.name, passage_edits.c.edited_by)
        .where(passage_edits.c.document_id == document_id)
        .order_by(passage_edits.c.name, passage_edits.c.edit)
    )
    newest = {row.name: row.edited_by for row in rows}
    return tuple(sorted(set(newest.values())))


def write_passage(
    connection: Connection,
    sealer: ValueSealer,
    incident_id: str,
    document_id: str,
    edited: EditedPassage,
) -> None:
    """Keep an edit beside the earlier ones; `edit` is one more than the last."""
    place = f"{document_id}:{edited.name}:{edited.edit}"
    body = json.dumps({"words": edited.words, "declared": edited.declared}, ensure_ascii=False)
    connection.execute(
        insert(passage_edits).values(
            document_id=document_id,
            name=edited.name,
            edit=edited.edit,
            incident_id=incident_id,
            body=sealer.seal("passage_edits", "body", place, body),
            edited_at=edited.edited_at,
            edited_by=edited.edited_by,
        )
    )


def _place(row: object) -> str:
    return f"{row.document_id}:{row.name}:{row.edit}"  # type: ignore[attr-defined] # a row of the table
