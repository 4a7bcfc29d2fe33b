from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.pacing import (
    BOUNCED,
    COMPLAINED,
    SILENT,
    SLOT,
    Canary,
    MailFigures,
    Ramp,
    breach,
    next_slot,
    slots_begun,
)
from domain.sending_window import SendingWindow

CANARY = Canary(
    people=1_000,
    wait=timedelta(minutes=30),
    most_bounced_per_mille=50,
    most_complained_per_mille=1,
)
DAY = SendingWindow(since="08:00", until="21:00")
NIGHT = SendingWindow(since="22:00", until="06:00")


def jst(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 1, day, hour, minute, tzinfo=UTC) - timedelta(hours=9)


def test_a_ramp_grows_by_the_hour_and_goes_by_quarters() -> None:
    ramp = Ramp(people_an_hour=20_000, growth_percent=100)
    assert [ramp.allowed(slots) for slots in (0, 1, 2, 4, 5, 8, 12)] == [
        *(0, 5_000, 10_000, 20_000),
        *(30_000, 60_000, 140_000),
    ]


def test_the_desk_caps_every_hour() -> None:
    ramp = Ramp(people_an_hour=20_000, growth_percent=100)
    assert ramp.allowed(4 * 10, most_an_hour=30_000) == 20_000 + 9 * 30_000
    assert ramp.allowed(4, most_an_hour=100) == 100


@given(st.integers(1, 10**6), st.integers(0, 1000), st.integers(0, 2000), st.integers(1, 10**7))
def test_more_time_never_allows_fewer_people(rate: int, growth: int, slots: int, cap: int) -> None:
    ramp = Ramp(people_an_hour=rate, growth_percent=growth)
    allowed = ramp.allowed(slots, cap)
    assert allowed <= ramp.allowed(slots + 1, cap)
    assert allowed <= cap * (slots // 4 + 1)


@pytest.mark.parametrize(
    ("figures", "why"),
    [
        (MailFigures(1_000, 1_000, 50, 1), None),
        (MailFigures(1_000, 1_000, 51, 0), BOUNCED),
        (MailFigures(1_000, 1_000, 0, 2), COMPLAINED),
        (MailFigures(1_000, 0, 0, 0), SILENT),
        (MailFigures(0, 0, 0, 0), None),
    ],
)
def test_figures_over_the_limit_are_a_breach(figures: MailFigures, why: str | None) -> None:
    found = breach(CANARY, figures, expects_reports=True)
    assert (found.why if found else None) == why


def test_silence_is_normal_of_a_provider_that_reports_bounces_only() -> None:
    assert breach(CANARY, MailFigures(1_000, 0, 0, 0), expects_reports=False) is None


@pytest.mark.parametrize(
    ("window", "moment", "opens", "closes"),
    [
        (DAY, jst(13, 7), jst(13, 8), jst(13, 21)),
        (DAY, jst(13, 8), jst(13, 8), jst(13, 21)),
        (DAY, jst(13, 20, 59), jst(13, 8), jst(13, 21)),
        (DAY, jst(13, 21), jst(14, 8), jst(14, 21)),
        (NIGHT, jst(13, 3), jst(12, 22), jst(13, 6)),
        (NIGHT, jst(13, 12), jst(13, 22), jst(14, 6)),
    ],
)
def test_a_decision_holds_for_the_open_window_or_the_next(
    window: SendingWindow, moment: datetime, opens: datetime, closes: datetime
) -> None:
    assert window.after(moment) == (opens, closes)


def test_the_hours_of_a_window() -> None:
    assert (DAY.hours, NIGHT.hours) == (13.0, 8.0)


def test_a_window_of_no_length_is_refused() -> None:
    with pytest.raises(ValidationError, match="another time"):
        SendingWindow(since="08:00", until="08:00")


def test_slots_begin_at_once() -> None:
    since = jst(13, 8)
    assert slots_begun(since, since) == 1
    assert slots_begun(since, since + SLOT) == 2
    assert next_slot(since, since + SLOT) == since + 2 * SLOT
