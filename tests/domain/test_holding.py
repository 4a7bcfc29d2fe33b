"""Dates that are held never loosen, whatever is computed after them; choices among stated times."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.decided_moments import Decided, as_decided
from domain.duties import Duty, NotApplicable, Reason
from domain.explanations import Bilingual
from domain.holding import Dates, held, is_looser
from domain.rule_parts import Audience
from domain.situations import Moments
from domain.succession import Successors

AT = datetime(2026, 1, 6, 1, 20, tzinfo=UTC)
TIMES = st.integers(0, 500).map(lambda hours: AT + timedelta(hours=hours))
MAYBE = st.none() | TIMES
DATES = st.builds(Dates, MAYBE, MAYBE)
NEVER = datetime.max.replace(tzinfo=UTC)


@given(DATES, st.lists(DATES))
def test_no_sequence_of_computations_loosens_what_runs(first: Dates, computed: list[Dates]) -> None:
    running = first
    for dates in computed:
        before, running = running, held(running, dates)
        assert (running.due_at or NEVER) <= (before.due_at or NEVER)
        assert (running.target_at or NEVER) <= (before.target_at or NEVER)


@given(DATES, DATES)
def test_what_is_held_is_no_later_than_either_and_no_earlier_than_both(
    standing: Dates, computed: Dates
) -> None:
    running = held(standing, computed)
    assert held(running, computed) == running
    assert running.due_at in {standing.due_at, computed.due_at}
    assert running.target_at in {standing.target_at, computed.target_at}
    # Nothing has to be confirmed exactly where the computed dates run.
    assert (running == computed) == (
        (computed.due_at or NEVER) <= (standing.due_at or NEVER)
        and (computed.target_at or NEVER) <= (standing.target_at or NEVER)
    )


@given(DATES, DATES)
def test_another_duty_is_looser_only_where_its_clock_strikes_later(
    one: Dates, other: Dates
) -> None:
    assert is_looser(one, other) == ((other.clock_at or NEVER) > (one.clock_at or NEVER))
    assert not (is_looser(one, other) and is_looser(other, one))


@given(st.sets(TIMES, min_size=1), st.sets(TIMES), st.data())
def test_a_choice_stands_until_an_earlier_time_is_stated_afterwards(
    stated: set[datetime], later_stated: set[datetime], data: st.DataObject
) -> None:
    chosen = data.draw(st.sampled_from(sorted(stated)))
    choice = {"suspected_at": Decided(chosen, frozenset(stated))}
    every = sorted(stated | later_stated)
    moments = Moments(
        suspected_at=every[0], candidates={"suspected_at": tuple(every[1:])} if every[1:] else {}
    )
    decided = as_decided(moments, choice).stated("suspected_at")
    assert decided[0] == min({chosen, *(later_stated - stated)})
    assert chosen in decided


def test_a_choice_about_a_moment_that_nobody_states_does_nothing() -> None:
    choice = {"confirmed_at": Decided(AT, frozenset({AT}))}
    assert as_decided(Moments(), choice) == Moments()


def duty(rule: str, debtor: str = "a", to: str = "ppc") -> Duty:
    return Duty(
        key=f"{rule}|{debtor}|{to}",
        rule_id=rule,
        debtor=debtor,
        to=to,
        audience=Audience.AUTHORITY,
        source="s",
        verified=False,
        anchor="aware",
        anchor_at=AT,
        target_at=None,
        target_on=None,
        policy_target=False,
        due_at=AT,
        due_on=AT.date(),
        hard=True,
        tz="Asia/Tokyo",
        explanation=(),
    )


def gone(rule: str, instead: str | None, reason: Reason = Reason.OTHER_RULE) -> NotApplicable:
    return NotApplicable(
        key=f"{rule}|a|ppc",
        rule_id=rule,
        debtor="a",
        to="ppc",
        audience=Audience.AUTHORITY,
        source="s",
        verified=False,
        reason=reason,
        ground=Bilingual(ja="甲", en="x"),
        instead=instead,
    )


def test_the_variant_of_the_same_rule_stands_in() -> None:
    known = Successors([duty("jp-appi/preliminary"), duty("jp-appi/final-wrongful")])
    found = known.of(gone("jp-appi/final", "jp-appi"))
    assert found is not None
    assert found.rule_id == "jp-appi/final-wrongful"
    back = Successors([duty("jp-appi/final")]).of(gone("jp-appi/final-wrongful", "jp-appi"))
    assert back is not None


def test_the_rule_of_the_same_name_of_another_law_stands_in() -> None:
    known = Successors([duty("jp-public/preliminary", to="mic"), duty("jp-public/final", to="mic")])
    found = known.of(gone("jp-appi/final", "jp-public"))
    assert found is not None
    assert found.rule_id == "jp-public/final"


def test_where_none_or_several_could_be_meant_a_person_decides() -> None:
    known = Successors([duty("jp-appi/preliminary"), duty("jp-appi/final-wrongful", debtor="b")])
    assert known.of(gone("jp-appi/final", "jp-appi")) is None
    assert known.of(gone("jp-appi/final", None, Reason.EXEMPT)) is None
    several = Successors([duty("x-y/report-a"), duty("x-y/report-b")])
    assert several.of(gone("x-y/report", "x-y")) is None
