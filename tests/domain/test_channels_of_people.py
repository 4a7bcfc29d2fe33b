"""The pure parts of channels: orders, outcomes, letter numbers, windows, the pace of a desk."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.channels import (
    CONTACT_OF,
    LISTED,
    OUTCOME_WORDS,
    OUTCOMES,
    PLANNABLE,
    Contact,
    first_channel,
    order_problem,
    outcome_of,
)
from domain.envelopes import (
    ENVELOPE_HEIGHT,
    ENVELOPE_WIDTH,
    FOLDED_HEIGHT,
    SHEET_WIDTH,
    STANDARD_WINDOW,
    Window,
    parse_window,
    zone_of,
)
from domain.letter_numbers import LetterNumber, parse_letter_number
from domain.notices import LIST_RANK, NOTICE_STATE_OF_ATTEMPT, AttemptState, Channel
from domain.ramp import people_per_hour_cap
from domain.state_words import ATTEMPT_STATE_WORDS, CHANNEL_WORDS, NOTICE_STATE_WORDS

NUMBERS = some.builds(
    LetterNumber, some.integers(1, 99), some.integers(1, 99), some.integers(0, 9_999_998)
)


@given(some.permutations(PLANNABLE), some.sets(some.sampled_from(Contact)))
def test_the_first_channel_is_the_first_whose_contact_is_held(
    order: list[Channel], held: set[Contact]
) -> None:
    chosen = first_channel(order, held)
    possible = [c for c in order if c not in CONTACT_OF or CONTACT_OF[c] in held]
    assert chosen == possible[0]
    assert first_channel(order, held, do_not_write=True) is Channel.HUMAN


def test_without_any_contact_a_publication_stands() -> None:
    assert first_channel((Channel.MAIL, Channel.CALL), {Contact.POSTAL}) is Channel.SUBSTITUTE


@pytest.mark.parametrize(
    ("order", "wrong"),
    [
        (("mail", "letter", "call"), ""),
        ((), ""),
        (("letter", "mail"), "mail comes first"),
        (("mail", "mail"), "twice"),
        (("mail", "pigeon"), "pigeon"),
        (("human",), "human"),
    ],
)
def test_an_order_is_checked(order: tuple[str, ...], wrong: str) -> None:
    assert wrong in order_problem(order)
    assert bool(order_problem(order)) is bool(wrong)


def test_every_outcome_has_words_a_rank_and_a_state() -> None:
    assert set(OUTCOMES) == set(LISTED)
    for channel, outcomes in OUTCOMES.items():
        for name, state in outcomes.items():
            assert outcome_of(channel, f" {name} ") == name
            assert outcome_of(channel, OUTCOME_WORDS[name]) == name
            assert state in LIST_RANK
        assert outcome_of(channel, "posted") is None


def test_every_state_and_channel_has_its_words() -> None:
    assert set(ATTEMPT_STATE_WORDS) == set(NOTICE_STATE_OF_ATTEMPT) == set(AttemptState)
    assert set(CHANNEL_WORDS) == set(Channel)
    assert set(NOTICE_STATE_OF_ATTEMPT.values()) <= set(NOTICE_STATE_WORDS)


@given(NUMBERS)
def test_a_letter_number_reads_back_also_in_wide_digits(number: LetterNumber) -> None:
    wide = str(number).translate({ord("0") + d: "０１２３４５６７８９"[d] for d in range(10)})
    assert parse_letter_number(str(number)) == parse_letter_number(wide) == number


@given(NUMBERS, some.data())
def test_one_wrong_digit_is_noticed(number: LetterNumber, data: some.DataObject) -> None:
    text = str(number)
    place = data.draw(some.sampled_from([i for i, sign in enumerate(text) if sign.isdigit()]))
    other = data.draw(some.sampled_from([d for d in "0123456789" if d != text[place]]))
    mistyped = text[:place] + other + text[place + 1 :]
    assert parse_letter_number(mistyped) is None


@pytest.mark.parametrize("text", ["", "1-1-1-1", "1-1-00000-0", "x", "1-1-00001", "'=1"])
def test_what_is_no_letter_number_is_none(text: str) -> None:
    assert parse_letter_number(text) is None


WINDOWS = some.builds(
    Window,
    some.integers(0, 60),
    some.integers(0, 40),
    some.integers(75, 120),
    some.integers(39, 60),
)


@given(WINDOWS, some.integers(0, 25), some.integers(0, 21))
def test_the_address_is_seen_whole_and_nothing_else_wherever_the_sheet_lies(
    window: Window, right: int, down: int
) -> None:
    try:
        zone = zone_of(window)
    except ValueError:
        return
    assert 0 <= right <= ENVELOPE_WIDTH - SHEET_WIDTH
    assert 0 <= down <= ENVELOPE_HEIGHT - FOLDED_HEIGHT
    if zone.left == window.left and zone.top == window.top:
        assert window.left <= zone.left + right
        assert zone.left + right + zone.width <= window.left + window.width
        assert window.top <= zone.top + down
        assert zone.top + down + zone.height <= window.top + window.height
    assert zone.clear_right + right > window.left + window.width
    assert zone.clear_bottom == FOLDED_HEIGHT or zone.clear_bottom + down > sum(window[1::2])


def test_the_usual_window_is_a_setting() -> None:
    assert parse_window("20,12,90,45") == STANDARD_WINDOW
    for wrong in ("", "1,2,3", "20,12,40,45", "200,12,90,45", "a,b,c,d"):
        with pytest.raises(ValueError, match=r"."):
            parse_window(wrong)


@given(some.integers(1, 10**6), some.integers(1, 1000))
def test_a_desk_is_never_sent_more_than_it_can_take(capacity: int, per_mille: int) -> None:
    cap = people_per_hour_cap(capacity, per_mille / 1000)
    assert cap == max(capacity * 1000 // per_mille, 1)


def test_a_desk_that_answers_nobody_is_refused() -> None:
    for capacity, rate in ((0, 0.1), (10, 0.0), (10, -1.0)):
        with pytest.raises(ValueError, match=r"at least one|above nought"):
            people_per_hour_cap(capacity, rate)
