"""A listed company decides about a timely disclosure before it publishes: a draft, or a reason."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from activities.telling_steps import open_steps, who_is_left
from activities.timely_disclosure import (
    MATERIAL,
    RULE,
    Disclosure,
    DisclosureState,
    read_disclosure,
)
from contracts.decision_kinds import DecisionKind as Kind
from domain.documents import DocumentState
from domain.facts import FactStatus
from register.duties import DutyRow, write_duties
from register.tables_incident import incidents, parties
from tests.activities.paper_case import KNEW, PaperCase, refusal
from tests.publishing.site_case import site_case

REASON = "業績への影響が軽微なため"


@pytest.fixture
def case(tmp_path: Path) -> PaperCase:
    return site_case(tmp_path)


@pytest.fixture
def listed(case: PaperCase) -> PaperCase:
    case.states("entity.listed_company", statement="上場")
    return case


def stands(case: PaperCase) -> Disclosure:
    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        return read_disclosure(connection, sealer, case.incident_id)


def left(case: PaperCase) -> str:
    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        return who_is_left(open_steps(connection, sealer, case.incident_id))


def owed_to_the_exchange(case: PaperCase, status: str) -> None:
    with case.register.writing() as connection:
        us = connection.execute(parties.select().where(parties.c.key == "us")).one()
        row = DutyRow(
            key=f"{RULE}|{us.id}|tse",
            rule=RULE,
            debtor_id=us.id,
            owed_to="tse",
            anchor="determined",
            anchor_at=KNEW,
            target_at=KNEW + timedelta(days=1),
            due_at=None,
            due_on=None,
            hard=False,
            status=status,
            explanation={},
            source="",
            verified=False,
            revision=1,
        )
        write_duties(connection, case.incident_id, (row,), KNEW)


def test_nobody_asks_a_company_that_is_not_listed(case: PaperCase) -> None:
    assert stands(case).state is DisclosureState.NOT_ASKED
    case.issued("first_release")
    case.states("entity.listed_company", "withdrawn", statement="非上場")
    assert stands(case).state is DisclosureState.NOT_ASKED


def test_an_undecided_disclosure_stops_the_release_until_a_reason_is_on_record(
    listed: PaperCase,
) -> None:
    paper = listed.approved("first_release")
    refused = refusal(lambda: listed.issue(paper))
    assert "- timely_disclosure (neither drafted nor declined)" in refused
    assert "    shirase prepare PAPER timely_disclosure\n" in refused
    assert "    shirase release decline PAPER --timely-disclosure --reason WHY\n" in refused
    desk = listed.decider
    words = {"timely_disclosure": True}
    assert "only" in desk.refuses(Kind.RELEASE_DECLINED, "public_relations", reason="x", **words)
    assert "reason" in desk.refuses(Kind.RELEASE_DECLINED, "counsel", reason=" ", **words)

    done = desk.does(Kind.RELEASE_DECLINED, "counsel", reason=REASON, **words)

    assert done.facts_changed == (MATERIAL,)
    line = listed.last_line()
    assert (line.action, line.actor, line.detail["why"]) == (
        *("disclosure.declined", "counsel"),
        REASON,
    )
    entry = listed.ledger.current()[MATERIAL].fact
    assert (entry.status, entry.statement, entry.public) == (FactStatus.WITHDRAWN, REASON, False)
    assert stands(listed).state is DisclosureState.SETTLED
    again = listed.decider.does(Kind.RELEASE_DECLINED, "counsel", reason=REASON, **words)
    assert "already" in again.sentence
    listed.issue(paper)
    assert listed.document(paper).state is DocumentState.ISSUED


def test_a_draft_is_to_leave_before_the_release(listed: PaperCase) -> None:
    release = listed.approved("first_release")
    draft = listed.draft("timely_disclosure")
    number = listed.document(draft).number
    assert left(listed) == f"timely_disclosure (document {number})"
    refused = refusal(lambda: listed.issue(release))
    assert f"shirase approve PAPER {number} --as counsel\n" in refused
    why = listed.decider.refuses(
        Kind.RELEASE_DECLINED, "counsel", reason=REASON, timely_disclosure=True
    )
    assert f"document {number}" in why
    assert "shirase withdraw" in why
    for actor in ("counsel", "commander"):
        listed.approve(draft, actor)
    listed.issue(draft)
    assert left(listed) == ""
    listed.issue(release)


def test_a_fact_that_matters_to_investors_is_not_declined(listed: PaperCase) -> None:
    listed.states(MATERIAL, statement="重要", public=False)
    assert left(listed) == "timely_disclosure (not drafted)"
    assert "is owed" in listed.decider.refuses(
        Kind.RELEASE_DECLINED, "counsel", reason=REASON, timely_disclosure=True
    )
    # What was disclosed in the exchange's own form is on record as the duty's evidence.
    owed_to_the_exchange(listed, "open")
    assert left(listed) == "timely_disclosure (not drafted)"
    assert stands(listed).duty is not None
    owed_to_the_exchange(listed, "met")
    assert stands(listed).state is DisclosureState.SETTLED


def test_the_incident_file_may_say_that_the_company_is_listed(case: PaperCase) -> None:
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        us = connection.execute(parties.select().where(parties.c.key == "us")).one()
        details = sealer.seal("parties", "details", us.id, '{"form": "listed_company"}')
        connection.execute(parties.update().where(parties.c.id == us.id).values(details=details))
    assert stands(case).state is DisclosureState.UNDECIDED
    # What the ledger says later counts.
    case.states("entity.listed_company", "withdrawn", statement="上場廃止")
    assert stands(case).state is DisclosureState.NOT_ASKED


def test_an_order_without_the_step_waits_for_no_disclosure(listed: PaperCase) -> None:
    policy = listed.policy.model_dump(mode="json")
    policy["order_of_telling"].remove("timely_disclosure")
    with listed.register.writing() as connection:
        connection.execute(update(incidents).values(policy=policy))
    assert left(listed) == ""
    listed.issued("first_release")
