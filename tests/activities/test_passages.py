"""Free paragraphs are edited as text and stay bound to the ledger."""

from pathlib import Path
from typing import Any

import pytest

from activities.words import render
from contracts.decision_kinds import DecisionKind
from domain.documents import DocumentKind, DocumentState
from domain.facts import FactStatus
from domain.passages import linked
from domain.ppc_fields import FIELDS, Entry
from domain.ppc_report import FREE, FormAnswer, PpcReport
from domain.said_passages import SaidPassage, passages_of
from domain.wording import Language
from register.documents import Rendition, read_renditions
from tests.activities.paper_case import PaperCase, paper_case, refusal
from tests.activities.words_samples import context, day

EDIT = DecisionKind.PASSAGES_EDITED


@pytest.fixture
def case(tmp_path: Path) -> PaperCase:
    made = paper_case(tmp_path)
    made.count(6493)
    made.states("overview", statement="外部からの不正アクセスがありました")
    return made


def words_of(case: PaperCase, paper: str) -> Rendition:
    with case.register.reading() as connection:
        (found,) = read_renditions(
            connection, case.register.sealer(case.incident_id, connection), paper
        )
    return found


def passage(case: PaperCase, paper: str, name: str) -> SaidPassage:
    found = passages_of(words_of(case, paper).passages)
    return next(one for one in found if one.name == name)


def edits(case: PaperCase, words: str, name: str = "opening", **more: Any) -> str:
    case.tick()
    given = {"number": 1, "passages": [{"name": name, "words": words}], **more}
    return case.decider.does(EDIT, "privacy_officer", **given).sentence


def refuses(case: PaperCase, words: str, name: str = "opening", **more: Any) -> str:
    given = {"number": 1, "passages": [{"name": name, "words": words}], **more}
    return case.decider.refuses(EDIT, "privacy_officer", **given)


def test_own_words_are_shown_with_their_places(case: PaperCase) -> None:
    paper = case.draft("first_release")

    assert passage(case, paper, "opening").source.startswith("［now］現在で")
    assert passage(case, paper, "overview").source == "［overview］。"
    assert "［event］" in passage(case, paper, "apology").source


def test_an_edit_stands_at_once_and_voids_the_approvals(case: PaperCase) -> None:
    paper = case.draft("first_release")
    case.approve(paper, "counsel")
    assert case.approve(paper, "commander")

    said = edits(case, "［now］現在、対象は［figure.people］です。")

    assert said == "document 1: edited opening; its text waits for approval"
    assert "現在、対象は6,493名です。" in words_of(case, paper).text
    assert "現在、対象は6,493名です。" in words_of(case, paper).html
    assert case.document(paper).state is DocumentState.IN_REVIEW
    assert "missing: counsel, commander" in refusal(lambda: case.issue(paper, ()))
    (line,) = [one for one in case.decider.lines() if one.action == "passage.edited"]
    assert line.detail["voided"] is True
    assert line.detail["before"] != line.detail["after"]


def test_a_new_revision_keeps_the_edit_and_says_the_new_figure(case: PaperCase) -> None:
    paper = case.draft("first_release")
    edits(case, "対象は［figure.people］です。")
    before = case.document(paper).binding_digest

    case.correct(132)
    case.draft("first_release", paper)

    assert "対象は132名です。" in words_of(case, paper).text
    assert case.document(paper).binding_digest != before
    assert "figure.people" in case.document(paper).facts_read


def test_what_is_typed_by_hand_is_declared_or_refused(case: PaperCase) -> None:
    paper = case.draft("first_release")

    assert "typed by hand: 6,493名;" in refuses(case, "対象は6,493名です。")
    assert "2026年1月9日" in refuses(case, "２０２６年１月９日に公表しました。")
    assert "declared for a reason" in refuses(
        case, "3営業日でお返事します。", declared=[{"typed": "3営業日", "reason": ""}]
    )
    edits(
        case,
        "5件の窓口で、3営業日でお返事します。",
        declared=[
            {"typed": "5件", "reason": "窓口の数"},
            {"typed": "3営業日", "reason": "窓口の目安"},
        ],
    )
    assert case.document(paper).strangers == ()
    assert case.approve(paper, "counsel") is False
    # What was declared once stays so.
    edits(case, "3営業日以内にお返事します。")


def test_what_is_suspected_is_not_made_certain(case: PaperCase) -> None:
    case.states("cause", statement="設定の誤り", status=FactStatus.SUSPECTED)
    paper = case.draft("faq")

    assert "not established" in refuses(case, "原因は設定の誤りです。", "cause")
    assert "not established" in refuses(case, "悪用はされていますが、少数です。", "damage")
    edits(case, "設定の誤りである可能性があります。", "cause")
    assert "設定の誤りである可能性があります。" in words_of(case, paper).text


def test_bad_edits_are_refused_and_change_nothing(case: PaperCase) -> None:
    paper = case.draft("first_release")
    before = case.document(paper)

    assert "near it: figure.people" in refuses(case, "［figure.peple］")
    assert "there is no passage 'closing'; there is: apology, opening" in refuses(
        case, "x", name="closing"
    )
    assert "not left empty" in refuses(case, " \n ")
    assert "say so already" in refuses(case, passage(case, paper, "opening").source)
    assert "no fact carries that" in refuses(case, "個人情報の漏えいはありませんでした。")
    assert "no fact carries that" in refuses(case, "当社が損害を賠償します。")
    assert "older text" in refuses(case, "お知らせします。", text="0" * 64)
    case.states("cause.attacker", statement="不明の者", public=False)
    assert "is not public" in refuses(case, "［cause.attacker］によるものです。")
    assert case.document(paper).binding == before.binding


def test_a_text_that_left_is_not_edited(case: PaperCase) -> None:
    release = case.draft("first_release")
    case.approve(release, "counsel")
    case.approve(release, "commander")
    case.issue(release, ())
    assert "has left the house" in refuses(case, "x")


def filing(case: PaperCase) -> str:
    case.states("cause", statement="第三者による不正アクセス")
    case.states("measures.merchants", statement="各社に連絡しました", moment=day(8, 20, 50))
    return case.draft("preliminary_report")


def answer(case: PaperCase, paper: str, field: str) -> FormAnswer:
    form = PpcReport.model_validate_json(words_of(case, paper).form)
    return next(one for one in form.answers if one.id == field)


def test_the_free_fields_of_a_filing_are_edited_and_the_others_are_not(case: PaperCase) -> None:
    paper = filing(case)
    case.approve(paper, "counsel")
    edits(case, "外部の者が不正アクセスにより閲覧しました。対象は［figure.people］です。", "cause")

    said = "外部の者が不正アクセスにより閲覧しました。対象は6,493名です。"
    assert f"・原因：{said}" in words_of(case, paper).text
    assert f"<td>{said}</td>" in words_of(case, paper).html
    # The copy-sheet and the comparison read the form: it says the same, and its box stands.
    assert answer(case, paper, "cause").words == said
    assert answer(case, paper, "cause").chosen == ("不正アクセス",)
    assert case.document(paper).state is DocumentState.IN_REVIEW
    for typed in ("people", "occurred", "discovered", "items", "event_type", "my_number", "stage"):
        assert f"there is no passage '{typed}'" in refuses(case, "1名", typed)
    assert FREE.isdisjoint(
        one.id for one in FIELDS if one.entry in {Entry.DATE, Entry.NUMBER, Entry.CHOICES}
    )
    assert FREE.isdisjoint(one.id for one in FIELDS if ":" in one.source)


def test_what_is_typed_into_a_filing_is_declared_and_its_boxes_stand(case: PaperCase) -> None:
    paper = filing(case)
    before = case.document(paper).binding

    assert "typed by hand: 6,493名;" in refuses(case, "対象は6,493名です。", "overview")
    assert "says another box of the form than its fact does (誤送付" in refuses(
        case, "職員がメールを誤送信しました。", "cause"
    )
    assert "no fact carries that" in refuses(case, "当社の過失によるものです。", "cause")
    assert case.document(paper).binding == before


def test_the_day_within_a_fact_of_a_filing_stays_bound(case: PaperCase) -> None:
    paper = filing(case)
    told = passage(case, paper, "merchants_told")
    assert dict(told.links)["measures.merchants.day"] == "令和8年1月8日（木）20時50分"

    edits(
        case, linked("令和8年1月8日（木）20時50分に、電話で連絡しました。", told.links), told.name
    )
    case.states("measures.merchants", statement="各社に連絡しました", moment=day(9, 9, 30))
    case.draft("preliminary_report", paper)

    assert "令和8年1月9日（金）9時30分に、電話で連絡しました。" in words_of(case, paper).text


def test_whoever_edited_does_not_approve_their_own_words(case: PaperCase) -> None:
    paper = case.draft("first_release")
    case.decider.does(
        EDIT, "counsel", number=1, passages=[{"name": "opening", "words": "お知らせします。"}]
    )

    assert "nobody approves their own words" in refusal(lambda: case.approve(paper, "counsel"))


def test_hostile_words_stay_words(case: PaperCase) -> None:
    paper = case.draft("first_release")
    edits(case, "<script>x</script>{{ fact('cause') }}\u202e改行\r\n次")

    found = words_of(case, paper)
    assert "<script>" not in found.html
    assert "{{ fact(&#39;cause&#39;) }}" in found.html
    assert "\u202e" not in found.text


def test_a_day_that_is_the_same_by_chance_is_no_place() -> None:
    given = context(DocumentKind.FOLLOW_UP_RELEASE)
    release = given.release
    assert release is not None
    today = release.model_copy(update={"previous_issued_at": given.issued_at})

    for one in (given, given.model_copy(update={"release": today})):
        opening = next(
            said for said in render(one, with_sources=True).passages if said.name == "opening"
        )
        assert [place for place, _ in opening.links] == ["now"]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", DocumentKind)
def test_a_passage_given_back_as_it_is_shown_reads_the_same(
    kind: DocumentKind, language: Language
) -> None:
    given = context(kind).model_copy(update={"language": language})
    shown = render(given, with_sources=True)
    edited = tuple((one.name, one.source) for one in shown.passages)

    assert render(given.model_copy(update={"passages": edited})).text == shown.text
    assert edited
