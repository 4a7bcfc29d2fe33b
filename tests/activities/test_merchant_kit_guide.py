"""The guide of a merchant's kit is in the language of its notice and names the files there are."""

import pytest

from activities.merchant_kit_guide import kit_guide
from activities.words import render
from activities.words_kit import KIT_NAMES, in_its_own_name
from domain.documents import DocumentKind
from domain.person_fields import PersonField
from domain.wording import Language
from printing.markdown import as_markdown
from tests.activities.words_samples import MERCHANT, PLATFORM, REPLY, context
from tests.activities.words_variants import english


@pytest.mark.parametrize("language", Language)
def test_the_guide_names_files_figures_and_dates(language: Language) -> None:
    kind = DocumentKind.MERCHANT_NOTICE
    given = english(kind) if language is Language.ENGLISH else context(kind)
    names = KIT_NAMES[language]
    paper = kit_guide(given, 20_412)
    told = as_markdown(paper).replace("\\", "")
    for said in (names.people, names.answers, "20,412", "17,208", REPLY.reference, REPLY.mail):
        assert said in told
    assert ("ご本人" in told) is (language is Language.JAPANESE)
    assert paper.marking in told
    assert set(names.fields) == set(PersonField)
    assert ("20 412名" in told.replace(",", " ")) is (language is Language.JAPANESE)


def test_without_dates_the_guide_says_so() -> None:
    undated = english(DocumentKind.MERCHANT_NOTICE).model_copy(update={"clocks": ()})
    assert "No date can be computed yet." in as_markdown(kit_guide(undated, 1))


def test_in_a_merchants_own_notice_our_facts_are_not_its_own() -> None:
    text = render(in_its_own_name(context(DocumentKind.PERSON_NOTICE))).text
    assert f"{PLATFORM.name}のアプリマーケット" in text
    assert "当社のアプリマーケット" not in text
    assert f"{MERCHANT.name}（以下「当社」といいます。）" in text
    assert "に代わって" not in text
