"""What a list is before anything of it is taken in: how it is read, what becomes of its lines.

Promises: counts only, never a person; nothing is written.
"""

from collections import Counter
from collections.abc import Callable

from pydantic import BaseModel, ConfigDict

from domain.contact_forms import contacts_of
from domain.people import NoPerson
from people_files.complaints import PeopleListError
from people_files.header import refuse_unclear
from people_files.reading import PeopleList
from people_files.row_maker import ForAll

NOT_SAID_YET = "-"
"""In place of what leaked, where the list does not say it: the incident's own file may."""


class PreviewColumn(BaseModel):
    """A column: what it is called, what it holds, and how that is known."""

    model_config = ConfigDict(frozen=True)

    number: int
    name: str
    field: str
    state: str


class PeoplePreview(BaseModel):
    """A list as it would be taken in.

    `people` are before merging. `problem_ja` and `problem_en` say why it would not be taken; the
    counts are 0 then.
    """

    model_config = ConfigDict(frozen=True)

    path: str
    format: str
    detail: str
    encoding: str
    encoding_told: bool
    undecodable: int
    columns: tuple[PreviewColumn, ...]
    problem_ja: str = ""
    problem_en: str = ""
    lines: int = 0
    people: int = 0
    undecided: dict[str, int] = {}
    mail: int = 0
    phone: int = 0
    postal: int = 0
    unusable: dict[str, int] = {}
    do_not_write: int = 0
    items: dict[str, int] = {}


def preview(
    found: PeopleList, for_all: ForAll, on_progress: Callable[[float], None] | None = None
) -> PeoplePreview:
    """Look through a list.

    Raises:
        PeopleListError: the file broke off.
        OSError: it cannot be read any more.
    """
    known = {
        "path": str(found.path),
        "format": found.format,
        "detail": found.detail,
        "encoding": found.encoding,
        "encoding_told": found.encoding_told,
        "undecodable": found.undecodable,
        "columns": _columns(found),
    }
    try:
        refuse_unclear(found.columns)
    except PeopleListError as error:
        said = {"problem_ja": error.said.ja, "problem_en": error.said.en}
        return PeoplePreview.model_validate(known | said)
    return PeoplePreview.model_validate(known | _counts(found, for_all, on_progress))


def _columns(found: PeopleList) -> tuple[PreviewColumn, ...]:
    """Without their names where none is a name: then line 1 may be somebody, not a header."""
    is_header = any(column.field in {"name", "family_name"} for column in found.columns)
    return tuple(
        PreviewColumn(
            number=column.number,
            name=column.name if is_header else "",
            field=column.field,
            state=column.state.value,
        )
        for column in found.columns
    )


def _counts(
    found: PeopleList, for_all: ForAll, on_progress: Callable[[float], None] | None
) -> dict[str, object]:
    sums: Counter[str] = Counter()
    undecided: Counter[str] = Counter()
    unusable: Counter[str] = Counter()
    items: Counter[str] = Counter()
    for row in found.rows(for_all, on_progress):
        sums["lines"] += 1
        if isinstance(row, NoPerson):
            undecided[row.problem.value] += 1
            continue
        held = contacts_of(row)
        sums["people"] += 1
        sums["do_not_write"] += row.do_not_write
        items.update(item for item in row.items if item != NOT_SAID_YET)
        for name in ("mail", "phone", "postal"):
            sums[name] += getattr(held, name) is not None
            problem = getattr(held, f"{name}_problem")
            if problem is not None:
                unusable[f"{name}.{problem.value}"] += 1
    return {**sums, "undecided": undecided, "unusable": unusable, "items": items}
