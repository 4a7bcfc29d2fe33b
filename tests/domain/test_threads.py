"""Threads: numbered asks and promises, whose turn it is, and when a matter ends."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.parties import PartyKind
from domain.thread_words import DEMAND_WORDS, DIRECTION_WORDS, SPEAKER_WORDS, STATE_WORDS
from domain.threads import (
    FIRST_OWNER,
    REPLY_AWAITED_WITHIN,
    Demand,
    Direction,
    Entry,
    Matter,
    MatterState,
    Speaker,
    matters,
    why_no_answer,
)

ASKED_AT = datetime(2026, 1, 8, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def entry(sequence: int, direction: Direction, **fields: Any) -> Entry:
    values = {
        "id": f"e{sequence}",
        "party_id": "vendor",
        "sequence": sequence,
        "direction": direction,
        "speaker": Speaker.US,
        "happened_at": ASKED_AT + (sequence - 1) * HOUR,
    }
    return Entry.model_validate(values | fields)


def ask(**fields: Any) -> Entry:
    return entry(1, Direction.ASKED, **({"number": 1, "demand": Demand.LOGS} | fields))


def answer(sequence: int, *, complete: bool) -> Entry:
    them = Speaker.THEM
    return entry(sequence, Direction.ANSWERED, answers=1, complete=complete, speaker=them)


def only(*entries: Entry) -> Matter:
    (matter,) = matters(entries)
    return matter


@pytest.mark.parametrize(
    ("after", "state", "is_open"),
    [
        ((), MatterState.AWAITED, True),
        ((answer(2, complete=False),), MatterState.PARTIAL, True),
        ((answer(2, complete=True),), MatterState.COMPLETE, False),
        ((answer(2, complete=False), answer(3, complete=True)), MatterState.COMPLETE, False),
        ((entry(2, Direction.WITHDRAWN, answers=1),), MatterState.WITHDRAWN, False),
        ((entry(2, Direction.NOTED),), MatterState.AWAITED, True),
        ((entry(2, Direction.REFUSED, answers=1),), MatterState.REFUSED, False),
        ((entry(2, Direction.REMINDED, answers=1),), MatterState.AWAITED, True),
        (
            (entry(2, Direction.REFUSED, answers=1), answer(3, complete=True)),
            MatterState.COMPLETE,
            False,
        ),
    ],
)
def test_a_matter_is_open_until_a_complete_answer_or_a_withdrawal(
    after: tuple[Entry, ...], state: MatterState, *, is_open: bool
) -> None:
    matter = only(ask(), *after)
    assert matter.state is state
    assert matter.is_open is is_open
    assert matter.is_overdue(matter.due_at + HOUR) is is_open
    assert not matter.is_overdue(matter.due_at)


@pytest.mark.parametrize(
    ("direction", "speaker", "whose_turn"),
    [
        (Direction.ASKED, Speaker.US, Speaker.THEM),
        (Direction.ASKED, Speaker.THEM, Speaker.US),
        (Direction.PROMISED, Speaker.US, Speaker.US),
        (Direction.PROMISED, Speaker.THEM, Speaker.THEM),
    ],
)
def test_who_was_asked_answers_and_who_promised_keeps_it(
    direction: Direction, speaker: Speaker, whose_turn: Speaker
) -> None:
    assert only(entry(1, direction, number=1, speaker=speaker)).awaited_from is whose_turn


def test_no_matter_runs_without_a_clock() -> None:
    due = ASKED_AT + 3 * HOUR
    assert only(ask(reply_due_at=due)).due_at == due
    assert only(ask()).due_at == ASKED_AT + REPLY_AWAITED_WITHIN


def test_a_late_answer_settles_and_stays_late() -> None:
    in_time = only(ask(reply_due_at=ASKED_AT + HOUR), answer(2, complete=True))
    late = only(ask(reply_due_at=ASKED_AT + HOUR), answer(3, complete=True))
    assert (in_time.was_late, late.was_late) == (False, True)
    assert late.settled_at == ASKED_AT + 2 * HOUR


def test_numbers_count_for_each_party() -> None:
    other = entry(1, Direction.ASKED, number=1, party_id="police", id="p1")
    found = {
        matter.party_id: matter for matter in matters([ask(), answer(2, complete=True), other])
    }
    assert not found["vendor"].is_open
    assert found["police"].is_open


def test_an_answer_needs_an_open_number() -> None:
    awaited, settled = only(ask()), only(ask(), answer(2, complete=True))
    assert why_no_answer([awaited], 1) == ""
    assert "open are 1" in why_no_answer([awaited], 7)
    assert "none is open" in why_no_answer([], 1)
    assert "'complete' already" in why_no_answer([settled], 1)


def test_a_refusal_may_be_followed_by_an_answer_or_a_withdrawal_only() -> None:
    said = only(ask(), entry(2, Direction.REFUSED, answers=1))
    assert why_no_answer([said], 1, Direction.ANSWERED) == ""
    assert why_no_answer([said], 1, Direction.WITHDRAWN) == ""
    assert "'refused' already" in why_no_answer([said], 1, Direction.REMINDED)
    assert "'refused' already" in why_no_answer([said], 1, Direction.REFUSED)


def test_every_kind_of_party_has_somebody_who_leads_its_thread() -> None:
    assert set(FIRST_OWNER) == set(PartyKind) - {PartyKind.OURSELVES}


def test_every_word_of_a_thread_is_there_in_both_languages() -> None:
    for words, known in (
        (DEMAND_WORDS, Demand),
        (STATE_WORDS, MatterState),
        (DIRECTION_WORDS, Direction),
        (SPEAKER_WORDS, Speaker),
    ):
        assert set(words) == set(known)
