"""Phases, case time and bindings."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.casetime import CaseClock, rehearsal_clock
from domain.documents import Binding, digest_of
from domain.phases import ENDS, FOLLOWERS, Phase, may_follow

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=UTC)
)


def test_every_phase_is_reachable_and_none_follows_itself() -> None:
    reached, fresh = set(), {Phase.DETECTED}
    while fresh:
        reached |= fresh
        fresh = {after for phase in fresh for after in FOLLOWERS[phase]} - reached
    assert reached == set(Phase)
    assert not any(may_follow(phase, phase) for phase in Phase)


def test_an_end_can_be_left_only_by_reopening() -> None:
    assert {phase: FOLLOWERS[phase] for phase in ENDS} == {
        Phase.CLOSED: {Phase.FOLLOWING_UP},
        Phase.FALSE_ALARM: {Phase.ASSESSING},
    }


def test_an_incident_closes_only_from_following_up() -> None:
    assert [phase for phase in Phase if may_follow(phase, Phase.CLOSED)] == [Phase.FOLLOWING_UP]


@given(to=MOMENTS)
def test_a_live_clock_cannot_be_turned(to: datetime) -> None:
    clock = CaseClock()
    assert clock.turned_to(to, NOW) is clock
    assert clock.case_time(NOW) == NOW


@given(starts_at=MOMENTS, turns=st.lists(MOMENTS, max_size=6))
def test_a_rehearsal_clock_only_goes_forward(starts_at: datetime, turns: list[datetime]) -> None:
    clock, shown = rehearsal_clock(starts_at, NOW), starts_at
    for to in turns:
        clock = clock.turned_to(to, NOW)
        shown = max(shown, to)
        assert clock.case_time(NOW) == shown
        assert clock.case_time(NOW + timedelta(hours=1)) == shown + timedelta(hours=1)


PARTS = st.text(max_size=6)


@given(parts=st.lists(PARTS, max_size=5), others=st.lists(PARTS, max_size=5))
def test_no_two_lists_share_a_digest(parts: list[str], others: list[str]) -> None:
    assert (digest_of(parts) == digest_of(others)) is (parts == others)


@given(
    field=st.sampled_from(sorted(Binding.model_fields)),
    value=st.text(min_size=1, max_size=8),
)
def test_a_change_of_anything_bound_changes_the_digest(field: str, value: str) -> None:
    binding = Binding(text="", template="", facts="")
    assert binding.model_copy(update={field: value}).digest() != binding.digest()
