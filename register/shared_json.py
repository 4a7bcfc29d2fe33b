"""A JSON column whose values many rows share: each value is written and read once a statement.

Ten thousand duties of one rule carry one explanation. Values that come out are shared, so they are
looked at and never changed.
"""

import json
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Dialect
from sqlalchemy.types import TypeDecorator

KEPT = 256


class SharedJson(TypeDecorator[Any]):
    """JSON, with NULL for None."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def __init__(self) -> None:
        super().__init__()
        self._written: dict[int, tuple[Any, str]] = {}

    def bind_processor(self, dialect: Dialect) -> Any:
        """Values to text; one that was just written is not written again."""
        del dialect

        def process(value: Any) -> str | None:
            if value is None:
                return None
            # The value stays alive beside its text, so that its identity stays its own.
            known = self._written.get(id(value))
            if known is None:
                if len(self._written) >= KEPT:
                    self._written.clear()
                known = (value, json.dumps(value))
                self._written[id(value)] = known
            return known[1]

        return process

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Text to values; PostgreSQL's driver may have read it already."""
        del dialect, coltype

        def process(value: Any) -> Any:
            return _read(value) if isinstance(value, str) else value

        return process


@lru_cache(maxsize=KEPT)
def _read(text: str) -> Any:
    return json.loads(text)
