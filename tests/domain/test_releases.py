"""Promised updates: when they bind, and what ends them."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.releases import (
    PromisedUpdate,
    PromiseMade,
    PromiseState,
    ReleaseStanding,
    promised_updates,
)

T0 = datetime(2026, 1, 8, 9, 0, tzinfo=UTC)


def at(hours: float) -> datetime:
    return T0 + timedelta(hours=hours)


def made(number: int, hours: float, due: float, document: str | None = None) -> PromiseMade:
    return PromiseMade(
        number=number,
        due_at=at(due),
        made_at=at(hours),
        made_by="public_relations",
        document_id=document,
    )


def release(number: int, issued: float | None, *, withdrawn: bool = False) -> ReleaseStanding:
    return ReleaseStanding(
        document_id=f"d{number}",
        document=number + 10,
        number=number,
        issued_at=None if issued is None else at(issued),
        withdrawn=withdrawn,
    )


def only(promises: tuple[PromisedUpdate, ...]) -> PromisedUpdate:
    (promise,) = promises
    return promise


def test_a_promise_stated_in_a_release_binds_once_that_is_issued() -> None:
    promise = made(1, 0, 50, "d1")

    waiting = only(promised_updates([promise], [release(1, None)], []))
    said = only(promised_updates([promise], [release(1, 2)], []))

    assert (waiting.state, waiting.said_at) == (PromiseState.WAITING, None)
    assert (said.state, said.said_at) == (PromiseState.OPEN, at(2))
    assert said.is_open


@pytest.mark.parametrize(("issued", "late"), [(49, False), (50, False), (51, True)])
def test_the_next_release_keeps_it_and_late_stays_late(issued: float, *, late: bool) -> None:
    series = [release(1, 2), release(2, issued), release(3, 60)]

    kept = only(promised_updates([made(1, 0, 50, "d1")], series, []))

    assert (kept.state, kept.kept_by, kept.ended_at) == (PromiseState.KEPT, 2, at(issued))
    assert kept.late is late


def test_what_was_promised_elsewhere_binds_at_once() -> None:
    open_now = only(promised_updates([made(1, 3, 50)], [release(1, 2)], []))
    kept = only(promised_updates([made(1, 3, 50)], [release(1, 4)], []))

    assert (open_now.state, open_now.said_at) == (PromiseState.OPEN, at(3))
    assert kept.state is PromiseState.KEPT


def test_a_follow_up_keeps_the_old_promise_and_states_the_new_one() -> None:
    promises = [made(1, 0, 50, "d1"), made(2, 40, 90, "d2")]

    first, second = promised_updates(promises, [release(1, 2), release(2, None)], [])
    assert (first.state, second.state) == (PromiseState.OPEN, PromiseState.WAITING)

    first, second = promised_updates(promises, [release(1, 2), release(2, 45)], [])
    assert (first.state, first.kept_by) == (PromiseState.KEPT, 2)
    assert second.state is PromiseState.OPEN


def test_a_later_promise_moves_the_one_before() -> None:
    first, second = promised_updates([made(1, 0, 50), made(2, 10, 70)], [], [])

    assert (first.state, first.ended_at) == (PromiseState.MOVED, at(10))
    assert second.is_open


def test_of_two_for_one_release_in_preparation_the_later_waits() -> None:
    promises = [made(1, 0, 50, "d1"), made(2, 1, 70, "d1")]

    first, second = promised_updates(promises, [release(1, None)], [])
    assert (first.state, second.state) == (PromiseState.MOVED, PromiseState.WAITING)

    first, second = promised_updates(promises, [release(1, 5)], [])
    assert (first.state, second.state) == (PromiseState.MOVED, PromiseState.OPEN)


def test_not_publishing_ends_what_was_promised_before_it_only() -> None:
    promises = [made(1, 5, 50)]

    before = only(promised_updates(promises, [], [at(4)]))
    after = only(promised_updates(promises, [], [at(6)]))

    assert before.is_open
    assert (after.state, after.ended_at) == (PromiseState.DROPPED, at(6))


def test_a_release_that_was_withdrawn_before_its_issue_promised_nothing() -> None:
    promise = only(promised_updates([made(1, 0, 50, "d1")], [release(1, None, withdrawn=True)], []))

    assert promise.state is PromiseState.NEVER_SAID
