"""What stops a release is said when it is drafted, listed and asked for, not when it leaves."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from activities.timely_disclosure import RULE
from commands.finding import releases_of
from commands.left_open import what_is_left_open
from commands.release_draft import next_release, require_draftable
from commands.release_stops import what_stops
from commands.sentences import NotPossible
from contracts.decision_kinds import DecisionKind as Decided
from domain.documents import DocumentKind as Kind
from domain.documents import DocumentState
from register.board import Board, read_board
from register.documents import set_state
from register.law_questions import LawQuestion, WouldOwe, write_questions
from register.tables_incident import data_keys, incidents
from register.tables_publishing import release_plans
from tests.activities.paper_case import PaperCase
from tests.activities.test_release_gate import owed, untold_merchant
from tests.commands.command_folder import Folder, widest
from tests.publishing.site_case import stated

LISTED = "entity.listed_company"


@pytest.fixture
def case(folder: Folder) -> PaperCase:
    """A second incident, PAPER, whose releases can be written."""
    return stated(PaperCase(folder.register, folder.path / "outbox").open())


def refused(case: PaperCase, kind: Kind) -> NotPossible:
    with pytest.raises(NotPossible) as caught:
        require_draftable(case.register, case.incident_id, kind)
    return caught.value


def board(case: PaperCase) -> Board:
    return read_board(case.register, case.incident_id, with_people=False, lines=0)


def test_after_the_final_release_none_is_drafted_without_a_correction(case: PaperCase) -> None:
    case.issued("first_release")
    case.states("cause", statement="設定の誤り")
    case.issued("final_release")

    for kind in (Kind.FOLLOW_UP_RELEASE, Kind.FINAL_RELEASE):
        why = refused(case, kind)
        assert "Release 2 was the final one" in why.in_language("en")
        assert "第2報が最終報" in why.in_language("ja")
    require_draftable(case.register, case.incident_id, Kind.PRELIMINARY_REPORT)
    case.correct(136_000, "figure.names")
    require_draftable(case.register, case.incident_id, Kind.FOLLOW_UP_RELEASE)


def test_nobody_drafts_that_others_are_not_concerned_while_that_is_open(case: PaperCase) -> None:
    why = refused(case, Kind.NEGATIVE_ASSURANCE)
    assert "under investigation: data.items" in why.in_language("en")
    assert "調査中の事実: data.items" in why.in_language("ja")
    assert "件数にあって名簿にない対象者 136346名" in why.in_language("ja")
    case.states("data.items", statement="氏名")
    case.states("figure.names", "withdrawn", statement="該当なし")
    require_draftable(case.register, case.incident_id, Kind.NEGATIVE_ASSURANCE)


def test_a_private_incident_drafts_nothing_public(case: PaperCase) -> None:
    with case.register.writing() as connection:
        connection.execute(update(incidents).values(private=True))
    assert "private" in refused(case, Kind.FIRST_RELEASE).in_language("en")
    assert "非公開" in refused(case, Kind.FAQ).in_language("ja")
    require_draftable(case.register, case.incident_id, Kind.PRELIMINARY_REPORT)


def test_the_series_has_one_release_at_a_time_whichever_command_drafts_it(case: PaperCase) -> None:
    assert next_release(board(case), again=False) is Kind.FIRST_RELEASE
    with pytest.raises(NotPossible, match="prepare PAPER first_release"):
        next_release(board(case), Kind.FOLLOW_UP_RELEASE, again=False)
    paper = case.approved("first_release")
    for kind in (None, Kind.FIRST_RELEASE, Kind.FINAL_RELEASE):
        with pytest.raises(NotPossible, match="in preparation"):
            next_release(board(case), kind, again=False)
    assert next_release(board(case), Kind.FIRST_RELEASE, again=True) is Kind.FIRST_RELEASE
    case.issue(paper)
    with pytest.raises(NotPossible) as caught:
        next_release(board(case), Kind.FIRST_RELEASE, again=False)
    assert "公表文（続報）" in caught.value.in_language("ja")
    assert next_release(board(case), Kind.FINAL_RELEASE, again=False) is Kind.FOLLOW_UP_RELEASE


def test_who_drafts_or_approves_hears_what_stops_it(case: PaperCase) -> None:
    owed(case)
    case.draft("first_release")

    said = what_stops(case.register, case.incident_id, 1, "ja")
    assert said.startswith("\nPAPER の第1報(文書1)はまだ公表できません。")
    assert "    shirase prepare PAPER preliminary_report --authority ppc\n" in said
    assert "cannot leave yet" in what_stops(case.register, case.incident_id, 1, "en")
    # Planned for a time it is still stopped, for the same reason.
    planned = case.now + timedelta(days=1)
    assert what_stops(case.register, case.incident_id, 1, "ja", planned) == said
    case.draft("preliminary_report")
    assert what_stops(case.register, case.incident_id, 2, "ja") == ""


def test_the_list_says_it_within_80_columns_and_breaks_no_path(
    folder: Folder, case: PaperCase
) -> None:
    case.issued("first_release")
    owed(case)
    untold_merchant(case)
    case.draft("follow_up_release")

    for language, said in (
        ("ja", "まだ公表できません（下記）"),
        ("en", "cannot go yet (see below)"),
    ):
        screen = folder.told("release", "list", "PAPER", "--language", language)
        assert said in screen
        assert "01-first-release.html" in screen
        lines = screen.splitlines()
        assert f"  {case.outbox / case.incident_id}" in lines
        assert "    shirase prepare PAPER merchant_notice --merchant shop" in lines
        whole = [line for line in lines if not line.startswith(("  /", "    shirase"))]
        assert widest("\n".join(whole)) <= 80
    told = json.loads(folder.told("release", "list", "PAPER", "--json"))["releases"]
    assert told[0]["cannot_go_yet"] is None
    assert told[1]["cannot_go_yet"]["en"] == (
        "cannot go yet: authority (ppc); businesses (1 not told)"
    )


def test_next_says_it_and_offers_to_go_ahead(folder: Folder, case: PaperCase) -> None:
    owed(case)
    paper = case.draft("first_release")
    screen = folder.told("next", "PAPER", "--all")
    assert "まだ公表できません: 当局への報告（ppc）" in screen

    for actor in ("counsel", "commander"):
        case.approve(paper, actor)
    found = json.loads(folder.told("next", "PAPER", "--all", "--json"))["needs"]
    (need,) = (one for one in found if one["kind"] == "issue")
    assert [answer["command"] for answer in need["answers"]] == [
        "shirase issue PAPER 1 --as commander",
        "shirase release issue PAPER 1 --despite WHY --as commander",
    ]


def test_a_planned_release_whose_time_has_come_says_it_too(folder: Folder, case: PaperCase) -> None:
    owed(case)
    case.draft("first_release")
    at = (case.now + timedelta(minutes=30)).isoformat()
    case.decider.does(Decided.RELEASE_PLANNED, "commander", release=1, publish_at=at)
    past = case.now - timedelta(minutes=1)
    with case.register.writing() as connection:
        connection.execute(update(release_plans).values(publish_at=past))

    found = json.loads(folder.told("next", "PAPER", "--all", "--json"))["needs"]

    (need,) = (one for one in found if one["kind"] == "go")
    assert need["answers"][-1]["command"] == (
        "shirase release issue PAPER 1 --despite WHY --as commander"
    )
    assert folder.told("next", "PAPER", "--all").count("まだ公表できません: 当局への報告") == 1


def test_a_listed_company_is_asked_for_its_timely_disclosure(
    folder: Folder, case: PaperCase
) -> None:
    def asked() -> list[dict[str, object]]:
        found = json.loads(folder.told("next", "PAPER", "--all", "--json"))["needs"]
        return [need for need in found if need["kind"] == "disclosure"]

    def questions() -> list[dict[str, object]]:
        found = json.loads(folder.told("next", "PAPER", "--all", "--json"))["needs"]
        return [need for need in found if need["kind"] == "question"]

    assert asked() == []
    case.states(LISTED, statement="上場")
    (need,) = asked()
    assert need["roles"] == ["counsel", "commander", "deputy"]
    assert need["answers"] == [
        {
            "ja": "開示文を起案する",
            "en": "draft it",
            "command": "shirase prepare PAPER timely_disclosure --as counsel",
        },
        {
            "ja": "不要とする",
            "en": "none is needed",
            "command": "shirase release decline PAPER --timely-disclosure --reason WHY "
            "--as counsel",
        },
    ]
    # The exchange's question is asked with its consequence, and not a second time.
    with case.register.writing() as connection:
        asks = LawQuestion(
            finding="material_company_fact", would_owe=(WouldOwe(rule=RULE, owed_to="tse"),)
        )
        write_questions(connection, case.incident_id, (asks,))
    assert questions() == []
    assert "これが済むまで、公表文は公表できません" in folder.told("next", "PAPER", "--all")
    assert "適時開示: 要否が未決定" in folder.told("release", "list", "PAPER")
    case.draft("timely_disclosure")
    assert "適時開示: 文書1を起案中" in folder.told("release", "list", "PAPER")
    assert asked() == []
    assert len(questions()) == 1


def test_the_list_shows_why_no_disclosure_is_needed(folder: Folder, case: PaperCase) -> None:
    assert "適時開示" not in folder.told("release", "list", "PAPER")
    case.states(LISTED, statement="上場")
    words = {"reason": "影響が {軽微} なため", "timely_disclosure": True}
    case.decider.does(Decided.RELEASE_DECLINED, "counsel", **words)

    screen = folder.told("release", "list", "PAPER", "--language", "en")
    assert "timely disclosure: none is needed (影響が {軽微} なため)" in screen
    told = json.loads(folder.told("release", "list", "PAPER", "--json"))["timely_disclosure"]
    assert told == {"state": "settled", "document": None, "declined": "影響が {軽微} なため"}


def test_a_site_is_built_although_a_key_was_destroyed(
    folder: Folder, case: PaperCase, tmp_path: Path
) -> None:
    case.issued("first_release")
    out = ("site", "build", "--rehearsals", "--out", str(tmp_path / "public"))
    folder.told(*out)
    gone = update(data_keys).where(data_keys.c.incident_id == case.incident_id)
    with case.register.writing() as connection:
        connection.execute(gone.values(destroyed_at=case.now, wrapped=b""))

    said = folder.told(*out).splitlines()
    assert "変更はありません" in said[0]
    assert said[2] == "鍵を消去した事案1件のページは、公開したときのまま残しました。"
    elsewhere = folder.told(*out[:-1], str(tmp_path / "new"), "--language", "en")
    assert "cannot be made again" in elsewhere
    listed = folder.told("site", "list", "--rehearsals")
    assert "鍵を消去した事案1件の公開済みページが1件" in listed


def test_whom_a_release_left_before_is_listed_and_logged_with_who_let_it(
    folder: Folder, case: PaperCase
) -> None:
    owed(case)
    paper = case.approved("first_release")
    case.decider.does(Decided.RELEASE_DESPITE, "counsel", release=1, reason="報道されたため")
    screen = folder.told("release", "list", "PAPER")
    assert "当局への報告" in screen
    assert "いまの文面に有効" in screen
    case.issue(paper)
    screen = folder.told("release", "list", "PAPER")
    assert "公表済み" in screen
    assert "報道されたため" in screen
    assert widest("\n".join(line for line in screen.splitlines() if "/" not in line)) <= 80
    (waiver,) = json.loads(folder.told("release", "list", "PAPER", "--json"))["waivers"]
    assert (waiver["release"], waiver["steps"], waiver["in_force"]) == (1, ["authority"], True)
    log = folder.told("log", "PAPER").replace("\n", "").replace(" ", "")
    assert "当局への報告（ppc）に先立って公表（許可法務:報道されたため）" in log


def test_a_number_that_a_withdrawn_release_left_is_named_once(
    folder: Folder, case: PaperCase
) -> None:
    withdrawn = case.draft("first_release")
    with case.register.writing() as connection:
        set_state(connection, withdrawn, DocumentState.WITHDRAWN)
    case.draft("first_release")
    assert [item.release_number for item in releases_of(board(case))] == [1, 1]
    assert folder.refused("release", "show", "PAPER", "9").endswith("あるもの: 1")


def test_whoever_drafts_or_approves_a_final_release_hears_what_it_leaves_open(
    folder: Folder, case: PaperCase
) -> None:
    case.states("cause", "suspected", statement="設定の誤り")
    case.issued("first_release")
    assert what_is_left_open(case.register, case.incident_id, 1, "ja") == ""
    final = case.draft("final_release")

    said = what_is_left_open(case.register, case.incident_id, 2, "ja")
    assert said.startswith("\n最終報ですが、確定していない事項があります: ")
    assert "原因（推定）" in said
    assert "取得した者（調査中）" in said
    assert "概要" not in said
    english = what_is_left_open(case.register, case.incident_id, 2, "en")
    assert "Cause (suspected)" in english
    assert "原因（推定）" in told_in_a_line(folder, "next", "PAPER", "--all")
    for actor in ("counsel", "commander"):
        case.approve(final, actor)
    assert "原因（推定）" in told_in_a_line(folder, "next", "PAPER", "--all")
    case.issue(final)
    assert what_is_left_open(case.register, case.incident_id, 2, "ja") == ""


def told_in_a_line(folder: Folder, *typed: str) -> str:
    return "".join(folder.told(*typed).split())
