"""A figure can be corrected to withheld and back, and says in words what does not fit."""

import pytest

from commands.sentences import NotPossible
from commands.typed_figures import corrected_figure, new_figure
from domain.figures import Figure, FigureKind, FigureUnit

FORTY = Figure(kind=FigureKind.APPROXIMATE, unit=FigureUnit.RECORDS, number=40)
WITHHELD = Figure(kind=FigureKind.WITHHELD, unit=FigureUnit.RECORDS)


def test_withheld_needs_no_number_and_drops_the_old_one() -> None:
    assert corrected_figure(FORTY, None, None, FigureKind.WITHHELD) == WITHHELD
    assert new_figure(None, FigureUnit.RECORDS, FigureKind.WITHHELD) == WITHHELD


def test_a_number_brings_a_withheld_figure_back() -> None:
    back = Figure(kind=FigureKind.EXACT, unit=FigureUnit.RECORDS, number=41)
    assert corrected_figure(WITHHELD, 41, None, None) == back


def test_what_is_not_given_stays() -> None:
    assert corrected_figure(FORTY, None, None, None) is FORTY
    assert corrected_figure(None, None, None, None) is None
    assert corrected_figure(FORTY, 41, None, None) == FORTY.model_copy(update={"number": 41})
    people = corrected_figure(WITHHELD, None, FigureUnit.PEOPLE, None)
    assert people == Figure(kind=FigureKind.WITHHELD, unit=FigureUnit.PEOPLE)
    at_most = corrected_figure(FORTY, None, None, FigureKind.AT_MOST)
    assert at_most == FORTY.model_copy(update={"kind": FigureKind.AT_MOST})
    assert new_figure(None, FigureUnit.PEOPLE, FigureKind.EXACT) is None


@pytest.mark.parametrize(
    ("known", "number", "kind", "said"),
    [
        (FORTY, 41, FigureKind.WITHHELD, "--number を外す"),
        (WITHHELD, None, FigureKind.AT_LEAST, "--number を付ける"),
        (None, None, FigureKind.EXACT, "--number を付ける"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_remedy(
    known: Figure | None, number: int | None, kind: FigureKind, said: str
) -> None:
    with pytest.raises(NotPossible) as caught:
        corrected_figure(known, number, None, kind)
    assert said in caught.value.in_language("ja")
    assert "--number" in caught.value.in_language("en")
