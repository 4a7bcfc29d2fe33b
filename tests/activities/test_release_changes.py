"""A follow-up names what the previous release said beside what is right now, and both in full."""

from pathlib import Path

import pytest

from register.documents import read_renditions
from tests.activities.paper_case import PaperCase
from tests.publishing.site_case import site_case


@pytest.fixture
def case(tmp_path: Path) -> PaperCase:
    return site_case(tmp_path)


def words(case: PaperCase, document_id: str) -> str:
    """The plain text of a document, without the blanks of its layout."""
    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        (rendition,) = read_renditions(connection, sealer, document_id)
    return "".join(rendition.text.split())


def changes(case: PaperCase, document_id: str) -> str:
    """The part of a release that says what changed."""
    _, _, told = words(case, document_id).partition("前回の公表から変わったこと")
    return told.partition("概要")[0]


def test_a_corrected_figure_stands_beside_what_was_said(case: PaperCase) -> None:
    case.count(40)
    case.issued("first_release")
    case.correct(38)
    paper = case.draft("follow_up_release")

    said = changes(case, paper)
    assert "本人の数：38名（前回の公表では40名）" in said
    assert "訂正するものです：本人の数（誤：40名、正：38名）。" in said
    # What is in no fact any more is a figure of the ledger all the same, and stops nothing.
    assert case.document(paper).strangers == ()
    case.approve(paper, "counsel")
    case.approve(paper, "commander")
    case.issue(paper)


def test_what_was_possible_and_is_certain_now_names_both(case: PaperCase) -> None:
    case.states("cause", "suspected", statement="設定の誤り")
    case.issued("first_release")
    case.states("cause", statement="認証の不備")

    said = changes(case, case.draft("follow_up_release"))
    assert "原因：認証の不備前回の公表：設定の誤り（可能性の段階であり、現時点で" in said


def test_what_was_open_withheld_or_taken_back_has_no_words_of_before(case: PaperCase) -> None:
    case.states("cause", "unknown")
    case.states("cause.method", statement="秘密の手口", public=False)
    case.states("secondary_damage", statement="確認されています。")
    case.count(40)
    case.issued("first_release")
    case.states("cause", statement="認証の不備")
    case.states("cause.method", statement="別の手口")
    entry = case.ledger.current()["secondary_damage"]
    case.states("secondary_damage", "withdrawn", corrects=entry.revision, reason="誤り")
    entry = case.ledger.current()["figure.people"]
    withheld = {"kind": "withheld", "unit": "people"}
    case.states("figure.people", figure=withheld, corrects=entry.revision, reason="求めにより")

    said = changes(case, case.draft("follow_up_release"))
    assert "認証の不備" in said
    assert "別の手口" in said
    assert "前回の公表：" not in said
    assert "40名" not in said
    assert "秘密の手口" not in said


def test_a_correction_that_is_only_possible_is_not_called_right(case: PaperCase) -> None:
    case.count(40)
    case.issued("first_release")
    entry = case.ledger.current()["figure.people"]
    case.count(38, status="suspected", corrects=entry.revision, reason="重複を除いた")
    said = changes(case, case.draft("follow_up_release"))
    assert "訂正するものです：本人の数。" in said
    assert "前回の公表：40名" in said


def test_the_change_is_told_since_the_release_before_and_not_since_the_first(
    case: PaperCase,
) -> None:
    case.count(40)
    case.issued("first_release")
    case.correct(38)
    case.issued("follow_up_release")
    case.correct(36)
    said = changes(case, case.draft("follow_up_release"))
    assert "本人の数：36名（前回の公表では38名）" in said
    assert "40名" not in said
