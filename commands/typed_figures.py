"""A figure as somebody types it: with its number, or withheld or unknown and so without one."""

from commands.sentences import NotPossible
from domain.figures import NUMBERLESS, Figure, FigureKind, FigureUnit


def new_figure(number: int | None, unit: FigureUnit, kind: FigureKind) -> Figure | None:
    """The figure of a new fact; none where neither a number nor a kind without one was given.

    Raises:
        NotPossible: kind and number do not go together; says what would be right.
    """
    if number is None and kind is FigureKind.EXACT:
        return None
    return _figure(number, unit, kind)


def corrected_figure(
    known: Figure | None,
    number: int | None,
    unit: FigureUnit | None,
    kind: FigureKind | None,
) -> Figure | None:
    """The figure with what was given; the rest stays. Withheld or unknown, it drops its number.

    Raises:
        NotPossible: kind and number do not go together; says what would be right.
    """
    if number is None and unit is None and kind is None:
        return known
    before = known or Figure(kind=FigureKind.UNKNOWN, unit=FigureUnit.PEOPLE)
    counted = FigureKind.EXACT if before.kind in NUMBERLESS else before.kind
    kind = kind or (before.kind if number is None else counted)
    if kind not in NUMBERLESS and number is None:
        number = before.number
    return _figure(number, unit or before.unit, kind)


def _figure(number: int | None, unit: FigureUnit, kind: FigureKind) -> Figure:
    if kind in NUMBERLESS and number is not None:
        raise NotPossible(
            en=f"A count that is '{kind}' has no number: leave out --number, or name another "
            "--count-kind (exact, approximate, at_least, at_most).",
            ja=f"--count-kind {kind} の件数に数は付きません。--number を外すか、別の --count-kind"
            "(exact、approximate、at_least、at_most)にしてください。",
        )
    if kind not in NUMBERLESS and number is None:
        raise NotPossible(
            en=f"A count that is '{kind}' needs its number: give --number, or say with "
            "--count-kind that it is withheld or unknown.",
            ja=f"--count-kind {kind} には数が必要です。--number を付けるか、--count-kind に "
            "withheld(非公表)または unknown(不明)を指定してください。",
        )
    return Figure(kind=kind, unit=unit, number=number)
