"""Once the ledger says that it is a false alarm, `next` asks for retractions and nothing else."""

import json
from pathlib import Path

import pytest
from sqlalchemy import update

from domain.notices import AttemptState, Channel
from register.tables_incident import merchants
from register.tables_people import notices
from tests.commands.command_folder import Folder
from tests.commands.test_phrases import was_understood
from tests.false_alarm_fixtures import (
    attempt,
    contact,
    document,
    retraction,
    retractions,
    state_ground,
    write_to,
)
from tests.register_fixtures import people_rows


def typed(folder: Folder) -> dict[str, str]:
    """Every line that is asked for, by the kind of its need."""
    found = json.loads(folder.told("next", "--json"))["needs"]
    return {need["kind"]: need["command"] for need in found if need["kind"] != "first_hour"}


@pytest.fixture
def warned(folder: Folder) -> Folder:
    """A person and a merchant were told; two documents were published and filed."""
    case = folder.case
    case.add(people_rows(1))
    attempt(case, case.planned_and_started(), 1, Channel.MAIL, AttemptState.DELIVERED)
    write_to(case, contact(case, 0), "delivered")
    document(case, "preliminary_report", state="issued", receipt_number="R-1")
    return folder


def test_the_agenda_of_a_false_alarm_ends_with_its_end(warned: Folder, tmp_path: Path) -> None:
    case = warned.case
    assert "retract" not in typed(warned)
    state_ground(case)
    asked = json.loads(warned.told("next", "--json"))["needs"]
    commands = [need["command"] for need in asked if need["kind"] == "retract"]
    assert commands == [
        "shirase prepare KAWASEMI merchant_retraction --as privacy_officer",
        "shirase prepare KAWASEMI person_retraction --as privacy_officer",
        "shirase prepare KAWASEMI withdrawal_report --as privacy_officer",
    ]
    assert {need["kind"] for need in asked} <= {"retract"}

    case.mail_document_id, case.letter_document_id = retractions(case)
    commands.append(typed(warned)["retract"])
    plan = case.plan(retraction(case))
    case.approve()
    assert typed(warned)["start"] == "shirase wave start KAWASEMI 2 --as commander"
    case.start(plan.wave_id)
    document(case, "withdrawal_report", state="issued")
    assert typed(warned)["receipt"].startswith("shirase receipt KAWASEMI 6 RECEIPT")
    document(case, "withdrawal_report", state="issued", receipt_number="R-2")
    with case.register.writing() as connection:
        which = notices.c.purpose == "retraction"
        connection.execute(update(notices).where(which).values(state="delivered"))
        connection.execute(update(merchants).values(reports={"retraction_received": {}}))
    commands.append(typed(warned)["close"])
    assert commands[-1] == "shirase close KAWASEMI --false-alarm --as commander"

    assert all(was_understood(command, tmp_path) for command in commands)


@pytest.mark.parametrize(
    "line",
    [
        "shirase fact KAWASEMI false_alarm.ground --say WORDS --public --as privacy_officer",
        "shirase report KAWASEMI m0 retraction_received --as merchant_care",
        "shirase withdraw KAWASEMI 1 --reason WORDS --as commander",
        "shirase wave cancel KAWASEMI 1 --reason WORDS --as commander",
        "shirase wave plan KAWASEMI --retraction --mail 1 --letter 2 --as commander",
    ],
)
def test_the_other_lines_can_be_typed(line: str, tmp_path: Path) -> None:
    assert was_understood(line, tmp_path)
