"""A report says what the house itself did; a fact comes first, and a difference is shown."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update
from temporalio.exceptions import ApplicationError
from ulid import ULID

from activities.law import assess_duties
from activities.words import render
from contracts.incident_payloads import AssessDuties
from domain.documents import Binding, DocumentKind, DocumentState
from domain.facts import FactStatus
from domain.house_record import HouseRecord, MerchantsTold, acts_of
from domain.notices import Channel
from domain.ppc_report import FormAnswer, PpcReport
from domain.said_numbers import strangers
from domain.wording import Language
from register.documents import read_renditions
from register.tables_incident import entrustments, merchants, parties
from tests.activities.house_samples import TOLD
from tests.activities.paper_case import PaperCase
from tests.activities.words_samples import context, day, fact
from tests.register_fixtures import create_register

PRELIMINARY = "preliminary_report"
SAID = {
    "entrustment": "株式会社すずらん自転車",
    "external": "見本調査株式会社",
    "first_release": "令和8年1月8日（木）18時00分に第1報を公表しました。",
    "publication_status": "実施済み",
    "publication_date": "令和8年1月8日（木）",
    "publication_method": "ウェブサイトへの掲載",
    "publication_text": "第1報「お知らせ（第1報）」",
    "merchants_told": "契約店舗8社のうち8社に個別に通知しました。",
    "people_told": "郵送234名、メール1,000名",
    "people_status": "実施済み",
    "people_date": "令和8年1月14日（水）から令和8年1月16日（金）",
    "people_method": "郵送、メール",
    "police": "見本警察署：令和8年1月9日（金）に連絡しました。",
    "other_authorities": "見本大臣への速報（受付番号R8-77）",
    "timeline": "第1報の公表",
}


@pytest.fixture
def case(tmp_path: Path) -> PaperCase:
    return PaperCase(create_register(tmp_path), tmp_path / "outbox").open()


def form(*facts: object, house: HouseRecord = TOLD, language: str = "ja") -> PpcReport:
    given = context(DocumentKind.PRELIMINARY_REPORT)
    changed = {"facts": facts, "house": house, "language": Language(language)}
    found = render(given.model_copy(update=changed)).form
    assert found is not None
    return found


def answer(report: PpcReport, identity: str) -> FormAnswer:
    return next(one for one in report.answers if one.id == identity)


@pytest.mark.parametrize(("identity", "words"), SAID.items())
def test_what_the_house_did_fills_the_form(identity: str, words: str) -> None:
    said = answer(form(), identity)
    assert words in said.words
    assert said.answered


def test_the_english_form_says_the_same() -> None:
    report = form(language="en")
    assert "Report no. 1 was published on 8 January 2026" in answer(report, "first_release").words
    assert answer(report, "publication_status").words == "done"
    assert answer(report, "people_status").chosen == ("実施済み",)
    assert "8 of 8 companies" in answer(report, "merchants_told").words


def test_hostile_names_are_text_and_many_are_not_all_listed() -> None:
    ids = tuple(f"E{number:02}" for number in range(25))
    names = {one: f"<b>店{one}</b>\r\n\u202e" for one in ids}
    bare = TOLD.model_copy(update={"entrustors": ids})
    given = context(DocumentKind.PRELIMINARY_REPORT)
    house = bare.named(names, {"R1": "題\r\nBcc: a@b"})
    rendered = render(given.model_copy(update={"facts": (), "house": house}))
    assert "&lt;b&gt;店E00&lt;/b&gt;" in rendered.html
    assert "<b>" not in rendered.html
    assert "\u202e" not in rendered.text
    assert "店E19" in rendered.text
    assert "店E20" not in rendered.text
    assert "ほか）から取扱いの委託" in rendered.text
    # Nothing that the record says counts as typed by hand.
    assert strangers(rendered.text, given.model_copy(update={"house": house}).model_dump()) == ()


def test_a_wave_under_way_has_no_counts_that_move_by_the_second() -> None:
    running = TOLD.waves[0].model_copy(update={"finished_at": None, "told": ()})
    report = form(house=TOLD.model_copy(update={"waves": (running,)}))
    assert answer(report, "people_status").words == "実施中"
    assert "実施中です（対象1,234名）" in answer(report, "people_told").words


def test_a_fact_comes_first_and_a_difference_is_shown() -> None:
    agrees = fact("publication.first", "自社サイトで公表しました。", moment=day(8))
    said = answer(form(agrees), "first_release")
    assert "自社サイトで公表しました" in said.words
    assert "社内の記録" not in said.words
    for stated in (
        fact("publication.first", "自社サイトで公表しました。", moment=day(7)),
        fact("publication.first", "まだ公表していません。"),
    ):
        both = answer(form(stated), "first_release")
        assert "令和8年1月8日（木）18時00分に第1報" in both.words
        assert "一致していません" in both.words
        assert not both.answered
    none = answer(form(fact("entrustment", "委託はありません。")), "entrustment")
    assert "一致していません" in none.words
    assert none.chosen == ()


def test_each_kind_of_event_has_its_own_box() -> None:
    stated = form(fact("event_type", "漏えい（発生）、滅失のおそれ"))
    assert answer(stated, "event_leak").words == "発生"
    assert answer(stated, "event_loss").words == "発生したおそれ"
    assert "event_damage" not in {one.id for one in stated.answers}
    unsure = form(fact("event_type", "漏えい", status=FactStatus.SUSPECTED))
    assert answer(unsure, "event_leak").chosen == ("発生したおそれ",)
    assert "event_leak" not in {one.id for one in form().answers}


def test_nothing_of_rule_7_is_a_voluntary_report() -> None:
    keys = ("special_care", "property_damage", "wrongful_purpose")
    no = [fact(f"category.{key}", status=FactStatus.WITHDRAWN) for key in keys]

    def voluntary(*facts: object, over: bool | None) -> str:
        given = context(DocumentKind.PRELIMINARY_REPORT)
        assert given.filing is not None
        head = given.filing.model_copy(update={"over_threshold": over})
        changed = given.model_copy(update={"facts": facts, "filing": head})
        found = render(changed).form
        assert found is not None
        return answer(found, "rule7_none").words

    assert voluntary(*no, over=False) == "該当"
    assert voluntary(*no, over=None) == "確認中"
    assert voluntary(*no[:2], over=False) == "確認中"
    assert voluntary(*no, over=True) == "非該当"
    assert voluntary(fact(f"category.{keys[0]}"), over=False) == "非該当"


@pytest.mark.parametrize(
    ("statement", "box"),
    [
        ("外部の調査会社による調査が完了しました。", ("実施済み",)),
        ("外部の専門機関に依頼する予定です。", ("実施予定",)),
        ("当社の調査が完了しました。", ()),
    ],
)
def test_an_investigation_is_external_only_where_it_says_so(
    statement: str, box: tuple[str, ...]
) -> None:
    stated = form(fact("measures.investigation", statement), house=HouseRecord())
    assert answer(stated, "external").chosen == box


def test_the_facts_stand_in_time_order() -> None:
    told = form(fact("discovered", moment=day(7)), fact("occurred", moment=day(20)))
    lines = answer(told, "timeline").words.split("\n")
    assert lines[0].endswith("発覚日")
    assert lines[-1].endswith("発生日")
    assert len(lines) == 2 + 6
    same, other = (form(fact("publication.first", moment=day(number))) for number in (8, 9))
    assert "最初の公表" not in answer(same, "timeline").words
    assert "最初の公表" in answer(other, "timeline").words
    assert "第1報の公表" in answer(other, "timeline").words


@pytest.mark.parametrize(
    ("statement", "box"),
    [
        ("二次被害が発生しました。", ("有",)),
        ("二次被害はありません。", ("無",)),
        ("現時点で確認されておりません。", ()),
        ("被害を確認していません。", ()),
    ],
)
def test_secondary_damage_is_ticked_only_where_that_is_plain(
    statement: str, box: tuple[str, ...]
) -> None:
    facts = [
        fact(key, "調べました。")
        for key in ("assurance.examined", "assurance.period", "assurance.logs")
    ]
    assert answer(form(fact("secondary_damage", statement), *facts), "secondary").chosen == box
    assert answer(form(), "secondary").chosen == ("不明",)


def test_what_the_house_does_moves_the_text_and_its_approvals(case: PaperCase) -> None:
    paper = case.draft(PRELIMINARY)
    case.approve(paper, "counsel")
    before = case.document(paper)
    case.draft(PRELIMINARY, paper)
    assert case.document(paper) == before
    release = case.approved("first_release")
    case.issue(release)
    # Between the release and the new draft nobody approves or files the old one.
    assert "the house itself" in refusal(case, paper)
    assert assessed(case) == 1
    case.draft(PRELIMINARY, paper)
    after = case.document(paper)
    assert after.state is DocumentState.IN_REVIEW
    assert after.binding_digest != before.binding_digest
    assert "第1報を公表しました" in text(case, paper)
    assert assessed(case) == 0


def test_roles_police_and_merchants_come_from_the_register(case: PaperCase) -> None:
    paper = case.draft(PRELIMINARY)
    shop, police = str(ULID()), str(ULID())
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        ours = connection.execute(
            select(parties.c.id).where(
                parties.c.incident_id == case.incident_id, parties.c.kind == "ourselves"
            )
        ).scalar_one()
        for key, kind, name in ((shop, "merchant", "見本商店"), (police, "police", "見本警察署")):
            connection.execute(
                insert(parties).values(
                    id=key,
                    incident_id=case.incident_id,
                    key=kind,
                    kind=kind,
                    role="entrustor" if key == shop else "none",
                    name=sealer.seal("parties", "name", key, name),
                    details=sealer.seal("parties", "details", key, "{}"),
                )
            )
        connection.execute(
            insert(merchants).values(
                party_id=shop, incident_id=case.incident_id, shard=0, reminders=0, reports={}
            )
        )
        connection.execute(
            insert(entrustments).values(
                entrustor_id=shop, entrustee_id=ours, incident_id=case.incident_id
            )
        )
    case.draft(PRELIMINARY, paper)
    assert "委託元（見本商店）から取扱いの委託を受けた" in text(case, paper)
    with case.register.writing() as connection:
        connection.execute(update(merchants).values(told_at=case.now + timedelta(hours=1)))
    case.draft(PRELIMINARY, paper)
    assert "1社のうち1社に個別に通知しました" in text(case, paper)


def test_counts_that_move_by_themselves_are_followed_and_hold_nothing_back() -> None:
    (wave,), (release,) = TOLD.waves, TOLD.releases
    counts = (
        {"held": 9},
        {"waves": (wave.model_copy(update={"told": ((Channel.MAIL, 1),)}),)},
        {"releases": (release.model_copy(update={"on_site": False}),)},
    )
    acts = (
        {"waves": (wave.model_copy(update={"finished_at": None}),)},
        {"releases": ()},
        {"talks": ()},
        {"entrustors": ()},
        {"merchants": MerchantsTold(merchants=8)},
        {"reports": ()},
    )
    before = TOLD.digest()
    for changed in (*counts, *acts):
        after = TOLD.model_copy(update=changed).digest()
        assert after != before
        assert (acts_of(after) != acts_of(before)) is (changed in acts)


def test_a_binding_without_a_record_is_what_it_was_before_there_were_any() -> None:
    bare = Binding(text="a", template="b", facts="c")
    assert bare.digest() != bare.model_copy(update={"record": "d"}).digest()
    assert (
        bare.digest()
        == Binding.model_validate({"text": "a", "template": "b", "facts": "c"}).digest()
    )
    assert bare.digest() == ("0ac458057a3e65220978f4053b3d9098949a691de2e601063ea974eb5959e723")


def text(case: PaperCase, paper: str) -> str:
    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        (one,) = read_renditions(connection, sealer, paper)
    return one.text


def refusal(case: PaperCase, paper: str) -> str:
    with pytest.raises(ApplicationError) as caught:
        case.approve(paper, "commander")
    return caught.value.message


def assessed(case: PaperCase) -> int:
    found = assess_duties(case.register, AssessDuties(incident_id=case.incident_id, at=case.tick()))
    return min(1, found.texts_behind)
