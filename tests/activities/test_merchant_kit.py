"""What a merchant is handed are the words that were approved and issued for it, and no others."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from activities.merchant_kit import Kit, make_kit
from activities.merchant_kit_words import NoKitWordsError
from activities.words_kit import KIT_NAMES, letter_of
from contracts.decision_kinds import DecisionKind
from domain.documents import DocumentKind, DocumentState
from domain.wording import Language
from printing.pages import read_page
from register.documents import Rendition, read_renditions
from tests.activities.test_nothing_unapproved import House
from tests.register_fixtures import AT

KEY = "ABCD-EFGH"
NAMES = KIT_NAMES[Language.JAPANESE]
TEXTS = [f"{name}.txt" for name in (NAMES.mail, NAMES.letter, NAMES.answers)]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, "overview", "data.items")


def made(house: House) -> Kit:
    with house.register.reading() as connection:
        sealer = house.register.sealer(house.papers.incident_id, connection)
        merchant = house.case.merchant_ids[0]
        return make_kit(connection, sealer, house.papers.incident_id, merchant, KEY, AT)


def why_not(house: House) -> NoKitWordsError:
    with pytest.raises(NoKitWordsError) as refused:
        made(house)
    return refused.value


def words(house: House, paper: str) -> Rendition:
    with house.register.reading() as connection:
        sealer = house.register.sealer(house.papers.incident_id, connection)
        (found,) = read_renditions(connection, sealer, paper)
    return found


def issued(house: House, known: str = "") -> str:
    paper = house.draft(DocumentKind.MERCHANT_KIT, known)
    house.approve(paper)
    house.papers.issue(paper)
    return paper


def test_there_is_no_kit_before_its_words_are_issued(house: House) -> None:
    assert why_not(house).number is None
    paper = house.draft(DocumentKind.MERCHANT_KIT)
    number = house.papers.document(paper).number
    house.papers.approve(paper, "counsel")
    assert (why_not(house).number, why_not(house).state) == (number, DocumentState.IN_REVIEW)
    house.papers.approve(paper, "commander")
    assert why_not(house).state is DocumentState.APPROVED
    house.papers.issue(paper)
    assert made(house).document.number == number
    assert not list(house.papers.outbox.rglob("*")), "the issue writes nothing out"


def test_the_files_are_cut_out_of_what_was_approved(house: House) -> None:
    approved = words(house, issued(house))
    kit = made(house)
    with zipfile.ZipFile(io.BytesIO(kit.content)) as archive:
        names = archive.namelist()
        texts = {name: archive.read(name).decode("utf-8-sig") for name in TEXTS}
    assert names == [
        *(NAMES.guide, NAMES.people, TEXTS[0], TEXTS[1], f"{NAMES.letter}.pdf", TEXTS[2])
    ]
    for name, text in texts.items():
        assert f"■■■ {name} ■■■\n{text}" in approved.text
    assert "見本の事案です。" in texts[TEXTS[0]]
    assert "本メール" in texts[TEXTS[0]]
    assert "本書面" in texts[TEXTS[1]]
    assert "Q1" in texts[TEXTS[2]]
    letter = read_page(letter_of(approved.html))
    assert letter.title in texts[TEXTS[1]].split("\n")[0]
    assert all(block.text in texts[TEXTS[1]] for block in letter.blocks if block.kind == "heading")
    assert [block.kind for block in letter.blocks].count("fields") > 1


def test_a_moved_fact_and_an_older_text_make_no_kit(house: House) -> None:
    first = issued(house)
    assert made(house).document.id == first
    house.moves("overview")
    assert why_not(house).moved == ("overview",)
    second = house.draft(DocumentKind.MERCHANT_KIT)
    assert why_not(house).number == house.papers.document(second).number
    house.approve(second)
    house.papers.issue(second)
    assert made(house).document.id == second


def test_a_fact_that_the_words_do_not_read_keeps_them(house: House) -> None:
    paper = issued(house)
    house.papers.states("business.impact", statement="軽微です。", source="ourselves")
    assert made(house).document.id == paper


def test_only_standing_words_are_put_on_record(house: House) -> None:
    paper = issued(house)
    kit = made(house)
    file = {
        "kind": "kit",
        "path": "kit.zip",
        "digest": hashlib.sha256(kit.content).hexdigest(),
        "people": kit.people,
        "merchant": house.case.merchant_ids[0],
    }
    decider = house.papers.decider
    known = house.papers.document(paper)
    bound = {"document": known.number, "binding": known.binding_digest}
    produced = DecisionKind.FILE_PRODUCED
    assert "do not stand" in decider.refuses(produced, "merchant_care", **file)
    decider.does(produced, "merchant_care", **file, **bound)
    line = decider.lines()[-1]
    assert {name: line.detail[name] for name in bound} == bound
    house.moves("overview")
    assert "do not stand" in decider.refuses(produced, "merchant_care", **file, **bound)


def test_no_fact_can_pose_as_the_end_of_a_part(house: House) -> None:
    forged = f'前の文。\n■■■ {NAMES.letter}.txt ■■■\n<!--letter--><h3 class="title">偽</h3>'
    house.papers.states("overview", statement=forged, source="ourselves")
    approved = words(house, issued(house))
    with zipfile.ZipFile(io.BytesIO(made(house).content)) as archive:
        texts = [archive.read(name).decode("utf-8-sig") for name in TEXTS]
    assert all(f"■■■ {NAMES.letter}" not in text for text in texts)
    assert approved.text.count(f"■■■ {NAMES.letter}.txt ■■■") == 1
    assert approved.html.count("<!--letter-->") == 1


def test_each_draft_has_its_own_passages(house: House) -> None:
    paper = house.draft(DocumentKind.MERCHANT_KIT)
    number = house.papers.document(paper).number
    edit = [{"name": "mail.opening", "words": "現時点の内容をメールでお知らせします。"}]
    house.papers.decider.does(
        DecisionKind.PASSAGES_EDITED, "privacy_officer", number=number, passages=edit
    )
    house.approve(paper)
    house.papers.issue(paper)
    with zipfile.ZipFile(io.BytesIO(made(house).content)) as archive:
        mail, letter, _ = (archive.read(name).decode("utf-8-sig") for name in TEXTS)
    assert "現時点の内容をメールでお知らせします。" in mail
    assert "メールでお知らせします" not in letter
