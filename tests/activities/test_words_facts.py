import pytest

from activities.words import render
from activities.words_errors import (
    FactNotPublicError,
    UnknownFactKeyError,
)
from activities.words_facts import FactReader
from contracts.document_context import DocumentContext, FactView, ReleaseView
from domain.documents import PERSON_DOCUMENTS, RELEASES, DocumentKind
from domain.facts import FactStatus
from domain.person_fields import PersonField, fields_in
from domain.voices import OrganisationForm
from domain.wording import Language
from tests.activities.html_tags import Tags
from tests.activities.words_samples import (
    FACTS,
    PLATFORM,
    context,
    day,
    fact,
)
from tests.activities.words_variants import changed

KINDS = list(DocumentKind)
HOSTILE = (
    "<script>alert(1)</script>{{ 7*7 }}{% include 'x' %}\r\nBcc: victim@evil.example\u202e"
    "\ue000name\ue001\x00&amp;"
)


def test_facts_read_are_the_keys_that_were_really_read() -> None:
    words = render(context(DocumentKind.PERSON_NOTICE))
    assert {"overview", "cause", "police", "secondary_damage"} <= set(words.facts_read)
    assert not {"figure.names", "figure.claimed"} & set(words.facts_read)
    assert list(words.facts_read) == sorted(set(words.facts_read))


@pytest.mark.parametrize("kind", KINDS)
def test_a_fact_that_is_not_read_changes_nothing(kind: DocumentKind) -> None:
    before = render(context(kind))
    facts = tuple(
        f
        if f.key in before.facts_read
        else f.model_copy(update={"statement": "別の内容", "public": False})
        for f in FACTS
    )
    assert render(context(kind, facts=facts)) == before


@pytest.mark.parametrize("kind", sorted(RELEASES))
def test_a_release_refuses_what_is_not_public(kind: DocumentKind) -> None:
    key = "false_alarm.ground" if kind is DocumentKind.RETRACTION_RELEASE else "overview"
    hidden = tuple(f.model_copy(update={"public": False}) if f.key == key else f for f in FACTS)
    with pytest.raises(FactNotPublicError, match=key) as caught:
        render(context(kind, facts=hidden))
    assert "外部アプリ" not in str(caught.value)


@pytest.mark.parametrize("kind", sorted(RELEASES))
def test_a_release_leaves_out_what_is_held_back(kind: DocumentKind) -> None:
    hidden = tuple(
        f.model_copy(update={"public": False, "statement": "秘密の内容"})
        if f.key in {"cause.method", "police", "systems.involved"}
        else f
        for f in FACTS
    )
    words = render(context(kind, facts=hidden))
    assert "秘密の内容" not in words.text + words.html
    assert "具体的な手口" not in words.text
    assert "cause.method" not in words.facts_read
    assert "100,000" not in words.text


def test_a_release_without_facts_claims_nothing() -> None:
    words = render(context(DocumentKind.FIRST_RELEASE, facts=()))
    assert "確認されておりません" not in words.text
    assert "含まれない" not in words.text
    assert "対象となる件数：調査中です。" in words.text


def test_a_figure_still_unknown_is_not_listed_as_known() -> None:
    unknown = fact("figure.names", status=FactStatus.UNKNOWN)
    companies = [f for f in FACTS if f.key == "figure.merchants"]
    text = render(context(DocumentKind.FIRST_RELEASE, facts=(unknown, *companies))).text
    known, _, rest = text.partition("■ 現時点で判明していないこと")
    assert "8社" in known
    assert "氏名の件数" not in known
    assert "対象となる件数：調査中です。" in rest


def test_a_final_release_says_so() -> None:
    last = context(DocumentKind.FOLLOW_UP_RELEASE).model_copy(
        update={"release": ReleaseView(number=4, previous_number=3, final=True)}
    )
    words = render(last)
    assert "最終報" in words.subject
    assert "今回をもって最終とします" in words.text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, "調査中です。"),
        (fact("cause", status=FactStatus.UNKNOWN), "調査中です。"),
        (fact("cause", "現在確認中です。", status=FactStatus.UNKNOWN), "現在確認中です。"),
        (fact("cause", "甲が盗んだ", status=FactStatus.UNKNOWN), "調査中です（甲が盗んだ）"),
        (fact("cause", "誤操作。", status=FactStatus.SUSPECTED), "誤操作（可能性の段階であり"),
        (fact("cause", "誤操作（甲の申告）", status=FactStatus.SUSPECTED), "申告。可能性の段階"),
        (fact("cause", "誤操作のおそれ", status=FactStatus.SUSPECTED), "誤操作のおそれ"),
        (fact("cause", "誤操作", status=FactStatus.KNOWN), "誤操作"),
        (fact("cause", "誤操作", status=FactStatus.WITHDRAWN), "従前の内容を取り下げ"),
    ],
)
def test_a_fact_is_said_as_sure_as_it_is(given: FactView | None, said: str) -> None:
    reader = FactReader((given,) if given else (), public_only=False)
    assert said in reader.fact("cause").said
    assert reader.keys_read == ("cause",)
    if given and given.status is FactStatus.WITHDRAWN:
        assert given.statement not in reader.fact("cause").said


def test_a_misspelt_key_is_an_error() -> None:
    reader = FactReader((), public_only=False)
    with pytest.raises(UnknownFactKeyError, match="casue"):
        reader.fact("casue")


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_words_come_out_as_text(kind: DocumentKind) -> None:
    facts = tuple(
        FactView.model_validate({**f.model_dump(), "statement": HOSTILE, "figure": None})
        for f in FACTS
        if f.key != "event_type"
    )
    plain = context(kind, facts=facts)
    desk = {**PLATFORM.desk.model_dump(), "name": HOSTILE, "hours": HOSTILE}
    sender = {**PLATFORM.model_dump(), "name": HOSTILE, "desk": desk}
    hostile = DocumentContext.model_validate(
        {
            **plain.model_dump(),
            "sender": sender,
            "incident": {"code_name": "X", "title": HOSTILE},
        }
    )
    words = render(hostile)
    page = Tags(words.html)
    assert "script" not in page.tags
    assert page.open == []
    assert "{{ 7*7 }}" in words.text
    assert "<script>alert(1)</script>" in words.text
    assert "{{ 7*7 }}" in "".join(page.text)
    assert "\n" not in words.subject
    for body in (words.subject, words.text, words.html):
        assert not set(body) & set("\r\x00\u202e")
    expected = PersonField.NAME in fields_in(render(plain).text)
    assert (PersonField.NAME in fields_in(words.text)) == expected
    assert words.text.count(PersonField.NAME.marker) == int(kind in PERSON_DOCUMENTS)


def test_fields_of_persons_stand_only_in_their_documents() -> None:
    mail = {PersonField.NAME, PersonField.ITEMS, PersonField.CHECK_CODE}
    letter = set(PersonField)
    items = {PersonField.ITEMS}
    for kind in KINDS:
        words = render(context(kind))
        expected = {
            DocumentKind.PERSON_NOTICE: mail,
            DocumentKind.PERSON_LETTER: letter,
            # Nothing of theirs has leaked.
            DocumentKind.PERSON_RETRACTION: mail - items,
            DocumentKind.PERSON_RETRACTION_LETTER: letter - items,
        }.get(kind, set())
        assert fields_in(words.text) == fields_in(words.html) == expected


def test_how_it_came_out_follows_the_alarm_where_nobody_said() -> None:
    alarm = fact("alarm.source", "vendor", public=False)
    unsaid = fact("discovered_by", status=FactStatus.UNKNOWN)
    reader = FactReader((alarm, unsaid), public_only=False)
    assert reader.fact("discovered_by").said == "委託先・外部サービスからの連絡により判明しました。"
    assert reader.keys_read == ("alarm.source", "discovered_by"), "an approval binds both"
    stated = fact("discovered_by", "社内の監視による")
    assert FactReader((alarm, stated), public_only=False).fact("discovered_by").said == (
        "社内の監視による"
    )
    assert not FactReader((alarm,), public_only=True).fact("discovered_by").stated


@pytest.mark.parametrize("language", Language)
def test_what_is_only_possible_does_not_stand_among_what_is_known(language: Language) -> None:
    given = context(DocumentKind.FIRST_RELEASE).model_copy(update={"language": language})
    text = render(given).text
    known, possible, unknown = (
        ("■ 現時点で判明していること", "■ 可能性があり、", "■ 現時点で判明していないこと")
        if language is Language.JAPANESE
        else ("■ What is known\n", "■ What is possible", "■ What is not known yet")
    )
    cause = text.index(
        "確定していません" if language is Language.JAPANESE else "not established yet)"
    )
    assert text.index(known) < text.index(possible) < cause < text.index(unknown)


def test_a_doubt_does_not_slip_into_the_brackets_of_a_weekday() -> None:
    doubted = fact("discovered", moment=day(8), status=FactStatus.SUSPECTED)
    text = render(context(DocumentKind.FIRST_RELEASE, facts=changed(doubted))).text
    assert "・発覚日：2026年1月8日（木）（可能性の段階であり、" in text


def test_titles_name_the_house_whose_facts_they_are() -> None:
    school = context(DocumentKind.FIRST_RELEASE, form=OrganisationForm.SCHOOL, platform=PLATFORM)
    assert f"・{PLATFORM.name}のシステムの状況：" in render(school).text
    assert "・本校システムの状況：" in render(school.model_copy(update={"platform": None})).text
