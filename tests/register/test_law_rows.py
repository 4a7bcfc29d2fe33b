"""What the law keeps reads back as it was written, on either database."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from domain.decided_moments import Decided
from register.duties import (
    NOT_APPLICABLE,
    DutyRow,
    Proposal,
    not_owed,
    read_duties,
    running_clocks,
    write_duties,
    write_duty,
)
from register.filings import Filing, add_filing, read_filings
from register.law_files import read_digests, read_editions, read_text, write_edition
from register.law_questions import LawQuestion, WouldOwe, read_questions, write_questions
from register.moment_decisions import MomentDecision, add_decision, read_decided
from register.tables_incident import duties
from register.tables_law import law_texts
from tests.register_fixtures import AT, Case, create_register

LATER = AT + timedelta(days=30)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(create_register(tmp_path)).open()


def duty(case: Case, name: str, **values: object) -> DutyRow:
    debtor = case.merchant_ids[0]
    known = {
        "key": f"jp-appi/{name}|{debtor}|ppc",
        "rule": f"jp-appi/{name}",
        "debtor_id": debtor,
        "owed_to": "ppc",
        "anchor": "aware",
        "anchor_at": AT,
        "target_at": None,
        "due_at": AT + timedelta(days=4),
        "due_on": date(2026, 1, 17),
        "hard": True,
        "status": "open",
        "explanation": {"ja": "4日目", "en": "day 4", "steps": []},
        "source": "法26条",
        "verified": False,
        "revision": 1,
        "answers": "controller:1?0",
    }
    return DutyRow.model_validate({**known, **values})


def test_duties_keep_what_waits_and_what_was_waived(case: Case) -> None:
    proposal = Proposal(due_at=LATER, due_on=date(2026, 2, 12), explanation={"ja": "甲"}, since=AT)
    rows = (
        duty(case, "final", proposal=proposal),
        duty(case, "individual", due_at=LATER),
        duty(case, "preliminary", waiver={"by": "commander", "answers": "x"}),
    )
    with case.register.writing() as connection:
        assert len(write_duties(connection, case.incident_id, rows, AT)) == 3
        assert write_duties(connection, case.incident_id, rows, AT) == ()
    with case.register.reading() as connection:
        found = {row.rule: row for row in read_duties(connection, case.incident_id)}
        running = running_clocks(connection, case.incident_id, "", 10)
    assert found["jp-appi/final"] == rows[0]
    assert found["jp-appi/final"].proposal == proposal
    assert found["jp-appi/preliminary"].waiver == {"by": "commander", "answers": "x"}
    assert [clock.key for clock in running] == [rows[0].key, rows[1].key]


def test_one_duty_is_written_without_the_others(case: Case) -> None:
    rows = (duty(case, "final"), duty(case, "individual"))
    with case.register.writing() as connection:
        write_duties(connection, case.incident_id, rows, AT)
        write_duty(connection, case.incident_id, not_owed(rows[0], "counsel", AT), AT)
        found = {row.rule: row for row in read_duties(connection, case.incident_id)}
    settled = found["jp-appi/final"]
    assert settled.status == NOT_APPLICABLE
    assert settled.evidence["rests_on"] == "controller:1?0"
    assert found["jp-appi/individual"] == rows[1]


def test_duties_that_are_explained_alike_share_one_text(case: Case) -> None:
    words = {"ja": "4日目", "en": "day 4", "steps": []}
    rows = (
        duty(case, "final", explanation=words),
        duty(case, "individual", explanation=dict(words)),
        duty(case, "preliminary", explanation={}),
    )
    with case.register.writing() as connection:
        write_duties(connection, case.incident_id, rows, AT)
        texts = connection.execute(select(law_texts.c.body)).scalars().all()
        found_rows = connection.execute(select(duties.c.rule, duties.c.explanation))
        kept = {row.rule: row.explanation for row in found_rows}
        moved = rows[0].model_copy(update={"due_at": LATER})
        write_duties(connection, case.incident_id, (moved, *rows[1:]), AT)
        found = {row.rule: row for row in read_duties(connection, case.incident_id)}
    assert texts == ['{"en": "day 4", "ja": "4日目", "steps": []}']
    assert kept["jp-appi/final"] == kept["jp-appi/individual"] != words
    assert [found[row.rule].explanation for row in rows] == [words, words, {}]


def test_a_duty_of_an_earlier_version_holds_its_explanation_itself(case: Case) -> None:
    words = {"ja": "4日目", "en": "day 4", "steps": []}
    with case.register.writing() as connection:
        write_duties(connection, case.incident_id, (duty(case, "final"),), AT)
        connection.execute(update(duties).values(explanation=words))
        (found,) = read_duties(connection, case.incident_id)
    assert found.explanation == words


def test_of_two_filings_the_first_submission_counts(case: Case) -> None:
    first = Filing("01M80000000000000000000001", "a|b|c", AT, "R-1")
    second = Filing("01M80000000000000000000002", "a|b|c", AT - timedelta(hours=1), "R-0")
    with case.register.writing() as connection:
        for filing in (first, second):
            add_filing(connection, case.incident_id, filing, ("counsel", AT))
        found = read_filings(connection, case.incident_id)
    assert found == {"a|b|c": second}
    assert found["a|b|c"].evidence.detail["receipt_number"] == "R-0"


def test_editions_share_the_texts_that_did_not_change(case: Case) -> None:
    old = {"jp-appi": ("a" * 64, "{}"), "eu-gdpr": ("b" * 64, '{"x": 1}')}
    new = {**old, "eu-gdpr": ("c" * 64, '{"x": 2}')}
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        assert read_digests(connection, case.incident_id) == {}
        assert write_edition(connection, sealer, case.incident_id, old, AT) == 1
        adopted = ("counsel", "改正")
        assert write_edition(connection, sealer, case.incident_id, new, LATER, adopted) == 2
        digests = read_digests(connection, case.incident_id)
        first, second = read_editions(connection, sealer, case.incident_id)
        assert read_text(connection, "b" * 64) == '{"x": 1}'
    assert digests == {"jp-appi": "a" * 64, "eu-gdpr": "c" * 64}
    assert (first.adopted_by, first.reason, first.frozen_at) == (None, "", AT)
    assert (second.adopted_by, second.reason, second.frozen_at) == ("counsel", "改正", LATER)


def test_the_newest_decision_about_a_moment_stands(case: Case) -> None:
    considered = frozenset({AT, LATER, datetime(2026, 1, 8, 2, 0, 0, 5, tzinfo=UTC)})
    party = case.merchant_ids[0]
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        for number, chosen in enumerate((AT, LATER)):
            decision = MomentDecision(
                f"01M8000000000000000000000{number}",
                party,
                "suspected_at",
                Decided(chosen, considered),
                "理由",
            )
            by = ("counsel", AT + timedelta(hours=number))
            add_decision(connection, sealer, case.incident_id, decision, by)
        found = read_decided(connection, case.incident_id)
    assert found == {party: {"suspected_at": Decided(LATER, considered)}}


def test_questions_are_replaced_as_a_whole(case: Case) -> None:
    owed = WouldOwe(rule="jp-tba/secrecy", owed_to="mic", due_at=LATER)
    promptly = WouldOwe(rule="jp-tba/secrecy-first", owed_to="mic")
    first = LawQuestion(finding="entity.telecom_carrier", would_owe=(promptly, owed))
    other = LawQuestion(finding="entity.listed_company", would_owe=(promptly,))
    with case.register.writing() as connection:
        write_questions(connection, case.incident_id, (first,))
        assert read_questions(connection, case.incident_id) == (first,)
        write_questions(connection, case.incident_id, (other,))
        assert read_questions(connection, case.incident_id) == (other,)
    assert (first.clock_at, other.clock_at) == (LATER, None)
