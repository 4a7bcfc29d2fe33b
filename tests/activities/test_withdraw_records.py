"""A document is taken back for a reason, once, and only while nothing of it has left."""

from pathlib import Path

import pytest
from sqlalchemy import select
from temporalio.exceptions import ApplicationError
from ulid import ULID

from activities.withdrawing import scope_retraction, withdraw_document
from contracts.document_payloads import DraftDocument, ScopeRetraction, Withdrawal
from domain.documents import DocumentKind
from register import audit, commands
from register.documents import read_document
from register.tables_incident import incidents
from tests.false_alarm_fixtures import contact, document, state_ground, write_to
from tests.register_fixtures import AT, Case, create_register, people_rows


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(create_register(tmp_path)).open()


def withdrawal(case: Case, document_id: str, reason: str = "取り違え") -> Withdrawal:
    command_id = str(ULID())
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        words = {"reason": reason}
        commands.deposit(
            connection, sealer, case.incident_id, command_id, "withdraw", "commander", words
        )
    draft = DraftDocument(
        incident_id=case.incident_id,
        document_id=document_id,
        number=3,
        kind=DocumentKind.FIRST_RELEASE.value,
        author="press",
        addressees=(),
        on_behalf_of=(),
        at=AT,
    )
    return Withdrawal(command_id=command_id, actor="commander", draft=draft)


def refusal(case: Case, wanted: Withdrawal) -> str:
    with pytest.raises(ApplicationError) as caught:
        withdraw_document(case.register, wanted)
    return caught.value.message


def state(case: Case, document_id: str) -> str:
    with case.register.reading() as connection:
        found = read_document(connection, document_id)
    assert found is not None
    return found.state.value


def lines(case: Case) -> list[tuple[str, str]]:
    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        found = audit.read(connection, sealer, case.incident_id)
    return [(line.action, line.outcome) for line in found]


def test_a_withdrawal_takes_effect_once(case: Case) -> None:
    wanted = withdrawal(case, case.mail_document_id)
    withdraw_document(case.register, wanted)
    withdraw_document(case.register, wanted)
    assert state(case, case.mail_document_id) == "withdrawn"
    assert lines(case) == [("document.withdrawn", "done")]
    again = withdrawal(case, case.mail_document_id)
    assert "withdrawn already" in refusal(case, again)


def test_a_document_whose_draft_was_never_finished_is_withdrawn_too(case: Case) -> None:
    never_drafted = str(ULID())
    withdraw_document(case.register, withdrawal(case, never_drafted))
    assert state(case, never_drafted) == "withdrawn"


def test_without_a_reason_nothing_is_withdrawn_whoever_asks_twice(case: Case) -> None:
    wanted = withdrawal(case, case.mail_document_id, reason=" ")
    assert "needs a reason" in refusal(case, wanted)
    assert "refused before" in refusal(case, wanted)
    assert lines(case) == [("document.withdrawn", "refused")]


def test_what_a_planned_wave_needs_or_has_left_stays(case: Case) -> None:
    case.add(people_rows(1))
    case.plan(case.plan_input())
    wanted = withdrawal(case, case.letter_document_id)
    assert "wave 1 is planned with this document: cancel the wave first" in refusal(case, wanted)
    issued = document(case, "merchant_notice", state="issued")
    assert "has left the house" in refusal(case, withdrawal(case, issued))
    leaving = document(case, "merchant_notice", state="approved")
    write_to(case, contact(case, 0), "unknown", document_id=leaving)
    assert "on its way already" in refusal(case, withdrawal(case, leaving))


def test_a_retraction_without_a_scope_is_refused_with_one_line(case: Case) -> None:
    wanted = ScopeRetraction(
        incident_id=case.incident_id,
        command_id=withdrawal(case, "").command_id,
        actor="privacy_officer",
        kind=DocumentKind.RETRACTION_RELEASE.value,
        addressees=(),
        at=AT,
    )
    for _ in range(2):
        with pytest.raises(ApplicationError, match="is missing: record it as known"):
            scope_retraction(case.register, wanted)
    assert lines(case) == [("document.prepare", "refused")]


def test_a_private_incident_retracts_nothing_publicly(case: Case) -> None:
    document(case, "first_release", state="issued")
    state_ground(case)
    with case.register.writing() as connection:
        connection.execute(incidents.update().values(private=True))
        assert connection.execute(select(incidents.c.private)).scalar_one()
    wanted = ScopeRetraction(
        incident_id=case.incident_id,
        command_id=withdrawal(case, "").command_id,
        actor="press",
        kind=DocumentKind.RETRACTION_RELEASE.value,
        addressees=(),
        at=AT,
    )
    with pytest.raises(ApplicationError, match="a private incident publishes nothing"):
        scope_retraction(case.register, wanted)
