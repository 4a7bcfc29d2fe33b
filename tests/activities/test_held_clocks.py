"""A change of facts never loosens a clock silently: a later date waits for a person."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from ulid import ULID

from contracts.decision_kinds import DecisionKind
from domain.documents import Binding, DocumentKind, DocumentState
from domain.parties import PartyRole
from register.documents import DocumentRow, write_draft
from register.duties import MET, NOT_APPLICABLE, OPEN, PROPOSED, DutyRow
from tests.activities.law_case import KNEW, LawCase, law_case

FINAL, WRONGFUL, PRELIMINARY = "jp-appi/final", "jp-appi/final-wrongful", "jp-appi/preliminary"
THIRTY = datetime(2026, 2, 4, 14, 59, 59, 999999, tzinfo=UTC)
SIXTY = datetime(2026, 3, 6, 14, 59, 59, 999999, tzinfo=UTC)


@pytest.fixture
def case(tmp_path: Path) -> LawCase:
    opened = law_case(tmp_path).open()
    opened.assess()
    return opened


def seen(row: DutyRow) -> dict[str, object]:
    """What a person had before them when they confirmed."""
    proposed = row.proposal.clock_at if row.proposal else None
    return {"key": row.key, "clock_at": proposed.isoformat() if proposed else None}


def test_sixty_days_replace_thirty_only_once_somebody_confirms(case: LawCase) -> None:
    case.later(days=2).states("category.wrongful_purpose")
    kept = case.duty(FINAL)
    assert (kept.status, kept.due_at) == (OPEN, THIRTY)
    assert kept.proposal is not None
    assert (kept.proposal.due_at, kept.proposal.successor) == (
        SIXTY,
        WRONGFUL + kept.key[len(FINAL) :],
    )
    assert "60" in kept.proposal.explanation["ja"]
    assert WRONGFUL not in {row.rule for row in case.duties()}
    (line,) = case.lines("duty.later_proposed")
    assert line.detail["from"] == THIRTY.isoformat()
    assert line.detail["to"] == SIXTY.isoformat()

    by_commander = case.decider.refuses(
        DecisionKind.DUTIES_CONFIRMED, "commander", duties=[seen(kept)], reason="不正取得"
    )
    assert "only counsel" in by_commander
    case.decider.does(
        DecisionKind.DUTIES_CONFIRMED, "counsel", duties=[seen(kept)], reason="不正取得"
    )
    case.assess()
    assert case.duty(FINAL).status == NOT_APPLICABLE
    assert (case.duty(WRONGFUL).status, case.duty(WRONGFUL).due_at) == (OPEN, SIXTY)
    (line,) = case.lines("duty.confirmed")
    assert (line.actor, line.detail["why"]) == ("counsel", "不正取得")
    assert line.detail["from"] == THIRTY.isoformat()


def test_the_thirty_days_come_back_at_once_when_the_wrongful_purpose_falls_away(
    case: LawCase,
) -> None:
    case.states("category.wrongful_purpose")
    case.decider.does(
        DecisionKind.DUTIES_CONFIRMED, "counsel", duties=[seen(case.duty(FINAL))], reason="甲"
    )
    case.assess()
    case.later(days=1).states("category.wrongful_purpose", "withdrawn")
    assert (case.duty(FINAL).status, case.duty(FINAL).due_at) == (OPEN, THIRTY)
    assert case.duty(WRONGFUL).status == NOT_APPLICABLE
    case.later(days=1).states("category.wrongful_purpose")
    assert case.duty(FINAL).proposal is not None
    assert case.duty(WRONGFUL).status == NOT_APPLICABLE


def test_facts_turned_back_take_the_proposal_away(case: LawCase) -> None:
    case.states("category.wrongful_purpose")
    case.states("category.wrongful_purpose", "unknown")
    assert case.duty(FINAL).proposal is None
    assert case.duty(FINAL).due_at == THIRTY
    (gone,) = case.lines("duty.proposal_gone")
    assert gone.subject == case.duty(FINAL).key
    stale = {"key": case.duty(FINAL).key, "clock_at": SIXTY.isoformat()}
    said = case.decider.refuses(
        DecisionKind.DUTIES_CONFIRMED, "counsel", duties=[stale], reason="甲"
    )
    assert "nothing waits" in said


def test_a_proposal_that_has_moved_since_it_was_shown_is_not_confirmed(case: LawCase) -> None:
    case.states("category.wrongful_purpose")
    row = case.duty(FINAL)
    other = {"key": row.key, "clock_at": THIRTY.isoformat()}
    said = case.decider.refuses(
        DecisionKind.DUTIES_CONFIRMED, "counsel", duties=[other], reason="甲"
    )
    assert "has changed since" in said


def test_an_earlier_word_is_taken_at_once(case: LawCase) -> None:
    earlier = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
    case.states("discovered", moment=earlier)
    assert case.duty(FINAL).due_at == datetime(2026, 2, 3, 14, 59, 59, 999999, tzinfo=UTC)
    assert case.duty(FINAL).proposal is None
    taken = [line.detail for line in case.lines("duty.date_taken")]
    assert {"rule": FINAL, "from": THIRTY.isoformat()}.items() <= next(
        detail.items() for detail in taken if detail["rule"] == FINAL
    )


def test_knowing_later_waits_until_a_person_has_decided_and_confirmed(case: LawCase) -> None:
    case.states("discovered", moment=datetime(2026, 1, 8, 2, 0, tzinfo=UTC))
    assert case.duty(FINAL).proposal is None
    later = "2026-01-08T11:00:00+09:00"
    said = case.decider.refuses(
        DecisionKind.MOMENT_DECIDED, "counsel", party="us", at="2026-01-09T11:00+09:00", reason="甲"
    )
    assert "none of them" in said
    assert "2026-01-08T11:00" in said
    case.decider.does(DecisionKind.MOMENT_DECIDED, "counsel", party="us", at=later, reason="甲")
    case.assess()
    row = case.duty(FINAL)
    assert row.due_at == THIRTY
    assert row.proposal is not None
    assert row.proposal.due_at == datetime(2026, 2, 6, 14, 59, 59, 999999, tzinfo=UTC)
    case.decider.does(DecisionKind.DUTIES_CONFIRMED, "counsel", duties=[seen(row)], reason="甲")
    case.assess()
    assert case.duty(FINAL).due_at == datetime(2026, 2, 6, 14, 59, 59, 999999, tzinfo=UTC)
    # A time that is stated after the decision is a candidate again.
    case.states("discovered", moment=datetime(2026, 1, 4, 2, 0, tzinfo=UTC))
    assert case.duty(FINAL).due_at == datetime(2026, 2, 2, 14, 59, 59, 999999, tzinfo=UTC)


def test_the_commander_confirms_where_only_guidance_strikes(case: LawCase) -> None:
    case.states("discovered", moment=datetime(2026, 1, 8, 2, 0, tzinfo=UTC))
    later = "2026-01-08T11:00:00+09:00"
    case.decider.does(DecisionKind.MOMENT_DECIDED, "counsel", party="us", at=later, reason="甲")
    case.assess()
    row = case.duty(PRELIMINARY)
    assert not row.hard
    case.decider.does(DecisionKind.DUTIES_CONFIRMED, "commander", duties=[seen(row)], reason="甲")
    case.assess()
    assert case.duty(PRELIMINARY).proposal is None


def test_an_exemption_leaves_the_clock_until_counsel_settles(case: LawCase) -> None:
    case.states("event.high_grade_encryption")
    case.states("event.key_safe")
    row = case.duty(FINAL)
    assert (row.status, row.due_at) == (PROPOSED, THIRTY)
    assert row.evidence["ground"]["ja"]
    assert row.evidence["needs"]["en"]
    assert row.key in {clock.key for clock in case.assess().open_clocks}
    confirmed = {"key": row.key}
    said = case.decider.refuses(
        DecisionKind.DUTIES_CONFIRMED, "commander", duties=[confirmed], reason="甲"
    )
    assert "only counsel" in said
    case.decider.does(DecisionKind.DUTIES_CONFIRMED, "counsel", duties=[confirmed], reason="甲")
    case.assess()
    assert case.duty(FINAL).status == NOT_APPLICABLE
    # The key leaked after all: what was settled on that ground is owed again, from that day.
    case.later(days=1).states("event.key_safe", "withdrawn")
    reopened = case.duty(FINAL)
    assert reopened.status == OPEN
    assert reopened.due_at == datetime(2026, 2, 5, 14, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize("for_others", [False, True], ids=["ours", "of-others"])
def test_what_we_filed_ends_what_an_exemption_only_proposes(
    case: LawCase, *, for_others: bool
) -> None:
    case.states("event.high_grade_encryption")
    case.states("event.key_safe")
    assert case.duty(FINAL).status == PROPOSED
    filing = DocumentRow(
        id=str(ULID()),
        incident_id=case.incident_id,
        number=1,
        kind=DocumentKind.FINAL_REPORT,
        language="ja",
        state=DocumentState.ISSUED,
        author="privacy_officer",
        addressees=(),
        on_behalf_of=(str(ULID()),) if for_others else (),
        release_number=None,
        ledger_revision=1,
        facts_read=(),
        binding=Binding(text="", template="", facts=""),
        binding_digest="",
        prepared_at=case.now,
        receipt_number="2026-1",
        receipt_at=case.now,
    )
    with case.register.writing() as connection:
        write_draft(connection, case.register.sealer(case.incident_id, connection), filing, ())
    case.assess()
    assert case.duty(FINAL).status == (PROPOSED if for_others else MET)


def test_a_duty_settled_by_counsel_is_reopened_when_its_facts_change(case: LawCase) -> None:
    from activities.incident import RegisterIncidentActivities

    row = case.duty(FINAL)
    ref = case.decider.deposit("settle_duty", "counsel", duty_key=row.key, ground="対象外")
    RegisterIncidentActivities(case.register).settle_duty(ref)
    case.assess()
    assert case.duty(FINAL).status == NOT_APPLICABLE
    case.states("cause", statement="設定の誤り")
    assert case.duty(FINAL).status == NOT_APPLICABLE
    case.states("category.special_care")
    assert case.duty(FINAL).status == OPEN


def test_a_met_duty_may_turn_out_to_have_been_late(tmp_path: Path) -> None:
    case = law_case(tmp_path).open(PartyRole.CONTROLLER, places=["DE"])
    case.states("moment.confirmed", moment=KNEW)
    row = case.duty("eu-gdpr/authority")
    case.later(hours=70)
    case.decider.does(
        DecisionKind.DUTY_FILED,
        "privacy_officer",
        key=row.key,
        submitted_at=case.now.isoformat(),
        receipt="BfDI-1",
    )
    case.assess()
    assert (case.duty(row.rule).status, case.duty(row.rule).late) == (MET, False)
    case.states("moment.confirmed", moment=datetime(2026, 1, 5, 1, 0, tzinfo=UTC))
    assert (case.duty(row.rule).status, case.duty(row.rule).late) == (MET, True)
