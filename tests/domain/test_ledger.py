"""The ledger: numbered revisions that only grow, and say what changed."""

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.facts import Fact, FactStatus, Ledger

START = datetime(2026, 1, 6, tzinfo=UTC)
KEYS = ("cause", "data.items", "figure.names", "overview")

FACTS = st.builds(
    Fact,
    key=st.sampled_from(KEYS),
    status=st.sampled_from(FactStatus),
    statement=st.sampled_from(["", "調査中です。", "確認しました。"]),
    as_of=st.just(START),
    source=st.just("platform"),
    vouched_by=st.just("privacy_officer"),
    public=st.booleans(),
)
STEPS = st.lists(st.lists(FACTS, max_size=4, unique_by=lambda fact: fact.key), max_size=8)


def grown(steps: list[list[Fact]]) -> list[Ledger]:
    ledgers = [Ledger()]
    for number, facts in enumerate(steps):
        ledgers.append(ledgers[-1].extended(facts, START + timedelta(hours=number)))
    return ledgers


@given(steps=STEPS)
def test_revisions_rise_by_one_and_nothing_is_ever_rewritten(steps: list[list[Fact]]) -> None:
    ledgers = grown(steps)
    for before, after in itertools.pairwise(ledgers):
        assert after.revision - before.revision in {0, 1}
        assert after.entries[: len(before.entries)] == before.entries
        assert after.at(before.revision) == before


@given(steps=STEPS)
def test_the_newest_entry_of_a_key_is_in_force(steps: list[list[Fact]]) -> None:
    ledger = grown(steps)[-1]
    for key, entry in ledger.current().items():
        assert entry == ledger.history(key)[-1]


@given(steps=STEPS, again=st.lists(FACTS, max_size=4, unique_by=lambda fact: fact.key))
def test_recording_the_same_again_adds_nothing(steps: list[list[Fact]], again: list[Fact]) -> None:
    once = grown([*steps, again])[-1]
    assert once.extended(again, START + timedelta(days=9)) == once


@given(steps=STEPS)
def test_what_changed_is_exactly_what_differs(steps: list[list[Fact]]) -> None:
    ledger = grown(steps)[-1]
    for revision in range(ledger.revision + 1):
        before, now = ledger.at(revision).current(), ledger.current()
        differing = {key for key in now if key not in before or before[key].fact != now[key].fact}
        assert set(ledger.changed_since(revision)) == differing


def test_withheld_for_a_while_and_released_as_it_was_nothing_is_told_anew() -> None:
    said = Fact(
        key="secondary_damage",
        status=FactStatus.KNOWN,
        statement="確認されていません。",
        as_of=START,
        source="us",
        vouched_by="counsel",
        public=True,
    )
    withheld = said.model_copy(update={"public": False, "corrects": 1, "reason": "捜査"})
    again = said.model_copy(update={"corrects": 2, "reason": "捜査の終了"})
    other = again.model_copy(update={"statement": "1件確認しました。", "corrects": 3})
    steps = grown([[said], [withheld], [again], [other]])

    assert steps[3].retold_since(1) == ()
    assert not steps[3].is_open_correction(said.key, 1)
    assert steps[3].changed_since(1) == (said.key,)
    assert steps[3].retold_since(2) == (said.key,)
    assert steps[4].retold_since(1) == (said.key,)
    assert steps[4].is_open_correction(said.key, 1)
