"""A text that was sent back, or that may not say what it would: who is asked for what."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from domain.documents import DocumentState
from register.documents import add_approval, read_document, read_documents, set_state
from register.tables_incident import documents
from tests.commands.command_folder import Folder, widest
from tests.commands.test_phrases import was_understood
from tests.false_alarm_fixtures import document
from tests.register_fixtures import AT


@pytest.fixture
def number(folder: Folder) -> int:
    identity = document(folder.case, "faq", state="in_review", author="public_relations")
    with folder.register.reading() as connection:
        found = read_document(connection, identity)
    assert found is not None
    return found.number


def mended(folder: Folder) -> list[dict[str, Any]]:
    needs = json.loads(folder.told("next", "KAWASEMI", "--json"))["needs"]
    return [need for need in needs if need["kind"] == "mend"]


def test_what_was_sent_back_is_asked_of_its_author(folder: Folder, number: int) -> None:
    register, incident_id = folder.register, folder.case.incident_id
    with register.writing() as connection:
        found = next(d for d in read_documents(connection, incident_id) if d.number == number)
        sealer = register.sealer(incident_id, connection)
        add_approval(connection, sealer, found, "counsel", "rejected", "件数を確認", AT)
        set_state(connection, found.id, DocumentState.IN_REVIEW)

    (need,) = mended(folder)
    assert need["what"]["ja"].endswith("法務が差戻し。直す")
    assert need["roles"][0] == "public_relations"
    assert need["command"] == f"shirase show KAWASEMI {number}"
    page = folder.told("documents", "KAWASEMI")
    assert "差戻し: 法務" in page
    assert widest(page) <= 80


def test_what_may_not_be_said_names_the_fact(folder: Folder, number: int, tmp_path: Path) -> None:
    with folder.register.writing() as connection:
        which = documents.c.number == number
        connection.execute(
            update(documents).where(which).values(withheld=["secondary_damage"], state="draft")
        )

    (need,) = mended(folder)
    assert "fact correct KAWASEMI secondary_damage --public" in need["command"]
    assert was_understood(need["command"], tmp_path / "none")
    assert "公表できない事実" in folder.told("documents", "KAWASEMI")
    assert "公表できない事実(secondary_damage)を含むため" in folder.refused(
        "show", "KAWASEMI", str(number)
    )
