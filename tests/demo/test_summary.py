"""The sums of a rehearsal add up, and the screens show them without a control character."""

import io
import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console
from sqlalchemy import insert, update

from demo.actions import TemporalCounts
from demo.live import LiveView
from demo.live_frame import Frame, StoryLine
from demo.summary import NO_NOTICE, MailCounts, Summary, print_summary, summary
from domain.notices import NoticeState
from domain.wording import JAPAN
from register.board import Board, read_board
from register.duties import DutyRow, write_duties
from register.handover import confirm_hand_over, hand_over
from register.person_rows import PersonRow
from register.tables_incident import documents, merchants
from register.tables_people import notices, waves
from screens.wave_bars import bar
from screens.words import ScreenLanguage, margin, short_due
from tests.register_fixtures import AT, Case, create_register

MAIL = MailCounts(requests=3, messages=30, duplicates=0)
TEMPORAL = TemporalCounts(workflows=4, actions=50, largest_history_events=60)
FILING = Path("/outbox/01-final-report.html")
RELEASE = Path("/outbox/02-first-release.html")
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
LANGUAGES: tuple[ScreenLanguage, ...] = ("ja", "en")


def duty(case: Case, rule: str, owed_to: str, **values: object) -> DutyRow:
    debtor = case.merchant_ids[0]
    known = {
        "key": f"{rule}|{debtor}|{owed_to}",
        "rule": rule,
        "debtor_id": debtor,
        "owed_to": owed_to,
        "anchor": "known",
        "anchor_at": AT,
        "target_at": None,
        "due_at": None,
        "due_on": None,
        "hard": True,
        "status": "open",
        "source": "a law",
        "verified": False,
        "revision": 1,
    }
    return DutyRow.model_validate({**known, **values})


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Of 42 people 30 were told in a wave, 12 by their merchant; two duties ended."""
    opened = Case(create_register(tmp_path)).open(merchants=2)
    people = [
        PersonRow(n, f"見本 {n}", f"p{n}@mail.example.jp", items=("氏名", "電話番号")[: 1 + n % 2])
        for n in range(1, 43)
    ]
    opened.add(people[:30])
    opened.add(people[30:], merchant=1)
    wave = opened.plan(opened.plan_input(merchants=[0])).wave_id
    with opened.register.writing() as connection:
        for party_id in opened.merchant_ids:
            connection.execute(
                insert(merchants).values(
                    party_id=party_id, incident_id=opened.incident_id, shard=0, told_at=AT
                )
            )
        connection.execute(
            update(merchants)
            .where(merchants.c.party_id == opened.merchant_ids[0])
            .values(acknowledged_at=AT, reminders=1, escalated_at=AT)
        )
        connection.execute(update(notices).values(state="delivered"))
        connection.execute(update(notices).where(notices.c.person_id <= 4).values(state="posted"))
        connection.execute(update(waves).values(state="finished", finished_at=AT))
        hand_over(connection, opened.incident_id, opened.merchant_ids[1])
        confirm_hand_over(connection, opened.incident_id, opened.merchant_ids[1])
        kept = duty(
            opened,
            "jp-appi/preliminary",
            "ppc",
            due_at=AT + timedelta(days=4),
            status="met",
            met_at=AT + timedelta(hours=20),
            evidence={"document": "x", "receipt_number": "見本-7"},
        )
        late = duty(
            opened,
            "jp-appi/individual",
            "individuals",
            target_at=AT,
            status="met",
            met_at=AT + timedelta(days=2),
            late=True,
            evidence={"wave": wave, "people": 30},
        )
        write_duties(connection, opened.incident_id, (kept, late), AT)
        for number, kind in ((1, "final_report"), (2, "first_release")):
            connection.execute(
                update(documents)
                .where(documents.c.number == number)
                .values(kind=kind, release_number=number - 1 or None, issued_at=AT)
            )
    return opened


def board_of(case: Case) -> Board:
    return read_board(case.register, case.incident_id)


def summed(board: Board) -> Summary:
    return summary(board, MAIL, TEMPORAL, 102.44, {1: FILING}, {2: RELEASE})


def printed(board: Board, language: ScreenLanguage = "ja", width: int = 120) -> str:
    screen = io.StringIO()
    places = {"data": "/data/demo", "temporal": "http://127.0.0.1:8233"}
    print_summary(Console(file=screen, width=width), summed(board), board, places, language)
    return screen.getvalue()


def test_the_json_has_exactly_the_agreed_shape(case: Case) -> None:
    told = json.loads(summed(board_of(case)).model_dump_json())

    assert told["incident_id"] == case.incident_id
    assert told["phase"] == "notifying"
    assert told["wall_seconds"] == 102.4
    assert told["merchants"] == {"total": 2, "notified": 2, "acknowledged": 1}
    assert told["people"] == {
        "population": 42,
        "names": 42,
        "phones": 21,
        "states": {"delivered": 26, "posted": 4, "handed_over": 12},
    }
    assert [set(wave) for wave in told["waves"]] == [{"id", "population", "states"}]
    assert told["waves"][0]["states"] == {"delivered": 26, "posted": 4}
    assert told["duties"] == [
        {
            "rule": "jp-appi/individual",
            "party": "m0",
            "due_at": AT.astimezone(JAPAN).isoformat(),
            "status": "met",
            "evidence": {"wave": told["waves"][0]["id"], "people": 30},
        },
        {
            "rule": "jp-appi/preliminary",
            "party": "m0",
            "due_at": (AT + timedelta(days=4)).astimezone(JAPAN).isoformat(),
            "status": "met",
            "evidence": {"document": "x", "receipt_number": "見本-7"},
        },
    ]
    assert told["duties"][0]["due_at"].endswith("+09:00")
    assert told["filings"] == [{"kind": "final_report", "path": str(FILING)}]
    assert told["releases"] == [{"number": 1, "path": str(RELEASE)}]
    assert told["mail"] == {"requests": 3, "messages": 30, "duplicates": 0}
    assert told["temporal"] == {"workflows": 4, "actions": 50, "largest_history_events": 60}
    assert len(told) == 11


def test_forgotten_people_are_a_state_of_their_own(case: Case) -> None:
    case.add([PersonRow(90, "見本 九十", "p90@mail.example.jp", items=("氏名",))], merchant=1)
    board = board_of(case)

    people = summed(board).people

    assert people.states[NO_NOTICE] == 1
    assert sum(people.states.values()) == people.population == 43
    assert "通知なし" in printed(board)


def test_sums_need_the_people(case: Case) -> None:
    with pytest.raises(ValueError, match="without its people"):
        summed(read_board(case.register, case.incident_id, with_people=False))


def test_the_tables_show_margins_evidence_and_the_sum(case: Case) -> None:
    told = printed(board_of(case))

    assert "期限まで3日残し" in told
    assert "受付番号 見本-7" in told
    assert "目標を2日超過" in told
    assert "一斉通知 第1回" in told
    assert "= 42" in told
    assert "履行 2（うち遅延 1）" in told
    assert str(FILING) in told
    assert "/data/demo" in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [80, 100])
def test_no_line_is_wider_than_the_screen(case: Case, language: ScreenLanguage, width: int) -> None:
    lines = printed(board_of(case), language, width).splitlines()

    assert max(cell_len(line) for line in lines) <= width


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("width", "height"), [(100, 40), (80, 40), (80, 24)])
def test_a_frame_fits_its_screen(
    case: Case, language: ScreenLanguage, width: int, height: int
) -> None:
    board = board_of(case)
    story = [StoryLine(AT, f"{'長い話' * 30} {number}", "act") for number in range(30)]
    screen = Console(width=width, height=height, file=io.StringIO(), force_terminal=True)

    lines = screen.render_lines(Frame(board, AT, story, language), pad=False)

    told = ["".join(segment.text for segment in line) for line in lines]
    assert len(told) <= height
    assert max(cell_len(line) for line in told) <= width
    assert "KAWASEMI" in told[0]
    assert any("長い話" in line for line in told)


def test_every_state_has_its_name_and_a_place_in_the_bar() -> None:
    counts = dict.fromkeys(NoticeState, 1) | {NoticeState.DELIVERED: 1_000_000}

    drawn = bar(counts, 50)

    assert drawn.cell_len == 50
    assert len(drawn.spans) == len(NoticeState)
    assert bar({}, 50).cell_len == 50
    assert bar({NoticeState.DELIVERED: 1, NoticeState.POSTED: 1}, 51).cell_len == 51


def test_without_a_terminal_each_event_is_one_plain_line(case: Case) -> None:
    output = io.StringIO()
    with LiveView(Console(file=output, width=40), "ja") as view:
        view.say("準備", "preparing")
        view.show(board_of(case), datetime(2026, 1, 8, 20, 50, tzinfo=JAPAN))
        view.say("8契約店舗へ通知を\x1b[2J送信" + "。" * 60, "told", kind="done")
        view.say("[red]督促[/red]", "reminded", kind="engine", at=AT)

    lines = output.getvalue().split("\n")

    assert lines[0] == "準備"
    assert lines[1].startswith("01-08 20:50  8契約店舗へ通知を[2J送信。。")
    assert lines[2] == "01-13 18:00  [red]督促[/red]"
    assert lines[3:] == [""]
    assert CONTROLS.search(output.getvalue()) is None


def test_on_a_terminal_the_last_frame_stays(case: Case) -> None:
    output = io.StringIO()
    screen = Console(file=output, width=100, height=40, force_terminal=True)
    with LiveView(screen, "en") as view:
        view.show(board_of(case), AT)
        view.say("送信", "sent to 2 merchants")

    before, _, after = output.getvalue().rpartition("\x1b[?1049l")
    assert "\x1b[?1049h" in before
    assert "sent to 2 merchants" in after
    assert "taken by recipient's server" in after


def test_after_an_error_the_screen_is_given_back_and_nothing_is_drawn(case: Case) -> None:
    output = io.StringIO()
    screen = Console(file=output, width=100, height=40, force_terminal=True)
    board = board_of(case)

    def break_off() -> None:
        with LiveView(screen, "ja") as view:
            view.show(board, AT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()

    assert "KAWASEMI" not in output.getvalue().rpartition("\x1b[?1049l")[2]


def test_a_limit_at_midnight_is_the_day_before() -> None:
    assert short_due(datetime(2026, 1, 13, tzinfo=JAPAN), "ja") == "01-12（月）"
    last_moment = datetime(2026, 1, 12, 23, 59, 59, 999_999, tzinfo=JAPAN)
    assert short_due(last_moment, "en") == "Mon 01-12"
    assert short_due(datetime(2026, 1, 12, 11, 0, tzinfo=JAPAN), "ja") == "01-12（月）11:00"


def test_margins_are_said_in_the_largest_unit() -> None:
    assert margin(AT, AT - timedelta(hours=5), "ja") == "期限まで5時間残し"
    assert margin(AT, AT + timedelta(days=3, hours=5), "en") == "3d after the limit"
