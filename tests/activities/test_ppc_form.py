"""The report form: typed fields from the ledger, never blank, copied and compared as approved."""

import pytest

from activities.ppc_form import OF_MERCHANTS
from activities.words import render
from contracts.document_context import DocumentContext
from domain.documents import DocumentKind
from domain.ppc_fields import FIELDS, HEAD, Entry
from domain.ppc_report import PpcReport, chosen_by, differences, section_title
from domain.voices import OrganisationForm
from domain.wording import Language
from tests.activities.house_samples import TOLD
from tests.activities.words_samples import context, fact
from tests.activities.words_variants import english

REPORTS = (
    DocumentKind.PRELIMINARY_REPORT,
    DocumentKind.FINAL_REPORT,
    DocumentKind.AMENDED_REPORT,
)


def report(kind: DocumentKind, **values: object) -> PpcReport:
    form = render(context(kind).model_copy(update=values)).form
    assert form is not None
    return form


@pytest.mark.parametrize("kind", REPORTS)
@pytest.mark.parametrize("language", list(Language))
def test_the_text_says_every_field_of_the_form(kind: DocumentKind, language: Language) -> None:
    rendered = render(context(kind).model_copy(update={"language": language}))
    assert rendered.form is not None
    for answer in rendered.form.answers:
        assert answer.words
        assert answer.to_enter or answer.words.split("\n")[0] in rendered.text


def test_an_empty_ledger_leaves_no_field_blank() -> None:
    form = report(DocumentKind.PRELIMINARY_REPORT, facts=())
    of_items = [answer for answer in form.answers if answer.section != HEAD]
    assert all(answer.words for answer in form.answers)
    # The annex shows that data was entrusted, and the lists show how many people they hold.
    told = {answer.id for answer in of_items if answer.answered}
    assert told <= {"entrustment", "rule7_4", "rule7_none"}


def test_all_nine_items_have_fields_and_unverified_wording_is_marked() -> None:
    assert {field.section for field in FIELDS} == set(range(10))
    assert {field.id for field in FIELDS if field.verified} == {
        *("stage", "reporter", "my_number", "sector_delegated")
    }
    assert len({field.id for field in FIELDS}) == len(FIELDS)


def test_a_box_is_chosen_only_where_it_is_plain() -> None:
    by_id = {field.id: field for field in FIELDS}
    assert chosen_by(by_id["cause"], "第三者による不正アクセス") == ("不正アクセス",)
    assert chosen_by(by_id["cause"], "誤送信または紛失") == ()
    assert chosen_by(by_id["items"], "氏名、電話番号") == ("氏名", "電話番号")
    assert by_id["items"].entry is Entry.CHOICES


def test_two_reports_are_compared_field_by_field() -> None:
    first, final = report(DocumentKind.PRELIMINARY_REPORT), report(DocumentKind.FINAL_REPORT)
    assert differences(first, first) == ()
    # One names the kind of business, which the other leaves to be typed in, and two entrustors.
    assert [one.id for one in differences(first, final)] == ["entrustors"]
    fewer = tuple(one for one in context(DocumentKind.FINAL_REPORT).facts if one.key != "cause")
    changed = differences(first, report(DocumentKind.FINAL_REPORT, facts=fewer))
    assert [one.id for one in changed] == ["cause", "entrustors"]
    assert all(one.was != one.now for one in changed)


def test_a_joint_report_after_one_of_ours_alone_shows_no_change_that_is_none() -> None:
    given = context(DocumentKind.FINAL_REPORT)
    assert given.filing is not None
    alone = given.filing.model_copy(update={"by_proxy": False, "previous_receipt_number": ""})
    first = report(
        DocumentKind.PRELIMINARY_REPORT, filing=alone, entrustors=(), facts=(), house=TOLD
    )
    joint = report(DocumentKind.FINAL_REPORT, facts=(), house=TOLD)
    assert [one.id for one in differences(first, joint)] == ["in_whose_name", "entrustors"]
    planned = fact("prevention.planned", "点検を行います。")
    later = report(DocumentKind.FINAL_REPORT, facts=(planned,), house=TOLD)
    assert [one.id for one in differences(joint, later)] == ["planned"]
    # One that was filed when the form had fewer fields: what it could not say is no change.
    fewer = tuple(one for one in first.answers if one.field is None or one.field.edition == 1)
    earlier = first.model_copy(update={"answers": fewer, "edition": 1})
    assert differences(earlier, joint) == differences(first, joint)
    assert differences(earlier, first) == ()
    # What was told to the addressee itself is no news to it.
    told = given.model_copy(update={"house": TOLD, "addressee": TOLD.reports[0].party})
    form = render(told).form
    assert form is not None
    said = {one.id: one.words for one in form.answers}
    assert "R8-77" not in said["timeline"]
    assert "R8-77" not in said["other_authorities"]


def test_a_report_that_follows_another_lists_what_changed() -> None:
    final = context(DocumentKind.FINAL_REPORT)
    assert final.filing is not None
    fewer = tuple(fact for fact in final.facts if fact.key != "cause")
    earlier = report(DocumentKind.PRELIMINARY_REPORT, facts=fewer)

    def said(previous: PpcReport | None) -> str:
        assert final.filing is not None
        head = final.filing.model_copy(update={"previous": previous})
        follows: DocumentContext = final.model_copy(update={"filing": head})
        return render(follows).text

    assert "前回の報告からの変更点" not in said(None)
    told = said(earlier).partition("前回の報告からの変更点")[2]
    assert "・原因：前回：現時点で判明しておらず、調査中です。" in told
    assert "今回：" in told


@pytest.mark.parametrize("kind", REPORTS)
def test_the_english_report_has_the_rows_of_the_japanese_one(kind: DocumentKind) -> None:
    japanese, foreign = render(context(kind)), render(english(kind))
    assert japanese.html.count("<tr") == foreign.html.count("<tr")
    assert "may overlap" in foreign.text
    assert "has not been confirmed by the reporter" in foreign.text
    assert ("becomes known" in foreign.text) is (kind is DocumentKind.FINAL_REPORT)
    assert ("at the time of reporting" in foreign.text) is (kind is DocumentKind.PRELIMINARY_REPORT)


def test_boxes_are_found_in_either_language() -> None:
    def boxes(form: PpcReport | None) -> dict[str, tuple[str, ...]]:
        return {one.id: one.chosen for one in form.answers if one.chosen} if form else {}

    said = boxes(render(english(DocumentKind.FINAL_REPORT)).form)
    assert said["my_number"] == ("非該当",)
    assert said["event_type"] == ("漏えい",)
    assert said["cause"] == ("不正アクセス",)
    assert section_title(3, Language.ENGLISH).startswith("Number of people")


def test_an_administrative_organ_reports_under_its_own_article() -> None:
    town = {"form": OrganisationForm.PUBLIC_BODY}
    for kind in (*REPORTS, DocumentKind.WITHDRAWAL_REPORT):
        text = render(context(kind).model_copy(update=town)).text
        assert "第68条第1項" in text
        assert "第26条" not in text
    given = context(DocumentKind.FINAL_REPORT)
    assert given.filing is not None
    fewer = given.filing.model_copy(update={"over_threshold": False})
    form = report(DocumentKind.FINAL_REPORT, filing=fewer, **town)
    # More than a hundred count there: that they are not over a thousand says nothing.
    assert next(one for one in form.answers if one.id == "rule7_4").words == "確認中"


def test_who_has_no_merchants_is_not_asked_about_them() -> None:
    def asked(**values: object) -> set[str]:
        form = report(DocumentKind.FINAL_REPORT, facts=(), **values)
        return {one.id for one in form.answers} & OF_MERCHANTS

    assert asked() == OF_MERCHANTS
    assert asked(entrustors=()) == set()


def test_a_box_stands_for_no_denial_of_itself() -> None:
    by_id = {field.id: field for field in FIELDS}
    for identity, said in (
        ("people_status", "まだお知らせしていません。"),
        ("publication_status", "公表していません。"),
        ("publication_status", "It was not published."),
        ("external", "外部の調査会社の調査が完了していません。"),
        ("secondary", "不正利用を確認していません。"),
        ("people_method", "対象は電話番号とメールアドレスです。"),
    ):
        assert chosen_by(by_id[identity], said) == ()
