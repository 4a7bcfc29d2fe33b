"""Waves on the screen and in files: status, watch, doubts, states; and the pause without engine."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import insert, update

from commands.wave_export import LINES_A_SHEET, state_rows, write_states
from domain.notices import MAIL_RANK, AttemptState
from domain.pacing import Canary, Pacing
from domain.state_words import NOTICE_STATE_WORDS
from register.person_rows import PersonRow
from register.person_states import person_states
from register.tables_people import attempts, notices, requests
from register.wave_controls import decide_to_send, pause_wave
from register.wave_stops import cancel_rest
from register.wave_sums import finish
from tests.commands.command_folder import Folder, widest
from tests.register_fixtures import AT, people_rows

LONG_AGO = datetime.now(UTC) - timedelta(days=30)
REQUEST = "01JH0000000000000000000009"
CANARY = Canary(
    people=2, wait=timedelta(minutes=30), most_bounced_per_mille=50, most_complained_per_mille=1
)


@pytest.fixture
def wave_id(folder: Folder) -> str:
    folder.case.add(people_rows(5))
    return folder.case.planned_and_started().wave_id


def in_doubt(folder: Folder, wave_id: str, claimed_at: datetime = LONG_AGO) -> None:
    """Two people of a request whose answer was lost."""
    with folder.register.writing() as connection:
        connection.execute(
            insert(requests).values(
                id=REQUEST,
                incident_id=folder.case.incident_id,
                wave_id=wave_id,
                shard=0,
                batch=0,
                epoch=1,
                people=2,
                state="unknown",
                claimed_at=claimed_at,
            )
        )
        for position in range(2):
            connection.execute(
                insert(attempts).values(
                    request_id=REQUEST,
                    position=position,
                    notice_id=position + 1,
                    channel="mail",
                    state="unknown",
                    rank=MAIL_RANK[AttemptState.UNKNOWN],
                    updated_at=LONG_AGO,
                )
            )
        connection.execute(update(notices).where(notices.c.id.in_([1, 2])).values(state="unknown"))


def test_status_says_how_far_and_what_stops_it(folder: Folder, wave_id: str) -> None:
    in_doubt(folder, wave_id)
    with folder.register.writing() as connection:
        decide_to_send(connection, wave_id, Pacing(canary=CANARY), AT, urgent=False)
        pause_wave(connection, wave_id, "bounced", AT, sent=1_000, bounced=75)

    page = folder.told("wave", "status", "KAWASEMI", "1")
    assert "送信済み 0名、結果不明 2名、未送信 3名" in page
    assert "不達が多いため止まりました" in page
    assert widest(page) <= 80
    assert "too many mails came back" in folder.told(
        "wave", "status", "KAWASEMI", "--language", "en"
    )
    (wave,) = json.loads(folder.told("wave", "status", "KAWASEMI", "--json"))["waves"]
    assert wave["sending"]["paused"] == {"why": "bounced", "sent": 1_000, "bounced": 75}
    assert (wave["sending"]["left"], wave["sending"]["in_doubt"]) == (3, 2)


def test_watching_ends_with_the_waves(folder: Folder, wave_id: str) -> None:
    with folder.register.writing() as connection:
        cancel_rest(connection, wave_id, AT)
        finish(connection, wave_id, AT)
    assert "完了" in folder.told("wave", "status", "KAWASEMI", "--watch")
    (line,) = folder.told("wave", "status", "KAWASEMI", "--watch", "--json").splitlines()
    assert json.loads(line)["waves"][0]["counts"] == {"cancelled": 5}


def test_doubts_are_listed_with_when_to_decide(folder: Folder, wave_id: str) -> None:
    assert "結果不明の送信はありません" in folder.told("wave", "settle", "KAWASEMI", "1")
    in_doubt(folder, wave_id)
    page = folder.told("wave", "settle", "KAWASEMI", "1")
    assert REQUEST in page
    assert "判断待ち" in page
    assert widest(page) <= 80
    (doubt,) = json.loads(folder.told("wave", "settle", "KAWASEMI", "1", "--json"))["requests"]
    assert (doubt["people"], doubt["may_be_decided"]) == (2, True)
    assert "No wave has this number. There is: 1" in folder.refused(
        "wave", "settle", "KAWASEMI", "9", "--language", "en"
    )


def test_doubts_within_their_time_wait(folder: Folder, wave_id: str) -> None:
    in_doubt(folder, wave_id, datetime.now(UTC))
    (doubt,) = json.loads(folder.told("wave", "settle", "KAWASEMI", "1", "--json"))["requests"]
    assert not doubt["may_be_decided"]


def test_a_pause_holds_while_the_engine_is_away(folder: Folder, wave_id: str) -> None:
    done = folder.run("wave", "pause", "KAWASEMI", "1", "--reason", "文面を確認するため")
    assert done.exit_code == 0, done.output
    assert "一時停止しました: 送信済み 0名、結果不明 0名、未送信 5名" in done.stdout
    assert "停止は有効です" in done.stderr
    (wave,) = json.loads(folder.told("wave", "status", "KAWASEMI", "--json"))["waves"]
    assert wave["sending"]["paused"] == {"why": "by_hand"}
    assert "一斉通知を一時停止" in folder.told("log", "KAWASEMI")


def test_states_are_written_for_their_owner_with_names_as_words(
    folder: Folder, tmp_path: Path
) -> None:
    folder.case.add([PersonRow(1, "=HYPERLINK(1)", "p@mail.example.jp"), PersonRow(2, "見本 花子")])
    wave_id = folder.case.planned_and_started().wave_id

    def written(name: str) -> Path:
        path = tmp_path / name
        with folder.register.reading() as connection:
            sealer = folder.register.sealer(folder.case.incident_id, connection)
            assert write_states(path, state_rows(person_states(connection, sealer, wave_id))) == 2
        assert path.stat().st_mode & 0o777 == 0o600
        return path

    text = written("states.csv").read_text(encoding="utf-8-sig")
    head, first, second = csv.reader(io.StringIO(text))
    assert head[:3] == ["契約店舗", "名簿の行", "氏名"]
    assert (first[2], second[2]) == ("'=HYPERLINK(1)", "見本 花子")
    assert second[5] in NOTICE_STATE_WORDS.values()
    sheet = openpyxl.load_workbook(written("states.xlsx")).active
    assert sheet is not None
    assert sheet["C2"].value == "=HYPERLINK(1)"
    assert sheet["C2"].data_type == "s"
    assert not list(tmp_path.glob("*.unfinished"))
    assert LINES_A_SHEET < 1_048_576
