"""Data and a paper become a PDF or pictures of its pages.

A paper (`papers/*.typ`) is the layout; the data travel beside it as JSON and are read as
strings. So nothing in a name or a statement can become layout or code, and the same data give
the same bytes: the time in the file is given, not read from a clock.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from domain.plain_text import clean_prose
from printing.blocks import Paper
from printing.fonts import FAMILY, embedded_fonts

PAPERS = Path(__file__).parent / "papers"


class TypesettingError(Exception):
    """A paper that cannot be set. The words that were to be set are not repeated."""


def paper_as_pdf(paper: Paper, at: datetime) -> bytes:
    """A document's pages as PDF/A-2u (archival, searchable text); `at` is its time of making.

    Raises:
        TypesettingError: the pages cannot be set.
    """
    return typeset("document", paper.model_dump(mode="json"), at)


def paper_as_pictures(paper: Paper, at: datetime, dots_per_inch: float = 96) -> list[bytes]:
    """The pages of a document as PNG pictures, for previews and for looking at in tests."""
    return pictures("document", paper.model_dump(mode="json"), at, dots_per_inch)


def typeset(paper: str, data: Mapping[str, Any], at: datetime) -> bytes:
    """The named paper filled with the data, as PDF/A-2u.

    Raises:
        TypesettingError: the pages cannot be set.
    """
    made = _compile(paper, data, at, format="pdf", pdf_standards=["a-2u"])
    return made if isinstance(made, bytes) else b"".join(made)


def pictures(
    paper: str, data: Mapping[str, Any], at: datetime, dots_per_inch: float = 96
) -> list[bytes]:
    """The named paper filled with the data, a PNG picture a page."""
    made = _compile(paper, data, at, format="png", ppi=dots_per_inch)
    return [made] if isinstance(made, bytes) else list(made)


def _compile(paper: str, data: Mapping[str, Any], at: datetime, **wanted: Any) -> Any:
    words = json.dumps({**_cleaned(data), "font": FAMILY}, ensure_ascii=False)
    try:
        return typst.compile(
            PAPERS / f"{paper}.typ",
            root=PAPERS,
            font_paths=embedded_fonts(),
            sys_inputs={"data": words},
            timestamp=at.astimezone(UTC).replace(microsecond=0),
            **wanted,
        )
    except typst.TypstError as error:
        # The diagnostic quotes the place in the paper and may quote a value: only its kind is kept.
        raise TypesettingError(f"the paper '{paper}' cannot be set: {error.message[:80]}") from None


def _cleaned(value: Any) -> Any:
    """Every string without controls, direction marks and halves of surrogate pairs."""
    if isinstance(value, str):
        return clean_prose(value)
    if isinstance(value, Mapping):
        return {key: _cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(item) for item in value]
    return value
