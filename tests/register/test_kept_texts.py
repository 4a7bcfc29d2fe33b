"""A text that somebody approved can be shown, and proven, after another has taken its place."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from contracts.decision_kinds import DecisionKind
from register.documents import (
    DocumentRow,
    Rendition,
    digest_of_words,
    read_earlier_renditions,
    write_draft,
)
from register.kept_texts import TextRow, WordGiven, earlier_texts, words_given
from register.tables_texts import text_words
from register.wave_population import bind
from tests.activities.paper_case import PaperCase, paper_case


@pytest.fixture
def case(tmp_path: Path) -> PaperCase:
    made = paper_case(tmp_path)
    made.count(6493)
    made.states("overview", statement="外部からの不正アクセスがありました")
    return made


def earlier(case: PaperCase, paper: str) -> tuple[TextRow, ...]:
    with case.register.reading() as connection:
        return earlier_texts(connection, case.incident_id).get(paper, ())


def given_on(case: PaperCase, digest: str) -> tuple[WordGiven, ...]:
    with case.register.reading() as connection:
        return words_given(connection, case.incident_id).get(digest, ())


def words_of(case: PaperCase, paper: str, text: TextRow) -> tuple[Rendition, ...]:
    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        return read_earlier_renditions(connection, sealer, case.document(paper), text.binding)


def wordings_kept(case: PaperCase) -> int:
    query = select(func.count()).select_from(text_words)
    with case.register.reading() as connection:
        return int(connection.execute(query).scalar_one())


def test_a_text_that_was_approved_is_kept_when_a_fact_moves(case: PaperCase) -> None:
    paper = case.approved("first_release")
    approved = case.document(paper)

    case.correct(132)
    case.draft("first_release", paper)

    (kept,) = earlier(case, paper)
    assert kept == TextRow.model_validate(approved, from_attributes=True)
    assert [word[:2] for word in given_on(case, kept.binding_digest)] == [
        ("counsel", "approved"),
        ("commander", "approved"),
    ]
    (words,) = words_of(case, paper, kept)
    assert "6,493名" in words.text
    assert "6,493名" in words.html
    assert "132名" not in words.text
    # The words give the digest that was approved, and that digest stands in the audit log.
    assert digest_of_words([words]) == kept.binding.text
    assert kept.binding.digest() == kept.binding_digest
    bound = [line.detail.get("binding") for line in case.decider.lines()]
    assert kept.binding_digest in bound
    assert given_on(case, case.document(paper).binding_digest) == ()


def test_every_text_is_kept_in_order_and_an_edit_makes_one(case: PaperCase) -> None:
    paper = case.draft("first_release")
    case.correct(132)
    case.draft("first_release", paper)
    case.tick()
    edited = [{"name": "opening", "words": "［now］現在、対象は［figure.people］です。"}]
    case.decider.does(DecisionKind.PASSAGES_EDITED, "privacy_officer", number=1, passages=edited)

    first, second = earlier(case, paper)
    assert first.prepared_at < second.prepared_at < case.document(paper).prepared_at
    assert [first.ledger_revision, second.ledger_revision] == [2, 3]
    assert "6,493名" in words_of(case, paper, first)[0].text
    assert "現在、対象は132名です。" not in words_of(case, paper, second)[0].text


def test_a_text_that_nothing_moves_is_one(case: PaperCase) -> None:
    paper = case.draft("first_release")
    case.states("closing_remark", statement="誰も読まない事実")
    case.draft("first_release", paper)

    assert earlier(case, paper) == ()


def test_words_are_kept_once_for_each_wording(case: PaperCase) -> None:
    """Another binding of the same words keeps none, and neither does a wording that returns."""
    paper = case.draft("first_release")
    with case.register.writing() as connection:
        bind(connection, paper, "p" * 64, "q" * 64)
    assert len(earlier(case, paper)) == 1
    assert wordings_kept(case) == 0

    for number in (132, 6493, 132):
        case.correct(number)
        case.draft("first_release", paper)

    texts = earlier(case, paper)
    assert len(texts) == 4
    assert wordings_kept(case) == len({text.binding.text for text in texts})
    for text in texts:
        assert digest_of_words(words_of(case, paper, text)) == text.binding.text


def test_many_addressees_take_little_room_and_come_back_whole(case: PaperCase) -> None:
    paper = case.draft("first_release")
    document = case.document(paper)
    (model,) = words_of(case, paper, TextRow.model_validate(document, from_attributes=True))
    many = tuple(
        model.model_copy(
            update={
                "addressee_id": f"{number:026}",
                "text": f"店舗{number} 御中\n\t\ud800{model.text}",
            }
        )
        for number in range(600)
    )
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        write_draft(connection, sealer, bound_to(document, "1" * 64), many)
        write_draft(connection, sealer, bound_to(document, "2" * 64), many[:1])
        size = select(func.sum(func.length(text_words.c.body)), func.count())
        kept, parts = connection.execute(size.where(text_words.c.text_digest == "1" * 64)).one()

    text = earlier(case, paper)[-1]
    assert words_of(case, paper, text) == many
    assert parts == 3
    assert kept * 20 < sum(len(one.text) + len(one.html) for one in many)


def bound_to(document: DocumentRow, text: str) -> DocumentRow:
    """The document with another wording."""
    binding = document.binding.model_copy(update={"text": text})
    return document.model_copy(update={"binding": binding, "binding_digest": binding.digest()})
