"""When a release may leave: the order of telling, plans, holds, the final release."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, update
from ulid import ULID

from activities.release_gate import why_it_cannot_go
from commands.refusal_words import in_japanese
from contracts.decision_kinds import DecisionKind as Kind
from domain.documents import DocumentState
from domain.telling_order import TellingStep, open_before_web, order_problem
from register.duties import DutyRow, write_duties
from register.open_work import open_clocks, open_items, work_owners, work_titles
from register.tables_incident import incidents, merchants, parties
from tests.activities.paper_case import KNEW, PaperCase, refusal
from tests.publishing.site_case import site_case

OPEN_STEPS = """release 1 of PAPER (document 1) cannot leave yet; still to be told before it:
- authority (ppc)
    shirase prepare PAPER preliminary_report --authority ppc
- businesses (1 not told)
    shirase prepare PAPER merchant_notice --merchant shop
Tell them first, or let it leave for a reason:
    shirase release issue PAPER 1 --despite WHY"""


@pytest.fixture
def case(tmp_path: Path) -> PaperCase:
    return site_case(tmp_path)


def owed(case: PaperCase, status: str = "open") -> None:
    """A first report that we owe the commission."""
    with case.register.writing() as connection:
        us = connection.execute(
            parties.select().where(parties.c.incident_id == case.incident_id, parties.c.key == "us")
        ).one()
        row = DutyRow(
            key=f"jp-appi/preliminary|{us.id}|ppc",
            rule="jp-appi/preliminary",
            debtor_id=us.id,
            owed_to="ppc",
            anchor="known",
            anchor_at=KNEW,
            target_at=None,
            due_at=KNEW + timedelta(days=5),
            due_on=None,
            hard=True,
            status=status,
            explanation={},
            source="",
            verified=False,
            revision=1,
        )
        write_duties(connection, case.incident_id, (row,), KNEW)


def untold_merchant(case: PaperCase) -> str:
    identity = str(ULID())
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        connection.execute(
            insert(parties).values(
                id=identity,
                incident_id=case.incident_id,
                key="shop",
                kind="merchant",
                role="controller",
                name=sealer.seal("parties", "name", identity, "見本店"),
                details=sealer.seal("parties", "details", identity, "{}"),
            )
        )
        connection.execute(
            insert(merchants).values(party_id=identity, incident_id=case.incident_id, shard=0)
        )
    return identity


def test_a_release_waits_until_those_before_it_are_told(case: PaperCase) -> None:
    owed(case)
    shop = untold_merchant(case)
    paper = case.approved("first_release")

    assert refusal(lambda: case.issue(paper)) == OPEN_STEPS
    assert case.last_line().outcome == "refused"
    with case.register.writing() as connection:
        connection.execute(update(merchants).values(told_at=KNEW))
    assert "businesses" not in refusal(lambda: case.issue(paper))
    owed(case, "met")
    case.issue(paper)
    assert case.document(paper).state is DocumentState.ISSUED
    assert shop


def test_a_step_that_is_under_way_names_what_brings_it_further(case: PaperCase) -> None:
    owed(case)
    untold_merchant(case)
    paper = case.draft("first_release")
    case.draft("preliminary_report")
    said = cannot_go(case, paper)
    assert "shirase approve PAPER 2 --as counsel\n" in said
    assert "shirase issue PAPER 2\n" in said
    japanese = in_japanese(said)
    assert "PAPER の第1報(文書1)はまだ公表できません" in japanese
    assert "・当局への報告（ppc）\n    shirase approve PAPER 2 --as counsel\n" in japanese
    assert "・委託元・契約店舗への通知（未通知1社）" in japanese
    assert "--despite 〔理由〕" in japanese

    case.issue(case.approved("preliminary_report"))
    assert "authority" not in cannot_go(case, paper)


def cannot_go(case: PaperCase, document_id: str) -> str:
    """What stops a document that nobody has approved yet."""
    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        return why_it_cannot_go(connection, sealer, case.document(document_id), case.now)


def test_a_paper_for_everybody_does_not_tell_the_public_before_the_first_release(
    case: PaperCase,
) -> None:
    owed(case)
    paper = case.approved("faq")

    refused = refusal(lambda: case.issue(paper))
    assert refused.startswith("document 1 of PAPER (faq) would tell the public before the first")
    assert "- authority (ppc)" in refused
    assert "第1報より先に公になる" in in_japanese(refused)
    release = case.approved("first_release")
    case.decider.does(Kind.RELEASE_DESPITE, "counsel", release=1, reason="報道されたため")
    case.issue(release)
    case.issue(paper)
    assert case.document(paper).state is DocumentState.ISSUED


def test_what_stops_a_private_incident_or_an_assurance_is_known_before_approval(
    case: PaperCase,
) -> None:
    assert "nobody may be told" in cannot_go(case, case.draft("negative_assurance"))
    paper = case.draft("first_release")
    assert cannot_go(case, paper) == ""
    with case.register.writing() as connection:
        connection.execute(update(incidents).values(private=True))
    assert "private" in cannot_go(case, paper)
    assert cannot_go(case, case.draft("preliminary_report")) == ""


def test_a_named_person_lets_a_release_go_ahead_for_a_reason(case: PaperCase) -> None:
    owed(case)
    paper = case.approved("first_release")
    desk = case.decider

    assert "say why" in desk.refuses(Kind.RELEASE_DESPITE, "commander", release=1, reason=" ")
    assert "only" in desk.refuses(Kind.RELEASE_DESPITE, "contact_desk", release=1, reason="x")
    done = desk.does(Kind.RELEASE_DESPITE, "counsel", release=1, reason="報道されたため")
    assert "authority (ppc)" in done.sentence
    line = case.last_line()
    assert (line.action, line.actor, line.detail["why"]) == (
        *("release.despite", "counsel"),
        "報道されたため",
    )
    untold_merchant(case)
    # What opened since was not thought of.
    assert "businesses (1 not told)" in refusal(lambda: case.issue(paper))
    # The attempt that was refused has ended what was let: the next one names everybody.
    case.decider.does(Kind.RELEASE_DESPITE, "counsel", release=1, reason="同上")
    case.issue(paper)
    assert case.document(paper).state is DocumentState.ISSUED
    line = case.last_line()
    assert (line.action, line.detail["steps"]) == (
        *("document.issued", "authority (ppc); businesses (1 not told)"),
    )
    assert (line.detail["despite"], line.detail["let_by"]) == ("同上", "counsel")


def test_a_release_is_let_ahead_in_the_words_that_it_has_and_in_no_others(case: PaperCase) -> None:
    owed(case)
    paper = case.draft("first_release")
    desk = case.decider
    early = desk.refuses(Kind.RELEASE_DESPITE, "counsel", release=1, reason="報道されたため")
    assert early == "not approved as it stands; missing: counsel, commander"
    for actor in ("counsel", "commander"):
        case.approve(paper, actor)
    at = case.now + timedelta(hours=2)
    desk = case.decider
    desk.does(Kind.RELEASE_PLANNED, "public_relations", release=1, publish_at=at.isoformat())
    assert "is planned" in desk.refuses(Kind.RELEASE_DESPITE, "counsel", release=1, reason="同")
    desk.does(Kind.RELEASE_PLANNED, "public_relations", release=1)

    desk.does(Kind.RELEASE_DESPITE, "counsel", release=1, reason="報道されたため")
    assert cannot_go(case, paper) == ""
    case.correct(136_000, "figure.names")
    case.draft("first_release", paper)
    assert "authority (ppc)" in cannot_go(case, paper)
    for actor in ("counsel", "commander"):
        case.approve(paper, actor)
    assert "authority (ppc)" in refusal(lambda: case.issue(paper))


def test_a_refused_attempt_ends_what_a_release_was_let_ahead_of(case: PaperCase) -> None:
    owed(case)
    paper = case.approved("first_release")
    case.decider.does(Kind.RELEASE_DESPITE, "counsel", release=1, reason="報道されたため")
    # Somebody who may not publish tries.
    refusal(lambda: case.issue(paper, actor="contact_desk"))
    assert case.last_line().detail["waiver_ended"] is True
    assert "authority (ppc)" in cannot_go(case, paper)
    assert "authority (ppc)" in refusal(lambda: case.issue(paper))
    assert "waiver_ended" not in case.last_line().detail


def test_filings_and_incidents_without_an_order_wait_for_nobody(case: PaperCase) -> None:
    owed(case)
    untold_merchant(case)
    case.issued("preliminary_report")
    policy = case.policy.model_dump(mode="json")
    del policy["order_of_telling"]
    with case.register.writing() as connection:
        connection.execute(update(incidents).values(policy=policy))
    case.issued("first_release")


def test_a_planned_release_asks_at_its_time_and_never_leaves_before(case: PaperCase) -> None:
    paper = case.approved("first_release")
    at = case.now + timedelta(hours=2)
    desk = case.decider
    done = desk.does(Kind.RELEASE_PLANNED, "public_relations", release=1, publish_at=at.isoformat())

    assert "a person is asked then" in done.sentence
    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        assert dict(open_clocks(connection, case.incident_id)) == {"publish|1": at}
        title = work_titles(connection, sealer, case.incident_id)["publish|1"]
        assert title.ja == "第1報の公表の実行指示"
        assert work_owners(connection, case.incident_id)["publish|1"] == "commander"
        assert any("is planned" in item for item in open_items(connection, case.incident_id))
    assert "is planned for 2026-01-06T12:27+09:00" in refusal(lambda: case.issue(paper))
    later = at + timedelta(hours=1)
    desk.does(Kind.RELEASE_PLANNED, "commander", release=1, publish_at=later.isoformat())
    with case.register.reading() as connection:
        assert dict(open_clocks(connection, case.incident_id)) == {"publish|2": later}
    case.now = later
    case.issue(paper)
    with case.register.reading() as connection:
        assert open_clocks(connection, case.incident_id) == ()


def test_a_plan_is_given_up_and_refused_for_the_past_and_for_nothing(case: PaperCase) -> None:
    case.draft("first_release")
    desk = case.decider
    past = (case.now - timedelta(minutes=1)).isoformat()
    refused = desk.refuses(Kind.RELEASE_PLANNED, "commander", release=1, publish_at=past)
    assert "for the future" in refused
    at = (case.now + timedelta(days=1)).isoformat()
    refused = desk.refuses(Kind.RELEASE_PLANNED, "commander", release=7, publish_at=at)
    assert "there is: 1" in refused
    desk.does(Kind.RELEASE_PLANNED, "commander", release=1, publish_at=at)
    assert "given up" in desk.does(Kind.RELEASE_PLANNED, "commander", release=1).sentence
    with case.register.reading() as connection:
        assert open_clocks(connection, case.incident_id) == ()


def test_a_hold_stops_what_is_public_in_its_scope_and_never_a_filing(case: PaperCase) -> None:
    until = case.now + timedelta(days=2)
    paper = case.approved("first_release")
    words = {"requester": "ppc", "ground": "police", "scope": "手口", "until": until.isoformat()}
    assert "never preliminary_report" in case.decider.refuses(
        Kind.PUBLICATION_HELD, "counsel", **words, kinds=["preliminary_report"]
    )
    case.decider.does(Kind.PUBLICATION_HELD, "counsel", **words, kinds=["first_release"])

    assert "publication hold 1 of 'ppc' (police)" in refusal(lambda: case.issue(paper))
    case.issued("preliminary_report")
    case.issued("faq")
    case.now = until + timedelta(days=1)
    # Its time has come: somebody is asked, and until then it goes on.
    assert "publication hold 1" in refusal(lambda: case.issue(paper))
    with case.register.reading() as connection:
        assert dict(open_clocks(connection, case.incident_id)) == {"held|1": until}
    assert "which" in case.decider.refuses(Kind.PUBLICATION_FREED, "counsel", hold=1, reason="")
    longer = (case.now + timedelta(days=1)).isoformat()
    said = case.decider.does(
        Kind.PUBLICATION_FREED, "counsel", hold=1, reason="継続", until=longer
    ).sentence
    assert "goes on" in said
    case.decider.does(Kind.PUBLICATION_FREED, "counsel", hold=1, reason="了解を得た")
    case.issue(paper)
    with case.register.reading() as connection:
        assert open_clocks(connection, case.incident_id) == ()


def test_after_the_final_release_only_corrections_follow(case: PaperCase) -> None:
    case.issued("first_release")
    case.states("cause", statement="設定の誤り")
    case.issued("final_release")
    paper = case.approved("follow_up_release")

    assert "was the final one" in refusal(lambda: case.issue(paper))
    case.correct(136_000, "figure.names")
    case.draft("follow_up_release", paper)
    for actor in ("counsel", "commander"):
        case.approve(paper, actor)
    case.issue(paper)
    assert case.document(paper).state is DocumentState.ISSUED
    # The correction has been published: there is nothing more to correct.
    assert "was the final one" in refusal(lambda: case.issue(case.approved("follow_up_release")))


def test_the_order_is_policy() -> None:
    told = {TellingStep.PEOPLE: "wave 1", TellingStep.AUTHORITY: "ppc"}
    assert list(open_before_web(("authority", "people", "web"), told)) == ["authority", "people"]
    assert list(open_before_web(("authority", "web", "people"), told)) == ["authority"]
    assert open_before_web((), told) == {}
    assert order_problem(()) == ""
    assert "no step is called press" in order_problem(("press", "web"))
    assert "once" in order_problem(("web", "web"))
    assert "'web' is missing" in order_problem(("people",))
