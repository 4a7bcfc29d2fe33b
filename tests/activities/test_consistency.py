"""No two texts that stand contradict each other: figures, dates, competing values, corrections."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from temporalio.exceptions import ApplicationError

from commands.refusal_words import in_japanese
from domain.consistency import readings, same_value
from domain.documents import DocumentState
from register.tables_incident import documents
from register.wave_gates import reasons_against
from tests.activities.paper_case import KNEW, PaperCase, paper_case, refusal
from tests.register_fixtures import Case, create_register, people_rows

FILINGS = ("preliminary_report", "final_report")
FIGURE = "figure.people"


@pytest.fixture
def case(tmp_path: Path) -> PaperCase:
    made = paper_case(tmp_path)
    made.states("event_type", statement="漏えい")
    made.states("overview", statement="見本の事案が起きました。")
    return made


def test_a_figure_that_silently_changed_stops_approval_and_names_both_places(
    case: PaperCase,
) -> None:
    case.count(6493)
    case.issued("first_release")
    case.count(132)
    later = case.draft("preliminary_report")

    reason = refusal(lambda: case.approve(later, "counsel"))

    for words in (
        *("document 2, preliminary_report", "document 1 (first_release, issued)"),
        *("exact 132 people, known as of 2026-01-06", "exact 6493 people", "fact correct"),
    ):
        assert words in reason
    assert (case.last_line().outcome, case.last_line().detail["why"]) == ("refused", reason)


def test_the_same_count_as_of_an_earlier_day_is_a_contradiction(case: PaperCase) -> None:
    case.count(6493)
    case.issued("preliminary_report")
    before = KNEW - timedelta(days=3)
    case.count(6493, as_of=before.isoformat())
    paper = case.draft("first_release")
    assert "contradicts another" in refusal(lambda: case.approve(paper, "counsel"))

    later = KNEW + timedelta(days=3)
    case.count(6493, as_of=later.isoformat())
    case.draft("first_release", paper)
    case.approve(paper, "counsel")


def test_an_open_correction_lets_the_new_figure_out(case: PaperCase) -> None:
    case.count(6493)
    case.issued("first_release")
    case.correct(132)

    case.issued("preliminary_report")

    assert {document.state for document in case.documents()} == {DocumentState.ISSUED}


def test_a_change_can_be_declared_a_correction_afterwards(case: PaperCase) -> None:
    case.count(6493)
    case.issued("first_release")
    case.count(132)
    later = case.draft("preliminary_report")
    assert "contradicts another" in refusal(lambda: case.approve(later, "counsel"))

    case.correct(132)
    assert "have moved since it was written" in refusal(lambda: case.approve(later, "counsel"))
    case.draft("preliminary_report", later)

    case.approve(later, "counsel")


def test_what_was_unknown_may_become_known_and_a_follow_up_marks_its_changes(
    case: PaperCase,
) -> None:
    case.issued("first_release")
    case.count(6493)
    case.issued("preliminary_report")
    case.count(132)

    follow_up = case.draft("follow_up_release")
    assert "document 2 (preliminary_report, issued)" in refusal(
        lambda: case.approve(follow_up, "counsel")
    )
    # The final report marks what changed since the preliminary one, and overtakes it.
    case.issued("final_report")
    for actor in ("counsel", "commander"):
        case.approve(follow_up, actor)
    case.issue(follow_up)


def test_a_text_behind_the_ledger_is_not_let_out(case: PaperCase) -> None:
    case.count(6493)
    paper = case.approved("first_release")
    case.correct(132)

    assert "in the ledger in force exact 132 people" in refusal(lambda: case.issue(paper))

    case.draft("first_release", paper)
    assert "not approved as it stands" in refusal(lambda: case.issue(paper))


def test_competing_public_values_are_decided_before_anything_leaves(case: PaperCase) -> None:
    case.count(800)
    case.count(950, source="app-vendor")
    paper = case.draft("first_release")
    assert case.ledger.current()[FIGURE].fact.source == "us"

    reason = refusal(lambda: case.approve(paper, "counsel"))

    assert "exact 800 people (us, as of" in reason
    assert "exact 950 people (app-vendor, as of" in reason

    case.count(
        950, source="app-vendor", corrects=case.ledger.current()[FIGURE].revision, reason="照合済み"
    )
    case.draft("first_release", paper)
    case.approve(paper, "counsel")
    assert case.ledger.competing() == {}


def test_two_outside_sources_stand_beside_each_other(case: PaperCase) -> None:
    case.count(800, source="app-vendor")
    case.count(900, source="ppc")
    first, second = case.ledger.competing()[FIGURE]
    assert (first.fact.source, second.fact.source) == ("app-vendor", "ppc")


def test_a_claim_feeds_nothing(case: PaperCase) -> None:
    paper = case.draft("first_release")
    before = case.document(paper).binding_digest
    case.count(100_000, claimed_by="投稿者", source="app-vendor")

    case.draft("first_release", paper)

    assert case.document(paper).binding_digest == before
    assert FIGURE not in case.ledger.current()
    assert case.ledger.competing() == {}
    assert [entry.fact.claimed_by for entry in case.ledger.claimed(FIGURE)] == ["投稿者"]


def test_a_correction_of_what_is_not_there_names_what_is_near(case: PaperCase) -> None:
    case.count(10)

    reason = refusal(lambda: case.count(9, "figure.peoples", corrects=1, reason="誤記"))

    assert "nothing to correct; near it are: figure.people" in reason
    assert case.last_line().outcome == "refused"
    revision = case.ledger.current()[FIGURE].revision
    assert "for a reason" in refusal(lambda: case.count(9, corrects=revision))
    assert "has moved since" in refusal(lambda: case.count(9, corrects=1, reason="誤記"))


def test_a_figure_that_a_template_brought_along_stops_the_approval(case: PaperCase) -> None:
    paper = case.draft("first_release")
    with case.register.writing() as connection:
        typed = update(documents).where(documents.c.id == paper)
        connection.execute(typed.values(strangers=["4,711件"]))

    assert "not in what it reads: 4,711件" in refusal(lambda: case.approve(paper, "counsel"))


def test_a_wave_does_not_start_with_a_text_that_contradicts(tmp_path: Path) -> None:
    case = Case(create_register(tmp_path)).open()
    case.add(people_rows(2))
    plan = case.plan(case.plan_input())
    case.approve()

    def gates() -> tuple[str, ...]:
        with case.register.reading() as connection:
            sealer = case.register.sealer(case.incident_id, connection)
            return reasons_against(connection, sealer, case.incident_id, plan.wave_id)

    assert gates() == ()
    with case.register.writing() as connection:
        typed = update(documents).where(documents.c.id == case.mail_document_id)
        connection.execute(typed.values(strangers=["4,711件"]))
    (reason,) = gates()
    assert reason.startswith("The mail of this wave cannot leave: this text says figures")
    assert "メールの文書を発出できません" in in_japanese(reason)


EDITS = st.lists(
    st.tuples(
        st.sampled_from([*("publish", "count") * 3, "correct", "vendor", "open", "draft", "issue"]),
        st.integers(1, 2),
        st.sampled_from(["first_release", *FILINGS]),
    ),
    min_size=3,
    max_size=10,
)


def _edit(case: PaperCase, what: str, number: int, kind: str) -> None:
    if what == "count":
        case.count(number)
    elif what == "correct":
        case.correct(number)
    elif what == "vendor":
        case.count(number, source="app-vendor")
    elif what == "open":
        case.states(FIGURE, "unknown")
    elif what == "publish":
        case.issued(kind)
    elif what == "draft":
        case.approved(kind)
    else:
        waiting = [one.id for one in case.documents() if one.state is DocumentState.APPROVED]
        for paper in waiting[:1]:
            case.issue(paper)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=EDITS)
@example([("publish", 1, "first_release"), ("count", 2, ""), ("publish", 1, FILINGS[0])])
@example([("draft", 1, "first_release"), ("count", 2, ""), ("issue", 1, "")])
def test_random_edits_never_let_two_texts_disagree_without_saying_so(
    edits: list[tuple[str, int, str]],
) -> None:
    _texts_agree_after(edits)


@pytest.mark.long
@pytest.mark.timeout(600)
@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=EDITS)
def test_many_random_edits_never_let_two_texts_disagree(edits: list[tuple[str, int, str]]) -> None:
    _texts_agree_after(edits)


def _texts_agree_after(edits: list[tuple[str, int, str]]) -> None:
    with TemporaryDirectory() as folder:
        case = paper_case(Path(folder))
        case.states("event_type", statement="漏えい")
        case.count(1)
        for what, number, kind in edits:
            try:
                _edit(case, what, number, kind)
            except (ApplicationError, KeyError):
                continue
            _nobody_is_contradicted(case)
        case.register.dispose()


def _nobody_is_contradicted(case: PaperCase) -> None:
    """Each text agrees with those that stood when it left, or says openly what it corrects."""
    ledger = case.ledger
    issued = sorted(
        (one for one in case.documents() if one.issued_at),
        key=lambda one: one.issued_at or one.prepared_at,
    )
    for place, later in enumerate(issued):
        mine = readings(ledger, later.ledger_revision, [FIGURE])[FIGURE]
        is_report = "report" in later.kind
        # Of its own line it marks the changes; of the other the last one stood beside it.
        stood = [one for one in issued[:place] if ("report" in one.kind) != is_report][-1:]
        for earlier in stood:
            theirs = readings(ledger, earlier.ledger_revision, [FIGURE])[FIGURE]
            corrected = any(
                entry.fact.corrects and theirs.revision < entry.revision
                for entry in ledger.history(FIGURE)
            )
            assert same_value(mine, theirs) or theirs.is_open or corrected
