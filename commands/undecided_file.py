"""Lines of a list that are no person as they stand, written beside it for whoever decides.

Promises: by line and reason only, nothing that stands in them; readable by its owner alone; no
more than one line of it is in memory.
"""

import csv
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from domain.people import NoPerson, PersonRow
from screens.people_words import problem_words


def undecided_path(path: Path) -> Path:
    """Where the lines of a list are written down."""
    return path.with_name(f"{path.name}.undecided.csv")


class UndecidedFile:
    """Writes such lines down while a list passes by; nothing stays where there is none."""

    def __init__(self, path: Path) -> None:
        self._path = undecided_path(path)
        self._draft = self._path.with_name(f"{self._path.name}.part")
        self._file: TextIO | None = None
        self._writer: Any = None

    def passing(self, rows: Iterable[PersonRow | NoPerson]) -> Iterator[PersonRow | NoPerson]:
        """The same rows."""
        for row in rows:
            if isinstance(row, NoPerson):
                self._write(row)
            yield row

    def keep(self) -> Path | None:
        """Let the file stand under its name; None where there is nothing to write."""
        if self._file is None:
            return None
        self._file.close()
        self._draft.replace(self._path)
        return self._path

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()
            self._draft.unlink(missing_ok=True)

    def _write(self, row: NoPerson) -> None:
        if self._file is None:
            self._draft.unlink(missing_ok=True)
            descriptor = os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            self._file = os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="")
            self._writer = csv.writer(self._file)
            self._writer.writerow(["line", "problem", "reason_ja", "reason_en"])
        words = (problem_words(row, "ja"), problem_words(row, "en"))
        self._writer.writerow([row.line, row.problem.value, *words])
