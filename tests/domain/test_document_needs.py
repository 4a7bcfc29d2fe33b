"""The meter counts what is known, and names what is not; houses and readers have their words."""

import pytest

from activities.words import render
from domain.document_needs import NEEDS, completeness
from domain.documents import DocumentKind
from domain.fact_catalogue import FACT_CATALOGUE
from domain.facts import FactStatus
from domain.voices import OrganisationForm, ReaderRelation, relation_of, voice
from domain.wording import DOCUMENT_TITLES
from domain.wording_english import ENGLISH_TITLES
from tests.activities.words_samples import context

# What a context is made from, before any template reads: a merchant's share, the My Number box.
READ_OTHERWISE = {"figure.names", "category.my_number"}


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_every_need_is_a_fact_that_the_document_reads(kind: DocumentKind) -> None:
    needed = NEEDS[kind].facts
    assert len(set(needed)) == len(needed)
    assert set(needed) <= set(FACT_CATALOGUE)
    assert set(needed) - READ_OTHERWISE <= set(render(context(kind)).facts_read)
    assert NEEDS[kind].parts or kind is DocumentKind.FAQ


def test_the_meter_goes_from_nothing_to_all() -> None:
    kind = DocumentKind.PERSON_RETRACTION
    assert completeness(kind, {}).percent == 0
    half = completeness(
        kind,
        {
            "false_alarm.ground": FactStatus.KNOWN,
            "false_alarm.examined": FactStatus.SUSPECTED,
        },
    )
    assert (half.percent, half.unknown) == (100, ())
    assert half.suspected == ("false_alarm.examined",), "said, and named as to be confirmed"
    one = completeness(kind, {"false_alarm.ground": FactStatus.KNOWN})
    assert (one.percent, one.unknown) == (50, ("false_alarm.examined",))
    whole = dict.fromkeys(NEEDS[kind].facts, FactStatus.KNOWN)
    assert completeness(kind, whole).percent == 100


def test_people_counted_serve_for_names() -> None:
    known = {"figure.people": FactStatus.KNOWN}
    assert "figure.names" not in completeness(DocumentKind.FIRST_RELEASE, known).unknown


def test_the_alarm_says_how_it_came_out() -> None:
    known = {"alarm.source": FactStatus.KNOWN}
    assert "discovered_by" not in completeness(DocumentKind.FINAL_REPORT, known).unknown


def test_every_house_and_reader_has_words_in_both_languages() -> None:
    for language in ("ja", "en"):
        for form in OrganisationForm:
            for relation in ReaderRelation:
                words = voice(form, relation, language).model_dump()
                assert all(words.values())
    assert voice(OrganisationForm.SCHOOL, ReaderRelation.GUARDIAN, "ja").ours == "本校"


@pytest.mark.parametrize(
    ("word", "relation"),
    [
        ("customers", ReaderRelation.CUSTOMER),
        ("会員", ReaderRelation.CUSTOMER),
        ("退職者を含む従業員", ReaderRelation.EMPLOYEE),
        ("園児の保護者", ReaderRelation.GUARDIAN),
        ("不審なメールの受信者", ReaderRelation.MAIL_ONLY),
    ],
)
def test_a_group_s_own_word_says_what_its_people_are(word: str, relation: ReaderRelation) -> None:
    assert relation_of(word) is relation


def test_every_kind_is_titled_in_both_languages() -> None:
    for titles in (DOCUMENT_TITLES, ENGLISH_TITLES):
        assert set(titles) == set(DocumentKind)
        assert len(set(titles.values())) == len(titles)
