"""Which column of a list holds what: by its name, or as a person says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from people_files import words
from people_files.complaints import PeopleListError

LEFT_OUT = "-"
"""In a person's mapping: nothing of this column is needed."""


class ColumnState(StrEnum):
    """How it is known what a column holds; the last two keep a list from being taken."""

    KNOWN = "known"
    TOLD = "told"
    LEFT_OUT = "left_out"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its number from 1; `field` is what it holds, empty where nothing is taken."""

    number: int
    name: str
    field: str
    state: ColumnState


def columns_of(
    header: Sequence[str], told: Mapping[str, str], *, ignore_unknown: bool = False
) -> tuple[Column, ...]:
    """What each column holds; `told` maps names (or `#3` for the third) to fields or `-`.

    Raises:
        PeopleListError: `told` names a field or a column that there is not.
    """
    wanted = _wanted(header, told)
    found = [_column(n, name, wanted.get(n)) for n, name in enumerate(header, start=1)]
    fields = [column.field for column in found if column.field]
    return tuple(_judged(column, fields, ignore_unknown=ignore_unknown) for column in found)


def _wanted(header: Sequence[str], told: Mapping[str, str]) -> dict[int, str]:
    spelt = [words.spelt(name) for name in header]
    wanted: dict[int, str] = {}
    for name, field in told.items():
        if field != LEFT_OUT and field not in words.columns():
            known = ", ".join((*words.columns(), LEFT_OUT))
            raise PeopleListError(
                ja=f"--map の右辺に使えるのは次のいずれかです: {known}",
                en=f"a column is mapped to one of: {known}",
            )
        numbers = [n for n, known in enumerate(spelt, start=1) if known == words.spelt(name)]
        if name.startswith("#") and name[1:].isdecimal() and 0 < int(name[1:]) <= len(header):
            numbers = [int(name[1:])]
        if not numbers:
            raise PeopleListError(
                ja=f"--map で示された列がありません({field} の左辺)。列は番号(#3 など)でも"
                "示せます。",
                en=f"there is no such column to map to {field}; a number such as #3 does as well",
            )
        wanted.update(dict.fromkeys(numbers, field))
    return wanted


def _column(number: int, name: str, wanted: str | None) -> Column:
    if wanted is not None:
        field = "" if wanted == LEFT_OUT else wanted
        return Column(number, name, field, ColumnState.TOLD if field else ColumnState.LEFT_OUT)
    word = words.spelt(name)
    field = words.meanings("columns").get(word, "")
    if field:
        return Column(number, name, field, ColumnState.KNOWN)
    known = word in words.listed("left_out")
    return Column(number, name, "", ColumnState.LEFT_OUT if known else ColumnState.UNKNOWN)


def _judged(column: Column, fields: Sequence[str], *, ignore_unknown: bool) -> Column:
    state, field = column.state, column.field
    if field and fields.count(field) > 1:
        state = ColumnState.AMBIGUOUS
    elif field in {"family_name", "given_name"} and "name" in fields:
        # The whole name stands in a column of its own.
        state, field = ColumnState.LEFT_OUT, ""
    elif state is ColumnState.UNKNOWN and ignore_unknown:
        state = ColumnState.LEFT_OUT
    return Column(column.number, column.name, field, state)


def refuse_unclear(columns: Sequence[Column]) -> None:
    """Refuse a header whose columns are not all clear.

    Names of columns are not repeated: in a file without a line of names a person stands there.

    Raises:
        PeopleListError: with the number of the column, and what would be right.
    """
    fields = {column.field for column in columns}
    names = ", ".join(
        f"{field}/{next(name for name in found if not name.isascii())}"
        for field, found in words.columns().items()
    )
    if not fields & {"name", "family_name"}:
        raise PeopleListError(
            ja=f"1行目: 氏名の列がありません。1行目に列の名前を書いてください。使える名前: {names}",
            en=f"line 1: no column is the name; line 1 names the columns. Known names: {names}",
        )
    for column in columns:
        if column.state is ColumnState.AMBIGUOUS:
            raise PeopleListError(
                ja=f"1行目の{column.number}列目: {column.field} の列が二つ以上あります。"
                f"使わない列を --map '#{column.number}=-' で外すか、別の項目を示してください。",
                en=f"line 1, column {column.number}: more than one column of {column.field}; leave "
                f"one out with --map '#{column.number}=-', or say what it holds",
            )
        if column.state is ColumnState.UNKNOWN:
            raise PeopleListError(
                ja=f"1行目の{column.number}列目: 知らない列です。"
                f"--map '#{column.number}=項目' で示すか、--ignore-columns で"
                f"読み飛ばしてください。使える名前: {names}",
                en=f"line 1, column {column.number}: not a column that is known; say what it holds "
                f"with --map '#{column.number}=FIELD', or leave such columns out with "
                f"--ignore-columns. Known names: {names}",
            )
