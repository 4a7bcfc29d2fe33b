"""A notice to a merchant that a crash left in doubt: listed, and asked for until it is decided."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from register.tables_incident import dispatches
from tests.commands.command_folder import Folder, widest
from tests.commands.test_phrases import was_understood
from tests.false_alarm_fixtures import contact, document, state_ground, write_to
from tests.register_fixtures import AT

COMMANDS = [
    "shirase merchants settle KAWASEMI {} told --as commander",
    "shirase merchants settle KAWASEMI {} send_again --as commander",
]


@pytest.fixture
def number(folder: Folder) -> int:
    """The document whose mail to the first merchant is in doubt; the second was told."""
    paper = document(folder.case, "merchant_notice", state="issued")
    write_to(folder.case, contact(folder.case, 0), "unknown", document_id=paper)
    write_to(folder.case, contact(folder.case, 1), "delivered", document_id=paper)
    [listed] = [d for d in folder_documents(folder) if d["kind"] == "merchant_notice"]
    return int(listed["number"])


def folder_documents(folder: Folder) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(folder.told("documents", "KAWASEMI", "--json"))[
        "documents"
    ]
    return found


def asked(folder: Folder) -> list[dict[str, Any]]:
    needs = json.loads(folder.told("next", "KAWASEMI", "--json"))["needs"]
    return [need for need in needs if need["kind"] == "unknown"]


def test_next_asks_for_both_answers(folder: Folder, number: int, tmp_path: Path) -> None:
    (need,) = asked(folder)
    commands = [answer["command"] for answer in need["answers"]]
    assert commands == [command.format(number) for command in COMMANDS]
    assert all(was_understood(command, tmp_path / "none") for command in commands)
    assert "送信の結果が不明" in need["what"]["ja"]


def test_a_false_alarm_asks_for_it_too(folder: Folder, number: int) -> None:
    state_ground(folder.case)
    assert len(asked(folder)) == 1


def test_before_the_provider_would_have_reported_nobody_is_asked(
    folder: Folder, number: int
) -> None:
    with folder.register.writing() as connection:
        just_now = AT + timedelta(days=3650)
        connection.execute(update(dispatches).values(claimed_at=just_now))
    assert asked(folder) == []
    page = folder.told("merchants", "settle", "KAWASEMI", str(number))
    assert "判断待ち" not in page


def test_the_doubts_of_a_document_are_listed(folder: Folder, number: int) -> None:
    page = folder.told("merchants", "settle", "KAWASEMI", str(number))
    assert "m0" in page
    assert "判断待ち" in page
    assert widest(page) <= 80
    english = folder.told("merchants", "settle", "KAWASEMI", str(number), "--language", "en")
    assert "Look at the provider's own record" in english
    read = folder.told("merchants", "settle", "KAWASEMI", str(number), "--json")
    (line,) = json.loads(read)["mails"]
    assert (line["merchant"], line["mails"], line["may_be_decided"]) == ("m0", 1, True)
    assert "結果不明の送信はありません" in folder.told("merchants", "settle", "KAWASEMI", "99")
