"""An incident reopened in the register: who may, what is withdrawn, what a restart finds there."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update
from ulid import ULID

from contracts.incident_payloads import RestartKind
from contracts.restart_payloads import IncidentStanding, RecordRestart
from domain.documents import DocumentState
from domain.phases import Phase
from register import audit, commands, restarting
from register.board import read_board
from register.incidents import read_incident, set_phase
from register.leftovers import withdraw_leftovers
from register.reopening import (
    ERASED,
    UNKNOWN,
    last_reopening,
    record_restart,
    refuse_restart,
    why_not_there,
)
from register.tables_incident import data_keys, documents, facts, incidents, merchants
from register.tables_people import waves
from tests.register_fixtures import AT, Case, create_register, people_rows
from tests.workflows.samples import POLICY

LATER = AT + timedelta(days=60)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    case = Case(create_register(tmp_path)).open(merchants=2)
    with case.register.writing() as connection:
        frozen = POLICY.model_dump(mode="json")
        connection.execute(update(incidents).values(policy=frozen))
        for shard, party_id in enumerate(case.merchant_ids):
            connection.execute(
                insert(merchants).values(
                    party_id=party_id, incident_id=case.incident_id, shard=shard, reports={}
                )
            )
    return case


def end(case: Case, phase: Phase = Phase.CLOSED) -> None:
    with case.register.writing() as connection:
        set_phase(connection, case.incident_id, phase, AT)


def restart(
    case: Case,
    reason: str = "新たな対象者",
    actor: str = "commander",
    kind: RestartKind = RestartKind.REOPENED,
    at: datetime = LATER,
) -> RecordRestart:
    """A deposited command."""
    asked = RecordRestart(
        incident_id=case.incident_id, command_id=str(ULID()), actor=actor, at=at, kind=kind
    )
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id)
        commands.deposit(
            connection,
            sealer,
            case.incident_id,
            asked.command_id,
            kind.value,
            actor,
            {"reason": reason},
        )
    return asked


def carry_out(case: Case, asked: RecordRestart) -> tuple[bool, str]:
    with case.register.writing() as connection:
        answer = record_restart(connection, case.register.sealer(case.incident_id), asked)
    return answer.accepted, answer.body


def standing(case: Case, kind: RestartKind = RestartKind.REOPENED) -> IncidentStanding:
    with case.register.reading() as connection:
        return restarting.read_standing(connection, case.incident_id, kind)


def lines(case: Case) -> list[audit.AuditLine]:
    with case.register.reading() as connection:
        return audit.read(connection, case.register.sealer(case.incident_id), case.incident_id)


@pytest.mark.parametrize(
    ("ended", "after"),
    [(Phase.CLOSED, Phase.FOLLOWING_UP), (Phase.FALSE_ALARM, Phase.ASSESSING)],
)
def test_reopening_moves_the_phase_clears_the_end_and_says_who_and_why(
    case: Case, ended: Phase, after: Phase
) -> None:
    end(case, ended)
    asked = restart(case)

    assert carry_out(case, asked) == (True, after.value)
    assert carry_out(case, asked) == (True, after.value)

    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id)
        incident = read_incident(connection, sealer, case.incident_id)
        assert last_reopening(connection, case.incident_id) == (LATER, "commander")
        assert audit.verify(connection, case.incident_id) is None
    assert (incident.phase, incident.closed_at) == (after, None)
    [line] = [line for line in lines(case) if line.action == "incident.reopened"]
    assert (line.actor, line.outcome, line.at) == ("commander", "done", LATER)
    assert line.detail == {"from": ended.value, "to": after.value, "why": "新たな対象者"}
    board = read_board(case.register, case.incident_id, with_people=False)
    assert board.reopened == (LATER, "commander")


@pytest.mark.parametrize(
    ("ended", "actor", "reason", "words"),
    [
        (False, "commander", "理由", "is open, in phase 'notifying'"),
        (True, "public_relations", "理由", "only the commander, the deputy or counsel"),
        (True, "commander", "  ", "for a reason"),
    ],
)
def test_what_may_not_be_reopened_is_refused_audited_and_stays_so(
    case: Case, *, ended: bool, actor: str, reason: str, words: str
) -> None:
    if ended:
        end(case)
    asked = restart(case, reason, actor)

    accepted, sentence = carry_out(case, asked)
    assert not accepted
    assert words in sentence
    end(case)
    assert carry_out(case, asked) == (False, sentence)
    [line] = [line for line in lines(case) if line.action == "incident.reopened"]
    assert (line.outcome, line.actor, line.detail["why"]) == ("refused", actor, sentence)


@pytest.mark.parametrize("actor", ["commander", "deputy", "counsel"])
def test_who_may_reopen(case: Case, actor: str) -> None:
    end(case)
    asked = restart(case, actor=actor)
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id)
        assert refuse_restart(connection, sealer, asked) is None


def test_unknown_and_erased_incidents_are_told_apart(case: Case) -> None:
    with case.register.writing() as connection:
        assert why_not_there(connection, case.incident_id) == ""
        assert why_not_there(connection, str(ULID())) == UNKNOWN
        connection.execute(update(data_keys).values(destroyed_at=AT))
        assert why_not_there(connection, case.incident_id) == ERASED


def test_only_an_open_incident_is_rebuilt_and_keeps_its_phase(case: Case) -> None:
    assert carry_out(case, restart(case, kind=RestartKind.REBUILT)) == (True, "notifying")
    end(case)
    accepted, sentence = carry_out(case, restart(case, kind=RestartKind.REBUILT))
    assert not accepted
    assert "reopen it" in sentence
    actions = [line.action for line in lines(case)]
    assert actions == ["incident.rebuilt", "incident.rebuilt"]


def test_what_never_left_is_withdrawn_and_its_people_are_free_for_another_wave(case: Case) -> None:
    case.add(people_rows(3))
    plan = case.plan(case.plan_input(1, [0]))
    for _ in range(2):
        leave(case)

    assert document_states(case) == ["withdrawn", "withdrawn"]
    with case.register.reading() as connection:
        assert connection.execute(select(waves.c.state)).scalars().all() == ["cancelled"]
    assert case.notice_states(plan.wave_id) == {}
    withdrawn = [(line.action, line.subject) for line in lines(case)][1:]
    assert withdrawn == [
        ("cancel_wave", f"wave/{plan.wave_id}"),
        ("document.withdrawn", case.mail_document_id),
        ("document.withdrawn", case.letter_document_id),
    ]


def test_what_was_issued_is_never_withdrawn(case: Case) -> None:
    set_document(case, 2, DocumentState.ISSUED)
    leave(case)
    assert document_states(case) == ["withdrawn", "issued"]


def leave(case: Case) -> None:
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id)
        withdraw_leftovers(connection, sealer, case.incident_id, AT)


def document_states(case: Case) -> list[str]:
    with case.register.reading() as connection:
        query = select(documents.c.state).order_by(documents.c.number)
        return list(connection.execute(query).scalars())


def test_the_standing_holds_numbers_states_and_shards(case: Case) -> None:
    case.add(people_rows(2))
    plan = case.planned_and_started()
    set_document(case, 1, DocumentState.ISSUED)
    with case.register.writing() as connection:
        connection.execute(
            insert(facts).values(
                incident_id=case.incident_id,
                revision=4,
                key="cause",
                status="known",
                public=False,
                body=b"sealed",
                recorded_at=AT,
                command_id=str(ULID()),
            )
        )

    known = standing(case)

    assert (known.phase, known.severity, known.ledger_revision) == (Phase.NOTIFYING, "high", 4)
    assert (known.merchants, known.merchant_shards) == (2, 2)
    assert [(d.number, d.kind, d.state) for d in known.documents] == [
        (1, "person_notice", "issued"),
        (2, "person_letter", "draft"),
    ]
    assert [(w.wave_id, w.number, w.state) for w in known.waves] == [(plan.wave_id, 1, "sending")]
    assert (known.documents_to_go_on, known.waves_to_go_on) == ((), (1,))
    assert standing(case, RestartKind.REBUILT).documents_to_go_on == (2,)


def test_a_filing_without_its_receipt_goes_on_until_it_has_it(case: Case) -> None:
    set_document(case, 1, DocumentState.ISSUED, kind="preliminary_report")
    known = standing(case)
    assert known.documents_to_go_on == (1,)
    assert known.documents[0].state == "awaiting_receipt"
    with case.register.writing() as connection:
        connection.execute(update(documents).where(documents.c.number == 1).values(receipt_at=AT))
    assert standing(case).documents_to_go_on == ()


def test_the_inputs_of_the_children_are_what_they_had(case: Case) -> None:
    case.add(people_rows(2))
    plan = case.planned_and_started()
    told, other = case.merchant_ids
    with case.register.writing() as connection:
        connection.execute(
            update(merchants)
            .where(merchants.c.party_id == told)
            .values(told_at=AT, reminders=2, escalated_at=AT, acknowledged_at=AT, choice="mandate")
        )
    with case.register.reading() as connection:
        first = restarting.read_merchants_input(connection, case.incident_id, 0)
        second = restarting.read_merchants_input(connection, case.incident_id, 1)
        document = restarting.read_document_input(connection, case.incident_id, 1)
        wave = restarting.read_wave_input(connection, case.incident_id, 1)

    [entry] = first.entries
    assert (entry.merchant_id, entry.told_at, entry.reminders) == (told, AT, 2)
    assert (entry.escalated, entry.acknowledged, entry.choice) == (True, True, "mandate")
    assert [e.merchant_id for e in second.entries] == [other]
    assert (document.document_id, document.number) == (case.mail_document_id, 1)
    assert (document.kind, document.state, document.author) == (
        "person_notice",
        "draft",
        "privacy_officer",
    )
    assert document.approvers
    assert document.addressees == tuple(case.merchant_ids)
    assert document.merchant_shards == 2
    assert wave.plan == plan
    assert (wave.state, wave.document_numbers) == ("sending", (1, 2))
    assert wave.shards_open == tuple(range(plan.shards))


def test_an_incident_without_merchants_has_no_shard_of_them(case: Case) -> None:
    with case.register.writing() as connection:
        connection.execute(delete(merchants))
    known = standing(case)
    assert (known.merchants, known.merchant_shards) == (0, 0)


def set_document(case: Case, number: int, state: DocumentState, **values: str) -> None:
    with case.register.writing() as connection:
        connection.execute(
            update(documents)
            .where(documents.c.number == number)
            .values(state=state.value, **values)
        )
