"""A wrong receipt number is put right with a reason; the duties' evidence follows."""

from datetime import timedelta
from pathlib import Path

import pytest
from ulid import ULID

from activities.documents import RegisterDocumentActivities
from commands.refusal_words import LEAD, in_japanese
from contracts.decision_kinds import DecisionKind
from contracts.document_payloads import Receipt
from domain.documents import Binding, DocumentKind, DocumentState
from register.documents import DocumentRow, read_document, write_draft
from register.duties import MET
from tests.activities.law_case import LawCase, law_case
from tests.activities.paper_case import paper_case, refusal

CORRECTED = DecisionKind.RECEIPT_CORRECTED
RULE = "jp-appi/preliminary"


@pytest.fixture
def case(tmp_path: Path) -> LawCase:
    """Our preliminary report was filed, with a typo in its receipt number."""
    made = law_case(tmp_path).open()
    made.states("category.special_care")
    made.later(hours=5)
    filed(made, DocumentKind.PRELIMINARY_REPORT, "2026-00101")
    made.assess()
    return made.later(hours=1)


def filed(case: LawCase, kind: DocumentKind, receipt: str | None, number: int = 2) -> str:
    document = DocumentRow(
        id=str(ULID()),
        incident_id=case.incident_id,
        number=number,
        kind=kind,
        language="ja",
        state=DocumentState.ISSUED,
        author="privacy_officer",
        addressees=(),
        on_behalf_of=(),
        release_number=None,
        ledger_revision=1,
        facts_read=(),
        binding=Binding(text="", template="", facts=""),
        binding_digest="",
        prepared_at=case.now,
        issued_at=case.now,
        receipt_number=receipt,
        receipt_at=case.now if receipt else None,
    )
    with case.register.writing() as connection:
        write_draft(connection, case.register.sealer(case.incident_id, connection), document, ())
    return document.id


def known(case: LawCase, document_id: str) -> DocumentRow:
    with case.register.reading() as connection:
        found = read_document(connection, document_id)
    assert found is not None
    return found


def test_the_number_and_the_evidence_of_its_duty_are_put_right(case: LawCase) -> None:
    met = case.duty(RULE)
    assert (met.status, met.evidence["receipt_number"]) == (MET, "2026-00101")
    submitted_at = case.now - timedelta(hours=2)
    case.decider.does(
        CORRECTED,
        "privacy_officer",
        number=2,
        receipt="2026-000101",
        submitted_at=submitted_at.isoformat(),
        corrects=True,
        reason="転記の誤り",
    )

    document = known(case, str(met.evidence["document"]))
    assert (document.receipt_number, document.receipt_at) == ("2026-000101", submitted_at)
    case.assess()
    after = case.duty(RULE)
    assert (after.status, after.met_at) == (MET, submitted_at)
    assert after.evidence["receipt_number"] == "2026-000101"
    (line,) = case.lines("filing.receipt_corrected")
    assert (line.detail["old_number"], line.detail["new_number"]) == ("2026-00101", "2026-000101")
    assert line.detail["why"] == "転記の誤り"


def test_by_the_right_time_it_may_have_been_late(case: LawCase) -> None:
    clock_at = case.duty(RULE).clock_at
    assert clock_at is not None
    case.now = clock_at + timedelta(days=3)
    case.decider.does(
        CORRECTED,
        "counsel",
        number=2,
        receipt="2026-00101",
        submitted_at=(clock_at + timedelta(days=1)).isoformat(),
        corrects=True,
        reason="控えの日付による",
    )
    assert case.duty(RULE).late


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"corrects": False}, "`shirase receipt INCIDENT 2 RECEIPT --corrects --reason WHY`"),
        ({"reason": " "}, "for a reason: say which"),
        ({"receipt": "../../x"}, "two dots in a row"),
        ({"receipt": "1\n2"}, "cannot be seen"),
        ({"number": 3}, "no receipt yet"),
        ({"number": 4}, "only a filing to an authority"),
        ({"number": 9}, "only a filing to an authority"),
    ],
)
def test_what_is_no_correction_is_refused_in_both_languages(
    case: LawCase, changed: dict[str, object], why: str
) -> None:
    filed(case, DocumentKind.FINAL_REPORT, None, number=3)
    filed(case, DocumentKind.MERCHANT_NOTICE, None, number=4)
    words = {"number": 2, "receipt": "2026-1", "corrects": True, "reason": "誤り", **changed}
    said = case.decider.refuses(CORRECTED, "privacy_officer", **words)
    assert why in said
    assert not in_japanese(said).startswith(LEAD)


def test_only_who_may_record_receipts_corrects_one_and_never_into_the_future(
    case: LawCase,
) -> None:
    words = {"number": 2, "receipt": "2026-1", "corrects": True, "reason": "誤り"}
    by_desk = case.decider.refuses(CORRECTED, "contact_desk", **words)
    assert "may record a receipt" in by_desk
    tomorrow = (case.now + timedelta(days=1)).isoformat()
    ahead = case.decider.refuses(CORRECTED, "counsel", **words, submitted_at=tomorrow)
    assert "lies in the past" in ahead


def test_the_same_number_again_changes_nothing(case: LawCase) -> None:
    words = {"number": 2, "receipt": "2026-00101", "corrects": True, "reason": "誤り"}
    assert case.decider.does(CORRECTED, "counsel", **words).sentence == (
        "the receipt says so already"
    )
    assert not case.lines("filing.receipt_corrected")


def test_a_first_receipt_is_looked_at_and_a_second_one_hears_how_to_correct(
    tmp_path: Path,
) -> None:
    case = paper_case(tmp_path)
    document_id = case.issued("preliminary_report")

    def receipted(number: str) -> None:
        words: dict[str, object] = {
            "receipt_number": number,
            "submitted_at": case.now.isoformat(),
        }
        ref = case.deposited("record_receipt", "privacy_officer", words)
        given = Receipt(document_id=document_id, **ref.model_dump())
        RegisterDocumentActivities.record_receipt(
            RegisterDocumentActivities(case.register, None, None),  # type: ignore[arg-type]
            given,
        )

    assert "two dots" in refusal(lambda: receipted("../../x"))
    receipted(" 個情-2026/123 ")
    assert case.document(document_id).receipt_number == "個情-2026/123"
    assert "--corrects --reason" in refusal(lambda: receipted("個情-2026/124"))
