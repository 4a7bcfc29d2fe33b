"""`next` tells what the register shows to be needed, of whom, by when, and what to type."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from domain.explanations import Bilingual
from domain.parties import StaffRole
from domain.tasks import TaskTrack
from domain.threads import Direction, Speaker
from register.documents import add_approval, read_document
from register.parties import PartyRow, read_parties
from register.tables_incident import documents, mandates
from register.tables_people import notices, requests, senders, waves
from register.tasks import NewTask, add_task
from register.threads import EntryRow, add_entry, new_entry_id
from tests.commands.command_folder import Folder
from tests.register.test_permissions import staff
from tests.register_fixtures import AT, people_rows

LONG_AGO = datetime.now(UTC) - timedelta(days=30)


def needs(folder: Folder, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(folder.told("next", *arguments, "--json"))["needs"]
    return found


def commands(found: Iterable[dict[str, Any]], kind: str) -> list[str]:
    return [need["command"] for need in found if need["kind"] == kind]


def change_document(folder: Folder, number: int, **values: object) -> None:
    with folder.register.writing() as connection:
        which = documents.c.number == number
        connection.execute(update(documents).where(which).values(**values))


def ours(folder: Folder) -> PartyRow:
    with folder.register.reading() as connection:
        sealer = folder.register.sealer(folder.case.incident_id, connection)
        known = read_parties(connection, sealer, folder.case.incident_id)
    return next(party for party in known.values() if party.key == "ourselves")


def without_documents(folder: Folder) -> None:
    change_document(folder, 1, state="withdrawn", kind="first_release")
    change_document(folder, 2, state="withdrawn", kind="follow_up_release")


def test_the_first_hour_comes_first(folder: Folder) -> None:
    found = needs(folder)

    assert found[0]["command"] == "shirase task open KAWASEMI general --as commander"
    assert found[0]["overdue"] is True
    assert found[0]["due_at"] == "2026-01-13T19:00:00+09:00"


def test_a_document_waits_for_each_role_that_has_not_approved(folder: Folder) -> None:
    change_document(folder, 1, kind="preliminary_report", state="in_review")
    folder.duties(folder.duty("jp-appi/preliminary", 3))
    folder.incident(phase="notifying")

    (need,) = [need for need in needs(folder) if need["kind"] == "approve"]
    assert need["roles"] == ["counsel", "commander"]
    assert need["due_at"] == "2026-01-16T18:00:00+09:00"

    with folder.register.writing() as connection:
        document = read_document(connection, folder.case.mail_document_id)
        assert document is not None
        sealer = folder.register.sealer(folder.case.incident_id, connection)
        add_approval(connection, sealer, document, "counsel", "approved", "", AT)

    assert commands(needs(folder), "approve") == ["shirase approve KAWASEMI 1 --as commander"]
    assert commands(needs(folder, "--role", "counsel"), "approve") == []


def test_nobody_is_told_to_approve_their_own_draft(folder: Folder) -> None:
    staff(folder.case, "commander")
    staff(folder.case, "deputy", StaffRole.COUNSEL)
    paper = {"kind": "preliminary_report", "state": "in_review"}
    change_document(folder, 1, **paper, author="privacy_officer")
    assert commands(needs(folder), "approve") == ["shirase approve KAWASEMI 1 --as deputy"]

    change_document(folder, 1, author="deputy")
    assert commands(needs(folder), "approve") == [
        "shirase approve KAWASEMI 1 --as commander",
        "shirase approval list KAWASEMI",
    ]
    assert "別の立場で起案し直して" in folder.told("next", "--all", "--language", "ja")

    staff(folder.case, "privacy_officer")
    assert commands(needs(folder), "approve")[1] == (
        "shirase approval delegate KAWASEMI counsel privacy_officer"
        " --until WHEN --reason WORDS --as commander"
    )


def test_the_command_is_given_in_the_role_that_asks(folder: Folder) -> None:
    change_document(folder, 1, kind="final_report", state="draft")

    for role in ("counsel", "commander"):
        found = needs(folder, "KAWASEMI", "--role", role)
        assert commands(found, "approve") == [f"shirase approve KAWASEMI 1 --as {role}"]
    assert needs(folder, "--role", "contact_desk") == []


def test_words_for_people_are_approved_with_their_wave(folder: Folder) -> None:
    folder.case.add(people_rows(3))
    folder.case.add(people_rows(3, mail_domain="other.example.jp"), merchant=1)

    assert commands(needs(folder), "approve") == []
    (plan,) = commands(needs(folder), "plan")
    assert plan == (
        "shirase wave plan KAWASEMI --merchant m0 --merchant m1 --mail 1 --letter 2"
        " --as privacy_officer"
    )

    folder.case.plan(folder.case.plan_input())

    assert commands(needs(folder), "plan") == []
    assert len(commands(needs(folder), "approve")) == 2
    assert commands(needs(folder), "start") == []

    folder.case.approve()

    assert commands(needs(folder), "start") == ["shirase wave start KAWASEMI 1 --as commander"]


def test_what_is_approved_is_issued_and_a_filing_gets_its_receipt(folder: Folder) -> None:
    change_document(folder, 1, kind="preliminary_report")
    folder.case.approve()
    with folder.register.writing() as connection:
        document = read_document(connection, folder.case.mail_document_id)
        assert document is not None
        sealer = folder.register.sealer(folder.case.incident_id, connection)
        add_approval(connection, sealer, document, "commander", "approved", "", AT)

    assert commands(needs(folder), "issue") == ["shirase issue KAWASEMI 1 --as commander"]

    change_document(folder, 1, state="issued", issued_at=AT)
    assert commands(needs(folder), "receipt") == [
        "shirase receipt KAWASEMI 1 RECEIPT --as privacy_officer"
    ]

    change_document(folder, 1, receipt_number="1", receipt_at=AT)
    assert commands(needs(folder), "receipt") == []


def test_duties_that_nobody_began_to_meet(folder: Folder) -> None:
    without_documents(folder)
    us = ours(folder).id
    folder.duties(
        folder.duty(
            "jp-appi/entrustee-notice", 1, debtor_id=us, owed_to=folder.case.merchant_ids[0]
        ),
        folder.duty(
            "jp-appi/entrustee-notice", 1, debtor_id=us, owed_to=folder.case.merchant_ids[1]
        ),
        folder.duty("jp-appi/preliminary", 3),
        folder.duty("jp-appi/final", 30, status="proposed_not_applicable"),
    )

    found = needs(folder)

    both = "--merchant m0 --merchant m1"
    assert commands(found, "duty") == [
        "shirase prepare KAWASEMI merchant_notice --as privacy_officer",
        f"shirase prepare KAWASEMI preliminary_report {both} --as privacy_officer",
    ]
    assert commands(found, "settle") == [
        "shirase settle KAWASEMI final:m0:ppc --ground WORDS --as counsel"
    ]


def test_a_merchants_own_duty_waits_for_its_ladder(folder: Folder) -> None:
    without_documents(folder)
    with folder.register.writing() as connection:
        connection.execute(mandates.delete())
    soon = (datetime.now(UTC) - AT).days + 1

    folder.duties(folder.duty("jp-appi/preliminary", soon + 30))
    assert commands(needs(folder), "duty") == []

    folder.duties(folder.duty("jp-appi/preliminary", soon))
    (command,) = commands(needs(folder), "duty")
    assert command.startswith("shirase report KAWASEMI m0 preliminary_filed --submitted-at ")
    assert " --receipt REFERENCE --as " in command


def test_silent_merchants_and_those_without_a_choice(folder: Folder) -> None:
    folder.merchant(0, told_at=datetime.now(UTC))
    folder.merchant(1, told_at=LONG_AGO, reminders=2, escalated_at=LONG_AGO)
    assert commands(needs(folder), "silent") == ["shirase ack KAWASEMI m1 --as commander"]

    folder.merchant(1, acknowledged_at=LONG_AGO)
    assert commands(needs(folder), "silent") == []
    assert commands(needs(folder, "--role", "merchant_care"), "choice") == [
        "shirase mandate KAWASEMI m0 --given-by WHO --as merchant_care",
        "shirase mandate KAWASEMI m1 --given-by WHO --as merchant_care",
    ]

    folder.merchant(1, choice="mandate")
    folder.merchant(0, choice="own_notice")
    assert commands(needs(folder), "choice") == []


def test_a_choice_is_awaited_from_the_notice_on_with_both_its_answers(folder: Folder) -> None:
    folder.merchant(0, told_at=datetime.now(UTC))
    said = folder.told("next", "KAWASEMI", "--all", "--language", "ja")
    assert "待ち（相手の回答）" in said
    assert "shirase mandate KAWASEMI m0 --given-by" in said
    assert "shirase own-notice KAWASEMI m0" in said


def test_what_a_wave_waits_for(folder: Folder) -> None:
    folder.case.add(people_rows(2))
    plan = folder.case.planned_and_started()
    with folder.register.writing() as connection:
        connection.execute(
            insert(requests).values(
                id="0" * 26,
                incident_id=folder.case.incident_id,
                wave_id=plan.wave_id,
                shard=0,
                batch=0,
                epoch=1,
                people=2,
                state="unknown",
                claimed_at=LONG_AGO,
            )
        )
        stopped = {"paused": True, "paused_reason": "refused key"}
        connection.execute(update(senders).values(**stopped))
    found = needs(folder)

    assert commands(found, "resume") == ["shirase wave resume KAWASEMI 1 --as commander"]
    assert commands(found, "unknown") == ["shirase wave settle KAWASEMI 1 told --as commander"]


def test_people_out_of_reach_wait_for_a_substitute(folder: Folder) -> None:
    folder.case.add(people_rows(2))
    folder.case.planned_and_started()
    with folder.register.writing() as connection:
        connection.execute(update(notices).values(state="unreached"))
        connection.execute(update(waves).values(state="sending"))

    assert commands(needs(folder), "substitute") == [
        "shirase wave substitute KAWASEMI 1 --reason WORDS --as privacy_officer"
    ]


def test_open_tasks_and_awaited_replies(folder: Folder) -> None:
    with folder.register.writing() as connection:
        sealer = folder.register.sealer(folder.case.incident_id, connection)
        new = NewTask(
            track=TaskTrack.FIRST_HOUR,
            owner=StaffRole.COUNSEL,
            due_at=AT + timedelta(hours=2),
            evidence_required=True,
            title=Bilingual(ja="証拠の保全", en="preserve evidence"),
        )
        add_task(connection, sealer, folder.case.incident_id, new, AT)
        entry = EntryRow(
            id=new_entry_id(),
            party_id=folder.case.merchant_ids[0],
            sequence=1,
            direction=Direction.ASKED,
            speaker=Speaker.US,
            number=1,
            happened_at=AT,
            actor="commander",
            recorded_at=AT,
            text="一覧をください",
        )
        add_entry(connection, sealer, folder.case.incident_id, entry)

    found = needs(folder)

    assert commands(found, "first_hour") == []
    assert commands(found, "task") == [
        "shirase task done KAWASEMI 1 --evidence EVIDENCE --as counsel"
    ]
    (reply,) = [need for need in found if need["kind"] == "answer"]
    assert reply["command"] == (
        "shirase thread answered KAWASEMI m0 1 --summary WORDS --as merchant_care"
    )
    assert reply["due_at"] == "2026-01-14T18:00:00+09:00"
    # Both clocks are listed with the duties', too.
    work = json.loads(folder.told("clocks", "KAWASEMI", "--json"))["work"]
    assert [item["title"]["en"] for item in work if item["key"].startswith("task|")] == [
        "preserve evidence"
    ]


def test_the_end_of_the_way(folder: Folder) -> None:
    without_documents(folder)
    assert commands(needs(folder), "phase") == [
        "shirase phase KAWASEMI following_up --as commander"
    ]

    folder.incident(phase="following_up")
    assert commands(needs(folder), "close") == ["shirase close KAWASEMI --as commander"]

    folder.case.add(people_rows(1))
    found = needs(folder)
    assert commands(found, "close") == []
    assert commands(found, "retention") == [
        "shirase retention decide KAWASEMI m0 delete --reason WORDS --as privacy_officer"
    ]

    folder.incident(phase="closed")
    assert needs(folder) == []


def test_the_nearest_clock_comes_first_and_what_has_none_last(folder: Folder) -> None:
    folder.duties(
        folder.duty("jp-appi/final", 4, status="proposed_not_applicable"),
        folder.duty("jp-appi/preliminary", 2, status="proposed_not_applicable"),
        folder.duty("jp-appi/individual", None, status="proposed_not_applicable"),
    )

    dues = [need["due_at"] for need in needs(folder)]

    with_clock = [due for due in dues if due]
    assert with_clock == sorted(with_clock)
    assert len(with_clock) >= 3
    assert dues == with_clock + [None] * (len(dues) - len(with_clock))


def test_an_unknown_role_is_refused_with_those_that_there_are(folder: Folder) -> None:
    assert "counsel" in folder.refused("next", "--role", "boss")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_line_to_type_stands_below_what_is_needed(folder: Folder, language: str) -> None:
    printed = folder.told("next", "KAWASEMI", "--language", language)

    assert "\n  shirase task open KAWASEMI general --as commander\n" in printed
    assert {"ja": "初動の一覧を開く", "en": "open a first-hour list"}[language] in printed


def test_where_nothing_is_needed_that_is_said(folder: Folder) -> None:
    folder.incident(phase="closed")

    assert folder.told("next", "--language", "en") == "Nothing needs you now.\n"
