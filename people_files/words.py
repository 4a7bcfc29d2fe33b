"""What columns may be called and what may stand in them, from `words.yaml`."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_SIGNS = re.compile(r"[\s_\-‐−ー/・()\[\]:*]+")
_FILE = Path(__file__).with_name("words.yaml")


def spelt(text: str) -> str:
    """The form in which two spellings of one word are equal."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text).casefold())


@cache
def meanings(section: str) -> Mapping[str, str]:
    """What each known word of a section means, by its spelling."""
    return {spelt(word): meaning for meaning, words in _loaded()[section].items() for word in words}


@cache
def listed(section: str) -> frozenset[str]:
    """The words of a section that only lists words, by spelling."""
    return frozenset(spelt(str(word)) for word in _loaded()[section])


@cache
def columns() -> Mapping[str, tuple[str, ...]]:
    """What the columns of a list may be called, by what they hold."""
    return {field: tuple(names) for field, names in _loaded()["columns"].items()}


@cache
def _loaded() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def is_known(name: str) -> bool:
    """Whether a column of this name is known, needed or not."""
    word = spelt(name)
    return word in meanings("columns") or word in listed("left_out")
