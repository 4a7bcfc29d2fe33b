"""The statements that open gates, and the figures that a merchant is handed."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from domain.notices import NoticeState
from domain.pacing import Pacing
from policies.loader import load_policy
from printing.notice_reports import report_paper, report_sheets
from printing.sheets import as_workbook
from printing.typesetting import paper_as_pdf
from register import fall_backs
from register.desk_tests import (
    DeskTest,
    SenderStatement,
    desk_cap,
    last_desk_test,
    last_sender_statement,
    record_desk_test,
    record_sender_statement,
)
from register.handover import hand_over, people_handed_over
from register.notice_reports import read_report
from register.person_rows import PersonRow
from register.tables_incident import incidents
from register.wave_gates import reasons_against
from tests.register_fixtures import AT, SENDER, Case, create_register, people_rows


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(create_register(tmp_path)).open(merchants=2)


def a_test(**values: Any) -> DeskTest:
    given: dict[str, Any] = {
        "passed": True,
        "tested_at": AT,
        "recorded_by": "contact_desk",
        "contacts_an_hour": 120,
        "contacts_a_day": 960,
        "contacts_per_mille": 40,
        "words": {"phone": "0120-000-001", "hours": "9-17", "independent": "x", "failed": ""},
    }
    return DeskTest(**{**given, **values})


def test_the_newest_test_stands_and_caps_the_pace(case: Case) -> None:
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        record_desk_test(connection, sealer, case.incident_id, a_test(), AT)
        at_any_hour = desk_cap(connection, case.incident_id, Pacing())
        assert at_any_hour is not None
        assert at_any_hour.people == at_any_hour.urgent == 1_000, "by the day: 40 an hour"
        pacing = {"window": {"since": "09:00", "until": "17:00", "zone": "Asia/Tokyo"}}
        in_hours = Pacing.model_validate(pacing)
        wave = load_policy().wave.model_copy(update={"pacing": in_hours})
        policy = load_policy().model_copy(update={"wave": wave})
        connection.execute(update(incidents).values(policy=policy.model_dump(mode="json")))
        by_day = desk_cap(connection, case.incident_id)
        assert by_day == desk_cap(connection, case.incident_id, in_hours), "as a wave asks"
        assert by_day is not None
        assert (by_day.of(urgent=False), by_day.of(urgent=True)) == (3_000, 1_000)
        assert (by_day.hours, by_day.an_hour, by_day.by_day) == (8, 120, 120)
        later = a_test(passed=False, words={"failed": "応答なし"})
        record_desk_test(connection, sealer, case.incident_id, later, AT + timedelta(hours=1))
        assert last_desk_test(connection, sealer, case.incident_id) == later


def test_a_failed_desk_or_a_sender_that_is_hit_shuts_the_gate(case: Case) -> None:
    case.add(people_rows(3))
    plan = case.plan(case.plan_input(merchants=[0]))
    case.approve()

    def against() -> tuple[str, ...]:
        with case.register.reading() as connection:
            sealer = case.register.sealer(case.incident_id, connection)
            return reasons_against(connection, sealer, case.incident_id, plan.wave_id)

    assert against() == ()
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        hit = SenderStatement(
            outside=False, recorded_at=AT, recorded_by="commander", words={"hit": "鍵の流出"}
        )
        record_sender_statement(connection, sealer, case.incident_id, SENDER, hit)
        assert last_sender_statement(connection, sealer, case.incident_id, SENDER) == hit
        record_desk_test(connection, sealer, case.incident_id, a_test(passed=False), AT)
    assert against() == (
        f"The sender '{SENDER}' is stated to be hit by the incident.",
        "The contact desk failed its last test: mend it and test it again.",
    )


def test_a_report_adds_up_and_is_about_one_merchant_only(case: Case) -> None:
    case.add(
        [
            *people_rows(5),
            PersonRow(6, "甲", postal_code="000-0001", address="見本町1"),
            PersonRow(7, "乙"),
        ]
    )
    case.add(people_rows(4, mail_domain="other.example.jp"), merchant=1)
    plan = case.planned_and_started()
    with case.register.writing() as connection:
        fall_backs.claim_letters(connection, plan.wave_id, AT)
        fall_backs.mark_posted(connection, plan.wave_id, AT)
        fall_backs.substitute(connection, plan.wave_id, AT)
        sealer = case.register.sealer(case.incident_id, connection)
        report = read_report(connection, sealer, case.incident_id, case.merchant_ids[0], AT)
    assert report.states == {
        NoticeState.PLANNED: 5,
        NoticeState.POSTED: 1,
        NoticeState.SUBSTITUTED: 1,
    }
    assert report.adds_up
    assert (report.lists.lines, report.notices, report.untold) == (7, 7, 0)
    assert sum(sum(states.values()) for states in report.by_channel.values()) == 7
    assert report.letters == {"posted": 1}
    assert [(wave.population, wave.final) for wave in report.waves] == [(7, 2)]
    assert paper_as_pdf(report_paper(report, "訓練"), AT).startswith(b"%PDF")
    sheets = report_sheets(report)
    assert as_workbook(sheets, AT) == as_workbook(report_sheets(report), AT)
    assert list(sheets[2].rows)[-1][1] == 7


def test_a_merchant_that_tells_itself_gets_its_own_people_only(case: Case) -> None:
    case.add([PersonRow(1, "甲", "a@example.jp", "090-0000-0001", "000-0001", "見本町1")])
    case.add(people_rows(4, mail_domain="other.example.jp"), merchant=1)
    with case.register.writing() as connection:
        for merchant in case.merchant_ids:
            hand_over(connection, case.incident_id, merchant)
        sealer = case.register.sealer(case.incident_id, connection)
        (person,) = people_handed_over(connection, sealer, case.merchant_ids[0])
    assert (person.name, person.phone, person.address) == ("甲", "+819000000001", "見本町1")
    assert len(person.check_code) == 8
