"""A fact is withheld after a text that says it was approved: the text goes, and what it allowed."""

from pathlib import Path

import pytest

from domain.documents import DocumentState
from tests.activities.paper_case import PaperCase, paper_case, refusal


@pytest.fixture
def case(tmp_path: Path) -> PaperCase:
    made = paper_case(tmp_path)
    made.states("secondary_damage", statement="確認されていません。")
    return made


def test_an_approved_release_loses_its_text_with_the_fact(case: PaperCase) -> None:
    release = case.approved("first_release")
    revision = case.ledger.current()["secondary_damage"].revision
    case.states(
        "secondary_damage", statement="捜査中です。", public=False, corrects=revision, reason="捜査"
    )
    case.draft("first_release", release)

    document = case.document(release)
    assert (document.state, document.withheld) == (DocumentState.DRAFT, ("secondary_damage",))
    assert case.last_line().detail["withheld"] == "secondary_damage"
    assert case.last_line().detail["voided"] is True
    for refused in (
        refusal(lambda: case.approve(release, "counsel")),
        refusal(lambda: case.issue(release)),
    ):
        assert "would publish what is not public: secondary_damage" in refused
    lines = len(case.decider.lines())
    case.draft("first_release", release)
    assert len(case.decider.lines()) == lines


def test_said_otherwise_it_is_written_anew(case: PaperCase) -> None:
    release = case.approved("first_release")
    revision = case.ledger.current()["secondary_damage"].revision
    case.states(
        "secondary_damage", statement="捜査中です。", public=False, corrects=revision, reason="捜査"
    )
    case.draft("first_release", release)
    revision = case.ledger.current()["secondary_damage"].revision
    case.states(
        "secondary_damage", statement="公表できます。", corrects=revision, reason="捜査の終了"
    )
    case.draft("first_release", release)

    document = case.document(release)
    assert (document.state, document.withheld) == (DocumentState.IN_REVIEW, ())
    for actor in ("counsel", "commander"):
        case.approve(release, actor)
    case.issue(release)


def test_one_that_was_never_written_waits_with_its_reason(case: PaperCase) -> None:
    revision = case.ledger.current()["secondary_damage"].revision
    case.states(
        "secondary_damage", statement="捜査中です。", public=False, corrects=revision, reason="捜査"
    )
    release = case.draft("first_release")

    assert case.document(release).withheld == ("secondary_damage",)
    assert "would publish what is not public: secondary_damage" in refusal(
        lambda: case.approve(release, "counsel")
    )
