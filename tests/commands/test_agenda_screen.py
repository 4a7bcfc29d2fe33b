"""The agenda on the screen: groups, both answers, what is left out, and whom nobody can reach."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete

from commands.needs.agenda_list import Group, group_of
from commands.needs.need import Need
from domain.explanations import Bilingual
from domain.parties import StaffRole
from domain.tasks import TaskTrack
from register.tables_incident import contacts
from register.tasks import NewTask, add_task
from tests.commands.command_folder import Folder, widest
from tests.register_fixtures import AT, people_rows

NOON = datetime(2026, 1, 13, 3, tzinfo=UTC)


def need(kind: str, due_at: datetime | None) -> Need:
    return Need.model_validate(
        {
            "kind": kind,
            "what_ja": "甲",
            "what_en": "a",
            "roles": ("counsel",),
            "due_at": due_at,
            "since": NOON,
            "command": "shirase next",
        }
    )


@pytest.mark.parametrize(
    ("kind", "hours", "group"),
    [
        ("task", -1, Group.NOW),
        ("task", 2, Group.NOW),
        ("task", 8, Group.TODAY),
        # At noon in Japan twelve hours and more lead into another day.
        ("task", 13, Group.LATER),
        ("answer", 2, Group.WAITING),
        ("answer", -1, Group.NOW),
        ("severity", None, Group.TODAY),
        ("retention", None, Group.LATER),
    ],
)
def test_the_clock_says_when_to_turn_to_a_need(kind: str, hours: int | None, group: Group) -> None:
    due_at = None if hours is None else NOON + timedelta(hours=hours)
    assert group_of(need(kind, due_at), NOON) is group


def with_tasks(folder: Folder, count: int) -> None:
    with folder.register.writing() as connection:
        sealer = folder.register.sealer(folder.case.incident_id, connection)
        for number in range(count):
            new = NewTask(
                track=TaskTrack.FIRST_HOUR,
                owner=StaffRole.COUNSEL,
                due_at=AT + timedelta(hours=number),
                evidence_required=True,
                title=Bilingual(ja=f"作業その{number}", en=f"thing {number}"),
            )
            add_task(connection, sealer, folder.case.incident_id, new, AT)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_screen_holds_the_most_urgent_and_says_how_to_see_the_rest(
    folder: Folder, language: str
) -> None:
    with_tasks(folder, 40)

    shown = folder.told("next", "KAWASEMI", "--language", language)
    whole = folder.told("next", "KAWASEMI", "--all", "--language", language)

    assert len(shown.splitlines()) <= 42
    assert "shirase next KAWASEMI --all" in shown.splitlines()[-1]
    assert {"ja": "— 今すぐ", "en": "— Now"}[language] in shown
    assert "task done KAWASEMI 1 " in shown
    assert "task done KAWASEMI 40 " not in shown
    listed = json.loads(folder.told("next", "KAWASEMI", "--json"))["needs"]
    for item in listed:
        gap = item["command"].split(" --evidence")[0].split(" --say")[0].split(" --reason")[0]
        assert gap.split(" --name")[0].split(" --given-by")[0] in whole


def test_a_step_of_each_wave_is_seen_however_many_tasks_there_are(folder: Folder) -> None:
    folder.case.add(people_rows(2))
    folder.case.add(people_rows(2, mail_domain="other.example.jp"), merchant=1)
    folder.case.plan(folder.case.plan_input())
    folder.case.approve()
    with_tasks(folder, 40)

    shown = folder.told("next", "KAWASEMI", "--language", "ja").splitlines()

    assert len(shown) <= 42
    assert any(line.startswith("一斉通知 第1回: ") for line in shown)
    assert shown[-2].startswith("  shirase wave ")
    assert "task done KAWASEMI 1 " in "".join(shown)


def test_no_line_of_a_title_begins_with_a_comma(folder: Folder) -> None:
    with folder.register.writing() as connection:
        sealer = folder.register.sealer(folder.case.incident_id, connection)
        for length in range(10, 40):
            new = NewTask(
                track=TaskTrack.FIRST_HOUR,
                owner=StaffRole.PRIVACY_OFFICER,
                due_at=AT,
                evidence_required=True,
                title=Bilingual(ja="長" * length + "、続き（括弧）。", en="x"),
            )
            add_task(connection, sealer, folder.case.incident_id, new, AT)

    shown = folder.told("next", "KAWASEMI", "--all", "--language", "ja").splitlines()
    titles = [line for line in shown if "shirase" not in line]
    assert widest("\n".join(titles)) <= 80
    assert not [line for line in titles if line[:1] in set("、。）")]


def test_gaps_are_named_in_japanese_on_a_japanese_screen(folder: Folder) -> None:
    with_tasks(folder, 1)
    shown = folder.told("next", "KAWASEMI", "--all", "--language", "ja")
    assert "--evidence 〔証跡〕 --as counsel" in shown
    assert "EVIDENCE" not in shown


def test_whom_nobody_can_write_to_is_said_with_the_remedy(folder: Folder) -> None:
    us = folder.case.merchant_ids[0]
    with folder.register.writing() as connection:
        connection.execute(delete(contacts))
    folder.duties(folder.duty("jp-appi/preliminary", 3, debtor_id=us))

    commands = [
        need["command"]
        for need in json.loads(folder.told("next", "KAWASEMI", "--json"))["needs"]
        if need["kind"] == "contact"
    ]

    assert commands == [
        f"shirase party contact KAWASEMI {key} --name NAME --mail ADDRESS --as merchant_care"
        for key in ("m0", "m1")
    ]
