"""A figure says how sure it is, and never has a number where it may not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.figures import NUMBERLESS, Figure, FigureKind, FigureUnit

UNITS = st.sampled_from(FigureUnit)


@given(kind=st.sampled_from(FigureKind), unit=UNITS, number=st.integers(min_value=0) | st.none())
def test_a_number_goes_with_its_kind(
    kind: FigureKind, unit: FigureUnit, number: int | None
) -> None:
    fits = (number is None) == (kind in NUMBERLESS)
    if fits:
        assert Figure(kind=kind, unit=unit, number=number).number == number
    else:
        with pytest.raises(ValidationError):
            Figure(kind=kind, unit=unit, number=number)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValidationError):
        Figure(kind=FigureKind.EXACT, unit=FigureUnit.PEOPLE, number=-1)


@given(kind=st.sampled_from(FigureKind), unit=UNITS)
def test_only_an_exact_or_highest_number_bounds_from_above(
    kind: FigureKind, unit: FigureUnit
) -> None:
    figure = Figure(kind=kind, unit=unit, number=None if kind in NUMBERLESS else 1_001)
    bounded = kind in {FigureKind.EXACT, FigureKind.AT_MOST}
    assert figure.upper_bound == (1_001 if bounded else None)
