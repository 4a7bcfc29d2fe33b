"""States of attempts and notices: order and repetition of reports never matter."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.notices import (
    FINAL_NOTICE_STATES,
    LETTER_RANK,
    MAIL_RANK,
    NOTICE_STATE_OF_ATTEMPT,
    AttemptState,
    NoticeState,
    adds_up,
    joined,
)

MAIL_STATES = st.sampled_from(sorted(MAIL_RANK, key=MAIL_RANK.__getitem__))


@given(reports=st.lists(MAIL_STATES, min_size=1, max_size=12), seed=st.integers(0, 2**16))
def test_any_order_and_any_repetition_end_the_same(reports: list[AttemptState], seed: int) -> None:
    shuffled = [*reports, *reports]
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - a test's shuffle
    assert joined(shuffled, MAIL_RANK) is joined(reports, MAIL_RANK)


@given(first=MAIL_STATES, second=MAIL_STATES)
def test_a_later_report_never_takes_back_what_is_known(
    first: AttemptState, second: AttemptState
) -> None:
    assert MAIL_RANK[joined([first, second], MAIL_RANK)] >= MAIL_RANK[first]


def test_a_complaint_means_that_it_arrived() -> None:
    assert joined([AttemptState.COMPLAINED, AttemptState.BOUNCED], MAIL_RANK) is (
        AttemptState.COMPLAINED
    )
    assert NOTICE_STATE_OF_ATTEMPT[AttemptState.COMPLAINED] is NoticeState.DELIVERED


def test_no_two_states_of_a_channel_share_a_rank() -> None:
    for ranks in (MAIL_RANK, LETTER_RANK):
        assert len(set(ranks.values())) == len(ranks)


def test_every_attempt_state_says_what_becomes_of_its_notice() -> None:
    assert set(NOTICE_STATE_OF_ATTEMPT) == set(AttemptState)


def test_a_foreign_state_is_an_error_and_nothing_at_all_too() -> None:
    with pytest.raises(KeyError):
        joined([AttemptState.POSTED], MAIL_RANK)
    with pytest.raises(ValueError, match="empty"):
        joined([], MAIL_RANK)


@given(
    counts=st.dictionaries(st.sampled_from(NoticeState), st.integers(0, 50)),
    population=st.integers(0, 300),
)
def test_a_wave_adds_up_only_when_everybody_is_final_and_none_is_missing_or_double(
    counts: dict[NoticeState, int], population: int
) -> None:
    unfinished = sum(n for state, n in counts.items() if state not in FINAL_NOTICE_STATES)
    right = unfinished == 0 and sum(counts.values()) == population
    assert adds_up(counts, population) is right
