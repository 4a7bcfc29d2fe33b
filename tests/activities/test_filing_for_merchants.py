"""A filing of ours counts for a merchant only under a mandate with filing, there beforehand."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from temporalio.exceptions import ApplicationError
from ulid import ULID

from activities.filing_mandates import refuse_without_mandates
from contracts.document_payloads import FilingScope
from domain.documents import Binding, DocumentKind, DocumentState
from register.documents import DocumentRow
from register.evidence import filing_evidence
from register.filing_mandates import FilingMandates
from register.tables_incident import mandates
from tests.activities.decision_runner import Decider
from tests.register_fixtures import AT, Case, create_register

HOUR = timedelta(hours=1)
PRELIMINARY = DocumentKind.PRELIMINARY_REPORT


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """m0 with a mandate that covers filings since AT; m1 without that."""
    made = Case(create_register(tmp_path)).open(2)
    with made.register.writing() as connection:
        connection.execute(
            update(mandates)
            .where(mandates.c.party_id == made.merchant_ids[1])
            .values(includes_filing=False)
        )
    return made


def filed(case: Case, on_behalf_of: tuple[str, ...], at: datetime) -> DocumentRow:
    """A preliminary report of ours with its receipt."""
    return DocumentRow(
        id=str(ULID()),
        incident_id=case.incident_id,
        number=9,
        kind=PRELIMINARY,
        language="ja",
        state=DocumentState.ISSUED,
        author="privacy_officer",
        addressees=(),
        on_behalf_of=on_behalf_of,
        release_number=None,
        ledger_revision=1,
        facts_read=(),
        binding=Binding(text="", template="", facts=""),
        binding_digest="",
        prepared_at=at,
        receipt_number="2026-1",
        receipt_at=at,
    )


def meets(case: Case, debtor: str, filing: DocumentRow, *, ours: bool = False) -> bool:
    with case.register.reading() as connection:
        granted = None if ours else FilingMandates(connection, case.incident_id)
        return filing_evidence((filing,), PRELIMINARY, debtor, granted) is not None


def test_it_meets_the_duty_of_whom_it_names_and_who_ordered_it(case: Case) -> None:
    first, second = case.merchant_ids[:2]
    named = filed(case, (first, second), AT + HOUR)
    assert meets(case, first, named)
    assert not meets(case, second, named)
    assert not meets(case, first, filed(case, (), AT + HOUR))


def test_a_mandate_that_comes_later_or_is_gone_does_not_count(case: Case) -> None:
    first = case.merchant_ids[0]
    assert not meets(case, first, filed(case, (first,), AT - HOUR))
    with case.register.writing() as connection:
        connection.execute(update(mandates).values(withdrawn_at=AT + 2 * HOUR))
    assert meets(case, first, filed(case, (first,), AT + HOUR))
    assert not meets(case, first, filed(case, (first,), AT + 3 * HOUR))


@pytest.mark.parametrize("named", [True, False])
def test_we_are_a_reporter_of_each_of_our_filings(case: Case, *, named: bool) -> None:
    on_behalf_of = (case.merchant_ids[0],) if named else ()
    assert meets(case, "us", filed(case, on_behalf_of, AT + HOUR), ours=True)


def test_asking_for_more_is_refused_with_the_remedy_and_audited_once(case: Case) -> None:
    decider = Decider(case)
    wanted = FilingScope(
        incident_id=case.incident_id,
        command_id=decider.deposit("prepare_document", "privacy_officer").command_id,
        actor="privacy_officer",
        kind=PRELIMINARY.value,
        on_behalf_of=tuple(case.merchant_ids),
        at=AT + HOUR,
    )
    for _ in range(2):
        with pytest.raises(ApplicationError) as caught:
            refuse_without_mandates(case.register, wanted)
    assert "'m1'" in caught.value.message
    assert "shirase mandate --filing" in caught.value.message
    (line,) = decider.lines()
    assert (line.action, line.outcome) == ("document.prepare", "refused")

    allowed = wanted.model_copy(update={"on_behalf_of": tuple(case.merchant_ids[:1])})
    refuse_without_mandates(case.register, allowed)
