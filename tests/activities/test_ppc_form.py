"""The report form: typed fields from the ledger, never blank, copied and compared as approved."""

import pytest

from activities.words import render
from contracts.document_context import DocumentContext
from domain.documents import DocumentKind
from domain.ppc_fields import FIELDS, HEAD, Entry
from domain.ppc_report import PpcReport, chosen_by, differences
from domain.wording import Language
from tests.activities.words_samples import context

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
    assert {answer.id for answer in of_items if answer.answered} <= {"entrustment", "rule7_4"}


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
    changed = differences(first, final)
    assert changed[0].id == "stage"
    sections = [one.section for one in changed]
    assert sections == sorted(sections)
    assert all(one.was != one.now for one in changed)


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
