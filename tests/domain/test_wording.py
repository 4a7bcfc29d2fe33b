from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents import DocumentKind, DocumentState
from domain.facts import FactStatus
from domain.figures import NUMBERLESS, Figure, FigureKind, FigureUnit
from domain.markings import Marking
from domain.notices import AttemptState, Channel, NoticeState
from domain.phases import Phase
from domain.state_words import (
    ATTEMPT_STATE_WORDS,
    CHANNEL_WORDS,
    DOCUMENT_STATE_WORDS,
    FACT_STATUS_WORDS,
    NOTICE_STATE_WORDS,
    PHASE_WORDS,
)
from domain.wording import (
    DOCUMENT_TITLES,
    banner,
    date_words,
    due_words,
    event_words,
    figure_words,
    in_era_dates,
    moment_words,
    named_instead_of_ourselves,
    release_words,
    subject_mark,
    time_left_words,
)

JAPAN = ZoneInfo("Asia/Tokyo")
EVENING = datetime(2026, 1, 8, 20, 50, tzinfo=JAPAN)
MOMENTS = st.integers(631_152_000, 2_840_140_800).map(lambda s: datetime.fromtimestamp(s, UTC))


@pytest.mark.parametrize(
    ("kind", "unit", "number", "words"),
    [
        (FigureKind.EXACT, FigureUnit.RECORDS, 136_346, "136,346件"),
        (FigureKind.APPROXIMATE, FigureUnit.RECORDS, 100_000, "約100,000件"),
        (FigureKind.AT_LEAST, FigureUnit.COMPANIES, 8, "8社以上"),
        (FigureKind.AT_MOST, FigureUnit.PEOPLE, 136_346, "最大136,346名"),
        (FigureKind.AT_LEAST, FigureUnit.ACCOUNTS, 1_000, "1,000件以上のアカウント"),
        (FigureKind.EXACT, FigureUnit.CONTRACTS, 12, "12件の契約"),
        (FigureKind.EXACT, FigureUnit.PEOPLE, 0, "0名"),
        (FigureKind.WITHHELD, FigureUnit.PEOPLE, None, "非公表"),
        (FigureKind.UNKNOWN, FigureUnit.PEOPLE, None, "調査中"),
    ],
)
def test_a_figure_is_said_with_kind_and_unit(
    kind: FigureKind, unit: FigureUnit, number: int | None, words: str
) -> None:
    assert figure_words(Figure(kind=kind, unit=unit, number=number)) == words


@given(st.sampled_from(sorted(set(FigureKind) - NUMBERLESS)), st.integers(0, 10**9))
def test_figures_differ_in_words_whenever_they_differ(kind: FigureKind, number: int) -> None:
    figure = Figure(kind=kind, unit=FigureUnit.PEOPLE, number=number)
    words = figure_words(figure)
    assert int("".join(c for c in words if c.isdigit())) == number
    others = {
        figure_words(Figure(kind=k, unit=u, number=number))
        for k in set(FigureKind) - NUMBERLESS
        for u in FigureUnit
        if (k, u) != (kind, FigureUnit.PEOPLE)
    }
    assert words not in others


def test_dates_are_said_in_japan_with_era_and_weekday() -> None:
    assert date_words(EVENING) == "2026年1月8日（木）"
    assert date_words(EVENING, era=True) == "令和8年1月8日（木）"
    assert moment_words(EVENING) == "2026年1月8日（木）20時50分"
    assert moment_words(datetime(2026, 1, 8, 16, 5, tzinfo=UTC)) == "2026年1月9日（金）1時05分"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2019, 4, 30, tzinfo=JAPAN), "平成31年4月30日（火）"),
        (datetime(2019, 5, 1, tzinfo=JAPAN), "令和元年5月1日（水）"),
        (datetime(2020, 1, 1, tzinfo=JAPAN), "令和2年1月1日（水）"),
        (datetime(1989, 1, 7, tzinfo=JAPAN), "1989年1月7日（土）"),
    ],
)
def test_eras_change_on_their_day(moment: datetime, words: str) -> None:
    assert date_words(moment, era=True) == words


def test_midnight_is_a_day_for_a_fact_and_the_end_of_a_day_for_a_limit() -> None:
    midnight = datetime(2026, 3, 10, tzinfo=JAPAN)
    assert moment_words(midnight) == "2026年3月10日（火）"
    assert due_words(midnight) == "2026年3月9日（月）24時00分"
    assert due_words(midnight - timedelta(minutes=1), era=True) == "令和8年3月9日（月）23時59分"


@given(MOMENTS, st.sampled_from(["UTC", "America/New_York", "Asia/Tokyo"]))
def test_the_zone_a_moment_comes_in_changes_no_word(moment: datetime, zone: str) -> None:
    elsewhere = moment.astimezone(ZoneInfo(zone))
    assert moment_words(moment) == moment_words(elsewhere)
    assert due_words(moment) == due_words(elsewhere)


def test_a_moment_without_zone_is_refused() -> None:
    naive = datetime(2026, 1, 8, 20, 50)  # noqa: DTZ001 - the point of the test
    with pytest.raises(ValueError, match="zone"):
        date_words(naive)
    with pytest.raises(ValueError, match="zone"):
        time_left_words(EVENING, naive)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=2, hours=3, minutes=59), "残り 2日3時間"),
        (timedelta(days=1), "残り 1日"),
        (timedelta(hours=5, minutes=7), "残り 5時間7分"),
        (timedelta(minutes=45), "残り 45分"),
        (timedelta(seconds=20), "残り 1分未満"),
        (-timedelta(hours=1, minutes=5), "超過 1時間5分"),
        (-timedelta(days=3, hours=2), "超過 3日2時間"),
    ],
)
def test_time_left(left: timedelta, words: str) -> None:
    assert time_left_words(EVENING + left, EVENING) == words


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=400)))
def test_time_left_never_promises_more_than_there_is(now: datetime, left: timedelta) -> None:
    words = time_left_words(now + left, now)
    assert words.startswith("残り ")
    units = {"日": timedelta(days=1), "時間": timedelta(hours=1), "分": timedelta(minutes=1)}
    said, rest = timedelta(0), words.removeprefix("残り ").removesuffix("未満")
    for unit, span in units.items():
        number, found, after = rest.partition(unit)
        if found and number.isdigit():
            said, rest = said + int(number) * span, after
    assert rest == ""
    assert said <= left or words.endswith("未満")


def test_release_numbers() -> None:
    assert release_words(1) == "第1報"
    assert release_words(3, final=True) == "最終報"
    with pytest.raises(ValueError, match="from 1"):
        release_words(0)


@pytest.mark.parametrize(
    ("statement", "certain", "words"),
    [
        ("", False, "漏えいのおそれ"),
        ("", True, "漏えい"),
        ("漏えい（発生）", True, "漏えい"),
        ("漏えい（発生したおそれ）", True, "漏えいのおそれ"),
        ("漏えい（発生）", False, "漏えいのおそれ"),
        ("漏えい、毀損", True, "漏えい・毀損"),
    ],
)
def test_an_event_is_never_said_more_certainly_than_it_is(
    statement: str,
    certain: bool,  # noqa: FBT001 - a parametrised test gets its values by name
    words: str,
) -> None:
    assert event_words(statement, certain=certain) == words


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("当社は調査しています。", "乙は調査しています。"),
        ("当社サービスへの接続", "乙のサービスへの接続"),
        ("弊社内で確認しました。", "乙内で確認しました。"),
        ("担当社員と該当社", "担当社員と該当社"),
        ("貴社と当社", "貴社と乙"),
    ],
)
def test_our_statements_name_us_where_another_signs(statement: str, said: str) -> None:
    assert named_instead_of_ourselves(statement, "乙") == said


def test_a_name_with_a_backslash_is_put_in_as_it_is() -> None:
    assert named_instead_of_ourselves("当社は", r"乙\1") == r"乙\1は"


def test_only_a_live_incident_goes_without_marking() -> None:
    assert (subject_mark(Marking.LIVE), banner(Marking.LIVE)) == ("", "")
    for marking, mark in ((Marking.REPLAY, "【再現】"), (Marking.DRILL, "【訓練】")):
        assert subject_mark(marking) == mark
        assert banner(marking).startswith(mark)
        assert "実際の通知ではありません" in banner(marking)


def test_every_state_has_its_own_words() -> None:
    assert set(ATTEMPT_STATE_WORDS) == set(AttemptState)
    assert set(NOTICE_STATE_WORDS) == set(NoticeState)
    assert set(CHANNEL_WORDS) == set(Channel)
    assert set(FACT_STATUS_WORDS) == set(FactStatus)
    assert set(DOCUMENT_STATE_WORDS) == set(DocumentState)
    assert set(PHASE_WORDS) == set(Phase)
    assert set(DOCUMENT_TITLES) == set(DocumentKind)
    for words in (ATTEMPT_STATE_WORDS, NOTICE_STATE_WORDS, PHASE_WORDS, DOCUMENT_TITLES):
        assert len(set(words.values())) == len(words)
    assert not any("到達" in words for words in ATTEMPT_STATE_WORDS.values())


@pytest.mark.parametrize(
    ("western", "era"),
    [
        ("2026年1月8日に公開を停止しました。", "令和8年1月8日に公開を停止しました。"),
        ("2019年4月30日、2019年5月1日", "平成31年4月30日、令和元年5月1日"),
        ("2026年度から行います。", "令和8年度から行います。"),
        ("2026年4月まで", "令和8年4月まで"),
        ("2019年の記録、2026年の記録", "2019年の記録、令和8年の記録"),
        ("2026年間保存", "2026年間保存"),
        ("2026年13月1日", "2026年13月1日"),
        ("番号12026年1月8日、令和8年1月8日", "番号12026年1月8日、令和8年1月8日"),
    ],
)
def test_a_statement_is_dated_by_the_era_of_its_document(western: str, era: str) -> None:
    assert in_era_dates(western) == era
