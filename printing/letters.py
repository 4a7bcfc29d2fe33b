"""Many letters as one PDF: the approved words once, what differs by person beside them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.envelopes import Window, zone_of
from domain.person_fields import OPENING
from printing.blocks import Block
from printing.pages import Page
from printing.typesetting import pictures, typeset

CONFIDENTIAL = {"ja": "親展", "en": "CONFIDENTIAL"}
HONORIFIC = {"ja": " 様", "en": ""}

Fill = Callable[[str], str]


@dataclass(frozen=True, slots=True, repr=False)
class Letter:
    """What one letter shows: its number, the address in the window, and how fields are filled."""

    number: str
    postal_code: str
    address: str
    name: str
    fill: Fill


@dataclass(frozen=True, slots=True)
class LetterLook:
    """What all letters of a file share beside their words."""

    window: Window
    running: str
    locale: str = "ja"


def letters_as_pdf(page: Page, look: LetterLook, letters: Sequence[Letter], at: datetime) -> bytes:
    """The letters one after another, each beginning on a new sheet, as PDF/A-2u.

    Raises:
        TypesettingError: the pages cannot be set.
        ValueError: no address fits the window.
    """
    return typeset("letter", _data(page, look, letters), at)


def letters_as_pictures(
    page: Page, look: LetterLook, letters: Sequence[Letter], at: datetime, dots: float = 96
) -> list[bytes]:
    """The same pages as PNG pictures, to look at."""
    return pictures("letter", _data(page, look, letters), at, dots)


def _data(page: Page, look: LetterLook, letters: Iterable[Letter]) -> dict[str, Any]:
    personal = [place for place, block in enumerate(page.blocks) if _has_fields(block)]
    return {
        "title": page.title,
        "locale": look.locale,
        "running": look.running,
        "confidential": CONFIDENTIAL[look.locale],
        "honorific": HONORIFIC[look.locale],
        "head": page.head,
        "zone": zone_of(look.window)._asdict(),
        "blocks": [block.model_dump(mode="json") for block in page.blocks],
        "letters": [
            {
                "number": letter.number,
                "postal_code": letter.postal_code,
                "address": letter.address,
                "name": letter.name,
                "own": {str(place): _filled(page.blocks[place], letter.fill) for place in personal},
            }
            for letter in letters
        ],
    }


def _has_fields(block: Block) -> bool:
    return OPENING in block.model_dump_json()


def _filled(block: Block, fill: Fill) -> Any:
    def deeply(value: Any) -> Any:
        if isinstance(value, str):
            return fill(value)
        if isinstance(value, dict):
            return {name: deeply(item) for name, item in value.items()}
        if isinstance(value, list):
            return [deeply(item) for item in value]
        return value

    return deeply(block.model_dump(mode="json"))
