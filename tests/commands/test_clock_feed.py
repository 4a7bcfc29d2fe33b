"""Clocks of every incident, and the calendar that people subscribe to (RFC 5545)."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert

from domain.markings import Marking
from policies.loader import load_policy
from register.duties import Proposal
from register.every_clock import EveryClock, read_every_clock
from register.overview import read_overview
from register.tables_work import tasks
from screens.clock_feed import clock_feed, uid
from screens.icalendar import OCTETS, duration, fold, text
from tests.commands.command_folder import Folder
from tests.register_fixtures import AT

NOW = datetime(2026, 1, 13, 9, 0, tzinfo=UTC)


def parsed(feed: str) -> list[dict[str, list[str]]]:
    """The events of a calendar by property, read as a subscriber's program reads them."""
    assert feed.endswith("\r\n")
    assert "\n" not in feed.replace("\r\n", "")
    lines = feed.replace("\r\n ", "").split("\r\n")[:-1]
    assert (lines[0], lines[1], lines[-1]) == ("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR")
    events: list[dict[str, list[str]]] = []
    inside: list[str] = []
    for line in lines:
        name, _, value = line.partition(":")
        if name == "BEGIN":
            inside.append(value)
            if value == "VEVENT":
                events.append({})
        elif name == "END":
            assert inside.pop() == value
        elif "VEVENT" in inside:
            events[-1].setdefault(f"{'ALARM-' if 'VALARM' in inside else ''}{name}", []).append(
                unescaped(value)
            )
    assert inside == []
    return events


def unescaped(value: str) -> str:
    said, rest = "", value
    while rest:
        if rest[0] == "\\":
            said += "\n" if rest[1] in "nN" else rest[1]
            rest = rest[2:]
        else:
            said += rest[0]
            rest = rest[1:]
    return said


def clock(**values: object) -> EveryClock:
    known = {
        "incident_id": "01M80000000000000000000000",
        "code_name": "KAWASEMI",
        "marking": Marking.LIVE,
        "key": "jp-appi/final|01M8|ppc",
        "kind": "duty",
        "rule": "jp-appi/final",
        "clock_at": NOW,
        "hard": True,
    }
    return EveryClock.model_validate({**known, **values})


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_folded_lines_are_short_and_unfold_to_what_they_were(value: str) -> None:
    line = f"DESCRIPTION:{text(value)}"
    folded = fold(line)
    assert all(len(piece.encode()) <= OCTETS for piece in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == line
    kept = "".join(c for c in value if c in "\n\t" or (c >= " " and c != "\x7f"))
    assert unescaped(text(value)) == kept


@given(st.timedeltas(min_value=timedelta(days=-400), max_value=timedelta(days=400)))
def test_durations_read_back_to_the_second(span: timedelta) -> None:
    said = duration(span)
    sign = -1 if said.startswith("-") else 1
    hours, minutes, seconds = said.lstrip("-").removeprefix("PT")[:-1].replace("M", "H").split("H")
    read = sign * timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds))
    assert abs(read - span) < timedelta(seconds=1)


def test_an_event_says_what_is_due_and_how_it_was_reckoned() -> None:
    explained = {
        "ja": "知った日を1日目として30日目。次の開庁日; 1,000人",
        "en": "Day 30; from knowing",
    }
    ladder = load_policy().ladder
    (event,) = parsed(
        clock_feed([clock(explanation=explained, source="法26条", ladder=ladder)], NOW, "ja")
    )
    assert event["DTSTART"] == ["20260113T090000Z"]
    assert event["DTSTAMP"] == ["20260113T090000Z"]
    assert event["SUMMARY"][0].startswith("KAWASEMI 確報")
    assert explained["ja"] in event["DESCRIPTION"][0]
    assert "法26条" in event["DESCRIPTION"][0]
    assert len(event["ALARM-TRIGGER"]) == len(ladder)
    assert event["ALARM-ACTION"] == ["DISPLAY"] * len(ladder)


def test_what_ends_with_its_day_takes_the_whole_day_and_its_alarms_stay_moments() -> None:
    ladder = load_policy().ladder
    ends_at = datetime(2026, 2, 4, 14, 59, 59, 999999, tzinfo=UTC)
    (event,) = parsed(
        clock_feed([clock(clock_at=ends_at, on=date(2026, 2, 4), ladder=ladder)], NOW, "ja")
    )
    assert event["DTSTART;VALUE=DATE"] == ["20260204"]
    assert "DTSTART" not in event
    assert event["ALARM-TRIGGER;VALUE=DATE-TIME"][0] == "20260202T145959Z"
    assert len(event["ALARM-TRIGGER;VALUE=DATE-TIME"]) == len(ladder)


def test_a_day_is_that_of_the_zone_in_which_the_duty_was_reckoned(folder: Folder) -> None:
    steps = [{"key": "anchored", "values": {"zone": "America/New_York"}}]
    ends_at = datetime(2026, 2, 5, 4, 59, 59, 999999, tzinfo=UTC)
    folder.duties(
        folder.duty("us-ca/individual", 30, due_at=ends_at, explanation={"steps": steps}),
        folder.duty("us-bank/36h", 2, explanation={"steps": steps}),
    )
    clocks = read_every_clock(folder.register, tuple(read_overview(folder.register)))
    found = {each.rule: each.on for each in clocks}
    assert found == {"us-ca/individual": date(2026, 2, 4), "us-bank/36h": None}


def test_an_event_keeps_its_uid_while_it_moves() -> None:
    moved = clock(clock_at=NOW + timedelta(days=3))
    assert uid(clock()) == uid(moved)
    assert uid(clock()) != uid(clock(key="jp-appi/preliminary|01M8|ppc"))


def test_a_rehearsal_is_marked() -> None:
    (event,) = parsed(clock_feed([clock(marking=Marking.DRILL)], NOW, "ja"))
    assert event["SUMMARY"][0].startswith("【訓練】")


def test_without_an_incident_every_clock_is_listed_soonest_first(folder: Folder) -> None:
    later = Proposal(due_at=AT + timedelta(days=60), since=AT)
    folder.duties(
        folder.duty("jp-appi/final", 30, proposal=later),
        folder.duty("jp-appi/preliminary", 4),
        folder.duty("jp-appi/individual", 2, status="met"),
        folder.duty("jp-tse/disclosure", 1, waiver={"by": "commander"}),
    )
    listed = json.loads(folder.told("clocks", "--json"))["clocks"]
    assert [item["rule"] for item in listed] == ["jp-appi/preliminary", "jp-appi/final"]
    assert listed[1]["later_at"] is not None
    shown = folder.told("clocks")
    assert "確認待ち" in shown
    assert "KAWASEMI" in shown


def test_the_calendar_holds_no_words_and_no_names(folder: Folder, tmp_path: Path) -> None:
    folder.duties(folder.duty("jp-appi/final", 30))
    with folder.register.writing() as connection:
        sealer = folder.register.sealer(folder.case.incident_id, connection)
        words = json.dumps({"title": {"ja": "山田様へ電話", "en": "call"}, "why": ""})
        connection.execute(
            insert(tasks).values(
                id="01M80000000000000000000TAS",
                incident_id=folder.case.incident_id,
                number=1,
                track="other",
                owner="commander",
                due_at=AT,
                evidence_required=False,
                words=sealer.seal("tasks", "words", "01M80000000000000000000TAS", words),
                state="open",
                opened_at=AT,
            )
        )
    file = tmp_path / "clocks.ics"
    folder.told("clocks", "--ics", str(file))
    feed = file.read_bytes().decode()
    events = parsed(feed)
    assert len(events) == 2
    assert "山田" not in feed.replace("\r\n ", "")
    assert "見本店" not in feed.replace("\r\n ", "")
    assert "named" not in folder.told("clocks", "KAWASEMI", "--ics", str(file))
    said = folder.refused("clocks", "--ics", str(tmp_path / "nowhere" / "clocks.ics"))
    assert "フォルダー" in said
