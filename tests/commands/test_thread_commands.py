"""Threads on the screen: numbered matters, a reminder to send, and facts as they are typed."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from commands.sentences import NotPossible
from commands.stated_facts import stated_facts
from contracts.decision_kinds import DecisionKind as Kind
from domain.facts import FactStatus
from domain.figures import FigureKind, FigureUnit
from tests.activities.decision_runner import Decider
from tests.commands.command_folder import Folder, widest

LONG_AGO = datetime.now(UTC).replace(microsecond=0) - timedelta(days=10)


@pytest.fixture
def talked(folder: Folder) -> Folder:
    """A vendor with three demands: one answered late, one in part, one overdue; a fact beside."""
    desk = Decider(folder.case, at=LONG_AGO)
    desk.does(
        Kind.PARTY_ADD, "commander", key="app-vendor", kind="vendor", name="見本ソフト株式会社"
    )
    demands = ["affected_list", "logs", "preservation"]
    desk.does(Kind.THREAD_DEMANDS, "counsel", party="app-vendor", demands=demands, officer="安東様")

    def says(direction: str, number: int | None, text: str, **words: object) -> None:
        given = {"party": "app-vendor", "direction": direction, "text": text, "answers": number}
        said = {name: value for name, value in given.items() if value is not None}
        desk.does(Kind.THREAD_ENTRY, "counsel", **said, **words)

    desk.later(hours=30)
    fact = {
        "key": "figure.people",
        "status": "suspected",
        "figure": {"kind": "at_most", "unit": "people", "number": 1200},
    }
    says("answered", 1, "保全を完了", complete=True)
    says("answered", 2, "8店舗分のうち3店舗分", complete=False, facts=[fact])
    says("reminded", 3, "電話で督促")
    says("promised", None, "最終報告を出す", by="us")
    return folder


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_thread_shows_each_number_with_its_state(talked: Folder, language: str) -> None:
    printed = talked.told("thread", "show", "KAWASEMI", "app-vendor", "--language", language)

    assert widest(printed) <= 80
    for words in {
        "ja": (
            *("見本ソフト株式会社（app-vendor）", "担当 個人情報保護責任者", "回答済み 遅延"),
            *(
                "一部回答",
                "回答待ち",
                "督促1回",
                "安東様",
                "証拠の保全",
                "本人の数 疑い 最大1,200名",
            ),
        ),
        "en": (
            *("led by privacy officer", "answered late", "partial", "open", "reminded 1×"),
            *("preservation of evidence", "Individuals suspected at most 1,200 people"),
        ),
    }[language]:
        assert words in printed


def test_a_thread_is_whole_for_a_program(talked: Folder) -> None:
    seen = json.loads(talked.told("thread", "show", "KAWASEMI", "app-vendor", "--json"))

    assert (seen["party"], seen["kind"], seen["owner"]) == (
        "app-vendor",
        "vendor",
        "privacy_officer",
    )
    states = [(item["number"], item["state"], item["late"]) for item in seen["matters"]]
    assert states == [
        (1, "complete", True),
        (2, "partial", False),
        (3, "awaited", False),
        (4, "awaited", False),
    ]
    assert [item["overdue"] for item in seen["matters"]] == [False, True, True, True]
    assert [item["awaited_from"] for item in seen["matters"]] == ["them", "them", "them", "us"]
    assert len(seen["entries"]) == 7
    (stated,) = seen["stated"]
    assert (stated["source"], stated["beside_ours"]) == ("app-vendor", False)


def test_a_reminder_names_what_is_missing_and_promises_nothing(talked: Folder) -> None:
    printed = talked.told("thread", "remind", "KAWASEMI", "app-vendor")

    subject, _, body = printed.partition("\n\n")
    assert subject == "【再依頼・期限経過】ご回答のお願い（2、3番）"
    assert "見本ソフト株式会社　ご担当者様" in body
    assert "2番　対象となる" in body
    assert "一部のみ受領（残りが未了）" in body
    assert "未回答（これまでの督促 1回）" in body
    assert "1番" not in body
    assert "見本プラットフォーム" in body
    # Reading changes nothing: the reminder counts once somebody says that it was sent.
    seen = json.loads(talked.told("thread", "show", "KAWASEMI", "app-vendor", "--json"))
    assert [item["reminders"] for item in seen["matters"]] == [0, 0, 1, 0]
    only = json.loads(talked.told("thread", "remind", "KAWASEMI", "app-vendor", "3", "--json"))
    assert only["subject"].endswith("（3番）")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("show", "KAWASEMI", "nobody"), "There are: app-vendor, m0, m1"),
        (("show", "KAWASEMI", "ourselves"), "There are: app-vendor, m0, m1"),
        (("remind", "KAWASEMI", "app-vendor", "1"), "awaited are: 2, 3"),
        (("remind", "KAWASEMI", "app-vendor", "2", "9"), "awaited are: 2, 3"),
        (("remind", "KAWASEMI", "m0"), "awaited are: none"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(
    talked: Folder, arguments: tuple[str, ...], complaint: str
) -> None:
    assert complaint in talked.refused("thread", *arguments, "--language", "en")


def test_a_refused_ask_and_a_statement_beside_ours_wait_for_a_person(talked: Folder) -> None:
    desk = Decider(talked.case, at=LONG_AGO + timedelta(days=2))
    words = {"party": "app-vendor", "direction": "refused", "text": "断る", "answers": 3}
    desk.does(Kind.THREAD_ENTRY, "counsel", **words)
    found = json.loads(talked.told("next", "KAWASEMI", "--json"))["needs"]

    (need,) = [need for need in found if need["kind"] == "refused"]
    assert need["command"] == (
        "shirase thread withdrawn KAWASEMI app-vendor 3 --summary WORDS --as privacy_officer"
    )
    assert [need for need in found if need["kind"] == "stated"] == []


def test_facts_are_typed_as_key_and_value() -> None:
    typed = ("cause=鍵の漏えい", "figure.people=at_most:1,200", "police=", "discovered_by=a=b")
    cause, people, police, by = stated_facts(typed, FactStatus.SUSPECTED)

    assert (cause.statement, cause.status) == ("鍵の漏えい", FactStatus.SUSPECTED)
    assert people.figure is not None
    assert (people.figure.kind, people.figure.number) == (FigureKind.AT_MOST, 1200)
    assert people.figure.unit is FigureUnit.PEOPLE
    assert (police.status, police.statement) == (FactStatus.UNKNOWN, "")
    assert by.statement == "a=b"
    (at,) = stated_facts(("occurred=2026-01-08T20:50:00+09:00",), FactStatus.KNOWN)
    assert at.moment == datetime(2026, 1, 8, 11, 50, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("causes=x", "near it are: cause"),
        ("cause", "KEY=VALUE"),
        ("figure.people=many", "a figure is a number"),
        ("occurred=2026-13-08T20:50:00+09:00", "does not fit"),
    ],
)
def test_a_fact_that_does_not_fit_says_what_would(typed: str, complaint: str) -> None:
    with pytest.raises(NotPossible) as caught:
        stated_facts((typed,), FactStatus.KNOWN)
    assert complaint in caught.value.in_language("en")
