"""JSON Lines: an object a line; the names of their fields, all together, are the header."""

import json
from collections.abc import Iterator
from typing import Any

from domain.people import ITEMS_JOINED_BY, NoPerson, RowProblem
from people_files.complaints import PeopleListError
from people_files.encodings import TextFile, text_lines
from people_files.tables import Record

MOST_NAMES = 200


class JsonTable:
    """A file of JSON Lines."""

    format = "jsonl"
    detail = ""

    def __init__(self, file: TextFile) -> None:
        self._file = file
        self._read = 0
        names: dict[str, None] = {}
        for _line, found in self._objects():
            if isinstance(found, dict):
                names.update(dict.fromkeys(found))
            if len(names) > MOST_NAMES:
                raise PeopleListError(
                    ja=f"項目の名前が{MOST_NAMES}種類を超えています。1行に1名の JSON か"
                    "確認してください。",
                    en=f"the objects have more than {MOST_NAMES} different fields; is it a list?",
                )
        self.header = tuple(names)
        if not names:
            raise PeopleListError(
                ja="1行に1名の JSON オブジェクトがありません。",
                en="the file holds no JSON object; a list has one on each line",
            )

    def records(self) -> Iterator[Record | NoPerson]:
        """Every line that is not blank; one that is no object of plain values, with why."""
        for line, found in self._objects():
            if found is RowProblem.UNDECODABLE:
                yield NoPerson(line, RowProblem.UNDECODABLE)
            elif not isinstance(found, dict):
                yield NoPerson(line, RowProblem.NOT_AN_OBJECT)
            else:
                texts = [_text(found.get(name)) for name in self.header]
                values = [text for text in texts if text is not None]
                if len(values) < len(texts):
                    yield NoPerson(line, RowProblem.NOT_AN_OBJECT)
                else:
                    yield line, values
        self._read = self._file.size

    def done(self) -> float:
        """By bytes."""
        return self._read / self._file.size if self._file.size else 1.0

    def _objects(self) -> Iterator[tuple[int, Any]]:
        with self._file.path.open("rb") as binary:
            for number, text in text_lines(self._file, binary):
                self._read = binary.tell()
                if text is None:
                    yield number, RowProblem.UNDECODABLE
                elif text.strip():
                    yield number, _parsed(text)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        # Its words would quote the line.
        return None


def _text(value: Any) -> str | None:
    """A plain value, or a list of such, as text; None for anything deeper."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        whole = isinstance(value, float) and value.is_integer()
        return str(int(value)) if whole else str(value)
    if isinstance(value, list):
        parts = [_text(part) for part in value if not isinstance(part, list)]
        texts = [part for part in parts if part is not None]
        return ITEMS_JOINED_BY.join(texts) if len(texts) == len(value) else None
    return None
