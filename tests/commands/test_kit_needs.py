"""Merchants that tell their people themselves: `next` asks for the words of their kits."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from register.tables_incident import merchants
from tests.commands.command_folder import Folder
from tests.commands.test_phrases import was_understood


def asked(folder: Folder) -> list[dict[str, Any]]:
    needs = json.loads(folder.told("next", "KAWASEMI", "--json"))["needs"]
    return [need for need in needs if need["kind"] == "kit"]


@pytest.fixture
def telling(folder: Folder) -> Folder:
    """Both merchants have chosen to tell their people themselves."""
    with folder.register.writing() as connection:
        connection.execute(update(merchants).values(choice="own_notice"))
    return folder


def test_one_command_prepares_the_kits_of_all(telling: Folder, tmp_path: Path) -> None:
    (need,) = asked(telling)
    command = "shirase prepare KAWASEMI merchant_kit --merchant m0 --merchant m1"
    assert need["command"] == f"{command} --as merchant_care"
    assert was_understood(need["command"], tmp_path / "none")
    assert "ほか1社" in need["what"]["ja"]


def test_whoever_has_told_its_people_needs_no_kit(telling: Folder) -> None:
    with telling.register.writing() as connection:
        row = update(merchants).where(merchants.c.party_id == telling.case.merchant_ids[0])
        reported = {"people_notified": {"at": "2026-01-12T09:00:00+09:00"}}
        connection.execute(row.values(reports=reported))
    (need,) = asked(telling)
    assert "m0" not in need["command"]


def test_a_merchant_that_has_not_chosen_so_needs_none(folder: Folder) -> None:
    assert asked(folder) == []
