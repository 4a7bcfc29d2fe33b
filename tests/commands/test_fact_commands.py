"""Facts, the ledger, approvals and filings on the screen, in both languages and as JSON."""

import json
from datetime import timedelta
from typing import Any

import pytest
from ulid import ULID

from activities.drafting import draft_document
from commands.refusal_words import in_japanese
from contracts.document_payloads import DraftDocument
from domain.facts import Fact
from register.ledger import add_facts
from tests.activities.paper_case import PaperCase
from tests.commands.command_folder import Folder, widest
from tests.register_fixtures import AT


def states(folder: Folder, number: int, hours: int = 0, **values: Any) -> None:
    fact = Fact.model_validate(
        {
            "key": "figure.people",
            "status": "known",
            "figure": {"kind": "exact", "unit": "people", "number": number},
            "as_of": AT + timedelta(hours=hours),
            "source": "ourselves",
            "vouched_by": "privacy_officer",
            "public": True,
            **values,
        }
    )
    case = folder.case
    with folder.register.writing() as connection:
        sealer = folder.register.sealer(case.incident_id, connection)
        add_facts(
            connection,
            sealer,
            case.incident_id,
            [fact],
            AT + timedelta(hours=hours),
            str(ULID()),
            ours="ourselves",
        )


@pytest.fixture
def ledger(folder: Folder) -> Folder:
    """Counted, corrected, contradicted by a merchant, and claimed by somebody."""
    states(folder, 6493)
    states(folder, 132, 1, corrects=1, reason="重複を除いた")
    states(folder, 950, 2, source="m0")
    states(folder, 100_000, 3, claimed_by="投稿者")
    return folder


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_ledger_shows_what_holds_what_competes_and_what_is_claimed(
    ledger: Folder, language: str
) -> None:
    printed = ledger.told("ledger", "show", "KAWASEMI", "--language", language)

    assert widest(printed) <= 80
    for words in {
        "ja": ("第4版", "132名", "決まっていない食い違い", "950名", "投稿者 の主張", "公表可"),
        "en": ("revision 4", "132 people", "Competing values", "950 people", "claimed by 投稿者"),
    }[language]:
        assert words in printed
    assert "6,493" not in printed


def test_the_story_of_a_fact_has_its_chain(ledger: Folder) -> None:
    printed = ledger.told("fact", "history", "KAWASEMI", "figure.people")
    told = json.loads(ledger.told("fact", "history", "KAWASEMI", "figure.people", "--json"))

    assert widest(printed) <= 80
    for words in ("第2版で差替え", "第1版の訂正", "理由: 重複を除いた", "併記", "投稿者 の主張"):
        assert words in printed
    chain = [(one["revision"], one["superseded_by"], one["beside"]) for one in told["entries"]]
    assert chain == [(1, 2, False), (2, None, False), (3, None, True), (4, None, True)]


def test_two_revisions_are_compared(ledger: Folder) -> None:
    printed = ledger.told("ledger", "diff", "KAWASEMI", "2", "1", "--language", "en")
    told = json.loads(ledger.told("ledger", "diff", "KAWASEMI", "1", "2", "--json"))

    assert "was: [known] [public] 6,493 people" in printed
    assert "now: [known] [public] 132 people" in printed
    (changed,) = told["changed"]
    assert (changed["before"]["figure"]["number"], changed["after"]["corrects"]) == (6493, 1)
    assert "No fact has changed" in ledger.told(
        "ledger", "diff", "KAWASEMI", "2", "4", "--language", "en"
    )
    revisions = json.loads(ledger.told("ledger", "list", "KAWASEMI", "--json"))["revisions"]
    assert [one["revision"] for one in revisions] == [1, 2, 3, 4]
    assert "figure.people" in ledger.told("ledger", "list", "KAWASEMI")


def test_a_change_that_left_the_words_alone_says_what_changed(folder: Folder) -> None:
    case = PaperCase(folder.register, folder.path / "outbox").open()
    case.states("cause", statement="設定の誤り", source="app-vendor")
    case.states("cause", statement="設定の誤り", public=False)

    printed = folder.told("ledger", "diff", "PAPER", "1", "2")
    (said,) = "".join(printed.split()).split("変わった点:")[1:]
    assert said.endswith("、出所(app-vendor→us)、公表の可否(公表可→公表しない)")
    assert "記載" not in printed
    assert widest(printed) <= 80
    english = folder.told("ledger", "diff", "PAPER", "1", "2", "--language", "en")
    assert "public or not(public → not public)" in " ".join(english.split())
    told = json.loads(folder.told("ledger", "diff", "PAPER", "1", "2", "--json"))
    (changed,) = told["changed"]
    assert changed["differs_in"] == ["as_of", "source", "public"]


def test_reading_what_is_not_there_says_what_is(ledger: Folder) -> None:
    assert "1から4まで" in ledger.refused("ledger", "show", "KAWASEMI", "--at", "9")
    assert "近い鍵: figure.people" in ledger.refused("fact", "history", "KAWASEMI", "figure.peple")


def test_who_approves_is_listed_with_the_override(folder: Folder) -> None:
    printed = folder.told("approval", "list", "KAWASEMI")
    told = json.loads(folder.told("approval", "list", "KAWASEMI", "--json"))

    assert widest(printed) <= 80
    assert "代理は定められていません" in printed
    assert told["override"] == {"roles": ["commander", "deputy", "counsel"], "needed": 2}
    assert {one["kind"] for one in told["asked"]} > {"final_report", "person_notice"}


def report(folder: Folder, kind: str, number: int, hours: int) -> None:
    with folder.register.writing() as connection:
        authority = folder.case._party(connection, f"a{number}", "authority", "見本委員会", {})
    draft_document(
        folder.register,
        DraftDocument(
            incident_id=folder.case.incident_id,
            document_id=str(ULID()),
            number=number,
            kind=kind,
            author="privacy_officer",
            addressees=(authority,),
            on_behalf_of=(),
            at=AT + timedelta(hours=hours),
        ),
    )


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_report_is_a_sheet_to_copy_and_two_are_compared(folder: Folder, language: str) -> None:
    states(folder, 6493)
    report(folder, "preliminary_report", 3, 1)
    states(folder, 132, 2, corrects=1, reason="重複を除いた")
    report(folder, "final_report", 4, 3)

    sheet = folder.told("filing", "sheet", "KAWASEMI", "3", "--language", language)
    diff = folder.told("filing", "diff", "KAWASEMI", "3", "4", "--language", language)

    assert max(widest(sheet), widest(diff)) <= 80
    assert "6,493名" in sheet
    assert "6,493名" in diff
    assert "132名" in diff
    assert "概要" in sheet


def test_a_sheet_for_programs_says_unknown_and_is_never_blank(folder: Folder) -> None:
    report(folder, "preliminary_report", 3, 1)

    told = json.loads(folder.told("filing", "sheet", "KAWASEMI", "3", "--json"))

    assert all(line["words"] for line in told["lines"])
    unknown = {line["id"] for line in told["lines"] if not line["answered"]}
    assert {"cause", "people", "secondary", "medium"} <= unknown
    sections = list(dict.fromkeys(line["section"] for line in told["lines"]))
    assert (len(sections), sections[0]) == (10, "報告者")
    assert {line["id"] for line in told["lines"] if line["verified"]} == {
        *("stage", "reporter", "my_number", "sector_delegated")
    }


def test_a_sheet_is_asked_for_one_thing(folder: Folder) -> None:
    assert "--duty" in folder.refused("filing", "sheet", "KAWASEMI")
    report(folder, "preliminary_report", 3, 1)
    assert "様式による報告書ではありません" in folder.refused("filing", "sheet", "KAWASEMI", "1")


def test_another_authoritys_contents_are_filled_from_the_ledger(folder: Folder) -> None:
    states(folder, 132)
    folder.duties(folder.duty("eu-gdpr/authority", 3, owed_to="supervisory"))

    told = json.loads(
        folder.told(
            "filing", "sheet", "KAWASEMI", "--duty", "authority", "--json", "--language", "en"
        )
    )

    lines = {line["id"]: line for line in told["lines"]}
    assert list(lines) == ["nature", "people", "records", "contact", "consequences", "measures"]
    assert "132 people" in lines["people"]["words"]
    assert lines["contact"]["words"].startswith("見本プラットフォーム")
    assert lines["consequences"]["answered"] is False
    assert lines["consequences"]["words"]


def test_a_contradiction_is_said_in_japanese_with_both_places() -> None:
    said = in_japanese(
        "this text (document 2, preliminary_report) contradicts another: figure.people: here exact "
        "132 people, known as of 2026-01-06; in document 1 (first_release, issued) exact 6493 "
        "people, known as of 2026-01-05; if the ledger is right, say so openly with `shirase fact "
        "correct` (a draft that lags behind is written anew by itself)"
    )
    for words in ("文書2", "132名(判明)", "文書1(公表文（第1報）、発出済み)では 6,493名(判明)"):
        assert words in said
