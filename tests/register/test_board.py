"""The board says what the register holds, and nothing about any person."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, insert, update
from ulid import ULID

from domain.notices import NoticeState
from domain.phases import Phase
from register import audit
from register.board import Board, read_board
from register.documents import read_document, record_receipt
from register.duties import DutyRow, write_duties
from register.handover import confirm_hand_over, hand_over, take_back
from register.incidents import set_phase
from register.merchant_acts import note_told
from register.person_rows import PersonRow
from register.store import RegisterError
from register.tables_incident import merchants
from register.tables_people import notices
from register.wave_states import WaveState
from tests.register_fixtures import AT, Case, create_register

BOTH = ("氏名", "電話番号")


def leaked_of(count: int, items: tuple[str, ...], first: int = 1) -> list[PersonRow]:
    lines = range(first, first + count)
    return [
        PersonRow(line, f"見本 {line:06}", f"p{line}@mail.example.jp", items=items)
        for line in lines
    ]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Two merchants: 30 and 12 people, of some of whom only the name leaked."""
    opened = Case(create_register(tmp_path)).open(merchants=2)
    opened.add([*leaked_of(20, BOTH), *leaked_of(10, ("氏名",), first=21)])
    opened.add(leaked_of(12, BOTH), merchant=1)
    with opened.register.writing() as connection:
        for party_id in opened.merchant_ids:
            connection.execute(
                insert(merchants).values(party_id=party_id, incident_id=opened.incident_id, shard=0)
            )
    return opened


def board_of(case: Case) -> Board:
    return read_board(case.register, case.incident_id)


def duty_row(case: Case, rule: str, owed_to: str, days: int | None) -> DutyRow:
    debtor = case.merchant_ids[0]
    return DutyRow(
        key=f"{rule}|{debtor}|{owed_to}",
        rule=rule,
        debtor_id=debtor,
        owed_to=owed_to,
        anchor="known",
        anchor_at=AT,
        target_at=None,
        due_at=None if days is None else AT + timedelta(days=days),
        due_on=None,
        hard=True,
        status="open",
        source="a law",
        verified=False,
        revision=1,
    )


def test_people_are_counted_by_what_leaked(case: Case) -> None:
    people = board_of(case).people

    assert people is not None
    assert people.total == 42
    assert people.leaked == {"氏名": 42, "電話番号": 32}


def test_people_can_be_left_out(case: Case) -> None:
    board = read_board(case.register, case.incident_id, with_people=False)

    assert board.people is None
    assert [merchant.people for merchant in board.merchants] == [30, 12]


def test_merchants_stand_where_the_register_has_them(case: Case) -> None:
    first = case.merchant_ids[0]
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        note_told(connection, sealer, case.incident_id, first, AT)
        connection.execute(
            update(merchants)
            .where(merchants.c.party_id == first)
            .values(reminders=2, choice="mandate", reports={"published": {"at": "2026-01-09"}})
        )

    told, silent = board_of(case).merchants

    assert (told.key, told.name, told.told_at, told.reminders) == ("m0", "見本店 0", AT, 2)
    assert (told.choice, told.has_mandate) == ("mandate", True)
    assert told.reports == {"published": {"at": "2026-01-09"}}
    assert (silent.key, silent.told_at, silent.choice) == ("m1", None, None)


def test_duties_name_their_parties_and_come_the_nearest_first(case: Case) -> None:
    wanted = (
        duty_row(case, "law/promptly", "individuals", None),
        duty_row(case, "law/later", case.merchant_ids[1], 9),
        duty_row(case, "law/soon", "ppc", 3),
    )
    with case.register.writing() as connection:
        write_duties(connection, case.incident_id, wanted, AT)

    duties = board_of(case).duties

    assert [duty.rule for duty in duties] == ["law/soon", "law/later", "law/promptly"]
    assert {duty.debtor for duty in duties} == {"m0"}
    assert {duty.debtor_name for duty in duties} == {"見本店 0"}
    assert [duty.owed_to for duty in duties] == ["ppc", "m1", "individuals"]
    assert duties[1].owed_to_name == "見本店 1"
    assert duties[0].clock_at == AT + timedelta(days=3)


def test_waves_and_hand_overs_count_everybody_once(case: Case) -> None:
    plan = case.plan(case.plan_input(merchants=[0]))
    case.start(plan.wave_id)
    with case.register.writing() as connection:
        connection.execute(
            update(notices).where(notices.c.person_id <= 7).values(state="delivered")
        )
        hand_over(connection, case.incident_id, case.merchant_ids[1])
        confirm_hand_over(connection, case.incident_id, case.merchant_ids[1])

    board = board_of(case)

    (wave,) = board.waves
    assert (wave.id, wave.number, wave.state) == (plan.wave_id, 1, WaveState.SENDING)
    assert wave.counts == {NoticeState.DELIVERED: 7, NoticeState.PLANNED: 23}
    assert wave.population == 30
    assert board.notices == {**wave.counts, NoticeState.HANDED_OVER: 12}


def test_a_notice_that_was_taken_back_counts_until_another_replaces_it(case: Case) -> None:
    with case.register.writing() as connection:
        hand_over(connection, case.incident_id, case.merchant_ids[1])
        take_back(connection, case.incident_id, case.merchant_ids[1])
    assert board_of(case).notices == {NoticeState.CANCELLED: 12}

    case.plan(case.plan_input())

    assert board_of(case).notices == {NoticeState.PLANNED: 42}


def test_documents_show_receipts_and_approvals_of_their_present_text(case: Case) -> None:
    case.approve()
    with case.register.writing() as connection:
        record_receipt(connection, case.letter_document_id, "見本-1", AT)

    mail, letter = board_of(case).documents

    assert (mail.number, mail.kind, mail.state, mail.approvals) == (
        1,
        "person_notice",
        "approved",
        1,
    )
    assert (letter.receipt_number, letter.receipt_at) == ("見本-1", AT)

    case.plan(case.plan_input())  # binds the population: the approvals were of another binding

    assert [document.approvals for document in board_of(case).documents] == [0, 0]
    with case.register.reading() as connection:
        row = read_document(connection, case.mail_document_id)
    assert row is not None
    assert board_of(case).documents[0].binding_digest == row.binding_digest


def test_the_newest_lines_come_opened_and_in_their_order(case: Case) -> None:
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        for number in range(5):
            line = audit.AuditLine(
                at=AT,
                actor="commander",
                action=f"act.{number}",
                subject=str(ULID()),
                detail={"number": number},
            )
            audit.append(connection, sealer, case.incident_id, line)

    board = read_board(case.register, case.incident_id, lines=3)

    assert [line.action for line in board.lines] == ["act.2", "act.3", "act.4"]
    assert [line.detail["number"] for line in board.lines] == [2, 3, 4]


def test_the_incident_shows_its_phase_and_end(case: Case) -> None:
    with case.register.writing() as connection:
        set_phase(connection, case.incident_id, Phase.CLOSED, AT)

    incident = board_of(case).incident

    assert (incident.code_name, incident.title) == ("KAWASEMI", "見本")
    assert (incident.phase, incident.closed_at) == (Phase.CLOSED, AT)


def test_an_unknown_incident_is_refused(case: Case) -> None:
    with pytest.raises(RegisterError):
        read_board(case.register, str(ULID()))


def test_no_statement_brings_more_rows_than_there_are_groups(case: Case) -> None:
    """What makes it cheap with a million people: no row of a person ever leaves the database."""
    case.plan(case.plan_input())
    selected: list[str] = []

    def note(*arguments: object) -> None:
        selected.append(str(arguments[2]))

    event.listen(case.register.engine, "before_cursor_execute", note)
    read_board(case.register, case.incident_id)

    of_people = [text for text in selected if " people" in text or " notices" in text]
    assert of_people
    assert all("count(" in text for text in of_people)


def test_nothing_of_a_person_is_on_the_board(case: Case) -> None:
    case.plan(case.plan_input())

    told = board_of(case).model_dump_json()

    assert "見本 0" not in told
    assert "@mail.example.jp" not in told
